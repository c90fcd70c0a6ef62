import type { PointSpace, Quality } from "../dissect/points.ts";
import type { Sample } from "../dissect/talk.ts";
import { Climb, type PlainClimb } from "./climb.ts";
import { Echo, type PlainEcho } from "./echo.ts";
import {
  absorbRow,
  BEGUN,
  CAPTURE,
  CELLS,
  CHANGES,
  END,
  ENDED,
  endStill,
  FIRST_READ,
  FRAME,
  HIGHEST,
  INDEX,
  LAST,
  LAST_READ,
  LOWEST,
  NUMBERS,
  type PointColumns,
  QUALITY,
  READERS,
  READS,
  READS_BEFORE,
  SINCE,
  START,
  STILL,
  STILL_CAPTURE,
  STILL_READS,
  STILL_SINCE,
  WRITERS,
  WRITES,
} from "./point-columns.ts";
import type { PointRoom, PointTally, SampleSource } from "./points.ts";
import { type Recent, RecentChanges } from "./recent-changes.ts";

const FIRST_ROOM = 16;
/** A point that changed so often is listened to for values that come again. */
const CHANGES_BEFORE_ECHO = 20;

/** Columns of a block as JSON text can hold them: numbers that JSON does not know stand as text. */
export interface PlainBlock {
  names: string[];
  numbers: (number | string)[];
  cells: number[];
  /** By slot; none from older versions. */
  echoes?: (readonly [slot: number, echo: PlainEcho])[];
  climbs?: (readonly [slot: number, climb: PlainClimb])[];
}

/** The points of one kind in one station: columns of numbers, so that a value costs a few stores and no object. */
export class PointBlock implements PointColumns {
  readonly space: PointSpace;
  readonly unit: number;
  count = 0;
  names: string[] = [];
  numbers = new Float64Array(FIRST_ROOM * NUMBERS);
  cells = new Int32Array(FIRST_ROOM * CELLS);
  /** Slot by index of points without a name, then by name and index of the others. */
  private readonly byIndex = new Map<number, number>();
  private readonly byName = new Map<string, Map<number, number>>();
  private hint = -1;
  /** By slot. */
  private readonly echoes: (Echo | undefined)[] = [];
  private readonly climbs: (Climb | undefined)[] = [];
  private recent: RecentChanges | undefined;

  constructor(space: PointSpace, unit: number, recording: boolean) {
    this.space = space;
    this.unit = unit;
    this.recent = recording ? new RecentChanges() : undefined;
  }

  /** The slot of a point, -1 when it is new and `room` has none left. */
  slotOf(name: string, index: number, room: PointRoom): number {
    // Values come in the same order again and again: the slot behind the last one is nearly always right.
    const next = this.hint + 1;
    if (next < this.count && this.cells[next * CELLS + INDEX] === index && this.names[next] === name) {
      this.hint = next;
      return next;
    }
    let slots = this.byIndex;
    if (name !== "") {
      let known = this.byName.get(name);
      if (known === undefined) {
        if (room.left <= 0) return this.refuse(room);
        known = new Map();
        this.byName.set(name, known);
      }
      slots = known;
    }
    let slot = slots.get(index);
    if (slot === undefined) {
      if (room.left <= 0) return this.refuse(room);
      room.left--;
      slot = this.add(name, index);
      slots.set(index, slot);
    }
    this.hint = slot;
    return slot;
  }

  /** Puts down a value; answers whether it is another than before. */
  record(slot: number, sample: Sample, source: SampleSource, room: PointRoom): boolean {
    const { numbers, cells } = this;
    const number = slot * NUMBERS;
    const cell = slot * CELLS;
    const { value, quality } = sample;
    const isFirst = (cells[cell + READS] as number) + (cells[cell + WRITES] as number) === 0;
    // Polled values rarely move: a value that stands costs its count and its time.
    const moved = isFirst || value !== numbers[number + LAST] || quality !== cells[cell + QUALITY];
    if (moved) {
      if (isFirst) {
        numbers[number + LOWEST] = value;
        numbers[number + HIGHEST] = value;
        numbers[number + BEGUN] = source.time;
      } else {
        if (value !== numbers[number + LAST]) {
          cells[cell + CHANGES]++;
          if (!source.isWrite) this.listen(slot, value, cells[cell + CHANGES] as number, source, room);
        }
        endStill(this, number, cell);
        if (value < (numbers[number + LOWEST] as number)) numbers[number + LOWEST] = value;
        else if (value > (numbers[number + HIGHEST] as number)) numbers[number + HIGHEST] = value;
      }
      numbers[number + LAST] = value;
      numbers[number + SINCE] = source.time;
      cells[cell + READS_BEFORE] = cells[cell + READS] as number;
      this.recent?.note(slot, source.time, value);
      cells[cell + QUALITY] = quality;
      cells[cell + CAPTURE] = source.capture;
      cells[cell + FRAME] = source.frame;
      cells[cell + START] = source.start;
      cells[cell + END] = source.end;
    }
    numbers[number + ENDED] = source.time;
    if (source.isWrite) {
      this.follow(slot, value, source, room);
      cells[cell + WRITES]++;
      cells[cell + WRITERS] |= source.peer;
      return moved;
    }
    if (cells[cell + READS]++ === 0) numbers[number + FIRST_READ] = source.time;
    numbers[number + LAST_READ] = source.time;
    cells[cell + READERS] |= source.peer;
    return moved;
  }

  /** Counts that a value which stands was read so many times more, the last time at `time`. */
  readAgain(slot: number, times: number, time: number): void {
    const number = slot * NUMBERS;
    const { numbers } = this;
    this.cells[slot * CELLS + READS] += times;
    // Several messages may hold the point, and another may have been heard later.
    numbers[number + ENDED] = Math.max(numbers[number + ENDED] as number, time);
    numbers[number + LAST_READ] = Math.max(numbers[number + LAST_READ] as number, time);
  }

  /** Only measured values tremble so that none comes again by itself; whole numbers come again all the time. */
  private listen(slot: number, value: number, changes: number, source: SampleSource, room: PointRoom): void {
    if (changes < CHANGES_BEFORE_ECHO || Number.isInteger(value) || !Number.isFinite(value)) return;
    let echo = this.echoes[slot];
    if (echo === undefined) {
      if (room.echoes <= 0) return;
      room.echoes--;
      echo = new Echo();
      this.echoes[slot] = echo;
    }
    echo.hear(value, source);
  }

  private follow(slot: number, value: number, source: SampleSource, room: PointRoom): void {
    let climb = this.climbs[slot];
    if (climb === undefined) {
      if (room.climbs <= 0) return;
      room.climbs--;
      climb = new Climb();
      this.climbs[slot] = climb;
    }
    climb.write(value, source);
  }

  /** Hands over what changed since it was last asked. */
  takeRecent(): Map<number, Recent> {
    const taken = this.recent?.take() ?? new Map<number, Recent>();
    this.recent ??= new RecentChanges();
    return taken;
  }

  /** The block as JSON text can hold it, without its space and unit. */
  plain(): PlainBlock {
    return {
      names: this.names,
      numbers: Array.from(this.numbers.subarray(0, this.count * NUMBERS), plainNumber),
      cells: Array.from(this.cells.subarray(0, this.count * CELLS)),
      echoes: this.echoes.flatMap((echo, slot) => (echo === undefined ? [] : [[slot, echo.plain()] as const])),
      climbs: this.climbs.flatMap((climb, slot) => (climb === undefined ? [] : [[slot, climb.plain()] as const])),
    };
  }

  /** Fills an empty block with what `plain` gave. */
  fill({ names, numbers, cells, echoes = [], climbs = [] }: PlainBlock, room: PointRoom): void {
    this.names = [];
    // An older version kept fewer columns: those that came since begin at nothing.
    const numbersEach = Math.min(NUMBERS, numbers.length / names.length);
    const cellsEach = Math.min(CELLS, cells.length / names.length);
    for (const [slot, name] of names.entries()) {
      const mine = this.slotOf(name, cells[slot * cellsEach + INDEX] as number, room);
      if (mine < 0) return;
      for (let place = 0; place < numbersEach; place++) {
        this.numbers[mine * NUMBERS + place] = Number(numbers[slot * numbersEach + place]);
      }
      for (let place = 0; place < cellsEach; place++)
        this.cells[mine * CELLS + place] = cells[slot * cellsEach + place] as number;
    }
    for (const [slot, echo] of echoes) this.echoes[slot] = Echo.from(echo);
    for (const [slot, climb] of climbs) this.climbs[slot] = Climb.from(climb);
    room.echoes -= echoes.length;
    room.climbs -= climbs.length;
  }

  /** Adds what another block saw of the same points; `bitsOf` turns its peers' bits into ours. */
  absorb(other: PointBlock, room: PointRoom, bitsOf: (bits: number) => number): void {
    for (let slot = 0; slot < other.count; slot++) {
      const index = other.cells[slot * CELLS + INDEX] as number;
      const mine = this.slotOf(other.names[slot] as string, index, room);
      if (mine < 0) continue;
      absorbRow(this, mine, other, slot, bitsOf);
      const echo = other.echoes[slot];
      if (echo !== undefined) {
        const own = this.echoes[mine];
        if (own === undefined) this.echoes[mine] = echo.copy();
        else own.absorb(echo);
      }
      const climb = other.climbs[slot];
      if (climb !== undefined) {
        this.climbs[mine] ??= new Climb();
        this.climbs[mine].absorb(climb, bitsOf);
      }
    }
  }

  copy(): PointBlock {
    const copy = new PointBlock(this.space, this.unit, false);
    copy.count = this.count;
    copy.names = [...this.names];
    copy.numbers = this.numbers.slice();
    copy.cells = this.cells.slice();
    this.echoes.forEach((echo, slot) => {
      copy.echoes[slot] = echo?.copy();
    });
    this.climbs.forEach((climb, slot) => {
      copy.climbs[slot] = climb?.copy();
    });
    for (const [index, slot] of this.byIndex) copy.byIndex.set(index, slot);
    for (const [name, slots] of this.byName) copy.byName.set(name, new Map(slots));
    return copy;
  }

  tallyOf(slot: number, peersOf: (bits: number) => string[]): PointTally {
    const { numbers, cells } = this;
    const number = slot * NUMBERS;
    const cell = slot * CELLS;
    const reads = cells[cell + READS] as number;
    const span = (numbers[number + LAST_READ] as number) - (numbers[number + FIRST_READ] as number);
    const since = numbers[number + SINCE] as number;
    // The last value stands until it was read last, and may have stood longest.
    const standing = (numbers[number + LAST_READ] as number) - since;
    const isStanding = standing > (numbers[number + STILL] as number);
    const climb = this.climbs[slot]?.best;
    const stillPlace = isStanding ? CAPTURE : STILL_CAPTURE;
    return {
      space: this.space,
      unit: this.unit,
      name: this.names[slot] as string,
      index: cells[cell + INDEX] as number,
      last: numbers[number + LAST] as number,
      lowest: numbers[number + LOWEST] as number,
      highest: numbers[number + HIGHEST] as number,
      quality: cells[cell + QUALITY] as Quality,
      reads,
      writes: cells[cell + WRITES] as number,
      changes: cells[cell + CHANGES] as number,
      readers: peersOf(cells[cell + READERS] as number),
      writers: peersOf(cells[cell + WRITERS] as number),
      firstSeen: numbers[number + BEGUN] as number,
      lastSeen: numbers[number + ENDED] as number,
      since,
      period: reads > 1 && span > 0 ? span / (reads - 1) : 0,
      capture: cells[cell + CAPTURE] as number,
      frame: cells[cell + FRAME] as number,
      start: cells[cell + START] as number,
      end: cells[cell + END] as number,
      still: isStanding ? standing : (numbers[number + STILL] as number),
      stillSince: isStanding ? since : (numbers[number + STILL_SINCE] as number),
      stillReads: isStanding ? reads - (cells[cell + READS_BEFORE] as number) : (cells[cell + STILL_READS] as number),
      stillCapture: cells[cell + stillPlace] as number,
      stillFrame: cells[cell + stillPlace + 1] as number,
      stillStart: cells[cell + stillPlace + 2] as number,
      stillEnd: cells[cell + stillPlace + 3] as number,
      climb,
      climber: climb === undefined ? "" : (peersOf(climb.peer)[0] ?? ""),
      echo: this.echoes[slot]?.best,
    };
  }

  private refuse(room: PointRoom): -1 {
    room.dropped++;
    return -1;
  }

  private add(name: string, index: number): number {
    const slot = this.count++;
    if (this.count * CELLS > this.cells.length) {
      const numbers = new Float64Array(this.numbers.length * 2);
      numbers.set(this.numbers);
      this.numbers = numbers;
      const cells = new Int32Array(this.cells.length * 2);
      cells.set(this.cells);
      this.cells = cells;
    }
    this.names.push(name);
    this.cells[slot * CELLS + INDEX] = index;
    return slot;
  }
}

function plainNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
