import type { Finding, Link, ProcessPoint } from "../model/assessment.ts";
import type { CaptureRecord, Change, Thing } from "../model/journal.ts";
import { makeBatch, makeDevice } from "../store/laws.ts";
import { openMemoryStore } from "../store/sqlite/store.ts";
import type { Person, RightsRole, Store } from "../store/store.ts";
import type { Choices } from "./context.ts";
import type { Scope } from "./rights.ts";
import { type RunningServer, startServer, USUAL_CHOICES } from "./server.ts";
import { Passwords } from "./signin/passwords.ts";
import { hashOf, makeSecret } from "./signin/secrets.ts";
import { type Intake, IntakeProblem, type SensorState, type Surroundings } from "./surroundings.ts";

/** Surroundings that live in memory, and what a test may look at and do. */
export interface Bench {
  store: Store;
  surroundings: Surroundings;
  /** Seconds since 1970-01-01 UTC; a test moves it. */
  now: number;
  /** Uploads that arrived whole, by name. */
  uploads: Map<string, number>;
  /** Uploads that broke off. */
  broken: number;
  started: string[];
  correctedSites: string[];
  /** Adds a change and tells it. */
  change(id: string): Promise<void>;
  progress(): void;
}

const EVIDENCE = { capture: 0, frame: 7, start: 0, end: 4, time: 100 };
/** Bytes that the bench's upload says have no room. */
export const NO_ROOM = 13;

/** Surroundings with one site "plant" of two devices, a link, a point, a finding and a capture. */
export async function makeBench(): Promise<Bench> {
  const changeListeners = new Set<(site: string, changes: readonly Change[]) => void>();
  const progressListeners = new Set<(site: string) => void>();
  const intakes: Intake[] = [];
  const states = new Map<string, SensorState>();
  const store = openMemoryStore(() => bench.now);
  const bench: Bench = {
    ...{ store, now: 1_800_000_000, uploads: new Map(), broken: 0, started: [], correctedSites: [] },
    async change(id) {
      const after: Thing = { kind: "device", id, body: makeDevice(id) };
      const { first } = await store.journal.append(makeBatch("plant", bench.now, [{ after }]));
      const changes = await store.journal.after("plant", first - 1, 1);
      for (const listener of changeListeners) listener("plant", changes);
    },
    progress() {
      for (const listener of progressListeners) listener("plant");
    },
    surroundings: {
      store,
      clock: () => bench.now,
      version: "0.0.0",
      protocolTitles: { modbus: "Modbus/TCP", radius: "RADIUS" },
      consoleFolder: undefined,
      onChanges(listener) {
        changeListeners.add(listener);
        return () => changeListeners.delete(listener);
      },
      backups: {
        list: () => [],
        make: async (when) => await Promise.resolve({ name: "bulkhead-copy.sqlite", when, bytes: 4096 }),
      },
      async corrected(site) {
        bench.correctedSites.push(site);
        await Promise.resolve();
      },
      problemOfCorrection: ({ attribute, value }) =>
        attribute === "nonsense" ? "nonsense cannot be corrected" : value === "" ? `${attribute} needs a value` : "",
      intakes: {
        list: (site) => intakes.filter((intake) => intake.site === site).toReversed(),
        get: (id) => intakes.find((intake) => intake.id === id),
        async upload(site, name, content, expected) {
          let size = 0;
          try {
            for await (const chunk of content) size += chunk.length;
          } catch (error) {
            bench.broken++;
            throw error;
          }
          if (size === NO_ROOM) throw new IntakeProblem("no room", "The disk has no room for this capture.");
          if (expected > 0 && expected !== size) throw new Error("the size was told wrongly");
          bench.uploads.set(name, size);
          const state = { state: "waiting", consumed: 0, size, frames: 0, remark: "" } as const;
          const intake: Intake = {
            id: `i${intakes.length}`,
            site,
            sensor: "s1",
            name,
            capture: intakes.length,
            ...state,
          };
          intakes.push(intake);
          return intake;
        },
        async cancel(id) {
          const intake = intakes.find((each) => each.id === id);
          if (intake !== undefined) intake.state = "cancelled";
          await Promise.resolve();
        },
        async start({ id, target }) {
          if (target === "nowhere0") throw new IntakeProblem("unknown interface", "There is no interface nowhere0.");
          bench.started.push(id);
          states.set(id, {
            ...{
              sensor: id,
              state: "watching",
              packets: 5,
              dropped: 0,
              newest: 100,
              behind: 0,
              restarts: 0,
              remark: "",
            },
          });
          await Promise.resolve();
        },
        async stop(id) {
          states.delete(id);
          await Promise.resolve();
        },
        sensors: () => [...states.values()],
        interfaces: async () => await Promise.resolve([{ name: "eth0", description: "" }]),
        onProgress(listener) {
          progressListeners.add(listener);
          return () => progressListeners.delete(listener);
        },
      },
      packets: {
        frame: async (_site, capture, frame) =>
          await Promise.resolve(
            frame > 100
              ? undefined
              : {
                  ...{
                    capture,
                    frame,
                    time: 100,
                    linkType: 1,
                    originalLength: 4,
                    bytes: new Uint8Array([1, 2, 254, 255]),
                  },
                  layers: [{ protocol: "ethernet", title: "Ethernet", start: 0, end: 4, fields: [] }],
                  around: [{ frame, time: 100, fromClient: true, summary: "read" }],
                },
          ),
        async *pcapng(_site, frames) {
          yield await Promise.resolve(new TextEncoder().encode(`pcapng of ${frames.length}`));
        },
      },
    },
  };
  await fill(store);
  return bench;
}

async function fill(store: Store): Promise<void> {
  await store.sites.putSite({ id: "plant", name: "Plant", created: 1 });
  await store.sites.putSensor({ id: "s1", site: "plant", name: "Uploads", kind: "upload", target: "", created: 1 });
  const things: Thing[] = [
    {
      kind: "device",
      id: "d1",
      body: makeDevice("d1", { label: "PLC 1", ips: ["10.0.0.1"], role: "plc", zone: "Cell" }),
    },
    { kind: "device", id: "d2", body: makeDevice("d2", { label: '=cmd|"calc"!A1', ips: ["10.0.0.2"], role: "hmi" }) },
    { kind: "link", id: "l1", body: LINK },
    { kind: "point", id: "p1", body: POINT },
    { kind: "finding", id: "f1", body: FINDING },
    {
      ...{ kind: "blindSpot", id: "b1" },
      body: {
        ...{ id: "b1", reason: "not dissected", amount: "1 frame", where: "", hides: "all", help: "none" },
        ...{ frames: 1, bytes: 60, devices: ["d1"], evidence: null },
      },
    },
    {
      ...{ kind: "protocol", id: "modbus tcp" },
      body: {
        ...{ protocol: "modbus", title: "Modbus/TCP", transport: "tcp", frames: 10, bytes: 1000 },
        ...{ messages: 9, faults: 0, state: "dissected" },
      },
    },
  ];
  const capture: CaptureRecord = {
    ...{
      number: 0,
      sensor: "s1",
      name: "a.pcap",
      format: "pcap",
      sha256: "00",
      size: 10,
      frames: 10,
      from: 90,
      to: 100,
    },
    ...{ file: "packets/0.pcapng", state: "read", remark: "" },
  };
  await store.journal.append(
    makeBatch(
      "plant",
      100,
      things.map((after) => ({ after })),
      {
        captures: [capture],
        history: [{ point: "p1", times: [90, 91], values: [1, 2] }],
      },
    ),
  );
}

const LINK: Link = {
  ...{ id: "l1", client: "d2", server: "d1", clientAddress: "10.0.0.2", serverAddress: "10.0.0.1" },
  ...{
    protocol: "modbus",
    transport: "tcp",
    port: 502,
    vlans: [],
    flows: 1,
    frames: 10,
    bytes: 1000,
    bytesToServer: 500,
  },
  ...{ firstSeen: 90, lastSeen: 100, rolesFrom: "handshake", oneSided: false, encrypted: false, act: "write" },
  ...{ operations: [], evidence: EVIDENCE },
};
const POINT: ProcessPoint = {
  ...{ id: "p1", device: "d1", part: "", label: "holding register 1", protocol: "modbus", space: "holding register" },
  ...{ name: "", index: 1, type: "uint16", last: 2, quality: "good", minimum: 1, maximum: 2, changes: 1, reads: 2 },
  ...{ writes: 0, period: 1, readers: ["d2"], writers: [], firstSeen: 90, lastSeen: 91, evidence: EVIDENCE },
};
const FINDING: Finding = {
  ...{ id: "f1", detection: "writes", severity: "high", title: "A write.", detail: "Seen.", why: "It matters." },
  ...{ weighedAs: "OT", threatens: ["safety"], check: "Look.", advice: [], falseAlarm: "", techniques: ["T0855"] },
  ...{ checks: [], confidence: 1, devices: ["d1"], links: ["l1"], count: 1, firstSeen: 90, lastSeen: 100 },
  ...{ evidence: [EVIDENCE] },
};

/** Choices for tests: any free port, no log, limits that do not get in the way. */
export function testChoices(more: Partial<Choices> = {}): Partial<Choices> {
  return {
    port: 0,
    log: { write: () => {} },
    ...more,
    ceilings: { ...USUAL_CHOICES.ceilings, requestBurst: 1e6, signInRate: 1e6, ...more.ceilings },
    times: { ...USUAL_CHOICES.times, ...more.times },
  };
}

/** Waits until something holds, 20 seconds at most: a busy machine must not fail a test. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 1000; round++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it did not come to hold");
}

const running: RunningServer[] = [];

/** Starts a server on a bench. */
export async function startBench(bench: Bench, more: Partial<Choices> = {}): Promise<RunningServer> {
  const server = await startServer(bench.surroundings, testChoices(more));
  running.push(server);
  return server;
}

/** Closes every server that was started, so that a failed test does not keep its process alive. */
export async function closeBenches(): Promise<void> {
  for (const server of running) await server.close();
}

/** The password of everybody whom `addPerson` makes. */
export const PASSWORD = "a sentence for tests 42";
const hash = new Passwords().hash(PASSWORD);

/** Adds a person of a role, called like it. */
export async function addPerson(bench: Bench, role: RightsRole, name: string = role): Promise<Person> {
  const person: Person = {
    ...{ id: `id-${name}`, name, role, password: await hash, subject: "", disabled: false },
    ...{ failures: 0, lockedUntil: 0, created: 1, lastSignIn: 0 },
  };
  await bench.store.people.putPerson(person);
  return person;
}

/** Adds a session of a person; answers the Cookie header. */
export async function addSession(bench: Bench, person: Person): Promise<string> {
  const secret = makeSecret();
  const { now } = bench;
  await bench.store.people.putSession({
    ...{ id: hashOf(secret), person: person.id, created: now, lastUsed: now, expires: now + 3600 },
  });
  return `bulkhead=${secret}`;
}

/** Adds a token of a person; answers the Authorization header. */
export async function addToken(bench: Bench, person: Person, scopes: readonly Scope[]): Promise<string> {
  const secret = makeSecret();
  await bench.store.people.putToken({
    ...{ id: `token-${secret.slice(0, 8)}`, hash: hashOf(secret), name: "test", person: person.id },
    ...{ scopes: [...scopes], created: 1, lastUsed: 0, expires: 0 },
  });
  return `Bearer ${secret}`;
}
