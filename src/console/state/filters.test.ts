import assert from "node:assert/strict";
import { test } from "node:test";
import type { SlimDevice } from "../api/forms.ts";
import { filterCount, filtersOf, filterText, hidingMost, passes, toggled } from "./filters.ts";

const device = (changes: Partial<SlimDevice>): SlimDevice => ({
  id: "1",
  label: "PLC-U2",
  role: "plc",
  level: "1",
  domain: "ICS",
  vendor: "Schneider Electric",
  model: "BMXP342020",
  zone: "Utilities",
  address: "10.20.31.12",
  ...changes,
});

test("a device passes when every filtered column has one of its values and the words are found", () => {
  const filters = filtersOf({ level: "1~2", vendor: "Schneider Electric", q: "bmxp" });
  assert.equal(filterCount(filters), 3);
  assert.ok(passes(device({}), filters));
  assert.ok(!passes(device({ level: "3" }), filters));
  assert.ok(!passes(device({ model: "M221" }), filters));
  assert.ok(passes(device({ level: "0" }), filtersOf({})));
});

test("values go into the address and come back", () => {
  const values = toggled(toggled(["1"], "2"), "1");
  assert.deepEqual(values, ["2"]);
  assert.deepEqual(filtersOf({ level: filterText(["1", "3.5"]) }).where.level, ["1", "3.5"]);
});

test("the filter that hides most is named", () => {
  const devices = [device({}), device({ level: "2" }), device({ level: "2" }), device({ vendor: "x" })];
  assert.deepEqual(hidingMost(devices, filtersOf({ level: "1", vendor: "Siemens" })), { filter: "vendor", rest: 2 });
  assert.equal(hidingMost(devices, filtersOf({})), null);
});
