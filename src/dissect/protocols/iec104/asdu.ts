// Application service data units: IEC 60870-5-101:2003 sections 7.1 to 7.3, with the field sizes of IEC 60870-5-104:2006
// section 7; other sizes only where an ASDU fits nothing else.
import type { Operation } from "../../operation.ts";
import { UNCERTAIN } from "../../points.ts";
import { hexOf, type Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import * as Cause from "./causes.ts";
import { elementFields, fileRefusal, isSelect, pointValue, qualityOf } from "./elements.ts";
import { findCommand, type Layout, type Memory, openCommand, STANDARD_LAYOUT, sawStation, spaceOf } from "./memory.ts";
import { isPlausibleTime } from "./time.ts";
import { type AsduType, FREEZE_COUNTERS, PRIVATE_RANGE, RESET_COUNTERS, typeOf, UNNAMED_TYPE } from "./types.ts";

const INTERROGATION = 100;
const COUNTER_INTERROGATION = 101;
const READ_COMMAND = 102;
const CLOCK_SYNCHRONIZATION = 103;
const SEGMENT = 125;
const DIRECTORY = 126;
/** Type, number of objects, and the shortest cause, common address and information object address. */
const SHORTEST = 6;

const OTHER_LAYOUTS: readonly Layout[] = [1, 2].flatMap((cause) =>
  [1, 2].flatMap((common) => [1, 2, 3].map((address) => ({ cause, common, address }))),
);

/** What was read of an ASDU's header. */
interface Header {
  readonly id: number;
  readonly type: AsduType | undefined;
  readonly sequence: boolean;
  readonly count: number;
  readonly layout: Layout;
  readonly cause: number;
  readonly negative: boolean;
  readonly test: boolean;
  readonly originator: number;
  readonly station: number;
}

/** Whether `bytes[at..end)` looks like an ASDU of the standard's sizes and a named type. */
export function looksLikeAsdu(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < SHORTEST) return false;
  const type = typeOf(bytes[at] as number);
  if (type === undefined) return false;
  if (Cause.causeName((bytes[at + 2] as number) & 0x3f) === "") return false;
  return type.size < 0 || sizeIn(STANDARD_LAYOUT, type.size, bytes[at + 1] as number) === end - at;
}

/** Octets of an ASDU by its structure qualifier. */
function sizeIn(layout: Layout, size: number, structure: number): number {
  const count = structure & 0x7f;
  const objects = structure >= 0x80 ? layout.address + count * size : count * (layout.address + size);
  return 2 + layout.cause + layout.common + objects;
}

/** Reads and emits the ASDU between the reader's position and end; `header` begins the fields when they are wanted. */
export function readAsdu(reader: Reader, talk: Talk<Memory>, apci: object | undefined): void {
  const { memory } = talk;
  const layout = layoutOf(reader, memory);
  const head = readHeader(reader, layout);
  const { type, cause, station } = head;
  if (!reader.ok) {
    talk.emit(type?.operation ?? UNNAMED_TYPE, UNDIRECTED, apci);
    return;
  }
  const direction = directionOf(talk, head);
  if (type === undefined && head.id < PRIVATE_RANGE) talk.fault("unknown type", 6);
  if (station === 0) talk.fault("common address not used", 8 + layout.cause);
  const firstAddress = peekAddress(reader, layout.address);
  const objects: object[] | undefined = apci === undefined ? undefined : [];
  const operation = operationOf(head, reader);
  const refusal = readObjects(reader, talk, head, direction, objects);
  pair(talk, head, firstAddress);
  if (cause >= Cause.UNKNOWN_TYPE && cause <= Cause.UNKNOWN_ADDRESS) talk.refused(Cause.causeName(cause));
  else if (head.negative && direction === RESPONSE) talk.refused("negative_confirmation");
  else if (refusal !== "") talk.refused(refusal);
  if (apci === undefined) talk.emit(operation, direction);
  else talk.emit(operation, direction, { ...apci, ...headerFields(head), information_objects: objects });
}

/** The sizes to read with: the standard's unless they do not fit and exactly one other choice does. */
function layoutOf(reader: Reader, memory: Memory): Layout {
  const { bytes, position: at, end } = reader;
  const type = typeOf(reader.peek());
  if (memory.standardSeen || reader.cut || type === undefined || type.size < 0 || end - at < 2) return memory.layout;
  const structure = bytes[at + 1] as number;
  const length = end - at;
  if (sizeIn(STANDARD_LAYOUT, type.size, structure) === length) {
    memory.standardSeen = true;
    memory.layout = STANDARD_LAYOUT;
    return STANDARD_LAYOUT;
  }
  if (sizeIn(memory.layout, type.size, structure) === length) return memory.layout;
  let found: Layout | undefined;
  for (const layout of OTHER_LAYOUTS) {
    if (sizeIn(layout, type.size, structure) !== length || !namesStation(layout, bytes, at + 2)) continue;
    if (found !== undefined) return memory.layout;
    found = layout;
  }
  if (found === undefined || Cause.causeName((bytes[at + 2] as number) & 0x3f) === "") return memory.layout;
  memory.layout = found;
  return found;
}

/** Whether these sizes give a common address that is in use: 0 is none's. */
function namesStation(layout: Layout, bytes: Uint8Array, causeAt: number): boolean {
  const at = causeAt + layout.cause;
  return bytes[at] !== 0 || (layout.common === 2 && bytes[at + 1] !== 0);
}

function readHeader(reader: Reader, layout: Layout): Header {
  const id = reader.u8();
  const structure = reader.u8();
  const cause = reader.u8();
  const originator = layout.cause === 2 ? reader.u8() : 0;
  const station = layout.common === 2 ? reader.u16le() : reader.u8();
  return {
    id,
    type: typeOf(id),
    sequence: structure >= 0x80,
    count: structure & 0x7f,
    layout,
    cause: cause & 0x3f,
    negative: (cause & 0x40) !== 0,
    test: (cause & 0x80) !== 0,
    originator,
    // One octet of ones means every station as two do.
    station: layout.common === 1 && station === 0xff ? 0xffff : station,
  };
}

function headerFields(head: Header): object {
  const standard = head.layout === STANDARD_LAYOUT;
  return {
    type_identification: head.id,
    type: head.type?.label ?? "",
    structure_qualifier: head.sequence ? 1 : 0,
    number_of_objects: head.count,
    cause_of_transmission: head.cause,
    cause: Cause.causeName(head.cause),
    negative: head.negative,
    test: head.test,
    ...(head.layout.cause === 2 ? { originator_address: head.originator } : undefined),
    common_address: head.station,
    ...(standard ? undefined : { octets_of_cause_common_address_object_address: Object.values(head.layout) }),
  };
}

/** Who sends such an ASDU, by type and cause; tells causes that do not fit. */
function directionOf(talk: Talk<Memory>, head: Header): Direction {
  const { cause, type } = head;
  if (Cause.causeName(cause) === "") {
    talk.fault("unknown cause", 8);
    return UNDIRECTED;
  }
  if (type === undefined) return UNDIRECTED;
  const mirrored = cause >= Cause.UNKNOWN_TYPE && cause <= Cause.UNKNOWN_ADDRESS;
  let direction: Direction | -1 = -1;
  switch (type.family) {
    case "monitor":
      if (mirrored) direction = UNDIRECTED;
      else if (cause === Cause.REQUESTED || cause >= Cause.INTERROGATED) direction = RESPONSE;
      else if (cause <= Cause.INITIALIZED || cause === Cause.RETURN_REMOTE || cause === Cause.RETURN_LOCAL) {
        direction = NOTICE;
      }
      break;
    case "initialization":
      if (cause === Cause.INITIALIZED) direction = NOTICE;
      else if (mirrored) direction = UNDIRECTED;
      break;
    case "command":
    case "system":
    case "parameter":
      direction = commanded(type, cause, mirrored);
      break;
    case "file":
      if (cause === Cause.REQUESTED) direction = type.id === DIRECTORY ? RESPONSE : REQUEST;
      else if (cause === Cause.SPONTANEOUS && type.id === DIRECTORY) direction = NOTICE;
      else if (cause === Cause.FILE_TRANSFER || mirrored) direction = UNDIRECTED;
      break;
    default:
      direction = UNDIRECTED;
  }
  if (direction >= 0) return direction as Direction;
  talk.fault("unexpected cause", 8);
  return UNDIRECTED;
}

function commanded(type: AsduType, cause: number, mirrored: boolean): Direction | -1 {
  if (mirrored) return RESPONSE;
  switch (cause) {
    case Cause.ACTIVATION:
    case Cause.DEACTIVATION:
      return type.id === READ_COMMAND ? -1 : REQUEST;
    case Cause.ACTIVATION_CONFIRMATION:
    case Cause.DEACTIVATION_CONFIRMATION:
    case Cause.ACTIVATION_TERMINATION:
      return type.id === READ_COMMAND ? -1 : RESPONSE;
    case Cause.REQUESTED:
      return type.id === READ_COMMAND ? REQUEST : -1;
    case Cause.SPONTANEOUS:
      // A station tells its clock; a delay is loaded spontaneously.
      if (type.id === CLOCK_SYNCHRONIZATION) return NOTICE;
      return type.id === 106 ? REQUEST : -1;
    default: {
      const interrogated = cause >= Cause.INTERROGATED && cause <= Cause.LAST_INTERROGATED;
      return type.family === "parameter" && interrogated ? RESPONSE : -1;
    }
  }
}

function operationOf(head: Header, reader: Reader): Operation {
  const { type } = head;
  if (type === undefined) return UNNAMED_TYPE;
  if (head.id !== COUNTER_INTERROGATION) return type.operation;
  const qualifier = reader.peek(head.layout.address);
  const freeze = qualifier < 0 ? 0 : qualifier >> 6;
  return freeze === 0 ? type.operation : freeze === 1 ? FREEZE_COUNTERS : RESET_COUNTERS;
}

function peekAddress(reader: Reader, size: number): number {
  if (reader.left() < size) return 0;
  const low = size === 1 ? reader.peek() : reader.peek() | (reader.peek(1) << 8);
  return size === 3 ? low | (reader.peek(2) << 16) : low;
}

/** Reads the information objects; answers a refusal that one of them tells, or "". */
function readObjects(
  reader: Reader,
  talk: Talk<Memory>,
  head: Header,
  direction: Direction,
  objects: object[] | undefined,
): string {
  const { type, layout, sequence, count, station } = head;
  const { bytes } = reader;
  if (type === undefined || (type.size < 0 && type.id !== SEGMENT)) {
    const address = peekAddress(reader, layout.address);
    const secret = type?.family === "security";
    const from = Math.min(reader.position + layout.address, reader.end);
    reader.skipRest();
    objects?.push({
      information_object_address: address,
      ...(secret ? { length: reader.end - from } : { octets: hexOf(bytes, from, reader.end) }),
    });
    return "";
  }
  if (count === 0) talk.fault("no information objects", 7);
  const single = type.family !== "monitor" && type.id !== DIRECTORY;
  if (single && (count > 1 || sequence)) talk.fault("several objects in a command", 7);
  const file = type.family === "file";
  const space = file ? "file" : spaceOf(talk.memory, station);
  const tells = tellsValues(type, head, direction);
  if (tells && type.family === "monitor") stationSeen(talk, station);
  let refusal = "";
  let runStart = -1;
  let runEnd = -1;
  let address = 0;
  let badTime = false;
  for (let index = 0; index < count; index++) {
    const addressed = index === 0 || !sequence;
    const size = type.id === SEGMENT ? segmentSize(reader, layout.address) : type.size;
    if (reader.left() < size + (addressed ? layout.address : 0)) {
      // Bytes that the capture cut are told by the engine.
      if (!reader.cut) talk.fault("missing information objects");
      reader.skip(reader.left() + (reader.cut ? 1 : 0));
      break;
    }
    if (addressed) {
      address = peekAddress(reader, layout.address);
      reader.skip(layout.address);
    } else address++;
    const at = reader.position;
    reader.skip(size);
    if (tells && type.points !== undefined && !(type.family === "command" && isSelect(type, bytes, at))) {
      const quality = qualityOf(type, bytes, at);
      talk.sample(
        type.points,
        station,
        "",
        address,
        pointValue(type.value, bytes, at),
        head.test && quality < UNCERTAIN ? UNCERTAIN : quality,
      );
    }
    if (file) {
      if (refusal === "") refusal = fileRefusal(type.id, bytes, at);
      address = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    }
    if (type.time > 0 && !badTime && !isPlausibleTime(bytes, at + size - type.time, type.time)) {
      badTime = true;
      talk.fault("bad time", at + size - type.time - reader.start);
    }
    if (address === runEnd) runEnd++;
    else {
      if (runStart >= 0) target(talk, space, runStart, runEnd, file);
      runStart = address;
      runEnd = address + 1;
    }
    objects?.push({
      information_object_address: file ? peekBack(bytes, at, layout.address) : address,
      ...elementFields(type, bytes, at, at + size),
    });
  }
  if (runStart >= 0) target(talk, space, runStart, runEnd, file);
  return refusal;
}

/** Address 0 is that of commands to the station as a whole, and no object. */
function target(talk: Talk<Memory>, space: string, start: number, end: number, file: boolean): void {
  const first = start === 0 && !file ? 1 : start;
  if (end > first) talk.target(space, first, end - first);
}

function peekBack(bytes: Uint8Array, at: number, size: number): number {
  let address = 0;
  for (let octet = 1; octet <= size; octet++) address = (address << 8) | (bytes[at - octet] as number);
  return address;
}

/** A segment of a file: its length stands behind the names of file and section. */
function segmentSize(reader: Reader, addressSize: number): number {
  const length = reader.peek(addressSize + 3);
  return 4 + Math.max(length, 0);
}

/** Whether an ASDU's values are those of the process: reported ones, and commands that are to be executed. */
function tellsValues(type: AsduType, head: Header, direction: Direction): boolean {
  if (type.family === "monitor") return direction === NOTICE || direction === RESPONSE;
  return type.family === "command" && head.cause === Cause.ACTIVATION && !head.negative;
}

/** Several stations behind one address are a concentrator, or sectors of one device. */
function stationSeen(talk: Talk<Memory>, station: number): void {
  const known = sawStation(talk.memory, talk.side, station);
  if (known < 2) return;
  if (known === 2) {
    talk.claim("sender", "role", "gateway", 0.4, "several IEC 60870-5 common addresses answer here");
    tellStation(talk, talk.memory.stations[talk.side][0] as number);
  }
  tellStation(talk, station);
}

function tellStation(talk: Talk<Memory>, station: number): void {
  const about = { part: `station ${station}`, of: "sender" } as const;
  talk.claim(about, "kind", "IEC 60870-5 station", 0.4, "sends values under this common address");
}

/** Remembers what asks, and says which frame is answered. */
function pair(talk: Talk<Memory>, head: Header, address: number): void {
  const { memory, side, frame } = talk;
  const { id, cause, station, type } = head;
  if (type === undefined) return;
  const { family } = type;
  if (family === "monitor") {
    const asked =
      cause === Cause.REQUESTED
        ? findCommand(memory, side, READ_COMMAND, Cause.REQUESTED, station, address, true)
        : cause >= Cause.INTERROGATED && cause <= Cause.LAST_INTERROGATED
          ? findCommand(memory, side, INTERROGATION, Cause.ACTIVATION, station, 0, false)
          : cause >= Cause.COUNTER_REQUESTED && cause <= Cause.LAST_COUNTER_REQUESTED
            ? findCommand(memory, side, COUNTER_INTERROGATION, Cause.ACTIVATION, station, 0, false)
            : 0;
    if (asked > 0) talk.answersFrame(asked);
    return;
  }
  if (family !== "command" && family !== "system" && family !== "parameter") return;
  let asked = 0;
  switch (cause) {
    case Cause.REQUESTED:
    case Cause.ACTIVATION:
    case Cause.DEACTIVATION:
      openCommand(memory, side, id, cause, station, address, frame);
      return;
    case Cause.ACTIVATION_CONFIRMATION:
      asked = findCommand(memory, side, id, Cause.ACTIVATION, station, address, head.negative);
      break;
    case Cause.ACTIVATION_TERMINATION:
      asked = findCommand(memory, side, id, Cause.ACTIVATION, station, address, true);
      break;
    case Cause.DEACTIVATION_CONFIRMATION:
      asked = findCommand(memory, side, id, Cause.DEACTIVATION, station, address, true);
      break;
    default:
      if (cause < Cause.UNKNOWN_TYPE) return;
      asked =
        findCommand(memory, side, id, Cause.ACTIVATION, station, address, true) ||
        findCommand(memory, side, id, Cause.DEACTIVATION, station, address, true) ||
        findCommand(memory, side, id, Cause.REQUESTED, station, address, true);
  }
  if (asked > 0) talk.answersFrame(asked);
}
