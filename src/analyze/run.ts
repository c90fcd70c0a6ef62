import type { Finding } from "../model/assessment.ts";
import type { Evidence } from "../model/evidence.ts";
import { contentId } from "../model/identifier.ts";
import type { Site } from "../observe/site.ts";
import type { Detection, Sighting } from "./detection.ts";
import { SEVERITIES, WEIGHTS } from "./detection.ts";
import type { SiteView } from "./view.ts";
import { viewOf } from "./view.ts";

const MOST_EVIDENCE = 10;
const MOST_DEVICES = 200;
const MOST_LINKS = 200;

/** Runs detections over a site; findings come worst first, then by content, whatever the order of the detections. */
export function runDetections(site: Site, detections: readonly Detection[]): Finding[] {
  const view = viewOf(site);
  const findings = new Map<string, Finding>();
  for (const detection of detections) {
    for (const sighting of detection.find(view)) {
      const finding = findingOf(detection, sighting, view);
      if (!findings.has(finding.id)) findings.set(finding.id, finding);
    }
  }
  return [...findings.values()].sort(compareFindings);
}

function findingOf(detection: Detection, sighting: Sighting, view: SiteView): Finding {
  const meaning = detection.meaning[sighting.weighedAs];
  const actor = view.listed(sighting.actors);
  const target = view.listed(sighting.targets);
  // One pass, so that a device named "{target}" cannot reach into the text.
  const filled = (text: string): string =>
    text.replace(/\{actor\}|\{target\}/g, (mark) => (mark === "{actor}" ? actor : target));
  const devices = [...new Set([...sighting.actors, ...sighting.targets])].filter((id) => id !== "");
  return {
    id: contentId(
      "finding",
      [
        detection.name,
        sighting.identity ?? [[...sighting.actors].sort(), [...sighting.targets].sort()].join("\n"),
        sighting.about ?? "",
      ].join("\n"),
    ),
    detection: detection.name,
    severity: sighting.severity ?? meaning.severity,
    title: sighting.title,
    detail: sighting.detail,
    why: sighting.why ?? meaning.why,
    weighedAs: sighting.weighedAs,
    threatens: [...(sighting.threatens ?? meaning.threatens)],
    check: filled(sighting.check ?? detection.check),
    advice: (sighting.advice ?? detection.advice).map(({ action, tag }) => ({ action: filled(action), tag })),
    falseAlarm: detection.falseAlarm,
    techniques: [...(sighting.techniques ?? detection.techniques)],
    checks: [...(sighting.checks ?? detection.checks)],
    confidence: Math.round(sighting.confidence * 100) / 100,
    devices: devices.slice(0, MOST_DEVICES),
    links: [...new Set(sighting.links)].filter((id) => id !== "").slice(0, MOST_LINKS),
    count: sighting.count,
    firstSeen: sighting.firstSeen,
    lastSeen: sighting.lastSeen,
    evidence: firstEvidence(sighting.evidence),
  };
}

/** The earliest pieces of evidence, each frame once. */
function firstEvidence(evidence: readonly Evidence[]): Evidence[] {
  const ordered = [...evidence].sort(
    (one, other) =>
      one.time - other.time || one.capture - other.capture || one.frame - other.frame || one.start - other.start,
  );
  const seen = new Set<string>();
  const kept: Evidence[] = [];
  for (const entry of ordered) {
    const key = `${entry.capture} ${entry.frame}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push({ ...entry });
    if (kept.length === MOST_EVIDENCE) break;
  }
  return kept;
}

function compareFindings(one: Finding, other: Finding): number {
  const severity = SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);
  if (severity !== 0) return severity;
  const weight = WEIGHTS.indexOf(one.weighedAs) - WEIGHTS.indexOf(other.weighedAs);
  if (weight !== 0) return weight;
  const text = (finding: Finding): string => `${finding.detection}\n${finding.title}\n${finding.id}`;
  return text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0;
}
