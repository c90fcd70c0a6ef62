import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../testing.ts";
import type { Exchange } from "./samples/sample.ts";
import { SAMPLES } from "./samples/tuya.ts";
import { tuya } from "./tuya.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [tuya]);

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, true);
  return tuya.probe(reader, {} as never);
}

test("announcements tell the device, whether in clear or under the key that all share", () => {
  const [hidden, clear, later] = seen(0);
  assert.deepEqual(
    hidden?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["serial", "bf0000000000000007"],
      ["model", "Tuya product keyexample000001"],
      ["kind", "Tuya device"],
    ],
  );
  assert.equal(hidden?.fields.ip, "192.0.2.2");
  assert.equal(clear?.notes[0]?.remark.kind, "version");
  assert.deepEqual([later?.operation, later?.direction], ["udp_new", 3]);
});

test("commands are told and paired, and values where they are in clear", () => {
  const messages = seen(1);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.act, message.direction, message.answers, message.outcome]),
    [
      ["data_point_query", "read", 1, 0, ""],
      ["data_point_query", "read", 2, 1, ""],
      ["control", "control", 1, 0, ""],
      ["control", "control", 2, 3, "return_code_1"],
      ["status", "read", 3, 0, ""],
      ["heart_beat", "other", 1, 0, ""],
      ["heart_beat", "other", 2, 6, ""],
      ["session_key_negotiation_start", "authenticate", 1, 0, ""],
      ["session_key_negotiation_response", "authenticate", 2, 8, ""],
      ["control_new", "control", 1, 0, ""],
    ],
  );
  assert.deepEqual(
    messages[1]?.samples.map(({ name, value }) => [name, value]),
    [
      ["data point 1", 1],
      ["data point 2", 417],
    ],
  );
  assert.equal(messages[2]?.fields.version, "3.3");
});

test("defects are named, cut frames wait, and hostile lengths are refused", () => {
  assert.deepEqual(
    seen(2).map((message) => message.faults.map(({ name }) => name)),
    [["announcement not readable"], ["no suffix", "unknown command"]],
  );
  const sent = (hex: string) => play({ over: "tcp", port: 6668 }, [{ from: "client", bytes: bytesOf(hex) }], [tuya]);
  assert.equal(sent("000055aa 00000001 00000009 00000008 00").waiting, 17);
  assert.equal(sent("000055aa 00000001 00000009 7fffffff 00").messages.length, 0);
});

test("only frames with prefix and fitting length are taken", () => {
  assert.equal(likeness("000055aa 00000001 00000009 00000008 00000000 0000aa55"), CERTAIN);
  assert.equal(likeness("000055aa 00000001 00000009 00000020 00000000 0000aa55"), NO);
  assert.equal(likeness("000055ab 00000001 00000009 00000008 00000000 0000aa55"), NO);
});
