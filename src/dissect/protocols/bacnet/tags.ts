// ASHRAE 135-2020, clause 20.2: how tags and application data are encoded.
import { integerOf, unsignedOf } from "../../ber.ts";
import type { Reader } from "../../reader.ts";
import { hexOf, latinOf, utf8Of } from "../../reader.ts";
import type { Names } from "./names.ts";
import { objectTypeName } from "./names.ts";

/** Application tag numbers (clause 20.2.1.4). */
export const NULL = 0;
export const BOOLEAN = 1;
export const UNSIGNED = 2;
export const SIGNED = 3;
export const REAL = 4;
export const DOUBLE = 5;
export const OCTETS = 6;
export const TEXT = 7;
export const BITS = 8;
export const ENUMERATED = 9;
export const DATE = 10;
export const TIME = 11;
export const OBJECT = 12;

/** Names of the application types, by tag number. */
export const TYPE_NAMES: readonly string[] = [
  "null",
  "boolean",
  "unsigned",
  "integer",
  "real",
  "double",
  "octet-string",
  "character-string",
  "bit-string",
  "enumerated",
  "date",
  "time",
  "object-identifier",
];

/** What a tag opens. */
export const PRIMITIVE = 0;
export const OPENING = 1;
export const CLOSING = 2;

/** One tag; reused, so that none is made per value. */
export interface Tag {
  number: number;
  isContext: boolean;
  /** PRIMITIVE, OPENING or CLOSING. */
  kind: number;
  /** Content octets; for an application boolean its value instead. */
  length: number;
}

/** A tag record to be filled by `readTag`. */
export function newTag(): Tag {
  return { number: 0, isContext: false, kind: PRIMITIVE, length: 0 };
}

/** Reads a tag; answers false when the octets are none, with the reader not ok where they ran out. */
export function readTag(reader: Reader, tag: Tag): boolean {
  const first = reader.u8();
  tag.number = first >> 4;
  tag.isContext = (first & 8) !== 0;
  tag.kind = PRIMITIVE;
  tag.length = first & 7;
  if (tag.number === 15) tag.number = reader.u8();
  if (tag.length < 5) return reader.ok;
  if (tag.length > 5) {
    tag.kind = tag.length === 6 ? OPENING : CLOSING;
    tag.length = 0;
    return reader.ok && tag.isContext;
  }
  tag.length = reader.u8();
  if (tag.length === 254) tag.length = reader.u16();
  else if (tag.length === 255) tag.length = reader.u32();
  return reader.ok;
}

/** Like `readTag` without moving; false also at the end, which is no fault. */
export function peekTag(reader: Reader, tag: Tag): boolean {
  if (!reader.ok || reader.left() <= 0) return false;
  const at = reader.position;
  const read = readTag(reader, tag);
  reader.position = at;
  reader.ok = true;
  return read;
}

/** Whether so many octets can hold a value of this application type. */
export function fits(type: number, length: number): boolean {
  switch (type) {
    case NULL:
      return length === 0;
    case BOOLEAN:
      return length <= 1;
    case UNSIGNED:
    case SIGNED:
    case ENUMERATED:
      return length >= 1 && length <= 8;
    case REAL:
    case DATE:
    case TIME:
    case OBJECT:
      return length === 4;
    case DOUBLE:
      return length === 8;
    case TEXT:
    case BITS:
      return length >= 1;
    default:
      return true;
  }
}

/** Reads the content octets of a primitive as JSON shows it: numbers, text, "type,instance", bits as 0 and 1. */
export function readContent(reader: Reader, type: number, length: number, bits: Names): unknown {
  const start = reader.position;
  reader.skip(length);
  if (!reader.ok) return null;
  const bytes = reader.bytes;
  switch (type) {
    case NULL:
      return null;
    case BOOLEAN:
      return length > 0 && (bytes[start] as number) !== 0;
    case UNSIGNED:
    case ENUMERATED:
      return unsignedOf(bytes, start, start + length);
    case SIGNED: {
      const value = integerOf(bytes, start, start + length);
      return Number.isNaN(value) ? hexOf(bytes, start, start + length) : value;
    }
    case REAL:
      reader.position = start;
      return finite(reader.f32());
    case DOUBLE:
      reader.position = start;
      return finite(reader.f64());
    case TEXT:
      return textAt(bytes, start, start + length);
    case BITS:
      return bitsAt(bytes, start, start + length, bits);
    case DATE:
      return dateAt(bytes, start);
    case TIME:
      return timeAt(bytes, start);
    case OBJECT:
      reader.position = start;
      return objectOf(reader.u32());
    default:
      return hexOf(bytes, start, start + length);
  }
}

/** An unsigned or enumerated value as a number; NaN beyond 2^48. */
export function numberAt(bytes: Uint8Array, start: number, length: number): number {
  if (length < 1 || length > 6) return Number.NaN;
  let value = 0;
  for (let at = start; at < start + length; at++) value = value * 256 + (bytes[at] as number);
  return value;
}

/** An object identifier's two parts, with the type's name. */
export function objectOf(identifier: number): object {
  const type = identifier >>> 22;
  return { object_type: type, object_type_name: objectTypeName(type), instance_number: identifier & 0x3fffff };
}

/** JSON knows no infinities. */
function finite(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** A character string with its character set octet (clause 20.2.9), without NULs and blanks at its ends. */
export function textAt(bytes: Uint8Array, start: number, end: number): string {
  const set = bytes[start] as number;
  let text = "";
  if (set === 0) text = utf8Of(bytes, start + 1, end);
  else if (set === 4) {
    for (let at = start + 1; at + 2 <= end; at += 2) {
      text += String.fromCharCode(((bytes[at] as number) << 8) | (bytes[at + 1] as number));
    }
  } else if (set === 3) {
    for (let at = start + 1; at + 4 <= end; at += 4) {
      const code = ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
      text += code <= 0x10ffff && bytes[at] === 0 ? String.fromCodePoint(code) : "\ufffd";
    }
  } else if (set === 1) text = latinOf(bytes, Math.min(start + 3, end), end);
  else text = latinOf(bytes, start + 1, end);
  // NULs and other control characters have no place in names.
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
}

function bitsAt(bytes: Uint8Array, start: number, end: number, bits: Names): unknown {
  const count = Math.max(0, (end - start - 1) * 8 - Math.min(7, bytes[start] as number));
  if (bits.length > 0) {
    const named: Record<string, boolean> = {};
    for (let bit = 0; bit < count && bit < bits.length; bit++)
      named[fieldName(bits[bit] as string)] = isSet(bytes, start, bit);
    return named;
  }
  let text = "";
  for (let bit = 0; bit < count && bit < 512; bit++) text += isSet(bytes, start, bit) ? "1" : "0";
  return text;
}

function isSet(bytes: Uint8Array, start: number, bit: number): boolean {
  return ((bytes[start + 1 + (bit >> 3)] as number) & (0x80 >> (bit & 7))) !== 0;
}

function fieldName(name: string): string {
  return name.replaceAll("-", "_");
}

/** ISO text; "*" for what is not specified. Months 13 and 14 and days 32 to 34 stand for odd, even and last ones. */
function dateAt(bytes: Uint8Array, start: number): string {
  const year = bytes[start] as number;
  const part = (value: number): string => (value === 255 ? "*" : String(value).padStart(2, "0"));
  return `${year === 255 ? "*" : 1900 + year}-${part(bytes[start + 1] as number)}-${part(bytes[start + 2] as number)}`;
}

function timeAt(bytes: Uint8Array, start: number): string {
  const part = (at: number): string => {
    const value = bytes[start + at] as number;
    return value === 255 ? "*" : String(value).padStart(2, "0");
  };
  return `${part(0)}:${part(1)}:${part(2)}.${part(3)}`;
}
