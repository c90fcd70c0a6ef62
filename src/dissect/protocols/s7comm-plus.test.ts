import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTICE, REQUEST, RESPONSE } from "../talk.ts";
import { dissectExchange, type SeenMessage } from "../testing.ts";
import { s7commPlus } from "./s7comm-plus.ts";
import { SAMPLES } from "./samples/s7comm-plus.ts";
import type { Exchange } from "./samples/sample.ts";

function sample(start: string): SeenMessage[] {
  const found = SAMPLES.find((one) => one.name.startsWith(start)) as Exchange;
  return dissectExchange(found, [s7commPlus]);
}

test("opening a session is told apart from creating objects in the controller", () => {
  const messages = sample("a session is opened");
  assert.deepEqual(
    messages.slice(0, 2).map((message) => [message.operation, message.act, message.direction, message.answers]),
    [
      ["create_session", "identify", REQUEST, 0],
      ["create_session", "identify", RESPONSE, 1],
    ],
  );
  const created = messages.find((message) => message.operation === "create_object");
  assert.equal(created?.act, "program");
});

test("the answer that opens a session claims order number, vendor and firmware", () => {
  const claims = sample("a session is opened")[1]?.claims ?? [];
  assert.deepEqual(
    claims.map((claim) => [claim.about, claim.attribute, claim.value, claim.end - claim.start]),
    [
      ["sender", "orderNumber", "6ES7 512-1CK00-0AB0", 19],
      ["sender", "vendor", "Siemens", 19],
      ["sender", "firmware", "2.1", 3],
    ],
  );
});

test("the integrity part of version 3 is passed over, and a message in two PDUs is one and its fragment", () => {
  const messages = sample("a session is opened");
  const read = messages.filter((message) => message.operation === "get_multi_variables");
  assert.deepEqual(
    read.map((message) => [message.act, message.direction, message.fields.last_fragment]),
    [
      ["read", REQUEST, true],
      ["read", RESPONSE, false],
    ],
  );
  assert.equal(read[1]?.answers, 5);
  const fragment = messages[messages.indexOf(read[1] as SeenMessage) + 1];
  assert.deepEqual([fragment?.operation, fragment?.fields.last_fragment], ["fragment", true]);
});

test("notifications are news, writes write, and the connection is kept alive", () => {
  const messages = sample("a session is opened");
  const notification = messages.find((message) => message.operation === "notification");
  assert.deepEqual([notification?.direction, notification?.fields.subscription_object_id], [NOTICE, 0x70000e51]);
  assert.equal(messages.find((message) => message.operation === "set_multi_variables")?.act, "write");
  assert.equal(messages.at(-1)?.operation, "keep_alive");
});

test("TLS that takes over is recognized", () => {
  assert.deepEqual(
    sample("the session goes on").map((message) => message.operation),
    ["init_ssl", "init_ssl", "tls_record", "tls_record"],
  );
});

test("unknown opcodes and functions, and bytes too many, are faults", () => {
  assert.deepEqual(
    sample("faults").map((message) => message.faults.map((fault) => fault.name)),
    [["unknown opcode"], ["unknown function"], ["leftover"]],
  );
});
