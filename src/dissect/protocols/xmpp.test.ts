import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../testing.ts";
import type { Exchange } from "./samples/sample.ts";
import { SAMPLES } from "./samples/xmpp.ts";
import { xmpp } from "./xmpp.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [xmpp]);
const hexOf = (text: string): string => Buffer.from(text, "latin1").toString("hex");

function likeness(text: string): number {
  const bytes = bytesOf(hexOf(text));
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, false);
  return xmpp.probe(reader, {} as never);
}

test("a stream's elements are told and paired", () => {
  assert.deepEqual(
    seen(0).map((message) => [message.operation, message.direction, message.answers, message.outcome]),
    [
      ["stream_open", 1, 0, ""],
      ["stream_open", 2, 1, ""],
      ["stream_features", 3, 0, ""],
      ["auth", 1, 0, ""],
      ["failure", 2, 4, "not_authorized"],
      ["auth", 1, 0, ""],
      ["success", 2, 6, ""],
      ["iq_get", 1, 0, ""],
      ["iq_result", 2, 8, ""],
      ["iq_set", 1, 0, ""],
      ["iq_error", 2, 10, "not_allowed"],
      ["message", 0, 0, ""],
      ["presence", 0, 0, ""],
      ["stream_error", 0, 0, "conflict"],
      ["stream_close", 0, 0, ""],
    ],
  );
});

test("a password in clear is noted, the software is told, and no words of people", () => {
  const messages = seen(0);
  assert.deepEqual(messages[3]?.notes[0]?.remark, {
    kind: "credential",
    method: "XMPP PLAIN",
    user: "pump",
    exposure: "clear",
  });
  assert.deepEqual(
    messages[8]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["software", "ejabberd 23.10"],
      ["operatingSystem", "Linux"],
    ],
  );
  assert.deepEqual(messages[2]?.fields.mechanisms, ["PLAIN", "SCRAM-SHA-1"]);
  assert.ok(!JSON.stringify(messages).includes("hidden"));
  assert.deepEqual(
    seen(1).map(({ operation }) => operation),
    ["starttls", "proceed"],
  );
});

test("unknown elements are faults, cut ones wait, and other text is refused", () => {
  assert.deepEqual(
    seen(2).map((message) => message.faults.map(({ name }) => name)),
    [["unknown element"]],
  );
  const sent = (text: string) =>
    play({ over: "tcp", port: 5222 }, [{ from: "client", bytes: bytesOf(hexOf(text)) }], [xmpp]);
  assert.equal(sent("<iq type='get' id='1'><query").waiting, 28);
  assert.equal(sent("hello").messages.length, 0);
});

test("streams are taken everywhere, other XML is not", () => {
  assert.equal(likeness("<?xml version='1.0'?><stream:stream xmlns='jabber:client'"), CERTAIN);
  assert.equal(likeness("<presence from='a@b'/>"), LIKELY);
  assert.equal(likeness("<html><body>"), NO);
  assert.equal(likeness("GET / HTTP/1.1"), NO);
});
