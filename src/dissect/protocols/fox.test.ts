import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../testing.ts";
import { fox } from "./fox.ts";
import { SAMPLES } from "./samples/fox.ts";
import type { Exchange } from "./samples/sample.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [fox]);
const hexOf = (text: string): string => Buffer.from(text, "latin1").toString("hex");

function likeness(text: string): number {
  const bytes = bytesOf(hexOf(text));
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, false);
  return fox.probe(reader, {} as never);
}

test("a session's frames are told and paired", () => {
  assert.deepEqual(
    seen(0).map((message) => [message.operation, message.act, message.direction, message.answers, message.outcome]),
    [
      ["hello", "identify", 1, 0, ""],
      ["hello", "identify", 2, 1, ""],
      ["challenge", "authenticate", 2, 0, ""],
      ["login", "authenticate", 1, 0, ""],
      ["welcome", "authenticate", 2, 0, ""],
      ["subscribe", "read", 1, 0, ""],
      ["subscribe", "read", 2, 6, ""],
      ["invoke", "control", 1, 0, ""],
      ["invoke", "control", 2, 8, "error"],
      ["file_channel_message", "file", 1, 0, ""],
      ["keep_alive", "other", 0, 0, ""],
    ],
  );
});

test("a station says who it is", () => {
  assert.deepEqual(
    seen(0)[1]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["name", "HQ_Roof"],
      ["operatingSystem", "QNX 6.5.0"],
      ["software", "Niagara Station 3.8.401"],
      ["serial", "Qnx-TITAN-0000-0000-0002"],
      ["vendor", "Tridium"],
      ["model", "JACE-8000"],
      ["description", "Niagara, brand vykon"],
      ["kind", "Niagara Station"],
      ["role", "building controller"],
    ],
  );
});

test("a login is noted by its method, and no value but of the hello is shown", () => {
  assert.deepEqual(seen(0)[3]?.notes[0]?.remark, {
    kind: "credential",
    method: "Fox digest-md5",
    user: "operator",
    exposure: "challenge",
  });
  const refused = seen(1);
  assert.deepEqual(refused[0]?.notes[0]?.remark, {
    kind: "credential",
    method: "Fox basic",
    user: "admin",
    exposure: "clear",
  });
  assert.equal(refused[1]?.outcome, "rejected");
  assert.ok(!JSON.stringify([seen(0), refused]).includes("hidden"));
});

test("cut frames wait, hostile lengths and other text are refused", () => {
  const sent = (text: string) =>
    play({ over: "tcp", port: 1911 }, [{ from: "client", bytes: bytesOf(hexOf(text)) }], [fox]);
  assert.equal(sent("fox a 1 -1 fox hello\n{\nid=i:1\n").waiting, 30);
  assert.equal(sent("fox a 1 -1 fox hello\n{\nid=b:99999999[").messages.length, 0);
  assert.equal(sent("fox a 1 -1 fox hello\n{\nid=b:99999999[").waiting, 0);
  assert.equal(likeness("fox a 1 -1 fox hello\n"), CERTAIN);
  assert.equal(likeness("fox trot and more"), NO);
  assert.equal(likeness("GET / HTTP/1.1"), NO);
});
