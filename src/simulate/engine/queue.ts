/** Something that is woken at times it asked for; `code` tells it what for. */
export interface Actor {
  due(code: number): void;
}

/**
 * What is due when, in order of time; equal times run in the order in which they were asked for. A binary heap over
 * typed arrays, so that millions of waiting things cost no objects.
 */
export class Queue {
  /** Nanoseconds since the capture's beginning, negative before it. */
  now: number;
  private heap = new Int32Array(1024);
  private times = new Float64Array(1024);
  private orders = new Float64Array(1024);
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
    if (slot >= this.times.length) this.grow();
    this.times[slot] = time < this.now ? this.now : Math.floor(time);
    this.orders[slot] = this.asked++;
    this.codes[slot] = code;
    this.actors[slot] = actor;
    let child = this.size++;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.earlier(slot, this.heap[parent])) break;
      this.heap[child] = this.heap[parent];
      child = parent;
    }
    this.heap[child] = slot;
  }

  /** Runs an action at a time: for what happens rarely. */
  call(time: number, action: () => void): void {
    this.at(time, { due: action }, 0);
  }

  /** Runs everything due up to and including `end`. */
  run(end: number): void {
    while (this.size > 0 && this.times[this.heap[0]] <= end) {
      const slot = this.heap[0];
      const actor = this.actors[slot] as Actor;
      const code = this.codes[slot];
      this.now = this.times[slot];
      this.actors[slot] = undefined;
      this.free.push(slot);
      this.sink(this.heap[--this.size]);
      actor.due(code);
    }
    if (this.now < end) this.now = end;
  }

  private earlier(one: number, other: number): boolean {
    const difference = this.times[one] - this.times[other];
    return difference < 0 || (difference === 0 && this.orders[one] < this.orders[other]);
  }

  /** Puts `slot` where the top was and lets it sink to its place. */
  private sink(slot: number): void {
    const { heap, size } = this;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= size) break;
      if (child + 1 < size && this.earlier(heap[child + 1], heap[child])) child++;
      if (!this.earlier(heap[child], slot)) break;
      heap[parent] = heap[child];
      parent = child;
    }
    heap[parent] = slot;
  }

  private grow(): void {
    const size = this.times.length * 2;
    const wider = <T extends Int32Array | Float64Array>(old: T, make: T): T => {
      make.set(old);
      return make;
    };
    this.heap = wider(this.heap, new Int32Array(size));
    this.times = wider(this.times, new Float64Array(size));
    this.orders = wider(this.orders, new Float64Array(size));
    this.codes = wider(this.codes, new Int32Array(size));
  }
}
