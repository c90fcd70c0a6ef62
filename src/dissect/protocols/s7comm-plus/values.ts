// S7comm-plus: values. Each begins with an octet of flags (array, address array, sparse array) and one of its type; members of
// structures are pairs of identifier and value up to a zero. In system events every number has its full length instead.
import { type PointSpace, pointSpace } from "../../points.ts";
import { hexOf } from "../../reader.ts";
import { readReferences } from "./addresses.ts";
import { UNKNOWN } from "./memory.ts";
import * as names from "./names.ts";
import { ID, idName } from "./names.ts";
import { signed32, signed64, unsigned32, unsigned64 } from "./numbers.ts";
import { DEEPEST, type Fields, MOST_NAMES, spend, type Walk } from "./walk.ts";

const ARRAY = 0x10;
const ADDRESS_ARRAY = 0x20;
const SPARSE_ARRAY = 0x40;
/** Octets of a blob and elements of an array that are shown. */
const MOST_SHOWN_OCTETS = 256;
const MOST_SHOWN_ELEMENTS = 256;
const MOST_SAMPLED = 512;
/** Structures whose members come packed: those of type information and of simple types. */
const PACKED_FIRST = 0x90000000;
const PACKED_LAST = 0x9fffffff;
const SIMPLE_FIRST = 0x02000000;
const SIMPLE_LAST = 0x02ffffff;
const HAS_SECOND_COUNT = 0x400;
/** Stands for a member of what is secret. */
const IN_SECRET = -2;
/** Kinds of blobs with a root id: identifiers and values, or octets. */
const BLOB_LIST = 0;
const BLOB_OCTETS = 2;
const BLOB_OCTETS_TOO = 3;

/** Variables by type. */
const VARIABLES: (PointSpace | undefined)[] = [];
/** Variables of a subscription that was not seen to be made: known by their reference number alone. */
const REFERENCES: (PointSpace | undefined)[] = [];
for (let type = names.BOOL; type <= names.LREAL; type++) {
  VARIABLES[type] = pointSpace("s7comm-plus", "", names.TYPES[type] as string);
  REFERENCES[type] = pointSpace("s7comm-plus", "subscription item", names.TYPES[type] as string);
}
VARIABLES[names.TIMESPAN] = pointSpace("s7comm-plus", "", "Timespan");
REFERENCES[names.TIMESPAN] = pointSpace("s7comm-plus", "subscription item", "Timespan");

/**
 * Reads a value with its flags and type; answers it for people where the walk is `shown`. `id` says which attribute it
 * is, 0 for none. A number is told as a sample of the walk's point.
 */
export function readValue(walk: Walk, id: number): unknown {
  walk.number = Number.NaN;
  if (!spend(walk)) return undefined;
  const { reader } = walk;
  const flags = walk.plain ? reader.u16() & 0xff : reader.u8();
  const type = walk.plain ? reader.u16() & 0xff : reader.u8();
  if (type === names.STRUCT && (flags & SPARSE_ARRAY) === 0) return readStruct(walk, (flags & ADDRESS_ARRAY) !== 0, id);
  if ((flags & SPARSE_ARRAY) !== 0) return readSparse(walk, type, id);
  if ((flags & (ARRAY | ADDRESS_ARRAY)) !== 0) return readArray(walk, flags, type, id);
  const value = readElement(walk, type, id);
  if (walk.point !== undefined) tell(walk, type, 0, false);
  if (id === ID.effectiveProtection && reader.ok) walk.protectionLevel = walk.number;
  if (!walk.shown) return undefined;
  return { type: names.TYPES[type] ?? type, value: isKnownSecret(id) && type !== names.BLOB ? undefined : value };
}

function readArray(walk: Walk, flags: number, type: number, id: number): unknown {
  const { reader } = walk;
  const size = walk.plain ? reader.u32() : unsigned32(reader);
  const start = reader.position;
  const list: unknown[] | undefined = walk.shown && !isSecret(id) ? [] : undefined;
  for (let index = 0; index < size && spend(walk); index++) {
    // Elements without octets of their own are told by their count.
    if (type === names.NULL) break;
    const value = readElement(walk, type, id);
    if (walk.point !== undefined && reader.ok && index < MOST_SAMPLED) tell(walk, type, index, true);
    if (list !== undefined && list.length < MOST_SHOWN_ELEMENTS) list.push(value);
  }
  walk.element = size === 1 ? walk.number : Number.NaN;
  walk.number = Number.NaN;
  if (id === ID.referenceList && flags === ADDRESS_ARRAY && type === names.UDINT && reader.ok) {
    const end = reader.position;
    reader.position = start;
    const outer = reader.narrow(end - start);
    const fields = readReferences(walk);
    reader.end = outer;
    reader.position = end;
    reader.ok = true;
    if (walk.shown) return { type: "UDInt", array_size: size, ...fields };
  }
  return walk.shown ? { type: names.TYPES[type] ?? type, array_size: size, value: list } : undefined;
}

/** Keys and values up to a key of zero. */
function readSparse(walk: Walk, type: number, id: number): unknown {
  const { reader } = walk;
  const list: unknown[] | undefined = walk.shown ? [] : undefined;
  // Those of several octets hide what is in them by themselves.
  const isHidden = isSecret(id) && type !== names.STRUCT && type !== names.BLOB && type !== names.WSTRING;
  while (spend(walk)) {
    const key = walk.plain ? reader.u32() : unsigned32(reader);
    if (key === 0) break;
    const value = type === names.STRUCT ? readStruct(walk, false, id) : readElement(walk, type, id);
    if (list !== undefined && list.length < MOST_SHOWN_ELEMENTS) list.push(isHidden ? { key } : { key, value });
  }
  walk.number = Number.NaN;
  return walk.shown ? { type: names.TYPES[type] ?? type, sparse: list } : undefined;
}

/** Members say themselves which attributes they are where the whole is unknown; in one that is secret all may be. */
function readStruct(walk: Walk, isArray: boolean, id: number): unknown {
  const { reader } = walk;
  const struct = reader.u32();
  walk.number = Number.NaN;
  const fields: Fields | undefined = walk.shown
    ? { type: "Struct", struct_id: struct, struct_name: idName(struct) }
    : undefined;
  if (isArray) {
    const size = walk.plain ? reader.u32() : unsigned32(reader);
    const list: unknown[] = [];
    for (let index = 0; index < size && spend(walk); index++) {
      const members = readMembers(walk, isKnownSecret(id) || id === IN_SECRET);
      if (fields !== undefined && list.length < MOST_SHOWN_ELEMENTS) list.push(members);
    }
    if (fields !== undefined) fields["value"] = list;
  } else if (isPacked(struct)) {
    const modified = reader.u64();
    const flags = unsigned32(reader);
    let octets = unsigned32(reader);
    if ((flags & HAS_SECOND_COUNT) !== 0) octets = unsigned32(reader);
    const start = reader.position;
    reader.skip(octets);
    if (fields !== undefined) {
      fields["interface_timestamp"] = modified / 1e9;
      fields["transport_flags"] = flags;
      if (isSecret(id)) fields["length"] = octets;
      else if (reader.ok) fields["octets"] = shownOctets(walk, start, reader.position);
    }
  } else {
    const members = readMembers(walk, isKnownSecret(id) || id === IN_SECRET);
    if (fields !== undefined) fields["value"] = members;
  }
  walk.number = Number.NaN;
  return fields;
}

function isPacked(struct: number): boolean {
  return (struct > PACKED_FIRST && struct < PACKED_LAST) || (struct > SIMPLE_FIRST && struct < SIMPLE_LAST);
}

/** Reads identifiers and their values up to the zero that ends them; in what is secret, values that may be too are hidden. */
export function readMembers(walk: Walk, isInSecret = false): Fields[] | undefined {
  const { reader } = walk;
  const list: Fields[] | undefined = walk.shown ? [] : undefined;
  // A member is no process point of its own: its name would be the whole's.
  const { point } = walk;
  walk.point = undefined;
  walk.depth++;
  if (walk.depth > DEEPEST) {
    reader.ok = false;
    reader.skipRest();
  }
  while (spend(walk)) {
    const id = walk.plain ? reader.u32() : unsigned32(reader);
    if (id === 0) break;
    const value = readValue(walk, isInSecret && !isKnownSecret(id) ? IN_SECRET : id);
    list?.push({ id, name: idName(id), value });
  }
  walk.depth--;
  walk.point = point;
  return list;
}

/** One element of a type; sets the walk's number where it is one. */
function readElement(walk: Walk, type: number, id: number): unknown {
  const { reader, plain } = walk;
  walk.number = Number.NaN;
  switch (type) {
    case names.NULL:
      return null;
    case names.BOOL:
      walk.number = reader.u8() === 0 ? 0 : 1;
      return walk.number !== 0;
    case names.USINT:
    case names.BYTE:
      return number(walk, reader.u8());
    case names.UINT:
    case names.WORD:
      return number(walk, reader.u16());
    case names.SINT:
      return number(walk, reader.i8());
    case names.INT:
      return number(walk, reader.i16());
    case names.UDINT:
      return number(walk, plain ? reader.u32() : unsigned32(reader));
    case names.DINT:
      return number(walk, plain ? reader.i32() : signed32(reader));
    case names.ULINT:
      return number(walk, plain ? reader.u64() : unsigned64(reader));
    case names.LINT:
    case names.TIMESPAN:
      return number(walk, plain ? signedWide(reader.i32(), reader.u32()) : signed64(reader));
    case names.DWORD:
      return number(walk, reader.u32());
    case names.LWORD:
      return number(walk, reader.u64());
    case names.REAL:
      return number(walk, reader.f32());
    case names.LREAL:
      return number(walk, reader.f64());
    case names.TIMESTAMP:
      // Nanoseconds since 1970-01-01 UTC, told in seconds.
      return reader.u64() / 1e9;
    case names.RID:
      return reader.u32();
    case names.AID:
      return plain ? reader.u32() : unsigned32(reader);
    case names.BLOB:
      return readBlob(walk, id);
    case names.WSTRING:
      return readText(walk, id);
    case names.VARIANT:
      return readVariant(walk, id);
    default:
      // A type that nobody knows has no known length either.
      reader.ok = false;
      reader.skipRest();
      return undefined;
  }
}

function signedWide(high: number, low: number): number {
  return high * 4294967296 + low;
}

/** Numbers that JSON cannot say are told in words. */
function number(walk: Walk, value: number): number | string {
  walk.number = value;
  return Number.isFinite(value) ? value : String(value);
}

function readVariant(walk: Walk, id: number): unknown {
  const { reader } = walk;
  if (walk.plain) return reader.u32();
  reader.skip(1);
  const type = reader.u8();
  if (type === names.VARIANT || type === names.STRUCT) {
    reader.ok = false;
    reader.skipRest();
    return undefined;
  }
  const value = readElement(walk, type, id);
  return walk.shown ? { type: names.TYPES[type] ?? type, value } : undefined;
}

function readBlob(walk: Walk, id: number): unknown {
  const { reader } = walk;
  const root = walk.plain ? reader.u32() : unsigned32(reader);
  let kind = BLOB_OCTETS;
  if (root > 1) {
    reader.skip(8);
    kind = reader.u8();
  }
  if (kind === BLOB_LIST) {
    const members = readMembers(walk, isKnownSecret(id) || id === IN_SECRET);
    return walk.shown ? { root_id: root, value: members } : undefined;
  }
  if (kind !== BLOB_OCTETS && kind !== BLOB_OCTETS_TOO) {
    reader.ok = false;
    reader.skipRest();
    return undefined;
  }
  const length = walk.plain ? reader.u32() : unsigned32(reader);
  const start = reader.position;
  reader.skip(length);
  if (isSecret(id)) return walk.shown ? { length } : undefined;
  return walk.shown && reader.ok ? { length, octets: shownOctets(walk, start, reader.position) } : undefined;
}

/** What is or may be secret: told to be there, with its length, and never shown. */
function isSecret(id: number): boolean {
  return id === UNKNOWN || id === IN_SECRET || isKnownSecret(id);
}

/** Key material, challenges and passwords. */
function isKnownSecret(id: number): boolean {
  return (
    id === ID.encryptedKey ||
    id === ID.sessionKey ||
    id === ID.legitimate ||
    id === ID.sessionChallenge ||
    id === ID.sessionResponse ||
    id === ID.password ||
    id === ID.passwordOfBlock ||
    id === ID.failsafePassword
  );
}

function shownOctets(walk: Walk, start: number, end: number): string {
  return hexOf(walk.reader.bytes, start, Math.min(end, start + MOST_SHOWN_OCTETS));
}

function readText(walk: Walk, id: number): string | { length: number } | undefined {
  const { reader } = walk;
  const length = walk.plain ? reader.u32() : unsigned32(reader);
  const start = reader.position;
  if (isSecret(id)) {
    reader.skip(length);
    return walk.shown && id === UNKNOWN ? { length } : undefined;
  }
  const isName = id === ID.name && walk.tellsNames && walk.names < MOST_NAMES;
  if (!walk.shown && !isName && id !== ID.systemVersion && (id < ID.sessionUser || id > ID.sessionHost)) {
    reader.skip(length);
    return undefined;
  }
  const text = reader.utf8(length);
  if (!reader.ok || text === "") return text;
  switch (id) {
    case ID.systemVersion:
      walk.systemVersion = text;
      walk.systemVersionAt = start;
      break;
    case ID.sessionUser:
      walk.user = text;
      break;
    case ID.sessionApplication:
      walk.application = text;
      break;
    case ID.sessionHost:
      walk.host = text;
      break;
    case ID.name:
      if (isName) {
        walk.talk.object(text);
        walk.names++;
      }
      break;
  }
  return text;
}

/** Tells the number just read as element `index` of the walk's point. */
function tell(walk: Walk, type: number, index: number, isElement: boolean): void {
  const { point } = walk;
  if (point === undefined || point.name === "" || !walk.reader.ok) return;
  const { isReference } = point;
  const space = (isReference ? REFERENCES : VARIABLES)[type];
  if (space === undefined) return;
  if (isReference) {
    if (index === 0) walk.talk.sample(space, -1, "", point.index, walk.number);
    return;
  }
  // Elements of a variable named by identifiers are counted, those at an absolute address lie one behind the other.
  let at = isElement ? index : -1;
  if (point.index >= 0) at = point.index + index * octetsOf(type);
  walk.talk.sample(space, -1, point.name, at, walk.number);
}

/** Octets of one element in a controller's memory; 1 for bits, which are addressed as such. */
function octetsOf(type: number): number {
  switch (type) {
    case names.UINT:
    case names.INT:
    case names.WORD:
      return 2;
    case names.UDINT:
    case names.DINT:
    case names.DWORD:
    case names.REAL:
      return 4;
    case names.ULINT:
    case names.LINT:
    case names.LWORD:
    case names.LREAL:
    case names.TIMESPAN:
      return 8;
    default:
      return 1;
  }
}
