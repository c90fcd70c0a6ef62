import type { Link, LinkOperation } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { towardsCommanded } from "../engineering.ts";
import { counted, gatherBy, greatestOf, inWords, type Observation } from "../gather.ts";
import { grantedRequests, observationOf, protocolsOf, targetWords } from "../observations.ts";
import type { SiteView } from "../view.ts";

/** Objects commanded on one link from which on it is a sequence. */
const FEWEST_OBJECTS = 8;
/** Operators take longer than this, in seconds, from one switch to the next. */
const FASTEST_OPERATOR = 5;

interface Sequence extends Observation {
  objects: number;
  seconds: number;
  operations: LinkOperation[];
  protocols: string[];
  /** Whether another station controls the target too. */
  hasMaster: boolean;
  granted: boolean;
}

/** Command after command through a list of objects, faster than a person switches. */
export const commandSequence: Detection = {
  name: "command-sequence",
  title: "A sequence of commands through a list of objects",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["safety", "availability"],
      why: "Switching one object after the other within seconds is how attacks on power grids opened breakers; people and automation switch few objects with a reason for each.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety"],
      why: "Commands to everything within seconds are no treatment.",
    },
    IoT: {
      severity: "medium",
      threatens: ["availability"],
      why: "Commands to everything within seconds are no use of a device.",
    },
    IT: {
      severity: "medium",
      threatens: ["availability"],
      why: "Commands to everything within seconds are no use of a device.",
    },
  },
  techniques: ["T0855", "T0831", "T0806"],
  checks: ["N24", "N41"],
  check:
    "Ask the control room whether {actor} is a control station and whether anybody switched these objects at that time, and look at the position of the breakers and valves themselves.",
  advice: [
    { action: "Compare the commanded objects with the switching log.", tag: "Safe now" },
    {
      action: "Let only the known control stations reach {target} at the firewall or in its list of masters.",
      tag: "With control room",
    },
    { action: "Do not switch back object by object before the control room has the whole picture.", tag: "Do not" },
  ],
  falseAlarm:
    "A test of all points at commissioning, an automatic load shedding, or a general command that the protocol splits up.",
  blindSpots:
    "Sequences that are as slow as a person, or that a known control station sends among its other traffic of weeks.",
  find(view) {
    const found = view.site.links.flatMap((link) => sequenceOf(towardsCommanded(link, view), view) ?? []);
    return gatherBy(found, ({ actor }) => actor).map((group): Sighting => {
      const objects = group.observations.reduce((sum, entry) => sum + entry.objects, 0);
      const seconds = greatestOf(group.observations.map((entry) => entry.seconds));
      const isGranted = group.observations.some((entry) => entry.granted);
      const hasMaster = group.observations.some((entry) => entry.hasMaster);
      const operations = group.observations.flatMap((entry) => entry.operations);
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfCommanded(group.targets),
        ...(hasMaster && isGranted ? { severity: "critical" as const } : {}),
        title: `${view.subjects(group.actors)} ${isGranted ? "commanded" : "tried to command"} ${counted(objects, "object")} of ${view.listed(group.targets)} one after the other.`,
        detail: `${inWords(group.observations.flatMap((entry) => entry.protocols).sort())}, within ${Math.max(1, Math.round(seconds))} s for each device, touching ${targetWords(operations)}.${hasMaster ? " Another station controls the same devices all the time." : ""}`,
        confidence: hasMaster ? 0.85 : 0.6,
        links: group.links,
        count: operations.reduce((sum, entry) => sum + Math.max(entry.requests, entry.responses), 0),
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: operations.map((entry) => entry.evidence),
      };
    });
  },
};

function sequenceOf(link: Link, view: SiteView): Sequence | undefined {
  const traits = view.traits(link.protocol);
  if (link.server === "" || traits === undefined || (traits.world !== "ot" && traits.world !== "building"))
    return undefined;
  const operations = link.operations.filter((entry) => entry.act === "control" && entry.requests > 0);
  // Selecting and operating touch the same object.
  const targets = new Set(operations.flatMap((entry) => entry.targets));
  const hidden = operations.reduce((most, entry) => Math.max(most, entry.moreTargets), 0);
  const objects = [...targets].reduce((sum, target) => sum + sizeOf(target), hidden);
  const seconds = link.lastSeen - link.firstSeen;
  if (objects < FEWEST_OBJECTS || seconds > objects * FASTEST_OPERATOR) return undefined;
  const hasMaster = view
    .linksOf(link.server)
    .some(
      (other) =>
        other.server === link.server &&
        other.client !== link.client &&
        other.protocol === link.protocol &&
        other.lastSeen - other.firstSeen > seconds,
    );
  return {
    ...observationOf(link),
    ...{ objects, seconds, operations, protocols: protocolsOf(link, view), hasMaster },
    granted: operations.some((entry) => grantedRequests(entry) > 0),
  };
}

/** How many objects a target stands for: "information object 5001-5016" is sixteen. */
function sizeOf(target: string): number {
  const range = /(\d+)-(\d+)$/.exec(target);
  return range === null ? 1 : Math.max(1, Math.min(65_536, Number(range[2]) - Number(range[1]) + 1));
}
