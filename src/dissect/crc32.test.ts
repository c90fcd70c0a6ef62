import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "./crc32.ts";
import { asciiBytes } from "./digest.ts";

test("the check value of the catalog", () => {
  assert.equal(crc32(asciiBytes("123456789"), 0, 9), 0xcbf43926);
});
