import type { Link, Severity } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { shiftSeverity, worseSeverity } from "../detection.ts";
import type { Gathering, Observation } from "../gather.ts";
import { counted, gatherBy, gatherPairs, inWords } from "../gather.ts";
import { isInVain, isUnanswered, observationOf, protocolsOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

interface Crossing extends Observation {
  upperId: string;
  upper: number;
  lower: number;
  severity: Severity;
  unsure: boolean;
  answered: boolean;
  protocols: string[];
}

/** Traffic between levels that no allowed conduit joins, IEC 62443 zones over the Purdue model. */
export const skipsLevels: Detection = {
  name: "skips-levels",
  title: "Traffic that skips Purdue levels or goes around the IDMZ",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["availability", "safety"],
      why: "Nothing stands between an office network and the controllers on this path: malware or a mistake in the office reaches the process directly.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "availability"],
      why: "A path from the office network to medical devices lets a disturbance there reach therapy.",
    },
    IoT: {
      severity: "low",
      threatens: ["confidentiality", "privacy"],
      why: "A device of another level sits within reach of the plant; if it is taken over, it is a way in.",
    },
    IT: {
      severity: "low",
      threatens: ["confidentiality"],
      why: "Levels are joined without a controlled crossing, so trouble spreads further than it has to.",
    },
  },
  techniques: ["T0886", "T0885"],
  checks: ["N14", "N15", "N16"],
  check:
    "Find out at the firewall or router which rule lets {actor} reach {target}, and who needs it. Confirm both levels first.",
  advice: [
    { action: "Ask the owner of {actor} what this conversation is for.", tag: "Safe now" },
    {
      action: "Move the need to a relay in the IDMZ (level 3.5), then close the direct path at the firewall.",
      tag: "With control room",
    },
    { action: "Do not cut the path before it is known whether the process depends on it.", tag: "Do not" },
  ],
  falseAlarm:
    "A device is placed on the wrong level (see why in its level terms), or the conduit is declared and guarded by a firewall that this capture cannot show.",
  blindSpots:
    "Devices that are not placed, traffic relayed unchanged through level 3.5, and paths that were not used during the capture.",
  find(view) {
    const crossings = view.site.links.flatMap((link) => crossingOf(link, view) ?? []);
    const things = crossings.filter((entry) => view.device(entry.upperId)?.domain === "IoT");
    const others = crossings.filter((entry) => view.device(entry.upperId)?.domain !== "IoT");
    return [
      ...gatherPairs(others).map((group) => crossingSighting(group, view)),
      ...gatherBy(things, (entry) => entry.upperId).map((group) => thingSighting(group, view)),
    ];
  },
};

function crossingSighting(group: Gathering<Crossing>, view: SiteView): Sighting {
  const first = group.observations[0] as Crossing;
  const answered = group.observations.some((entry) => entry.answered);
  const protocols = inWords(group.observations.flatMap((entry) => entry.protocols).sort());
  const one = group.actors.length === 1 && group.targets.length === 1;
  const deed = `${answered ? "talk" : "try to talk"}`;
  const deeds = `${answered ? "talks" : "tries to talk"}`;
  const levels = one
    ? `Level ${levelText(view, first.actor)} ${deeds} to level ${levelText(view, first.target)}`
    : `Levels ${inWords(group.observations.map((entry) => `${entry.upper} and ${entry.lower}`).sort())} are joined`;
  const unsure = group.observations.some((entry) => entry.unsure);
  return {
    actors: group.actors,
    targets: group.targets,
    identity: group.key,
    weighedAs: view.weightOfAll([...group.actors, ...group.targets]),
    severity: group.observations.map((entry) => entry.severity).reduce(worseSeverity),
    title:
      group.actors.length === 1
        ? `${view.subject(first.actor)} ${deeds} straight to ${view.listed(group.targets)} over ${protocols}.`
        : `${counted(group.actors.length, "device")} ${deed} straight to ${view.listed(group.targets)} over ${protocols}.`,
    detail: `${levels} over ${protocols}: ${counted(group.links.length, "conversation")}, ${counted(group.count, "frame")}.${
      answered ? "" : " No answer was seen."
    }${unsure ? " At least one of the levels needs review." : ""}`,
    confidence: group.observations.every((entry) => entry.unsure) ? 0.5 : 0.85,
    checks: group.observations.some((entry) => entry.lower <= 2) ? ["N14", "N15", "N16"] : ["N14", "N16"],
    links: group.links,
    count: group.count,
    firstSeen: group.firstSeen,
    lastSeen: group.lastSeen,
    evidence: group.evidence,
  };
}

/** One line for a camera, phone or plug within reach of the plant, whoever speaks with it. */
function thingSighting(group: Gathering<Crossing>, view: SiteView): Sighting {
  const thing = (group.observations[0] as Crossing).upperId;
  const plant = [...group.actors, ...group.targets].filter((id) => id !== thing).sort();
  const protocols = inWords(group.observations.flatMap((entry) => entry.protocols).sort());
  return {
    actors: [thing],
    targets: plant,
    identity: thing,
    weighedAs: "IoT",
    severity: "low",
    title: `${view.subject(thing)} stands within reach of the plant: it speaks with ${view.listed(plant)}.`,
    detail: `Placed on level ${levelText(view, thing)}; ${counted(group.links.length, "conversation")} over ${protocols}, ${counted(group.count, "frame")}.`,
    confidence: 0.7,
    links: group.links,
    count: group.count,
    firstSeen: group.firstSeen,
    lastSeen: group.lastSeen,
    evidence: group.evidence,
  };
}

function crossingOf(link: Link, view: SiteView): Crossing | undefined {
  // On the line itself nothing is crossed: who shares a line is told elsewhere.
  if (link.transport === "ethernet" || isInVain(link)) return undefined;
  const client = view.heightOf(link.client);
  const server = view.heightOf(link.server);
  if (client === undefined || server === undefined) return undefined;
  const upper = Math.max(client, server);
  const lower = Math.min(client, server);
  const usual = severityOf(upper, lower);
  if (usual === undefined) return undefined;
  const upperId = client > server ? link.client : link.server;
  const levels = [view.device(link.client)?.level, view.device(link.server)?.level];
  const unsure = levels.some((level) => level?.needsReview ?? true);
  let severity = usual;
  // Names, time and address services are a dependence to mend, not a way to command.
  if (isPlumbing(link, view)) severity = "low";
  else severity = shiftSeverity(severity, (unsure ? -1 : 0) + (isUnanswered(link) ? -1 : 0));
  return {
    ...observationOf(link),
    upperId,
    upper,
    lower,
    severity,
    unsure,
    answered: !isUnanswered(link),
    protocols: protocolsOf(link, view),
  };
}

/** What a flow between two levels is worth by the house's table of allowed flows; undefined when it may be declared. */
function severityOf(upper: number, lower: number): Severity | undefined {
  if (upper >= 4) return lower <= 2 ? "high" : lower === 3 ? "medium" : undefined;
  if (upper === 3.5) return lower <= 2 ? "medium" : undefined;
  return upper === 3 && lower === 0 ? "low" : undefined;
}

function isPlumbing(link: Link, view: SiteView): boolean {
  return view.traits(link.protocol)?.world === "network" || link.transport === "icmp" || link.protocol === "icmp";
}

function levelText(view: SiteView, id: string): string {
  return view.device(id)?.level.level ?? "";
}
