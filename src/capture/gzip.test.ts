import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, gzipSync } from "node:zlib";
import { memberHeaderLength, memberTrailerLength, trailerFits } from "./gzip.ts";

const fixed = (flags: number): number[] => [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3];
const lengthOf = (...bytes: number[]): number => memberHeaderLength(Uint8Array.from(bytes));

test("a member header has an extra field, a name, a comment and a check where its flags say so", () => {
  assert.equal(memberHeaderLength(gzipSync("x")), 10);
  assert.equal(lengthOf(...fixed(4 + 8 + 16 + 2), 3, 0, 1, 2, 3, 65, 0, 66, 67, 0, 9, 9), 22);
});

test("a cut member header needs more at every length", () => {
  const whole = [...fixed(4 + 8 + 16 + 2), 3, 0, 1, 2, 3, 65, 0, 66, 67, 0, 9, 9];
  for (let length = 0; length < whole.length; length++) assert.equal(lengthOf(...whole.slice(0, length)), 0);
});

test("other bytes, another method and flags of the future are no member header", () => {
  assert.equal(lengthOf(0x1f, 0x00), -1);
  assert.equal(lengthOf(0x1f, 0x8b, 7), -1);
  assert.equal(lengthOf(...fixed(0x20)), -1);
});

test("a trailer fits its content only", () => {
  const trailer = gzipSync("water").subarray(-memberTrailerLength);
  assert.ok(trailerFits(trailer, crc32("water"), 5));
  assert.ok(!trailerFits(trailer, crc32("water"), 6));
  assert.ok(!trailerFits(trailer, crc32("wafer"), 5));
  assert.ok(!trailerFits(trailer.subarray(1), crc32("water"), 5));
});
