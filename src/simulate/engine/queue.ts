/** Something that is woken at times it asked for; `code` tells it what for. */
export interface Actor {
  due(code: number): void;
}

/** Children of a node: four of them lie side by side, so that a large heap is half as deep and is read in fewer places. */
const BRANCHES = 4;
/** Numbers of a node: its time, its order and its slot. */
const NODE = 3;

/**
 * What is due when, in order of time; equal times run in the order in which they were asked for. A heap over typed
 * arrays, so that millions of waiting things cost no objects.
 */
export class Queue {
  /** Nanoseconds since the capture's beginning, negative before it. */
  now: number;
  private heap = new Float64Array(1024 * NODE);
  private codes = new Int32Array(1024);
  private readonly actors: (Actor | undefined)[] = [];
  private readonly free: number[] = [];
  private size = 0;
  private asked = 0;

  constructor(start: number) {
    this.now = start;
  }

  /** How many things wait. */
  get waiting(): number {
    return this.size;
  }

  /** Wakes an actor at a time; a time already past comes next. */
  at(time: number, actor: Actor, code: number): void {
    const slot = this.free.length > 0 ? (this.free.pop() as number) : this.actors.length;
    if (slot >= this.codes.length) this.grow();
    this.codes[slot] = code;
    this.actors[slot] = actor;
    this.rise(this.size++, time < this.now ? this.now : Math.floor(time), this.asked++, slot);
  }

  /** Runs an action at a time: for what happens rarely. */
  call(time: number, action: () => void): void {
    this.at(time, { due: action }, 0);
  }

  /** Runs everything due up to and including `end`. */
  run(end: number): void {
    while (this.size > 0 && this.heap[0] <= end) {
      const slot = this.heap[2];
      const actor = this.actors[slot] as Actor;
      const code = this.codes[slot];
      this.now = this.heap[0];
      this.actors[slot] = undefined;
      this.free.push(slot);
      this.sink();
      actor.due(code);
    }
    if (this.now < end) this.now = end;
  }

  /** Puts something at a free place of the heap and lets it rise to its own; what is asked for later never passes. */
  private rise(place: number, time: number, order: number, slot: number): void {
    const { heap } = this;
    let child = place * NODE;
    while (place > 0) {
      place = (place - 1) >> 2;
      const parent = place * NODE;
      if (heap[parent] <= time) break;
      heap[child] = heap[parent];
      heap[child + 1] = heap[parent + 1];
      heap[child + 2] = heap[parent + 2];
      child = parent;
    }
    heap[child] = time;
    heap[child + 1] = order;
    heap[child + 2] = slot;
  }

  /** Takes the top away and lets the last one sink from there to its place. */
  private sink(): void {
    const { heap } = this;
    const size = --this.size;
    const end = size * NODE;
    const time = heap[end];
    const order = heap[end + 1];
    const slot = heap[end + 2];
    let parent = 0;
    for (;;) {
      let child = parent * BRANCHES + NODE;
      if (child >= end) break;
      const last = Math.min(child + BRANCHES * NODE, end);
      let least = child;
      for (child += NODE; child < last; child += NODE) {
        if (heap[child] < heap[least] || (heap[child] === heap[least] && heap[child + 1] < heap[least + 1])) {
          least = child;
        }
      }
      if (heap[least] > time || (heap[least] === time && heap[least + 1] > order)) break;
      heap[parent] = heap[least];
      heap[parent + 1] = heap[least + 1];
      heap[parent + 2] = heap[least + 2];
      parent = least;
    }
    heap[parent] = time;
    heap[parent + 1] = order;
    heap[parent + 2] = slot;
  }

  private grow(): void {
    const heap = new Float64Array(this.heap.length * 2);
    heap.set(this.heap);
    this.heap = heap;
    const codes = new Int32Array(this.codes.length * 2);
    codes.set(this.codes);
    this.codes = codes;
  }
}
