import type { Link, LinkOperation, Severity } from "../../model/assessment.ts";
import type { Role } from "../../model/role.ts";
import type { Detection, Sighting } from "../detection.ts";
import { worseSeverity } from "../detection.ts";
import { isControlProtocol, isEngineering, towardsCommanded } from "../engineering.ts";
import type { Gathering, Observation } from "../gather.ts";
import { counted, gatherBy, gatherPairs, inWords } from "../gather.ts";
import { grantedRequests, isUnanswered, operationWords, protocolsOf, targetWords } from "../observations.ts";
import type { SiteView } from "../view.ts";

interface Writing extends Observation {
  operations: LinkOperation[];
  severity: Severity;
  expected: boolean;
  granted: boolean;
  protocols: string[];
}

const WRITERS: readonly Role[] = [
  "hmi",
  "scada server",
  "engineering station",
  "opc server",
  "gateway",
  "plc",
  "rtu",
  "ied",
  "dcs controller",
  "safety controller",
  "cnc",
  "robot",
  "building controller",
  "building station",
];
/** Roles that move data or people's work, never set-points. */
const NEVER_WRITERS: readonly Role[] = [
  "workstation",
  "camera",
  "video recorder",
  "printer",
  "phone",
  "badge reader",
  "television",
  "appliance",
  "speaker",
  "mobile device",
  "historian",
  "mail server",
  "web server",
  "file server",
  "directory server",
  "scanner",
];

/** Writes, commands and settings over control protocols that ask nobody who they are. */
export const unauthenticatedWrites: Detection = {
  name: "unauthenticated-writes",
  title: "State-changing commands over protocols without authentication",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["safety", "availability", "integrity"],
      why: "The protocol lets whoever reaches the device change set-points and outputs. Only the network decides who may, so every writer must be a known one.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "integrity"],
      why: "Settings of a medical device can be changed by whoever reaches it.",
    },
    IoT: { severity: "medium", threatens: ["integrity"], why: "Whoever reaches the device can change what it does." },
    IT: { severity: "medium", threatens: ["integrity"], why: "Whoever reaches the device can change what it does." },
  },
  techniques: ["T0855", "T0836"],
  checks: ["N03"],
  check:
    "Ask the control room whether {actor} is meant to write to {target}, and look at what these values set in the process.",
  advice: [
    { action: "Compare the written addresses with the tag list and the operators' log.", tag: "Safe now" },
    {
      action: "Let only the known writers reach {target} at the cell's firewall or in its access list.",
      tag: "With control room",
    },
    { action: "Do not write the old values back without the control room.", tag: "Do not" },
  ],
  falseAlarm: "The writer is a new or misjudged operator station, or commissioning is under way.",
  blindSpots:
    "A known writer that is misused writes like it always does; commands over undissected protocols are not seen.",
  find(view) {
    const writings = view.site.links.flatMap((link) => writingOf(towardsCommanded(link, view), view) ?? []);
    const strange = gatherPairs(writings.filter((entry) => !entry.expected)).map((group) =>
      strangeSighting(group, view),
    );
    const usual = gatherBy(
      writings.filter((entry) => entry.expected),
      (entry) => view.weightOfCommanded([entry.target]),
    ).map((group) => usualSighting(group, view));
    return [...strange, ...usual];
  },
};

function strangeSighting(group: Gathering<Writing>, view: SiteView): Sighting {
  const operations = group.observations.flatMap((entry) => entry.operations);
  const protocols = inWords(group.observations.flatMap((entry) => entry.protocols).sort());
  const granted = group.observations.some((entry) => entry.granted);
  const actor = view.subjects(group.actors);
  const where = targetWords(operations);
  const first = view.device(group.actors[0] as string);
  return {
    actors: group.actors,
    targets: group.targets,
    identity: group.key,
    weighedAs: view.weightOfCommanded(group.targets),
    severity: group.observations.map((entry) => entry.severity).reduce(worseSeverity),
    title: `${actor} ${deedOf(operations, granted)} ${view.listed(group.targets)} over ${protocols}, which asks nobody for a password.`,
    detail:
      `${inWords(operations.map((entry) => `${operationWords(entry)} (${Math.max(entry.requests, entry.responses)})`).sort(), 6)}${
        where === "" ? "" : `, touching ${where}`
      }. ${group.actors.length === 1 && first !== undefined ? `The writer is ${roleWords(first.role)}, level ${first.level.level}. ` : ""}${
        granted ? "" : "No write was seen to succeed."
      }`.trim(),
    confidence: granted ? 0.85 : 0.6,
    links: group.links,
    count: group.count,
    firstSeen: group.firstSeen,
    lastSeen: group.lastSeen,
    evidence: group.evidence,
  };
}

function deedOf(operations: readonly LinkOperation[], granted: boolean): string {
  if (operations.some((entry) => entry.act === "write")) return granted ? "wrote to" : "tried to write to";
  if (operations.some((entry) => entry.act === "control")) return granted ? "commanded" : "tried to command";
  return granted ? "changed settings of" : "tried to change settings of";
}

/** One quiet line for all writers that look as they should: the weakness is the protocol's, not theirs. */
function usualSighting(group: Gathering<Writing>, view: SiteView): Sighting {
  const protocols = inWords(group.observations.flatMap((entry) => entry.protocols).sort());
  const writers = group.actors.length;
  return {
    actors: group.actors,
    targets: group.targets,
    identity: group.key,
    about: "usual writers",
    weighedAs: view.weightOfCommanded(group.targets),
    severity: "low",
    title: `${group.targets.length === 1 ? view.subjects(group.targets) : counted(group.targets.length, "device")} can be written by whoever reaches ${group.targets.length === 1 ? "it" : "them"}: ${protocols} ${
      group.observations.every((entry) => entry.protocols[0] === group.observations[0]?.protocols[0]) ? "asks" : "ask"
    } nobody for a password.`,
    detail: `${counted(writers, "usual writer")} (${view.listed(group.actors)}) sent ${counted(group.count, "command")} to ${view.listed(group.targets)}. Each looks like an operator or engineering station at its place.`,
    confidence: 0.8,
    check: "Keep the list of writers: any other writer is a finding of its own.",
    advice: [
      {
        action: `Write down {actor} as the ${writers === 1 ? "one writer that is" : "writers that are"} meant to be.`,
        tag: "Safe now",
      },
      { action: "Let only these reach the controllers at the cell's firewall.", tag: "With control room" },
      { action: "Do not block writes in general: operators need them.", tag: "Do not" },
    ],
    links: group.links,
    count: group.count,
    firstSeen: group.firstSeen,
    lastSeen: group.lastSeen,
    evidence: group.evidence,
  };
}

function writingOf(link: Link, view: SiteView): Writing | undefined {
  if (link.server === "" || link.server === link.client || isUnanswered(link)) return undefined;
  const operations = link.operations.filter((entry) => isOpenWrite(entry, link, view));
  const count = operations.reduce((sum, entry) => sum + Math.max(entry.requests, entry.responses), 0);
  if (count === 0) return undefined;
  const actor = view.heightOf(link.client);
  const target = view.heightOf(link.server);
  // Controllers and their field devices exchange values all the time; that is the process itself.
  if (actor !== undefined && target !== undefined && actor <= 1 && target <= 1) return undefined;
  const expected = isExpected(link, view);
  const granted = operations.some((entry) => grantedRequests(entry) > 0);
  return {
    actor: link.client,
    target: link.server,
    link: link.id,
    count,
    firstSeen: Math.min(...operations.map((entry) => entry.evidence.time)),
    lastSeen: link.lastSeen,
    evidence: (operations[0] as LinkOperation).evidence,
    more: operations.map((entry) => entry.evidence),
    operations,
    expected,
    granted,
    protocols: protocolsOf(link, view),
    severity: severityOf(link, operations, granted, view),
  };
}

function isOpenWrite(operation: LinkOperation, link: Link, view: SiteView): boolean {
  if (operation.act !== "write" && operation.act !== "control" && operation.act !== "configure") return false;
  const traits = view.traits(operation.operation);
  // Engineering is told by the detection of its own.
  if (traits === undefined || !isControlProtocol(operation, view) || isEngineering(operation, view)) return false;
  if (traits.authentication === "none") return true;
  if (traits.authentication !== "optional") return false;
  return !link.operations.some((entry) => entry.act === "authenticate");
}

function isExpected(link: Link, view: SiteView): boolean {
  const actor = view.device(link.client);
  if (actor === undefined || view.isOutside(link.client)) return false;
  const level = actor.level.level;
  const height = view.heightOf(link.client);
  if (height !== undefined ? height > 3 : level !== "Building" && level !== "IoMT" && level !== "Not placed")
    return false;
  if (WRITERS.includes(actor.role)) return true;
  if (NEVER_WRITERS.includes(actor.role)) return false;
  // Its role is not told, but it polls the device around the clock as operator stations do.
  return actor.polls.some((poll) => poll.peer === link.server);
}

function severityOf(link: Link, operations: readonly LinkOperation[], granted: boolean, view: SiteView): Severity {
  const actor = view.device(link.client);
  const height = view.heightOf(link.client);
  const isSafety = view.device(link.server)?.role === "safety controller";
  if (view.isOutside(link.client)) return granted ? "critical" : "high";
  if (isSafety) return granted ? "critical" : "high";
  if (height !== undefined && height > 3) return granted ? "critical" : "high";
  if (actor !== undefined && NEVER_WRITERS.includes(actor.role)) return "high";
  // Settings of how messages travel are less than set-points.
  return operations.every((entry) => entry.act === "configure") ? "low" : "medium";
}

function roleWords(role: Role): string {
  if (role === "unknown") return "of unknown role";
  return `${/^[aeio]/.test(role) ? "an" : "a"} ${role}`;
}
