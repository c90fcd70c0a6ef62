import { type ChildProcess, spawn } from "node:child_process";
import { CaptureReader, makeFrame } from "../capture/reader.ts";
import type { CapturedFrame } from "../capture/source.ts";
import { supplyStream } from "../capture/supply.ts";
import { type CaptureProgram, captureArguments, readProgramWords } from "./capture-program.ts";

/** How an interface is watched. */
export interface LiveOptions {
  interfaceName: string;
  /** Names that exist; what is not among them is refused. */
  known: readonly string[];
  /** Undefined when this machine has none. */
  program: CaptureProgram | undefined;
  /** Kernel buffer in MiB; 16 is usual. */
  buffer: number;
  /** User that tcpdump becomes when it runs as root; "" to stay. */
  user: string;
  /** Seconds since 1970-01-01 UTC. */
  clock: () => number;
  patience?: Partial<LivePatience>;
}

/** Seconds that things may take. */
export interface LivePatience {
  /** First and longest wait before the program is started again; it doubles in between. */
  firstWait: number;
  longestWait: number;
  /** Time of sound running after which waits are short again. */
  healthy: number;
  /** Until the head of the capture must have come. */
  head: number;
  /** Between two questions for drops. */
  drops: number;
  /** Between asking a child to end and ending it. */
  end: number;
}

const USUAL: LivePatience = { firstWait: 1, longestWait: 60, healthy: 60, head: 20, drops: 5, end: 2 };

/** Who gets what an interface shows. */
export interface LiveListener {
  /** One frame, lent; `number` counts from 1 over all restarts. */
  frame(frame: CapturedFrame, number: number): void;
  /** After each batch; nothing more is read from the child until this is done. */
  batch(): Promise<void> | void;
  /** Told when the state changed. */
  state(state: LiveState): void;
}

/** How watching stands. */
export interface LiveState {
  state: "watching" | "stopped" | "failed" | "waiting to restart";
  packets: number;
  /** Packets that the kernel dropped, over all restarts; as far as the program told. */
  dropped: number;
  /** Seconds since 1970-01-01 UTC of the newest packet; 0 without one. */
  newest: number;
  /** Seconds between the newest packet and the clock when it was taken; 0 when even. */
  behind: number;
  /** Part of the time, 0 to 1, in which the child had to wait for whoever takes the packets. */
  pressure: number;
  restarts: number;
  remark: string;
}

/** Most characters of standard error that are kept of one run. */
const MOST_WORDS = 8192;
const CHUNK = 262_144;

/** Watches an interface until `stop`, which answers when the child is gone. */
export function watchInterface(
  options: LiveOptions,
  listener: LiveListener,
): { stop(): Promise<void>; state(): LiveState } {
  const watching = new Watching(options, listener);
  const running = watching.run();
  return {
    stop() {
      watching.stop();
      return running;
    },
    state: () => ({ ...watching.now }),
  };
}

class Watching {
  readonly now: LiveState = {
    state: "stopped",
    packets: 0,
    dropped: 0,
    newest: 0,
    behind: 0,
    pressure: 0,
    restarts: 0,
    remark: "",
  };
  private readonly options: LiveOptions;
  private readonly listener: LiveListener;
  private readonly patience: LivePatience;
  private stopping = false;
  private child: ChildProcess | undefined;
  private wake = (): void => {};
  /** Drops of the runs before this one. */
  private droppedBefore = 0;

  constructor(options: LiveOptions, listener: LiveListener) {
    this.options = options;
    this.listener = listener;
    this.patience = { ...USUAL, ...options.patience };
  }

  stop(): void {
    this.stopping = true;
    this.wake();
    if (this.child !== undefined) this.end(this.child);
  }

  async run(): Promise<void> {
    const { interfaceName, known, program, clock } = this.options;
    if (!known.includes(interfaceName) || interfaceName.startsWith("-")) {
      return this.tell("failed", `This machine has no interface ${interfaceName}.`);
    }
    if (program === undefined) {
      return this.tell("failed", "Neither tcpdump nor dumpcap is installed; install one of them (package tcpdump).");
    }
    let wait = this.patience.firstWait;
    while (!this.stopping) {
      const began = clock();
      const { problem, lasting } = await this.once(program);
      if (this.stopping) break;
      if (lasting) return this.tell("failed", problem);
      if (clock() - began >= this.patience.healthy) wait = this.patience.firstWait;
      this.now.restarts++;
      this.tell("waiting to restart", `${problem} It is started again in ${wait} s.`);
      await this.pause(wait);
      wait = Math.min(wait * 2, this.patience.longestWait);
    }
    this.tell("stopped", "");
  }

  /** One run of the program, until it ends. */
  private async once(program: CaptureProgram): Promise<{ problem: string; lasting: boolean }> {
    const { interfaceName, buffer, user } = this.options;
    const child = spawn(program.path, captureArguments(program, { interfaceName, buffer, user }), {
      stdio: ["ignore", "pipe", "pipe"],
      shell: false,
      // Nothing of our surroundings: a capture program needs none of it.
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" },
    });
    this.child = child;
    let words = "";
    let failure = "";
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => {
      words = (words + text).slice(-MOST_WORDS);
      this.countDrops(readProgramWords(words, program, interfaceName).dropped);
    });
    // Both streams must have ended: the last report of drops comes after the last packet.
    const ended = new Promise<string>((resolve) => {
      child.on("error", (error) => {
        failure = `${program.path} could not be started: ${error.message}.`;
        if (child.pid === undefined) resolve(failure);
      });
      child.on("close", (code, signal) => resolve(signal !== null ? `signal ${signal}` : `code ${code}`));
    });
    let hasHead = false;
    const headTimer = setTimeout(() => {
      if (hasHead) return;
      failure = `${program.kind} wrote nothing for ${this.patience.head} s.`;
      this.end(child);
    }, this.patience.head * 1000);
    const dropTimer = setInterval(() => {
      // tcpdump prints its counters when asked so; dumpcap would end.
      if (hasHead && program.kind === "tcpdump") child.kill("SIGUSR1");
    }, this.patience.drops * 1000);
    const faults = await this.read(child, () => {
      if (hasHead) return;
      hasHead = true;
      this.tell("watching", "");
    });
    clearTimeout(headTimer);
    clearInterval(dropTimer);
    // A child whose output cannot be followed any further, or that closed it, has nothing more to give.
    this.end(child);
    const end = await ended;
    this.child = undefined;
    const said = readProgramWords(words, program, interfaceName);
    this.droppedBefore = this.now.dropped;
    if (failure !== "") return { problem: failure, lasting: false };
    if (said.problem !== "") return { problem: said.problem, lasting: said.lasting };
    if (faults !== "") return { problem: faults, lasting: false };
    const last = words.trim().split("\n").at(-1)?.slice(0, 200) ?? "";
    return { problem: `${program.kind} ended (${end})${last === "" ? "" : `: ${last}`}.`, lasting: false };
  }

  /** Reads what the child writes, to its end; answers what was wrong with it. */
  private async read(child: ChildProcess, onHead: () => void): Promise<string> {
    const { clock, interfaceName } = this.options;
    const stdout = child.stdout;
    if (stdout === null) return "";
    const reader = new CaptureReader({
      name: interfaceName,
      capture: 0,
      size: 0,
      chunkSize: CHUNK,
      hashed: false,
      open: () => supplyStream(stdout),
    });
    const frame = makeFrame();
    const began = clock();
    let busy = 0;
    try {
      do {
        const from = clock();
        let count = 0;
        while (!this.stopping && reader.next(frame)) {
          count++;
          this.now.packets++;
          this.listener.frame(frame, this.now.packets);
          this.now.newest = Math.max(this.now.newest, frame.seconds + frame.nanoseconds / 1e9);
        }
        if (count > 0) {
          await this.listener.batch();
          const to = clock();
          busy += to - from;
          this.now.pressure = to > began ? Math.min(1, busy / (to - began)) : 0;
          this.now.behind = Math.max(0, to - this.now.newest);
        }
        if (reader.consumed() > 0) onHead();
      } while (!this.stopping && (await reader.fill()));
    } finally {
      reader.close();
    }
    const [fault] = reader
      .summary()
      .faults.filter(({ name }) => name !== "empty file" && name !== "time runs backwards");
    return fault === undefined || this.stopping ? "" : `What the capture program wrote cannot be read: ${fault.detail}`;
  }

  private countDrops(dropped: number): void {
    if (dropped < 0 || this.droppedBefore + dropped <= this.now.dropped) return;
    this.now.dropped = this.droppedBefore + dropped;
    this.listener.state({ ...this.now });
  }

  private end(child: ChildProcess): void {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), this.patience.end * 1000);
    child.once("close", () => clearTimeout(timer));
  }

  private pause(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.stopping ? 0 : seconds * 1000);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private tell(state: LiveState["state"], remark: string): void {
    this.now.state = state;
    this.now.remark = remark;
    this.listener.state({ ...this.now });
  }
}
