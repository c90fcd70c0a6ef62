import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { asciiBytes, md5, sha256 } from "./digest.ts";

test("digests agree with the examples of their standards", () => {
  assert.equal(md5(asciiBytes("")), "d41d8cd98f00b204e9800998ecf8427e");
  assert.equal(md5(asciiBytes("message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
  assert.equal(sha256(asciiBytes("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("digests agree with another implementation at every length around the block", () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, index) => (index * 167 + 13) & 0xff);
  for (let length = 0; length < 280; length++) {
    const part = bytes.subarray(7, 7 + length);
    assert.equal(md5(bytes, 7, 7 + length), createHash("md5").update(part).digest("hex"));
    assert.equal(sha256(bytes, 7, 7 + length), createHash("sha256").update(part).digest("hex"));
  }
});
