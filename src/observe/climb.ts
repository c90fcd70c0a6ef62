import type { Evidence } from "../model/evidence.ts";

/** So many writes of others in a row hand the attention over to them. */
const MOST_OTHERS = 2;

/** Where a value was written, and by whom. */
interface Source {
  capture: number;
  frame: number;
  start: number;
  end: number;
  time: number;
  /** A bit that stands for the writer; 0 when he is not told apart. */
  peer: number;
}

/** The longest row of writes of one writer that all went the same way. */
export interface ClimbTally {
  /** Bit of the writer. */
  peer: number;
  /** From the first value to the last, in so many steps. */
  first: number;
  last: number;
  steps: number;
  /** Seconds since 1970-01-01 UTC of the first and the last of them, and where the first was. */
  from: number;
  to: number;
  evidence: Evidence;
}

/** What is known of a point's writes, as JSON text can hold it. */
export interface PlainClimb {
  run: ClimbTally | null;
  /** Null also where the row at hand is the longest. */
  longest: ClimbTally | null;
  isLongest: boolean;
  others: number;
}

/** Follows the writes of one point: how far its writer goes in one direction, whatever others write in between. */
export class Climb {
  private run: ClimbTally | undefined;
  private longest: ClimbTally | undefined;
  private others = 0;

  /** The longest row so far; undefined without a step. */
  get best(): ClimbTally | undefined {
    return this.longest !== undefined && this.longest.steps > 0 ? this.longest : undefined;
  }

  write(value: number, source: Source): void {
    const { run } = this;
    if (source.peer === 0 || !Number.isFinite(value)) return;
    if (run === undefined) this.begin(value, value, source);
    else if (run.peer !== source.peer) {
      // Who has not gone anywhere yet is not waited for.
      if (run.steps === 0 || ++this.others > MOST_OTHERS) this.begin(value, value, source);
    } else {
      this.others = 0;
      if (value === run.last) return;
      if (run.steps > 0 && value > run.last !== run.last > run.first) this.begin(run.last, value, source);
      else this.step(run, value, source.time);
    }
  }

  /** The same to go on with apart from this one. */
  copy(): Climb {
    return Climb.from(this.plain());
  }

  plain(): PlainClimb {
    const { run = null, longest = null, others } = this;
    const isLongest = run !== null && run === longest;
    return { run, longest: isLongest ? null : longest, isLongest, others };
  }

  /** Makes what `plain` told again. */
  static from({ run, longest, isLongest, others }: PlainClimb): Climb {
    const climb = new Climb();
    climb.run = run === null ? undefined : { ...run };
    climb.longest = isLongest ? climb.run : (longest ?? undefined);
    climb.others = others;
    return climb;
  }

  /** Keeps the longer of both rows; `bitOf` turns the other's bit into ours. */
  absorb(other: Climb, bitOf: (bits: number) => number): void {
    const theirs = other.longest;
    if (theirs === undefined || theirs.steps <= (this.longest?.steps ?? 0)) return;
    this.longest = { ...theirs, peer: bitOf(theirs.peer) };
  }

  /** A row that begins at one value and has come to another. */
  private begin(first: number, value: number, source: Source): void {
    const { capture, frame, start, end, time, peer } = source;
    const evidence = { capture, frame, start, end, time };
    this.others = 0;
    this.run = { peer, first, last: first, steps: 0, from: time, to: time, evidence };
    if (value !== first) this.step(this.run, value, time);
  }

  private step(run: ClimbTally, value: number, time: number): void {
    run.last = value;
    run.to = time;
    run.steps++;
    if (run.steps > (this.longest?.steps ?? 0)) this.longest = run;
  }
}
