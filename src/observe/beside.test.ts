import assert from "node:assert/strict";
import { test } from "node:test";
import { sip } from "../dissect/protocols/sip/sip.ts";
import { snmp } from "../dissect/protocols/snmp/snmp.ts";
import { bytesOf } from "../dissect/testing.ts";
import { observe, type TimedFrame, udp } from "./testing.ts";

const GET = bytesOf("3026 020100 0406 7075626c6963 a019 020101 020100 020100 300e 300c 0608 2b06010201010500 0500");
const OPTIONS = new TextEncoder().encode(
  "OPTIONS sip:plc SIP/2.0\r\nVia: SIP/2.0/UDP plc;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: 1\r\nCSeq: 42 OPTIONS\r\nContent-Length: 0\r\n\r\n",
);
const CLIENT = ["020000000001", "10.0.0.1", 40_000] as const;
const SERVER = ["020000000002", "10.0.0.2", 161] as const;
const NOISE = Uint8Array.from({ length: 40 }, (_, index) => 0xff - index);

function operationsOf(payloads: readonly Uint8Array[]): [name: string, operations: string[]] {
  const frames = payloads.map(
    (payload, index): TimedFrame => ({
      time: index,
      bytes: udp(CLIENT, SERVER, [...payload]),
    }),
  );
  const answer = Uint8Array.from(GET, (octet) => (octet === 0xa0 ? 0xa2 : octet));
  frames.push({ time: payloads.length, bytes: udp(SERVER, CLIENT, [...answer]) });
  const { links } = observe(frames, [snmp, sip]);
  const [link] = links;
  assert.ok(link !== undefined && links.length === 1);
  const told = link.operations.map(({ operation, requests }) => `${operation} ${requests}`);
  return [link.protocol, told.sort()];
}

test("a scanner's probes of many protocols from one port to another are each read as what they are", () => {
  assert.deepEqual(operationsOf([GET, OPTIONS, GET, OPTIONS, GET]), [
    "snmp",
    ["sip:options 2", "snmp:get_request 3", "snmp:get_response 0"],
  ]);
});

test("what no protocol knows is tried a few times only, so that noise costs little", () => {
  const noise = new Array<Uint8Array>(30).fill(NOISE);
  assert.deepEqual(operationsOf([GET, ...noise, OPTIONS]), ["snmp", ["snmp:get_request 1", "snmp:get_response 0"]]);
});
