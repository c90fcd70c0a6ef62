// CIP: values of tags (Rockwell 1756-PM020) and of objects that stand for points of a process (CIP volume 1, chapter 5 and
// volume 1, chapter 6 for drives) as process points. Structures and text are not told.
import { type PointSpace, pointSpace } from "../../points.ts";
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { type CipMemory, type Pending, pointOf } from "./memory.ts";
import { indexSegment, type Path } from "./path.ts";
import * as services from "./services.ts";
import { typeName, typeSize } from "./values.ts";

const BOOL = 0xc1;
const INT = 0xc3;
const USINT = 0xc6;
const SYMBOL = 0x6b;
/** Elements of one message that are told. */
const MOST_ELEMENTS = 512;

/** Tags by type code; only numbers and booleans have one. */
const TAGS: (PointSpace | undefined)[] = [];
for (const type of [
  0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xd1, 0xd2, 0xd3, 0xd4, 0xd6, 0xd7, 0xd8,
  0xdb,
]) {
  TAGS[type] = pointSpace("cip", "", typeName(type), "slot");
}

/** Attributes that are process values, by class * 65536 + attribute: the class's name, the attribute's, its type. */
const ATTRIBUTES = new Map<number, { type: number; space: PointSpace }>();
const ROWS: readonly (readonly [number, number, string, number])[] = [
  [0x08, 3, "discrete input point value", BOOL],
  [0x09, 3, "discrete output point value", BOOL],
  [0x0a, 3, "analog input point value", INT],
  [0x0b, 3, "analog output point value", INT],
  [0x29, 3, "control supervisor run 1", BOOL],
  [0x29, 6, "control supervisor state", USINT],
  [0x29, 7, "control supervisor running 1", BOOL],
  [0x29, 10, "control supervisor faulted", BOOL],
  [0x2a, 7, "ac/dc drive speed actual", INT],
  [0x2a, 8, "ac/dc drive speed reference", INT],
  [0x2a, 9, "ac/dc drive current actual", INT],
  [0x2a, 11, "ac/dc drive torque actual", INT],
  [0x2a, 12, "ac/dc drive torque reference", INT],
  [0x2a, 15, "ac/dc drive power actual", INT],
];
for (const [classId, attribute, name, type] of ROWS) {
  ATTRIBUTES.set(classId * 65536 + attribute, { type, space: pointSpace("cip", name, typeName(type), "slot") });
}

// Reads numbers from bytes that the message's own reader leaves for its layouts.
const valueReader = new Reader();

/** Notes in `pending` what a request's values belong to, and tells those that it writes; the reader stays. */
export function tellRequested(
  reader: Reader,
  talk: Talk<CipMemory>,
  pending: Pending,
  path: Path,
  layout: services.Layout,
): void {
  if (!reader.ok || !path.sound) return;
  if (layout === services.SET_SINGLE_ATTRIBUTE) {
    tellAttribute(reader, talk, pending);
    return;
  }
  const isFragmented = layout === services.READ_TAG_FRAGMENTED || layout === services.WRITE_TAG_FRAGMENTED;
  const isWrite = layout === services.WRITE_TAG || layout === services.WRITE_TAG_FRAGMENTED;
  if (!isFragmented && !isWrite && layout !== services.READ_TAG) return;
  valueReader.open(reader.bytes, reader.position, reader.end, true);
  const type = isWrite ? valueReader.u16le() : 0;
  const count = valueReader.u16le();
  const offset = isFragmented ? valueReader.u32le() : 0;
  if (!valueReader.ok) return;
  const start = path.classId === SYMBOL ? path.start : path.symbolStart;
  if (start < 0) return;
  const index = indexSegment(reader.bytes, start, path.end);
  pending.point = pointOf(talk.memory, reader.bytes, start, index < 0 ? path.end : index);
  pending.element = index >= 0 ? path.member : count > 1 ? 0 : -1;
  pending.offset = offset;
  if (isWrite) tellElements(talk, pending, type);
}

/** Tells the values that an answer without error brings; the reader stays at what follows the status. */
export function tellAnswered(reader: Reader, talk: Talk<CipMemory>, asked: Pending, layout: services.Layout): void {
  if (layout === services.READ_TAG || layout === services.READ_TAG_FRAGMENTED) {
    if (asked.point === "") return;
    valueReader.open(reader.bytes, reader.position, reader.end, true);
    tellElements(talk, asked, valueReader.u16le());
  } else if (layout === services.SINGLE_ATTRIBUTE) tellAttribute(reader, talk, asked);
}

/** Values of one type up to the value reader's end. */
function tellElements(talk: Talk<CipMemory>, pending: Pending, type: number): void {
  // Bits 8 to 10 of a BOOL say which bit of its host it is.
  const space = TAGS[(type & 0xf8ff) === BOOL ? BOOL : type];
  if (space === undefined) return;
  const size = typeSize(type);
  const unit = slotOf(pending.route);
  const first = pending.element < 0 ? -1 : pending.element + Math.floor(pending.offset / size);
  const count = Math.min(Math.floor(valueReader.left() / size), MOST_ELEMENTS);
  for (let element = 0; element < count; element++) {
    const value = numberOf(valueReader, type & 0xff);
    talk.sample(space, unit, pending.point, first < 0 ? -1 : first + element, value);
    // A single value has no elements, whatever follows it.
    if (first < 0) return;
  }
}

function tellAttribute(reader: Reader, talk: Talk<CipMemory>, pending: Pending): void {
  const { classId, attribute, instance } = pending;
  if (classId < 0x08 || instance <= 0) return;
  const known = ATTRIBUTES.get(classId * 65536 + attribute);
  // Makers choose other types for the same value: its size shows it.
  if (known === undefined || reader.left() !== typeSize(known.type)) return;
  valueReader.open(reader.bytes, reader.position, reader.end, true);
  talk.sample(known.space, slotOf(pending.route), "", instance, numberOf(valueReader, known.type));
}

/** The number in "slot 3", which names a module of one chassis; -1 for every other way and for none. */
function slotOf(route: string): number {
  if (!route.startsWith("slot ")) return -1;
  let slot = 0;
  for (let at = 5; at < route.length; at++) {
    const digit = route.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    slot = slot * 10 + digit;
  }
  return slot;
}

function numberOf(reader: Reader, type: number): number {
  switch (type) {
    case BOOL:
      return reader.u8() === 0 ? 0 : 1;
    case 0xc2:
      return reader.i8();
    case USINT:
    case 0xd1:
      return reader.u8();
    case INT:
    case 0xd8:
      return reader.i16le();
    case 0xc7:
    case 0xd2:
      return reader.u16le();
    case 0xc8:
    case 0xd3:
      return reader.u32le();
    case 0xca:
      return reader.f32le();
    case 0xcb:
      return reader.f64le();
    case 0xc9:
    case 0xd4:
      return reader.u64le();
    case 0xc5:
    case 0xd7: {
      const low = reader.u32le();
      return reader.i32le() * 4294967296 + low;
    }
    default:
      return reader.i32le();
  }
}
