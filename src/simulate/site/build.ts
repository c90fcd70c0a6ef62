import type { Level } from "../../model/role.ts";
import { LEVELS } from "../../model/role.ts";
import { ipNumber } from "../bytes.ts";
import type { Told } from "../engine/ledger.ts";
import { PHYSICS, Process } from "../engine/physics.ts";
import type { Device, Pair } from "../engine/talk.ts";
import type { World, Zone } from "../engine/world.ts";
import type { Catalog, DeviceEntry, SiteDescription } from "./describe.ts";

/** First host number given out by itself in a subnet. */
const FIRST_HOST = 10;

/** A site with everything in place, ready to be played. */
export interface BuiltSite {
  zones: Map<string, Zone>;
  devices: Device[];
  /** What the truth says of a device's level. */
  levels: Map<string, Level>;
  talks: { talk: string; pair: Omit<Pair, "world" | "random" | "acts" | "tells"> }[];
  scenarios: { scenario: string; at: number; actor: Device; targets: Device[]; options: Record<string, unknown> }[];
}

/** How many devices an entry stands for. */
function howMany(entry: DeviceEntry, scale: number): number {
  return entry.count === 0 ? 1 : Math.max(1, Math.round(entry.count * scale));
}

/** Puts a site's zones and devices into the world; every problem is added to `problems`. */
export function buildSite(
  site: SiteDescription,
  scale: number,
  world: World,
  catalog: Catalog,
  problems: string[],
): BuiltSite {
  const zones = buildZones(site, world, problems);
  const levels = new Map<string, Level>();
  const devices = buildDevices(site, scale, world, catalog, zones, levels, problems);
  joinRouters(site, zones, world, problems);
  joinTunnels(site, scale, world, problems);
  for (const mirror of site.mirrors) {
    for (const name of mirror.unseen) {
      const found = pick(devices, [name]);
      if (found.length === 0) problems.push(`${mirror.path}.unseen: no device is called "${name}"`);
      for (const device of found) device.unseen = true;
    }
  }
  return {
    zones,
    devices,
    levels,
    talks: buildTalks(site, devices, catalog, problems),
    scenarios: buildScenarios(site, devices, catalog, problems),
  };
}

function buildZones(site: SiteDescription, world: World, problems: string[]): Map<string, Zone> {
  const zones = new Map<string, Zone>();
  for (const entry of site.zones) {
    if (zones.has(entry.name)) problems.push(`${entry.path}: a zone of this name exists already; give it another`);
    const size = 2 ** (32 - entry.bits);
    zones.set(entry.name, {
      name: entry.name,
      vlan: entry.vlan,
      outside: entry.outside,
      router: undefined,
      gateway: entry.base + 1,
      broadcast: entry.base + size - 1,
      views: [],
    });
  }
  site.mirrors.forEach((mirror, place) => {
    for (const name of mirror.zones) {
      const zone = zones.get(name);
      if (zone === undefined) {
        problems.push(`${mirror.path}.zones: no zone is called "${name}"; there are ${[...zones.keys()].join(", ")}`);
        continue;
      }
      const { tagged, twice, loss } = mirror;
      zone.views.push({ place, tagged, twice, loss });
    }
  });
  return zones;
}

function buildDevices(
  site: SiteDescription,
  scale: number,
  world: World,
  catalog: Catalog,
  zones: Map<string, Zone>,
  levels: Map<string, Level>,
  problems: string[],
): Device[] {
  const devices: Device[] = [];
  const taken = new Map<number, string>();
  const following = new Map<string, number>();
  for (const entry of site.devices) {
    const zone = zones.get(entry.zone);
    const type = catalog.deviceTypes.get(entry.type);
    if (zone === undefined) {
      problems.push(`${entry.path}.zone: no zone is called "${entry.zone}"; there are ${[...zones.keys()].join(", ")}`);
    }
    if (zone === undefined || type === undefined) continue;
    if (entry.level !== "" && !(LEVELS as readonly string[]).includes(entry.level)) {
      problems.push(`${entry.path}.level: "${entry.level}" is no level; there are ${LEVELS.join(", ")}`);
    }
    const { base, bits } = site.zones.find((each) => each.name === entry.zone) ?? { base: 0, bits: 24 };
    const last = base + 2 ** (32 - bits) - 2;
    const count = howMany(entry, scale);
    const routes = site.zones.some((each) => each.router === entry.name);
    for (let number = 0; number < count; number++) {
      const name = entry.count === 0 ? entry.name : `${entry.name}-${number + 1}`;
      let ip = entry.address === "" ? 0 : ipNumber(entry.address) + number;
      if (routes) ip = base + 1;
      if (ip === 0) {
        ip = following.get(entry.zone) ?? base + FIRST_HOST;
        while (taken.has(ip)) ip++;
        following.set(entry.zone, ip + 1);
      }
      if (ip < base || ip > last) {
        problems.push(`${entry.path}: the zone's subnet has no room for ${name}; widen zones.${entry.zone}.subnet`);
        break;
      }
      if (taken.has(ip)) problems.push(`${entry.path}.address: ${name} takes the address of ${taken.get(ip)}`);
      if (world.byName.has(name)) problems.push(`${entry.path}: a device called ${name} exists already; rename one`);
      taken.set(ip, name);
      const random = world.random.fork(`device ${name}`);
      const physics = PHYSICS.find((each) => each.name === type.process);
      const device: Device = {
        name,
        index: 0,
        type,
        number,
        mac: hardwareAddress(type.block, random.next()),
        ip,
        zone,
        system: type.system,
        random,
        unseen: false,
        tunnel: undefined,
        process: physics === undefined ? undefined : new Process(physics, random.fork("process"), world.epoch),
        identification: random.between(0, 0xffff),
        nextPort: type.system.firstPort + random.between(0, 400),
        freeAt: 0,
        clockOffset: random.between(1_000_000, 2_000_000_000),
        clockError: random.between(-900_000, 900_000),
        heldUntil: 0,
        shown: 0,
        stopped: false,
        restarts: 0,
        formerMacs: [],
        serial: type.serialPrefix === "" ? "" : `${type.serialPrefix}${random.between(10_000_000, 99_999_999)}`,
        firmware: entry.firmware === "" ? type.firmware : entry.firmware,
      };
      levels.set(name, entry.level === "" ? type.level : (entry.level as Level));
      world.add(device);
      devices.push(device);
    }
  }
  return devices;
}

function hardwareAddress(block: string, number: number): Uint8Array {
  const bytes = block.split(":").map((part) => Number.parseInt(part, 16));
  return Uint8Array.of(...bytes, number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff);
}

function joinRouters(site: SiteDescription, zones: Map<string, Zone>, world: World, problems: string[]): void {
  for (const entry of site.zones) {
    if (entry.router === "") continue;
    const router = world.byName.get(entry.router);
    const zone = zones.get(entry.name);
    if (router === undefined) problems.push(`${entry.path}.router: no device is called "${entry.router}"`);
    else if (zone !== undefined) zone.router = router;
  }
}

function joinTunnels(site: SiteDescription, scale: number, world: World, problems: string[]): void {
  let tunnel = 0x1000;
  for (const entry of site.devices) {
    if (entry.radio === "" && entry.core === "") continue;
    const radio = world.byName.get(entry.radio);
    const core = world.byName.get(entry.core);
    if (radio === undefined) problems.push(`${entry.path}.radio: no device is called "${entry.radio}"`);
    if (core === undefined) problems.push(`${entry.path}.core: no device is called "${entry.core}"`);
    if (radio === undefined || core === undefined) continue;
    for (let number = 0; number < howMany(entry, scale); number++) {
      const device = world.byName.get(entry.count === 0 ? entry.name : `${entry.name}-${number + 1}`);
      if (device !== undefined) device.tunnel = { radio, core, up: tunnel++, down: tunnel++ };
    }
  }
}

/** Devices by names, where "*" stands for any letters and "type:x" for all of a type. */
function pick(devices: readonly Device[], names: readonly string[]): Device[] {
  const found = new Set<Device>();
  for (const name of names) {
    if (name.startsWith("type:")) {
      for (const device of devices) if (device.type.name === name.slice(5)) found.add(device);
      continue;
    }
    const parts = name.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`^${parts.join(".*")}$`);
    // A name that stands for several means all of them.
    const counted = new RegExp(`^${parts.join(".*")}-\\d+$`);
    const exact = devices.filter((device) => pattern.test(device.name));
    for (const device of exact.length > 0 ? exact : devices.filter((each) => counted.test(each.name)))
      found.add(device);
  }
  return [...found];
}

function buildTalks(
  site: SiteDescription,
  devices: readonly Device[],
  catalog: Catalog,
  problems: string[],
): BuiltSite["talks"] {
  const talks: BuiltSite["talks"] = [];
  for (const entry of site.talks) {
    const talk = catalog.talks.get(entry.talk);
    if (talk === undefined) continue;
    const clients = named(devices, entry.from, `${entry.path}.from`, problems);
    const add = (client: Device, server: Device) =>
      talks.push({
        talk: entry.talk,
        pair: { client, server, every: entry.every, open: entry.open, options: entry.options },
      });
    if (talk.alone) {
      for (const client of clients) add(client, client);
      continue;
    }
    const servers = named(devices, entry.to, `${entry.path}.to`, problems);
    if (servers.length === 0) continue;
    clients.forEach((client, index) => {
      for (const server of entry.spread ? [servers[index % servers.length]] : servers) {
        if (server === client) continue;
        const broken = unreachable(client, server);
        if (broken === "") add(client, server);
        else problems.push(`${entry.path}: ${client.name} cannot reach ${server.name}: ${broken}`);
      }
    });
  }
  return talks;
}

function unreachable(client: Device, server: Device): string {
  if (client.zone === server.zone || client.tunnel !== undefined || server.tunnel !== undefined) return "";
  if (client.zone.outside && server.zone.outside) return "both are outside, where nothing is seen";
  for (const { zone } of [client, server]) {
    if (!zone.outside && zone.router === undefined) return `zones.${zone.name} has no router`;
  }
  return "";
}

function named(devices: readonly Device[], names: readonly string[], path: string, problems: string[]): Device[] {
  if (names.length === 0) problems.push(`${path}: is missing; name devices, with * for any letters`);
  const found = pick(devices, names);
  for (const name of names) {
    if (pick(devices, [name]).length === 0) problems.push(`${path}: no device is called "${name}"`);
  }
  return found;
}

function buildScenarios(
  site: SiteDescription,
  devices: readonly Device[],
  catalog: Catalog,
  problems: string[],
): BuiltSite["scenarios"] {
  const scenarios: BuiltSite["scenarios"] = [];
  for (const entry of site.scenarios) {
    const scenario = catalog.scenarios.get(entry.scenario);
    if (scenario === undefined) continue;
    const targets = named(devices, entry.to, `${entry.path}.to`, problems);
    const [actor] = entry.from.length === 0 ? targets : named(devices, entry.from, `${entry.path}.from`, problems);
    if (actor === undefined || targets.length === 0) continue;
    for (const target of targets) {
      if (scenario.targets.length > 0 && !scenario.targets.includes(target.type.name)) {
        problems.push(
          `${entry.path}.to: ${entry.scenario} is for ${scenario.targets.join(", ")}, which ${target.name} is not`,
        );
      }
    }
    scenarios.push({ scenario: entry.scenario, at: entry.at, actor, targets, options: entry.options });
  }
  return scenarios;
}

/** What a device can tell of itself, by attribute. */
export function identityOf(device: Device, attribute: Told): string {
  switch (attribute) {
    case "vendor":
      return device.type.vendor;
    case "model":
      return device.type.model;
    case "orderNumber":
      return device.type.orderNumber;
    case "firmware":
      return device.firmware;
    case "serial":
      return device.serial;
    case "hostName":
      return device.name;
    case "operatingSystem":
      return device.type.operatingSystem;
  }
}
