import { join } from "node:path";
import { findCaptureProgram } from "../sources/capture-program.ts";
import { type LiveState, watchInterface } from "../sources/live.ts";
import { PacketRing } from "../sources/ring.ts";
import type { LiveOrder, SiteRunner } from "./site-runner.ts";

/** How a site's thread watches interfaces. */
export interface WireChoices {
  /** Folder of the ring of packets, and how many bytes it may take. */
  ring: string;
  ringBytes: number;
  /** Kernel buffer, MiB. */
  buffer: number;
  /** User that the capture program becomes when it is started by root; "" to stay. */
  user: string;
}

/** A live capture that is ordered. */
export interface WireOrder extends LiveOrder {
  /** Interfaces that exist. */
  known: readonly string[];
}

const SEGMENT = 64 * 1024 * 1024;
/** Milliseconds between flushes of the ring: so long after it was seen a packet can be looked at. */
const FLUSH = 2000;

/** Watches interfaces for a site: every frame goes into the ring of packets and to the site's runner. */
export class Wires {
  private readonly runner: SiteRunner;
  private readonly choices: WireChoices;
  private readonly clock: () => number;
  private readonly tell: (sensor: string, state: LiveState) => void;
  private readonly stops = new Map<string, () => Promise<void>>();
  private ring: PacketRing | undefined;
  private flushing: NodeJS.Timeout | undefined;

  /** `clock` tells seconds since 1970-01-01 UTC. */
  constructor(
    runner: SiteRunner,
    choices: WireChoices,
    clock: () => number,
    tell: (sensor: string, state: LiveState) => void,
  ) {
    this.clock = clock;
    this.runner = runner;
    this.choices = choices;
    this.tell = tell;
  }

  /** Begins to watch. */
  watch(order: WireOrder): void {
    const { buffer, user } = this.choices;
    const ring = this.openRing();
    const taker = this.runner.live(order);
    let trouble = "";
    const watching = watchInterface(
      {
        interfaceName: order.name,
        known: order.known,
        program: findCaptureProgram(process.env["PATH"] ?? ""),
        buffer,
        user,
        clock: this.clock,
      },
      {
        frame(frame, number) {
          try {
            ring.append(order.number, frame, number, order.name);
            trouble = "";
          } catch (error) {
            // Watching goes on without keeping packets: what is learned matters more.
            trouble = `Packets cannot be kept: ${error instanceof Error ? error.message : String(error)}.`;
          }
          taker.frame(frame, number);
        },
        batch: async () => await taker.batch(),
        state: (state) => {
          taker.drops(state.dropped);
          this.tell(order.sensor, { ...state, remark: `${state.remark} ${trouble}`.trim() });
        },
      },
    );
    // Also when nothing happens: the console shows how far behind a sensor is.
    const telling = setInterval(() => this.tell(order.sensor, watching.state()), FLUSH);
    this.stops.set(order.sensor, async () => {
      clearInterval(telling);
      await watching.stop();
      await taker.end();
      this.closeCapture(order.number);
    });
  }

  /** Ends watching; answers when everything is stored. */
  async unwatch(sensor: string): Promise<void> {
    const stop = this.stops.get(sensor);
    this.stops.delete(sensor);
    await stop?.();
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.stops.keys(), async (sensor) => await this.unwatch(sensor)));
    clearInterval(this.flushing);
    this.ring?.closeAll();
  }

  private openRing(): PacketRing {
    if (this.ring === undefined) {
      this.ring = new PacketRing(this.choices.ring, { budget: this.choices.ringBytes, segment: SEGMENT });
      this.flushing = setInterval(() => this.flush(), FLUSH);
    }
    return this.ring;
  }

  private flush(): void {
    try {
      this.ring?.flush();
    } catch {
      // Told with the next frame.
    }
  }

  private closeCapture(number: number): void {
    try {
      this.ring?.close(number);
    } catch {
      // The disk failed; what was flushed is kept.
    }
  }
}

/** Folder of a site's ring of packets, below the folder of data. */
export function ringFolder(folder: string, site: string): string {
  return join(folder, "packets", site);
}
