import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/syslog.ts";
import { syslog } from "./syslog.ts";

const claimsOf = (message: SeenMessage | undefined): string[][] =>
  (message?.claims ?? []).map((claim) => [claim.attribute, claim.value]);

function read(text: string, over: "udp" | "tcp" = "udp"): SeenMessage[] {
  const hex = Buffer.from(text, "latin1").toString("hex");
  return dissectExchange({ name: "one", over, port: 514, messages: [{ from: "client", hex }] }, [syslog]);
}

test("a message of RFC 5424 is told field by field", () => {
  const message = dissectExchange(SAMPLES[0]!, [syslog])[0]!;
  assert.equal(message.operation, "notice");
  assert.equal(message.direction, 1);
  assert.deepEqual(message.fields, {
    priority: 165,
    facility: 20,
    facility_name: "local4",
    severity: 5,
    severity_name: "notice",
    format: "RFC 5424",
    version: 1,
    timestamp: "2026-11-23T10:00:00.003Z",
    hostname: "plc-7.plant",
    app_name: "control",
    procid: "4711",
    msgid: "ID47",
    structured_data: ["origin", "ex@32473"],
    message: "valve 3 opened",
    message_length: 14,
  });
  assert.deepEqual(claimsOf(message), [
    ["name", "plc-7.plant"],
    ["vendor", "Cisco"],
    ["software", "logd 8.1"],
  ]);
  assert.equal(message.claims[0]?.confidence, 0.5);
});

test("a message of RFC 3164 is told field by field, its secrets hidden", () => {
  const message = dissectExchange(SAMPLES[0]!, [syslog])[1]!;
  assert.equal(message.operation, "critical");
  assert.equal(message.act, "alarm");
  assert.equal(message.fields.format, "RFC 3164");
  assert.equal(message.fields.hostname, "hmi-2");
  assert.equal(message.fields.app_name, "su");
  assert.equal(message.fields.procid, "230");
  assert.equal(message.fields.message, "'su root' failed for operator password=***");
  assert.ok(!JSON.stringify(message).includes("geheim"));
});

test("missing fields and other forms of time are no faults", () => {
  const [, , empty, dated, late] = dissectExchange(SAMPLES[0]!, [syslog]);
  assert.deepEqual(empty?.faults, []);
  assert.equal(empty?.fields.hostname, undefined);
  assert.equal(empty?.fields.message, "no more is told");
  assert.equal(dated?.fields.hostname, "gateway");
  assert.equal(dated?.fields.app_name, "dnsmasq");
  assert.equal(late?.fields.timestamp, "Oct  1 07:28:00 2026");
  assert.equal(late?.fields.hostname, "relay-5");
});

test("a sender of many host names is a relay, whose name none of them is", () => {
  const names = ["a-1", "b-2", "c-3", "d-4"].map((name) => `<13>Oct 11 22:14:15 ${name} app: x\n`).join("");
  assert.deepEqual(
    read(names, "tcp").flatMap((message) => message.claims.map((claim) => [claim.value, claim.confidence])),
    [
      ["a-1", 0.5],
      ["b-2", 0.2],
    ],
  );
});

test("makers are known by their habits", () => {
  const messages = dissectExchange(SAMPLES[1]!, [syslog]);
  assert.equal(messages[0]?.fields.sequence, 39);
  assert.equal(messages[0]?.fields.hostname, "SW1");
  assert.deepEqual(claimsOf(messages[0]), [
    ["name", "SW1"],
    ["vendor", "Cisco"],
    ["operatingSystem", "Cisco IOS"],
  ]);
  assert.equal(messages[1]?.fields.timestamp, "Mar  3 20:02:09.464 UTC");
  assert.equal(messages[1]?.fields.app_name, "%SYS-6-LOGGINGHOST_STARTSTOP");
  assert.deepEqual(messages[2]?.fields.structured_data, ["syslog@9"]);
  assert.deepEqual(claimsOf(messages[3]), [
    ["vendor", "Cisco"],
    ["kind", "firewall"],
  ]);
  assert.deepEqual(claimsOf(messages[4]), [
    ["vendor", "Fortinet"],
    ["name", "FW-1"],
    ["serial", "FGT60E0000000001"],
  ]);
  assert.deepEqual(claimsOf(messages[5]), [
    ["vendor", "Juniper"],
    ["kind", "firewall"],
    ["name", "fw9"],
    ["serial", "0000000000000001"],
  ]);
  assert.deepEqual(claimsOf(messages[6]), [
    ["name", "ids-1"],
    ["vendor", "Maker"],
    ["software", "Guard 1.2"],
  ]);
});

test("lines and counted octets are told apart in one stream", () => {
  const messages = dissectExchange(SAMPLES[2]!, [syslog]);
  assert.deepEqual(
    messages.map((message) => message.fields.message),
    ["one", "two", "three", "four"],
  );
});

test("what is no syslog is a fault in a datagram and refused in a stream", () => {
  const faults = (text: string): string[][] => read(text).map((message) => message.faults.map((fault) => fault.name));
  assert.deepEqual(faults("plain text"), [["missing priority"]]);
  assert.deepEqual(faults("<999>plain text"), [["bad priority"]]);
  assert.deepEqual(faults('<13>1 - - - - - [a b="c'), [["bad structured data"]]);
  assert.deepEqual(read("99999999 <13>x", "tcp"), []);
  assert.deepEqual(read("\u0001\u0002\u0003\n", "tcp"), []);
});
