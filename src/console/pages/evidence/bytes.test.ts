import assert from "node:assert/strict";
import { test } from "node:test";
import { byteLines, fieldAt, holds, offsetText, parseStretch } from "./bytes.ts";

test("bytes stand in lines of sixteen, with what can be printed", () => {
  const lines = byteLines("41".repeat(17) + "00");
  assert.deepEqual(
    lines.map(({ offset, bytes }) => [offset, bytes.length]),
    [
      [0, 16],
      [16, 2],
    ],
  );
  assert.equal(lines[0].bytes[0].text, "A");
  assert.equal(lines[1].bytes[1].text, "·");
  assert.deepEqual(byteLines(""), []);
});

test("the smallest field of a byte is found", () => {
  const layers = [
    { start: 0, end: 14, fields: [{ start: 0, end: 6 }] },
    {
      start: 14,
      end: 40,
      fields: [
        { start: 14, end: 40 },
        { start: 20, end: 22 },
        { start: -1, end: -1 },
      ],
    },
  ];
  assert.deepEqual(fieldAt(layers, 3), { layer: 0, field: 0 });
  assert.deepEqual(fieldAt(layers, 9), { layer: 0, field: -1 });
  assert.deepEqual(fieldAt(layers, 21), { layer: 1, field: 1 });
  assert.equal(fieldAt(layers, 99), null);
});

test("stretches of an address are read, nonsense is not", () => {
  assert.deepEqual(parseStretch("54-60"), { start: 54, end: 60 });
  for (const text of ["60-54", "x", "", undefined, "-1-5", "5-5"]) assert.equal(parseStretch(text), null);
  assert.ok(!holds({ start: -1, end: -1 }, -1));
  assert.equal(offsetText({ start: 54, end: 61 }), "36–3c");
  assert.equal(offsetText({ start: 61, end: 62 }), "3d");
  assert.equal(offsetText({ start: -1, end: -1 }), "");
});
