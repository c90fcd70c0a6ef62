import { makeFrame } from "./reader.ts";
import type { CapturedFrame, FrameSource } from "./source.ts";
import type { Instant } from "./ticks.ts";

/** What can be pulled from, whether it is one capture or several merged. */
export type FrameStream = Pick<FrameSource, "next" | "fill" | "consumed" | "close">;

/** A capture to merge; one that knows when it starts is not opened before its time has come. */
export interface MergeableSource extends FrameSource {
  startsAt?: Instant | null;
}

/**
 * All frames of several captures, earliest first; equal times in the order of the captures. Within one capture the
 * file's order stands, even where its time runs backwards. One capture alone is handed back as it is.
 */
export function mergeByTime(sources: readonly MergeableSource[]): FrameStream {
  const only = sources[0];
  return sources.length === 1 && only !== undefined ? only : new MergedSources(sources);
}

interface Lane {
  source: MergeableSource;
  order: number;
  /** The capture's next frame. */
  head: CapturedFrame;
}

class MergedSources implements FrameStream {
  private readonly sources: readonly MergeableSource[];
  /** Sources that wait for their time, the earliest last. */
  private readonly waiting: { source: MergeableSource; order: number; startsAt: Instant }[] = [];
  /** A heap of the open sources, earliest head first. */
  private readonly heap: Lane[] = [];
  /** Opened, but without a head yet. */
  private readonly opened: Lane[] = [];
  /** Whether the first of the heap was handed out and must be moved on. */
  private lent = false;

  constructor(sources: readonly MergeableSource[]) {
    this.sources = sources;
    sources.forEach((source, order) => {
      const startsAt = source.startsAt ?? null;
      if (startsAt === null) this.opened.push({ source, order, head: makeFrame() });
      else this.waiting.push({ source, order, startsAt });
    });
    this.waiting.sort((one, other) => compareInstants(other.startsAt, one.startsAt) || other.order - one.order);
  }

  next(frame: CapturedFrame): boolean {
    if (this.opened.length > 0) return false;
    const heap = this.heap;
    const first = heap[0];
    if (first === undefined) return false;
    if (this.lent) {
      if (!first.source.next(first.head)) return false;
      this.lent = false;
      this.sink();
    }
    const earliest = heap[0].head;
    const soonest = this.waiting[this.waiting.length - 1];
    if (soonest !== undefined && compareInstants(soonest.startsAt, earliest) <= 0) return false;
    copyFrame(earliest, frame);
    this.lent = true;
    return true;
  }

  async fill(): Promise<boolean> {
    const first = this.heap[0];
    if (this.lent && first !== undefined) {
      this.lent = false;
      if (await advance(first)) this.sink();
      else this.removeFirst();
    }
    for (let lane = this.opened.shift(); lane !== undefined; lane = this.opened.shift()) await this.enter(lane);
    for (let soonest = this.waiting.at(-1); soonest !== undefined; soonest = this.waiting.at(-1)) {
      const earliest = this.heap[0];
      if (earliest !== undefined && compareInstants(soonest.startsAt, earliest.head) > 0) break;
      this.waiting.pop();
      await this.enter({ source: soonest.source, order: soonest.order, head: makeFrame() });
    }
    return this.heap.length > 0;
  }

  consumed(): number {
    return this.sources.reduce((sum, source) => sum + source.consumed(), 0);
  }

  close(): void {
    for (const source of this.sources) source.close();
    this.heap.length = 0;
    this.opened.length = 0;
    this.waiting.length = 0;
  }

  private async enter(lane: Lane): Promise<void> {
    if (!(await advance(lane))) return;
    const heap = this.heap;
    heap.push(lane);
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at], heap[parent])) break;
      swap(heap, at, parent);
      at = parent;
    }
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink();
  }

  /** Lets the first of the heap sink to its place. */
  private sink(): void {
    const heap = this.heap;
    let at = 0;
    for (;;) {
      let least = at;
      const left = 2 * at + 1;
      const right = left + 1;
      if (left < heap.length && isBefore(heap[left], heap[least])) least = left;
      if (right < heap.length && isBefore(heap[right], heap[least])) least = right;
      if (least === at) return;
      swap(heap, at, least);
      at = least;
    }
  }
}

/** Gets the lane's next frame, reading more as needed; false (and closed) at the end. */
async function advance(lane: Lane): Promise<boolean> {
  while (!lane.source.next(lane.head)) {
    if (!(await lane.source.fill())) {
      lane.source.close();
      return false;
    }
  }
  return true;
}

function swap(heap: Lane[], one: number, other: number): void {
  const lane = heap[one];
  heap[one] = heap[other];
  heap[other] = lane;
}

function isBefore(one: Lane, other: Lane): boolean {
  const difference = compareInstants(one.head, other.head);
  return difference < 0 || (difference === 0 && one.order < other.order);
}

function compareInstants(one: Instant, other: Instant): number {
  return one.seconds - other.seconds || one.nanoseconds - other.nanoseconds;
}

function copyFrame(from: CapturedFrame, to: CapturedFrame): void {
  to.capture = from.capture;
  to.number = from.number;
  to.bytes = from.bytes;
  to.start = from.start;
  to.end = from.end;
  to.originalLength = from.originalLength;
  to.linkType = from.linkType;
  to.interfaceIndex = from.interfaceIndex;
  to.seconds = from.seconds;
  to.nanoseconds = from.nanoseconds;
  to.direction = from.direction;
  to.comment = from.comment;
}
