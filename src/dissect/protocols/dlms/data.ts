// Data of COSEM in A-XDR: IEC 62056-5-3 section 9.5 (Data), IEC 62056-6-2 section 4.1.5.
import type { Reader } from "../../reader.ts";
import { hexOf, latinOf } from "../../reader.ts";

const DEEPEST = 8;
const MOST_VALUES = 1000;
const LONGEST_TEXT = 255;

/** The last simple value that was read: its number (NaN for none) and where its octets lie. */
export const last = { number: Number.NaN, start: 0, end: 0, isText: false };

/** Reads a length in A-XDR: one octet, or so many as it says. */
export function readLength(reader: Reader): number {
  const first = reader.u8();
  if (first < 0x80) return first;
  let length = 0;
  for (let index = 0; index < (first & 0x7f) && index < 4; index++) length = length * 256 + reader.u8();
  return length;
}

/** Reads one value; answers it for people. What the message cuts is told as far as it goes. */
export function readData(reader: Reader, room = { left: MOST_VALUES }, depth = 0): unknown {
  last.number = Number.NaN;
  last.isText = false;
  const tag = reader.u8();
  if (!reader.ok || --room.left < 0) return undefined;
  switch (tag) {
    case 0:
      return null;
    case 1:
    case 2: {
      const count = readLength(reader);
      const list: unknown[] = [];
      for (let index = 0; index < count && depth < DEEPEST && reader.left() > 0 && room.left > 0; index++)
        list.push(readData(reader, room, depth + 1));
      last.number = Number.NaN;
      last.isText = false;
      return list;
    }
    case 3: {
      const value = reader.u8() !== 0;
      last.number = value ? 1 : 0;
      return value;
    }
    case 4: {
      const bits = readLength(reader);
      return octets(reader, (bits + 7) >> 3, false);
    }
    case 9:
      return octets(reader, readLength(reader), false);
    case 10:
    case 12:
      return octets(reader, readLength(reader), true);
    case 25:
      return octets(reader, 12, false);
    case 26:
      return octets(reader, 5, false);
    case 27:
      return octets(reader, 4, false);
    default:
      return number(reader, tag);
  }
}

function number(reader: Reader, tag: number): unknown {
  const value = numberOf(reader, tag);
  last.number = value;
  return Number.isNaN(value) ? undefined : value;
}

function numberOf(reader: Reader, tag: number): number {
  switch (tag) {
    case 5:
      return reader.i32();
    case 6:
      return reader.u32();
    case 13:
      return reader.u8();
    case 15:
      return reader.i8();
    case 16:
      return reader.i16();
    case 17:
    case 22:
      return reader.u8();
    case 18:
      return reader.u16();
    case 20:
      return reader.i32() * 4_294_967_296 + reader.u32();
    case 21:
      return reader.u64();
    case 23:
      return reader.f32();
    case 24:
      return reader.f64();
    default:
      reader.ok = false;
      return Number.NaN;
  }
}

function octets(reader: Reader, length: number, isText: boolean): string {
  const start = reader.position;
  const end = Math.min(reader.end, start + length);
  if (length > reader.left()) reader.ok = false;
  reader.position = end;
  last.start = start;
  last.end = end;
  last.isText = true;
  const stop = Math.min(end, start + LONGEST_TEXT);
  return isText || isPrintable(reader.bytes, start, stop)
    ? latinOf(reader.bytes, start, stop)
    : hexOf(reader.bytes, start, stop);
}

function isPrintable(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const octet = bytes[at] as number;
    if (octet < 32 || octet > 126) return false;
  }
  return end > start;
}
