import type { SeenBinding } from "../../observe/site.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, inWords } from "../gather.ts";
import type { SiteView } from "../view.ts";

/** Announcements by which hosts find each other on the line. */
const ANNOUNCED = new Set(["ARP", "NDP"]);
/** Hardware addresses that routers share on purpose: VRRP (RFC 9568), HSRP, GLBP, CARP. */
const SHARED = /^(00005e0001|00005e0002|00000c07ac|00000c9ff|0007b400)/;
/** One network card that claims this many addresses of others listens in rather than conflicts. */
const SPOOFED = 2;

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
  blindSpots: "Conflicts behind a router, and devices that did not announce themselves during the capture.",
  find(view) {
    const byAddress = claimsByAddress(view.site.bindings);
    const conflicts: { ip: string; claims: SeenBinding[] }[] = [];
    for (const ip of [...byAddress.keys()].sort()) {
      const claims = overlapping(byAddress.get(ip) as SeenBinding[]);
      if (claims.length > 1) conflicts.push({ ip, claims });
    }
    const spoofers = spoofersOf(conflicts);
    const plain = conflicts.filter(({ claims }) => !claims.some(({ mac }) => spoofers.has(mac)));
    return [
      ...[...spoofers.keys()].sort().map((mac) => spoofSighting(mac, conflicts, view)),
      ...plain.map(({ ip, claims }) => conflictSighting(ip, claims, view)),
    ];
  },
};

function claimsByAddress(bindings: readonly SeenBinding[]): Map<string, SeenBinding[]> {
  const byAddress = new Map<string, SeenBinding[]>();
  for (const binding of bindings) {
    const { ip, mac } = binding;
    if (!ANNOUNCED.has(binding.method) || ip === "0.0.0.0" || ip === "::" || SHARED.test(mac)) continue;
    const known = byAddress.get(ip);
    if (known === undefined) byAddress.set(ip, [binding]);
    else known.push(binding);
  }
  return byAddress;
}

/** Claims that were made while another hardware address still made or went on making its own: handing over is no conflict. */
function overlapping(claims: readonly SeenBinding[]): SeenBinding[] {
  return claims
    .filter((claim) =>
      claims.some(
        (other) => other.mac !== claim.mac && claim.firstSeen <= other.lastSeen && other.firstSeen <= claim.lastSeen,
      ),
    )
    .sort((one, other) => (one.mac < other.mac ? -1 : one.mac > other.mac ? 1 : one.firstSeen - other.firstSeen));
}

/** Hardware addresses in conflict over several addresses at once, where the others are each in conflict over one. */
function spoofersOf(conflicts: readonly { ip: string; claims: readonly SeenBinding[] }[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { claims } of conflicts) {
    for (const mac of new Set(claims.map((claim) => claim.mac))) times.set(mac, (times.get(mac) ?? 0) + 1);
  }
  return new Map([...times].filter(([, count]) => count >= SPOOFED));
}

function deviceOfMac(mac: string, view: SiteView): string {
  const text = mac.replace(/(..)(?=.)/g, "$1:");
  return view.site.devices.find((device) => device.macs.includes(text))?.id ?? "";
}

function deviceOfIp(ip: string, view: SiteView): string {
  return view.site.devices.find((device) => device.ips.includes(ip))?.id ?? "";
}

function conflictSighting(ip: string, claims: readonly SeenBinding[], view: SiteView): Sighting {
  const macs = [...new Set(claims.map((claim) => claim.mac))];
  const ids = [...new Set([...macs.map((mac) => deviceOfMac(mac, view)), deviceOfIp(ip, view)])].filter(
    (id) => id !== "",
  );
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
  conflicts: readonly { ip: string; claims: readonly SeenBinding[] }[],
  view: SiteView,
): Sighting {
  const concerned = conflicts.filter(({ claims }) => claims.some((claim) => claim.mac === mac));
  const claims = concerned.flatMap((conflict) => conflict.claims.filter((claim) => claim.mac === mac));
  const actor = deviceOfMac(mac, view);
  const victims = [
    ...new Set(
      concerned.flatMap((conflict) => [
        deviceOfIp(conflict.ip, view),
        ...conflict.claims.map((claim) => deviceOfMac(claim.mac, view)),
      ]),
    ),
  ].filter((id) => id !== "" && id !== actor);
  const weight = view.weightOfAll([actor, ...victims]);
  return {
    actors: actor === "" ? [] : [actor],
    targets: victims,
    about: mac,
    weighedAs: weight,
    severity: weight === "OT" || weight === "IoMT" ? "critical" : "high",
    title:
      `${actor === "" ? `Network card ${macText(mac)}` : view.subject(actor)} claims ${counted(concerned.length, "address")} of other devices, as somebody who listens in between does.`.replace(
        "addresss",
        "addresses",
      ),
    detail: `${macText(mac)} announced ${inWords(concerned.map(({ ip }) => ip))} while others did so too.`,
    confidence: 0.75,
    ...sums(claims),
  };
}

function sums(
  claims: readonly SeenBinding[],
): Pick<Sighting, "links" | "count" | "firstSeen" | "lastSeen" | "evidence"> {
  return {
    links: [],
    count: claims.reduce((sum, claim) => sum + claim.times, 0),
    firstSeen: Math.min(...claims.map((claim) => claim.firstSeen)),
    lastSeen: Math.max(...claims.map((claim) => claim.lastSeen)),
    evidence: claims.map((claim) => claim.evidence),
  };
}

function macText(mac: string): string {
  return mac.replace(/(..)(?=.)/g, "$1:");
}
