import type { DeviceType } from "../engine/device.ts";
import type { Scenario } from "../engine/scenario.ts";
import type { Talk } from "../engine/talk.ts";

/** What sites can name. */
export interface Catalog {
  deviceTypes: ReadonlyMap<string, DeviceType>;
  talks: ReadonlyMap<string, Talk>;
  scenarios: ReadonlyMap<string, Scenario>;
}

/** A zone as a site says it; `path` is where, for problems. */
export interface ZoneEntry {
  path: string;
  name: string;
  vlan: number;
  base: number;
  bits: number;
  router: string;
  outside: boolean;
  level: string;
}

/** A mirror as a site says it. */
export interface MirrorEntry {
  path: string;
  name: string;
  zones: string[];
  tagged: boolean;
  twice: boolean;
  loss: number;
  unseen: string[];
}

/** A device, or several of a kind. */
export interface DeviceEntry {
  path: string;
  name: string;
  type: string;
  zone: string;
  /** 0 for one device of exactly this name, which does not scale. */
  count: number;
  address: string;
  firmware: string;
  level: string;
  radio: string;
  core: string;
}

/** Who talks with whom, and how. */
export interface TalkEntry {
  path: string;
  talk: string;
  from: string[];
  to: string[];
  /** Nanoseconds. */
  every: number;
  spread: boolean;
  /** Whether the connection was there before the capture began. */
  open: boolean;
  options: Record<string, unknown>;
}

/** What happens, when, by whom and to whom. */
export interface ScenarioEntry {
  path: string;
  scenario: string;
  from: string[];
  to: string[];
  /** Nanoseconds from the beginning. */
  at: number;
  options: Record<string, unknown>;
}

/** A site as its document describes it, or several documents joined. */
export interface SiteDescription {
  name: string;
  about: string;
  /** Second since 1970 UTC. */
  start: number;
  /** Nanoseconds. */
  duration: number;
  seed: number;
  loss: number;
  scale: number;
  include: string[];
  zones: ZoneEntry[];
  mirrors: MirrorEntry[];
  devices: DeviceEntry[];
  talks: TalkEntry[];
  scenarios: ScenarioEntry[];
}

/** Joins a site with those that it includes; name, start, length and seed are the first one's. */
export function joinSites(first: SiteDescription, others: readonly SiteDescription[]): SiteDescription {
  const all = [first, ...others];
  return {
    ...first,
    zones: all.flatMap((each) => each.zones),
    mirrors: all.flatMap((each) => each.mirrors),
    devices: all.flatMap((each) => each.devices),
    talks: all.flatMap((each) => each.talks),
    scenarios: all.flatMap((each) => each.scenarios),
  };
}
