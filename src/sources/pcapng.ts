// draft-ietf-opsawg-pcapng, sections 3.5 (options), 4.1 to 4.3 (section header, interface, enhanced packet), least significant byte first.

const encoder = new TextEncoder();
/** Longest text of an option: its length has 16 bits. */
const LONGEST_TEXT = 65_000;

type Option = readonly [code: number, value: Uint8Array | string];
const NO_OPTIONS: readonly Option[] = [];
const TWO_32 = 4_294_967_296;
const SHORT = 192;

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
  const bytes = new Uint8Array(packetSize(frame));
  putPacket(bytes, new DataView(bytes.buffer), 0, interfaceNumber, frame);
  return bytes;
}

/** Bytes of that block. */
export function packetSize(frame: WrittenFrame): number {
  const fixed = 32 + padded(frame.end - frame.start);
  if (frame.direction === 0 && frame.comment === "") return fixed;
  return fixed + optionsSize(optionsOf(frame));
}

/**
 * Writes that block into `bytes` at `at`, where `packetSize` bytes have room; `view` looks at the same bytes. On the path of every live
 * packet, so it makes nothing new.
 */
export function putPacket(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  interfaceNumber: number,
  frame: WrittenFrame,
): void {
  const captured = frame.end - frame.start;
  const data = padded(captured);
  const hasOptions = frame.direction !== 0 || frame.comment !== "";
  const options = hasOptions ? optionsOf(frame) : NO_OPTIONS;
  const length = 32 + data + optionsSize(options);
  view.setUint32(at, 6, true);
  view.setUint32(at + 4, length, true);
  view.setUint32(at + 8, interfaceNumber, true);
  // Nanoseconds since 1970 need 61 bits: seconds are multiplied in two halves, of which each product is exact.
  const upper = Math.floor(frame.seconds / 65_536) * 1_000_000_000;
  const lower = (frame.seconds % 65_536) * 1_000_000_000 + frame.nanoseconds;
  const low = (upper % 65_536) * 65_536 + (lower % TWO_32);
  view.setUint32(at + 12, Math.floor(upper / 65_536) + Math.floor(lower / TWO_32) + Math.floor(low / TWO_32), true);
  view.setUint32(at + 16, low % TWO_32, true);
  view.setUint32(at + 20, captured, true);
  view.setUint32(at + 24, frame.originalLength, true);
  const { bytes: from, start } = frame;
  const body = at + 28;
  // Faster than `set` with a view of short frames, which is what control systems send.
  if (captured <= SHORT)
    for (let index = 0; index < captured; index++) bytes[body + index] = from[start + index] as number;
  else bytes.set(from.subarray(start, frame.end), body);
  bytes.fill(0, body + captured, body + data);
  putOptions(bytes, view, body + data, options);
  view.setUint32(at + length - 4, length, true);
}

function optionsOf({ comment, direction }: WrittenFrame): Option[] {
  const options: Option[] = [[1, comment]];
  if (direction !== 0) options.push([2, new Uint8Array([direction, 0, 0, 0])]);
  return options;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function block(type: number, body: Uint8Array, options: readonly Option[]): Uint8Array {
  const length = 12 + body.length + optionsSize(options);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  bytes.set(body, 8);
  putOptions(bytes, view, 8 + body.length, options);
  view.setUint32(length - 4, length, true);
  return bytes;
}

/** Bytes of options with their end; 0 without any. Empty ones are left out. */
function optionsSize(options: readonly Option[]): number {
  let size = 0;
  for (const [, value] of options) {
    const { length } = octetsOf(value);
    if (length > 0) size += 4 + padded(length);
  }
  return size === 0 ? 0 : size + 4;
}

function putOptions(bytes: Uint8Array, view: DataView, from: number, options: readonly Option[]): void {
  let at = from;
  for (const [code, value] of options) {
    const octets = octetsOf(value);
    if (octets.length === 0) continue;
    view.setUint16(at, code, true);
    view.setUint16(at + 2, octets.length, true);
    bytes.set(octets, at + 4);
    bytes.fill(0, at + 4 + octets.length, at + 4 + padded(octets.length));
    at += 4 + padded(octets.length);
  }
  if (at > from) view.setUint32(at, 0, true);
}

function octetsOf(value: Uint8Array | string): Uint8Array {
  return typeof value === "string" ? encoder.encode(value.slice(0, LONGEST_TEXT / 3)) : value;
}
