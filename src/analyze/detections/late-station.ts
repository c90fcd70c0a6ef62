import type { Link } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherBy, inWords, type Observation } from "../gather.ts";
import { isUnanswered, observationOf, protocolsOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

/** A device that is first seen so many seconds after the beginning came later. */
const LATE = 45;
/** Others ran the controller for so many seconds before. */
const BEFORE = 30;
/** Who asks every so often may have asked right before the beginning. */
const PERIODS = 2;

interface Visit extends Observation {
  protocols: string[];
  changes: boolean;
}

/** A device that was not there at first, and talks to controllers that others run. */
export const lateStation: Detection = {
  name: "late-station",
  title: "A station that came later and talks to controllers",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["integrity", "confidentiality"],
      why: "The stations that run a process are there all the time. One that appears and speaks the controllers' protocol is a visitor's laptop or a foothold.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["patient safety"],
      why: "A device that appears and speaks with medical devices is a service laptop or a foothold.",
    },
    IoT: {
      severity: "low",
      threatens: ["integrity"],
      why: "A device that appears and speaks with others is new or a foothold.",
    },
    IT: {
      severity: "low",
      threatens: ["integrity"],
      why: "A device that appears and speaks with others is new or a foothold.",
    },
  },
  techniques: ["T0848", "T0864", "T0886"],
  checks: ["N10", "N37"],
  check: "Ask who connected {actor}, and whether there is a work order for it at {target}.",
  advice: [
    { action: "Find {actor} by its switch port and ask on site.", tag: "Safe now" },
    { action: "If nobody knows it, take it off the network at that port.", tag: "With control room" },
    { action: "Do not block it while a program is being transferred.", tag: "Do not" },
  ],
  falseAlarm: "Maintenance by work order, a station that was started again, or one that seldom speaks.",
  blindSpots: "Whoever was there from the beginning of the capture, and a known station that is misused.",
  find(view) {
    const start = view.site.devices.reduce(
      (least, device) => (device.presence === "spoke" ? Math.min(least, device.firstSeen) : least),
      Number.POSITIVE_INFINITY,
    );
    const visits = view.site.links.flatMap((link) => visitOf(link, start, view) ?? []);
    return gatherBy(visits, ({ actor }) => actor).map((group): Sighting => {
      const changes = group.observations.some((entry) => entry.changes);
      const [first] = group.actors as [string];
      const after = Math.round((view.device(first)?.firstSeen ?? start) - start);
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfCommanded(group.targets),
        ...(changes ? { severity: "high" as const } : {}),
        title: `${view.subject(first)} came later and ${changes ? "changes" : "reads"} values of ${view.listed(group.targets)}.`,
        detail: `It is first seen ${after} s after the beginning, and speaks ${inWords(group.observations.flatMap((entry) => entry.protocols).sort())} with ${counted(group.targets.length, "device")} that other stations ran before.`,
        confidence: 0.6,
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};

function visitOf(link: Link, start: number, view: SiteView): Visit | undefined {
  const { client, server, protocol } = link;
  const traits = view.traits(protocol);
  const device = view.device(client);
  if (device === undefined || server === "" || traits?.world !== "ot" || isUnanswered(link)) return undefined;
  const period = Math.max(0, ...device.polls.filter(({ peer }) => peer === server).map((poll) => poll.period));
  const arrived = device.firstSeen;
  if (arrived - start < Math.max(LATE, PERIODS * period) || link.operations.length === 0) return undefined;
  const isRun = view
    .linksOf(server)
    .some(
      (other) =>
        other.server === server &&
        other.client !== client &&
        other.protocol === protocol &&
        other.firstSeen <= arrived - BEFORE &&
        other.lastSeen > arrived,
    );
  if (!isRun) return undefined;
  const changes = link.operations.some(
    (entry) => ["write", "control", "program", "configure"].includes(entry.act) && entry.requests > 0,
  );
  return { ...observationOf(link), protocols: protocolsOf(link, view), changes };
}
