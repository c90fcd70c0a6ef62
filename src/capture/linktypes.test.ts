import assert from "node:assert/strict";
import { test } from "node:test";
import { linkTypeName } from "./linktypes.ts";

test("link types have the names of the registry", () => {
  assert.equal(linkTypeName(257), "PROFIBUS data link");
  assert.equal(linkTypeName(258), "Apple packet tap");
  assert.equal(linkTypeName(259), "EPON");
  assert.equal(linkTypeName(266), "macOS USB");
  assert.equal(linkTypeName(287), "Z-Wave serial");
  assert.equal(linkTypeName(292), "ZBOSS network coprocessor");
  assert.equal(linkTypeName(9999), "link type 9999");
});
