import { mkdirSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { PROTOCOLS } from "../dissect/protocols/list.ts";
import { registryOf, titlesOf } from "../dissect/registry.ts";
import type { CaptureRecord, Change } from "../model/journal.ts";
import { problemOfCorrection } from "../observe/corrections.ts";
import { limitsOf } from "../serve/routes/keeping.ts";
import { type RunningServer, startServer } from "../serve/server.ts";
import { IntakeProblem, type SensorState } from "../serve/surroundings.ts";
import { findCaptureProgram } from "../sources/capture-program.ts";
import { listInterfaces } from "../sources/interfaces.ts";
import type { KeptPlace } from "../sources/kept-capture.ts";
import { KeptPackets } from "../sources/packets.ts";
import { segmentsIn } from "../sources/ring.ts";
import { openSqliteStore } from "../store/sqlite/store.ts";
import type { SensorRecord, Store } from "../store/store.ts";
import { Backups } from "./backups.ts";
import type { Configuration } from "./configuration.ts";
import { MonitorIntakes } from "./intakes.ts";
import { SiteHost } from "./site-host.ts";
import { ringFolder, type WireChoices } from "./wire.ts";

/** What a monitor is started with besides its configuration. */
export interface MonitorChoices {
  /** Seconds since 1970-01-01 UTC. */
  clock: () => number;
  version: string;
  /** Folder of the console's files; undefined without a console. */
  consoleFolder: string | undefined;
  /** File of the thread that runs a site; it is started with `wires` and the rest of `thread`. */
  thread: URL;
  /** Given to each site's thread besides. */
  threadChoices: object;
  /** Structured log lines; nowhere when left out. */
  log?: (line: string) => void;
}

/** A monitor that runs. */
export interface RunningMonitor {
  server: RunningServer;
  store: Store;
  intakes: MonitorIntakes;
  /** Ends everything in order; what was seen is stored. */
  close(): Promise<void>;
}

/** Seconds between two looks at what is kept. */
const RETENTION = 3600;
const FREE_RESERVE = 500e6;
/** MiB: what the kernel holds while a step of the site is made. */
const KERNEL_BUFFER = 128;

/** Starts a monitor: store, sites, sources and server. Rejects with an Error in words. */
export async function startMonitor(configuration: Configuration, choices: MonitorChoices): Promise<RunningMonitor> {
  const { clock } = choices;
  const { folder } = configuration;
  const store = openSqliteStore(folder, clock);
  const log = (event: string, fields: object): void => {
    choices.log?.(JSON.stringify({ time: new Date(clock() * 1000).toISOString(), event, ...fields }));
  };
  try {
    return await startWith(store, configuration, choices, clock, log);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startWith(
  store: Store,
  configuration: Configuration,
  choices: MonitorChoices,
  clock: () => number,
  log: (event: string, fields: object) => void,
): Promise<RunningMonitor> {
  const { folder } = configuration;
  const hosts = new Map<string, SiteHost>();
  const listeners = new Set<(site: string, changes: readonly Change[]) => void>();
  const live = new Map<string, SensorState>();
  const hostOf = (site: string): SiteHost => {
    const known = hosts.get(site);
    if (known !== undefined) return known;
    const ring = ringFolder(folder, site);
    mkdirSync(ring, { recursive: true, mode: 0o700 });
    const wires: WireChoices = { ring, ringBytes: configuration.packets / 2, buffer: KERNEL_BUFFER, user: "" };
    const host = new SiteHost(site, store, {
      thread: choices.thread,
      threadChoices: { ...choices.threadChoices, wires },
      onChanges: (changes) => {
        for (const listener of listeners) listener(site, changes);
      },
      onProgress: (capture, progress) => intakes.progressed(site, capture, progress),
      onWireState: (sensor, { pressure: _pressure, ...state }) => {
        const shown = live.get(sensor);
        if (shown !== undefined) Object.assign(shown, state);
      },
      onBroken: (why) => {
        log("thread broke", { site, why });
        void intakes.watchAgain(site);
      },
      onTrouble: (problem) => log(problem === "" ? "store works again" : "store trouble", { site, problem }),
    });
    hosts.set(site, host);
    return host;
  };
  const interfaces = async () => await listInterfaces(programPath());
  const intakes = new MonitorIntakes({
    ...{ store, clock, folder, hostOf, interfaces },
    onRead: (site, { number, name, frames, state, remark }) =>
      log("capture read", { site, capture: number, name, frames, state, remark }),
    limits: { upload: configuration.upload, kept: configuration.packets / 2, reserve: FREE_RESERVE },
    async watchInterface(sensor, capture, state) {
      live.set(sensor.id, state);
      await watchWire(
        hostOf(sensor.site),
        sensor,
        capture,
        (await interfaces()).map(({ name }) => name),
      );
      return async () => await hostOf(sensor.site).unwatch(sensor.id);
    },
  });
  await addConfigured(store, configuration, clock());
  await intakes.resume();
  const packets = new KeptPackets(
    registryOf(PROTOCOLS),
    async (site, capture) => await placeOf(store, folder, site, capture),
  );
  const backups = new Backups(store, folder, configuration.backups.keep);
  const server = await startServer(
    {
      ...{ store, intakes, packets, clock, version: choices.version, consoleFolder: choices.consoleFolder },
      protocolTitles: titlesOf(PROTOCOLS),
      onChanges(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      corrected: async (site, by) => await hostOf(site).correct(by),
      ...{ problemOfCorrection, backups },
    },
    {
      ...{ host: configuration.listen.host, port: configuration.listen.port, folder, secure: configuration.secure },
      ...{ names: configuration.names, certificate: configuration.certificate, limits: configuration.limits },
      uploadLimit: configuration.upload,
      openId: openIdOf(configuration),
      log: { write: (line) => choices.log?.(line.trimEnd()) },
    },
  ).catch(async (error: unknown) => {
    await intakes.close();
    for (const host of hosts.values()) await host.stop();
    throw error;
  });
  const backUp = async (): Promise<void> => {
    const { every } = configuration.backups;
    if (every === 0 || clock() - (backups.list()[0]?.when ?? 0) < every) return;
    try {
      log("backup", await backups.make(clock()));
    } catch (error) {
      log("backup failed", { problem: error instanceof Error ? error.message : String(error) });
    }
  };
  const retain = async (): Promise<void> => {
    try {
      const dropped = await store.retain(await limitsOf(store, configuration.limits), clock());
      for (const entry of dropped) log("dropped", entry);
    } catch (error) {
      log("retention failed", { problem: error instanceof Error ? error.message : String(error) });
    }
  };
  const tidy = async (): Promise<void> => {
    await retain();
    await backUp();
  };
  await retain();
  let tidying: Promise<void> = backUp();
  const retaining = setInterval(() => {
    tidying = tidying.then(tidy);
  }, RETENTION * 1000);
  return {
    ...{ server, store, intakes },
    async close() {
      clearInterval(retaining);
      await tidying;
      await server.close();
      await intakes.close();
      for (const host of hosts.values()) await host.stop();
      await store.close();
    },
  };
}

/** Sites and sources that the configuration names, as far as they are not there yet. */
async function addConfigured(store: Store, { sites }: Configuration, now: number): Promise<void> {
  const known = new Set((await store.sites.sites()).map(({ id }) => id));
  for (const { id, name, interfaces, directories } of sites) {
    if (!known.has(id)) await store.sites.putSite({ id, name, created: now });
    const sensors = await store.sites.sensors(id);
    const wanted = [
      ...interfaces.map((target) => ({ kind: "interface" as const, target })),
      ...directories.map((target) => ({ kind: "directory" as const, target })),
    ];
    for (const { kind, target } of wanted) {
      if (sensors.some((sensor) => sensor.kind === kind && sensor.target === target)) continue;
      await store.sites.putSensor({ id: `${kind} ${target}`, site: id, name: target, kind, target, created: now });
    }
  }
}

async function watchWire(
  host: SiteHost,
  sensor: SensorRecord,
  capture: CaptureRecord,
  known: readonly string[],
): Promise<void> {
  if (!known.includes(sensor.target)) {
    throw new IntakeProblem("unknown interface", `This machine has no interface ${sensor.target}.`);
  }
  await host.watch({ number: capture.number, sensor: sensor.id, name: sensor.target, known });
}

/** Where the packets of a capture lie. */
async function placeOf(store: Store, folder: string, site: string, capture: number): Promise<KeptPlace | undefined> {
  const record = await store.captures.get(site, capture);
  if (record === undefined) return undefined;
  if (record.file !== "") {
    const path = isAbsolute(record.file) ? record.file : join(folder, record.file);
    return { name: record.name, files: [{ path, first: 1 }] };
  }
  const segments = segmentsIn(ringFolder(folder, site)).filter((segment) => segment.capture === capture);
  return segments.length === 0 ? undefined : { name: record.name, files: segments };
}

function openIdOf({ signIn }: Configuration) {
  if (signIn === undefined) return undefined;
  const { issuer, client, secretFile, claim, roles } = signIn;
  const secret = secretFile === "" ? "" : readFileSync(secretFile, "utf8").trim();
  return { issuer, client, secret, claim, roles };
}

function programPath(): string {
  return findCaptureProgram(process.env["PATH"] ?? "")?.path ?? "";
}
