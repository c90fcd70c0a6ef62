// S7 communication: blocks by file name, their upload, download and start, and what the block functions tell of them.
import { latinOf, type Reader, textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { headerTime } from "./clock.ts";
import type { Fields } from "./items.ts";
import type { Memory } from "./memory.ts";
import { BLOCK_LANGUAGES, BLOCK_TYPES, nameOf } from "./names.ts";
import {
  BLOCK_FUNCTIONS,
  DOWNLOAD_BLOCK,
  DOWNLOAD_ENDED,
  END_UPLOAD,
  REQUEST_DOWNLOAD,
  START_UPLOAD,
  UPLOAD,
  userDataCode,
} from "./operations.ts";

const LIST_BLOCKS = userDataCode(BLOCK_FUNCTIONS, 1);
const LIST_OF_TYPE = userDataCode(BLOCK_FUNCTIONS, 2);
const BLOCK_INFO = userDataCode(BLOCK_FUNCTIONS, 3);
/** Length of a block's file name without the leading identifier: type (2), number (5), file system (1). */
const NAME_LENGTH = 8;
const BLOCK_HEADER = 78;
/** Most blocks that one answer lists for people. */
const MOST_LISTED = 4096;

/** "0A00001P" as type, number and file system; undefined when it is no block's name. */
function blockOf(text: string): { type: string; number: number; filesystem: string } | undefined {
  if (!/^[0-9A-F]{2}[0-9]{5}[A-Z]$/.test(text)) return undefined;
  const type = BLOCK_TYPES[Number.parseInt(text.slice(0, 2), 16)];
  if (type === undefined) return undefined;
  const system = text[7] as string;
  return {
    type,
    number: Number(text.slice(2, 7)),
    filesystem: system === "P" ? "passive" : system === "A" ? "active" : system,
  };
}

/** Tells the block or file that a name means; answers the name's fields. */
function nameFields(talk: Talk<Memory>, name: string): Fields {
  const block = name.length === NAME_LENGTH + 1 ? blockOf(name.slice(1)) : undefined;
  if (block === undefined) {
    if (name !== "") talk.object(name);
    return { filename: name };
  }
  talk.object(`${block.type} ${block.number}`);
  return {
    filename: name,
    block_type: block.type,
    block_number: block.number,
    destination_filesystem: block.filesystem,
  };
}

function readName(reader: Reader, talk: Talk<Memory>): Fields {
  const length = reader.u8();
  const start = reader.position;
  reader.skip(length);
  return reader.ok ? nameFields(talk, latinOf(reader.bytes, start, start + length).trim()) : {};
}

/** Reads the parameters of a job that moves a block, behind the function code. */
export function readBlockJob(reader: Reader, talk: Talk<Memory>, code: number): Fields {
  const status = reader.u8();
  const word = reader.u16();
  const fields: Fields = { function_status: status, upload_id: reader.u32() };
  // Elsewhere the word is a constant.
  if (code === END_UPLOAD || code === DOWNLOAD_ENDED) fields["block_error_code"] = word;
  switch (code) {
    case START_UPLOAD:
    case DOWNLOAD_BLOCK:
    case DOWNLOAD_ENDED:
      return { ...fields, ...readName(reader, talk) };
    case REQUEST_DOWNLOAD: {
      const name = readName(reader, talk);
      // A file of a numerical control has no lengths.
      if (reader.left() === 0) return { ...fields, ...name };
      const length = reader.u8();
      const start = reader.position;
      reader.skip(length);
      if (!reader.ok) return { ...fields, ...name };
      const text = latinOf(reader.bytes, start, start + length);
      const lengths = /^.(\d{6})(\d{6})$/.exec(text);
      if (lengths === null) return { ...fields, ...name, length_text: text };
      return { ...fields, ...name, load_memory_length: Number(lengths[1]), mc7_code_length: Number(lengths[2]) };
    }
    default:
      return fields;
  }
}

/** Reads the parameters of an answer that moves a block, behind the function code. */
export function readBlockAnswer(reader: Reader, code: number): Fields {
  if (reader.left() === 0) return {};
  const status = reader.u8();
  const fields: Fields = { function_status: status, more_data: (status & 1) !== 0, error: (status & 2) !== 0 };
  if (code !== START_UPLOAD) return fields;
  reader.skip(2);
  fields["upload_id"] = reader.u32();
  if (reader.left() === 0) return fields;
  const length = reader.u8();
  const start = reader.position;
  reader.skip(length);
  if (reader.ok) fields["block_length"] = Number.parseInt(latinOf(reader.bytes, start, start + length), 10) || 0;
  return fields;
}

/** Reads the piece of a block that an answer carries; its octets are the plant's program and are only counted. */
export function readPiece(reader: Reader, talk: Talk<Memory>): Fields {
  if (reader.left() === 0) return {};
  const length = reader.u16();
  reader.u16();
  if (length > reader.left()) talk.fault("bad length", reader.position - 4 - reader.start);
  reader.skipRest();
  return { piece_length: length };
}

/** Whether a function moves a block or file. */
export function movesBlock(code: number): boolean {
  return (code >= REQUEST_DOWNLOAD && code <= END_UPLOAD) || code === UPLOAD;
}

/** Reads a program invocation behind the function code; answers its service and fields. */
export function readInvocation(reader: Reader, talk: Talk<Memory>): { service: string; fields: Fields } {
  reader.skip(7);
  const length = reader.u16();
  const start = reader.position;
  reader.skip(length);
  const end = reader.position;
  const nameLength = reader.u8();
  const nameStart = reader.position;
  reader.skip(nameLength);
  if (!reader.ok) return { service: "", fields: {} };
  const service = latinOf(reader.bytes, nameStart, nameStart + nameLength);
  const fields: Fields = { service };
  if (service.startsWith("_INS") || service === "_DELE") {
    const blocks: string[] = [];
    // The count of blocks and one octet come before the names.
    for (let at = start + 2; at + NAME_LENGTH <= end; at += NAME_LENGTH) {
      const name = latinOf(reader.bytes, at, at + NAME_LENGTH);
      const block = blockOf(name);
      blocks.push(block === undefined ? name : `${block.type} ${block.number}`);
      talk.object(blocks.at(-1) as string);
      if (talk.detailed && fields["destination_filesystem"] === undefined && block !== undefined) {
        fields["destination_filesystem"] = block.filesystem;
      }
    }
    fields["blocks"] = blocks;
  } else if (service.startsWith("_N_")) {
    // Arguments of numerical controls can be passwords.
    fields["argument_length"] = length;
    if (service === "_N_LOGIN_") {
      talk.note("sender", { kind: "credential", method: "S7 NC login", exposure: "clear" });
    }
  } else fields["argument"] = latinOf(reader.bytes, start, end);
  return { service, fields };
}

/** What starting with an argument means: "C " asks for a cold restart. */
export function readStop(reader: Reader): Fields {
  reader.skip(5);
  const length = reader.u8();
  const start = reader.position;
  reader.skip(length);
  return reader.ok ? { service: latinOf(reader.bytes, start, start + length) } : {};
}

/** Reads what a block function asks (`asks`) or answers, from the user data's payload. */
export function readBlockFunction(reader: Reader, talk: Talk<Memory>, code: number, asks: boolean): Fields {
  if (code === LIST_BLOCKS && !asks) return { blocks: readCounts(reader) };
  if (code === LIST_OF_TYPE) return asks ? { block_type: readAsciiType(reader) } : { blocks: readList(reader) };
  if (code === BLOCK_INFO) return asks ? readInfoRequest(reader, talk) : readInfo(reader, talk);
  return {};
}

/** A block type as two ASCII digits. */
function readAsciiType(reader: Reader): string {
  const start = reader.position;
  reader.skip(2);
  if (!reader.ok) return "";
  const digits = latinOf(reader.bytes, start, start + 2);
  return BLOCK_TYPES[Number.parseInt(digits, 16)] ?? digits;
}

function readCounts(reader: Reader): Fields[] {
  const list: Fields[] = [];
  while (reader.left() >= 4) list.push({ block_type: readAsciiType(reader), count: reader.u16() });
  return list;
}

function readList(reader: Reader): Fields[] {
  const list: Fields[] = [];
  while (reader.left() >= 4) {
    const number = reader.u16();
    const flags = reader.u8();
    const language = reader.u8();
    if (list.length >= MOST_LISTED) continue;
    list.push({ block_number: number, flags, language: nameOf(BLOCK_LANGUAGES, language) });
  }
  return list;
}

function readInfoRequest(reader: Reader, talk: Talk<Memory>): Fields {
  const type = readAsciiType(reader);
  const start = reader.position;
  reader.skip(6);
  if (!reader.ok) return {};
  const number = Number.parseInt(latinOf(reader.bytes, start, start + 5), 10);
  if (!Number.isNaN(number)) talk.object(`${type} ${number}`);
  return {
    block_type: type,
    block_number: Number.isNaN(number) ? undefined : number,
    filesystem: latinOf(reader.bytes, start + 5, start + 6),
  };
}

function readInfo(reader: Reader, talk: Talk<Memory>): Fields {
  if (reader.left() < BLOCK_HEADER) {
    reader.skip(BLOCK_HEADER);
    return {};
  }
  const { bytes } = reader;
  const start = reader.position;
  reader.skip(9);
  const flags = reader.u8();
  const language = reader.u8();
  const kind = reader.u8();
  const number = reader.u16();
  const type = nameOf(BLOCK_TYPES, kind);
  talk.object(`${type} ${number}`);
  const loadMemory = reader.u32();
  const security = reader.u32();
  const code = headerTime(reader.u32(), reader.u16());
  const face = headerTime(reader.u32(), reader.u16());
  const lengths = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
  const names = reader.position;
  reader.skip(24);
  const version = reader.u8();
  reader.skip(1);
  const checksum = reader.u16();
  reader.skipRest();
  return {
    block_type: type,
    block_number: number,
    info_length: ((bytes[start + 2] as number) << 8) | (bytes[start + 3] as number),
    flags,
    linked: (flags & 1) !== 0,
    standard_block: (flags & 2) !== 0,
    non_retain: (flags & 8) !== 0,
    language: nameOf(BLOCK_LANGUAGES, language),
    load_memory_length: loadMemory,
    block_security: security === 3 ? "know-how protection" : security === 0 ? "none" : security,
    code_timestamp: code,
    interface_timestamp: face,
    ssb_length: lengths[0],
    add_length: lengths[1],
    local_data_length: lengths[2],
    mc7_code_length: lengths[3],
    author: textOf(bytes, names, names + 8),
    family: textOf(bytes, names + 8, names + 16),
    name: textOf(bytes, names + 16, names + 24),
    version: `${version >> 4}.${version & 15}`,
    checksum: checksum.toString(16).padStart(4, "0"),
  };
}
