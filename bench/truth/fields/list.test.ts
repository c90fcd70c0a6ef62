import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { PROTOCOLS } from "../../../src/dissect/protocols/list.ts";
import { heldBefore } from "../held.ts";
import { LOG_MAPS } from "../zeek/list.ts";
import { FIELD_MAPS, UNMAPPED } from "./list.ts";

/** What the files of a folder export, but for lists, tests and parts that several share. */
async function exportsOf(folder: string): Promise<unknown[]> {
  const files = readdirSync(new URL(folder, import.meta.url)).filter(
    (name) => !/^list\.|\.test\.|-fields\./.test(name),
  );
  const found: unknown[] = [];
  for (const name of files)
    found.push(...Object.values((await import(new URL(folder + name, import.meta.url).href)) as object));
  return found;
}

test("every map of fields and of logs is in its list, once", async () => {
  assert.deepEqual(new Set(await exportsOf("./")), new Set(FIELD_MAPS));
  assert.deepEqual(new Set(await exportsOf("../zeek/")), new Set(LOG_MAPS));
  assert.equal(new Set(FIELD_MAPS.map((one) => one.protocol)).size, FIELD_MAPS.length);
});

test("the fields of a map have names of their own and do not compare what they rule out", () => {
  for (const { protocol, fields, incomparable } of FIELD_MAPS) {
    const names = fields.map((one) => one.name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
      protocol,
    );
    assert.deepEqual(
      fields
        .filter((one) => one.path in incomparable && one.turn === undefined && one.when === undefined)
        .map((one) => one.path),
      [],
      protocol,
    );
  }
});

test("every protocol has a map of fields or a reason for having none", () => {
  const mapped = FIELD_MAPS.map((one) => one.protocol);
  const unmapped = Object.keys(UNMAPPED);
  assert.deepEqual([...mapped, ...unmapped].sort(), PROTOCOLS.map((one) => one.name).sort());
  const held = heldBefore();
  for (const [protocol, reason] of Object.entries(UNMAPPED))
    assert.equal(/no capture of the collection holds/.test(reason), held[protocol] === undefined, protocol);
});
