// ASHRAE 135-2020, clause 12: present values of objects as process points, with their status flags as quality.
import { integerOf } from "../../ber.ts";
import { BAD, GOOD, type PointSpace, pointSpace, type Quality, UNCERTAIN } from "../../points.ts";
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { objectTypeName } from "./names.ts";
import { BITS, BOOLEAN, DOUBLE, ENUMERATED, numberAt, REAL, SIGNED, TYPE_NAMES, UNSIGNED } from "./tags.ts";

const PRESENT_VALUE = 85;
const OUT_OF_SERVICE = 81;
const RELIABILITY = 103;
const STATUS_FLAGS = 111;
/** Status flags from the highest bit on: in alarm, fault, overridden, out of service (clause 21). */
const FAULT = 0x40;
const DOUBTFUL = 0x30;

/** Objects whose present value is a number, by object type, with the type that the standard gives it. */
const SPACES: (PointSpace | undefined)[] = [];
const ROWS: readonly (readonly [number, number])[] = [
  [0, REAL],
  [1, REAL],
  [2, REAL],
  [3, ENUMERATED],
  [4, ENUMERATED],
  [5, ENUMERATED],
  [12, REAL],
  [13, UNSIGNED],
  [14, UNSIGNED],
  [19, UNSIGNED],
  [21, ENUMERATED],
  [22, ENUMERATED],
  [23, UNSIGNED],
  [24, REAL],
  [45, SIGNED],
  [46, DOUBLE],
  [48, UNSIGNED],
  [54, REAL],
  [55, ENUMERATED],
];
for (const [objectType, type] of ROWS) {
  SPACES[objectType] = pointSpace("bacnet", objectTypeName(objectType), TYPE_NAMES[type] as string, "station");
}

// Reads numbers out of octets whose length was checked before.
const numberReader = new Reader();

/** The present value that waits for the status flags which may follow it in the same message. */
export interface Point {
  space: PointSpace | undefined;
  instance: number;
  value: number;
  quality: Quality;
}

/** A record without a value. */
export function newPoint(): Point {
  return { space: undefined, instance: 0, value: 0, quality: GOOD };
}

/**
 * Notes one property of an object, whose application-tagged value lies at `start`, if it is a present value or says how
 * far one is to be trusted. The value is told by `tellPoint`.
 */
export function notePoint(
  point: Point,
  objectType: number,
  instance: number,
  property: number,
  type: number,
  bytes: Uint8Array,
  start: number,
  length: number,
): void {
  switch (property) {
    case PRESENT_VALUE: {
      const space = SPACES[objectType];
      if (space === undefined) return;
      point.value = numberOf(type, bytes, start, length);
      point.space = Number.isNaN(point.value) ? undefined : space;
      point.instance = instance;
      return;
    }
    case STATUS_FLAGS: {
      if (type !== BITS || length < 2) return;
      const flags = bytes[start + 1] as number;
      if ((flags & FAULT) !== 0) point.quality = BAD;
      else if ((flags & DOUBTFUL) !== 0 && point.quality === GOOD) point.quality = UNCERTAIN;
      return;
    }
    case RELIABILITY:
      if (type === ENUMERATED && numberAt(bytes, start, length) !== 0) point.quality = BAD;
      return;
    case OUT_OF_SERVICE:
      // An application boolean has its value for a length.
      if (type === BOOLEAN && length !== 0 && point.quality === GOOD) point.quality = UNCERTAIN;
      return;
    default:
  }
}

/** Tells the value that waits, if one does, and makes ready for another object. */
export function tellPoint(talk: Talk<unknown>, point: Point, station: number): void {
  if (point.space !== undefined) {
    talk.sample(point.space, station, "", point.instance, point.value, point.quality);
    point.space = undefined;
  }
  point.quality = GOOD;
}

function numberOf(type: number, bytes: Uint8Array, start: number, length: number): number {
  switch (type) {
    case BOOLEAN:
      return length === 0 ? 0 : 1;
    case UNSIGNED:
    case ENUMERATED:
      return numberAt(bytes, start, length);
    case SIGNED:
      return integerOf(bytes, start, start + length);
    case REAL:
      numberReader.open(bytes, start, start + length, true);
      return numberReader.f32();
    case DOUBLE:
      numberReader.open(bytes, start, start + length, true);
      return numberReader.f64();
    default:
      return Number.NaN;
  }
}

/**
 * The station behind a router that a network number and address name: network * 1000 + address where the address is one
 * octet (MS/TP, ARCNET), else network * 2^32 + the address's last four octets; -1 for broadcasts.
 */
export function stationOf(bytes: Uint8Array, start: number): number {
  const network = ((bytes[start] as number) << 8) | (bytes[start + 1] as number);
  const length = bytes[start + 2] as number;
  if (length === 0) return -1;
  if (length === 1) return network * 1000 + (bytes[start + 3] as number);
  let last = 0;
  for (let at = Math.max(start + 3, start + length - 1); at < start + 3 + length; at++) {
    last = last * 256 + (bytes[at] as number);
  }
  return network * 4294967296 + last;
}
