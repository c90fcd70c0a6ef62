import { assessedCapture, type Extent, makeExtent, widen } from "../capture/extent.ts";
import { openCaptures } from "../capture/open.ts";
import { makeFrame } from "../capture/reader.ts";
import type { CaptureSummary, FrameSource } from "../capture/source.ts";
import { hidesTraffic } from "../model/fault.ts";
import type { CaptureRecord, Correction, Kind, Thing } from "../model/journal.ts";
import type { Keeper, Step, Track } from "../monitor/keeper.ts";
import { Cadence } from "./cadence.ts";

/** What a runner calls: whoever stores its steps and shows how far it is. */
export interface RunnerHost {
  /** Stores a step with the captures as they stand; answers when that is durable. */
  append(step: Step, captures: readonly CaptureRecord[]): Promise<void>;
  progress(capture: number, progress: IntakeProgress): void;
}

/** How far the reading of a capture came. */
export interface IntakeProgress {
  /** Bytes, of the file as it lies on the disk; size is 0 when not known. */
  consumed: number;
  size: number;
  frames: number;
  /** Seconds since 1970-01-01 UTC of the newest packet; 0 without one. */
  newest: number;
}

/** A file to be read. */
export interface FileOrder {
  /** Number of the capture within the site. */
  number: number;
  sensor: string;
  name: string;
  path: string;
  /** What `CaptureRecord.file` is to say. */
  file: string;
  /** Frames that were told of before a restart interrupted the reading: until then nothing new is to be seen. */
  toldFrames: number;
}

/** What a runner answers to its host. */
export function answersOf(runner: SiteRunner) {
  return {
    restoreRows: (rows: Parameters<SiteRunner["restoreRows"]>[0]): void => runner.restoreRows(rows),
    restoreThings: (things: Parameters<SiteRunner["restoreThings"]>[0]): void => runner.restoreThings(things),
    restoreCorrections: (corrections: readonly Correction[]): void => runner.restoreCorrections(corrections),
    correct: async (corrections: readonly Correction[], by: string): Promise<void> => {
      await runner.correct(corrections, by);
    },
    read: async (order: FileOrder): Promise<CaptureRecord> => await runner.read(order),
    cancel: (number: number): void => runner.cancel(number),
    stop: async (): Promise<void> => {
      await runner.stop();
    },
  };
}

/** Frames between looks at the clock, and the longest stretch (ms) before others get their turn. */
const BURST = 512;
const LONGEST_TURN = 40;

/** Runs one site: reads what it is told to, one file after the other, and hands each step to its host. */
export class SiteRunner {
  private readonly keeper: Keeper;
  private readonly host: RunnerHost;
  /** Monotonic seconds. */
  private readonly clock: () => number;
  private readonly cadence = new Cadence();
  private readonly cancelled = new Set<number>();
  private frames = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private steps: Promise<unknown> = Promise.resolve();
  /** Settled while the picture is not behind what was told before a restart. */
  private evened: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(keeper: Keeper, host: RunnerHost, clock: () => number) {
    this.keeper = keeper;
    this.host = host;
    this.clock = clock;
  }

  restoreRows(rows: readonly { table: string; key: string; body: string }[]): void {
    for (const { table, key, body } of rows) this.keeper.restoreRow(table, key, body);
  }

  restoreThings(things: readonly Thing[]): void {
    for (const { kind, id, body } of things) this.keeper.restoreThing(kind satisfies Kind, id, body);
  }

  /** Takes the corrections that held before the restart. */
  restoreCorrections(corrections: readonly Correction[]): void {
    this.keeper.correct(corrections);
  }

  /** Takes the corrections that hold from now on; answers when the state that follows is stored. */
  async correct(corrections: readonly Correction[], by: string): Promise<void> {
    await this.evened;
    // What traffic showed until now is not the person's doing.
    await this.step(false, "traffic", []);
    this.keeper.correct(corrections);
    await this.step(false, by, []);
  }

  /** Reads a file when those before it are done; answers with what became of it, stored. */
  async read(order: FileOrder): Promise<CaptureRecord> {
    let even = (): void => undefined;
    if (order.toldFrames > 0) this.evened = new Promise((resolve) => (even = resolve));
    const reading = this.queue.then(async () => await this.readNow(order, even));
    this.queue = reading.catch(() => undefined);
    return await reading.finally(even);
  }

  /** Ends the reading of a capture; what was read until then stays. */
  cancel(number: number): void {
    this.cancelled.add(number);
  }

  /** Ends all reading without closing what is open, so that it goes on after the next start; answers when all is stored. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.queue;
    await this.steps;
  }

  private async readNow(order: FileOrder, even: () => void): Promise<CaptureRecord> {
    const { sources, problems } = await openCaptures([order.path]);
    const source = sources[0];
    if (source === undefined) return await this.settle(unreadable(order, problems[0]?.message ?? "It cannot be read."));
    const track = this.keeper.open(false);
    const extent = makeExtent();
    const frame = makeFrame();
    const describe = (state: CaptureRecord["state"]): CaptureRecord => {
      const summary = source.summary();
      this.keeper.describe(order.number, assessedCapture(summary, order.name, extent));
      return recordOf(order, summary, extent, state);
    };
    const tell = (): void => {
      this.host.progress(order.number, {
        consumed: source.consumed(),
        size: source.summary().size,
        frames: this.framesOf(track),
        newest: Math.max(0, extent.to),
      });
    };
    tell();
    let turnEnds = performance.now() + LONGEST_TURN;
    let isCancelled = false;
    reading: do {
      while (source.next(frame)) {
        frame.capture = order.number;
        widen(extent, frame);
        track.engine.frame(frame);
        if (track.engine.counts.frames % BURST !== 0) continue;
        const { frames } = track.engine.counts;
        if (frames >= order.toldFrames) {
          even();
          if (this.cadence.isDueInFile(this.frames + frames, extent.to, this.keeper.size)) {
            await this.step(false, "traffic", [describe("reading")], frames, extent.to);
          }
        }
        if (performance.now() < turnEnds) continue;
        tell();
        await breath();
        turnEnds = performance.now() + LONGEST_TURN;
        if (this.stopping) return await abandon(source, describe("reading"));
        isCancelled = this.cancelled.has(order.number);
        if (isCancelled) break reading;
      }
    } while (await source.fill());
    if (isCancelled) source.close();
    even();
    this.cancelled.delete(order.number);
    const names = source.summary().names.map((name) => ({ ...name, capture: order.number }));
    const record = describe(isCancelled ? "cancelled" : "read");
    this.keeper.close(track, names);
    this.frames += track.engine.counts.frames;
    tell();
    return await this.settle(record);
  }

  /** Stores how a capture ended, with everything that it showed. */
  private async settle(record: CaptureRecord): Promise<CaptureRecord> {
    await this.evened;
    await this.step(true, "traffic", [record]);
    return record;
  }

  private async step(
    whole: boolean,
    by: string,
    captures: readonly CaptureRecord[],
    openFrames = 0,
    time = 0,
  ): Promise<void> {
    const making = this.steps.then(async () => {
      const begun = this.clock();
      const step = this.keeper.step({ whole, by });
      const made = this.clock();
      this.cadence.made(this.frames + openFrames, time, made, made - begun, whole);
      await this.host.append(step, captures);
    });
    this.steps = making.catch(() => undefined);
    await making;
  }

  private framesOf(track: Track): number {
    return track.engine.counts.frames;
  }
}

async function abandon(source: FrameSource, record: CaptureRecord): Promise<CaptureRecord> {
  source.close();
  return await Promise.resolve(record);
}

async function breath(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function recordOf(
  order: FileOrder,
  summary: CaptureSummary,
  extent: Extent,
  state: CaptureRecord["state"],
): CaptureRecord {
  const faults = summary.faults.filter(({ name }) => hidesTraffic(name));
  const isEmpty = extent.from > extent.to;
  return {
    number: order.number,
    sensor: order.sensor,
    name: order.name,
    format: summary.format,
    sha256: summary.sha256,
    size: summary.size,
    frames: summary.frames,
    from: isEmpty ? 0 : extent.from,
    to: isEmpty ? 0 : extent.to,
    file: order.file,
    state: state === "read" && faults.length > 0 ? "cut short" : state,
    remark: faults.map(({ detail }) => detail).join(" "),
  };
}

function unreadable(order: FileOrder, remark: string): CaptureRecord {
  const { number, sensor, name, file } = order;
  return {
    number,
    sensor,
    name,
    format: "unknown",
    sha256: "",
    size: 0,
    frames: 0,
    from: 0,
    to: 0,
    file,
    state: "cut short",
    remark,
  };
}
