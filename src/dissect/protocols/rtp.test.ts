import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO, POSSIBLE } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../testing.ts";
import { rtp } from "./rtp.ts";
import { SAMPLES } from "./samples/rtp.ts";
import type { Exchange } from "./samples/sample.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [rtp]);

function likeness(hex: string, memory: unknown = rtp.remember?.()): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, true);
  return rtp.probe(reader, { memory } as never);
}

test("packets and reports are told, one by one", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages.map(({ operation }) => operation),
    [
      "packet",
      "packet",
      "packet",
      "sender_report",
      "source_description",
      "receiver_report",
      "application_defined",
      "sender_report",
      "goodbye",
    ],
  );
  assert.deepEqual(messages[0]?.objects, ["PCMA"]);
  assert.deepEqual(messages[1]?.objects, []);
  assert.equal(messages[0]?.fields.marker, true);
  assert.equal(messages[0]?.fields.ssrc, 0x11223344);
  assert.equal(messages[3]?.fields.sender_packet_count, 2);
  assert.deepEqual(
    messages[4]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["software", "Softphone 4."],
      ["location", "Hall"],
    ],
  );
});

test("contributors and extensions are passed over", () => {
  const messages = seen(1);
  assert.equal(messages[0]?.fields.payload_length, 40);
  assert.equal(messages[1]?.fields.payload_name, "MP2T");
  assert.equal(messages[3]?.operation, "transport_feedback");
});

test("an unknown report is a fault, and cut or hostile lengths are refused", () => {
  assert.deepEqual(
    seen(2).map((message) => message.faults.map(({ name }) => name)),
    [["unknown packet type"]],
  );
  const read = (hex: string) =>
    dissectExchange({ name: "one", over: "udp", port: 5004, messages: [{ from: "client", hex }] }, [rtp]).length;
  assert.equal(read("80 c8 ffff 11223344"), 0);
  assert.equal(read("9f 60 0001 00000000 11223344 00"), 0);
  assert.equal(read("80 60 0001 00"), 0);
});

test("one datagram is taken by its exact length, others when numbers follow each other", () => {
  assert.equal(likeness((SAMPLES[0] as Exchange).messages[0]!.hex), LIKELY);
  assert.equal(likeness((SAMPLES[0] as Exchange).messages[3]!.hex), CERTAIN);
  assert.equal(likeness((SAMPLES[1] as Exchange).messages[1]!.hex), LIKELY);
  const memory = rtp.remember?.();
  const packet = (number: string): string => `80 60 ${number} 00000bb8 0a0b0c0d ${"65".repeat(41)}`;
  assert.equal(likeness(packet("0001"), memory), POSSIBLE);
  assert.equal(likeness(packet("0003"), memory), POSSIBLE);
  assert.equal(likeness(packet("0004"), memory), LIKELY);
  // PROFINET's datagrams, a STUN request, and an odd length of PCMA.
  assert.equal(likeness("04 00 28 00 10 00 00 00 00 00 a0 de 97 6c"), NO);
  assert.equal(likeness("0001 0000 2112a442 000102030405060708090a0b"), NO);
  assert.equal(likeness(`80 08 0001 00000000 11223344 ${"d5".repeat(33)}`), POSSIBLE);
});
