import assert from "node:assert/strict";
import { test } from "node:test";
import { formatInstant, formatTime } from "./time.ts";

test("moments agree with the calendar over five thousand years", () => {
  for (let seconds = -62_135_596_799; seconds < 253_402_300_800; seconds += 7_654_321_777) {
    const expected = new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
    assert.equal(formatTime(seconds), seconds === 0 ? "not seen" : expected);
  }
  assert.equal(formatInstant(1773753600.25), "2026-03-17T13:20:00.250000Z");
  for (const odd of [0, Number.NaN, Number.POSITIVE_INFINITY, -1e15, 1e15]) assert.equal(formatTime(odd), "not seen");
});
