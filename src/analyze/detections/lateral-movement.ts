import type { Link } from "../../model/assessment.ts";
import type { Role } from "../../model/role.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, inWords } from "../gather.ts";
import type { SiteView } from "../view.ts";

/** Protocols by which machines are worked on from afar, as links name them. */
const WAYS = ["smb", "smb2", "dcerpc", "rdp", "ssh", "telnet", "vnc"];
/** Machines reached within this many seconds count together. */
const MOMENT = 60;
const FEWEST = 8;
/** Things have no reason to work on others at all. */
const FEWEST_OF_A_THING = 4;
/** Roles whose work it is to reach many machines. */
const REACHERS: readonly Role[] = ["scanner", "jump host", "directory server", "file server"];

/** A machine that opens ways of administration to many others within moments. */
export const lateralMovement: Detection = {
  name: "lateral-movement",
  title: "A machine that works its way into many others",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["availability", "integrity"],
      why: "Ransomware and worms reach for every machine they find within seconds, and stop the stations that people run the plant from.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "availability"],
      why: "Ransomware and worms reach for every machine they find within seconds, and stop what patients depend on.",
    },
    IoT: {
      severity: "high",
      threatens: ["availability", "privacy"],
      why: "A thing that logs in to others is most likely taken over: bots spread from thing to thing.",
    },
    IT: {
      severity: "high",
      threatens: ["availability", "confidentiality"],
      why: "Ransomware and worms reach for every machine they find within seconds.",
    },
  },
  techniques: ["T0866", "T0867", "T0886"],
  checks: ["N37", "N23"],
  check: "Ask who uses {actor} and whether software is being distributed or machines are being counted from it.",
  advice: [
    { action: "Look at {actor} itself: its processes, its files, who is logged in.", tag: "Safe now" },
    { action: "If nobody planned this, take {actor} off the network at once.", tag: "With control room" },
    { action: "Do not switch {actor} off: its memory shows what ran.", tag: "Do not" },
  ],
  falseAlarm: "Distribution of software, backups, an inventory of machines, or a management station.",
  blindSpots: "Slow spreading, spreading by other protocols, and machines that were reached before the capture.",
  find(view) {
    return view.site.devices.flatMap((device) => sightingOf(device.id, view) ?? []);
  },
};

function sightingOf(id: string, view: SiteView): Sighting | undefined {
  const device = view.device(id);
  if (device === undefined || REACHERS.includes(device.role)) return undefined;
  const isThing =
    ["IoT", "IoMT", "building"].includes(device.domain) || ["camera", "printer", "sensor", "plc"].includes(device.role);
  const fewest = isThing ? FEWEST_OF_A_THING : FEWEST;
  for (const way of WAYS) {
    const links = view
      .linksOf(id)
      .filter((link) => link.client === id && link.server !== "" && link.protocol === way)
      .sort((one, other) => one.firstSeen - other.firstSeen || (one.id < other.id ? -1 : 1));
    const burst = busiest(links);
    const servers = [...new Set(burst.map((link) => link.server))];
    if (servers.length < fewest) continue;
    const title = view.traits(way)?.title ?? way;
    return {
      actors: [id],
      targets: servers,
      identity: `${id} ${way}`,
      weighedAs: view.weightOf(id),
      title: `${view.subject(id)} reached for ${counted(servers.length, "machine")} over ${title} within ${Math.max(1, Math.round((burst.at(-1) as Link).firstSeen - (burst[0] as Link).firstSeen))} s.`,
      detail: `${inWords(servers.map((server) => view.named(server)).sort())}.${isThing ? " A thing has no reason to work on other machines." : ""}`,
      confidence: isThing ? 0.8 : 0.7,
      links: burst.map((link) => link.id),
      count: burst.reduce((sum, link) => sum + link.flows, 0),
      firstSeen: (burst[0] as Link).firstSeen,
      lastSeen: (burst.at(-1) as Link).lastSeen,
      evidence: burst.slice(0, 8).map((link) => link.evidence),
    };
  }
  return undefined;
}

/** The links that began within one moment, where those are most. */
function busiest(links: readonly Link[]): readonly Link[] {
  let best: readonly Link[] = [];
  let from = 0;
  for (let to = 0; to < links.length; to++) {
    while ((links[to] as Link).firstSeen - (links[from] as Link).firstSeen > MOMENT) from++;
    if (to - from + 1 > best.length) best = links.slice(from, to + 1);
  }
  return best;
}
