import type { SeenBinding, SeenMove } from "../../observe/site.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, greatestOf, inWords, leastOf } from "../gather.ts";
import { interceptionsOf, macText, ownersOf } from "../interception.ts";
import type { SiteView } from "../view.ts";

/** A network card that drew the conversations of others to itself by claiming their addresses unasked. */
export const redirectedTraffic: Detection = {
  name: "redirected-traffic",
  title: "Conversations drawn to another network card by false address claims",
  meaning: {
    OT: {
      severity: "critical",
      threatens: ["safety", "integrity", "availability"],
      why: "Somebody stands between the devices: commands and measured values can be read, changed or held back on their way.",
    },
    IoMT: {
      severity: "critical",
      threatens: ["patient safety", "privacy"],
      why: "Somebody stands between the devices: what concerns a patient can be read, changed or held back on its way.",
    },
    IoT: {
      severity: "high",
      threatens: ["privacy", "integrity"],
      why: "Somebody stands between the devices and can read and change what they say.",
    },
    IT: {
      severity: "high",
      threatens: ["confidentiality", "integrity"],
      why: "Somebody stands between the devices and can read and change what they say.",
    },
  },
  techniques: ["T0830", "T0842"],
  checks: ["N27"],
  check:
    "Look in the switch's address table at which port the hardware address is, go there, and compare the address tables of the devices that were told with the true hardware addresses.",
  advice: [
    { action: "Keep this capture, and find the device by its switch port.", tag: "Safe now" },
    {
      action: "Take its port off the network, then clear the address tables of the devices that were told.",
      tag: "With control room",
    },
    {
      action: "Switch on ARP inspection and DHCP snooping, or give controllers and their gateway fixed entries.",
      tag: "With control room",
    },
    { action: "Do not restart controllers to get rid of the false entries.", tag: "Do not" },
  ],
  falseAlarm:
    "A firewall, a network access control or a test tool that stands in between on purpose; a router that took over from another and tells its neighbors one by one.",
  blindSpots:
    "Claims that were made before the capture or on ports that were not mirrored, and conversations that began after them.",
  find(view) {
    const owners = ownersOf(view);
    return interceptionsOf(view.site).map(({ mac, claims, moves }) => sightingOf(mac, claims, moves, owners, view));
  },
};

function sightingOf(
  mac: string,
  claims: readonly SeenBinding[],
  moves: readonly SeenMove[],
  owners: ReadonlyMap<string, string>,
  view: SiteView,
): Sighting {
  const idsOf = (addresses: readonly string[]): string[] =>
    [...new Set(addresses.map((address) => owners.get(address) ?? ""))].filter((id) => id !== "" && id !== actor);
  const actor = owners.get(mac) ?? "";
  const told = idsOf(claims.flatMap((claim) => claim.unaskedTo)).sort();
  const passed = idsOf(moves.flatMap((move) => move.from)).sort();
  const weight = view.weightOfAll([...told, ...passed]);
  const claimed = inWords(claims.map((claim) => claim.ip));
  const addresses = moves.flatMap((move) => move.addresses);
  const times = claims.reduce((sum, claim) => sum + claim.unasked, 0);
  return {
    actors: actor === "" ? [] : [actor],
    targets: [...new Set([...told, ...passed])],
    identity: actor,
    about: mac,
    weighedAs: weight,
    title: `Network card ${macText(mac)} claims the ${claims.length === 1 ? "address" : "addresses"} ${claimed} unasked and draws the conversations of ${view.listed(told)} to itself.`,
    detail: [
      `It told ${inWords(claims.flatMap((claim) => claim.unaskedTo))} ${counted(times, "time")} that ${claimed} ${claims.length === 1 ? "is" : "are"} at ${macText(mac)}; nobody had asked.`,
      `Packets of ${inWords(addresses)} that had come from ${inWords(moves.map((move) => macText(move.from)))} came from ${macText(mac)} from then on, in the middle of their conversations.`,
    ].join(" "),
    confidence: 0.85,
    links: view.site.links
      .filter((link) => addresses.includes(link.clientAddress) || addresses.includes(link.serverAddress))
      .map((link) => link.id),
    count: moves.reduce((sum, move) => sum + move.times, times),
    firstSeen: leastOf([...claims, ...moves].map((entry) => entry.firstSeen)),
    lastSeen: greatestOf([...claims, ...moves].map((entry) => entry.lastSeen)),
    evidence: [
      ...claims.flatMap((claim) => (claim.unaskedEvidence === null ? [] : [claim.unaskedEvidence])),
      ...moves.map((move) => move.evidence),
    ],
  };
}
