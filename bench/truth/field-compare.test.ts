import assert from "node:assert/strict";
import { test } from "node:test";
import { type FieldMap, field, leafPaths, valuesAnywhere, valuesAt } from "./field.ts";
import { compareFields, Gathered } from "./field-compare.ts";
import { applyFieldExplanations } from "./field-explain.ts";
import { fieldTotals, shares } from "./field-report.ts";
import { number, text } from "./normalize.ts";

const MAP: FieldMap = {
  protocol: "p",
  filter: "p",
  fields: [
    field("address", "p.addr", number, { when: (message) => message["direction"] === "request" }),
    field("values", "p.val", number, { name: "values", ordered: true }),
    field("parts.name", "p.name", text),
  ],
  incomparable: { secret: "is not told there" },
};

/** Messages with one field each, in frames 1, 2, ... */
function gather(...messages: object[]): Gathered {
  const gathered = new Gathered(MAP);
  for (const [index, message] of messages.entries()) gathered.add({ frame: index + 1, protocol: "p", ...message });
  return gathered;
}

function compare(gathered: Gathered, columns: Record<string, Record<number, string>>) {
  const known = new Map(
    Object.entries(columns).map(([name, cells]) => [
      name,
      new Map(Object.entries(cells).map(([frame, cell]) => [Number(frame), cell])),
    ]),
  );
  return compareFields("a.pcap", "wireshark", gathered, known, () => "");
}

test("values are found through lists, at any depth, and every leaf has a path", () => {
  const message = { a: [{ b: [1, 2] }, { b: 3, c: { b: 4 } }] };
  assert.deepEqual(valuesAt(message, ["a", "b"]), [1, 2, 3]);
  assert.deepEqual(valuesAnywhere(message, "b"), [3, 4]);
  assert.deepEqual([...leafPaths(message, new Set())], ["a.b", "a.c.b"]);
});

test("equal values are equal however they are written", () => {
  const [addresses] = compare(gather({ direction: "request", address: 16 }), { "p.addr": { 1: "0x0010" } });
  assert.equal(addresses.compared, 1);
  assert.equal(addresses.equal, 1);
});

test("a value compares only where both have it, and one side alone is counted apart", () => {
  const gathered = gather(
    { direction: "request", address: 1 },
    { direction: "response", address: 2 },
    { direction: "request", address: 3 },
  );
  const [addresses] = compare(gathered, { "p.addr": { 2: "2", 3: "4" } });
  assert.deepEqual([addresses.compared, addresses.equal, addresses.onlyOurs, addresses.onlyTheirs], [1, 0, 1, 1]);
  assert.deepEqual(addresses.differences, [{ frame: 3, ours: "3", theirs: "4", values: 1, hint: "" }]);
});

test("lists in order differ by position, others as multisets", () => {
  const values = { values: [1, 2, 3], parts: [{ name: "x" }, { name: "y, z" }] };
  const [, ordered, names] = compare(gather(values), { "p.val": { 1: "1,3,2" }, "p.name": { 1: "z,y,x" } });
  assert.deepEqual([ordered.compared, ordered.equal], [3, 1]);
  assert.deepEqual([names.compared, names.equal], [3, 3]);
});

test("a value more on one side is a difference", () => {
  const [, values] = compare(gather({ values: [1, 2] }), { "p.val": { 1: "1,2,2" } });
  assert.deepEqual([values.compared, values.equal, values.differences.length], [3, 2, 1]);
});

test("a column that the oracle cut is compared as far as it goes", () => {
  const values = Array.from({ length: 1000 }, (_, index) => index);
  const cell = values.join(",").slice(0, 2040);
  const [, cut] = compare(gather({ values }), { "p.val": { 1: ` […]${cell}` } });
  assert.ok(cut.compared > 400 && cut.compared < 1000);
  assert.equal(cut.equal, cut.compared);
});

test("paths that no field compares or rules out are told", () => {
  const gathered = gather({ values: [1], secret: 1, other: { deep: true } });
  assert.deepEqual([...gathered.uncovered], [["other.deep", 1]]);
});

test("an explanation covers what it names; where the oracle is right it explains nothing away", () => {
  const comparisons = compare(gather({ values: [1, 2] }, { values: [5] }), { "p.val": { 1: "1,3", 2: "6" } });
  const base = { capture: "*", protocol: "p", field: "values", reason: "r" };
  const { explained } = applyFieldExplanations(comparisons, [
    { ...base, frames: [1], right: "bulkhead" },
    { ...base, frames: [2], right: "wireshark" },
  ]);
  const total = fieldTotals(comparisons, explained).find((one) => one.field === "values");
  assert.ok(total !== undefined);
  assert.deepEqual(shares(total), { raw: "33.33", explained: "50.00" });
  const stale = applyFieldExplanations(comparisons, [{ ...base, count: 7, right: "both" }]);
  assert.equal(stale.applied[0].stale, true);
  assert.equal(stale.explained.size, 0);
});
