import type { PointBlock } from "./point-block.ts";
import type { PointRoom } from "./points.ts";

/** The values of one message that is sent again and again: told one by one once, then only counted until somebody asks. */
export class Standing {
  /** Whose values these are. */
  readonly store: object;
  /** How often a value of the store had moved when these were told one by one. */
  changes = 0;
  /** How often they were told since, and when last, in seconds since 1970-01-01 UTC. */
  private times = 0;
  private time = Number.NaN;
  private readonly blocks: PointBlock[] = [];
  private readonly slots: number[] = [];
  /** Values that found no room. */
  private refused = 0;

  constructor(store: object) {
    this.store = store;
  }

  get isWaiting(): boolean {
    return this.times > 0;
  }

  /** Remembers the place of the next value; `block` is undefined where there was no room for it. */
  add(block: PointBlock | undefined, slot: number): void {
    if (block === undefined) {
      this.refused++;
      return;
    }
    this.blocks.push(block);
    this.slots.push(slot);
  }

  /** Counts that all were told once more. */
  hear(time: number): void {
    this.times++;
    this.time = time;
  }

  /** Puts down what was counted. */
  settle(room: PointRoom): void {
    for (let index = 0; index < this.slots.length; index++) {
      (this.blocks[index] as PointBlock).readAgain(this.slots[index] as number, this.times, this.time);
    }
    room.dropped += this.refused * this.times;
    this.times = 0;
  }
}
