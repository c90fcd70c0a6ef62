// draft-ietf-opsawg-pcapng, sections 4.1 to 4.6: written as frames come, with nothing kept but one chunk.
import { type ByteWriter, writer } from "../bytes.ts";

/** Where bytes of the capture go; they are only lent. */
export type Sink = (chunk: Uint8Array) => void;

/** One place where a mirror port is read. */
export interface RecordedInterface {
  name: string;
  description: string;
}

interface Held {
  time: number;
  order: number;
  place: number;
  bytes: Uint8Array;
  length: number;
}

const CHUNK = 1 << 19;
const LARGEST_FRAME = 2048;
const SECOND = 1_000_000_000;

/** Writes a pcapng capture of several interfaces in order of time. */
export class Recorder {
  /** Frames written, and lost by a mirror port before the file, per interface. */
  readonly frames: number[];
  readonly dropped: number[];
  /** Bytes of the capture so far. */
  written = 0;
  private readonly sink: Sink;
  private readonly epoch: number;
  private readonly chunk = new Uint8Array(CHUNK);
  private readonly view = new DataView(this.chunk.buffer);
  private at = 0;
  /** Frames that are seen a little later than the event that makes them: a heap by time. */
  private readonly held: Held[] = [];
  private readonly spare: Held[] = [];
  private order = 0;
  private second = Number.NaN;
  private high = 0;
  private low = 0;
  private lastTime = 0;

  /** `epoch` is the second since 1970 UTC at which time 0 lies. */
  constructor(sink: Sink, epoch: number, comment: string, interfaces: readonly RecordedInterface[]) {
    this.sink = sink;
    this.epoch = epoch;
    this.frames = interfaces.map(() => 0);
    this.dropped = interfaces.map(() => 0);
    const section = writer().u32le(0x1a2b3c4d).u16le(1, 0).u32le(0xffffffff, 0xffffffff);
    option(section, 1, comment);
    option(section, 4, "bulkhead simulate");
    this.block(0x0a0d0d0a, section.u32le(0));
    for (const { name, description } of interfaces) {
      const link = writer().u16le(1, 0).u32le(65535);
      option(link, 2, name);
      option(link, 3, description);
      option(link, 9, "\u0009");
      this.block(1, link.u32le(0));
    }
  }

  /** Takes a frame that `place` shows at `time`, `now` being the time of the event that makes it. */
  frame(place: number, now: number, time: number, bytes: Uint8Array, length: number, untagged: boolean): void {
    if (this.held.length > 0 && this.held[0].time <= now) this.release(now);
    if (time <= now) this.write(place, now, bytes, length, untagged);
    else this.hold(place, time, bytes, length, untagged);
  }

  /** Writes what is still held, the statistics, and the last chunk. */
  finish(): void {
    this.release(Number.POSITIVE_INFINITY);
    this.frames.forEach((count, place) => {
      const out = writer().u32le(place);
      this.moment(this.lastTime);
      out.u32le(this.high, this.low);
      option(
        out,
        4,
        writer()
          .u64le(count + this.dropped[place])
          .done(),
      );
      option(out, 5, writer().u64le(this.dropped[place]).done());
      this.block(5, out.u32le(0));
    });
    this.flush();
  }

  private release(until: number): void {
    while (this.held.length > 0 && this.held[0].time <= until) {
      const top = this.held[0];
      const last = this.held.pop() as Held;
      if (last !== top) {
        this.held[0] = last;
        this.sinkTop();
      }
      this.write(top.place, top.time, top.bytes, top.length, false);
      this.spare.push(top);
    }
  }

  private hold(place: number, time: number, bytes: Uint8Array, length: number, untagged: boolean): void {
    const entry = this.spare.pop() ?? { time: 0, order: 0, place: 0, bytes: new Uint8Array(LARGEST_FRAME), length: 0 };
    entry.time = time;
    entry.order = this.order++;
    entry.place = place;
    entry.length = copyFrame(entry.bytes, 0, bytes, length, untagged);
    let child = this.held.push(entry) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!before(entry, this.held[parent])) break;
      this.held[child] = this.held[parent];
      child = parent;
    }
    this.held[child] = entry;
  }

  private sinkTop(): void {
    const { held } = this;
    const entry = held[0];
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= held.length) break;
      if (child + 1 < held.length && before(held[child + 1], held[child])) child++;
      if (!before(held[child], entry)) break;
      held[parent] = held[child];
      parent = child;
    }
    held[parent] = entry;
  }

  private write(place: number, time: number, bytes: Uint8Array, length: number, untagged: boolean): void {
    if (this.at + LARGEST_FRAME + 64 > CHUNK) this.flush();
    const { view } = this;
    const size = copyFrame(this.chunk, this.at + 28, bytes, length, untagged);
    const padding = (4 - (size & 3)) & 3;
    const total = 32 + size + padding;
    const start = this.at;
    this.moment(time);
    view.setUint32(start, 6, true);
    view.setUint32(start + 4, total, true);
    view.setUint32(start + 8, place, true);
    view.setUint32(start + 12, this.high, true);
    view.setUint32(start + 16, this.low, true);
    view.setUint32(start + 20, size, true);
    view.setUint32(start + 24, size, true);
    for (let index = 0; index < padding; index++) this.chunk[start + 28 + size + index] = 0;
    view.setUint32(start + total - 4, total, true);
    this.at += total;
    this.frames[place]++;
    this.lastTime = time;
  }

  /** Sets `high` and `low` to the nanoseconds since 1970; exact without 64-bit numbers by splitting the seconds. */
  private moment(time: number): void {
    const whole = Math.floor(time / SECOND);
    if (whole !== this.second) {
      this.second = whole;
      const seconds = this.epoch + whole;
      this.baseUpper = Math.floor(seconds / 65536) * SECOND;
      this.baseLower = (seconds % 65536) * SECOND;
    }
    const lower = (this.baseUpper % 65536) * 65536 + this.baseLower + (time - whole * SECOND);
    this.high = Math.floor(this.baseUpper / 65536) + Math.floor(lower / 4294967296);
    this.low = lower % 4294967296;
  }
  private baseUpper = 0;
  private baseLower = 0;

  private block(type: number, body: ByteWriter): void {
    const padding = (4 - (body.length & 3)) & 3;
    const length = 12 + body.length + padding;
    const whole = writer().u32le(type, length).bytes(body.done()).zeros(padding).u32le(length).done();
    if (this.at + whole.length > CHUNK) this.flush();
    this.chunk.set(whole, this.at);
    this.at += whole.length;
  }

  private flush(): void {
    if (this.at === 0) return;
    this.sink(this.chunk.subarray(0, this.at));
    this.written += this.at;
    this.at = 0;
  }
}

function before(one: Held, other: Held): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}

/** Copies a tagged frame, without its tag where the mirror takes tags off; answers its length. */
function copyFrame(to: Uint8Array, offset: number, from: Uint8Array, length: number, untagged: boolean): number {
  if (!untagged) {
    if (length > 256) to.set(from.subarray(0, length), offset);
    else for (let index = 0; index < length; index++) to[offset + index] = from[index];
    return length;
  }
  for (let index = 0; index < 12; index++) to[offset + index] = from[index];
  for (let index = 16; index < length; index++) to[offset + index - 4] = from[index];
  return length - 4;
}

function option(out: ByteWriter, code: number, value: ArrayLike<number> | string): void {
  if (value.length === 0) return;
  out.u16le(code, value.length);
  if (typeof value === "string") out.text(value);
  else out.bytes(value);
  out.zeros((4 - (value.length & 3)) & 3);
}
