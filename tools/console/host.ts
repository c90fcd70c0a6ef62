// A server with the console on a store in memory, fed from capture files: for the console's tests, pictures and bench.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setImmediate as breath } from "node:timers/promises";
import { findAll } from "../../src/analyze/detections/list.ts";
import { type Extent, makeExtent, widen } from "../../src/capture/extent.ts";
import { openCaptures } from "../../src/capture/open.ts";
import { makeFrame } from "../../src/capture/reader.ts";
import type { CaptureSummary } from "../../src/capture/source.ts";
import { PROTOCOLS } from "../../src/dissect/protocols/list.ts";
import { registryOf, titlesOf } from "../../src/dissect/registry.ts";
import type { AssessedCapture } from "../../src/model/assessment.ts";
import type { CaptureRecord, Change } from "../../src/model/journal.ts";
import { Keeper } from "../../src/monitor/keeper.ts";
import { problemOfCorrection } from "../../src/observe/corrections.ts";
import { OWN_RULES } from "../../src/observe/fingerprints/own-rules.ts";
import { RuleBook } from "../../src/observe/fingerprints/rules.ts";
import { Backups } from "../../src/operate/backups.ts";
import { type RunningServer, startServer, USUAL_CHOICES } from "../../src/serve/server.ts";
import type { OpenIdChoices } from "../../src/serve/signin/openid.ts";
import { Passwords } from "../../src/serve/signin/passwords.ts";
import { type Intake, IntakeProblem, type SensorState, type Surroundings } from "../../src/serve/surroundings.ts";
import { KeptPackets } from "../../src/sources/packets.ts";
import { openMemoryStore } from "../../src/store/sqlite/store.ts";
import type { RightsRole, Store } from "../../src/store/store.ts";
import { loadVendorLookup } from "../../src/vendor-lookup.ts";
import { consoleFolder } from "./build.mjs";

/** The only site of the host. */
export const SITE = "plant";
/** The password of everybody that `addPerson` makes. */
export const PASSWORD = "a long sentence for tests";

/** A running host. */
export interface ConsoleHost {
  server: RunningServer;
  store: Store;
  /** Reads a capture in about `steps` steps, each of which makes changes; answers when all is stored. */
  read(path: string, steps: number, name?: string): Promise<void>;
  addPerson(name: string, role: RightsRole): Promise<void>;
  /** States one attribute of addresses, as a person does. */
  correct(addresses: readonly string[], attribute: string, value: string, who: string): Promise<void>;
  /** Lets the next uploads wait before each step, milliseconds, so that a test can cancel them. */
  slow(milliseconds: number): void;
  close(): Promise<void>;
}

/** Starts a host on any free port; `siteName` is what people call the plant. */
export async function startHost(siteName: string, openId?: OpenIdChoices): Promise<ConsoleHost> {
  const folder = mkdtempSync(join(tmpdir(), "bulkhead-console-"));
  const clock = (): number => Date.now() / 1000;
  const store = openMemoryStore(clock);
  await store.sites.putSite({ id: SITE, name: siteName, created: clock() });
  await store.sites.putSensor({
    id: "upload",
    site: SITE,
    name: "Uploads",
    kind: "upload",
    target: "",
    created: clock(),
  });
  const registry = registryOf(PROTOCOLS);
  const keeper = new Keeper(registry, {
    dissectors: PROTOCOLS,
    vendorOf: loadVendorLookup(),
    fingerprints: new RuleBook([OWN_RULES]),
    findAll,
  });
  const changed = new Set<(site: string, changes: readonly Change[]) => void>();
  const progressed = new Set<(site: string) => void>();
  const intakes: Intake[] = [];
  const cancelled = new Set<string>();
  const states = new Map<string, SensorState>();
  const files = new Map<number, string>();
  let pause = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const step = async (by: string, captures: readonly CaptureRecord[]): Promise<void> => {
    const { time, changes, things, gone, ledger, history } = keeper.step({ whole: true, by });
    const batch = { site: SITE, time, changes, things, gone, ledger, captures, history };
    const { first } = await store.journal.append(batch);
    if (changes.length > 0) {
      const told = await store.journal.after(SITE, first - 1, changes.length);
      for (const listener of changed) listener(SITE, told);
    }
    for (const listener of progressed) listener(SITE);
  };

  const readFile = async (intake: Intake, path: string, steps: number): Promise<void> => {
    const { sources, problems } = await openCaptures([path], { hashed: true });
    const source = sources[0];
    if (!source) {
      Object.assign(intake, { state: "failed", remark: problems[0]?.message ?? "It cannot be read." });
      for (const listener of progressed) listener(SITE);
      return;
    }
    intake.state = "reading";
    const track = keeper.open(false);
    const extent = makeExtent();
    const frame = makeFrame();
    // Packets of the samples have some 130 bytes.
    const burst = Math.max(200, Math.floor(intake.size / 130 / steps));
    const record = (state: CaptureRecord["state"]): CaptureRecord => {
      const summary = source.summary();
      keeper.describe(intake.capture, assessed(summary, intake.name, extent));
      return recordOf(intake, summary, extent, state);
    };
    do {
      while (source.next(frame)) {
        frame.capture = intake.capture;
        widen(extent, frame);
        track.engine.frame(frame);
        intake.frames++;
        if (intake.frames % burst !== 0) continue;
        intake.consumed = Math.min(intake.size, intake.frames * 130);
        await step("traffic", [record("reading")]);
        if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
        if (cancelled.has(intake.id)) break;
      }
      await breath();
    } while (!cancelled.has(intake.id) && (await source.fill()));
    const state = cancelled.has(intake.id) ? "cancelled" : "read";
    if (state === "cancelled") source.close();
    const names = source.summary().names.map((name) => ({ ...name, capture: intake.capture }));
    const final = record(state);
    keeper.close(track, names);
    intake.state = state;
    intake.consumed = intake.size;
    await step("traffic", [final]);
  };

  const take = async (
    path: string,
    name: string,
    size: number,
    steps: number,
  ): Promise<{ intake: Intake; done: Promise<void> }> => {
    const capture = await store.captures.reserve(SITE);
    files.set(capture, path);
    const intake: Intake = {
      ...{ id: `intake-${capture}`, site: SITE, sensor: "upload", name, capture },
      ...{ state: "waiting", consumed: 0, size, frames: 0, remark: "" },
    };
    intakes.unshift(intake);
    const done = queue.then(async () => await readFile(intake, path, steps));
    queue = done.catch(() => undefined);
    return { intake, done };
  };

  const surroundings: Surroundings = {
    ...{ store, clock, version: "test", consoleFolder, backups: new Backups(store, folder, 7) },
    protocolTitles: titlesOf(PROTOCOLS),
    onChanges(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    async corrected(site) {
      const corrections = await store.settings.corrections(site);
      const latest = [...corrections].sort((one, other) => other.when - one.when)[0];
      const correcting = queue.then(async () => {
        keeper.correct(corrections);
        await step(latest?.who ?? "system", []);
      });
      queue = correcting.catch(() => undefined);
      await correcting;
    },
    problemOfCorrection,
    intakes: {
      list: () => intakes,
      get: (id) => intakes.find((intake) => intake.id === id),
      async upload(_site, name, content) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of content) chunks.push(chunk);
        const bytes = Buffer.concat(chunks);
        if (bytes.length < 24) throw new IntakeProblem("not a capture", `${name} is no capture: it is too short.`);
        const path = join(folder, `${intakes.length}-${basename(name)}`);
        await writeFile(path, bytes);
        const { intake, done } = await take(path, name, bytes.length, 8);
        done.catch((error: unknown) => Object.assign(intake, { state: "failed", remark: String(error) }));
        return intake;
      },
      async cancel(id) {
        cancelled.add(id);
        await Promise.resolve();
      },
      async start({ id, kind, target }) {
        if (kind === "directory") readdirSync(target);
        const newest = (await store.journal.head(SITE)).time;
        states.set(id, {
          ...{ sensor: id, state: "watching", packets: 0, dropped: 0, newest, behind: 0, restarts: 0, remark: "" },
        });
        for (const listener of progressed) listener(SITE);
      },
      async stop(id) {
        states.delete(id);
        for (const listener of progressed) listener(SITE);
        await Promise.resolve();
      },
      sensors: () => [...states.values()],
      interfaces: async () => await Promise.resolve([{ name: "eth1", description: "mirror port" }]),
      onProgress(listener) {
        progressed.add(listener);
        return () => progressed.delete(listener);
      },
    },
    packets: new KeptPackets(registry, (_site, capture) => {
      const path = files.get(capture);
      return path === undefined ? undefined : { name: basename(path), files: [{ path, first: 1 }] };
    }),
  };
  const server = await startServer(surroundings, {
    port: 0,
    openId,
    log: { write: () => {} },
    ceilings: { ...USUAL_CHOICES.ceilings, requestRate: 1e6, requestBurst: 1e6, signInRate: 1e6 },
  });
  const passwords = new Passwords();
  return {
    ...{ server, store },
    async read(path, steps, name = basename(path)) {
      const { size } = await import("node:fs").then(({ statSync }) => statSync(path));
      const { done } = await take(path, name, size, steps);
      await done;
    },
    async addPerson(name, role) {
      await store.people.putPerson({
        ...{ id: `id-${name}`, name, role, password: await passwords.hash(PASSWORD), subject: "", disabled: false },
        ...{ failures: 0, lockedUntil: 0, created: clock(), lastSignIn: 0 },
      });
    },
    async correct(addresses, attribute, value, who) {
      for (const address of addresses) {
        const id = `${address} ${attribute}`;
        await store.settings.putCorrection(SITE, {
          id,
          address,
          attribute,
          value,
          who,
          when: clock(),
          why: "Drawing 7.",
        });
      }
      await surroundings.corrected(SITE, who);
    },
    slow(milliseconds) {
      pause = milliseconds;
    },
    async close() {
      await queue;
      await server.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function assessed(summary: CaptureSummary, name: string, extent: Extent): AssessedCapture {
  const { format, compression, sha256, size, frames, comments, application, faults } = summary;
  return {
    ...{ name, format, compression, sha256, size, frames, bytes: extent.bytes, interfaces: [], comments, application },
    period: extent.from > extent.to ? { from: 0, to: 0 } : { from: extent.from, to: extent.to },
    faults,
  };
}

function recordOf(
  intake: Intake,
  summary: CaptureSummary,
  extent: Extent,
  state: CaptureRecord["state"],
): CaptureRecord {
  const empty = extent.from > extent.to;
  return {
    ...{ number: intake.capture, sensor: intake.sensor, name: intake.name, format: summary.format },
    ...{ sha256: summary.sha256, size: intake.size, frames: summary.frames, state, remark: "" },
    ...{ from: empty ? 0 : extent.from, to: empty ? 0 : extent.to, file: `packets/${intake.capture}` },
  };
}
