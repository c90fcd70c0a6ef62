import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SctpTable } from "./sctp.ts";

/** A DATA chunk with its number, its flags and its text. */
function chunk(number: number, flags: number, text: string): Uint8Array {
  const bytes = new Uint8Array(16 + text.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(1, flags);
  view.setUint16(2, bytes.length);
  view.setInt32(4, number);
  for (let at = 0; at < text.length; at++) bytes[16 + at] = text.charCodeAt(at);
  return bytes;
}

const WHOLE = 3;
const BEGIN = 2;
const MIDDLE = 0;
const END = 1;

function taker(most?: number): [SctpTable, (number: number, flags: number, text: string, key?: number) => unknown] {
  const table = new SctpTable(most);
  return [
    table,
    (number, flags, text, key = 2) => {
      const bytes = chunk(number, flags, text);
      const message = table.take(key, bytes, 0, bytes.length);
      return typeof message === "boolean" ? message : String.fromCharCode(...message);
    },
  ];
}

describe("messages of SCTP", () => {
  test("a chunk that holds a message is read in place, and not again when it is sent again", () => {
    const [, take] = taker();
    assert.equal(take(7, WHOLE, "a"), true);
    assert.equal(take(8, WHOLE, "b"), true);
    assert.equal(take(7, WHOLE, "a"), false);
    assert.equal(take(7, WHOLE, "a", 3), true, "another sender");
  });

  test("a message over several chunks is put together, also where the numbers start over", () => {
    const [table, take] = taker();
    assert.equal(take(0x7ffffffe, BEGIN, "one "), false);
    assert.equal(take(0x7fffffff, MIDDLE, "two "), false);
    assert.equal(take(0x7fffffff, MIDDLE, "two "), false, "once more");
    assert.equal(take(-0x80000000, END, "three"), "one two three");
    assert.equal(take(-0x7fffffff, END, "rest of nothing"), false);
    assert.equal(table.abandoned, 0);
  });

  test("a message is given up when a chunk is missing, and the next is read", () => {
    const [table, take] = taker();
    take(1, BEGIN, "a");
    assert.equal(take(3, END, "c"), false);
    take(4, BEGIN, "d");
    take(5, BEGIN, "e");
    assert.equal(take(6, END, "f"), "ef");
    assert.equal(table.abandoned, 2);
  });

  test("what grows without end, and senders without end, are forgotten and counted", () => {
    const [table, take] = taker(2);
    take(1, BEGIN, "x".repeat(60_000));
    for (let number = 2; number < 8; number++) take(number, MIDDLE, "x".repeat(60_000));
    assert.equal(table.abandoned, 1);
    take(1, BEGIN, "a", 10);
    take(1, BEGIN, "a", 11);
    take(1, BEGIN, "a", 12);
    assert.equal(table.abandoned, 2);
    table.release(6);
    assert.equal(table.abandoned, 3);
    assert.equal(take(2, END, "b", 12), false);
  });
});
