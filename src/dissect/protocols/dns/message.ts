// Messages of DNS and its two link-local kin: RFC 1035 section 4.1, 2136 (update), 6762 section 18 (mDNS), 4795 section 2.1 (LLMNR).
import type { Act } from "../../../model/act.ts";
import type { OperationTable } from "../../operation.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { className, RESPONSE_CODES, typeName } from "./codes.ts";
import { nameWasGood, readName, skipName } from "./names.ts";
import { newContents, readContents } from "./records.ts";

/** Most questions and records listed of one message; the fields tell the counts of the header. */
const MOST_RECORDS = 1024;
/** Queries whose answer may still come. */
const MOST_PENDING = 32;
/** Most name remarks of one message. */
export const MOST_NAMES = 32;

const HEADER = 12;

/** Which of the three protocols a message belongs to. */
export type Kin = "dns" | "mdns" | "llmnr";

/** Outstanding queries in a ring: id and frame; what was claimed already. */
export interface DnsMemory {
  ids: Int32Array;
  frames: Float64Array;
  next: number;
}

/** A fresh memory of one conversation. */
export function newMemory(): DnsMemory {
  return { ids: new Int32Array(MOST_PENDING).fill(-1), frames: new Float64Array(MOST_PENDING), next: 0 };
}

/** One record as the identity rules see it. */
export interface Known {
  section: 1 | 2 | 3;
  name: string;
  type: number;
  /** Without the cache-flush bit. */
  recordClass: number;
  address: string;
  target: string;
  texts: string[] | undefined;
  start: number;
  end: number;
}

/** Operations by opcode, twice: questions, and answers from 16 on. */
export function operationsOf(protocol: Kin, act: Act): OperationTable {
  return operationTable(protocol, [
    [0, "query", act],
    [1, "inverse_query", act],
    [2, "status", "identify"],
    [4, "notify", "other"],
    [5, "update", "configure"],
    [6, "stateful_operations", "other"],
    [16, "query_response", act],
    [17, "inverse_query_response", act],
    [18, "status_response", "identify"],
    [20, "notify_response", "other"],
    [21, "update_response", "other"],
    [22, "stateful_operations_response", "other"],
  ]);
}

/**
 * Reads one message, to whose end the reader is fenced if it is known, and emits it. `learn` gets the records when the
 * header and names were read, before the message is emitted.
 */
export function readMessage(
  reader: Reader,
  talk: Talk<DnsMemory>,
  kin: Kin,
  operations: OperationTable,
  learn: (talk: Talk<DnsMemory>, response: boolean, question: string, records: readonly Known[]) => void,
): void {
  // A datagram has no other message behind this one.
  if (!reader.fenced) reader.fence(reader.end - reader.start);
  const base = reader.position;
  const id = reader.u16();
  const flags = reader.u16();
  const counts = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
  const response = (flags & 0x8000) !== 0;
  const opcode = (flags >> 11) & 15;
  const detailed = talk.detailed;
  if (!operations.has(opcode)) talk.fault("unknown opcode", base - reader.start + 2);

  const questions: object[] = [];
  let question = "";
  for (let index = 0; index < (counts[0] as number) && index < MOST_RECORDS; index++) {
    if (!reader.ok || reader.left() === 0) break;
    const name = readName(reader, base);
    if (!nameWasGood()) talk.fault("bad name", reader.position - reader.start);
    if (reader.left() < 4) {
      reader.ok = false;
      break;
    }
    const type = reader.u16();
    const wireClass = reader.u16();
    if (index === 0) question = name;
    if (index < 64) talk.object(name);
    if (detailed) {
      const unicast = kin === "mdns" ? { unicast_response: (wireClass & 0x8000) !== 0 } : {};
      const plainClass = kin === "mdns" ? wireClass & 0x7fff : wireClass;
      questions.push({
        name,
        type,
        type_name: typeName(type),
        class: plainClass,
        class_name: className(plainClass),
        ...unicast,
      });
    }
  }

  const known: Known[] = [];
  const sections: object[][] = [[], [], []];
  const contents = newContents();
  let extended = 0;
  let listed = 0;
  for (let section = 1; section <= 3; section++) {
    const count = counts[section] as number;
    for (let index = 0; index < count && reader.ok; index++) {
      if (reader.left() === 0) {
        reader.ok = false;
        break;
      }
      if (++listed > MOST_RECORDS) {
        talk.fault("too many records", reader.position - reader.start);
        reader.skipRest();
        break;
      }
      const start = reader.position;
      const name = readName(reader, base);
      if (!nameWasGood()) talk.fault("bad name", start - reader.start);
      if (reader.left() < 10) {
        reader.ok = false;
        break;
      }
      const type = reader.u16();
      const wireClass = reader.u16();
      const ttl = reader.u32();
      const length = reader.u16();
      const outer = reader.narrow(length);
      if (!reader.ok) break;
      readContents(reader, base, type, wireClass, ttl, detailed, contents);
      const overrun = !reader.ok;
      const unread = reader.position < reader.end;
      reader.widen(outer);
      // A wrong length inside one record does not hide the next: each record says where it ends.
      reader.ok = true;
      // An update may name a type without contents (RFC 2136 section 2.4).
      if ((overrun || unread || !contents.good) && !(length === 0 && opcode === 5)) {
        talk.fault("bad record", start - reader.start);
      }
      if (type === 41) extended = contents.extendedCode;
      const recordClass = kin === "mdns" && type !== 41 ? wireClass & 0x7fff : wireClass;
      known.push({
        section: section as 1 | 2 | 3,
        name,
        type,
        recordClass,
        address: contents.address,
        target: contents.target,
        texts: contents.texts,
        start,
        end: reader.position,
      });
      if (detailed) {
        sections[section - 1]?.push({
          name,
          type,
          type_name: typeName(type),
          class: recordClass,
          class_name: type === 41 ? "" : className(recordClass),
          ...(kin === "mdns" && type !== 41 ? { cache_flush: (wireClass & 0x8000) !== 0 } : {}),
          ttl,
          data_length: length,
          ...contents.fields,
        });
      }
    }
  }

  const code = (flags & 15) | (extended << 4);
  if (response && code !== 0) talk.refused(RESPONSE_CODES[code] ?? "unassigned_rcode");
  // In mDNS and in queries by multicast the id pairs nothing (RFC 6762 section 18.1).
  if (kin !== "mdns") pair(talk, response, id);
  learn(talk, response, question, known);
  const direction: Direction = response ? (kin === "mdns" ? NOTICE : RESPONSE) : REQUEST;
  const fields = detailed
    ? {
        id,
        response,
        opcode,
        ...flagFields(kin, flags),
        rcode: code,
        rcode_name: RESPONSE_CODES[code] ?? "",
        question_count: counts[0],
        answer_count: counts[1],
        authority_count: counts[2],
        additional_count: counts[3],
        questions,
        answers: sections[0],
        authorities: sections[1],
        additionals: sections[2],
      }
    : undefined;
  talk.emit(operations.of(response ? opcode + 16 : opcode), direction, fields);
}

function flagFields(kin: Kin, flags: number): object {
  if (kin === "llmnr") {
    return {
      conflict: (flags & 0x0400) !== 0,
      truncated: (flags & 0x0200) !== 0,
      tentative: (flags & 0x0100) !== 0,
    };
  }
  return {
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursion_desired: (flags & 0x0100) !== 0,
    recursion_available: (flags & 0x0080) !== 0,
    z: (flags >> 6) & 1,
    authenticated_data: (flags & 0x0020) !== 0,
    checking_disabled: (flags & 0x0010) !== 0,
  };
}

function pair(talk: Talk<DnsMemory>, response: boolean, id: number): void {
  const memory = talk.memory;
  if (!response) {
    memory.ids[memory.next] = id;
    memory.frames[memory.next] = talk.frame;
    memory.next = (memory.next + 1) % MOST_PENDING;
    return;
  }
  for (let index = 0; index < MOST_PENDING; index++) {
    if (memory.ids[index] !== id) continue;
    talk.answersFrame(memory.frames[index] as number);
    memory.ids[index] = -1;
    return;
  }
}

/** How well `bytes[at..end)` look like a message: 0 not at all, 1 the header may be, 2 header, questions and records fit to the last byte. */
export function looksLikeMessage(bytes: Uint8Array, at: number, end: number, whole: boolean): 0 | 1 | 2 {
  if (end - at < HEADER) return 0;
  const flags = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
  const questions = ((bytes[at + 4] as number) << 8) | (bytes[at + 5] as number);
  const opcode = (flags >> 11) & 15;
  let records = 0;
  for (let index = 6; index < HEADER; index += 2) {
    records += ((bytes[at + index] as number) << 8) | (bytes[at + index + 1] as number);
  }
  const response = (flags & 0x8000) !== 0;
  if (opcode > 6 || opcode === 3 || questions + records === 0) return 1;
  if ((flags & 0x0040) !== 0 || questions !== 1 || records > 200 || (!response && records > 8) || opcode > 2) return 1;
  if (!response && (flags & 0x028f) !== 0) return 1;
  let position = at + HEADER;
  for (let index = 0; index < questions; index++) {
    position = skipName(bytes, position, end);
    if (position < 0 || position + 4 > end) return whole ? 1 : 2;
    // Class IN, CH or ANY; with the top bit for mDNS.
    const high = (bytes[position + 2] as number) & 0x7f;
    const low = bytes[position + 3] as number;
    if (high !== 0 || (low !== 1 && low !== 3 && low !== 255)) return 1;
    position += 4;
  }
  for (let index = 0; index < records; index++) {
    position = skipName(bytes, position, end);
    if (position < 0 || position + 10 > end) return whole ? 1 : 2;
    position += 10 + (((bytes[position + 8] as number) << 8) | (bytes[position + 9] as number));
    if (position > end) return whole ? 1 : 2;
  }
  return position === end || !whole ? 2 : 1;
}
