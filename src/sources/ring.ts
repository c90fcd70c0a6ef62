import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { CapturedFrame } from "../capture/source.ts";
import { interfaceBlock, packetSize, putPacket, sectionBlock } from "./pcapng.ts";

/** Ceilings of a ring of packets. */
export interface RingLimits {
  /** Bytes on disk that all segments together may take. */
  budget: number;
  /** Bytes after which a segment is closed; 64 MiB is usual. */
  segment: number;
}

/** One segment on disk. */
export interface Segment {
  path: string;
  capture: number;
  /** 1-based number of its first frame within the capture. */
  first: number;
  /** Bytes. */
  size: number;
  /** Whether it may still grow. */
  open: boolean;
}

interface Writing {
  segment: Segment;
  file: number;
  /** Blocks that wait to be written: the first `used` bytes. */
  waiting: Uint8Array;
  view: DataView;
  used: number;
  /** Numbers of interfaces within the segment, by `index in the capture:link type:name`. */
  interfaces: Map<string, number>;
  next: number;
  /** The interface of the frame before, so that one after the other needs no key. */
  lastIndex: number;
  lastLink: number;
  lastName: string;
  lastNumber: number;
}

const FLUSH_AT = 262_144;
const NAME = /^(\d{1,10})\.(\d{1,15})\.(pcapng|part)$/;

/**
 * Keeps the newest packets of interfaces and directories in pcapng segments below a byte budget: the oldest segment
 * goes first. One writer at a time; any number may read. After a crash, a torn end is cut off.
 */
export class PacketRing {
  private readonly folder: string;
  private readonly limits: RingLimits;
  private readonly closed: Segment[] = [];
  private readonly writing = new Map<number, Writing>();
  private readonly onDropped: (segment: Segment) => void;

  /** `onDropped` is told of each segment that the budget took away. */
  constructor(folder: string, limits: RingLimits, onDropped: (segment: Segment) => void = () => {}) {
    this.folder = folder;
    this.limits = limits;
    this.onDropped = onDropped;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const segment of segmentsIn(folder)) {
      const whole = segment.open ? this.recover(segment) : segment;
      if (whole !== undefined) this.closed.push(whole);
    }
    // Age is what tells which goes first; the names of two captures do not.
    const ages = new Map(this.closed.map((segment) => [segment, statSync(segment.path).mtimeMs]));
    this.closed.sort(
      (one, other) => (ages.get(one) as number) - (ages.get(other) as number) || one.first - other.first,
    );
    this.makeRoom();
  }

  /** Bytes that all segments take. */
  get size(): number {
    let sum = 0;
    for (const segment of this.closed) sum += segment.size;
    for (const { segment } of this.writing.values()) sum += segment.size;
    return sum;
  }

  /** Takes a frame; numbers of a capture must follow each other, else a new segment begins. Throws when the disk fails; what waited is then lost. */
  append(capture: number, frame: CapturedFrame, number: number, interfaceName = ""): void {
    // Records that hold no packet (journal entries) cannot be written, so the numbers after them begin a segment.
    if (frame.linkType < 0) return;
    let writing = this.writing.get(capture);
    if (writing === undefined || writing.next !== number || !isLast(writing, frame, interfaceName)) {
      writing = this.turnTo(writing, capture, frame, number, interfaceName);
    }
    const size = packetSize(frame);
    if (writing.used + size > writing.waiting.length) {
      this.write(writing);
      this.makeRoom();
      if (size > writing.waiting.length) enlarge(writing, size);
    }
    putPacket(writing.waiting, writing.view, writing.used, writing.lastNumber, frame);
    writing.used += size;
    writing.segment.size += size;
    writing.next = number + 1;
    if (writing.segment.size >= this.limits.segment) this.close(capture);
  }

  /** Writes what waits, so that readers see it. */
  flush(): void {
    for (const writing of [...this.writing.values()]) this.write(writing);
    this.makeRoom();
  }

  /** Ends the open segment of a capture: it is on disk for good. */
  close(capture: number): void {
    const writing = this.writing.get(capture);
    if (writing === undefined) return;
    this.write(writing);
    fsyncSync(writing.file);
    closeSync(writing.file);
    this.writing.delete(capture);
    this.closed.push(settle(writing.segment));
    this.makeRoom();
  }

  /** Ends every open segment. */
  closeAll(): void {
    for (const capture of [...this.writing.keys()]) this.close(capture);
  }

  /** Removes what is kept of a capture. */
  drop(capture: number): void {
    this.close(capture);
    for (const segment of this.closed.filter((each) => each.capture === capture)) this.remove(segment);
  }

  /** The writing that a frame belongs to, ready for its interface. */
  private turnTo(
    open: Writing | undefined,
    capture: number,
    frame: CapturedFrame,
    number: number,
    interfaceName: string,
  ): Writing {
    let writing = open;
    const key = `${frame.interfaceIndex}:${frame.linkType}:${interfaceName}`;
    // Interfaces stand before the first packet, so that reading can begin anywhere: a new one begins a new segment.
    if (writing !== undefined && (writing.next !== number || !writing.interfaces.has(key))) {
      const known = [...writing.interfaces.keys()];
      this.close(capture);
      writing = this.begin(capture, number, writing.interfaces.has(key) ? known : [...known, key]);
    }
    writing ??= this.begin(capture, number, [key]);
    writing.lastIndex = frame.interfaceIndex;
    writing.lastLink = frame.linkType;
    writing.lastName = interfaceName;
    writing.lastNumber = writing.interfaces.get(key) as number;
    return writing;
  }

  private begin(capture: number, first: number, keys: readonly string[]): Writing {
    const path = join(this.folder, `${capture}.${first}.part`);
    const segment: Segment = { path, capture, first, size: 0, open: true };
    const waiting = new Uint8Array(FLUSH_AT);
    const writing: Writing = {
      ...{ segment, file: openSync(path, "w", 0o600), waiting, view: new DataView(waiting.buffer), used: 0 },
      ...{ interfaces: new Map(), next: first, lastIndex: -1, lastLink: -1, lastName: "", lastNumber: -1 },
    };
    const head = [sectionBlock(`Capture ${capture} from frame ${first} on.`)];
    for (const key of keys) {
      const [, linkType, ...name] = key.split(":");
      head.push(interfaceBlock(Number(linkType), name.join(":"), ""));
      writing.interfaces.set(key, writing.interfaces.size);
    }
    for (const block of head) {
      if (writing.used + block.length > writing.waiting.length) enlarge(writing, writing.used + block.length);
      writing.waiting.set(block, writing.used);
      writing.used += block.length;
    }
    segment.size = writing.used;
    this.writing.set(capture, writing);
    return writing;
  }

  /** Writes the blocks that wait. Where the disk fails, the segment ends with its last whole packet, and the next begins anew. */
  private write(writing: Writing): void {
    const { waiting, used } = writing;
    writing.used = 0;
    let done = 0;
    try {
      while (done < used) done += writeSync(writing.file, waiting, done, used - done);
    } catch (error) {
      const { segment } = writing;
      this.writing.delete(segment.capture);
      closeSync(writing.file);
      const whole = this.recover({ ...segment, size: statSync(segment.path).size });
      if (whole !== undefined) this.closed.push(whole);
      throw error;
    }
  }

  /** Cuts off what a crash left of the last block; undefined when nothing is left. */
  private recover(segment: Segment): Segment | undefined {
    const { end, packets } = soundEnd(segment.path);
    if (packets === 0) {
      unlinkSync(segment.path);
      return undefined;
    }
    if (end < segment.size) truncateSync(segment.path, end);
    return settle({ ...segment, size: end });
  }

  private makeRoom(): void {
    let size = this.size;
    while (size > this.limits.budget && this.closed.length > 0) {
      const oldest = this.closed[0] as Segment;
      size -= oldest.size;
      this.remove(oldest);
      this.onDropped(oldest);
    }
  }

  private remove(segment: Segment): void {
    this.closed.splice(this.closed.indexOf(segment), 1);
    try {
      unlinkSync(segment.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}

/** The segments in a ring's folder, by capture and first frame; other files are left alone. */
export function segmentsIn(folder: string): Segment[] {
  const segments: Segment[] = [];
  for (const name of readdirSync(folder)) {
    const match = NAME.exec(name);
    if (match === null) continue;
    const path = join(folder, name);
    try {
      const { size } = statSync(path);
      segments.push({ path, capture: Number(match[1]), first: Number(match[2]), size, open: match[3] === "part" });
    } catch (error) {
      // Closed or dropped by the writer since the folder was listed.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return segments.sort((one, other) => one.capture - other.capture || one.first - other.first);
}

function isLast(writing: Writing, frame: CapturedFrame, interfaceName: string): boolean {
  const { lastIndex, lastLink, lastName } = writing;
  return lastIndex === frame.interfaceIndex && lastLink === frame.linkType && lastName === interfaceName;
}

/** Gives what waits more room. */
function enlarge(writing: Writing, size: number): void {
  const room = new Uint8Array(Math.max(FLUSH_AT, size));
  room.set(writing.waiting.subarray(0, writing.used));
  writing.waiting = room;
  writing.view = new DataView(room.buffer);
}

function settle(segment: Segment): Segment {
  const path = segment.path.replace(/part$/, "pcapng");
  renameSync(segment.path, path);
  return { ...segment, path, open: false };
}

/** Where the last whole block of a segment ends, and how many packets lie before. */
function soundEnd(path: string): { end: number; packets: number } {
  const file = openSync(path, "r");
  const word = Buffer.alloc(8);
  try {
    const { size } = statSync(path);
    let end = 0;
    let packets = 0;
    while (end + 12 <= size) {
      readSync(file, word, 0, 8, end);
      const type = word.readUInt32LE(0);
      const length = word.readUInt32LE(4);
      if (length < 12 || (length & 3) !== 0 || end + length > size) break;
      readSync(file, word, 0, 4, end + length - 4);
      if (word.readUInt32LE(0) !== length) break;
      if (type === 6) packets++;
      end += length;
    }
    return { end, packets };
  } finally {
    closeSync(file);
  }
}
