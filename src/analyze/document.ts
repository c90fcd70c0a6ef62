import type { Detection } from "./detection.ts";
import { WEIGHTS } from "./detection.ts";
import { DETECTIONS } from "./detections/list.ts";

/** The page docs/detections.md: every detection with what it means, made from the detections themselves. */
export function detectionsDocument(): string {
  const names = [...DETECTIONS].sort((one, other) => (one.name < other.name ? -1 : 1));
  return [
    "# Detections",
    "",
    "Made by `npm run documents` from `src/analyze/detections/`; do not edit by hand.",
    "",
    "A detection says what was seen, why it matters where it was seen, and when it is wrong. Severities below are the",
    "usual ones; a finding may be graver or milder, and states the weights it used.",
    "",
    `| Detection | Looks for | ${WEIGHTS.join(" | ")} | ATT&CK | Checks |`,
    `|---|---|${WEIGHTS.map(() => "---|").join("")}---|---|`,
    ...names.map(
      (detection) =>
        `| [${detection.name}](#${detection.name}) | ${detection.title} | ${WEIGHTS.map(
          (weight) => detection.meaning[weight].severity,
        ).join(" | ")} | ${detection.techniques.join(", ")} | ${detection.checks.join(", ")} |`,
    ),
    "",
    ...names.flatMap(section),
    "ATT&CK is a registered trademark of The MITRE Corporation. Technique ids are those of ATT&CK for ICS.",
    "",
  ].join("\n");
}

function section(detection: Detection): string[] {
  return [
    `## ${detection.name}`,
    "",
    `${detection.title}.`,
    "",
    ...WEIGHTS.map((weight) => {
      const { severity, threatens, why } = detection.meaning[weight];
      return `- **${weight}** (${severity}; threatens ${threatens.join(", ")}): ${why}`;
    }),
    "",
    `**Check.** ${spelled(detection.check)}`,
    "",
    ...detection.advice.map(({ action, tag }) => `- ${tag}: ${spelled(action)}`),
    "",
    `**False alarm.** ${detection.falseAlarm}`,
    "",
    `**Not seen.** ${detection.blindSpots}`,
    "",
  ];
}

function spelled(text: string): string {
  return text.replaceAll("{actor}", "the acting device").replaceAll("{target}", "the target");
}
