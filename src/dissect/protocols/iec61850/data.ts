// Data of MMS as IEC 61850 uses it: ISO 9506-2 (Data), IEC 61850-8-1 section 8.1.3 (UtcTime, quality, Dbpos), in BER (X.690).
// Not decoded: what a bit string means beyond quality (13 bits) and double points (2 bits); that is told by the model.
import type { Element } from "../../ber.ts";
import { CONTEXT, newElement, objectIdentifierOf, readElement, unsignedOf } from "../../ber.ts";
import type { PointSpace, Quality } from "../../points.ts";
import { BAD, GOOD, pointSpace, UNCERTAIN } from "../../points.ts";
import { hexOf, textOf, utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { beginValues, tellValue } from "./repeat.ts";

/** Context tags of Data. */
const ARRAY = 1;
const STRUCTURE = 2;
const BOOLEAN = 3;
const BIT_STRING = 4;
const INTEGER = 5;
const UNSIGNED = 6;
const FLOATING_POINT = 7;
const OCTET_STRING = 9;
const VISIBLE_STRING = 10;
const BINARY_TIME = 12;
const BCD = 13;
const BOOLEAN_ARRAY = 14;
const OBJECT_ID = 15;
const MMS_STRING = 16;
const UTC_TIME = 17;

/** Structures of the model nest four deep at most. */
const DEEPEST = 8;
const MOST_VALUES = 2048;
const QUALITY_BITS = 13;
const DOUBLE_POINTS = ["intermediate", "off", "on", "bad"];
const VALIDITIES = ["good", "invalid", "reserved", "questionable"];
/** Bits 2 to 12 of quality (IEC 61850-7-3 section 6.2), first bit first. */
const DETAILS = [
  "overflow",
  "out_of_range",
  "bad_reference",
  "oscillatory",
  "failure",
  "old_data",
  "inconsistent",
  "inaccurate",
  "substituted",
  "test",
  "operator_blocked",
];

/** Kinds of values that are told as process points, for one protocol. */
export interface DataSpaces {
  boolean: PointSpace;
  integer: PointSpace;
  unsigned: PointSpace;
  floatingPoint: PointSpace;
  doublePoint: PointSpace;
}

/** Registers the kinds of values of `protocol`, each a `space` of it; at module level only. */
export function dataSpaces(protocol: string, space = "data set member"): DataSpaces {
  return {
    boolean: pointSpace(protocol, space, "BOOLEAN"),
    integer: pointSpace(protocol, space, "INT"),
    unsigned: pointSpace(protocol, space, "INTU"),
    floatingPoint: pointSpace(protocol, space, "FLOAT"),
    doublePoint: pointSpace(protocol, space, "Dbpos"),
  };
}

const levels: Element[] = Array.from({ length: DEEPEST + 1 }, newElement);

/** What `tellData` keeps while it walks; one record for all, as only one message is read at a time. */
const walk = {
  index: 0,
  /** A value waits for the quality that may follow it. */
  waiting: false,
  space: undefined as PointSpace | undefined,
  value: Number.NaN,
  at: 0,
  /** Whether qualities follow their values, as data sets of functionally constrained data have them. */
  qualityFollows: true,
  wellFormed: true,
};

/**
 * Tells each boolean, number and double point in `bytes[start..end)` as a sample of `name`, indexed by its place among
 * all leaves. A quality right behind a value is that value's, unless the series begins with a quality. `floor` is the
 * least doubt. Answers the number of elements on the first level, or -1 when the encoding is broken.
 */
export function tellData(
  talk: Talk,
  spaces: DataSpaces,
  name: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  floor: Quality,
): number {
  walk.index = 0;
  walk.waiting = false;
  walk.qualityFollows = true;
  walk.wellFormed = true;
  beginValues();
  const count = walkLevel(talk, spaces, name, bytes, start, end, floor, 0);
  flush(talk, name, floor);
  return walk.wellFormed ? count : -1;
}

/**
 * Tells the one value of the variable `name` in the Data element `bytes[start..end)`: a simple one without an index, a structure
 * or an array by the places of its leaves. Answers whether the encoding is sound.
 */
export function tellVariable(
  talk: Talk,
  spaces: DataSpaces,
  name: string,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  const tag = (bytes[start] as number) & 0x1f;
  if (tag === STRUCTURE || tag === ARRAY) return tellData(talk, spaces, name, bytes, start, end, GOOD) >= 0;
  const element = levels[0] as Element;
  if (!readElement(bytes, start, end, element) || element.tagClass !== CONTEXT) return false;
  beginValues();
  walk.index = -1;
  walk.waiting = false;
  tellLeaf(talk, spaces, name, bytes, element, GOOD);
  flush(talk, name, GOOD);
  return true;
}

function walkLevel(
  talk: Talk,
  spaces: DataSpaces,
  name: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  floor: Quality,
  depth: number,
): number {
  const element = levels[depth] as Element;
  let at = start;
  let count = 0;
  while (at < end) {
    if (!readElement(bytes, at, end, element) || element.tagClass !== CONTEXT) {
      walk.wellFormed = false;
      return count;
    }
    count++;
    const next = element.next;
    if (element.tag === STRUCTURE || element.tag === ARRAY) {
      if (depth >= DEEPEST) walk.wellFormed = false;
      else walkLevel(talk, spaces, name, bytes, element.content, element.end, floor, depth + 1);
    } else tellLeaf(talk, spaces, name, bytes, element, floor);
    at = next;
  }
  return count;
}

function tellLeaf(
  talk: Talk,
  spaces: DataSpaces,
  name: string,
  bytes: Uint8Array,
  element: Element,
  floor: Quality,
): void {
  const { tag, content, end } = element;
  if (tag === BIT_STRING && end - content === 3 && bytes[content] === 3) {
    if (walk.index === 0) walk.qualityFollows = false;
    const quality = walk.qualityFollows ? trustOf(bytes, content) : GOOD;
    flush(talk, name, quality > floor ? quality : floor);
    walk.index++;
    return;
  }
  flush(talk, name, floor);
  const index = walk.index++;
  switch (tag) {
    case BOOLEAN:
      if (end > content) wait(spaces.boolean, index, bytes[content] === 0 ? 0 : 1);
      return;
    case BIT_STRING:
      if (end - content === 2 && bytes[content] === 6)
        wait(spaces.doublePoint, index, (bytes[content + 1] as number) >> 6);
      return;
    case INTEGER:
      wait(spaces.integer, index, signedOf(bytes, content, end));
      return;
    case UNSIGNED:
      wait(spaces.unsigned, index, countOf(bytes, content, end));
      return;
    case FLOATING_POINT:
      wait(spaces.floatingPoint, index, floatOf(bytes, content, end));
      return;
    default:
  }
}

function wait(space: PointSpace, index: number, value: number): void {
  walk.waiting = true;
  walk.space = space;
  walk.at = index;
  walk.value = value;
}

function flush(talk: Talk, name: string, quality: Quality): void {
  if (!walk.waiting) return;
  walk.waiting = false;
  tellValue(talk, walk.space as PointSpace, name, walk.at, walk.value, quality);
}

/** Validity in the first two bits; substituted and test are bits 10 and 11 (IEC 61850-7-3 section 6.2). */
function trustOf(bytes: Uint8Array, content: number): Quality {
  const high = bytes[content + 1] as number;
  const low = bytes[content + 2] as number;
  const validity = high >> 6;
  if (validity === 1) return BAD;
  return validity !== 0 || (low & 0x30) !== 0 ? UNCERTAIN : GOOD;
}

/** A two's complement integer of up to 8 octets, rounded beyond 2^53; NaN when there are none or more. */
export function signedOf(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 8) return Number.NaN;
  let value = ((bytes[start] as number) << 24) >> 24;
  for (let at = start + 1; at < end; at++) value = value * 256 + (bytes[at] as number);
  return value;
}

/** An unsigned integer of up to 9 octets, rounded beyond 2^53; NaN when there are none or more. */
export function countOf(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 9) return Number.NaN;
  let value = 0;
  for (let at = start; at < end; at++) value = value * 256 + (bytes[at] as number);
  return value;
}

const scratch = new DataView(new ArrayBuffer(8));

/** ISO 9506-2 section 14.4.2.3: the width of the exponent, then an IEEE 754 number of 4 or 8 octets; NaN when it is none. */
export function floatOf(bytes: Uint8Array, start: number, end: number): number {
  const width = end - start - 1;
  if (width !== 4 && width !== 8) return Number.NaN;
  for (let index = 0; index < width; index++) scratch.setUint8(index, bytes[start + 1 + index] as number);
  return width === 4 ? scratch.getFloat32(0) : scratch.getFloat64(0);
}

/** UtcTime of IEC 61850-8-1 section 8.1.3.7 for people and machines. */
export interface UtcTime {
  /** Since 1970-01-01 UTC. */
  seconds: number;
  /** In units of 2^-24 s. */
  fraction: number;
  leap_second_known: boolean;
  clock_failure: boolean;
  clock_not_synchronized: boolean;
  /** Bits of the fraction that mean something; 31 says unspecified. */
  accuracy: number;
}

/** The 8 octets of a UtcTime at `at`. */
export function utcTimeAt(bytes: Uint8Array, at: number): UtcTime {
  const octet = (index: number): number => bytes[at + index] as number;
  const quality = octet(7);
  return {
    seconds: octet(0) * 16_777_216 + octet(1) * 65_536 + octet(2) * 256 + octet(3),
    fraction: octet(4) * 65_536 + octet(5) * 256 + octet(6),
    leap_second_known: (quality & 0x80) !== 0,
    clock_failure: (quality & 0x40) !== 0,
    clock_not_synchronized: (quality & 0x20) !== 0,
    accuracy: quality & 0x1f,
  };
}

/** The Data elements in `bytes[start..end)` as fields, each named by its type; at most 2,048 of them. */
export function dataFields(bytes: Uint8Array, start: number, end: number): object[] {
  const room = { left: MOST_VALUES };
  return fieldsOf(bytes, start, end, 0, room);
}

function fieldsOf(bytes: Uint8Array, start: number, end: number, depth: number, room: { left: number }): object[] {
  const element = newElement();
  const list: object[] = [];
  let at = start;
  while (at < end && room.left > 0) {
    if (!readElement(bytes, at, end, element) || element.tagClass !== CONTEXT) return list;
    room.left--;
    list.push(fieldOf(bytes, element, depth, room));
    at = element.next;
  }
  return list;
}

function fieldOf(bytes: Uint8Array, element: Element, depth: number, room: { left: number }): object {
  const { tag, content, end } = element;
  const hex = (): string => hexOf(bytes, content, end);
  switch (tag) {
    case ARRAY:
      return { array: depth < DEEPEST ? fieldsOf(bytes, content, end, depth + 1, room) : [] };
    case STRUCTURE:
      return { structure: depth < DEEPEST ? fieldsOf(bytes, content, end, depth + 1, room) : [] };
    case BOOLEAN:
      return { boolean: end > content && bytes[content] !== 0 };
    case BIT_STRING:
      return bitStringField(bytes, content, end);
    case INTEGER: {
      const value = signedOf(bytes, content, end);
      return { integer: Number.isSafeInteger(value) ? value : `0x${hex()}` };
    }
    case UNSIGNED:
      return { unsigned: end > content ? unsignedOf(bytes, content, end) : null };
    case FLOATING_POINT: {
      const value = floatOf(bytes, content, end);
      return { floating_point: Number.isFinite(value) ? value : `0x${hex()}` };
    }
    case OCTET_STRING:
      return { octet_string: hex() };
    case VISIBLE_STRING:
      return { visible_string: textOf(bytes, content, end) };
    case BINARY_TIME:
      return binaryTimeField(bytes, content, end);
    case BCD:
      return { bcd: signedOf(bytes, content, end) };
    case BOOLEAN_ARRAY:
      return { boolean_array: end > content ? hexOf(bytes, content + 1, end) : "" };
    case OBJECT_ID:
      return { object_identifier: objectIdentifierOf(bytes, content, end) };
    case MMS_STRING:
      return { mms_string: utf8Of(bytes, content, end) };
    case UTC_TIME:
      return { utc_time: end - content === 8 ? utcTimeAt(bytes, content) : hex() };
    default:
      return { tag, value: hex() };
  }
}

function bitStringField(bytes: Uint8Array, content: number, end: number): object {
  if (end <= content) return { bit_string: "" };
  const padding = bytes[content] as number;
  const plain = { bit_string: hexOf(bytes, content + 1, end), padding };
  const bits = (end - content - 1) * 8 - padding;
  if (bits === 2 && padding === 6) return { ...plain, dbpos: DOUBLE_POINTS[(bytes[content + 1] as number) >> 6] };
  if (bits !== QUALITY_BITS || padding !== 3) return plain;
  const word = ((bytes[content + 1] as number) << 8) | (bytes[content + 2] as number);
  const details = DETAILS.filter((_, index) => (word & (0x2000 >> index)) !== 0);
  return { ...plain, quality: [VALIDITIES[word >> 14], ...details] };
}

/** Milliseconds since midnight, and days since 1984-01-01 in the longer form (ISO 9506-2 section 14.4.2.5). */
function binaryTimeField(bytes: Uint8Array, content: number, end: number): object {
  const length = end - content;
  if (length !== 4 && length !== 6) return { binary_time: hexOf(bytes, content, end) };
  const milliseconds = countOf(bytes, content, content + 4);
  return { binary_time: length === 4 ? { milliseconds } : { milliseconds, days: countOf(bytes, content + 4, end) } };
}
