import assert from "node:assert/strict";
import { test } from "node:test";
import * as ber from "./ber.ts";
import { bytesOf } from "./testing.ts";

function read(hex: string, limit?: number): ber.Element | undefined {
  const bytes = bytesOf(hex);
  const element = ber.newElement();
  return ber.readElement(bytes, 0, limit ?? bytes.length, element) ? element : undefined;
}

test("tags and lengths of every form are read", () => {
  assert.deepEqual(read("3003020105"), {
    tagClass: 0,
    constructed: true,
    tag: 16,
    start: 0,
    content: 2,
    end: 5,
    next: 5,
  });
  assert.equal(read("048200020a0b")?.content, 4);
  const high = read("bf8f210100");
  assert.equal(high?.tag, 0x7a1);
  assert.equal(high?.tagClass, ber.CONTEXT);
});

test("an indefinite length ends at its own mark, not at an inner one", () => {
  const element = read("3080 3080 0500 0000 0500 0000 ff");
  assert.equal(element?.end, 10);
  assert.equal(element?.next, 12);
});

test("what does not fit is refused without reading on", () => {
  assert.equal(read("3005020105"), undefined);
  assert.equal(read("30840fffffff"), undefined);
  assert.equal(read("3089ffffffffffffffffff"), undefined);
  assert.equal(read("0480 0000"), undefined);
  assert.equal(read("30".repeat(1) + "80".repeat(1)), undefined);
  assert.equal(read("3080".repeat(40)), undefined);
  assert.equal(read("1fffffffffff01"), undefined);
});

test("integers, identifiers and times become values", () => {
  assert.equal(ber.integerOf(bytesOf("ff7f"), 0, 2), -129);
  assert.equal(ber.unsignedOf(bytesOf("00ffffffffffffffff"), 0, 9), "18446744073709551615");
  assert.equal(ber.unsignedOf(bytesOf("00de0b6b3a7640000000"), 0, 10), "4096000000000000000000");
  assert.equal(ber.unsignedOf(bytesOf("0100"), 0, 2), 256);
  assert.equal(ber.objectIdentifierOf(bytesOf("2a864886f70d01010b"), 0, 9), "1.2.840.113549.1.1.11");
  assert.equal(ber.objectIdentifierOf(bytesOf("8837 03"), 0, 3), "2.999.3");
  assert.equal(ber.objectIdentifierOf(bytesOf("2a86"), 0, 2), "");
  const utc = new TextEncoder().encode("260228235959Z");
  assert.equal(ber.timeOf(utc, 0, utc.length, ber.UTC_TIME), Date.UTC(2026, 1, 28, 23, 59, 59) / 1000);
  const old = new TextEncoder().encode("19700101000000Z");
  assert.equal(ber.timeOf(old, 0, old.length, ber.GENERALIZED_TIME), 0);
  assert.ok(Number.isNaN(ber.timeOf(utc, 0, 5, ber.UTC_TIME)));
});
