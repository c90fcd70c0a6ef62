import assert from "node:assert/strict";
import { test } from "node:test";
import { csvCell, DEVICE_HEADER, devicesCsv, LINK_HEADER, linksCsv, POINT_HEADER, pointsCsv } from "./csv.ts";
import { inventAssessment } from "./fixture.ts";

/** Reads RFC 4180 text back into rows. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    if (rows.length === 0) rows.push([]);
    rows.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  assert.deepEqual(rows.pop(), []);
  return rows;
}

test("every device, link and point is one row of as many cells as the header", () => {
  const assessment = inventAssessment();
  for (const [lines, header, count] of [
    [devicesCsv(assessment), DEVICE_HEADER, assessment.devices.length],
    [linksCsv(assessment), LINK_HEADER, assessment.links.length],
    [pointsCsv(assessment), POINT_HEADER, assessment.points.length],
  ] as const) {
    const rows = readCsv([...lines].join(""));
    assert.deepEqual(rows[0], header);
    assert.equal(rows.length, count + 1);
    for (const row of rows) assert.equal(row.length, header.length);
  }
});

test("cells read back as what they were, and none starts a formula", () => {
  const hostile = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx"];
  for (const text of hostile) assert.match(csvCell(text), /^"?'/);
  const assessment = inventAssessment();
  const label = 'a "quoted", name\r\nwith a second line';
  assessment.devices[0].label = label;
  assessment.devices[1].label = "=cmd|' /C calc'!A0";
  const rows = readCsv([...devicesCsv(assessment)].join(""));
  const column = DEVICE_HEADER.indexOf("label");
  assert.equal(rows[1][column], label);
  assert.equal(rows[2][column], "'=cmd|' /C calc'!A0");
  assert.equal(csvCell(-1.5), "-1.5");
});

test("findings are counted per device and named per link", () => {
  const assessment = inventAssessment();
  const rows = readCsv([...devicesCsv(assessment)].join(""));
  const bms = rows.find(([id]) => id === "bms")!;
  assert.equal(bms[DEVICE_HEADER.indexOf("findings_critical")], "1");
  const links = readCsv([...linksCsv(assessment)].join(""));
  assert.equal(links[2][LINK_HEADER.indexOf("findings")], "unauthenticated-write");
});
