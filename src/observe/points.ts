import type { PointSpace, Quality } from "../dissect/points.ts";
import { pointSpaces } from "../dissect/points.ts";
import type { Sample, SampleList } from "../dissect/talk.ts";
import type { ClimbTally } from "./climb.ts";
import type { EchoTally } from "./echo.ts";
import { type PlainBlock, PointBlock } from "./point-block.ts";
import type { Recent } from "./recent-changes.ts";
import { Standing } from "./standing.ts";

/** Peers of one device that are told apart as readers and writers of its points; bits of one integer. */
const MOST_PEERS = 31;
/** Unit numbers are below this. */
const UNITS = 0x1000000;

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
  /** How many more points may be listened to for values that come again, 2 KB each. */
  echoes: number;
  /** How many more points may be followed in what is written to them. */
  climbs: number;
  /** Whether every change of a value is kept until `PointStore.takeRecent`. */
  recording: boolean;
}

/** Points that are listened to, and followed, at the same time over all stores. */
const MOST_ECHOES = 2048;
const MOST_CLIMBS = 16_384;

/** Room for so many points. */
export function newPointRoom(left: number): PointRoom {
  return { left, dropped: 0, echoes: MOST_ECHOES, climbs: MOST_CLIMBS, recording: false };
}

/** Values that a point took since it was last asked. */
export interface RecentValues extends Recent {
  tally: PointTally;
}

/** A store's blocks and peers as JSON text can hold them. */
export interface PlainPoints {
  peers: string[];
  blocks: { space: string; unit: number; block: PlainBlock }[];
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
  /** How often a value moved. */
  private changes = 0;
  /** Values that were told again and are not put down yet. */
  private readonly waiting: Standing[] = [];

  constructor(room: PointRoom) {
    this.room = room;
  }

  /** The same points to go on with apart from these. */
  copy(): PointStore {
    this.settle();
    const copy = new PointStore(this.room);
    for (const [key, block] of this.blocks) copy.blocks.set(key, block.copy());
    copy.peers.push(...this.peers);
    return copy;
  }

  /** Adds what another store saw of the same device. */
  absorb(other: PointStore): void {
    this.settle();
    other.settle();
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
    this.settle();
    this.put(sample, source);
  }

  /**
   * Takes values that were told before, all of them as they were. As long as no value of the store moves, that counts one
   * and is put down when somebody asks, so that a state which is sent again and again costs little.
   */
  addAgain(list: SampleList, source: SampleSource): void {
    const known = list.kept instanceof Standing && list.kept.store === this ? list.kept : undefined;
    if (known !== undefined && known.changes === this.changes && !source.isWrite) {
      if (!known.isWaiting) this.waiting.push(known);
      known.hear(source.time);
      return;
    }
    this.settle();
    const standing = known ?? new Standing(this);
    for (let index = 0; index < list.samples.length; index++) {
      const slot = this.put(list.samples[index] as Sample, source);
      if (known === undefined) standing.add(slot < 0 ? undefined : this.last, slot);
    }
    // Who only wrote them has not read them yet.
    if (source.isWrite) return;
    standing.changes = this.changes;
    list.kept = standing;
  }

  /** Puts down what waits. */
  private settle(): void {
    while (this.waiting.length > 0) (this.waiting.pop() as Standing).settle(this.room);
  }

  /** Puts down one value; answers its slot in the block `last`, or -1 where there is no room for it. */
  private put(sample: Sample, source: SampleSource): number {
    let block = this.last;
    if (block === undefined || block.space !== sample.space || block.unit !== sample.unit) {
      const key = keyOfBlock(sample.space, sample.unit);
      block = this.blocks.get(key);
      if (block === undefined) {
        if (this.room.left <= 0) {
          this.room.dropped++;
          return -1;
        }
        block = new PointBlock(sample.space, sample.unit, this.room.recording);
        this.blocks.set(key, block);
      }
      this.last = block;
    }
    const slot = block.slotOf(sample.name, sample.index, this.room);
    if (slot >= 0 && block.record(slot, sample, source, this.room)) this.changes++;
    return slot;
  }

  /** The store as JSON text can hold it. */
  plain(): PlainPoints {
    this.settle();
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
    this.settle();
    for (const block of this.blocks.values()) {
      for (const [slot, recent] of block.takeRecent()) yield { tally: this.tallyOf(block, slot), ...recent };
    }
  }

  /** Every point, in no particular order. */
  *all(): Generator<PointTally> {
    this.settle();
    for (const block of this.blocks.values()) {
      for (let slot = 0; slot < block.count; slot++) yield this.tallyOf(block, slot);
    }
  }

  private tallyOf(block: PointBlock, slot: number): PointTally {
    return block.tallyOf(slot, (bits) => this.peers.filter((_, index) => ((bits >> index) & 1) === 1));
  }
}
