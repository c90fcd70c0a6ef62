import assert from "node:assert/strict";
import { test } from "node:test";
import { nextNumber } from "./subscribers.ts";

test("numbers of devices come round, but not those of devices whose sessions go on", () => {
  assert.deepEqual([nextNumber(0, 0), nextNumber(199, 0), nextNumber(200, 0)], [1, 200, 1]);
  assert.deepEqual([nextNumber(4, 4), nextNumber(200, 4)], [5, 5]);
  assert.deepEqual([nextNumber(300, 300), nextNumber(301, 300)], [301, 301]);
});
