import type { Sighting } from "./detection.ts";
import { shiftSeverity } from "./detection.ts";
import { counted, gatherPairs, inWords } from "./gather.ts";
import { observedRemarks } from "./remarks.ts";
import type { SiteView } from "./view.ts";

/** Sightings of withdrawn versions of the protocols that `wanted` names, one per pair of devices. */
export function obsoleteVersions(view: SiteView, wanted: (protocol: string) => boolean): Sighting[] {
  const seen = observedRemarks(view, "version", (remark) => remark.obsolete && wanted(remark.protocol));
  return gatherPairs(seen).map((group): Sighting => {
    const versions = group.observations.map((entry) => `${entry.remark.protocol} ${entry.remark.version}`).sort();
    const actor = view.subjects(group.actors);
    // Whether the server agreed: only it can say so.
    const agreed = group.observations.some((entry) => entry.seen.device === entry.target);
    return {
      actors: group.actors,
      targets: group.targets,
      weighedAs: view.weightOfAll([...group.actors, ...group.targets].filter((id) => !view.isOutside(id))),
      title: `${actor} ${group.actors.length > 1 ? "speak" : "speaks"} ${inWords(versions)} with ${view.listed(group.targets)}, ${new Set(versions).size > 1 ? "versions" : "a version"} withdrawn as unsafe.`,
      detail: `${counted(group.count, "session")}${agreed ? "; the server agreed to it" : ""}.`,
      confidence: agreed ? 0.95 : 0.85,
      ...(group.targets.length > 0 && group.targets.every((id) => view.isOutside(id))
        ? { severity: shiftSeverity("medium", -1) }
        : {}),
      links: group.links,
      count: group.count,
      firstSeen: group.firstSeen,
      lastSeen: group.lastSeen,
      evidence: group.evidence,
    };
  });
}
