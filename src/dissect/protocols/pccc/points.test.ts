import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { pccc } from "./pccc.ts";

const WHO = "07 4d00 04030201";

/** Points of a request and of its answer, as type, name, index and value. */
function told(request: string, answer: string): unknown[][] {
  const messages = [
    { from: "client" as const, hex: `${WHO} 0f 00 0100 ${request}` },
    { from: "server" as const, hex: `${WHO} 4f ${answer}` },
  ];
  return dissectExchange({ name: "made up", over: "inside", carrier: "cip", port: 0x67, messages }, [pccc]).map(
    (message) => message.samples.map(({ space, name, index, value }) => [space.type, name, index, value]),
  );
}

test("a logical read is told with its answer, by file and element", () => {
  assert.deepEqual(told("a2 04 07 89 0a 00", "00 0100 0a00 feff"), [
    [],
    [
      ["INT", "N7", 10, 10],
      ["INT", "N7", 11, -2],
    ],
  ]);
  assert.deepEqual(told("a2 04 08 8a 00 00", "00 0100 0000c03f")[1], [["REAL", "F8", 0, 1.5]]);
  assert.deepEqual(told("a1 04 09 91 02", "00 0100 ffffffff")[1], [["DINT", "L9", 2, -1]]);
  assert.deepEqual(told("a2 02 07 89 0a 00", "f0 0100 0b")[1], []);
});

test("a logical write is told with its request", () => {
  assert.deepEqual(told("aa 04 08 8a 05 00 0000c03f", "00 0100"), [[["REAL", "F8", 5, 1.5]], []]);
});

test("timers are told by their preset and accumulator, slots by their words, text and status not at all", () => {
  assert.deepEqual(told("a2 0c 04 86 01 00", "00 0100 00a0 6400 0700 00e0 c800 0800")[1], [
    ["INT", "T4.PRE", 1, 100],
    ["INT", "T4.ACC", 1, 7],
    ["INT", "T4.PRE", 2, 200],
    ["INT", "T4.ACC", 2, 8],
  ]);
  assert.deepEqual(told("a2 02 06 88 01 02", "00 0100 0700")[1], [["INT", "R6.POS", 1, 7]]);
  assert.deepEqual(told("a2 04 01 83 03 01", "00 0100 ff80 0100")[1], [
    ["WORD", "I1.1", 3, 0x80ff],
    ["WORD", "I1.2", 3, 1],
  ]);
  assert.deepEqual(told("a2 02 02 84 01 00", "00 0100 0700")[1], []);
  assert.deepEqual(told("a2 04 0a 8d 00 00", "00 0100 02004142")[1], []);
});

test("a write through a mask is told as the bit it reaches, or as the word", () => {
  assert.deepEqual(told("ab 02 03 85 02 00 0400 0400", "00 0100")[0], [["BOOL", "B3", 34, 1]]);
  assert.deepEqual(told("ab 02 03 85 02 00 0400 0000", "00 0100")[0], [["BOOL", "B3", 34, 0]]);
  assert.deepEqual(told("ab 02 07 89 02 00 ffff feff", "00 0100")[0], [["INT", "N7", 2, -2]]);
  assert.deepEqual(told("ab 02 03 85 02 00 0c00 0400", "00 0100")[0], []);
});
