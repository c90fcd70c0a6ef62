import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../testing.ts";
import type { Exchange } from "./samples/sample.ts";
import { SAMPLES } from "./samples/someip.ts";
import { someip } from "./someip.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [someip]);

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, true);
  return someip.probe(reader, {} as never);
}

test("discovery tells services and where they are", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages.map(({ objects }) => objects.join()),
    [
      "find_service 1234",
      "offer_service 1234",
      "subscribe_eventgroup 1234",
      "subscribe_eventgroup_nack 1234",
      "stop_offer_service 1234",
    ],
  );
  assert.deepEqual(messages[1]?.fields.options, [{ type: 4, protocol: "udp", address: "192.0.2.2", port: 30501 }]);
  assert.equal(messages[2]?.fields.entries[0].eventgroup_id, 5);
});

test("calls are paired by client and session, and events are notices", () => {
  assert.deepEqual(
    seen(1).map((message) => [message.operation, message.act, message.direction, message.answers, message.outcome]),
    [
      ["request", "control", 1, 0, ""],
      ["response", "other", 2, 1, ""],
      ["request", "control", 1, 0, ""],
      ["error", "other", 2, 3, "unknown_method"],
      ["request_no_return", "control", 1, 0, ""],
      ["notification", "read", 3, 0, ""],
      ["notification", "read", 3, 0, ""],
    ],
  );
  assert.equal(seen(1)[6]?.fields.more_segments, true);
  assert.equal(seen(1)[6]?.fields.segment_offset, 1424);
  assert.equal(seen(2)[1]?.answers, 1);
});

test("defects are named, cut messages wait, and hostile lengths are refused", () => {
  assert.deepEqual(
    seen(3).map((message) => message.faults.map(({ name }) => name)),
    [["unknown entry type", "bad length of entries"]],
  );
  const sent = (hex: string) => play({ over: "tcp", port: 30501 }, [{ from: "client", bytes: bytesOf(hex) }], [someip]);
  assert.equal(sent("12340001 00000010 0001 0001 01 02 00 00 01").waiting, 17);
  assert.equal(sent("12340001 7fffffff 0001 0001 01 02 00 00 01").messages.length, 0);
});

test("only heads whose fields agree are taken", () => {
  assert.equal(likeness((SAMPLES[0] as Exchange).messages[0]!.hex), CERTAIN);
  assert.equal(likeness((SAMPLES[1] as Exchange).messages[0]!.hex), LIKELY);
  // Modbus, and an event number in a request.
  assert.equal(likeness("0001 0000 0006 01 03 0000 000a 00000000"), NO);
  assert.equal(likeness("12348001 00000008 0001 0001 01 02 00 00"), NO);
});
