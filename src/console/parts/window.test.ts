import assert from "node:assert/strict";
import { test } from "node:test";
import { firstAndLast } from "./window.ts";

test("the rows in sight lie within the list, with a margin", () => {
  assert.deepEqual(firstAndLast(0, 600, 26, 100_000), { first: 0, last: 34 });
  assert.deepEqual(firstAndLast(26_000, 260, 26, 100_000), { first: 990, last: 1020 });
  assert.deepEqual(firstAndLast(2_600_000, 260, 26, 100_000), { first: 99_990, last: 100_000 });
  assert.deepEqual(firstAndLast(5000, 600, 26, 3), { first: 3, last: 3 });
  assert.deepEqual(firstAndLast(0, 600, 26, 0), { first: 0, last: 0 });
});
