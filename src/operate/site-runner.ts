import { assessedCapture, type Extent, makeExtent, widen } from "../capture/extent.ts";
import { openCaptures } from "../capture/open.ts";
import { makeFrame } from "../capture/reader.ts";
import type { CapturedFrame, CaptureSummary, FrameSource } from "../capture/source.ts";
import { hidesTraffic } from "../model/fault.ts";
import type { CaptureRecord, Correction, Kind, Thing } from "../model/journal.ts";
import type { Keeper, Step } from "../monitor/keeper.ts";
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

/** Live traffic that is to be read. */
export interface LiveOrder {
  /** Number of the capture within the site. */
  number: number;
  sensor: string;
  /** Name of the interface. */
  name: string;
}

/** Takes the frames of one capture as they come. */
export interface LiveTaker {
  /** One frame, lent; numbers count from 1. */
  frame(frame: CapturedFrame, number: number): void;
  /** To be called after each batch: shows what is new, and lets others have their turn. */
  batch(): Promise<void>;
  /** How many packets were dropped before they could be read, in all. */
  drops(count: number): void;
  /** No more comes; answers when everything is stored. */
  end(): Promise<CaptureRecord>;
}

/** Milliseconds between looks at live traffic that comes slowly. */
const LIVE_LOOK = 1000;
/** Frames between looks at the clock, and the longest stretch (seconds) before others get their turn. */
const BURST = 512;
const LONGEST_TURN = 0.04;

/** Runs one site: reads what it is told to, one file after the other, and hands each step to its host. */
export class SiteRunner {
  private readonly keeper: Keeper;
  private readonly host: RunnerHost;
  /** Monotonic seconds. */
  private readonly clock: () => number;
  private readonly cadence: Cadence;
  private readonly cancelled = new Set<number>();
  private frames = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private steps: Promise<unknown> = Promise.resolve();
  /** Settled while the picture is not behind what was told before a restart. */
  private evened: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(keeper: Keeper, host: RunnerHost, clock: () => number, cadence = new Cadence()) {
    this.cadence = cadence;
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

  /** Takes live traffic from now on. What was seen counts at once; steps come as often as they cost little. */
  live(order: LiveOrder): LiveTaker {
    const track = this.keeper.open(true);
    const extent = makeExtent();
    let frames = 0;
    let linkType = -1;
    let dropped = 0;
    const describe = (state: CaptureRecord["state"]): CaptureRecord => {
      const summary = liveSummary(order, { frames, linkType, dropped, bytes: extent.bytes });
      this.keeper.describe(order.number, assessedCapture(summary, order.name, extent));
      const remark = dropped === 0 ? "" : `${dropped} packets were dropped by the kernel before they could be read.`;
      return { ...recordOf({ ...order, file: "" }, summary, extent, state), remark };
    };
    let isStepping = false;
    const look = (): void => {
      const { to } = extent;
      if (isStepping || !this.cadence.isDueLive(this.frames, this.clock())) return;
      isStepping = true;
      const now = this.clock();
      const whole = this.cadence.isWholeDue(this.frames, now, this.keeper.size);
      const history = whole || this.cadence.isHistoryDue(this.frames, now, this.keeper.points);
      if (history) this.cadence.wroteHistory(this.frames, now);
      void this.step(whole, "traffic", [describe("reading")], to, history)
        .catch(() => undefined)
        .finally(() => (isStepping = false));
    };
    const ticking = setInterval(() => {
      const { bytes, to } = extent;
      this.host.progress(order.number, { consumed: bytes, size: 0, frames, newest: Math.max(0, to) });
      look();
    }, LIVE_LOOK);
    return {
      frame: (frame, number) => {
        frames = number;
        linkType = frame.linkType;
        frame.capture = order.number;
        frame.number = number;
        widen(extent, frame);
        track.engine.frame(frame);
        this.frames++;
      },
      batch: async () => {
        look();
        await breath();
      },
      drops: (count) => (dropped = count),
      end: async () => {
        clearInterval(ticking);
        const record = describe("read");
        this.keeper.close(track);
        return await this.settle(record);
      },
    };
  }

  /** Ends all reading without closing what is open, so that it goes on after the next start; answers when all is stored. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.queue;
    await this.steps;
  }

  private async readNow(order: FileOrder, even: () => void): Promise<CaptureRecord> {
    if (this.cancelled.delete(order.number)) {
      return await this.settle({ ...unreadable(order, "It was cancelled before it was read."), state: "cancelled" });
    }
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
        frames: track.engine.counts.frames,
        newest: Math.max(0, extent.to),
      });
    };
    tell();
    let turnEnds = this.clock() + LONGEST_TURN;
    let isCancelled = false;
    reading: do {
      while (source.next(frame)) {
        frame.capture = order.number;
        widen(extent, frame);
        track.engine.frame(frame);
        this.frames++;
        const { frames } = track.engine.counts;
        if (frames % BURST !== 0) continue;
        if (frames >= order.toldFrames) {
          even();
          if (this.cadence.isDueInFile(this.frames, extent.to, this.keeper.size)) {
            await this.step(false, "traffic", [describe("reading")], extent.to);
          }
        }
        if (this.clock() < turnEnds) continue;
        tell();
        await breath();
        turnEnds = this.clock() + LONGEST_TURN;
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
    time = 0,
    history = true,
  ): Promise<void> {
    const making = this.steps.then(async () => {
      const begun = this.clock();
      const step = this.keeper.step({ whole, by, history });
      const made = this.clock();
      this.cadence.made(this.frames, time, made, made - begun, whole);
      await this.host.append(step, captures);
    });
    this.steps = making.catch(() => undefined);
    await making;
  }
}

async function abandon(source: FrameSource, record: CaptureRecord): Promise<CaptureRecord> {
  source.close();
  return await Promise.resolve(record);
}

async function breath(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function liveSummary(
  { name }: LiveOrder,
  seen: { frames: number; linkType: number; dropped: number; bytes: number },
): CaptureSummary {
  const entry = { name, description: "", linkType: seen.linkType, frames: seen.frames, dropped: seen.dropped };
  return {
    ...{ name, format: "live", compression: "none", sha256: "", size: seen.bytes, frames: seen.frames },
    interfaces: [{ ...entry, snapLength: 0, filter: "", operatingSystem: "", hardware: "", resolution: 1 }],
    ...{ comments: [], names: [], hardware: "", operatingSystem: "", application: "", faults: [] },
  };
}

function recordOf(
  order: Pick<FileOrder, "number" | "sensor" | "name" | "file">,
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
