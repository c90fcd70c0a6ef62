import assert from "node:assert/strict";
import { test } from "node:test";
import { Reader } from "./reader.ts";
import { bytesOf } from "./testing.ts";
import { passOpaque } from "./xdr.ts";

test("opaque data that is longer than it may be has no place, not even that of the data before", () => {
  const reader = new Reader();
  const span = { start: 0, end: 0 };
  const good = bytesOf("00000003 a1a2a300");
  reader.open(good, 0, good.length, true);
  assert.ok(passOpaque(reader, 8, span));
  assert.deepEqual(span, { start: 4, end: 7 });
  const long = bytesOf("00000009 a1a2a3a4");
  reader.open(long, 0, long.length, true);
  assert.ok(!passOpaque(reader, 8, span));
  assert.equal(span.end, span.start);
});
