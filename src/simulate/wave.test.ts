import assert from "node:assert/strict";
import { test } from "node:test";
import { wave } from "./wave.ts";

test("a wave goes up, down and round, and is near a sine", () => {
  assert.deepEqual([0, 0.25, 0.5, 0.75, 1, 3.25, -0.25].map(wave), [0, 1, -0, -1, 0, 1, -1]);
  for (let turn = -2; turn < 2; turn += 0.01)
    assert.ok(Math.abs(wave(turn) - Math.sin(turn * 2 * Math.PI)) < 0.06, String(turn));
});
