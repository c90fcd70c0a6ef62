import assert from "node:assert/strict";
import { test } from "node:test";
import { compareNaturally } from "./order.ts";

test("runs of digits are compared by value", () => {
  const sorted = ["10.0.0.10", "PLC-2", "10.0.0.9", "PLC-10", "PLC-02", "", "PLC"].sort(compareNaturally);
  assert.deepEqual(sorted, ["", "10.0.0.9", "10.0.0.10", "PLC", "PLC-02", "PLC-2", "PLC-10"]);
});

test("only equal texts compare as equal", () => {
  assert.equal(compareNaturally("a01", "a01"), 0);
  assert.notEqual(compareNaturally("a01", "a1"), 0);
});
