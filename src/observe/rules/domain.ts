import type { Domain, Level } from "../../model/role.ts";
import { type Conduct, type Tie, untoldCyclicTies } from "./conduct.ts";
import { MAKERS_FOR_PLANTS, MAKERS_OF_THINGS, ROLE_DOMAINS } from "./level-facts.ts";
import { isOutside } from "./outside.ts";
import type { World } from "./protocol-facts.ts";

/** What a world's protocols make of a device that nothing else tells. The first world that is spoken stands. */
const WORLD_DOMAINS: readonly (readonly [World, Domain])[] = [
  ["ot", "ICS"],
  ["iomt", "IoMT"],
  ["5g", "5G"],
  ["building", "building"],
  ["iot", "IoT"],
];

const LEVEL_DOMAINS: Readonly<Partial<Record<Level, Domain>>> = {
  "0": "ICS",
  "1": "ICS",
  "2": "ICS",
  "4": "IT",
  "5": "IT",
  IoMT: "IoMT",
  Building: "building",
  "5G": "5G",
  Outside: "outside",
  Boundary: "network",
};

/** The world that a placed device belongs to. `hasProcess` tells whether the site controls anything. */
export function domainOf(conduct: Conduct, hasProcess: boolean): Domain {
  const { device } = conduct;
  if (isOutside(device) && device.level.level === "Outside") return "outside";
  const spoken = worldsSpoken(conduct);
  if (device.role === "gateway" || device.role === "sensor") {
    if (spoken.has("iot")) return hasProcess ? "IIoT" : "IoT";
    if (device.role === "sensor" && !spoken.has("ot") && !hasProcess) return "IoT";
    return "ICS";
  }
  if (device.role === "mqtt broker") return hasProcess ? "IIoT" : "IoT";
  const ofRole = ROLE_DOMAINS[device.role];
  if (ofRole !== undefined) return ofRole;
  const isComputer = device.role !== "unknown";
  if (!isComputer) {
    for (const [world, domain] of WORLD_DOMAINS) {
      if (!spoken.has(world)) continue;
      return domain === "IoT" && hasProcess && device.level.level !== "4" ? "IIoT" : domain;
    }
  }
  // A level that wants review says too little to speak for a domain.
  const ofLevel = device.level.needsReview ? undefined : LEVEL_DOMAINS[device.level.level];
  if (isComputer && MAKERS_FOR_PLANTS.test(device.vendor)) return "ICS";
  if (isComputer) return ofLevel !== undefined && ofLevel !== "network" ? ofLevel : "IT";
  if (ofLevel !== undefined && ofLevel !== "IT") return ofLevel;
  // Points for level 4 say that it is no plant device; they do not say that it is a computer.
  if (MAKERS_OF_THINGS.test(device.vendor)) return "IoT";
  return MAKERS_FOR_PLANTS.test(device.vendor) ? "ICS" : "unknown";
}

/** Worlds in which a device proved to take part: it was answered, or answered, or sent to a group, or is asked again and again. */
function worldsSpoken(conduct: Conduct): Set<World> {
  const worlds = new Set<World>(untoldCyclicTies(conduct).map((tie) => tie.facts.world));
  for (const poller of conduct.polledBy) worlds.add(poller.facts.world);
  for (const tie of conduct.ties)
    if (tie.answered || (tie.side === "client" && tie.peer === "" && !onlyAsks(tie))) worlds.add(tie.facts.world);
  return worlds;
}

/** Who only seeks things, as every computer does, is none of them. */
function onlyAsks(tie: Tie): boolean {
  const { operations } = tie.link;
  return (
    tie.facts.world === "iot" &&
    operations.length > 0 &&
    operations.every((entry) => /:(m_search|search|probe|resolve)$/.test(entry.operation))
  );
}
