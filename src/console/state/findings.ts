import { SEVERITIES } from "../../export/words.ts";
import type { Finding, Severity } from "../../model/assessment.ts";
import type { Workflow } from "../../model/journal.ts";

/** A finding, its number in lists and on the map, and where people stand with it. */
export interface NumberedFinding {
  number: number;
  finding: Finding;
  state: Workflow["state"];
  workflow: Workflow | undefined;
}

/** Numbers findings from the gravest, newest first among equals; a mute that ended counts as open. */
export function numberFindings(
  findings: readonly Finding[],
  workflows: readonly Workflow[],
  now: number,
): NumberedFinding[] {
  const known = new Map(workflows.map((workflow) => [workflow.finding, workflow]));
  return [...findings]
    .sort(
      (one, other) =>
        SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
        other.lastSeen - one.lastSeen ||
        (one.id < other.id ? -1 : 1),
    )
    .map((finding, index) => {
      const workflow = known.get(finding.id);
      const ended = workflow?.state === "muted" && workflow.until > 0 && workflow.until <= now;
      return { number: index + 1, finding, state: workflow && !ended ? workflow.state : "open", workflow };
    });
}

/** The gravest severity per device. */
export function worstPerDevice(findings: readonly NumberedFinding[]): Map<string, Severity> {
  const worst = new Map<string, Severity>();
  // From the gravest on, so that the first that names a device is the worst.
  for (const { finding } of findings) {
    for (const device of finding.devices) if (!worst.has(device)) worst.set(device, finding.severity);
  }
  return worst;
}

/** Findings of one detection stand together; groups in the order of their gravest. */
export interface FindingGroup {
  key: string;
  title: string;
  severity: Severity;
  members: NumberedFinding[];
}

/** How findings may be put together. */
export const GROUPINGS = ["detection", "device", "level"] as const;
/** One of GROUPINGS. */
export type Grouping = (typeof GROUPINGS)[number];

/** Puts findings together by what `keyOf` says; groups and members keep the order of the findings. */
export function groupFindings(
  findings: readonly NumberedFinding[],
  keyOf: (one: NumberedFinding) => { key: string; title: string },
): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const one of findings) {
    const { key, title } = keyOf(one);
    const group = groups.get(key);
    if (group) group.members.push(one);
    else groups.set(key, { key, title, severity: one.finding.severity, members: [one] });
  }
  return [...groups.values()];
}
