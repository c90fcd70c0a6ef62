import type { SeenBinding } from "../../observe/site.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, greatestOf, inWords, leastOf } from "../gather.ts";
import { ANNOUNCED, interceptionsOf, isShared, macText, ownersOf } from "../interception.ts";
import type { SiteView } from "../view.ts";

/** One network card that claims this many addresses of others listens in rather than conflicts. */
const SPOOFED = 2;
/** Claims of one address that are compared, the earliest first: more add nothing but time. */
const MOST_CLAIMS = 64;

/** Two devices alive at the same time that claim one address, or one that claims those of others. */
export const addressConflict: Detection = {
  name: "address-conflict",
  title: "One network address claimed by several devices",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["availability", "safety"],
      why: "Messages for a controller reach the wrong device: control is lost now and then, or somebody stands in between.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "availability"],
      why: "Values and alarms of a patient's device may go to the wrong place.",
    },
    IoT: {
      severity: "medium",
      threatens: ["availability", "privacy"],
      why: "The device is reachable only now and then.",
    },
    IT: { severity: "medium", threatens: ["availability"], why: "The device is reachable only now and then." },
  },
  techniques: ["T0830", "T0849"],
  checks: ["N27"],
  check: "Look in the switch's address table at which ports the hardware addresses are, and which device is at each.",
  advice: [
    { action: "Find both devices by their switch ports.", tag: "Safe now" },
    { action: "Give the newcomer an address of its own.", tag: "With control room" },
    { action: "Do not change the address of the controller.", tag: "Do not" },
  ],
  falseAlarm:
    "A redundant pair that hands its address over, a device that was replaced, or a router that answers for others.",
  blindSpots:
    "Conflicts behind a router, a listener in between whose victims are not heard to claim their addresses, and devices that did not announce themselves during the capture.",
  find(view) {
    const byAddress = claimsByAddress(view.site.bindings);
    const interceptors = new Set(interceptionsOf(view.site).map(({ mac }) => mac));
    const conflicts: Conflict[] = [];
    for (const ip of [...byAddress.keys()].sort()) {
      const claims = overlapping(byAddress.get(ip) as SeenBinding[]);
      // What an interceptor claims is told with what it drew to itself.
      if (claims.some(({ mac }) => interceptors.has(mac))) continue;
      if (claims.length > 1) conflicts.push({ ip, claims });
    }
    const spoofed = spoofedBy(conflicts);
    const plain = conflicts.filter(({ claims }) => !claims.some(({ mac }) => spoofed.has(mac)));
    const owners = ownersOf(view);
    return [
      ...[...spoofed.keys()].sort().map((mac) => spoofSighting(mac, spoofed.get(mac) as Conflict[], owners, view)),
      ...plain.map((conflict) => conflictSighting(conflict, owners, view)),
    ];
  },
};

interface Conflict {
  ip: string;
  claims: SeenBinding[];
}

function claimsByAddress(bindings: readonly SeenBinding[]): Map<string, SeenBinding[]> {
  const byAddress = new Map<string, SeenBinding[]>();
  for (const binding of bindings) {
    const { ip, mac } = binding;
    if (!ANNOUNCED.has(binding.method) || ip === "0.0.0.0" || ip === "::" || isShared(mac)) continue;
    const known = byAddress.get(ip);
    if (known === undefined) byAddress.set(ip, [binding]);
    else known.push(binding);
  }
  return byAddress;
}

/** Claims made while another hardware address made its own or went on doing so: handing over is no conflict. */
function overlapping(all: readonly SeenBinding[]): SeenBinding[] {
  const byStart = [...all].sort((one, other) => one.firstSeen - other.firstSeen || (one.mac < other.mac ? -1 : 1));
  const claims = byStart.slice(0, MOST_CLAIMS);
  return claims
    .filter((claim) =>
      claims.some(
        (other) => other.mac !== claim.mac && claim.firstSeen <= other.lastSeen && other.firstSeen <= claim.lastSeen,
      ),
    )
    .sort((one, other) => (one.mac < other.mac ? -1 : one.mac > other.mac ? 1 : one.firstSeen - other.firstSeen));
}

/** The conflicts of each hardware address that is in conflict over several addresses at once. */
function spoofedBy(conflicts: readonly Conflict[]): Map<string, Conflict[]> {
  const byMac = new Map<string, Conflict[]>();
  for (const conflict of conflicts) {
    for (const mac of new Set(conflict.claims.map((claim) => claim.mac))) {
      const known = byMac.get(mac);
      if (known === undefined) byMac.set(mac, [conflict]);
      else known.push(conflict);
    }
  }
  return new Map([...byMac].filter(([, concerned]) => concerned.length >= SPOOFED));
}

function conflictSighting({ ip, claims }: Conflict, owners: ReadonlyMap<string, string>, view: SiteView): Sighting {
  const macs = [...new Set(claims.map((claim) => claim.mac))];
  const ids = knownIds([...macs, ip], owners);
  return {
    actors: ids,
    targets: [],
    about: `${ip} ${macs.join(" ")}`,
    weighedAs: view.weightOfAll(ids),
    title: `${counted(macs.length, "network card")} claim the address ${ip} at the same time.`,
    detail: `${inWords(claims.map((claim) => `${macText(claim.mac)} (${counted(claim.times, "announcement")})`))}.`,
    confidence: 0.8,
    ...sums(claims),
  };
}

function spoofSighting(
  mac: string,
  concerned: readonly Conflict[],
  owners: ReadonlyMap<string, string>,
  view: SiteView,
): Sighting {
  const claims = concerned.flatMap((conflict) => conflict.claims.filter((claim) => claim.mac === mac));
  const actor = owners.get(mac) ?? "";
  const addresses = concerned.flatMap(({ ip, claims: all }) => [ip, ...all.map((claim) => claim.mac)]);
  const victims = knownIds(addresses, owners).filter((id) => id !== actor);
  const weight = view.weightOfAll([actor, ...victims]);
  return {
    actors: actor === "" ? [] : [actor],
    targets: victims,
    identity: actor,
    about: mac,
    weighedAs: weight,
    severity: weight === "OT" || weight === "IoMT" ? "critical" : "high",
    title: `${actor === "" ? `Network card ${macText(mac)}` : view.subject(actor)} claims ${concerned.length} addresses of other devices, as somebody who listens in between does.`,
    detail: `${macText(mac)} announced ${inWords(concerned.map(({ ip }) => ip))} while others did so too.`,
    confidence: 0.75,
    ...sums(claims),
  };
}

function knownIds(addresses: readonly string[], owners: ReadonlyMap<string, string>): string[] {
  return [...new Set(addresses.map((address) => owners.get(address) ?? ""))].filter((id) => id !== "").sort();
}

function sums(
  claims: readonly SeenBinding[],
): Pick<Sighting, "links" | "count" | "firstSeen" | "lastSeen" | "evidence"> {
  return {
    links: [],
    count: claims.reduce((sum, claim) => sum + claim.times, 0),
    firstSeen: leastOf(claims.map((claim) => claim.firstSeen)),
    lastSeen: greatestOf(claims.map((claim) => claim.lastSeen)),
    evidence: claims.map((claim) => claim.evidence),
  };
}
