// UMAS answers by the function they answer, behind the answer's code; numbers are little-endian.
import { hexOf, type Reader, textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import {
  DATA_DICTIONARY,
  DOWNLOAD_BLOCK,
  holdsSecret,
  INITIALIZE_COMMUNICATION,
  READ_ID,
  READ_MEMORY_BLOCK,
  READ_PLC_INFORMATION,
  READ_PROJECT_INFORMATION,
  TAKE_RESERVATION,
} from "./functions.ts";
import { type Memory, type Request, reserve } from "./memory.ts";

const ID_METHOD = "UMAS function 2 (read identification)";
const PROJECT_METHOD = "UMAS function 3 (read project information)";
/** Dictionary records: variables and members of types, and types. */
const VARIABLE_RECORDS = 0xdd02;
const TYPE_RECORDS = 0xdd03;
/** Block of a dictionary request for all variables. */
const EVERY_BLOCK = 0xffff;
/** Most records of one answer that are told. */
const MOST_RECORDS = 512;
const STATE_AT = 60;
const STATES: readonly string[] = ["", "stopped", "running"];

/** Reads the content of an answer that succeeded; `asked` is its request. */
export function readAnswer(reader: Reader, talk: Talk<Memory>, asked: Request): object | undefined {
  const { bytes, position: at, end } = reader;
  const length = end - at;
  reader.skipRest();
  switch (asked.code) {
    case INITIALIZE_COMMUNICATION:
      if (length < 13) break;
      return communication(talk, bytes, at, end);
    case READ_ID:
      if (length < 23) break;
      return identity(talk, bytes, at, end);
    case READ_PROJECT_INFORMATION:
      // Other parts of the project have other layouts.
      if (length < 39 || asked.first !== 0) break;
      return project(talk, bytes, at, end);
    case READ_PLC_INFORMATION:
      if (length < 4) break;
      return talk.detailed ? status(bytes, at, end) : undefined;
    case TAKE_RESERVATION:
      if (length < 1) break;
      reserved(talk, asked, bytes[at] as number);
      return undefined;
    case READ_MEMORY_BLOCK:
      if (length < 3 || !talk.detailed) break;
      return {
        range: bytes[at],
        block: asked.first,
        offset: asked.second,
        number_of_bytes: u16(bytes, at + 1),
        content: hexOf(bytes, at + 3, end),
      };
    case DATA_DICTIONARY:
      if (length < 6) break;
      return dictionary(talk, asked, bytes, at, end);
    case DOWNLOAD_BLOCK:
      if (length < 4 || !talk.detailed) break;
      return {
        block: asked.first,
        last: bytes[at] === 1,
        block_length: u16(bytes, at + 2),
        content: hexOf(bytes, at + 4, end),
      };
  }
  if (!talk.detailed || length === 0) return undefined;
  return holdsSecret(asked.code) ? { content_length: length } : { content: hexOf(bytes, at, end) };
}

/** The answer names the computer that holds the controller, if one does. */
function communication(talk: Talk<Memory>, bytes: Uint8Array, at: number, end: number): object | undefined {
  if (!talk.detailed) return undefined;
  return {
    max_frame_size: u16(bytes, at),
    firmware_version: versionOf(u16(bytes, at + 2)),
    reservation_holder: counted(bytes, at + 12, end),
  };
}

function identity(talk: Talk<Memory>, bytes: Uint8Array, at: number, end: number): object | undefined {
  const start = at + 23;
  const next = start + (bytes[start - 1] as number);
  const firmware = u16(bytes, at + 8);
  const hardware = u16(bytes, at + 14);
  const named = next <= end && isPrintable(bytes, start, next);
  if (named) {
    talk.claim("sender", "vendor", "Schneider Electric", 0.9, ID_METHOD, start, next);
    talk.claim("sender", "model", textOf(bytes, start, next), 0.95, ID_METHOD, start, next);
    if (firmware !== 0) talk.claim("sender", "firmware", versionOf(firmware), 0.9, ID_METHOD, at + 8, at + 10);
    if (hardware !== 0) talk.claim("sender", "hardware", `${hardware}`, 0.7, ID_METHOD, at + 14, at + 16);
  }
  if (!talk.detailed) return undefined;
  return {
    range: u16(bytes, at),
    hardware_id: u32(bytes, at + 2),
    model_id: u16(bytes, at + 6),
    firmware_version: versionOf(firmware),
    firmware_patch: u16(bytes, at + 10),
    internal_version: u16(bytes, at + 12),
    hardware_version: hardware,
    model: named ? textOf(bytes, start, next) : "",
    memory_banks: memoryBanks(bytes, next, end),
  };
}

function memoryBanks(bytes: Uint8Array, at: number, end: number): object[] {
  const banks: object[] = [];
  if (at >= end) return banks;
  let from = at + 1;
  for (let left = bytes[at] as number; left > 0 && from + 8 <= end; left--) {
    banks.push({
      block_type: bytes[from],
      folio: bytes[from + 1],
      status: u16(bytes, from + 2),
      length: u32(bytes, from + 4),
    });
    from += 8;
  }
  return banks;
}

/** Name, version and dates of the user's program. */
function project(talk: Talk<Memory>, bytes: Uint8Array, at: number, end: number): object | undefined {
  const name = counted(bytes, at + 38, end);
  const version = `${bytes[at + 36]}.${bytes[at + 35]}.${bytes[at + 34]}`;
  if (name !== "") {
    talk.claim("sender", "description", `project ${name}, version ${version}`, 0.8, PROJECT_METHOD, at + 34, end);
  }
  if (!talk.detailed) return undefined;
  return { created: dateOf(bytes, at + 18), modified: dateOf(bytes, at + 26), version, project_name: name };
}

/** Check values of the program's parts, and whether it runs. */
function status(bytes: Uint8Array, at: number, end: number): object {
  const blocks: number[] = [];
  let from = at + 4;
  for (let left = bytes[at + 3] as number; left > 0 && from + 4 <= end; left--) {
    blocks.push(u32(bytes, from));
    from += 4;
  }
  const state = at + STATE_AT < end ? (STATES[bytes[at + STATE_AT] as number] ?? "") : "";
  return {
    check_values: blocks,
    ...(state === "" ? undefined : { plc_state: state }),
    status: hexOf(bytes, at, at + 3),
  };
}

function reserved(talk: Talk<Memory>, asked: Request, session: number): void {
  reserve(talk.memory, session, asked.name);
  talk.note("receiver", { kind: "session", protocol: "UMAS", anonymous: !asked.guarded, name: asked.name });
}

function dictionary(
  talk: Talk<Memory>,
  asked: Request,
  bytes: Uint8Array,
  at: number,
  end: number,
): object | undefined {
  const types = asked.first === TYPE_RECORDS;
  const variables = asked.first === VARIABLE_RECORDS && asked.second === EVERY_BLOCK;
  if (!types && asked.first !== VARIABLE_RECORDS) {
    return talk.detailed ? { content: hexOf(bytes, at, end) } : undefined;
  }
  // Both headers and records are of fixed length but for the name, which ends with a zero octet.
  const countAt = at + (types ? 4 : 5);
  const head = types ? 7 : variables ? 10 : 8;
  if (countAt + 2 > end) return undefined;
  const count = Math.min(u16(bytes, countAt), MOST_RECORDS);
  const records: object[] = [];
  let from = countAt + 2;
  for (let index = 0; index < count && from + head < end; index++) {
    let next = from + head;
    while (next < end && bytes[next] !== 0) next++;
    const name = textOf(bytes, from + head, next);
    if (variables) talk.object(name);
    if (talk.detailed) {
      records.push(
        types
          ? { name, data_size: u16(bytes, from), class_identifier: bytes[from + 4], data_type: bytes[from + 5] }
          : {
              name,
              data_type: u16(bytes, from),
              ...(variables
                ? { block: u16(bytes, from + 2), offset: u16(bytes, from + 4) }
                : { offset: u16(bytes, from + 2) }),
            },
      );
    }
    from = next + 1;
  }
  return talk.detailed ? { record_type: asked.first, next_address: u16(bytes, at + 1), records } : undefined;
}

/** "2.70" of 0x0270: the digits of a version are those of its octets. */
function versionOf(value: number): string {
  return `${(value >> 8).toString(16)}.${(value & 0xff).toString(16).padStart(2, "0")}`;
}

/** Day of the week, second, minute, hour, day, month, year. */
function dateOf(bytes: Uint8Array, at: number): string {
  const two = (offset: number): string => `${bytes[at + offset]}`.padStart(2, "0");
  return `${u16(bytes, at + 6)}-${two(5)}-${two(4)}T${two(3)}:${two(2)}:${two(1)}`;
}

/** Text whose length stands before it; "" when it is not there or not printable. */
function counted(bytes: Uint8Array, at: number, end: number): string {
  if (at >= end) return "";
  const next = at + 1 + (bytes[at] as number);
  return next <= end && isPrintable(bytes, at + 1, next) ? textOf(bytes, at + 1, next) : "";
}

/** Whether `bytes[start..end)` is text, which may end in zero octets. */
export function isPrintable(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const value = bytes[at] as number;
    if ((value < 32 || value > 126) && !(value === 0 && at > start)) return false;
  }
  return end > start;
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}
