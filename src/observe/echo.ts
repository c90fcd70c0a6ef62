import type { Evidence } from "../model/evidence.ts";

/** Values of one point that are remembered; a power of two. */
const REMEMBERED = 256;
const SHIFT = 24;
/** So many values that are new may stand among those that come again: what was forgotten looks new. */
const MOST_FORGOTTEN = 2;
/** By so many values a way back may differ from the one before: a poll more or less. */
const SLACK = 1;

const FLOAT = new Float64Array(1);
const BITS = new Int32Array(FLOAT.buffer);

/** The longest row of values that one point told a second time. */
export interface EchoTally {
  /** How many came again, each in its turn. */
  run: number;
  /** How many values back it had come before. */
  lag: number;
  /** How many values had come only once until then. */
  fresh: number;
  /** Seconds since 1970-01-01 UTC at which the repetition began, and where. */
  since: number;
  evidence: Evidence;
}

/** What is kept of it as JSON text: the values themselves are not, so that a row that is coming again just then begins anew. */
export interface PlainEcho {
  fresh: number;
  longest: EchoTally | null;
}

/** Where a value was told. */
interface Source {
  capture: number;
  frame: number;
  start: number;
  end: number;
  time: number;
}

/**
 * Listens to one measured value for a row that comes again exactly, as a recording does and noise never does. Remembers the
 * last values by their hashes alone; a value costs one look, however many are remembered.
 */
export class Echo {
  private readonly hashes: Int32Array;
  private readonly counts: Int32Array;
  private count = 0;
  private fresh = 0;
  private lag = 0;
  private run = 0;
  private forgotten = 0;
  private begun: EchoTally | undefined;
  private longest: EchoTally | undefined;

  constructor(hashes = new Int32Array(REMEMBERED), counts = new Int32Array(REMEMBERED)) {
    this.hashes = hashes;
    this.counts = counts;
  }

  /** The longest row so far that came again; undefined for none. */
  get best(): EchoTally | undefined {
    return this.longest;
  }

  /** Takes the next value that differs from the one before. */
  hear(value: number, source: Source): void {
    FLOAT[0] = value;
    const hash = Math.imul(BITS[1] as number, 0x9e3779b1) ^ Math.imul(BITS[0] as number, 0x85ebca6b);
    const place = hash >>> SHIFT;
    const count = ++this.count;
    const before = this.counts[place] as number;
    const isKnown = before > 0 && this.hashes[place] === hash;
    this.hashes[place] = hash;
    this.counts[place] = count;
    if (isKnown) this.recur(count - before, source);
    else if (this.run === 0) this.fresh++;
    else if (++this.forgotten > MOST_FORGOTTEN) {
      this.run = 0;
      this.fresh += this.forgotten;
    }
  }

  /** The same to go on with apart from this one. */
  copy(): Echo {
    const copy = new Echo(this.hashes.slice(), this.counts.slice());
    copy.count = this.count;
    copy.fresh = this.fresh;
    copy.lag = this.lag;
    copy.run = this.run;
    copy.forgotten = this.forgotten;
    copy.begun = this.begun === undefined ? undefined : { ...this.begun };
    copy.longest = this.longest === this.begun ? copy.begun : this.longest;
    return copy;
  }

  plain(): PlainEcho {
    return { fresh: this.fresh, longest: this.longest ?? null };
  }

  /** Makes what `plain` told again. */
  static from({ fresh, longest }: PlainEcho): Echo {
    const echo = new Echo();
    echo.fresh = fresh;
    echo.longest = longest ?? undefined;
    return echo;
  }

  /** Keeps the longer of both rows. */
  absorb(other: Echo): void {
    if ((other.longest?.run ?? 0) > (this.longest?.run ?? 0)) this.longest = other.longest;
  }

  private recur(lag: number, source: Source): void {
    if (this.run === 0 || Math.abs(lag - this.lag) > SLACK) {
      this.run = 0;
      const { capture, frame, start, end, time } = source;
      const evidence = { capture, frame, start, end, time };
      this.begun = { run: 0, lag, fresh: this.fresh, since: time, evidence };
    }
    this.forgotten = 0;
    this.lag = lag;
    this.run++;
    const begun = this.begun as EchoTally;
    begun.run = this.run;
    if (this.run > (this.longest?.run ?? 0)) this.longest = begun;
  }
}
