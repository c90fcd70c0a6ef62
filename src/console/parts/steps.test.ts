import assert from "node:assert/strict";
import { test } from "node:test";
import { niceSteps, stepPath, valueAt } from "./steps.ts";

const same = (value: number) => value;

test("a value stands until the next", () => {
  assert.equal(stepPath([0, 10, 20], [1, 5, 2], same, same, 100), "M0.0 1.0H10.0V5.0H20.0V2.0");
  assert.equal(stepPath([], [], same, same, 100), "");
});

test("a path of many values is short and loses no peak", () => {
  const values = Array.from({ length: 100_000 }, (_, index) => (index === 54_321 ? 999 : index % 7));
  const path = stepPath(
    values.map((_, index) => index),
    values,
    same,
    same,
    400,
  );
  assert.ok(path.includes("V999.0"));
  assert.ok(path.split("H").length <= 404);
});

test("the value at a moment is the one that stood then", () => {
  assert.equal(valueAt([10, 20], [1, 2], 5), null);
  assert.deepEqual(valueAt([10, 20], [1, 2], 19.9), { value: 1, since: 10 });
  assert.deepEqual(valueAt([10, 20], [1, 2], 20), { value: 2, since: 20 });
});

test("axes have round numbers", () => {
  assert.deepEqual(niceSteps(0, 10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(niceSteps(3600, 7300, 4, true), [3600, 5400, 7200]);
  assert.deepEqual(niceSteps(1, 1, 4), []);
});
