import type { FlowTable } from "./flows.ts";
import * as flows from "./flows.ts";

/** Closed connections are looked at again after so many frames. */
const BETWEEN_LOOKS = 1024;
/** All flows are looked at after so many frames, or four times the flows there are: a small share of the work. */
const FEWEST_BETWEEN_SWEEPS = 65_536;
/** Seconds after which a closed connection, a silent flow and a silent connection are over. */
const CLOSED_PATIENCE = 20;
const SILENT_PATIENCE = 900;
const CONNECTION_PATIENCE = 7200;
/** Closed connections that are remembered; the others wait for the next look at all flows. */
const MOST_CLOSED = 65_536;
/** Closed connections that are not silent yet and are looked at in vain at a time. */
const MOST_IN_VAIN = 32;

/**
 * Finds the flows that are over, so that their state does not pile up until the end of a long capture: closed connections
 * soon, before the garbage collector has moved what belongs to them, and silent flows now and then.
 */
export class Endings {
  /** Number of frames at which to ask for what is over. */
  next = BETWEEN_LOOKS;
  private readonly table: FlowTable;
  private nextSweep = FEWEST_BETWEEN_SWEEPS;
  /** Flows that closed, the first at `first`. */
  private closed: number[] = [];
  private first = 0;

  constructor(table: FlowTable) {
    this.table = table;
  }

  /** Takes note that a connection is closed now and was not before. */
  close(flow: number): void {
    if (this.closed.length - this.first < MOST_CLOSED) this.closed.push(flow);
  }

  /** The flows that are over at `time` (seconds), after so many frames, in the order in which they began. */
  over(frames: number, time: number): number[] {
    this.next = frames + BETWEEN_LOOKS;
    if (frames < this.nextSweep) return byBeginning(this.table, this.silentAmongClosed(time));
    this.nextSweep = frames + Math.max(FEWEST_BETWEEN_SWEEPS, this.table.live * 4);
    return byBeginning(this.table, this.silent(time));
  }

  private silentAmongClosed(time: number): number[] {
    const { table, closed } = this;
    const over = new Set<number>();
    const end = closed.length;
    for (let inVain = 0; this.first < end && inVain < MOST_IN_VAIN; this.first++) {
      const flow = closed[this.first] as number;
      // It may have ended otherwise, and its place been given to another flow.
      if (!table.isLive(flow) || !isClosed(table, flow)) continue;
      if (time - lastOf(table, flow) >= CLOSED_PATIENCE) over.add(flow);
      else {
        closed.push(flow);
        inVain++;
      }
    }
    if (this.first * 2 > closed.length) {
      this.closed = closed.slice(this.first);
      this.first = 0;
    }
    return [...over];
  }

  private silent(time: number): number[] {
    const { table } = this;
    const over: number[] = [];
    const bound = table.bound();
    for (let flow = 0; flow < bound; flow++) {
      if (!table.isLive(flow)) continue;
      const silence = time - lastOf(table, flow);
      if (silence < CLOSED_PATIENCE) continue;
      const patience = isClosed(table, flow)
        ? CLOSED_PATIENCE
        : isTcp(table, flow)
          ? CONNECTION_PATIENCE
          : SILENT_PATIENCE;
      if (silence >= patience) over.push(flow);
    }
    return over;
  }
}

/** Flows in the order in which they began, so that what lies between two connections is the pause that was. */
export function byBeginning(table: FlowTable, list: number[]): number[] {
  const beginOf = (flow: number): number => table.numbers[table.numbersBase(flow) + flows.FIRST_TIME] as number;
  return list.sort((one, other) => beginOf(one) - beginOf(other));
}

/** Whether a flow is a TCP connection that both sides finished or one reset. */
export function isClosed(table: FlowTable, flow: number): boolean {
  if (!isTcp(table, flow)) return false;
  const base = table.base(flow);
  const sentA = table.cells[base + flows.FLAGS] as number;
  const sentB = table.cells[base + flows.FLAGS + 1] as number;
  return (sentA & sentB & 1) !== 0 || ((sentA | sentB) & 4) !== 0;
}

function isTcp(table: FlowTable, flow: number): boolean {
  return ((table.cells[table.base(flow)] as number) & 0xffff) === 6;
}

function lastOf(table: FlowTable, flow: number): number {
  return table.numbers[table.numbersBase(flow) + flows.LAST_TIME] as number;
}
