import assert from "node:assert/strict";
import { test } from "node:test";
import { inventAssessment } from "../../export/fixture.ts";
import { groupFindings, numberFindings, worstPerDevice } from "./findings.ts";

const { findings } = inventAssessment();

test("findings are numbered from the gravest, and a mute ends by itself", () => {
  const muted = (until: number) => [
    { finding: findings[0].id, state: "muted" as const, who: "a", when: 1, why: "", until, assignee: "" },
  ];
  const numbered = numberFindings(findings, muted(100), 50);
  assert.deepEqual(
    numbered.map(({ number }) => number),
    findings.map((_, index) => index + 1),
  );
  assert.equal(numbered[0].finding.severity, "critical");
  assert.equal(numbered.find(({ finding }) => finding.id === findings[0].id)?.state, "muted");
  const later = numberFindings(findings, muted(100), 100);
  assert.equal(later.find(({ finding }) => finding.id === findings[0].id)?.state, "open");
  const forever = numberFindings(findings, muted(0), 1e12);
  assert.equal(forever.find(({ finding }) => finding.id === findings[0].id)?.state, "muted");
});

test("the worst severity of a device is that of its gravest finding", () => {
  const numbered = numberFindings(findings, [], 0);
  const worst = worstPerDevice(numbered);
  for (const device of numbered[0].finding.devices) assert.equal(worst.get(device), numbered[0].finding.severity);
});

test("groups hold every finding once", () => {
  const numbered = numberFindings(findings, [], 0);
  const groups = groupFindings(numbered, ({ finding }) => ({ key: finding.detection, title: finding.detection }));
  assert.equal(
    groups.reduce((sum, { members }) => sum + members.length, 0),
    findings.length,
  );
  assert.equal(new Set(groups.map(({ key }) => key)).size, groups.length);
});
