import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import type { Exchange } from "../samples/sample.ts";
import { SAMPLES } from "../samples/sip.ts";
import { readAddress } from "./address.ts";
import { readAgent } from "./agents.ts";
import { sip } from "./sip.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [sip]);
const claimsOf = (message: SeenMessage | undefined): unknown[][] =>
  (message?.claims ?? []).map((claim) => [claim.attribute, claim.value, Math.round(claim.confidence * 100) / 100]);

function read(text: string, over: "tcp" | "udp" = "udp"): SeenMessage[] {
  const hex = Buffer.from(text, "latin1").toString("hex");
  return dissectExchange({ name: "one", over, port: 5060, messages: [{ from: "client", hex }] }, [sip]);
}

test("requests and all their answers are paired by call, number and method", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.direction, message.answers]),
    [
      ["register", 1, 0],
      ["response", 2, 1],
      ["register", 1, 0],
      ["response", 2, 3],
      ["invite", 1, 0],
      ["response", 2, 5],
      ["response", 2, 5],
      ["ack", 0, 0],
      ["keep_alive", 0, 0],
      ["keep_alive", 0, 0],
      ["notify_check_sync", 0, 0],
      ["options", 0, 0],
    ],
  );
  assert.equal(messages[1]?.outcome, "unauthorized");
  assert.equal(messages[6]?.outcome, "busy_here");
  assert.equal(messages[10]?.act, "control");
});

test("a phone says who made it, what it runs and whose it is", () => {
  const messages = seen(0);
  assert.deepEqual(claimsOf(messages[0]), [
    ["vendor", "Yealink", 0.85],
    ["model", "SIP-T46G", 0.85],
    ["firmware", "28.80.0.95", 0.85],
    ["kind", "telephone", 0.8],
    ["user", "2004", 0.7],
    ["description", "Gate 4", 0.4],
  ]);
  assert.deepEqual(claimsOf(messages[1]), [
    ["kind", "PBX", 0.8],
    ["software", "Asterisk PBX 18.9.0", 0.7],
  ]);
  assert.deepEqual(claimsOf(messages[2]), []);
  assert.deepEqual(messages[2]?.notes, [
    { about: "sender", remark: { kind: "credential", method: "SIP digest", user: "2004", exposure: "challenge" } },
  ]);
});

test("fields tell addresses and media, and neither passwords nor keys", () => {
  const invite = seen(0)[4]!;
  assert.deepEqual(invite.fields.from, {
    display_name: "Gate 4",
    user: "2004",
    host: "192.0.2.2",
    uri: "sip:2004@192.0.2.2",
  });
  assert.equal(invite.fields.to.user, "2005");
  assert.equal(invite.fields.call_id, "b1");
  assert.deepEqual(invite.fields.session_description.media, [
    { media: "audio", port: 11780, protocol: "RTP/SAVP", codecs: ["PCMU", "101"], has_keys: true },
  ]);
  const text = JSON.stringify(seen(0));
  assert.ok(!text.includes("geheim") && !text.includes("hidden") && !text.includes('response=\\"11'));
});

test("what a proxy passes on says little of the proxy", () => {
  const [invite, answer] = seen(1);
  assert.deepEqual(claimsOf(invite)[0], ["vendor", "Snom", 0.34]);
  assert.deepEqual(claimsOf(answer).slice(0, 2), [
    ["vendor", "Polycom", 0.85],
    ["model", "VVX 410", 0.85],
  ]);
});

test("messages in a stream end where their length says", () => {
  const messages = seen(2);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.outcome, message.answers]),
    [
      ["subscribe", "", 0],
      ["response", "bad_event", 1],
      ["message", "", 0],
    ],
  );
  assert.ok(!JSON.stringify(messages).includes("hall 2"));
});

test("makers' forms of a product text are taken apart", () => {
  const short = (text: string): string[] => {
    const { vendor, model, firmware, software, kind } = readAgent(text);
    return [vendor, model, firmware, software, kind];
  };
  assert.deepEqual(short("Grandstream GXP2160 1.0.9.135"), ["Grandstream", "GXP2160", "1.0.9.135", "", "telephone"]);
  assert.deepEqual(short("Grandstream HT802 1.0.17.5"), ["Grandstream", "HT802", "1.0.17.5", "", "voice gateway"]);
  assert.deepEqual(short("Cisco-CP8845/12.5.1"), ["Cisco", "CP8845", "12.5.1", "", "telephone"]);
  assert.deepEqual(short("Cisco/SPA504G-7.5.2b"), ["Cisco", "SPA504G", "7.5.2b", "", "telephone"]);
  assert.deepEqual(short("snomD375/10.1.33.33"), ["Snom", "snomD375", "10.1.33.33", "", "telephone"]);
  assert.deepEqual(short("AVM FRITZ!Box 7490 113.06.93"), ["AVM", "FRITZ!Box 7490", "113.06.93", "", "router"]);
  assert.deepEqual(short("FreeSWITCH-mod_sofia/1.6.20"), ["", "", "", "FreeSWITCH-mod_sofia/1.6.20", "PBX"]);
  assert.deepEqual(short("Linphone/3.6.1 (eXosip2/4.1.0)"), ["", "", "", "Linphone 3.6.1", ""]);
});

test("addresses of any form are taken apart", () => {
  assert.deepEqual(readAddress("sip:alice@[2001:db8::9]:5060;transport=tcp"), {
    display_name: "",
    user: "alice",
    host: "2001:db8::9",
    uri: "sip:alice@[2001:db8::9]:5060",
  });
  assert.equal(readAddress("<tel:+49123>").user, "+49123");
  assert.equal(readAddress("nothing").user, "");
});

test("broken messages are faults, and foreign bytes are refused", () => {
  const faults = (text: string, over: "tcp" | "udp" = "udp"): string[] | undefined =>
    read(text, over)[0]?.faults.map((fault) => fault.name);
  const start = "OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n";
  assert.deepEqual(faults(`${start}\r\n`), []);
  assert.deepEqual(faults(start), ["missing empty line"]);
  assert.deepEqual(faults(`${start}\r\n`, "tcp"), ["missing content length"]);
  assert.deepEqual(faults(`${start}Content-Length: 9\r\n\r\nabc`), ["short"]);
  assert.deepEqual(faults(`${start}Content-Length: x\r\n\r\n`), ["bad content length"]);
  assert.deepEqual(faults("OPTIONS sip:a SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n"), ["missing call or sequence"]);
  assert.deepEqual(faults("OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n\r\n"), [
    "wrong method in sequence",
  ]);
  assert.deepEqual(read("\u0001\u0002\u0003"), []);
});
