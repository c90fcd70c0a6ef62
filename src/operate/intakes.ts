import { rm } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import type { CaptureRecord } from "../model/journal.ts";
import { pauseOf } from "../serve/pauses.ts";
import { type Intake, IntakeProblem, type Intakes, type SensorState } from "../serve/surroundings.ts";
import { watchDirectory } from "../sources/directory.ts";
import type { FoundFile, SeenFile } from "../sources/directory-scan.ts";
import { UploadSpool } from "../sources/spool.ts";
import type { SensorRecord, Store } from "../store/store.ts";
import type { SiteHost } from "./site-host.ts";
import type { FileOrder, IntakeProgress } from "./site-runner.ts";

/** Folder of uploads, below the folder of data. */
export const SPOOL = "captures";
/** Milliseconds between two notices of progress. */
const NOTICE = 300;
/** Captures of a site that are told of at most. */
const MOST_TOLD = 1000;
/** Seconds that a file of a watched directory must rest, and between two looks at it. */
const SETTLE = 2;
const LOOK = 5;

/** What the intakes are made with. */
export interface IntakeSurroundings {
  store: Store;
  /** Seconds since 1970-01-01 UTC. */
  clock: () => number;
  /** Folder of data. */
  folder: string;
  /** Bytes of one upload, of all uploads that are kept for evidence, and that stay free on the disk. */
  limits: { upload: number; kept: number; reserve: number };
  hostOf(site: string): SiteHost;
  /** Begins to read an interface; answers how to end it. Rejects with an `IntakeProblem`. */
  watchInterface(sensor: SensorRecord, capture: CaptureRecord, state: SensorState): Promise<() => Promise<void>>;
  /** Told when a capture was read to its end. */
  onRead(site: string, record: CaptureRecord): void;
  interfaces(): Promise<{ name: string; description: string }[]>;
}

interface Watching {
  site: string;
  state: SensorState;
  stop(): Promise<void>;
}

/** Everything that brings traffic into the sites of a monitor. */
export class MonitorIntakes implements Intakes {
  private readonly around: IntakeSurroundings;
  private readonly spool: UploadSpool;
  private readonly intakes = new Map<string, Intake>();
  private readonly readings = new Map<string, Promise<CaptureRecord>>();
  private readonly watching = new Map<string, Watching>();
  private readonly listeners = new Set<(site: string) => void>();
  private readonly noticed = new Set<string>();
  private noticing: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(around: IntakeSurroundings) {
    this.around = around;
    const { upload, reserve } = around.limits;
    this.spool = new UploadSpool(join(around.folder, SPOOL), { largest: upload, reserve });
  }

  /** Takes up what was going on when the process ended: half-read captures are read again, sensors watch again. */
  async resume(): Promise<void> {
    const { store, folder } = this.around;
    const kept = new Set<string>();
    for (const { id: site } of await store.sites.sites()) {
      for (const record of await store.captures.list(site)) {
        if (record.file !== "") kept.add(join(folder, record.file));
        const intake = this.tell(site, record);
        if (record.state !== "reading") continue;
        if (record.file === "") {
          // Live traffic that the end of the process cut off: what was seen is stored.
          await store.captures.put(site, { ...record, state: "read" });
          intake.state = "read";
        } else void this.begin(site, record, record.frames);
      }
      for (const sensor of await store.sites.sensors(site)) {
        if (sensor.kind === "upload" || (await pauseOf(store, site, sensor.id)) !== undefined) continue;
        await this.start(sensor).catch((error: unknown) => this.fail(sensor, error));
      }
    }
    // Whole files that nobody was told of: the process ended between the last byte and the answer.
    for (const { path } of await this.spool.recover()) if (!kept.has(path)) await rm(path, { force: true });
  }

  list(site: string): Intake[] {
    const own = Array.from(this.intakes.values()).filter((intake) => intake.site === site);
    return own.sort((one, other) => other.capture - one.capture).slice(0, MOST_TOLD);
  }

  get(id: string): Intake | undefined {
    return this.intakes.get(id);
  }

  async upload(site: string, name: string, content: AsyncIterable<Uint8Array>, expected = 0): Promise<Intake> {
    const { store, folder } = this.around;
    const spooled = await this.spool.receive(content, { expected });
    try {
      const record = await this.record(site, "upload", name, {
        format: spooled.format,
        sha256: spooled.sha256,
        size: spooled.size,
        file: relative(folder, spooled.path),
      });
      await store.captures.put(site, record);
      const intake = this.tell(site, record);
      void this.begin(site, record, 0);
      return { ...intake };
    } catch (error) {
      await rm(spooled.path, { force: true });
      throw error;
    }
  }

  async cancel(id: string): Promise<void> {
    const intake = this.intakes.get(id);
    if (intake === undefined || (intake.state !== "waiting" && intake.state !== "reading")) return;
    await this.around.hostOf(intake.site).cancel(intake.capture);
  }

  async start(sensor: SensorRecord): Promise<void> {
    if (this.watching.get(sensor.id)?.state.state === "watching") return;
    const state: SensorState = {
      ...{
        sensor: sensor.id,
        state: "watching",
        packets: 0,
        dropped: 0,
        newest: 0,
        behind: 0,
        restarts: 0,
        remark: "",
      },
    };
    if (sensor.kind === "directory") await this.watchFolder(sensor, state);
    else if (sensor.kind === "interface") await this.watchWire(sensor, state);
    else throw new IntakeProblem("unknown sensor", "Uploads are not watched; send a capture.");
    this.notice(sensor.site);
  }

  async stop(id: string): Promise<void> {
    const watching = this.watching.get(id);
    if (watching === undefined) return;
    await watching.stop();
    watching.state.state = "stopped";
    watching.state.remark = "";
    this.notice(watching.site);
  }

  sensors(site: string): SensorState[] {
    return Array.from(this.watching.values())
      .filter((watching) => watching.site === site)
      .map(({ state }) => ({ ...state }));
  }

  async interfaces(): Promise<{ name: string; description: string }[]> {
    return await this.around.interfaces();
  }

  onProgress(listener: (site: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A site's thread tells how far it is. */
  progressed(site: string, capture: number, progress: IntakeProgress): void {
    const intake = this.intakes.get(intakeId(site, capture));
    if (intake === undefined) return;
    intake.state = "reading";
    intake.consumed = progress.consumed;
    intake.size = Math.max(intake.size, progress.size);
    intake.frames = progress.frames;
    const watching = Array.from(this.watching.values()).find(({ state }) => state.sensor === intake.sensor);
    if (watching !== undefined && progress.newest > 0) {
      watching.state.newest = progress.newest;
      if (progress.size === 0) watching.state.packets = progress.frames;
    }
    this.notice(site);
  }

  /** A site's thread broke: what it watched is watched again. */
  async watchAgain(site: string): Promise<void> {
    for (const sensor of await this.around.store.sites.sensors(site)) {
      const watching = this.watching.get(sensor.id);
      if (sensor.kind !== "interface" || watching === undefined || watching.state.state === "stopped") continue;
      this.watching.delete(sensor.id);
      await this.start(sensor).catch((error: unknown) => this.fail(sensor, error));
    }
  }

  /** Ends all watching; reading ends with the sites' threads. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.noticing);
    await Promise.all(Array.from(this.watching.values(), async (watching) => await watching.stop()));
  }

  private async watchFolder(sensor: SensorRecord, state: SensorState): Promise<void> {
    const { store, clock } = this.around;
    if (!isAbsolute(sensor.target)) {
      throw new IntakeProblem(
        "unknown directory",
        `${sensor.target} is no whole path; write one that begins at the root.`,
      );
    }
    const name = `seen ${sensor.id}`;
    const watcher = watchDirectory({
      folder: sensor.target,
      settle: SETTLE,
      interval: LOOK,
      seen: JSON.parse((await store.settings.value(name)) ?? "[]") as SeenFile[],
      clock,
      onFile: async (file) => {
        await this.readFound(sensor, file);
        state.packets += this.list(sensor.site).find(({ name: known }) => known === file.name)?.frames ?? 0;
      },
      onSeen: async (seen) => {
        await store.settings.putValue(name, JSON.stringify(seen));
      },
      onRemark: (remark) => {
        state.remark = remark;
        this.notice(sensor.site);
      },
    });
    this.watching.set(sensor.id, {
      site: sensor.site,
      state,
      stop: async () => {
        await watcher.stop();
      },
    });
  }

  /** Reads a file of a watched directory, unless that was done before a restart. */
  private async readFound(sensor: SensorRecord, file: FoundFile): Promise<void> {
    const { store } = this.around;
    const known = (await store.captures.list(sensor.site)).find(
      ({ sensor: by, name, sha256 }) => by === sensor.id && name === file.name && sha256 === file.sha256,
    );
    if (known !== undefined) {
      await this.readings.get(intakeId(sensor.site, known.number));
      return;
    }
    const { name, format, sha256, size, path } = file;
    const record = await this.record(sensor.site, sensor.id, name, { format, sha256, size, file: path });
    await store.captures.put(sensor.site, record);
    this.tell(sensor.site, record);
    await this.begin(sensor.site, record, 0);
  }

  private async watchWire(sensor: SensorRecord, state: SensorState): Promise<void> {
    const record = await this.record(sensor.site, sensor.id, sensor.target, {
      format: "live",
      sha256: "",
      size: 0,
      file: "",
    });
    const stop = await this.around.watchInterface(sensor, record, state);
    await this.around.store.captures.put(sensor.site, record);
    this.tell(sensor.site, record);
    this.watching.set(sensor.id, { site: sensor.site, state, stop });
  }

  private fail(sensor: SensorRecord, error: unknown): void {
    const remark = error instanceof Error ? error.message : String(error);
    const state: SensorState = {
      ...{ sensor: sensor.id, state: "failed", packets: 0, dropped: 0, newest: 0, behind: 0, restarts: 0, remark },
    };
    this.watching.set(sensor.id, { site: sensor.site, state, stop: async () => await Promise.resolve() });
  }

  private async record(
    site: string,
    sensor: string,
    name: string,
    fields: Pick<CaptureRecord, "format" | "sha256" | "size" | "file">,
  ): Promise<CaptureRecord> {
    const number = await this.around.store.captures.reserve(site);
    return { number, sensor, name, frames: 0, from: 0, to: 0, state: "reading", remark: "", ...fields };
  }

  /** Hands a capture to its site's thread; settled when it was read. */
  private async begin(site: string, record: CaptureRecord, toldFrames: number): Promise<void> {
    const { folder, hostOf } = this.around;
    const { number, sensor, name, file } = record;
    const path = isAbsolute(file) ? file : join(folder, file);
    const order: FileOrder = { number, sensor, name, path, file, toldFrames };
    const id = intakeId(site, number);
    const reading = hostOf(site).read(order);
    this.readings.set(id, reading);
    try {
      const read = await reading;
      this.tell(site, read);
      this.around.onRead(site, read);
      await this.makeRoom();
    } catch (error) {
      // The process ends: the capture is read again at the next start.
      if (this.isClosed) return;
      const intake = this.intakes.get(id);
      if (intake === undefined) return;
      intake.state = "failed";
      intake.remark = error instanceof Error ? error.message : String(error);
    } finally {
      this.readings.delete(id);
      this.notice(site);
    }
  }

  /** Drops the oldest uploads whose packets are more than may be kept; what was learned of them stays. */
  private async makeRoom(): Promise<void> {
    const { store, folder, limits } = this.around;
    const files: { site: string; record: CaptureRecord }[] = [];
    for (const { id: site } of await store.sites.sites()) {
      for (const record of await store.captures.list(site)) {
        if (record.file !== "" && !isAbsolute(record.file)) files.push({ site, record });
      }
    }
    let size = files.reduce((sum, { record }) => sum + record.size, 0);
    for (const { site, record } of files) {
      if (size <= limits.kept) return;
      if (record.state === "reading") continue;
      await store.captures.put(site, { ...record, file: "" });
      await rm(join(folder, record.file), { force: true });
      size -= record.size;
    }
  }

  /** Shows how a capture stands. */
  private tell(site: string, record: CaptureRecord): Intake {
    const id = intakeId(site, record.number);
    const known = this.intakes.get(id);
    const { number, sensor, name, size, frames, remark, state } = record;
    const intake: Intake = {
      ...{ id, site, sensor, name, capture: number, frames, remark },
      size: Math.max(size, known?.size ?? 0),
      state: state === "reading" ? "waiting" : state,
      consumed: state === "reading" ? 0 : size,
    };
    this.intakes.set(id, intake);
    this.notice(site);
    return intake;
  }

  private notice(site: string): void {
    this.noticed.add(site);
    if (this.isClosed) return;
    this.noticing ??= setTimeout(() => {
      this.noticing = undefined;
      for (const each of this.noticed) for (const listener of this.listeners) listener(each);
      this.noticed.clear();
    }, NOTICE);
  }
}

function intakeId(site: string, capture: number): string {
  return `${site}.${capture}`;
}
