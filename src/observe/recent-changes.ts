/** Changes of one point that are kept until someone asks. */
const MOST_RECENT = 1024;

/** Values that one point took, in the order in which they came. */
export interface Recent {
  /** Seconds since 1970-01-01 UTC. */
  times: number[];
  values: number[];
  /** Changes beyond the ceiling: the first and the last ones are kept. */
  left: number;
}

/** What changed since someone asked, by slot of the point. */
export class RecentChanges {
  private bySlot = new Map<number, Recent>();

  note(slot: number, time: number, value: number): void {
    let known = this.bySlot.get(slot);
    if (known === undefined) {
      known = { times: [], values: [], left: 0 };
      this.bySlot.set(slot, known);
    }
    if (known.times.length < MOST_RECENT) {
      known.times.push(time);
      known.values.push(value);
      return;
    }
    // The newest always stands at the end.
    known.times[MOST_RECENT - 1] = time;
    known.values[MOST_RECENT - 1] = value;
    known.left++;
  }

  /** Hands over what changed since it was last asked. */
  take(): Map<number, Recent> {
    const taken = this.bySlot;
    this.bySlot = new Map();
    return taken;
  }
}
