import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO, POSSIBLE } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../testing.ts";
import type { Exchange } from "./samples/sample.ts";
import { SAMPLES } from "./samples/trdp.ts";
import { trdp } from "./trdp.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [trdp]);

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, true);
  return trdp.probe(reader, {} as never);
}

test("process data is told, and a pull is paired with its reply", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.direction, message.answers, message.objects.join()]),
    [
      ["process_data", 3, 0, "operational train topology"],
      ["process_data", 3, 0, ""],
      ["process_data_request", 1, 0, "com id 2000"],
      ["process_data_reply", 2, 3, "com id 2001"],
      ["process_data_error", 3, 0, ""],
    ],
  );
  assert.deepEqual(messages[1]?.targets, [{ space: "com id", first: 100, count: 1 }]);
  assert.equal(messages[2]?.fields.reply_ip_address, "192.0.2.1");
});

test("message data is paired by session, in datagrams and streams", () => {
  assert.deepEqual(
    seen(1).map((message) => [message.operation, message.act, message.direction, message.answers, message.outcome]),
    [
      ["message_data_request", "control", 1, 0, ""],
      ["message_data_reply_query", "other", 2, 1, ""],
      ["message_data_confirm", "other", 1, 0, ""],
      ["message_data_notification", "control", 1, 0, ""],
      ["message_data_error", "other", 2, 1, "reply_status_-2"],
      ["message_data_reply", "other", 2, 1, ""],
    ],
  );
  assert.equal(seen(2)[1]?.answers, 1);
  assert.equal(seen(1)[0]?.fields.source_uri, "door1");
});

test("a wrong sum is a fault; hostile lengths are refused and cut messages wait", () => {
  assert.deepEqual(
    seen(3).map((message) => message.faults.map(({ name }) => name)),
    [["bad head checksum"]],
  );
  const sent = (hex: string) => play({ over: "tcp", port: 17225 }, [{ from: "client", bytes: bytesOf(hex) }], [trdp]);
  assert.equal(sent("00000002 0100 4d72 000003e8 00000000 00000000 00000003").waiting, 24);
  assert.equal(sent("00000002 0100 4d72 000003e8 00000000 00000000 7fffffff").messages.length, 0);
});

test("only heads with their sum are taken everywhere", () => {
  assert.equal(likeness((SAMPLES[0] as Exchange).messages[0]!.hex), CERTAIN);
  assert.equal(likeness((SAMPLES[3] as Exchange).messages[0]!.hex), POSSIBLE);
  assert.equal(likeness(`00000001 0200 5064 ${"00".repeat(32)}`), NO);
  assert.equal(likeness(`00000001 0100 5166 ${"00".repeat(32)}`), NO);
});
