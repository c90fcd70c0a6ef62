import type { PointSpace, Quality } from "../dissect/points.ts";
import { pointSpaces } from "../dissect/points.ts";
import type { Sample } from "../dissect/talk.ts";
import { Climb, type ClimbTally, type PlainClimb } from "./climb.ts";
import { Echo, type EchoTally, type PlainEcho } from "./echo.ts";

const FIRST_ROOM = 16;
/** Changes of one point that are kept until someone asks. */
const MOST_RECENT = 1024;
/** Peers of one device that are told apart as readers and writers of its points; bits of one integer. */
const MOST_PEERS = 31;
/** A point that changed so often is listened to for values that come again. */
const CHANGES_BEFORE_ECHO = 20;
/** Points that are listened to at the same time, 2 KB each. */
const MOST_ECHOES = 2048;
/** Points that are followed in what is written to them at the same time. */
const MOST_CLIMBS = 16_384;
/** Unit numbers are below this. */
const UNITS = 0x1000000;

/** Numbers of one point in `PointBlock.numbers`. */
const LAST = 0;
const LOWEST = 1;
const HIGHEST = 2;
const BEGUN = 3;
const ENDED = 4;
const FIRST_READ = 5;
const LAST_READ = 6;
const SINCE = 7;
/** Longest time for which readers were told one and the same value, and since when. */
const STILL = 8;
const STILL_SINCE = 9;
const NUMBERS = 10;
/** Integers of one point in `PointBlock.cells`. */
const INDEX = 0;
const QUALITY = 1;
const READS = 2;
const WRITES = 3;
const CHANGES = 4;
const READERS = 5;
const WRITERS = 6;
const CAPTURE = 7;
const FRAME = 8;
const START = 9;
const END = 10;
/** Where the value that stood longest was first told. */
const STILL_CAPTURE = 11;
const STILL_FRAME = 12;
const STILL_START = 13;
const STILL_END = 14;
/** How many values had been read before the last one came, and how often the one that stood longest was read. */
const READS_BEFORE = 15;
const STILL_READS = 16;
const CELLS = 17;

/** Where the message that carries values was: as in Evidence, in one reused record. */
export interface SampleSource {
  capture: number;
  frame: number;
  start: number;
  end: number;
  time: number;
  isWrite: boolean;
  /** The bit of the other side, as `PointStore.peerBit` gives it. */
  peer: number;
}

/** One point as `PointStore.all` tells it. */
export interface PointTally {
  space: PointSpace;
  unit: number;
  name: string;
  index: number;
  last: number;
  lowest: number;
  highest: number;
  quality: Quality;
  reads: number;
  writes: number;
  changes: number;
  /** Addresses of those that asked for it or were told, and of those that wrote it. */
  readers: string[];
  writers: string[];
  firstSeen: number;
  lastSeen: number;
  /** Mean seconds between values read; 0 with fewer than two. */
  period: number;
  /** Seconds since 1970-01-01 UTC since when the last value stands. */
  since: number;
  /** Where it was first told. */
  capture: number;
  frame: number;
  start: number;
  end: number;
  /** The longest time, in seconds, for which readers were told one and the same value, and when and where that began. */
  still: number;
  stillSince: number;
  /** How often it was read in that time. */
  stillReads: number;
  stillCapture: number;
  stillFrame: number;
  stillStart: number;
  stillEnd: number;
  /** The longest way that one writer led it in one direction; undefined for none. */
  climb: ClimbTally | undefined;
  /** Address of that writer. */
  climber: string;
  /** The longest row of values that were told a second time; undefined for none, and where nobody listened. */
  echo: EchoTally | undefined;
}

/** How many points may be kept over all stores. */
export interface PointRoom {
  left: number;
  /** Values of points that found no room. */
  dropped: number;
  /** How many more points may be listened to for values that come again; without a number, the usual. */
  echoes?: number;
  /** How many more points may be followed in what is written to them; likewise. */
  climbs?: number;
  /** Whether every change of a value is kept until `PointStore.takeRecent`. */
  recording: boolean;
}

/** Values that a point took since it was last asked, in the order in which they came. */
export interface RecentValues {
  tally: PointTally;
  /** Seconds since 1970-01-01 UTC. */
  times: number[];
  values: number[];
  /** Changes beyond the ceiling: the first and the last ones are kept. */
  left: number;
}

/** The points of one kind in one station: columns of numbers, so that a value costs a few stores and no object. */
class PointBlock {
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
  private recent: Map<number, { times: number[]; values: number[]; left: number }> | undefined;

  constructor(space: PointSpace, unit: number, recording: boolean) {
    this.space = space;
    this.unit = unit;
    this.recent = recording ? new Map() : undefined;
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

  record(slot: number, sample: Sample, source: SampleSource, room: PointRoom): void {
    const { numbers, cells } = this;
    const number = slot * NUMBERS;
    const cell = slot * CELLS;
    const { value, quality } = sample;
    const isFirst = (cells[cell + READS] as number) + (cells[cell + WRITES] as number) === 0;
    // Polled values rarely move: a value that stands costs its count and its time.
    if (isFirst || value !== numbers[number + LAST] || quality !== cells[cell + QUALITY]) {
      if (isFirst) {
        numbers[number + LOWEST] = value;
        numbers[number + HIGHEST] = value;
        numbers[number + BEGUN] = source.time;
      } else {
        if (value !== numbers[number + LAST]) {
          cells[cell + CHANGES]++;
          if (!source.isWrite) this.listen(slot, value, cells[cell + CHANGES] as number, source, room);
        }
        this.endStill(number, cell);
        if (value < (numbers[number + LOWEST] as number)) numbers[number + LOWEST] = value;
        else if (value > (numbers[number + HIGHEST] as number)) numbers[number + HIGHEST] = value;
      }
      numbers[number + LAST] = value;
      numbers[number + SINCE] = source.time;
      cells[cell + READS_BEFORE] = cells[cell + READS] as number;
      if (this.recent !== undefined) this.remember(slot, source.time, value);
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
      return;
    }
    if (cells[cell + READS]++ === 0) numbers[number + FIRST_READ] = source.time;
    numbers[number + LAST_READ] = source.time;
    cells[cell + READERS] |= source.peer;
  }

  /** Only measured values tremble so that none comes again by itself; whole numbers come again all the time. */
  private listen(slot: number, value: number, changes: number, source: SampleSource, room: PointRoom): void {
    if (changes < CHANGES_BEFORE_ECHO || Number.isInteger(value) || !Number.isFinite(value)) return;
    let echo = this.echoes[slot];
    if (echo === undefined) {
      const left = room.echoes ?? MOST_ECHOES;
      if (left <= 0) return;
      room.echoes = left - 1;
      echo = new Echo();
      this.echoes[slot] = echo;
    }
    echo.hear(value, source);
  }

  private follow(slot: number, value: number, source: SampleSource, room: PointRoom): void {
    let climb = this.climbs[slot];
    if (climb === undefined) {
      const left = room.climbs ?? MOST_CLIMBS;
      if (left <= 0) return;
      room.climbs = left - 1;
      climb = new Climb();
      this.climbs[slot] = climb;
    }
    climb.write(value, source);
  }

  /** Keeps how long the value stood that is about to be replaced, where that was longest. */
  private endStill(number: number, cell: number): void {
    const { numbers, cells } = this;
    const since = numbers[number + SINCE] as number;
    // Silence is no standstill: it counts until the value was read last.
    const still = (numbers[number + LAST_READ] as number) - since;
    if (!(still > (numbers[number + STILL] as number))) return;
    numbers[number + STILL] = still;
    numbers[number + STILL_SINCE] = since;
    cells[cell + STILL_READS] = (cells[cell + READS] as number) - (cells[cell + READS_BEFORE] as number);
    cells[cell + STILL_CAPTURE] = cells[cell + CAPTURE] as number;
    cells[cell + STILL_FRAME] = cells[cell + FRAME] as number;
    cells[cell + STILL_START] = cells[cell + START] as number;
    cells[cell + STILL_END] = cells[cell + END] as number;
  }

  /** Hands over what changed since it was last asked. */
  takeRecent(): Map<number, { times: number[]; values: number[]; left: number }> {
    const taken = this.recent ?? new Map();
    this.recent = new Map();
    return taken;
  }

  private remember(slot: number, time: number, value: number): void {
    const recent = this.recent as NonNullable<typeof this.recent>;
    let known = recent.get(slot);
    if (known === undefined) {
      known = { times: [], values: [], left: 0 };
      recent.set(slot, known);
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
    room.echoes = (room.echoes ?? MOST_ECHOES) - echoes.length;
    room.climbs = (room.climbs ?? MOST_CLIMBS) - climbs.length;
  }

  /** Adds what another block saw of the same points; `bitsOf` turns its peers' bits into ours. */
  absorb(other: PointBlock, room: PointRoom, bitsOf: (bits: number) => number): void {
    for (let slot = 0; slot < other.count; slot++) {
      const index = other.cells[slot * CELLS + INDEX] as number;
      const mine = this.slotOf(other.names[slot] as string, index, room);
      if (mine < 0) continue;
      this.absorbPoint(mine, other, slot, bitsOf);
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

  private absorbPoint(mine: number, other: PointBlock, theirs: number, bitsOf: (bits: number) => number): void {
    const { numbers, cells } = this;
    const number = mine * NUMBERS;
    const cell = mine * CELLS;
    const from = other.numbers.subarray(theirs * NUMBERS, (theirs + 1) * NUMBERS);
    const told = other.cells.subarray(theirs * CELLS, (theirs + 1) * CELLS);
    const isFirst = (cells[cell + READS] as number) + (cells[cell + WRITES] as number) === 0;
    const isLater = isFirst || (from[ENDED] as number) >= (numbers[number + ENDED] as number);
    if (!isFirst) {
      // The joint of the two counts as a change where one's last value is not the other's.
      const differs = from[LAST] !== numbers[number + LAST];
      cells[cell + CHANGES] += (told[CHANGES] as number) + (differs ? 1 : 0);
      numbers[number + LOWEST] = Math.min(numbers[number + LOWEST] as number, from[LOWEST] as number);
      numbers[number + HIGHEST] = Math.max(numbers[number + HIGHEST] as number, from[HIGHEST] as number);
      numbers[number + BEGUN] = Math.min(numbers[number + BEGUN] as number, from[BEGUN] as number);
      if ((told[READS] as number) > 0) {
        const hadReads = (cells[cell + READS] as number) > 0;
        const first = numbers[number + FIRST_READ] as number;
        numbers[number + FIRST_READ] = hadReads
          ? Math.min(first, from[FIRST_READ] as number)
          : (from[FIRST_READ] as number);
        const last = numbers[number + LAST_READ] as number;
        numbers[number + LAST_READ] = hadReads
          ? Math.max(last, from[LAST_READ] as number)
          : (from[LAST_READ] as number);
      }
    } else {
      for (const place of [LOWEST, HIGHEST, BEGUN, FIRST_READ, LAST_READ]) {
        numbers[number + place] = from[place] as number;
      }
      cells[cell + CHANGES] = told[CHANGES] as number;
    }
    if ((from[STILL] as number) > (numbers[number + STILL] as number)) {
      for (const place of [STILL, STILL_SINCE]) numbers[number + place] = from[place] as number;
      for (const place of [STILL_READS, STILL_CAPTURE, STILL_FRAME, STILL_START, STILL_END]) {
        cells[cell + place] = told[place] as number;
      }
    }
    if (isLater) cells[cell + READS_BEFORE] = (cells[cell + READS] as number) + (told[READS_BEFORE] as number);
    cells[cell + READS] += told[READS] as number;
    cells[cell + WRITES] += told[WRITES] as number;
    cells[cell + READERS] |= bitsOf(told[READERS] as number);
    cells[cell + WRITERS] |= bitsOf(told[WRITERS] as number);
    if (!isLater) return;
    for (const place of [LAST, SINCE, ENDED]) numbers[number + place] = from[place] as number;
    for (const place of [QUALITY, CAPTURE, FRAME, START, END]) cells[cell + place] = told[place] as number;
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

/** Columns of a block as JSON text can hold them: numbers that JSON does not know stand as text. */
export interface PlainBlock {
  names: string[];
  numbers: (number | string)[];
  cells: number[];
  /** By slot; none from older versions. */
  echoes?: (readonly [slot: number, echo: PlainEcho])[];
  climbs?: (readonly [slot: number, climb: PlainClimb])[];
}

/** A store's blocks and peers as JSON text can hold them. */
export interface PlainPoints {
  peers: string[];
  blocks: { space: string; unit: number; block: PlainBlock }[];
}

function plainNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** The name of a kind of point that holds between versions. */
function nameOfSpace({ protocol, space, type, unitWord, indexStyle }: PointSpace): string {
  return [protocol, space, type, unitWord, indexStyle].join("|");
}

function keyOfBlock(space: PointSpace, unit: number): number {
  return space.number * UNITS + ((unit + 1) % UNITS);
}

/** All process points of one address, with who reads and writes them. */
export class PointStore {
  private readonly room: PointRoom;
  private readonly blocks = new Map<number, PointBlock>();
  private readonly peers: string[] = [];
  private last: PointBlock | undefined;

  constructor(room: PointRoom) {
    this.room = room;
  }

  /** The same points to go on with apart from these. */
  copy(): PointStore {
    const copy = new PointStore(this.room);
    for (const [key, block] of this.blocks) copy.blocks.set(key, block.copy());
    copy.peers.push(...this.peers);
    return copy;
  }

  /** Adds what another store saw of the same device. */
  absorb(other: PointStore): void {
    const bitsOf = (bits: number): number => {
      let mine = 0;
      for (let index = 0; index < other.peers.length; index++) {
        if (((bits >> index) & 1) === 1) mine |= this.peerBit(other.peers[index] as string);
      }
      return mine;
    };
    for (const [key, theirs] of other.blocks) {
      let block = this.blocks.get(key);
      if (block === undefined) {
        block = new PointBlock(theirs.space, theirs.unit, this.room.recording);
        this.blocks.set(key, block);
      }
      block.absorb(theirs, this.room, bitsOf);
    }
  }

  /** A bit that stands for a peer; 0 for peers beyond the ceiling, who then stay unnamed. */
  peerBit(address: string): number {
    let index = this.peers.indexOf(address);
    if (index < 0 && this.peers.length < MOST_PEERS) index = this.peers.push(address) - 1;
    return index < 0 ? 0 : 1 << index;
  }

  /** Takes one value. */
  add(sample: Sample, source: SampleSource): void {
    let block = this.last;
    if (block === undefined || block.space !== sample.space || block.unit !== sample.unit) {
      const key = keyOfBlock(sample.space, sample.unit);
      block = this.blocks.get(key);
      if (block === undefined) {
        if (this.room.left <= 0) {
          this.room.dropped++;
          return;
        }
        block = new PointBlock(sample.space, sample.unit, this.room.recording);
        this.blocks.set(key, block);
      }
      this.last = block;
    }
    const slot = block.slotOf(sample.name, sample.index, this.room);
    if (slot >= 0) block.record(slot, sample, source, this.room);
  }

  /** The store as JSON text can hold it. */
  plain(): PlainPoints {
    const blocks = Array.from(this.blocks.values(), (block) => ({
      space: nameOfSpace(block.space),
      unit: block.unit,
      block: block.plain(),
    }));
    return { peers: this.peers, blocks };
  }

  /** Fills an empty store with what `plain` gave; kinds of points that are not known any more are left out. */
  fill({ peers, blocks }: PlainPoints): void {
    this.peers.push(...peers);
    const spaces = new Map(pointSpaces().map((space) => [nameOfSpace(space), space]));
    for (const { space, unit, block } of blocks) {
      const known = spaces.get(space);
      if (known === undefined) continue;
      const made = new PointBlock(known, unit, this.room.recording);
      made.fill(block, this.room);
      this.blocks.set(keyOfBlock(known, unit), made);
    }
  }

  /** Hands over every point whose value changed since it was last asked, with those values. */
  *takeRecent(): Generator<RecentValues> {
    for (const block of this.blocks.values()) {
      for (const [slot, recent] of block.takeRecent()) yield { tally: this.tallyOf(block, slot), ...recent };
    }
  }

  /** Every point, in no particular order. */
  *all(): Generator<PointTally> {
    for (const block of this.blocks.values()) {
      for (let slot = 0; slot < block.count; slot++) yield this.tallyOf(block, slot);
    }
  }

  private tallyOf(block: PointBlock, slot: number): PointTally {
    return block.tallyOf(slot, (bits) => this.peers.filter((_, index) => ((bits >> index) & 1) === 1));
  }
}
