// Captures made for the tests of this room, byte by byte; nothing else imports this.
import { CaptureReader, makeFrame } from "./reader.ts";
import type { CaptureSummary } from "./source.ts";
import { supplyBytes } from "./supply.ts";

const nothing: Uint8Array = new Uint8Array(0);

/** A frame as a test wants to compare it. */
export interface SeenFrame {
  number: number;
  time: string;
  bytes: string;
  originalLength: number;
  linkType: number;
  interfaceIndex: number;
  direction: number;
  comment: string;
}

/** Everything that a capture gave. */
export interface Seen {
  frames: SeenFrame[];
  summary: CaptureSummary;
}

/** Reads a whole capture out of memory, `step` bytes at a time into a buffer of `chunkSize`. */
export async function readAll(bytes: Uint8Array, step = 65_536, chunkSize = 65_536): Promise<Seen> {
  const reader = new CaptureReader({
    name: "made",
    capture: 0,
    size: bytes.length,
    chunkSize,
    hashed: true,
    open: () => supplyBytes(bytes, step),
  });
  const frame = makeFrame();
  const frames: SeenFrame[] = [];
  do {
    while (reader.next(frame)) {
      frames.push({
        number: frame.number,
        time: `${frame.seconds}.${String(frame.nanoseconds).padStart(9, "0")}`,
        bytes: Buffer.from(frame.bytes.slice(frame.start, frame.end)).toString("hex"),
        originalLength: frame.originalLength,
        linkType: frame.linkType,
        interfaceIndex: frame.interfaceIndex,
        direction: frame.direction,
        comment: frame.comment,
      });
    }
  } while (await reader.fill());
  return { frames, summary: reader.summary() };
}

/** Writes numbers in one byte order. */
export class Writer {
  private readonly parts: Uint8Array[] = [];
  private readonly little: boolean;

  constructor(little: boolean) {
    this.little = little;
  }

  u8(value: number): this {
    return this.add(Uint8Array.of(value));
  }

  u16(value: number): this {
    const bytes = new Uint8Array(2);
    new DataView(bytes.buffer).setUint16(0, value, this.little);
    return this.add(bytes);
  }

  u32(value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, this.little);
    return this.add(bytes);
  }

  u64(value: bigint): this {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), this.little);
    return this.add(bytes);
  }

  add(bytes: Uint8Array): this {
    this.parts.push(bytes);
    return this;
  }

  padded(bytes: Uint8Array): this {
    return this.add(bytes).add(new Uint8Array((4 - (bytes.length & 3)) & 3));
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.parts));
  }
}

/** The header of a pcap file. */
export function pcapHeader(little = true, magic = 0xa1b2c3d4, network = 1, minor = 4): Uint8Array {
  return new Writer(little).u32(magic).u16(2).u16(minor).u32(0).u32(0).u32(65_535).u32(network).bytes();
}

/** A record of a pcap file; `extra` lies between its header and its bytes. */
export function pcapRecord(
  seconds: number,
  fraction: number,
  bytes: Uint8Array,
  { little = true, captured = bytes.length, original = -1, extra = nothing } = {},
): Uint8Array {
  const onWire = original < 0 ? captured : original;
  const writer = new Writer(little).u32(seconds).u32(fraction).u32(captured).u32(onWire);
  return writer.add(extra).add(bytes).bytes();
}

/** One pcapng block; the lengths can be made wrong. */
export function block(type: number, body: Uint8Array, { little = true, length = -1, trailing = -1 } = {}): Uint8Array {
  const size = length >= 0 ? length : 12 + body.length + ((4 - (body.length & 3)) & 3);
  const writer = new Writer(little).u32(type).u32(size).padded(body);
  return writer.u32(trailing >= 0 ? trailing : size).bytes();
}

/** A list of options, closed by the end of options. */
export function options(list: readonly (readonly [number, Uint8Array])[], little = true): Uint8Array {
  const writer = new Writer(little);
  for (const [code, value] of list) writer.u16(code).u16(value.length).padded(value);
  return writer.u16(0).u16(0).bytes();
}

/** A section header block. */
export function section(little = true, more = nothing, major = 1): Uint8Array {
  const writer = new Writer(little).u32(0x1a2b3c4d).u16(major).u16(0).u64(-1n);
  return block(0x0a0d0d0a, writer.add(more).bytes(), { little });
}

/** An interface description block. */
export function describedInterface(linkType = 1, snapLength = 0, more = nothing, little = true): Uint8Array {
  return block(1, new Writer(little).u16(linkType).u16(0).u32(snapLength).add(more).bytes(), { little });
}

/** An enhanced packet block. */
export function packet(
  ticks: bigint,
  bytes: Uint8Array,
  { little = true, captured = bytes.length, original = -1, interfaceId = 0, more = nothing, trailing = -1 } = {},
): Uint8Array {
  const onWire = original < 0 ? captured : original;
  const writer = new Writer(little)
    .u32(interfaceId)
    .u32(Number(ticks >> 32n))
    .u32(Number(ticks & 0xffffffffn));
  return block(6, writer.u32(captured).u32(onWire).padded(bytes).add(more).bytes(), { little, trailing });
}

/** Joins pieces of a file. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Text as UTF-8. */
export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** `length` bytes that differ from their neighbors. */
export function someBytes(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 7 + seed * 31) & 0xff);
}

/** Repeatable random integers below a bound. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A capture of each kind, for properties that must hold for all. */
export function madeCaptures(): { name: string; bytes: Uint8Array }[] {
  const frames = [someBytes(60, 1), someBytes(0), someBytes(61, 2), someBytes(300, 3), someBytes(62, 4)];
  const made: { name: string; bytes: Uint8Array }[] = [];
  for (const little of [true, false]) {
    const order = little ? "little" : "big";
    const records = frames.map((bytes, index) => pcapRecord(1_700_000_000 + index, index, bytes, { little }));
    const patched = frames.map((bytes, index) =>
      pcapRecord(1_700_000_000 + index, index, bytes, { little, extra: new Uint8Array(8) }),
    );
    made.push({ name: `pcap, ${order}`, bytes: join(pcapHeader(little), ...records) });
    made.push({ name: `pcap, ${order}, nanoseconds`, bytes: join(pcapHeader(little, 0xa1b23c4d), ...records) });
    made.push({ name: `pcap, ${order}, patched`, bytes: join(pcapHeader(little, 0xa1b2cd34), ...patched) });
    made.push({ name: `pcap, ${order}, secretly patched`, bytes: join(pcapHeader(little), ...patched) });
    made.push({ name: `pcap, ${order}, cut`, bytes: join(pcapHeader(little), ...records).slice(0, -5) });
    made.push({ name: `pcap, ${order}, one record`, bytes: join(pcapHeader(little), records[0]) });
    const names = new Writer(little)
      .u16(1)
      .u16(9)
      .padded(Uint8Array.of(10, 0, 0, 1, ...text("plc1"), 0))
      .u32(0);
    made.push({
      name: `pcapng, ${order}`,
      bytes: join(
        section(little, options([[1, text("first")]], little)),
        describedInterface(1, 0, options([[2, text("eth0")]], little), little),
        describedInterface(101, 40, options([[9, Uint8Array.of(9)]], little), little),
        packet(1_700_000_000_000_000n, frames[0], { little }),
        packet(1_700_000_001_000_000_001n, frames[2], { little, interfaceId: 1 }),
        block(4, names.bytes(), { little }),
        block(3, new Writer(little).u32(300).padded(frames[3]).bytes(), { little }),
        block(0x999, someBytes(500), { little }),
        packet(1_700_000_002_000_000n, frames[4], { little, more: options([[1, text("look")]], little) }),
        section(!little),
        describedInterface(1, 0, nothing, !little),
        packet(1_700_000_003_000_000n, frames[4], { little: !little }),
      ),
    });
  }
  return made;
}
