import type { Carriage, Dissector } from "./dissector.ts";

type Over = Exclude<Carriage["over"], "inside">;

/** The dissectors, found by where their protocols ride. */
export interface Registry {
  readonly all: readonly Dissector[];
  /** Those that own this port or type, in list order; empty when none does. */
  owners(over: Over, key: number): readonly Dissector[];
  /** All that ride over this, in list order: candidates by their bytes alone. */
  riders(over: Over): readonly Dissector[];
  /** Whether frames of this EtherType come back to their sender under a marked hardware address. */
  returns(type: number): boolean;
  /** Those inside a carrier; with a key, those that name it, else those that name none. */
  inside(carrier: string, key: number): readonly Dissector[];
  /** By name or alias; undefined when unknown. */
  named(name: string): Dissector | undefined;
}

const NONE: readonly Dissector[] = [];

/** Builds the look-up tables of a list of dissectors. Throws on a name used twice: that is a bug of the list. */
export function registryOf(list: readonly Dissector[]): Registry {
  const owners = new Map<Over, Map<number, Dissector[]>>();
  const riders = new Map<Over, Dissector[]>();
  const inside = new Map<string, { dissector: Dissector; keys: readonly number[] | undefined }[]>();
  const names = new Map<string, Dissector>();
  const returned = new Set<number>();
  for (const entry of list) {
    for (const name of [entry.name, ...(entry.aliases ?? [])]) {
      if (names.has(name)) throw new Error(`two dissectors are called ${name}`);
      names.set(name, entry);
    }
    for (const carriage of entry.carriage) {
      if (carriage.over === "inside") {
        const bucket = inside.get(carriage.carrier) ?? [];
        bucket.push({ dissector: entry, keys: carriage.keys });
        inside.set(carriage.carrier, bucket);
        continue;
      }
      const rides = riders.get(carriage.over) ?? [];
      if (!rides.includes(entry)) rides.push(entry);
      riders.set(carriage.over, rides);
      const byKey = owners.get(carriage.over) ?? new Map<number, Dissector[]>();
      owners.set(carriage.over, byKey);
      if (carriage.over === "ethernet" && carriage.returned === true)
        for (const type of carriage.types) returned.add(type);
      for (const key of keysOf(carriage)) byKey.set(key, [...(byKey.get(key) ?? []), entry]);
    }
  }
  const insideCache = new Map<string, Map<number, readonly Dissector[]>>();
  return {
    all: list,
    owners: (over, key) => owners.get(over)?.get(key) ?? NONE,
    riders: (over) => riders.get(over) ?? NONE,
    returns: (type) => returned.has(type),
    inside(carrier, key) {
      let cache = insideCache.get(carrier);
      if (cache === undefined) {
        cache = new Map();
        insideCache.set(carrier, cache);
      }
      const known = cache.get(key);
      if (known !== undefined) return known;
      const bucket = inside.get(carrier) ?? [];
      const named = bucket.filter((entry) => key >= 0 && entry.keys?.includes(key));
      const open = bucket.filter((entry) => entry.keys === undefined);
      const answer = [...named, ...open].map((entry) => entry.dissector);
      // Keys come from the wire, so the cache has a ceiling.
      if (key < 0 || named.length > 0 || cache.size < 1024) cache.set(key, answer);
      return answer;
    },
    named: (name) => names.get(name),
  };
}

/** What protocols are called in writing, by their short names. */
export function titlesOf(list: readonly Dissector[]): Record<string, string> {
  return Object.fromEntries(list.map(({ name, title }) => [name, title]));
}

function keysOf(carriage: Exclude<Carriage, { over: "inside" }>): readonly number[] {
  if (carriage.over === "ip") return carriage.protocols;
  if (carriage.over === "ethernet" || carriage.over === "llc") return carriage.types;
  return carriage.ports;
}
