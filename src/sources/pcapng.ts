// draft-ietf-opsawg-pcapng, sections 3.5 (options), 4.1 to 4.3 (section header, interface, enhanced packet), least significant byte first.

const encoder = new TextEncoder();
/** Longest text of an option: its length has 16 bits. */
const LONGEST_TEXT = 65_000;

type Option = readonly [code: number, value: Uint8Array | string];

/** The head of a section that Bulkhead writes. */
export function sectionBlock(comment: string): Uint8Array {
  const body = new Uint8Array(16);
  const view = new DataView(body.buffer);
  view.setUint32(0, 0x1a2b3c4d, true);
  view.setUint16(4, 1, true);
  view.setBigInt64(8, -1n, true);
  return block(0x0a0d0d0a, body, [
    [1, comment],
    [4, "Bulkhead"],
  ]);
}

/** An interface with times in nanoseconds. */
export function interfaceBlock(linkType: number, name: string, description: string): Uint8Array {
  const body = new Uint8Array(8);
  new DataView(body.buffer).setUint16(0, linkType, true);
  return block(1, body, [
    [2, name],
    [3, description],
    [9, new Uint8Array([9])],
  ]);
}

/** One frame as it is written; `direction` as in CapturedFrame. */
export interface WrittenFrame {
  bytes: Uint8Array;
  start: number;
  end: number;
  originalLength: number;
  /** Whole seconds since 1970-01-01 UTC, 0 or more, and nanoseconds. */
  seconds: number;
  nanoseconds: number;
  direction: 0 | 1 | 2;
  comment: string;
}

/** A packet of the interface with this number within the section. */
export function packetBlock(interfaceNumber: number, frame: WrittenFrame): Uint8Array {
  const length = frame.end - frame.start;
  const body = new Uint8Array(20 + padded(length));
  const view = new DataView(body.buffer);
  const ticks = BigInt(frame.seconds) * 1_000_000_000n + BigInt(frame.nanoseconds);
  view.setUint32(0, interfaceNumber, true);
  view.setUint32(4, Number((ticks >> 32n) & 0xffffffffn), true);
  view.setUint32(8, Number(ticks & 0xffffffffn), true);
  view.setUint32(12, length, true);
  view.setUint32(16, frame.originalLength, true);
  body.set(frame.bytes.subarray(frame.start, frame.end), 20);
  const options: Option[] = [[1, frame.comment]];
  if (frame.direction !== 0) options.push([2, new Uint8Array([frame.direction, 0, 0, 0])]);
  return block(6, body, options);
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function block(type: number, body: Uint8Array, options: readonly Option[]): Uint8Array {
  const values = options
    .map(
      ([code, value]) =>
        [code, typeof value === "string" ? encoder.encode(value.slice(0, LONGEST_TEXT / 3)) : value] as const,
    )
    .filter(([, value]) => value.length > 0);
  const optionBytes = values.reduce((sum, [, value]) => sum + 4 + padded(value.length), values.length > 0 ? 4 : 0);
  const length = 12 + body.length + optionBytes;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  bytes.set(body, 8);
  let at = 8 + body.length;
  for (const [code, value] of values) {
    view.setUint16(at, code, true);
    view.setUint16(at + 2, value.length, true);
    bytes.set(value, at + 4);
    at += 4 + padded(value.length);
  }
  view.setUint32(length - 4, length, true);
  return bytes;
}
