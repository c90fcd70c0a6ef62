import assert from "node:assert/strict";
import { test } from "node:test";
import { foldAttributes } from "./attributes.ts";
import type { ClaimTally } from "./ledger.ts";

function said(attribute: ClaimTally["attribute"], value: string, at: number, times = 1, lastSaid = at): ClaimTally {
  const evidence = { capture: 0, frame: at, start: 0, end: 0, time: at };
  return { attribute, value, confidence: 0.9, method: "CIP Identity object", times, evidence, lastSaid };
}

/** All orders of some things. */
function permutationsOf<Thing>(things: readonly Thing[]): Thing[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first, index) =>
    permutationsOf(things.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
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

test("the order of versions does not go in circles: what one method says stays together, in whatever order it comes", () => {
  const claims = [
    said("firmware", "33.011", 1, 20, 50),
    said("firmware", "20.011", 60),
    { ...said("firmware", "31.002", 5, 5), method: "SNMP" },
    { ...said("firmware", "30.001", 3, 2), method: "SNMP" },
    { ...said("firmware", "12", 4, 7), method: "LLDP" },
  ];
  for (const order of permutationsOf(claims)) {
    const [firmware] = foldAttributes(order);
    assert.deepEqual(
      firmware?.candidates.map(({ value, lost }) => [value, lost]),
      [
        ["20.011", ""],
        ["33.011", "Said before; what was said later stands"],
        ["12", "LLDP spoke 7 times, CIP Identity object 21 times"],
        ["31.002", "SNMP spoke 7 times, CIP Identity object 21 times"],
        ["30.001", "SNMP spoke 7 times, CIP Identity object 21 times"],
      ],
    );
  }
});

test("what several addresses of a device say alike is as sure as the surest, with the evidence of the first", () => {
  const unsure = { ...said("model", "1756-L83E", 9), confidence: 0.4 };
  const [sure, earlier] = [said("model", "1756-L83E", 9), said("model", "1756-L83E", 9)];
  earlier.evidence.frame = 3;
  for (const order of permutationsOf([unsure, sure, earlier])) {
    const [candidate] = foldAttributes(order)[0]?.candidates ?? [];
    assert.deepEqual([candidate?.confidence, candidate?.times, candidate?.evidence.frame], [0.9, 3, 3]);
  }
});
