import type { Link, LinkOperation, Severity } from "../../model/assessment.ts";
import type { Role } from "../../model/role.ts";
import { isForProgramming } from "../../observe/rules/role-behavior.ts";
import type { Detection, Sighting } from "../detection.ts";
import { worseSeverity } from "../detection.ts";
import { isEngineering, towardsCommanded } from "../engineering.ts";
import type { Observation } from "../gather.ts";
import { counted, gatherPairs, inWords } from "../gather.ts";
import { grantedRequests, isUnanswered, operationWords, protocolsOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

interface Engineering extends Observation {
  operations: LinkOperation[];
  severity: Severity;
  granted: boolean;
  protocols: string[];
}

const STOPS = /(stop|halt|restart|reset|reboot|mode|listen_only|modu|reinitialize)/;
const FIRMWARE = /firmware/;
const READS_ONLY = /(upload|get_edit_resource|read_bytes)/;
const CONTROLLERS: readonly Role[] = ["plc", "safety controller", "rtu", "ied", "dcs controller", "cnc", "robot"];
const FIELD: readonly Role[] = ["drive", "remote io", "sensor", "actuator"];

/** Programs loaded or read, controllers stopped, started or restarted, firmware changed. */
export const programOperations: Detection = {
  name: "program-operations",
  title: "A controller was programmed, stopped, started or restarted",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["safety", "availability", "integrity"],
      why: "Whoever can change the program or the running state of a controller decides what the process does. Each such act should be planned and known to the control room.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "availability"],
      why: "A device that is reprogrammed or restarted while in use may stop therapy.",
    },
    IoT: { severity: "medium", threatens: ["availability", "integrity"], why: "The device was given new behavior." },
    IT: { severity: "medium", threatens: ["availability", "integrity"], why: "The device was given new behavior." },
  },
  techniques: ["T0843", "T0858"],
  checks: ["N24"],
  check:
    "Compare with the work orders and the shift log: who worked on {target} from {actor}, and was it announced? Compare the program in {target} with the last approved version.",
  advice: [
    { action: "Ask the control room and the maintenance shift whether this was planned.", tag: "Safe now" },
    { action: "Compare the running program with the archived one at the next safe moment.", tag: "With control room" },
    { action: "Do not stop or reload {target} only to check it.", tag: "Do not" },
  ],
  falseAlarm: "Planned engineering work, commissioning, or a scheduled backup that reads the program.",
  blindSpots:
    "Work over encrypted or undissected engineering protocols, over a serial or USB cable, or outside of the capture.",
  find(view) {
    const seen = view.site.links.flatMap((link) => engineeringOf(towardsCommanded(link, view), view) ?? []);
    return gatherPairs(seen).map((group): Sighting => {
      const operations = group.observations.flatMap((entry) => entry.operations);
      const names = operations.map((entry) => entry.operation);
      const onlyReads = names.every((name) => readsOut(name));
      const fromStation = group.actors.every((id) => isExpected(id, view));
      const granted = group.observations.some((entry) => entry.granted);
      const target = view.listed(group.targets);
      const actor = view.subjects(group.actors);
      const protocols = inWords(group.observations.flatMap((entry) => entry.protocols).sort());
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfCommanded(group.targets),
        severity: group.observations.map((entry) => entry.severity).reduce(worseSeverity),
        title: `${actor} ${deedOf(operations, granted, target, group.targets.length)}${fromStation ? "; was it planned?" : `, though ${doubtOf(group.actors, view)}.`}`,
        detail: `${inWords(operations.map((entry) => `${operationWords(entry)} (${Math.max(entry.requests, entry.responses)})`).sort(), 8)} over ${protocols}; ${counted(group.count, "request")} in all${
          granted ? "" : operations.some((entry) => entry.refused > 0) ? ", all refused" : ", no answer was seen"
        }. ${roleSentence(group.actors, view)}`,
        confidence: granted ? 0.9 : 0.7,
        techniques: techniquesOf(names, onlyReads),
        threatens: onlyReads ? ["confidentiality"] : undefined,
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};

/** UMAS takes the controller's side: its download copies the program to the station, its upload into the controller. */
function readsOut(operation: string): boolean {
  return operation.includes(":umas_") ? /download/.test(operation) : READS_ONLY.test(operation);
}

function engineeringOf(link: Link, view: SiteView): Engineering | undefined {
  const targetRole = view.device(link.server)?.role ?? "unknown";
  const operations = link.operations.filter(
    (entry) => entry.requests + entry.responses > 0 && isEngineering(entry, view),
  );
  if (operations.length === 0 || link.server === "") return undefined;
  const actorRole = view.device(link.client)?.role ?? "unknown";
  // A controller that starts and stops its drives does its work.
  const isDriven = CONTROLLERS.includes(actorRole) && FIELD.includes(targetRole);
  if (isDriven && operations.every((entry) => entry.act === "control")) return undefined;
  const granted = !isUnanswered(link) && operations.some((entry) => grantedRequests(entry) > 0);
  return {
    actor: link.client,
    target: link.server,
    link: link.id,
    count: operations.reduce((sum, entry) => sum + entry.requests, 0),
    firstSeen: Math.min(...operations.map((entry) => entry.evidence.time)),
    lastSeen: link.lastSeen,
    evidence: (operations[0] as LinkOperation).evidence,
    more: operations.map((entry) => entry.evidence),
    operations,
    granted,
    protocols: protocolsOf(link, view),
    severity: severityOf(link, operations, granted, view),
  };
}

function isExpected(id: string, view: SiteView): boolean {
  const role = view.device(id)?.role;
  const height = view.heightOf(id);
  return (
    (role === "engineering station" || role === "building station") &&
    !isKnownByDeeds(id, view) &&
    (height === undefined || (height >= 1 && height <= 3))
  );
}

/** Whether nothing makes it an engineering station but what is now found: then anybody who does it would be one. */
function isKnownByDeeds(id: string, view: SiteView): boolean {
  const device = view.device(id);
  const grounds = device?.roleCandidates.filter(({ value }) => value === device.role) ?? [];
  return grounds.length > 0 && grounds.every(({ method }) => isForProgramming(method));
}

function severityOf(link: Link, operations: readonly LinkOperation[], granted: boolean, view: SiteView): Severity {
  const actor = view.device(link.client);
  const height = view.heightOf(link.client);
  const onlyReads = operations.every((entry) => readsOut(entry.operation));
  const isSafety = view.device(link.server)?.role === "safety controller";
  if (isExpected(link.client, view)) return onlyReads ? "low" : isSafety ? "high" : "medium";
  if (onlyReads) return height !== undefined && height <= 3 ? "medium" : "high";
  const far = view.isOutside(link.client) || (height !== undefined && height > 3);
  const isController =
    CONTROLLERS.includes(actor?.role ?? "unknown") && operations.some((entry) => entry.act === "program");
  if (granted && (far || isSafety || isController)) return "critical";
  return "high";
}

/** What was done to whom: "changed the program of PLC-1 and stopped or restarted it". */
function deedOf(operations: readonly LinkOperation[], granted: boolean, target: string, targets: number): string {
  const programs = operations.filter((entry) => entry.act === "program" || entry.act === "file");
  const states = operations.filter((entry) => entry.act === "control" || entry.act === "configure");
  const deeds: [past: string, infinitive: string][] = [];
  if (operations.some((entry) => FIRMWARE.test(entry.operation))) {
    deeds.push(["changed the firmware of", "change the firmware of"]);
  }
  if (programs.some((entry) => !readsOut(entry.operation) && !FIRMWARE.test(entry.operation))) {
    deeds.push(["changed the program of", "change the program of"]);
  } else if (programs.some((entry) => readsOut(entry.operation))) {
    deeds.push(["read the program of", "read the program of"]);
  }
  if (states.some((entry) => STOPS.test(entry.operation))) deeds.push(["stopped or restarted", "stop or restart"]);
  else if (states.length > 0) deeds.push(["changed the running state of", "change the running state of"]);
  const words = inWords(
    deeds.map(([past, infinitive], index) => {
      const whom = index === 0 ? target : targets > 1 ? "them" : "it";
      return `${granted ? past : infinitive} ${whom}`;
    }),
  );
  return granted ? words : `tried to ${words}`;
}

/** Why it is not expected of those that did it. */
function doubtOf(actors: readonly string[], view: SiteView): string {
  if (actors.every((id) => isKnownByDeeds(id, view)))
    return `nothing else shows ${actors.length > 1 ? "them to be engineering stations" : "it to be an engineering station"}`;
  const isUnknown = actors.some((id) => view.device(id)?.role === "unknown");
  if (actors.length > 1) return `they are ${isUnknown ? "not known as" : "no"} engineering stations`;
  return `it is ${isUnknown ? "not known as an" : "no"} engineering station`;
}

function techniquesOf(names: readonly string[], onlyReads: boolean): string[] {
  const techniques = new Set<string>();
  for (const name of names) {
    if (FIRMWARE.test(name)) techniques.add("T0857");
    if (readsOut(name)) techniques.add("T0845");
    else if (/(restart|reset|reboot|reinitialize)/.test(name)) techniques.add("T0816");
    else if (/(stop|start|run|mode|halt|hold|p_program)/.test(name)) techniques.add("T0858");
    else if (/(communication|listen_only)/.test(name)) techniques.add("T0814");
    else if (/delete|dele/.test(name)) techniques.add("T0809");
    else if (/download|upload|program|edit|block|inse|ins2/.test(name)) techniques.add("T0843");
  }
  if (techniques.size === 0) techniques.add(onlyReads ? "T0845" : "T0889");
  return [...techniques].sort();
}

function roleSentence(actors: readonly string[], view: SiteView): string {
  const roles = actors.map((id) => {
    const device = view.device(id);
    if (device === undefined) return "unknown";
    return `${device.role === "unknown" ? "device of unknown role" : device.role} at level ${device.level.level}`;
  });
  return `Acting: ${inWords([...roles].sort())}.`
    .replaceAll(" at level Not placed", ", not placed")
    .replaceAll("at level Outside", "outside");
}
