// S7comm-plus: addresses of variables: a checksum of the symbol, an area, a sub-area, and identifiers per level of nesting.

import { Reader } from "../../reader.ts";
import { addItem, type Memory, MOST_REFERENCES, type Point, pointAt, type Request } from "./memory.ts";
import { ID, idName } from "./names.ts";
import { unsigned32 } from "./numbers.ts";
import { type Fields, spend, type Walk } from "./walk.ts";

const BLOCK = 0x8a0e;
const INPUTS = 80;
const TIMERS = 84;
const AREAS: readonly string[] = ["I", "Q", "M", "C", "T"];
/** The identifier of absolute access, as in older controllers: offset, count of octets, and a bit. */
const CLASSIC = 3;
const DEEPEST_ADDRESS = 64;

// Reads an address again, to name it.
const addressReader = new Reader();

/** Reads one address of a read or write, and its fields into `into`; the request remembers what it names. */
export function readAddress(walk: Walk, request: Request, into: Fields | undefined): void {
  const { reader } = walk;
  const start = reader.position;
  const checksum = unsigned32(reader);
  const area = unsigned32(reader);
  const count = unsigned32(reader);
  const sub = unsigned32(reader);
  const lids = readIdentifiers(walk, count - 1);
  if (!reader.ok) return;
  if (into !== undefined) showAddress(into, checksum, area, sub, lids);
  const point = pointAt(walk.talk.memory, reader.bytes, start, reader.position, buildPoint);
  addItem(request, point, point.name === "" ? sub : 0);
  if (point.name !== "") walk.talk.target(point.name, Math.max(0, point.index), 0);
}

/** Identifiers of the levels below the sub-area, built only where somebody reads them. */
function readIdentifiers(walk: Walk, count: number): number[] | undefined {
  const { reader } = walk;
  const list: number[] | undefined = walk.shown ? [] : undefined;
  if (count > DEEPEST_ADDRESS) reader.ok = false;
  for (let index = 0; index < count && spend(walk); index++) {
    const lid = unsigned32(reader);
    list?.push(lid);
  }
  return list;
}

function showAddress(into: Fields, checksum: number, area: number, sub: number, lids: number[] | undefined): void {
  into["symbol_crc"] = checksum;
  into["area"] = area;
  into["area_name"] = idName(area);
  into["sub_area"] = sub;
  into["sub_area_name"] = idName(sub);
  into["lids"] = lids;
}

function buildPoint(bytes: Uint8Array): Point {
  addressReader.open(bytes, 0, bytes.length, true);
  const checksum = unsigned32(addressReader);
  const area = unsigned32(addressReader);
  const count = unsigned32(addressReader);
  const sub = unsigned32(addressReader);
  return pointOf(bytes, checksum, area, count - 1, sub);
}

/** The variable of an address whose identifiers follow in the address reader. */
function pointOf(bytes: Uint8Array, checksum: number, area: number, count: number, sub: number): Point {
  const point: Point = { bytes, name: "", index: -1, isReference: false };
  const name = areaName(area);
  if (name === "" || (sub !== ID.dbValueActual && sub !== ID.areaValueActual)) return point;
  const lids: number[] = [];
  for (let index = 0; index < count && index < DEEPEST_ADDRESS; index++) lids.push(unsigned32(addressReader));
  if (!addressReader.ok) return point;
  if (checksum === 0 && lids[0] === CLASSIC && lids.length >= 3) {
    const offset = lids[1] as number;
    point.name = name;
    point.index = lids.length > 3 ? offset * 8 + (lids[3] as number) : offset;
    return point;
  }
  point.name = `${name} LID ${lids.join(".")}`;
  return point;
}

/** "DB5", "M": where variables lie; "" for other objects. */
function areaName(area: number): string {
  if (area >>> 16 === BLOCK) return `DB${area & 0xffff}`;
  return area >= INPUTS && area <= TIMERS ? (AREAS[area - INPUTS] as string) : "";
}

/**
 * Reads the list of references of a subscription, which fills the reader: variables to be reported and ones to be left
 * out, each known by a number from now on. They stay in the walk.
 */
export function readReferences(walk: Walk): Fields {
  const { reader } = walk;
  const header = unsigned32(reader);
  const removed = unsigned32(reader);
  const added = unsigned32(reader);
  const items: Fields[] = [];
  for (let index = 0; index < removed && spend(walk); index++) unsigned32(reader);
  walk.references ??= new Map();
  for (let index = 0; index < added && spend(walk); index++) {
    const count = unsigned32(reader) & 0xffff;
    const reference = unsigned32(reader);
    unsigned32(reader);
    const start = reader.position;
    const area = unsigned32(reader);
    const checksum = unsigned32(reader);
    const sub = unsigned32(reader);
    const lids = readIdentifiers(walk, count - 1);
    if (!reader.ok) break;
    const point = referencePoint(walk.talk.memory, reader, start, count);
    if (walk.references.size < MOST_REFERENCES) walk.references.set(reference, point);
    if (!walk.shown) continue;
    const item: Fields = { reference };
    showAddress(item, checksum, area, sub, lids);
    items.push(item);
  }
  return { change: header, unsubscribed: removed, subscribed: items };
}

/** In lists of references the area comes before the checksum, and the count before both. */
function referencePoint(memory: Memory, reader: Reader, start: number, count: number): Point {
  return pointAt(memory, reader.bytes, start, reader.position, (bytes) => {
    addressReader.open(bytes, 0, bytes.length, true);
    const area = unsigned32(addressReader);
    const checksum = unsigned32(addressReader);
    const sub = unsigned32(addressReader);
    return pointOf(bytes, checksum, area, count - 1, sub);
  });
}
