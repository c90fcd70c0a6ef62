import { Worker } from "node:worker_threads";
import type { CaptureRecord, Change, Correction, Thing } from "../model/journal.ts";
import { idOfThing, KINDS } from "../model/journal.ts";
import type { Step } from "../monitor/keeper.ts";
import type { LiveState } from "../sources/live.ts";
import type { Store } from "../store/store.ts";
import { type Calls, type Joint, joinCalls } from "./calls.ts";
import type { answersOf, FileOrder, IntakeProgress, RunnerHost } from "./site-runner.ts";
import type { WireOrder } from "./wire.ts";

/** What a site's thread answers. */
export type ThreadAnswers = ReturnType<typeof answersOf> & {
  watch(order: WireOrder): void;
  unwatch(sensor: string): Promise<void>;
};
/** What a site's thread may call. */
export type HostAnswers = Pick<RunnerHost, "append" | "progress"> & {
  wireState(sensor: string, state: LiveState): void;
};

/** What a host needs besides the store. */
export interface HostSurroundings {
  /** File of the thread that runs a site. */
  thread: URL;
  /** Given to the thread as it is. */
  threadChoices: unknown;
  onChanges(changes: readonly Change[]): void;
  onProgress(capture: number, progress: IntakeProgress): void;
  onWireState(sensor: string, state: LiveState): void;
  /** Told when the thread ended by itself: what it watched is to be watched again. */
  onBroken(why: string): void;
  /** Told when writing to the store fails and when it works again ("" then). */
  onTrouble(problem: string): void;
}

const ROWS_AT_ONCE = 2000;
/** Milliseconds before a failed writing is tried again: first and longest. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** How often a capture may break the thread that reads it. */
const MOST_BREAKS = 2;

/** Keeps the thread of one site: fills it from the store, stores what it tells, and starts another when it breaks. */
export class SiteHost {
  readonly site: string;
  private readonly store: Store;
  private readonly surroundings: HostSurroundings;
  private worker: Worker | undefined;
  private thread: Joint<ThreadAnswers> | undefined;
  private starting: Promise<void> | undefined;
  private readonly breaks = new Map<number, number>();
  private readonly frames = new Map<number, number>();
  private stopping = false;

  constructor(site: string, store: Store, surroundings: HostSurroundings) {
    this.site = site;
    this.store = store;
    this.surroundings = surroundings;
  }

  /** Settled when the thread knows all that is stored of its site. */
  async ready(): Promise<void> {
    this.starting ??= this.start();
    await this.starting;
  }

  async correct(by: string): Promise<void> {
    const corrections: Correction[] = await this.store.settings.corrections(this.site);
    await (await this.calls()).correct(corrections, by);
  }

  /** Reads a file; answers with what became of it. A file that breaks the thread twice is given up. */
  async read(order: FileOrder): Promise<CaptureRecord> {
    for (;;) {
      const calls = await this.calls();
      try {
        return await calls.read(order);
      } catch (error) {
        if (this.stopping || !(error instanceof ThreadBroke)) throw error;
        const breaks = (this.breaks.get(order.number) ?? 0) + 1;
        // Files that only waited for their turn are not to blame.
        if (this.frames.has(order.number)) this.breaks.set(order.number, breaks);
        if (breaks >= MOST_BREAKS) return await this.giveUp(order, error);
        order.toldFrames = (await this.store.captures.get(this.site, order.number))?.frames ?? 0;
      }
    }
  }

  async cancel(capture: number): Promise<void> {
    await (await this.calls()).cancel(capture);
  }

  /** Begins to read an interface. */
  async watch(order: WireOrder): Promise<void> {
    await (await this.calls()).watch(order);
  }

  /** Ends that; answers when everything that was seen is stored. */
  async unwatch(sensor: string): Promise<void> {
    await (await this.calls()).unwatch(sensor);
  }

  /** Lets the thread store what it has and ends it. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.starting === undefined) return;
    await this.starting.catch(() => undefined);
    await this.thread?.calls.stop().catch(() => undefined);
    await this.worker?.terminate();
  }

  private async calls(): Promise<Calls<ThreadAnswers>> {
    await this.ready();
    return (this.thread as NonNullable<typeof this.thread>).calls;
  }

  private async start(): Promise<void> {
    const worker = new Worker(this.surroundings.thread, { workerData: this.surroundings.threadChoices });
    const thread = joinCalls<ThreadAnswers>(worker);
    thread.answer({
      append: async (step: Step, captures: readonly CaptureRecord[]): Promise<void> => {
        await this.append(step, captures);
      },
      progress: (capture: number, progress: IntakeProgress): void => {
        this.frames.set(capture, progress.frames);
        this.surroundings.onProgress(capture, progress);
      },
      wireState: (sensor: string, state: LiveState): void => this.surroundings.onWireState(sensor, state),
    });
    this.worker = worker;
    this.thread = thread;
    const broke = (why: string): void => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.starting = undefined;
      thread.fail(new ThreadBroke(why));
      if (!this.stopping) this.surroundings.onBroken(why);
    };
    worker.on("error", (error: unknown) => {
      broke(error instanceof Error ? error.message : String(error));
    });
    worker.on("exit", (code) => {
      broke(`its thread ended with ${code}`);
    });
    await this.restore(thread.calls);
  }

  private async restore(calls: Calls<ThreadAnswers>): Promise<void> {
    const { store, site } = this;
    let rows: { table: string; key: string; body: string }[] = [];
    for await (const { table, key, body } of store.ledger.rows(site)) {
      if (body !== null) rows.push({ table, key, body });
      if (rows.length < ROWS_AT_ONCE) continue;
      await calls.restoreRows(rows);
      rows = [];
    }
    await calls.restoreRows(rows);
    for (const kind of KINDS) {
      let things: Thing[] = [];
      for await (const body of store.things.all(site, kind)) {
        things.push({ kind, id: idOfThing(body), body });
        if (things.length < ROWS_AT_ONCE) continue;
        await calls.restoreThings(things);
        things = [];
      }
      await calls.restoreThings(things);
    }
    const corrections = await store.settings.corrections(site);
    if (corrections.length > 0) await calls.restoreCorrections(corrections);
  }

  /** Writes a step, and again until it is written: what traffic showed must not be lost to a disk that is full for a while. */
  private async append(step: Step, captures: readonly CaptureRecord[]): Promise<void> {
    const { time, changes, things, gone, ledger, history } = step;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
      try {
        const batch = { site: this.site, time, changes, things, gone, ledger, captures, history };
        const { first } = await this.store.journal.append(batch);
        if (pause > FIRST_PAUSE) this.surroundings.onTrouble("");
        if (first > 0) {
          this.surroundings.onChanges(await this.store.journal.after(this.site, first - 1, changes.length));
        }
        return;
      } catch (error) {
        if (this.stopping) throw error;
        this.surroundings.onTrouble(error instanceof Error ? error.message : String(error));
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  private async giveUp(order: FileOrder, why: Error): Promise<CaptureRecord> {
    const known = await this.store.captures.get(this.site, order.number);
    const { number, sensor, name, file } = order;
    const frames = this.frames.get(number) ?? 0;
    const record: CaptureRecord = {
      ...{ number, sensor, name, file, format: "unknown", sha256: "", size: 0, from: 0, to: 0 },
      ...known,
      frames,
      state: "cut short",
      remark: `Reading it failed twice near frame ${frames} (${why.message}). It is left out; please report it.`,
    };
    await this.store.captures.put(this.site, record);
    return record;
  }
}

/** The thread of a site ended by itself. */
class ThreadBroke extends Error {}
