import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../../model/journal.ts";
import { describeFields, fieldWord, shortValue } from "./words.ts";

const change = (before: Record<string, unknown>, after: Record<string, unknown>): Change => ({
  sequence: 1,
  site: "s",
  time: 1,
  recorded: 1,
  kind: "device",
  id: "d",
  label: "D",
  what: "changed",
  fields: Object.keys(after),
  before,
  after,
  by: "traffic",
});

test("a change is told with old and new value, what can be told first", () => {
  assert.equal(
    describeFields(change({ attributes: [{}], firmware: "2.5" }, { attributes: [{}, {}], firmware: "2.7" })),
    "Firmware 2.5 → 2.7 and 1 more",
  );
  assert.equal(describeFields(change({ ips: [] }, { ips: ["10.0.0.1"] })), "Addresses none → 10.0.0.1");
  assert.equal(describeFields(change({ attributes: [{}] }, { attributes: [{}, {}] })), "More speaks for its identity");
  const model = (value: string) => [{ attribute: "model", candidates: [{ value }] }];
  assert.equal(describeFields(change({ attributes: [] }, { attributes: model("M340") })), "Model nothing → M340");
  assert.equal(describeFields(change({ attributes: model("M") }, { attributes: model("N") })), "Model M → N");
});

test("values and fields are short words", () => {
  assert.equal(shortValue("x".repeat(100)).length, 58);
  assert.equal(shortValue([1, 2, 3, 4, 5]), "1, 2, 3 and 2 more");
  assert.equal(shortValue({ level: "3.5", score: 2 }), "level 3.5");
  assert.equal(fieldWord("operatingSystem"), "system");
  assert.equal(fieldWord("oneSided"), "one sided");
});
