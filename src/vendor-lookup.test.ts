import assert from "node:assert/strict";
import { test } from "node:test";
import { loadVendorLookup } from "./vendor-lookup.ts";

test("address blocks of makers are known, the longest block first", () => {
  const lookup = loadVendorLookup();
  assert.equal(lookup("286336a10b11"), "Siemens");
  assert.equal(lookup("0000bc5e7713"), "Rockwell Automation");
  assert.equal(lookup("0080f41d4212"), "Schneider Electric");
  assert.equal(lookup("286336A10B11"), lookup("286336a10b11"));
  assert.equal(lookup("525400123456"), "");
  assert.equal(lookup("constructor"), "");
});
