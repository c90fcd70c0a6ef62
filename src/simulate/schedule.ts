/** Runs what is due in order of time; equal times run in the order in which they were asked for. */
export interface Schedule {
  /** Nanoseconds since the scenario's beginning (negative before it). */
  now(): number;
  /** Runs `action` at a time; a time already past runs next. */
  at(time: number, action: () => void): void;
  /** Runs `action` after a delay in nanoseconds. */
  after(delay: number, action: () => void): void;
  /** Runs everything due up to and including `end`, then leaves the rest undone. */
  run(end: number): void;
}

/** Nanoseconds in a microsecond, a millisecond and a second. */
export const MICROSECOND = 1_000;
export const MILLISECOND = 1_000_000;
export const SECOND = 1_000_000_000;

/** A schedule that begins at `start` nanoseconds; a binary heap. */
export function createSchedule(start: number): Schedule {
  const heap: { time: number; order: number; action: () => void }[] = [];
  let now = start;
  let asked = 0;
  const earlier = (one: number, other: number) =>
    heap[one].time < heap[other].time || (heap[one].time === heap[other].time && heap[one].order < heap[other].order);
  function swap(one: number, other: number): void {
    const held = heap[one];
    heap[one] = heap[other];
    heap[other] = held;
  }
  function push(time: number, action: () => void): void {
    heap.push({ time: Math.max(now, Math.round(time)), order: asked++, action });
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!earlier(child, parent)) break;
      swap(child, parent);
      child = parent;
    }
  }
  function pop(): void {
    const last = heap.length - 1;
    swap(0, last);
    const { time, action } = heap.pop() as { time: number; action: () => void };
    let parent = 0;
    for (;;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < last && earlier(child, least)) least = child;
      }
      if (least === parent) break;
      swap(parent, least);
      parent = least;
    }
    now = time;
    action();
  }
  return {
    now: () => now,
    at: push,
    after: (delay, action) => push(now + delay, action),
    run(end) {
      while (heap.length > 0 && heap[0].time <= end) pop();
      now = Math.max(now, end);
    },
  };
}
