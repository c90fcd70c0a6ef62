import type { Contacts } from "../../observe/site.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted } from "../gather.ts";
import type { SiteView } from "../view.ts";

/** Devices or ports tried in vain from which on somebody is searching. */
const FEWEST_TARGETS = 12;
const FEWEST_PORTS = 12;
const FEWEST_TRIES = 20;

/** Tries of one moment are a search even when they are few. */
const MOMENT = 10;
const FEWEST_AT_ONCE = 8;

/** Addresses asked for by ARP that nobody has, from which on it is no matter of a few devices that are switched off. */
const FEWEST_ASKED = 32;

/** A device that tries many addresses or ports in vain. */
export const scanning: Detection = {
  name: "scanning",
  title: "A device that searches the network",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["availability", "confidentiality"],
      why: "A search of the plant network comes before an attack, and old controllers have stopped from a search alone.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "availability"],
      why: "A search comes before an attack, and medical devices have failed from a search alone.",
    },
    IoT: {
      severity: "high",
      threatens: ["privacy", "availability"],
      why: "A thing that searches the network is most likely taken over: bots look for the next victim.",
    },
    IT: { severity: "medium", threatens: ["confidentiality"], why: "A search of the network comes before an attack." },
  },
  techniques: ["T0846", "T0888"],
  checks: ["N37"],
  check: "Ask who runs {actor} and whether an inventory or vulnerability scanner is on it.",
  advice: [
    { action: "Ask IT for the timetable of its scanners.", tag: "Safe now" },
    { action: "If nobody knows of it, take {actor} off the network at its switch port.", tag: "With control room" },
    { action: "Do not scan back.", tag: "Do not" },
  ],
  falseAlarm:
    "An inventory scanner, a management station whose devices are switched off, or a capture that misses the answers.",
  blindSpots: "Slow searches, searches over UDP, and searches that find what they look for.",
  find(view) {
    const sightings: Sighting[] = [];
    for (const id of [...view.site.contacts.keys()].sort()) {
      const contacts = view.site.contacts.get(id);
      if (contacts === undefined || view.device(id) === undefined) continue;
      const tries = contacts.unanswered + contacts.refused;
      const wide = contacts.targets >= FEWEST_TARGETS;
      const deep = contacts.ports >= FEWEST_PORTS;
      const atOnce =
        Math.max(contacts.targets, contacts.ports) >= FEWEST_AT_ONCE &&
        contacts.lastSeen - contacts.firstSeen <= MOMENT;
      if (!atOnce && (tries < FEWEST_TRIES || (!wide && !deep))) {
        const swept = sweepOf(id, contacts, view);
        if (swept !== undefined) sightings.push(swept);
        continue;
      }
      sightings.push({
        actors: [id],
        targets: [],
        weighedAs: view.weightOf(id),
        title: `${view.subject(id)} searches ${contacts.targets === 1 ? "another device" : "the network"}: it tried ${contacts.targets >= contacts.ports ? `${contacts.targets} addresses` : `${contacts.ports} ports`} in vain.`,
        detail: `${counted(tries, "connection")} tried, ${contacts.unanswered} without answer and ${contacts.refused} refused, at ${counted(contacts.targets, "device")} and ${counted(contacts.ports, "port")}.`,
        confidence: contacts.refused > 0 ? 0.8 : 0.6,
        links: [],
        count: tries,
        firstSeen: contacts.firstSeen,
        lastSeen: contacts.lastSeen,
        evidence: [contacts.evidence],
      });
    }
    return sightings;
  },
};

/** Questions for every address of a subnet; a router asks for whatever address somebody beyond it wants. */
function sweepOf(id: string, contacts: Contacts, view: SiteView): Sighting | undefined {
  if (contacts.askedInVain < FEWEST_ASKED || view.device(id)?.role === "router") return undefined;
  return {
    actors: [id],
    targets: [],
    about: "addresses",
    weighedAs: view.weightOf(id),
    title: `${view.subject(id)} searches the network: it asked for ${contacts.askedInVain} addresses that nobody has.`,
    detail: `${contacts.askedInVain} distinct addresses asked for by ARP in ${Math.max(1, Math.round(contacts.lastSeen - contacts.firstSeen))} s, none of which belongs to a device that was seen.`,
    confidence: 0.7,
    links: [],
    count: contacts.askedInVain,
    firstSeen: contacts.firstSeen,
    lastSeen: contacts.lastSeen,
    evidence: [contacts.evidence],
  };
}
