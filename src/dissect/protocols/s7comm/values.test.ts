import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { answer, job, SAMPLES, userResponse } from "../samples/s7comm.ts";
import type { Exchange } from "../samples/sample.ts";
import { s7comm } from "./s7comm.ts";

function told(message: SeenMessage | undefined): unknown[] {
  return (message?.samples ?? []).map(({ space, name, index, value }) => [space.type, name, index, value]);
}

function play(...said: ["client" | "server", string][]): SeenMessage[] {
  const messages = said.map(([from, hex]) => ({ from, hex }));
  return dissectExchange({ name: "made up", over: "inside", carrier: "cotp", port: 0x32, messages }, [s7comm]);
}

function sample(start: string): SeenMessage[] {
  return dissectExchange(SAMPLES.find((one) => one.name.startsWith(start)) as Exchange, [s7comm]);
}

test("what was read is told by area, address and type; items that failed are not", () => {
  const [asked, answered] = sample("variables").filter((message) => message.operation === "read_var");
  assert.deepEqual(told(asked), []);
  assert.deepEqual(told(answered), [
    ["REAL", "DB5", 4, 10],
    ["REAL", "DB5", 8, Math.fround(-Math.PI)],
    ["BOOL", "M", 27, 1],
    ["TIMER", "T", 7, 0x2500],
  ]);
});

test("what is written is told with the request, not with its answer", () => {
  const [asked, answered] = sample("variables").filter((message) => message.operation === "write_var");
  assert.deepEqual(told(asked), [
    ["INT", "DB7", 32, 258],
    ["INT", "DB7", 34, -2],
    ["BYTE", "Q", 1, 0x5a],
  ]);
  assert.deepEqual(told(answered), []);
});

test("values whose request was not seen, text and dates are not told", () => {
  const [orphan] = play(["server", answer(9, "04 01", "ff 04 0010 0102")]);
  assert.deepEqual(told(orphan), []);
  const [, text] = play(
    ["client", job(1, "04 01 12 0a 10 03 0002 0001 84 000000")],
    ["server", answer(1, "04 01", "ff 09 0002 4142")],
  );
  assert.deepEqual(told(text), []);
});

test("an answer shorter or longer than what was asked tells no more than both have", () => {
  const [, short, , long] = play(
    ["client", job(1, "04 01 12 0a 10 04 0003 0001 84 000000")],
    ["server", answer(1, "04 01", "ff 04 0018 010203")],
    ["client", job(2, "04 01 12 0a 10 04 0001 0001 84 000000")],
    ["server", answer(2, "04 01", "ff 04 0020 01020304")],
  );
  assert.deepEqual(told(short), [["WORD", "DB1", 0, 0x0102]]);
  assert.deepEqual(told(long), [["WORD", "DB1", 0, 0x0102]]);
});

test("reports of a cyclic job are told by what was ordered", () => {
  const messages = sample("cyclic").filter((message) => message.operation === "cyclic_transfer");
  assert.deepEqual(
    messages.map((message) => message.samples.map((one) => one.value)),
    [[], [1, 2, 3, 4], [1, 2, 3, 5]],
  );
  assert.deepEqual(told(messages[2])[3], ["BYTE", "DB5", 3, 5]);
  const [other] = play(["server", userResponse(0, 0x02, 1, "00 01 ff 04 0020 01020305")]);
  assert.deepEqual(told(other), []);
});
