// PCCC (Programmable Controller Communication Commands): Rockwell "DF1 Protocol and Command Set" 1770-6.5.16, chapter 7,
// as carried by the CIP PCCC object (class 0x67).
// Not decoded: DH+ addressing (class 0x67 service 0x4C), program bytes, PCCC directly in an encapsulation item (0x0091).
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import * as functions from "./functions.ts";
import {
  codeOf,
  elementSize,
  FUNCTIONS,
  fileLetter,
  hasFunction,
  layoutOf,
  modeName,
  statusName,
} from "./functions.ts";
import { type Address, tellFile, tellMasked } from "./points.ts";

const MOST_PENDING = 64;
const MOST_FILES = 1024;

/** Outstanding requests in a ring by transaction number, and names of data table files: "N7". */
interface PcccMemory {
  transactions: Int32Array;
  codes: Int32Array;
  sides: Int8Array;
  frames: Float64Array;
  types: Int32Array;
  /** Where the values of a logical read begin. */
  fileNumbers: Int32Array;
  elements: Int32Array;
  subElements: Int32Array;
  next: number;
  files: Map<number, string>;
  /** Names as values are told with them. */
  points: Map<number, string>;
  /** Hash of the identity told last: it is polled for ever, and told once. */
  identity: number;
}

type Fields = Record<string, unknown>;

/** Commands to PLC-5, SLC 500 and MicroLogix controllers, and their replies. */
export const pccc = dissector<PcccMemory>({
  name: "pccc",
  title: "PCCC",
  standard: "Rockwell 1770-6.5.16",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "inside", carrier: "cip", keys: [0x67] }],
  remember: () => ({
    transactions: new Int32Array(MOST_PENDING).fill(-1),
    codes: new Int32Array(MOST_PENDING),
    sides: new Int8Array(MOST_PENDING),
    frames: new Float64Array(MOST_PENDING),
    types: new Int32Array(MOST_PENDING),
    fileNumbers: new Int32Array(MOST_PENDING),
    elements: new Int32Array(MOST_PENDING),
    subElements: new Int32Array(MOST_PENDING),
    next: 0,
    files: new Map(),
    points: new Map(),
    identity: 0,
  }),
  probe(reader) {
    const length = reader.u8();
    reader.skip(length - 1);
    const command = reader.u8();
    const status = reader.u8();
    if (!reader.ok || length < 1) return NO;
    const isReply = (command & 0x40) !== 0;
    return length === 7 && (command & 0xb0) === 0 && (isReply || status === 0) ? LIKELY : POSSIBLE;
  },
  read(reader, talk) {
    if (!reader.fence(reader.left())) return MORE;
    const requestorAt = reader.position;
    const requestorLength = reader.u8();
    if (requestorLength < 1) return REFUSE;
    reader.skip(requestorLength - 1);
    const command = reader.u8();
    const status = reader.u8();
    const transaction = reader.u16le();
    if (!reader.ok) return REFUSE;
    const fields: Fields | undefined = talk.detailed ? { command: command & 0x0f, status, transaction } : undefined;
    if (fields !== undefined && requestorLength >= 7) {
      const after = reader.position;
      reader.position = requestorAt + 1;
      fields["requestor_vendor_id"] = reader.u16le();
      fields["requestor_serial_number"] = reader.u32le();
      reader.position = after;
    }
    if ((command & 0x40) !== 0) readReply(reader, talk, status, transaction, fields);
    else readRequest(reader, talk, command & 0x0f, transaction, fields);
    return DONE;
  },
});

function readRequest(
  reader: Reader,
  talk: Talk<PcccMemory>,
  command: number,
  transaction: number,
  fields: Fields | undefined,
): void {
  const functionCode = hasFunction(command) ? reader.u8() : -1;
  const code = codeOf(command, functionCode);
  if (fields !== undefined && functionCode >= 0) fields["function_code"] = functionCode;
  const memory = talk.memory;
  const at = memory.next;
  memory.next = (at + 1) % MOST_PENDING;
  memory.transactions[at] = transaction;
  memory.codes[at] = code;
  memory.sides[at] = talk.side;
  memory.frames[at] = talk.frame;
  memory.types[at] = 0;
  const layout = layoutOf(code);
  switch (layout) {
    case functions.THREE_ADDRESS_READ:
    case functions.THREE_ADDRESS_WRITE:
    case functions.TWO_ADDRESS_READ:
    case functions.TWO_ADDRESS_WRITE:
    case functions.MASKED_WRITE:
      readLogical(reader, talk, layout, fields);
      memory.types[at] = logical.type;
      memory.fileNumbers[at] = logical.file;
      memory.elements[at] = logical.element;
      memory.subElements[at] = logical.sub;
      break;
    case functions.RANGE_READ:
    case functions.RANGE_WRITE:
      readRange(reader, talk, layout === functions.RANGE_WRITE, fields);
      break;
    case functions.PLAIN_READ:
    case functions.PLAIN_WRITE: {
      const address = reader.u16le();
      const size = layout === functions.PLAIN_READ ? reader.u8() : reader.left();
      talk.target("PLC-2 compatibility file byte", address, Math.max(1, size));
      if (fields !== undefined) {
        fields["address"] = address;
        fields["byte_size"] = size;
        if (layout === functions.PLAIN_WRITE) fields["values"] = reader.hex(reader.left());
      }
      reader.skipRest();
      break;
    }
    case functions.MODE: {
      const mode = reader.u8();
      if (fields !== undefined) {
        fields["cpu_mode"] = mode;
        fields["cpu_mode_name"] = modeName(mode) || undefined;
      }
      break;
    }
    case functions.OPEN_FILE: {
      const protection = reader.u8();
      const file = extended(reader);
      const type = reader.u8();
      if (fields !== undefined) Object.assign(fields, { protection, file_number: file, file_type: type });
      break;
    }
    case functions.CLOSE_FILE: {
      const tag = reader.u16le();
      if (fields !== undefined) fields["file_tag"] = tag;
      break;
    }
    case functions.FILE_READ:
    case functions.FILE_WRITE: {
      const size = reader.u8();
      const tag = reader.u16le();
      const offset = reader.u16le();
      const type = reader.u8();
      if (fields !== undefined) Object.assign(fields, { byte_size: size, file_tag: tag, offset, file_type: type });
      break;
    }
  }
  if (fields !== undefined && reader.left() > 0) fields["function_data"] = reader.hex(reader.left());
  reader.skipRest();
  talk.emit(FUNCTIONS.of(code), REQUEST, fields);
}

/** Address fields of one byte; 255 says that two bytes follow. */
function extended(reader: Reader): number {
  const short = reader.u8();
  return short === 0xff ? reader.u16le() : short;
}

// Reused for every message; nothing of it is kept.
const logical: Address = { type: 0, file: 0, element: 0, sub: 0 };

/** Protected typed logical read and write: size, file, type, element, and sub-element with three fields; into `logical`. */
function readLogical(reader: Reader, talk: Talk<PcccMemory>, layout: number, fields: Fields | undefined): void {
  const size = reader.u8();
  const file = extended(reader);
  const type = reader.u8();
  const element = extended(reader);
  const hasSub = layout !== functions.TWO_ADDRESS_READ && layout !== functions.TWO_ADDRESS_WRITE;
  const sub = hasSub ? extended(reader) : 0;
  logical.type = reader.ok ? type : 0;
  logical.file = file;
  logical.element = element;
  logical.sub = sub;
  if (!reader.ok) return;
  const elements = Math.max(1, Math.ceil(size / elementSize(type)));
  talk.target(fileName(talk.memory, type, file), element, elements);
  const isRead = layout === functions.THREE_ADDRESS_READ || layout === functions.TWO_ADDRESS_READ;
  const { points } = talk.memory;
  if (layout === functions.MASKED_WRITE) {
    const mask = reader.peek16();
    const value = reader.peek16(2);
    if (value >= 0) tellMasked(talk, points, logical, swapped(mask), swapped(value));
  } else if (!isRead) tellFile(talk, points, logical, reader.bytes, reader.position, reader.end);
  if (fields === undefined) return;
  Object.assign(fields, {
    byte_size: size,
    file_number: file,
    file_type: type,
    file_type_name: fileLetter(type),
    element_number: element,
    sub_element_number: hasSub ? sub : undefined,
    address: `${fileLetter(type)}${file}:${element}${hasSub && sub > 0 ? `.${sub}` : ""}`,
  });
  if (layout === functions.MASKED_WRITE) fields["mask"] = reader.left() >= 2 ? reader.u16le() : undefined;
  if (!isRead) fields["values"] = readValues(reader, type);
}

/** 16 bits with their octets the other way round. */
function swapped(word: number): number {
  return ((word & 0xff) << 8) | (word >> 8);
}

function fileName(memory: PcccMemory, type: number, file: number): string {
  const key = type * 65536 + file;
  const known = memory.files.get(key);
  if (known !== undefined) return known;
  const name = `${fileLetter(type)}${file}`;
  if (memory.files.size < MOST_FILES) memory.files.set(key, name);
  return name;
}

/** Values of the file types whose elements are single numbers; digits for the others. */
function readValues(reader: Reader, type: number): unknown {
  const size = elementSize(type);
  const isNumber = type === 0x8a || type === 0x91 || size === 2;
  if (!isNumber || reader.left() % size !== 0) return reader.hex(reader.left());
  const values: (number | string)[] = [];
  while (reader.left() >= size) {
    if (type === 0x8a) {
      const real = Math.fround(reader.f32le());
      values.push(Number.isFinite(real) ? real : String(real));
    } else values.push(size === 4 ? reader.i32le() : reader.i16le());
  }
  return values;
}

/** Word range and typed functions of PLC-5: offset and size of the transaction, and an address in one of two forms. */
function readRange(reader: Reader, talk: Talk<PcccMemory>, isWrite: boolean, fields: Fields | undefined): void {
  const offset = reader.u16le();
  const total = reader.u16le();
  const address = readAddress(reader);
  if (!reader.ok) return;
  talk.object(address);
  if (fields === undefined) return;
  fields["packet_offset"] = offset;
  fields["total_transaction"] = total;
  fields["address"] = address;
  if (!isWrite && reader.left() > 0) fields["size"] = reader.left() >= 2 ? reader.u16le() : reader.u8();
}

/** A PLC-5 system address: "$N7:0" in ASCII after a zero byte, or levels chosen by a mask. */
function readAddress(reader: Reader): string {
  const mask = reader.u8();
  if (mask === 0 && reader.peek() === 0x24) {
    reader.skip(1);
    const start = reader.position;
    while (reader.peek() > 0) reader.skip(1);
    const text = textOf(reader.bytes, start, reader.position);
    reader.skip(1);
    return text;
  }
  let text = "";
  for (let level = 0; level < 7; level++) {
    if ((mask & (1 << level)) === 0) continue;
    text += `${text === "" ? "" : "/"}${extended(reader)}`;
  }
  return `level ${text}`;
}

function readReply(
  reader: Reader,
  talk: Talk<PcccMemory>,
  status: number,
  transaction: number,
  fields: Fields | undefined,
): void {
  const at = pendingAt(talk, transaction);
  const code = at < 0 ? -1 : (talk.memory.codes[at] as number);
  const extra = status === 0xf0 ? reader.u8() : -1;
  if (at >= 0) talk.answersFrame(talk.memory.frames[at] as number);
  if (status !== 0) talk.refused(statusName(status, extra));
  if (fields !== undefined) {
    fields["status_name"] = statusName(status, extra) || "success";
    if (extra >= 0) fields["extended_status"] = extra;
    // Functions are not repeated in replies: the one asked for.
    const functionCode = code < 0 ? -1 : (code & 0x1ff) - 1;
    if (code >= 0 && functionCode >= 0) fields["function_code"] = functionCode & 0xff;
  }
  const layout = code < 0 ? functions.OPAQUE : layoutOf(code);
  if (status === 0 && (layout === functions.THREE_ADDRESS_READ || layout === functions.TWO_ADDRESS_READ)) {
    tellAnswered(reader, talk, at);
  }
  if (status === 0 && layout === functions.DIAGNOSTIC_STATUS) readStatus(reader, talk, fields);
  else if (fields !== undefined && status === 0 && reader.left() > 0) {
    const isLogicalRead = layout === functions.THREE_ADDRESS_READ || layout === functions.TWO_ADDRESS_READ;
    if (isLogicalRead) fields["values"] = readValues(reader, talk.memory.types[at] as number);
    else if (layout === functions.OPEN_FILE && reader.left() >= 2) fields["file_tag"] = reader.u16le();
  }
  if (fields !== undefined && reader.left() > 0) fields["function_data"] = reader.hex(reader.left());
  reader.skipRest();
  talk.emit(code < 0 ? FUNCTIONS.unnamed : FUNCTIONS.of(code), RESPONSE, fields);
}

function tellAnswered(reader: Reader, talk: Talk<PcccMemory>, at: number): void {
  const { memory } = talk;
  logical.type = memory.types[at] as number;
  logical.file = memory.fileNumbers[at] as number;
  logical.element = memory.elements[at] as number;
  logical.sub = memory.subElements[at] as number;
  tellFile(talk, memory.points, logical, reader.bytes, reader.position, reader.end);
}

function pendingAt(talk: Talk<PcccMemory>, transaction: number): number {
  const memory = talk.memory;
  for (let step = 1; step <= MOST_PENDING; step++) {
    const at = (memory.next + MOST_PENDING - step) % MOST_PENDING;
    if (memory.transactions[at] === transaction && memory.sides[at] !== talk.side) return at;
  }
  return -1;
}

const METHOD = "PCCC diagnostic status";
/** Families by the number that starts the catalog number. */
const FAMILIES: Readonly<Record<string, string>> = {
  "1747": "SLC 500",
  "1761": "MicroLogix 1000",
  "1762": "MicroLogix 1200",
  "1763": "MicroLogix 1100",
  "1764": "MicroLogix 1500",
  "1766": "MicroLogix 1400",
};
/** Type extender of SLC 500 and MicroLogix controllers. */
const SLC = 0xee;

/** The status of an SLC 500 or MicroLogix controller, which names itself; other families differ and stay bytes. */
function readStatus(reader: Reader, talk: Talk<PcccMemory>, fields: Fields | undefined): void {
  if (reader.left() < 20 || reader.peek(1) !== SLC) return;
  const start = reader.position;
  reader.skip(2);
  const interfaceType = reader.u8();
  const processorType = reader.u8();
  const revision = reader.u8();
  const nameAt = reader.position;
  const bulletin = reader.text(11);
  const majorError = reader.u16le();
  const mode = reader.u16le();
  const programId = reader.u16le();
  if (fields !== undefined) {
    Object.assign(fields, {
      extended_interface_type: interfaceType,
      extended_processor_type: processorType,
      series: seriesOf(revision),
      revision: letter(revision & 0x1f),
      bulletin_name: bulletin,
      major_error: majorError,
      processor_mode: mode & 0x1f,
      processor_mode_name: modeName(mode) || undefined,
      program_id: programId,
    });
  }
  let hash = 0x811c9dc5;
  for (let at = start; at < nameAt + 11; at++) hash = Math.imul(hash ^ (reader.bytes[at] as number), 0x01000193);
  if (hash === talk.memory.identity) return;
  talk.memory.identity = hash;
  talk.claim("sender", "vendor", "Rockwell Automation", 0.9, METHOD, start + 1, start + 2);
  talk.claim("sender", "role", "plc", 0.9, METHOD, start + 1, start + 2);
  talk.claim(
    "sender",
    "hardware",
    `series ${seriesOf(revision)} revision ${letter(revision & 0x1f)}`,
    0.7,
    METHOD,
    start + 4,
    start + 5,
  );
  const family = FAMILIES[bulletin.slice(0, 4)];
  if (/^5\/0\d/.test(bulletin)) talk.claim("sender", "model", `SLC ${bulletin}`, 0.9, METHOD, nameAt, nameAt + 11);
  else {
    if (family !== undefined) talk.claim("sender", "model", family, 0.9, METHOD, nameAt, nameAt + 11);
    if (/^\d{4}-/.test(bulletin)) talk.claim("sender", "orderNumber", bulletin, 0.85, METHOD, nameAt, nameAt + 11);
    else if (family === undefined) talk.claim("sender", "model", bulletin, 0.8, METHOD, nameAt, nameAt + 11);
  }
}

function seriesOf(revision: number): string {
  return letter(revision >> 5);
}

/** 0 is A. */
function letter(number: number): string {
  return number < 26 ? String.fromCharCode(65 + number) : String(number);
}
