import assert from "node:assert/strict";
import { test } from "node:test";
import { ago, midnights, preciseClock, shortMoment, wholeMoment } from "./moments.ts";

/** Tue 17 Mar 2026 13:20:00 UTC. */
const START = 1773753600;

test("a moment is told in the zone of the person, and the zone is named", () => {
  assert.equal(wholeMoment(START, "Europe/Berlin"), "Tue 17 Mar 2026 14:20:00 CET");
  assert.equal(wholeMoment(START, "UTC"), "Tue 17 Mar 2026 13:20:00 UTC");
  assert.equal(wholeMoment(0, "UTC"), "not seen");
  assert.equal(wholeMoment(Number.POSITIVE_INFINITY, "UTC"), "not seen");
});

test("a moment is shortened as far as it stays clear", () => {
  assert.equal(shortMoment(START, START + 60, "UTC"), "13:20:00");
  assert.equal(shortMoment(START, START + 86400, "UTC"), "Tue 13:20");
  assert.equal(shortMoment(START, START + 40 * 86400, "UTC"), "17 Mar 13:20");
  assert.equal(shortMoment(START, START + 400 * 86400, "UTC"), "17 Mar 2026");
});

test("milliseconds are cut off, never rounded up into the next second", () => {
  assert.equal(preciseClock(START + 0.9999, "UTC"), "13:20:00.999");
  assert.equal(preciseClock(START + 0.124, "UTC"), "13:20:00.124");
});

test("ages are told in the largest whole unit", () => {
  assert.equal(ago(START, START + 30), "now");
  assert.equal(ago(START, START + 660), "11 min ago");
  assert.equal(ago(START, START + 86400), "yesterday");
  assert.equal(ago(START, START + 4 * 86400), "4 days ago");
});

test("midnights follow the change of clocks", () => {
  const found = midnights(START, START + 15 * 86400, "Europe/Berlin");
  assert.equal(found.length, 15);
  const steps = new Set(found.slice(1).map((at, index) => at - found[index]));
  assert.deepEqual(
    [...steps].sort((one, other) => one - other),
    [23 * 3600, 86400],
  );
});
