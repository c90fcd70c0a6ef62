import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PROTOCOLS } from "../src/dissect/protocols/list.ts";
import { notDecodedIn, protocolFacts, protocolsDocument } from "./protocols-document.ts";
import { root } from "./setup.mjs";

const facts = await protocolFacts();

test("docs/protocols.md is what the dissectors say", () => {
  const page = readFileSync(join(root, "docs", "protocols.md"), "utf8");
  assert.equal(page, protocolsDocument(facts), "run: npm run documents");
});

test("every dissector is on the page with what it does not decode", () => {
  assert.deepEqual(
    facts.map(({ dissector }) => dissector.name),
    PROTOCOLS.map(({ name }) => name).sort(),
  );
  for (const { dissector, notDecoded } of facts) {
    assert.notEqual(notDecoded, "", `${dissector.name}: the head of its file has no "Not decoded:"`);
    assert.match(notDecoded, /\.$/, `${dissector.name}: "Not decoded:" ends the head with a full stop`);
  }
});

test("what no capture holds is said to be tested on built bytes alone", () => {
  const page = protocolsDocument(facts);
  assert.match(
    page.slice(page.indexOf("\n## ANSI C12.22")),
    /^[^#]*\n## [^#]*- \*\*Tested on\*\*: [^;\n]* captures of others/,
  );
  assert.match(page.slice(page.indexOf("\n## CANopen")), /^[^#]*\n## [^#]*built from the standard alone; no capture/);
});

test("the samples of every dissector show operations and fields", () => {
  for (const { dissector, operations, fields } of facts) {
    assert.ok(operations.size > 0, `${dissector.name} has no operation`);
    assert.ok(fields.length > 0, `${dissector.name} shows no field`);
  }
});

test("fields inside of lists are named by their path, with type and example", () => {
  const modbus = facts.find(({ dissector }) => dissector.name === "modbus");
  const unit = modbus?.fields.find(({ path }) => path === "unit_id");
  assert.deepEqual([...(unit?.types ?? [])], ["number"]);
  assert.match(unit?.example ?? "", /^\d+$/);
});

test("what is not decoded runs to the end of the head", () => {
  assert.equal(notDecodedIn("RFC 1. One message is one line. Not decoded: this, and that."), "this, and that.");
  assert.equal(notDecodedIn("RFC 1."), "");
});
