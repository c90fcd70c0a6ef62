import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../../model/journal.ts";
import { sumUpChanges } from "./changes.ts";

const change = (sequence: number, changes: Partial<Change>): Change => ({
  sequence,
  site: "s",
  time: sequence,
  recorded: 0,
  kind: "device",
  id: String(sequence),
  label: `D${sequence}`,
  what: "added",
  fields: [],
  before: null,
  after: null,
  by: "traffic",
  ...changes,
});

test("changes are told per kind and what, each thing once", () => {
  const lines = sumUpChanges([
    change(1, {}),
    change(2, {}),
    change(3, { id: "1", label: "D1" }),
    change(4, { what: "gone", kind: "link", label: "a to b" }),
    ...[5, 6, 7, 8].map((sequence) => change(sequence, { what: "changed" })),
  ]);
  assert.deepEqual(
    lines.map(({ title, examples, newest }) => [title, examples, newest]),
    [
      ["2 new devices", "D1 · D2", 3],
      ["4 changed devices", "D5 · D6 · D7 and 1 more", 8],
      ["1 gone conversation", "a to b", 4],
    ],
  );
});
