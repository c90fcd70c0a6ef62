import assert from "node:assert/strict";
import { test } from "node:test";
import { foldAttributes } from "./attributes.ts";
import type { ClaimTally } from "./ledger.ts";

function said(attribute: ClaimTally["attribute"], value: string, at: number, times = 1, lastSaid = at): ClaimTally {
  const evidence = { capture: 0, frame: at, start: 0, end: 0, time: at };
  return { attribute, value, confidence: 0.9, method: "CIP Identity object", times, evidence, lastSaid };
}

test("of two firmware versions that one method tells the newer stands, however often the older was told", () => {
  const [firmware] = foldAttributes([said("firmware", "33.011", 1, 20, 50), said("firmware", "20.011", 60)]);
  assert.deepEqual(
    firmware?.candidates.map((candidate) => [candidate.value, candidate.lost]),
    [
      ["20.011", ""],
      ["33.011", "Said before; what was said later stands"],
    ],
  );
});

test("a version that comes back is the one that stands", () => {
  const [firmware] = foldAttributes([said("firmware", "33.011", 1, 3, 90), said("firmware", "20.011", 60)]);
  assert.equal(firmware?.candidates[0]?.value, "33.011");
});

test("what does not change on a running device is decided by how often it was told", () => {
  const [model] = foldAttributes([said("model", "1756-L83E", 1, 3), said("model", "1756-L81E", 60)]);
  assert.equal(model?.candidates[0]?.value, "1756-L83E");
});
