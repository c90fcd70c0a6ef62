import { roleName } from "../../../export/words.ts";
import type { MapDevice } from "../../../layout/tiles.ts";
import type { SlimDevice } from "../../api/forms.ts";

/** How tiles of the map may be put together. */
export const GROUPS = ["kind", "zone", "maker", "network"] as const;
/** One of GROUPS. */
export type Group = (typeof GROUPS)[number];

/** A tile of at most so many devices unfolds into one tile each. */
export const MOST_UNFOLDED = 40;
/** Kinds, makers or networks of one tile that unfold; the rest shares one. */
const MOST_PARTS = 24;
/** Zones of one level that have a box of their own; the devices of the smallest beyond stand outside of boxes. */
const MOST_ZONES = 12;
/** Tiles drawn while nothing is unfolded: the smallest groups of each level share one beyond its part of these. */
const MOST_TILES = 250;

/** What a zone begins with where it stands in the key of a tile. */
const ZONE_SIGN = "@";

/** The network of an address as people write it: 24 bits of IPv4, 64 of IPv6; "no network" for none. */
export function networkOf(address: string): string {
  const four = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address);
  if (four) return `${four[1]}.0/24`;
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address) || address === "") return "no network";
  if (address.includes(":")) return `${address.split(":").slice(0, 4).join(":")}::/64`;
  return "no network";
}

interface Step {
  name: Group;
  keyOf: (device: SlimDevice) => string;
  wordOf: (key: string, several: boolean) => string;
}

const STEPS: Readonly<Record<Group, Step>> = {
  kind: { name: "kind", keyOf: ({ role }) => role, wordOf: (key) => roleName(key as SlimDevice["role"], true) },
  zone: {
    name: "zone",
    keyOf: ({ zone, address }) => zone || networkOf(address),
    wordOf: (key) => (key === "no network" ? "Without a network" : key),
  },
  maker: { name: "maker", keyOf: ({ vendor }) => vendor, wordOf: (key) => key || "Maker unknown" },
  network: {
    name: "network",
    keyOf: ({ address }) => networkOf(address),
    wordOf: (key) => (key === "no network" ? "Without a network" : key),
  },
};

/** By what a tile unfolds further, after what it was put together by. */
const FURTHER: Readonly<Record<Group, readonly Group[]>> = {
  kind: ["kind", "maker", "network"],
  zone: ["zone", "kind", "maker"],
  maker: ["maker", "kind", "network"],
  network: ["network", "kind", "maker"],
};

/** What tells what a tile's last group was: further steps of unfolding go by makers, then networks, then nothing more. */
export const PATH_SEPARATOR = "|";

/**
 * Puts devices into tiles: up to 40 devices one each; beyond by `group`. Tiles whose key is in `unfolded` (without the
 * level) come apart: into devices while they are few, else by the next thing that tells them apart. Devices of a zone share
 * tiles only among themselves, so that a zone has a box.
 */
export function groupDevices(
  devices: readonly SlimDevice[],
  group: Group,
  unfolded: ReadonlySet<string>,
): { devices: MapDevice[]; canUnfold: ReadonlySet<string> } {
  const canUnfold = new Set<string>();
  const slim = devices.map(
    ({ id, label, role, level, vendor, zone }): MapDevice => ({ id, label, role, level, vendor, zone }),
  );
  if (devices.length <= MOST_UNFOLDED && group === "kind") return { devices: slim, canUnfold };
  const steps = FURTHER[group].map((name) => STEPS[name]);
  const levels = new Map<string, number[]>();
  for (const [index, { level }] of devices.entries()) {
    const members = levels.get(level);
    if (members) members.push(index);
    else levels.set(level, [index]);
  }
  const mostOfLevel = Math.floor(MOST_TILES / levels.size);
  const assign = (members: readonly number[], level: string, prefix: string, depth: number, room: number) => {
    const most = depth > 0 ? MOST_PARTS : room;
    const step = steps[depth];
    const parts = new Map<string, number[]>();
    for (const index of members) {
      const key = step.keyOf(devices[index]);
      const part = parts.get(key);
      if (part) part.push(index);
      else parts.set(key, [index]);
    }
    const ordered = [...parts].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
    for (const [rank, [key, part]] of ordered.entries()) {
      const isRest = ordered.length > most && rank >= most - 1;
      const path = isRest ? `${prefix}${PATH_SEPARATOR}rest` : prefix === "" ? key : `${prefix}${PATH_SEPARATOR}${key}`;
      const full = `${level}/${path}`;
      if (part.length > 1 && unfolded.has(full) && !isRest) {
        if (part.length <= MOST_UNFOLDED) {
          for (const index of part) {
            slim[index].group = { key: `${path}${PATH_SEPARATOR}${devices[index].id}`, label: devices[index].label };
          }
          continue;
        }
        if (depth + 1 < steps.length) {
          assign(part, level, path, depth + 1, room);
          continue;
        }
      }
      if (part.length > 1 && !isRest && (part.length <= MOST_UNFOLDED || depth + 1 < steps.length)) canUnfold.add(full);
      const word = isRest ? "Others" : step.wordOf(key, true);
      for (const index of part) {
        slim[index].group = { key: path, label: part.length === 1 ? "" : word };
        // A tile that is the zone itself needs no box around it.
        if (group === "zone" && depth === 0) slim[index].zone = "";
      }
    }
  };
  for (const [level, members] of levels) {
    if (group === "zone") {
      assign(members, level, "", 0, mostOfLevel);
      continue;
    }
    const zones = zonesOf(members, devices, mostOfLevel);
    const room = Math.max(2, Math.floor(mostOfLevel / zones.size));
    for (const [zone, part] of zones) {
      for (const index of part) slim[index].zone = zone;
      assign(part, level, zone === "" ? "" : `${ZONE_SIGN}${zone.replace(/[|~]/g, " ")}`, 0, room);
    }
  }
  return { devices: slim, canUnfold };
}

/** Devices by their zone, "" for those without one and those of the smallest zones beyond what has room. */
function zonesOf(
  members: readonly number[],
  devices: readonly SlimDevice[],
  most: number,
): ReadonlyMap<string, readonly number[]> {
  const zones = new Map<string, number[]>();
  for (const index of members) {
    const { zone } = devices[index];
    const known = zones.get(zone);
    if (known) known.push(index);
    else zones.set(zone, [index]);
  }
  const named = [...zones].filter(([zone]) => zone !== "");
  named.sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  const kept = named.slice(0, Math.min(MOST_ZONES, Math.max(1, Math.floor(most / 2) - 1)));
  const rest = [...(zones.get("") ?? []), ...named.slice(kept.length).flatMap(([, part]) => part)];
  return new Map(rest.length > 0 ? [["", rest], ...kept] : kept);
}

/** Whether a tile stands for all devices of a kind on its level, or in its zone there. */
export function isWholeKind(key: string): boolean {
  return !key.replace(/\/@[^|]*\|/, "/").includes(PATH_SEPARATOR);
}
