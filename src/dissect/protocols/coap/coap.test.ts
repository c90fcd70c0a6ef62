import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/coap.ts";
import type { Exchange } from "../samples/sample.ts";
import { coap } from "./coap.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [coap]);
const told = (message: SeenMessage): unknown[] => [
  message.operation,
  message.act,
  message.direction,
  message.answers,
  message.outcome,
];

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, true);
  return coap.probe(reader, {} as never);
}

test("answers are paired by message identifier or token, and notifications are told apart", () => {
  assert.deepEqual(seen(0).map(told), [
    ["get", "read", 1, 0, ""],
    ["response", "other", 2, 1, ""],
    ["get", "read", 1, 0, ""],
    ["response", "other", 2, 3, ""],
    ["observe", "read", 1, 0, ""],
    ["response", "other", 2, 5, ""],
    ["notification", "read", 3, 0, ""],
    ["reset", "other", 0, 0, ""],
    ["put", "write", 1, 0, ""],
    ["acknowledgment", "other", 0, 9, ""],
    ["response", "other", 2, 9, "not_found"],
    ["delete", "write", 1, 0, ""],
    ["response", "other", 2, 12, ""],
    ["ping", "other", 0, 0, ""],
    ["reset", "other", 0, 0, ""],
  ]);
});

test("paths, links and values are told, and secrets in queries are not", () => {
  const messages = seen(0);
  assert.deepEqual(messages[1]?.fields.links, ["/meter", "/valve"]);
  assert.deepEqual(
    messages[3]?.samples.map(({ name, value }) => [name, value]),
    [
      ["/meter/power", 417.5],
      ["/meter/on", 1],
    ],
  );
  assert.deepEqual(
    messages[6]?.samples.map(({ name, value }) => [name, value]),
    [["/meter", 418.5]],
  );
  assert.deepEqual(messages[8]?.notes[0]?.remark, { kind: "credential", method: "CoAP query", exposure: "clear" });
  assert.ok(!JSON.stringify(messages).includes("hidden"));
});

test("blocks and every method are told", () => {
  const messages = seen(1);
  assert.deepEqual(messages[0]?.fields.block1, { number: 0, more: true, size: 256 });
  assert.deepEqual(
    messages.map(({ operation }) => operation),
    ["put", "response", "fetch", "response", "patch", "ipatch", "get", "cancel_observe"],
  );
  assert.equal(messages[5]?.fields.oscore, true);
});

test("a device of Lightweight M2M says who it is, and what is done to it is told", () => {
  const messages = seen(2);
  assert.deepEqual(
    messages.map(({ operation, act }) => [operation, act]),
    [
      ["lwm2m_register", "identify"],
      ["response", "other"],
      ["get", "read"],
      ["response", "other"],
      ["get", "read"],
      ["response", "other"],
      ["lwm2m_execute", "control"],
      ["response", "other"],
      ["lwm2m_write_configuration", "configure"],
      ["lwm2m_write_firmware", "program"],
      ["lwm2m_update", "identify"],
      ["lwm2m_deregister", "other"],
      ["lwm2m_bootstrap_request", "identify"],
      ["lwm2m_send", "write"],
    ],
  );
  assert.deepEqual(
    messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => [attribute, value])),
    [
      ["name", "meter-7"],
      ["vendor", "Example Inc"],
      ["model", "M-7"],
      ["serial", "SN0042"],
      ["name", "meter-7"],
    ],
  );
});

test("defects are named", () => {
  assert.deepEqual(
    seen(3).map((message) => message.faults.map(({ name }) => name)),
    [["bad option length"], ["unknown critical option"], ["bad option length"]],
  );
});

test("only messages whose options fit are taken", () => {
  assert.equal(likeness("4101000101b5 6d65746572"), LIKELY);
  assert.equal(likeness("40000001"), POSSIBLE);
  // Cut in its path, a token that is too long, a DNS query, and a payload marker without payload.
  assert.equal(likeness("4101000101b5 6d6574"), NO);
  assert.equal(likeness("4f010001"), NO);
  assert.equal(likeness("4001 0100 0001 0000 0000 0000"), POSSIBLE);
  assert.equal(likeness("61450001 01 ff"), NO);
});
