// DNP3 object headers and objects: IEEE 1815-2012 sections 4.2.2.7 and 5.1, annex A.
import { hexOf, type Reader, textOf } from "../../reader.ts";
import { attributeName, readAttribute } from "./attributes.ts";
import { readAuthentication } from "./authentication.ts";
import { readFile } from "./files.ts";
import { type Fragment, fault, milliseconds, restHex } from "./fragment.ts";
import { controlStatus, INDICATIONS } from "./functions.ts";
import { flagNames, type Group, groupOf, type Numeric, type Shape, shapeOf } from "./objects.ts";
import { tellPacked, tellPoint, tellsValues } from "./points.ts";

/** One object header with its objects, for people and machines. */
interface HeaderFields {
  group: number;
  variation: number;
  name: string;
  prefix_code: number;
  range_code: number;
  start?: number;
  stop?: number;
  count?: number;
  objects?: object[];
}

/** What the headers of a fragment are about, as bits: it chooses among operations of one function code. */
export const HOLDS_ATTRIBUTES = 1;
export const HOLDS_FILES = 2;
export const HOLDS_TIME = 4;
export const HOLDS_INDICATIONS = 8;
export const HOLDS_OTHERS = 16;

const OPERATION_TYPES: readonly string[] = ["nul", "pulse_on", "pulse_off", "latch_on", "latch_off"];
const TRIP_CLOSE: readonly string[] = ["nul", "close", "trip", "reserved"];
const RANGE_SIZE: readonly number[] = [1, 2, 4];
const FILE = 70;
const AUTHENTICATION = 120;

/**
 * Reads the object headers up to the end of the fragment. Answers what kinds of objects were there (bits HOLDS_*);
 * `headers` gets their fields when the fragment is detailed. Stops with a fault where the rest cannot be told apart.
 */
export function readHeaders(fragment: Fragment, headers: object[]): number {
  const { reader } = fragment;
  let holds = 0;
  while (reader.ok && reader.left() > 0) {
    if (reader.left() < 3) {
      fault(fragment, "short object header");
      break;
    }
    const number = reader.u8();
    const variation = reader.u8();
    const qualifier = reader.u8();
    holds |= heldBy(number);
    const group = groupOf(number);
    const prefix = (qualifier >> 4) & 7;
    const range = qualifier & 15;
    const fields: HeaderFields | undefined = fragment.detailed
      ? { group: number, variation, name: nameOf(number, variation, group), prefix_code: prefix, range_code: range }
      : undefined;
    if (fields !== undefined) headers.push(fields);
    if (!readHeader(fragment, number, variation, group, prefix, range, qualifier, fields)) break;
  }
  reader.skipRest();
  return holds;
}

function heldBy(group: number): number {
  if (group === 0) return HOLDS_ATTRIBUTES;
  if (group === FILE) return HOLDS_FILES;
  if (group === 50) return HOLDS_TIME;
  return group === 80 ? HOLDS_INDICATIONS : HOLDS_OTHERS;
}

function nameOf(number: number, variation: number, group: Group | undefined): string {
  if (number === 60 && variation > 0 && variation < 5) return `class ${variation - 1} data`;
  if (number === 0) return attributeName(variation) || "device attribute";
  return group?.name ?? "unknown";
}

/** Reads what follows one header's three octets. Answers false when the next header cannot be found. */
function readHeader(
  fragment: Fragment,
  number: number,
  variation: number,
  group: Group | undefined,
  prefix: number,
  range: number,
  qualifier: number,
  fields: HeaderFields | undefined,
): boolean {
  const { reader, talk } = fragment;
  if (number === 60 && variation > 0 && variation < 5) talk.target("class data", variation - 1, 1);
  let start = -1;
  let count = 0;
  if (range <= 5) {
    const size = RANGE_SIZE[range % 3] as number;
    start = unsigned(reader, size);
    const stop = unsigned(reader, size);
    count = stop - start + 1;
    if (fields !== undefined) {
      fields.start = start;
      fields.stop = stop;
    }
    if (reader.ok && count <= 0) {
      fault(fragment, "bad range");
      return false;
    }
  } else if (range >= 7 && range <= 9) {
    count = unsigned(reader, RANGE_SIZE[range - 7] as number);
    if (fields !== undefined) fields.count = count;
  } else if (range === 11) {
    count = reader.u8();
    if (fields !== undefined) fields.count = count;
  }
  if (!reader.ok) {
    fault(fragment, "short object header");
    return false;
  }
  // Indices and sizes go with counts, starts and stops stand alone, and only sizes make the free format.
  const sized = prefix >= 4 && prefix <= 6;
  const counted = range >= 7 && range <= 11;
  if (
    qualifier > 127 ||
    prefix === 7 ||
    range === 10 ||
    range > 11 ||
    (prefix > 0 && !counted) ||
    (range === 11 && !sized)
  ) {
    fault(fragment, "bad qualifier");
    return false;
  }
  if (!sized && !carriesObjects(fragment, number)) return indicesOnly(fragment, group, prefix, start, count, fields);
  if (range === 6) return true;
  if (group === undefined) {
    fault(fragment, "unknown object");
    // Sizes tell where unknown objects end.
    return sized && skipSized(fragment, prefix, count);
  }
  const shape = shapeOf(group, variation);
  if (shape === undefined || (range >= 3 && range <= 5) || (!sized && shape.kind === "blob" && shape.size === 0)) {
    fault(fragment, "unknown object");
    return sized && skipSized(fragment, prefix, count);
  }
  if (shape.kind === "packed" && prefix > 0) {
    fault(fragment, "bad qualifier");
    return false;
  }
  if (start >= 0 && group.space !== "") talk.target(group.space, start, count);
  if (shape.kind === "packed") return readPacked(fragment, number, shape, start, count, fields);
  const room = reader.left();
  const each =
    (prefix > 0 ? (RANGE_SIZE[(prefix - 1) % 3] as number) : 0) + (shape.kind === "text" ? variation : shape.size);
  const short = !sized && count * each > room;
  if (short) {
    // Told once, here, so that it does not depend on whether values are read.
    fault(fragment, "short object");
    count = Math.floor(room / each);
  }
  if (!fragment.detailed && start >= 0 && !short && shape.kind === "point") {
    if (tellsValues(fragment, number)) {
      for (let at = 0; at < count; at++)
        tellPoint(fragment, number, shape, start + at, reader.position + at * shape.size);
    }
    reader.skip(count * shape.size);
    return true;
  }
  return readObjects(fragment, number, variation, group, shape, prefix, start, count, fields) && !short;
}

/** Whether headers of this fragment are followed by objects rather than only naming points. */
function carriesObjects(fragment: Fragment, group: number): boolean {
  if (fragment.response) return true;
  const code = fragment.functionCode;
  // Aggressive mode puts an authentication object in front of any request.
  if (group === AUTHENTICATION) return true;
  if (code >= 2 && code <= 6) return true;
  if (code === 11 || code === 12) return group === 50;
  if (code >= 16 && code <= 18) return group === 90;
  return code >= 25 && code <= 33;
}

/** Headers of requests that only name points. */
function indicesOnly(
  fragment: Fragment,
  group: Group | undefined,
  prefix: number,
  start: number,
  count: number,
  fields: HeaderFields | undefined,
): boolean {
  const { reader, talk } = fragment;
  const space = group?.space ?? "";
  if (group === undefined) fault(fragment, "unknown object");
  if (prefix === 0) {
    if (start >= 0 && space !== "") talk.target(space, start, count);
    return true;
  }
  const size = RANGE_SIZE[prefix - 1] as number;
  if (count * size > reader.left()) {
    fault(fragment, "short object");
    return false;
  }
  const objects: object[] | undefined = fields === undefined ? undefined : [];
  if (fields !== undefined) fields.objects = objects;
  let runStart = -1;
  let runEnd = -1;
  for (let at = 0; at < count; at++) {
    const index = unsigned(reader, size);
    objects?.push({ index });
    if (index === runEnd) runEnd++;
    else {
      if (runStart >= 0 && space !== "") talk.target(space, runStart, runEnd - runStart);
      runStart = index;
      runEnd = index + 1;
    }
  }
  if (runStart >= 0 && space !== "") talk.target(space, runStart, runEnd - runStart);
  return true;
}

function skipSized(fragment: Fragment, prefix: number, count: number): boolean {
  const { reader } = fragment;
  for (let at = 0; at < count && reader.ok; at++) reader.skip(unsigned(reader, RANGE_SIZE[prefix - 4] as number));
  return reader.ok;
}

function readPacked(
  fragment: Fragment,
  number: number,
  shape: Shape,
  start: number,
  count: number,
  fields: HeaderFields | undefined,
): boolean {
  const { reader } = fragment;
  const octets = Math.ceil((count * shape.bits) / 8);
  if (octets > reader.left()) {
    fault(fragment, "short object");
    return false;
  }
  if (fields !== undefined) {
    const objects: object[] = [];
    const first = Math.max(start, 0);
    for (let at = 0; at < count; at++) {
      const bit = at * shape.bits;
      const octet = reader.bytes[reader.position + (bit >> 3)] as number;
      const raw = (octet >> (bit & 7)) & (shape.bits === 2 ? 3 : 1);
      const value = shape.bits === 2 ? DOUBLE_STATES[raw] : raw === 1;
      const index = first + at;
      if (number === 80) objects.push({ index, indication: INDICATIONS[index] ?? "reserved", value });
      else objects.push({ index, value });
    }
    fields.objects = objects;
  }
  // In a request they are the mask of a pattern, not its values.
  if (fragment.response && tellsValues(fragment, number))
    tellPacked(fragment, number, shape, Math.max(start, 0), count, reader.position);
  reader.skip(octets);
  return true;
}

const DOUBLE_STATES: readonly string[] = ["intermediate", "determined_off", "determined_on", "indeterminate"];

function readObjects(
  fragment: Fragment,
  number: number,
  variation: number,
  group: Group,
  shape: Shape,
  prefix: number,
  start: number,
  count: number,
  fields: HeaderFields | undefined,
): boolean {
  const { reader, talk } = fragment;
  const objects: object[] | undefined = fields === undefined ? undefined : [];
  if (fields !== undefined) fields.objects = objects;
  const sized = prefix >= 4;
  const tells = !sized && tellsValues(fragment, number);
  const prefixSize = prefix === 0 ? 0 : (RANGE_SIZE[(prefix - 1) % 3] as number);
  const space = prefix >= 1 && !sized ? group.space : "";
  let runStart = -1;
  let runEnd = -1;
  for (let at = 0; at < count; at++) {
    // Objects take at least one octet, so the loop is bounded by the fragment.
    if (reader.left() === 0) {
      fault(fragment, "short object");
      break;
    }
    const lead = prefixSize === 0 ? -1 : unsigned(reader, prefixSize);
    const index = sized ? -1 : prefixSize > 0 ? lead : start >= 0 ? start + at : -1;
    const fixed = shape.kind === "text" ? variation : shape.size;
    if (sized && fixed > 0 && lead !== fixed) {
      fault(fragment, "bad length");
      reader.skip(lead);
      if (!reader.ok) break;
      continue;
    }
    const size = sized ? lead : fixed;
    const outer = size > 0 || sized ? reader.narrow(size) : reader.end;
    if (!reader.ok) {
      fault(fragment, "short object");
      break;
    }
    if (tells && index >= 0) tellPoint(fragment, number, shape, index, reader.position);
    const value = readObject(fragment, number, variation, shape, Math.max(index, 0));
    if (sized && reader.ok && reader.left() > 0) fault(fragment, "leftover");
    if (size > 0 || sized) reader.widen(outer);
    if (!reader.ok) {
      fault(fragment, "short object");
      break;
    }
    if (objects !== undefined) objects.push(index >= 0 ? { index, ...value } : { ...value });
    if (space === "") continue;
    if (index === runEnd) runEnd++;
    else {
      if (runStart >= 0) talk.target(space, runStart, runEnd - runStart);
      runStart = index;
      runEnd = index + 1;
    }
  }
  if (runStart >= 0) talk.target(space, runStart, runEnd - runStart);
  return reader.ok;
}

/** Reads one object between the reader's position and end; undefined where nobody wants its value. */
function readObject(
  fragment: Fragment,
  number: number,
  variation: number,
  shape: Shape,
  index: number,
): object | undefined {
  const { reader } = fragment;
  switch (shape.kind) {
    case "command":
      return readCommand(fragment);
    case "moment":
      return readMoment(fragment, number, variation);
    case "attribute":
      return readAttribute(fragment, variation, index);
    case "blob":
      return readBlob(fragment, number, variation);
    case "text": {
      const start = reader.position;
      reader.skipRest();
      if (!fragment.detailed) return undefined;
      // What passes on a virtual terminal may be a password.
      if (number === 112 || number === 113) return { length: variation };
      return { octets: hexOf(reader.bytes, start, reader.end), text: textOf(reader.bytes, start, reader.end) };
    }
    case "statistic": {
      const flags = reader.u8();
      const association = reader.u16le();
      const value = reader.u32le();
      const time = shape.size > 7 ? milliseconds(reader) / 1000 : undefined;
      return time === undefined
        ? { flags, association_id: association, value }
        : { flags, association_id: association, value, time };
    }
    case "storage":
      return { buffer_fill_percentage: reader.u8(), group: reader.u8(), variation: reader.u8() };
    default:
      return readPoint(fragment, shape);
  }
}

function readPoint(fragment: Fragment, shape: Shape): object | undefined {
  const { reader } = fragment;
  if (!fragment.detailed && shape.status !== "last") {
    reader.skipRest();
    return undefined;
  }
  const fields: Record<string, unknown> = {};
  if (shape.flags.length > 0) {
    const flags = reader.u8();
    fields["flags"] = flags;
    fields["quality"] = flagNames(shape.flags, flags);
    if (shape.state === "single") fields["value"] = flags >= 128;
    else if (shape.state === "double") fields["value"] = DOUBLE_STATES[flags >> 6];
  }
  if (shape.status === "first") {
    const octet = reader.u8();
    fields["status_code"] = octet & 127;
    fields["status"] = controlStatus(octet & 127);
    if (shape.state === "single") fields["value"] = octet >= 128;
  }
  if (shape.value !== "") fields["value"] = numberOf(reader, shape.value);
  if (shape.time === "absolute") fields["time"] = milliseconds(reader) / 1000;
  else if (shape.time === "relative") {
    const delay = reader.u16le();
    fields["relative_time"] = delay / 1000;
    if (fragment.commonTime >= 0) fields["time"] = (fragment.commonTime + delay) / 1000;
  }
  if (shape.status === "last") {
    const status = reader.u8() & 127;
    refuse(fragment, status);
    fields["status_code"] = status;
    fields["status"] = controlStatus(status);
  }
  return fields;
}

function refuse(fragment: Fragment, status: number): void {
  if (fragment.response && status !== 0 && fragment.refusal === "") fragment.refusal = controlStatus(status);
}

/** Control relay output block and pattern control block (A.8.1, A.8.2); on and off times in milliseconds. */
function readCommand(fragment: Fragment): object | undefined {
  const { reader } = fragment;
  const code = reader.u8();
  const count = reader.u8();
  const onTime = reader.u32le();
  const offTime = reader.u32le();
  const status = reader.u8() & 127;
  refuse(fragment, status);
  if (!fragment.detailed) return undefined;
  return {
    control_code: code,
    operation_type: OPERATION_TYPES[code & 15] ?? "reserved",
    queue: (code & 0x10) !== 0,
    clear: (code & 0x20) !== 0,
    trip_close_code: TRIP_CLOSE[code >> 6],
    count,
    on_time: onTime,
    off_time: offTime,
    status_code: status,
    status: controlStatus(status),
  };
}

/** Groups 50 and 51: a time, for some with an interval. */
function readMoment(fragment: Fragment, number: number, variation: number): object {
  const { reader } = fragment;
  const moment = milliseconds(reader);
  const time = moment / 1000;
  if (number === 51) {
    fragment.commonTime = moment;
    return { time, synchronized: variation === 1 };
  }
  if (variation === 2) return { time, interval: reader.u32le() };
  if (variation === 4) return { time, interval: reader.u32le(), interval_units: reader.u8() };
  return { time };
}

/** Objects whose size stands before them; those without a reader of their own are told as octets. */
function readBlob(fragment: Fragment, number: number, variation: number): object {
  const { reader } = fragment;
  if (number === FILE) return readFile(fragment, variation);
  if (number === AUTHENTICATION) return readAuthentication(fragment, variation);
  if (number === 90) return { application: text(reader) };
  if (number === 91) return { status_code: reader.u8(), octets: restHex(reader) };
  if (number === 83 && variation === 1) {
    const vendor = textOf(reader.bytes, reader.position, Math.min(reader.position + 4, reader.end));
    reader.skip(4);
    return { vendor_code: vendor, object_id: reader.u16le(), length: reader.u16le(), octets: restHex(reader) };
  }
  return { octets: restHex(reader) };
}

function text(reader: Reader): string {
  const start = reader.position;
  reader.skipRest();
  return textOf(reader.bytes, start, reader.end);
}

function unsigned(reader: Reader, size: number): number {
  return size === 1 ? reader.u8() : size === 2 ? reader.u16le() : reader.u32le();
}

/** A number of the object; what JSON cannot hold as a number (not a number, infinite, beyond 2^53) is text. */
function numberOf(reader: Reader, type: Numeric): number | string {
  switch (type) {
    case "u8":
      return reader.u8();
    case "i16":
      return reader.i16le();
    case "u16":
      return reader.u16le();
    case "i32":
      return reader.i32le();
    case "u32":
      return reader.u32le();
    case "u64": {
      const start = reader.position;
      reader.skip(8);
      return hexOf(reader.bytes, start, reader.position);
    }
    default: {
      const value = type === "f32" ? reader.f32le() : reader.f64le();
      return Number.isFinite(value) ? value : String(value);
    }
  }
}
