// ASN.1 basic and distinguished encoding rules: ITU-T X.690 section 8. Bounded: nothing recurses deeper than asked.
import { hexOf, latinOf, utf8Of } from "./reader.ts";

/** Tag classes of X.690 section 8.1.2.2. */
export const UNIVERSAL = 0;
export const APPLICATION = 1;
export const CONTEXT = 2;
export const PRIVATE = 3;

/** Universal tag numbers of X.680 section 8.4. */
export const BOOLEAN = 1;
export const INTEGER = 2;
export const BIT_STRING = 3;
export const OCTET_STRING = 4;
export const NULL = 5;
export const OBJECT_IDENTIFIER = 6;
export const UTF8_STRING = 12;
export const SEQUENCE = 16;
export const SET = 17;
export const TELETEX_STRING = 20;
export const UTC_TIME = 23;
export const GENERALIZED_TIME = 24;
export const UNIVERSAL_STRING = 28;
export const BMP_STRING = 30;

/** Deepest nesting followed while looking for the end of an indefinite length. */
const DEEPEST = 16;
const MOST_ARCS = 64;

/** One tag, length and where the contents lie; plain numbers, so that one record can be reused for many elements. */
export interface Element {
  /** 0 to 3; see UNIVERSAL and the others. */
  tagClass: number;
  constructed: boolean;
  /** Tag number. */
  tag: number;
  /** Where the tag stands. */
  start: number;
  /** First byte of the contents. */
  content: number;
  /** One past the contents. */
  end: number;
  /** Where the next element begins: `end`, or two bytes later when an end-of-contents mark follows. */
  next: number;
}

/** An element record to be filled by `readElement`. */
export function newElement(): Element {
  return { tagClass: 0, constructed: false, tag: 0, start: 0, content: 0, end: 0, next: 0 };
}

/**
 * Reads tag and length at `bytes[at]` into `element`; answers whether the whole element lies before `limit`. Reads
 * nothing at or beyond `limit`. Indefinite lengths are followed to their mark, at most 16 levels deep.
 */
export function readElement(bytes: Uint8Array, at: number, limit: number, element: Element): boolean {
  return readNested(bytes, at, limit, element, DEEPEST);
}

/** The identifier octet of an element in one number, as protocols write them in tables: 0x30, 0xa0. Only for tags below 31. */
export function identifierOf(element: Element): number {
  return (element.tagClass << 6) | (element.constructed ? 0x20 : 0) | element.tag;
}

function readNested(bytes: Uint8Array, at: number, limit: number, element: Element, depth: number): boolean {
  element.start = at;
  if (at + 2 > limit) return false;
  const first = bytes[at++] as number;
  element.tagClass = first >> 6;
  element.constructed = (first & 0x20) !== 0;
  let tag = first & 0x1f;
  if (tag === 0x1f) {
    tag = 0;
    for (let count = 0; ; count++) {
      if (at >= limit || count >= 4) return false;
      const octet = bytes[at++] as number;
      tag = tag * 128 + (octet & 0x7f);
      if (octet < 0x80) break;
    }
  }
  element.tag = tag;
  if (at >= limit) return false;
  let length = bytes[at++] as number;
  if (length === 0x80) {
    if (!element.constructed) return false;
    return readIndefinite(bytes, at, limit, element, depth);
  }
  if (length > 0x80) {
    const octets = length - 0x80;
    if (at + octets > limit) return false;
    length = 0;
    for (let index = 0; index < octets; index++) {
      length = length * 256 + (bytes[at++] as number);
      if (length > 0x7fffffff) return false;
    }
  }
  element.content = at;
  element.end = at + length;
  element.next = element.end;
  return element.end <= limit;
}

function readIndefinite(bytes: Uint8Array, at: number, limit: number, element: Element, depth: number): boolean {
  if (depth <= 0) return false;
  const inner = newElement();
  element.content = at;
  let next = at;
  while (next + 2 <= limit) {
    if (bytes[next] === 0 && bytes[next + 1] === 0) {
      element.end = next;
      element.next = next + 2;
      return true;
    }
    if (!readNested(bytes, next, limit, inner, depth - 1)) return false;
    next = inner.next;
  }
  return false;
}

/** A two's complement integer of up to 6 octets as a number, NaN when there are none or more. */
export function integerOf(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 6) return Number.NaN;
  let value = ((bytes[start] as number) << 24) >> 24;
  for (let at = start + 1; at < end; at++) value = value * 256 + (bytes[at] as number);
  return value;
}

/** An unsigned integer: a number up to 2^53, a decimal string beyond, at most 16 octets of value; else "0x" and hexadecimal. */
export function unsignedOf(bytes: Uint8Array, start: number, end: number): number | string {
  let first = start;
  while (first < end - 1 && bytes[first] === 0) first++;
  if (end - first > 16) return `0x${hexOf(bytes, first, end)}`;
  let value = 0;
  for (let at = first; at < end; at++) value = value * 256 + (bytes[at] as number);
  if (value <= Number.MAX_SAFE_INTEGER) return value;
  // Decimal by repeated division, since pure rooms do without BigInt.
  const octets = Array.from(bytes.slice(first, end));
  let text = "";
  while (octets.length > 0) {
    let rest = 0;
    for (let index = 0; index < octets.length; index++) {
      const step = rest * 256 + (octets[index] as number);
      octets[index] = Math.floor(step / 1_000_000);
      rest = step % 1_000_000;
    }
    while (octets.length > 0 && octets[0] === 0) octets.shift();
    text = String(rest).padStart(octets.length > 0 ? 6 : 1, "0") + text;
  }
  return text;
}

/** An object identifier as dotted numbers, at most 64 of them; "" when the octets are none (X.690 section 8.19). */
export function objectIdentifierOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  let arc = 0;
  let arcs = 0;
  for (let at = start; at < end; at++) {
    const octet = bytes[at] as number;
    arc = arc * 128 + (octet & 0x7f);
    if (octet >= 0x80) {
      if (arc > Number.MAX_SAFE_INTEGER / 128) return "";
      continue;
    }
    if (arcs === 0) {
      const root = arc < 80 ? Math.floor(arc / 40) : 2;
      text = `${root}.${arc - root * 40}`;
    } else text += `.${arc}`;
    arc = 0;
    if (++arcs >= MOST_ARCS) return text;
  }
  return end > start && (bytes[end - 1] as number) < 0x80 ? text : "";
}

/** The text of a string type by its universal tag number; at most 1024 bytes of it. */
export function stringOf(bytes: Uint8Array, start: number, end: number, tag: number): string {
  const stop = Math.min(end, start + 1024);
  if (tag === UTF8_STRING) return utf8Of(bytes, start, stop);
  if (tag === BMP_STRING || tag === UNIVERSAL_STRING) {
    const width = tag === BMP_STRING ? 2 : 4;
    let text = "";
    for (let at = start; at + width <= stop; at += width) {
      text += String.fromCharCode(((bytes[at + width - 2] as number) << 8) | (bytes[at + width - 1] as number));
    }
    return text;
  }
  return latinOf(bytes, start, stop);
}

/** UTCTime or GeneralizedTime with seconds and "Z" (RFC 5280 section 4.1.2.5) in seconds since 1970-01-01 UTC; NaN when it is none. */
export function timeOf(bytes: Uint8Array, start: number, end: number, tag: number): number {
  const yearDigits = tag === UTC_TIME ? 2 : 4;
  let at = start;
  const digits = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index++, at++) {
      const digit = at < end ? (bytes[at] as number) - 48 : -1;
      if (digit < 0 || digit > 9) return Number.NaN;
      value = value * 10 + digit;
    }
    return value;
  };
  let year = digits(yearDigits);
  if (tag === UTC_TIME) year += year < 50 ? 2000 : 1900;
  const month = digits(2);
  const day = digits(2);
  const hour = digits(2);
  const minute = digits(2);
  // Seconds may be left out by X.690; RFC 5280 wants them.
  const second = at < end && bytes[at] !== 0x5a && bytes[at] !== 0x2b && bytes[at] !== 0x2d ? digits(2) : 0;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 61)) {
    return Number.NaN;
  }
  return daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
}

/** Days from 1970-01-01 in the Gregorian calendar, counted with years that begin in March. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const cycle = Math.floor(y / 400);
  const ofCycle = y - cycle * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return cycle * 146_097 + ofCycle * 365 + Math.floor(ofCycle / 4) - Math.floor(ofCycle / 100) + ofYear - 719_468;
}
