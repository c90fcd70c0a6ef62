import assert from "node:assert/strict";
import { test } from "node:test";
import { PROTOCOLS } from "../../src/dissect/protocols/list.ts";
import { heldBefore, heldIn, heldMarkdown } from "./held.ts";

test("captures are counted by protocol, sorted by name", () => {
  const captures = [["modbus", "arp"], ["arp"], []].map((names) => ({
    frames: new Map(names.map((name) => [name, new Set([1])])),
  }));
  assert.deepEqual(Object.entries(heldIn(captures)), [
    ["arp", 2],
    ["modbus", 1],
  ]);
});

test("the chapter names every protocol that no capture holds", () => {
  const page = heldMarkdown(Object.fromEntries(PROTOCOLS.slice(2).map(({ name }) => [name, 1]))).join("\n");
  assert.match(
    page,
    new RegExp(
      `\\n${PROTOCOLS.slice(0, 2)
        .map(({ name }) => name)
        .join(", ")}\\.`,
    ),
  );
});

test("what was found before is of protocols that there are", () => {
  const names = new Set(PROTOCOLS.map(({ name }) => name));
  assert.deepEqual(
    Object.keys(heldBefore()).filter((name) => !names.has(name)),
    [],
  );
});
