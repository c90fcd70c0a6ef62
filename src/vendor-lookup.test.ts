import assert from "node:assert/strict";
import { test } from "node:test";
import registry from "oui-data" with { type: "json" };
import { tidyVendor } from "./observe/vendors.ts";
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

test("every block of the registry is found where it stands", () => {
  const lookup = loadVendorLookup();
  const blocks = Object.entries(registry as Record<string, string>);
  assert.ok(blocks.length > 50_000);
  let asked = 0;
  for (const [index, [block, entry]] of blocks.entries()) {
    if (index % 13 !== 0 && block.length === 6) continue;
    // A sample of all kinds; an address whose tail counts up or down was typed by somebody, and group or local addresses have no maker.
    const mac = `${block}9${"3".repeat(11 - block.length)}`.toLowerCase();
    if ((Number.parseInt(block.slice(0, 2), 16) & 3) !== 0 || lookup(mac) === "") continue;
    const isSplit = [7, 9].some((length) => length > block.length && mac.slice(0, length).toUpperCase() in registry);
    if (isSplit) continue;
    assert.equal(lookup(mac), tidyVendor(entry.split("\n", 1)[0] as string), block);
    asked++;
  }
  assert.ok(asked > 5_000, `${asked} were asked`);
});
