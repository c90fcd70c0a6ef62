import assert from "node:assert/strict";
import { test } from "node:test";
import { decryptBlock, expandedKey } from "./aes.ts";
import { hexOf } from "./reader.ts";
import { bytesOf } from "./testing.ts";

test("the example of FIPS 197 appendix C.1 is decrypted", () => {
  const keys = expandedKey(bytesOf("000102030405060708090a0b0c0d0e0f"));
  assert.equal(hexOf(keys, 160, 176), "13111d7fe3944a17f307a78b4d2b30c5");
  const plain = new Uint8Array(16);
  decryptBlock(keys, bytesOf("69c4e0d86a7b0430d8cdb78070b4c55a"), 0, plain, 0);
  assert.equal(hexOf(plain, 0, 16), "00112233445566778899aabbccddeeff");
});
