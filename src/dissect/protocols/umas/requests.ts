// UMAS requests by function, behind the function code; numbers are little-endian.
import { hexOf, type Reader, textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { isPrintable } from "./answers.ts";
import {
  DATA_DICTIONARY,
  DOWNLOAD_BLOCK,
  END_DOWNLOAD,
  END_UPLOAD,
  holdsSecret,
  INITIALIZE_COMMUNICATION,
  READ_MEMORY_BLOCK,
  READ_PROJECT_INFORMATION,
  READ_VARIABLES,
  TAKE_RESERVATION,
  UPLOAD_BLOCK,
  WRITE_MEMORY_BLOCK,
  WRITE_VARIABLES,
} from "./functions.ts";
import { type Memory, type Request, spaceOf } from "./memory.ts";

/** Octets of a variable by the index that stands for its size. */
const VARIABLE_SIZES: readonly number[] = [0, 1, 2, 4];
const RESERVATION_METHOD = "UMAS function 16 (take reservation)";

/** Reads a request's content up to the reader's end: tells targets and claims, fills `request`, answers fields if wanted. */
export function readRequest(reader: Reader, talk: Talk<Memory>, code: number, request: Request): object | undefined {
  const { bytes, position: at, end } = reader;
  const length = end - at;
  reader.skipRest();
  switch (code) {
    case INITIALIZE_COMMUNICATION:
    case READ_PROJECT_INFORMATION:
      if (length !== 1) break;
      request.first = bytes[at] as number;
      return wanted(talk) ? { sub_code: bytes[at] } : undefined;
    case TAKE_RESERVATION:
      return takeReservation(talk, bytes, at, end, request);
    case READ_MEMORY_BLOCK:
      if (length !== 9) break;
      return memoryBlock(talk, bytes, at, u16(bytes, at + 7), request);
    case WRITE_MEMORY_BLOCK:
      if (length < 9) break;
      return {
        ...memoryBlock(talk, bytes, at, u16(bytes, at + 7), request),
        ...(wanted(talk) ? { content: hexOf(bytes, at + 9, end) } : undefined),
      };
    case READ_VARIABLES:
    case WRITE_VARIABLES: {
      const variables = readVariables(talk, bytes, at, end, code === WRITE_VARIABLES);
      if (variables === undefined) break;
      return wanted(talk) ? { crc: hexOf(bytes, at, at + 4), variables } : undefined;
    }
    case DATA_DICTIONARY:
      if (length < 9) break;
      request.first = u16(bytes, at);
      request.second = u16(bytes, at + 7);
      return wanted(talk)
        ? {
            record_type: request.first,
            index: bytes[at + 2],
            hardware_id: u32(bytes, at + 3),
            block: request.second,
            ...(length >= 11 ? { offset: u16(bytes, at + 9) } : undefined),
          }
        : undefined;
    case UPLOAD_BLOCK:
      if (length < 6) break;
      request.first = u16(bytes, at + 2);
      talk.target("program block", request.first, 1);
      return wanted(talk)
        ? { block: request.first, block_length: u16(bytes, at + 4), content: hexOf(bytes, at + 6, end) }
        : undefined;
    case DOWNLOAD_BLOCK:
      if (length !== 4) break;
      request.first = u16(bytes, at + 2);
      talk.target("program block", request.first, 1);
      return wanted(talk) ? { block: request.first } : undefined;
    case END_UPLOAD:
    case END_DOWNLOAD:
      if (length !== 4) break;
      return wanted(talk) ? { blocks: u16(bytes, at + 2) } : undefined;
  }
  return otherFields(talk, code, bytes, at, end);
}

function wanted(talk: Talk<Memory>): boolean {
  return talk.detailed;
}

function otherFields(talk: Talk<Memory>, code: number, bytes: Uint8Array, at: number, end: number): object | undefined {
  if (!talk.detailed || at === end) return undefined;
  return holdsSecret(code) ? { content_length: end - at } : { content: hexOf(bytes, at, end) };
}

/** Who takes a controller for itself says its computer's name. */
function takeReservation(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  at: number,
  end: number,
  request: Request,
): object | undefined {
  const start = at + 5;
  const next = start + (start <= end ? (bytes[start - 1] as number) : 0);
  if (start >= end || next > end || !isPrintable(bytes, start, next)) {
    return talk.detailed ? { content_length: end - at } : undefined;
  }
  request.name = textOf(bytes, start, next);
  request.guarded = next < end;
  talk.claim("sender", "name", request.name, 0.7, RESERVATION_METHOD, start, next);
  return talk.detailed ? { client_name: request.name, content_length: end - at } : undefined;
}

function memoryBlock(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  at: number,
  count: number,
  request: Request,
): object | undefined {
  request.first = u16(bytes, at + 1);
  request.second = u16(bytes, at + 3);
  talk.target(spaceOf(talk.memory, request.first), request.second, count);
  if (!talk.detailed) return undefined;
  return { range: bytes[at], block: request.first, offset: request.second, number_of_bytes: count };
}

/** The addresses of variables; undefined, and nothing told, when the content does not end where the list does. */
function readVariables(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  at: number,
  end: number,
  written: boolean,
): object[] | undefined {
  if (at + 5 > end) return undefined;
  const count = bytes[at + 4] as number;
  for (const telling of [false, true]) {
    const list: object[] = [];
    let from = at + 5;
    for (let index = 0; index < count; index++) {
      if (from + 7 > end) return undefined;
      const kind = bytes[from] as number;
      const isArray = kind >> 4 !== 0;
      const size = VARIABLE_SIZES[kind & 15] ?? 0;
      const block = u16(bytes, from + 1);
      // A read has an octet of ones before the offset, a write has an offset of two octets.
      const offset = written
        ? u16(bytes, from + 3) + u16(bytes, from + 5)
        : u16(bytes, from + 4) + (bytes[from + 6] as number);
      from += 7;
      let elements = 1;
      if (isArray) {
        if (from + 2 > end) return undefined;
        elements = u16(bytes, from);
        from += 2;
      }
      const valueAt = from;
      if (written) from += size * elements;
      if (from > end || size === 0) return undefined;
      if (!telling) continue;
      talk.target(spaceOf(talk.memory, block), offset, size * elements);
      if (!talk.detailed) continue;
      list.push({
        block,
        offset,
        size: size * elements,
        ...(written ? { content: hexOf(bytes, valueAt, from) } : undefined),
      });
    }
    if (from !== end) return undefined;
    if (telling) return list;
  }
  return undefined;
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}
