import type { Level, Role } from "../../model/role.ts";
import {
  Ledger,
  type TrueIdentity,
  type TrueIncident,
  type TruePart,
  type TruePoint,
  type TrueSession,
} from "../engine/ledger.ts";
import { Queue } from "../engine/queue.ts";
import { Recorder, type Sink } from "../engine/recorder.ts";
import type { Device, Pair } from "../engine/talk.ts";
import { World } from "../engine/world.ts";
import { createRandom } from "../random.ts";
import { SECOND } from "../schedule.ts";
import type { SiteTruth, TrueDevice } from "../truth.ts";
import { type BuiltSite, buildSite, identityOf } from "./build.ts";
import type { Catalog, SiteDescription } from "./describe.ts";

/** A device of a played site. */
export interface PlayedDevice extends TrueDevice {
  /** Roles that look the same on the wire. */
  alsoRoles: Role[];
}

/** The truth about a simulated site and what happened in it. */
export interface PlayedTruth extends SiteTruth {
  devices: PlayedDevice[];
  zones: { name: string; vlan: number; level: string; subnet: string; mirrors: string[] }[];
  /** What devices told about themselves, and over what. */
  identities: TrueIdentity[];
  points: TruePoint[];
  /** What devices told that speak only through another. */
  parts: TruePart[];
  /** Sessions of radio devices. */
  sessions: TrueSession[];
  attacks: TrueIncident[];
  faults: TrueIncident[];
  work: TrueIncident[];
}

/** How a site is played. */
export interface PlayOptions {
  seed: number;
  /** Nanoseconds. */
  duration: number;
  scale: number;
  /** Name of the capture, for the truth. */
  file: string;
}

/** Nanoseconds that are played between two looks at `sink`'s reader. */
const SLICE = 10 * SECOND;

/**
 * Plays a site into `sink` and answers the truth. Memory depends on the site, not on the duration. A site that cannot be
 * played throws one error that lists every problem.
 */
export function playSite(site: SiteDescription, catalog: Catalog, options: PlayOptions, sink: Sink): PlayedTruth {
  const queue = new Queue(0);
  const ledger = new Ledger();
  const random = createRandom(options.seed);
  const zoneNames = (names: readonly string[]) => names.join(", ");
  const recorder = new Recorder(
    sink,
    site.start,
    `Synthetic site "${site.name}" of the Bulkhead project, seed ${options.seed}; no real device was recorded`,
    site.mirrors.map(({ name, zones }) => ({ name, description: `Mirror of ${zoneNames(zones)}` })),
  );
  const world = new World(queue, recorder, ledger, random, site.start, site.loss);
  const problems: string[] = [];
  if (site.mirrors.length === 0) problems.push("mirrors: there is none; name at least one with the zones it shows");
  const built = buildSite(site, options.scale, world, catalog, problems);
  if (problems.length > 0) throw new Error(describeProblems(site.name, problems));
  startTalks(built, world, catalog);
  const faults = startScenarios(built, world, catalog);
  for (let time = SLICE; time < options.duration; time += SLICE) queue.run(time);
  queue.run(options.duration);
  recorder.finish();
  return truthOf(site, built, world, options, faults);
}

/** One text for all problems of a site. */
export function describeProblems(name: string, problems: readonly string[]): string {
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return `site ${name} has ${count}:\n${problems.map((problem) => `  ${problem}`).join("\n")}`;
}

function startTalks(built: BuiltSite, world: World, catalog: Catalog): void {
  const { ledger } = world;
  const doubles = new Map<string, number>();
  for (const { talk: name, pair: given } of built.talks) {
    const talk = catalog.talks.get(name);
    if (talk === undefined) continue;
    const key = `${name} ${given.client.name} ${given.server.name}`;
    const double = doubles.get(key) ?? 0;
    doubles.set(key, double + 1);
    const { client, server } = given;
    const pair: Pair = {
      ...given,
      world,
      random: world.random.fork(`talk ${key} ${double}`),
      acts: (...acts) => {
        if (talk.alone) return;
        ledger.link(client.name, server.name, talk.protocol, talk.transport, talk.port, ...acts);
      },
      tells: (device: Device, ...attributes) => {
        for (const attribute of attributes)
          ledger.tell(device.name, attribute, identityOf(device, attribute), talk.protocol);
      },
    };
    talk.start(pair);
  }
}

function startScenarios(built: BuiltSite, world: World, catalog: Catalog): TrueIncident[] {
  const { ledger, queue } = world;
  const faults: TrueIncident[] = [];
  built.scenarios.forEach(({ scenario: name, at, actor, targets, options }, index) => {
    const scenario = catalog.scenarios.get(name);
    if (scenario === undefined) return;
    queue.call(at, () => {
      const incident: TrueIncident = {
        kind: name,
        title: scenario.title,
        start: world.clock(),
        end: world.clock(),
        actor: actor.name,
        targets: targets.map((target) => target.name),
        technique: scenario.technique,
        detail: scenario.detail,
      };
      const list = { attack: ledger.attacks, fault: faults, work: ledger.work }[scenario.kind];
      list.push(incident);
      scenario.play({
        world,
        actor,
        targets,
        random: world.random.fork(`scenario ${index} ${name}`),
        options,
        incident,
        touch: () => {
          incident.end = world.clock();
        },
      });
    });
  });
  return faults;
}

function truthOf(
  site: SiteDescription,
  built: BuiltSite,
  world: World,
  options: PlayOptions,
  faults: TrueIncident[],
): PlayedTruth {
  const { ledger, recorder } = world;
  const told = new Map<string, Map<string, string>>();
  for (const { device, attribute, value } of ledger.identities) {
    const known = told.get(device) ?? new Map<string, string>();
    told.set(device, known.set(attribute, value));
  }
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    site: site.name,
    seed: options.seed,
    period: { from: site.start, to: site.start + options.duration / SECOND },
    capture: { file: options.file, frames: sum(recorder.frames), droppedByMirror: sum(recorder.dropped) },
    zones: site.zones.map((zone) => ({
      name: zone.name,
      vlan: zone.vlan,
      level: zone.level,
      subnet: `${dotted(zone.base)}/${zone.bits}`,
      mirrors: site.mirrors.filter((mirror) => mirror.zones.includes(zone.name)).map((mirror) => mirror.name),
    })),
    devices: built.devices.map((device) => trueDevice(device, built, told.get(device.name) ?? new Map())),
    links: ledger.links,
    identities: ledger.identities,
    points: ledger.points,
    parts: ledger.parts,
    sessions: ledger.sessions,
    events: ledger.events,
    attacks: ledger.attacks,
    faults,
    work: ledger.work,
    hidden: hiddenThings(site, built),
  };
}

function trueDevice(device: Device, built: BuiltSite, told: ReadonlyMap<string, string>): PlayedDevice {
  const routed = [...built.zones.values()].filter((zone) => zone.router === device);
  const seenHere = device.shown > 0 && !device.zone.outside && device.tunnel === undefined;
  const { type } = device;
  const level = built.levels.get(device.name) ?? type.level;
  // Locally administered addresses name no maker.
  const registered = !type.block.startsWith("02");
  return {
    name: device.name,
    macs: seenHere ? [...device.formerMacs, device.mac].map(text) : [],
    ips: routed.length > 0 ? routed.map((zone) => dotted(zone.gateway)) : [dotted(device.ip)],
    vlans: routed.length > 0 ? routed.map((zone) => zone.vlan) : [device.zone.vlan],
    vendor: told.get("vendor") ?? (seenHere && registered ? type.vendor : ""),
    model: told.get("model") ?? "",
    orderNumber: told.get("orderNumber") ?? "",
    firmware: told.get("firmware") ?? "",
    serial: told.get("serial") ?? "",
    hostName: told.get("hostName") ?? "",
    operatingSystem: told.get("operatingSystem") ?? "",
    role: type.role,
    alsoRoles: [...type.alsoRoles],
    domain: type.domain,
    level,
    alsoLevels: [...type.alsoLevels, type.level].filter((each: Level) => each !== level),
    speaks: device.shown > 0,
  };
}

function hiddenThings(site: SiteDescription, built: BuiltSite): SiteTruth["hidden"] {
  const hidden: SiteTruth["hidden"] = [];
  const names = (devices: readonly Device[]) => devices.map((device) => device.name);
  const unseen = built.devices.filter((device) => device.unseen);
  if (unseen.length > 0) {
    hidden.push({
      kind: "one direction only",
      devices: names(unseen),
      detail: "No mirror copies what their ports send.",
    });
  }
  const blind = built.devices.filter(
    (device) => !device.zone.outside && device.zone.views.length === 0 && !device.tunnel,
  );
  if (blind.length > 0) {
    hidden.push({ kind: "not mirrored", devices: names(blind), detail: "Their zones are shown by no mirror." });
  }
  const before = built.talks.filter((each) => each.pair.open).flatMap(({ pair }) => [pair.client, pair.server]);
  if (before.length > 0) {
    hidden.push({
      kind: "began before the capture",
      devices: names([...new Set(before)]),
      detail: "Connections that were open already: no handshake, no identification.",
    });
  }
  const outside = built.devices.filter((device) => device.zone.outside);
  if (outside.length > 0) {
    hidden.push({
      kind: "behind a router",
      devices: names(outside),
      detail: "Hosts outside show only the router's MAC.",
    });
  }
  const radio = built.devices.filter((device) => device.tunnel !== undefined);
  if (radio.length > 0) {
    hidden.push({ kind: "in a tunnel", devices: names(radio), detail: "What they say travels inside GTP-U." });
  }
  if (site.mirrors.some((mirror) => mirror.loss > 0)) {
    hidden.push({ kind: "dropped by the mirror", devices: [], detail: "The interface statistics give the number." });
  }
  return hidden;
}

function dotted(ip: number): string {
  return [ip >>> 24, (ip >>> 16) & 255, (ip >>> 8) & 255, ip & 255].join(".");
}

function text(mac: Uint8Array): string {
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}
