import type { Device } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, greatestOf, inWords, leastOf } from "../gather.ts";
import { linksOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

/** Counters of publishers only grow; one step back is a restart. */
const WENT_BACK = /^(stNum|smpCnt|SPDU number) went back$/;
const JUMPED = /^(stNum|smpCnt|SPDU number) jumped$/;
const PROTOCOLS = ["goose", "sv", "rgoose"];
/** Restarts are rare: from so many steps back on, two senders take turns. */
const FEWEST = 3;

/** Published states that contradict each other, as when somebody publishes in the name of a relay. */
export const contradictoryPublications: Detection = {
  name: "contradictory-publications",
  title: "Two senders publish under one name",
  meaning: {
    OT: {
      severity: "critical",
      threatens: ["safety", "availability", "integrity"],
      why: "Relays and breakers act on published states within milliseconds and believe the highest number: whoever publishes in a relay's name can open or block breakers.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety"],
      why: "Devices act on published states that contradict each other.",
    },
    IoT: {
      severity: "high",
      threatens: ["integrity"],
      why: "Devices act on published states that contradict each other.",
    },
    IT: {
      severity: "high",
      threatens: ["integrity"],
      why: "Devices act on published states that contradict each other.",
    },
  },
  techniques: ["T0856", "T0830"],
  checks: ["N38"],
  check:
    "Look in the switch at which port the hardware address of {actor} is seen, and whether it moves between two ports; compare the states in the evidence with the position of the breaker.",
  advice: [
    { action: "Keep this capture, and ask the relay itself for its state and its state number.", tag: "Safe now" },
    { action: "Find the second sender by its switch port and take it off the network.", tag: "With control room" },
    { action: "Do not restart {actor}: its subscribers may trip or lose their blocking.", tag: "Do not" },
  ],
  falseAlarm:
    "Two relays were given the same names by mistake, a test set publishes in a relay's name on purpose, or the capture mixes two moments.",
  blindSpots:
    "A false publication that goes on with the true numbers while the relay is silent, and publications on ports that were not mirrored.",
  find(view) {
    return view.site.devices.flatMap((device) => sightingOf(device, view) ?? []);
  },
};

function sightingOf(device: Device, view: SiteView): Sighting | undefined {
  const faults = device.faults.filter((fault) => PROTOCOLS.includes(fault.protocol));
  const back = faults.filter((fault) => WENT_BACK.test(fault.name));
  const jumped = faults.filter((fault) => JUMPED.test(fault.name));
  const count = (list: Device["faults"]): number => list.reduce((sum, fault) => sum + fault.count, 0);
  // Lost frames make numbers jump and never go back; thinned streams of samples do both all the time, at every turn of the counter.
  const isStates = back.some((fault) => fault.name !== "smpCnt went back");
  if (!isStates || count(back) < FEWEST || count(jumped) < FEWEST) return undefined;
  const protocols = [...new Set(back.map((fault) => fault.protocol))].sort();
  const links = linksOf(device.id, protocols, view);
  const titles = protocols.map((protocol) => view.traits(protocol)?.title ?? protocol);
  return {
    actors: [device.id],
    targets: [],
    weighedAs: view.weightOfCommanded([device.id]),
    title: `Somebody else publishes ${inWords(titles)} in the name of ${view.named(device.id)}.`,
    detail: `The numbers of its states went back ${counted(count(back), "time")} and jumped ahead ${counted(count(jumped), "time")}: a publisher only counts on, so that two take turns under one name.`,
    confidence: 0.85,
    links: links.map((link) => link.id),
    count: count(back) + count(jumped),
    firstSeen: leastOf([...back, ...jumped].map((fault) => fault.evidence.time)),
    lastSeen: greatestOf([...back, ...jumped].map((fault) => fault.evidence.time)),
    evidence: [...jumped, ...back].map((fault) => fault.evidence),
  };
}
