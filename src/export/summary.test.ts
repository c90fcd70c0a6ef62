import assert from "node:assert/strict";
import { test } from "node:test";
import { inventAssessment } from "./fixture.ts";
import { summaryText } from "./summary.ts";

const PLAIN = { width: 80, color: false, files: ["out/report.html"] };

test("the summary begins with the sentence and ends with where the report lies", () => {
  const lines = summaryText(inventAssessment(), PLAIN).trimEnd().split("\n");
  assert.equal(lines[0], "Two things need a person");
  assert.equal(lines.at(-1), "  out/report.html");
  assert.ok(lines.some((line) => /■ critical 1\. A building station wrote a dosing set-point/.test(line)));
  assert.ok(lines.some((line) => /^ {2}1 {4}Control {16}3 /.test(line)));
});

test("no line is wider than the terminal", () => {
  for (const width of [48, 60, 80, 120]) {
    for (const line of summaryText(inventAssessment(), { ...PLAIN, width }).split("\n")) {
      assert.ok(line.length <= width, `${line.length} > ${width}: ${line}`);
    }
  }
});

test("without color there is no escape sequence, even when the traffic holds one", () => {
  const assessment = inventAssessment();
  assessment.findings[0].title = "\u001b[2J\u009b31mgone\r\nnext";
  assessment.captures[0].name = "\u001b]0;title\u0007.pcap";
  assessment.blindSpots[0].amount = "\u202edlrow";
  const escapes = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
  assert.doesNotMatch(summaryText(assessment, PLAIN), escapes);
  const colored = summaryText(assessment, { ...PLAIN, color: true });
  assert.match(colored, /\u001b\[31;1m■/);
  assert.doesNotMatch(colored.replace(/\u001b\[[0-9;]*m/g, ""), escapes);
});
