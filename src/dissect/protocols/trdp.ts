// TRDP: IEC 61375-2-3 annex A (process data A.6, message data A.7).
// Not decoded: contents of data sets, which the train's configuration describes; safe data (SDTv2) within them.

import { v4Text } from "../addresses.ts";
import { crc32 } from "../crc32.ts";
import { CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk } from "../talk.ts";

const PROCESS_HEAD = 40;
const MESSAGE_HEAD = 116;
const LONGEST_PROCESS = 1432;
const LONGEST_MESSAGE = 65_388;
const FIRST_VERSION = 1;
const OPEN = 16;
const MOST_KNOWN = 256;

/** By message type, two letters. */
const TYPES = operationTable("trdp", [
  [0x5064, "process_data", "read"],
  [0x5065, "process_data_error", "alarm"],
  [0x5070, "process_data_reply", "read"],
  [0x5072, "process_data_request", "read"],
  [0x4d6e, "message_data_notification", "control"],
  [0x4d72, "message_data_request", "control"],
  [0x4d70, "message_data_reply", "other"],
  [0x4d71, "message_data_reply_query", "other"],
  [0x4d63, "message_data_confirm", "other"],
  [0x4d65, "message_data_error", "other"],
]);
const PROCESS = 0x50;
const MESSAGE = 0x4d;
const DIRECTIONS: Readonly<Record<number, Direction>> = {
  20580: NOTICE,
  20581: NOTICE,
  20592: RESPONSE,
  20594: REQUEST,
  19822: REQUEST,
  19826: REQUEST,
  19824: RESPONSE,
  19825: RESPONSE,
  19811: REQUEST,
  19813: RESPONSE,
};
/** Data that the standard itself assigns: annex B and IEC 61375-2-3 table 24. */
const COMMUNICATIONS: Readonly<Record<number, string>> = {
  1: "ETB control",
  2: "consist information",
  3: "consist information request",
  100: "operational train topology",
  106: "train network directory",
  110: "ECSP control",
  111: "ECSP status",
  132: "DNS request",
  133: "DNS reply",
};

interface Memory {
  /** Requests: hash of session or communication, and frame. */
  readonly marks: Int32Array;
  readonly frames: Int32Array;
  next: number;
  /** Communication identifiers told, so that cyclic data builds no text. */
  readonly known: Set<number>;
}

/** Data between the devices of a train. */
export const trdp = dissector<Memory>({
  name: "trdp",
  title: "TRDP",
  standard: "IEC 61375-2-3",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "udp", ports: [17224, 17225] },
    { over: "tcp", ports: [17225] },
  ],
  longest: LONGEST_MESSAGE + MESSAGE_HEAD + 4,
  remember: () => ({ marks: new Int32Array(OPEN), frames: new Int32Array(OPEN), next: 0, known: new Set() }),
  probe: likenessOf,
  read(reader, talk) {
    const sequence = reader.u32();
    const version = reader.u16();
    const type = reader.u16();
    const communication = reader.u32();
    const consist = reader.u32();
    const train = reader.u32();
    const length = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    const isProcess = type >> 8 === PROCESS;
    if (version >> 8 !== FIRST_VERSION || !TYPES.has(type)) return REFUSE;
    if (length > (isProcess ? LONGEST_PROCESS : LONGEST_MESSAGE)) return REFUSE;
    const head = isProcess ? PROCESS_HEAD : MESSAGE_HEAD;
    if (!reader.fence(head + ((length + 3) & ~3))) return MORE;
    if (reader.end - reader.start < head && !reader.cutByCapture) return REFUSE;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          sequence_counter: sequence,
          protocol_version: `${version >> 8}.${version & 255}`,
          message_type: String.fromCharCode(type >> 8, type & 255),
          com_id: communication,
          etb_topo_count: consist,
          op_train_topo_count: train,
          dataset_length: length,
        }
      : undefined;
    const { known } = talk.memory;
    if (!known.has(communication)) {
      if (known.size < MOST_KNOWN) known.add(communication);
      talk.object(COMMUNICATIONS[communication] ?? `com id ${communication}`);
    }
    talk.target("com id", communication, 1);
    if (isProcess) readProcess(reader, talk, type, communication, fields);
    else readMessageData(reader, talk, type, fields);
    checkHead(reader, talk, head);
    reader.skipRest();
    talk.emit(TYPES.of(type), DIRECTIONS[type] ?? NOTICE, fields);
    return DONE;
  },
});

function readProcess(
  reader: Reader,
  talk: Talk<Memory>,
  type: number,
  communication: number,
  fields: Record<string, unknown> | undefined,
): void {
  reader.skip(4);
  const replyCommunication = reader.u32();
  const replyAddress = reader.i32();
  if (fields !== undefined) {
    fields["reply_com_id"] = replyCommunication;
    fields["reply_ip_address"] = v4Text(replyAddress);
  }
  // Who pulls data names the one that shall come back.
  if (type === 0x5072) opened(talk, replyCommunication === 0 ? communication : replyCommunication);
  else if (type === 0x5070) answered(talk, communication);
}

function readMessageData(
  reader: Reader,
  talk: Talk<Memory>,
  type: number,
  fields: Record<string, unknown> | undefined,
): void {
  const status = reader.i32();
  let session = 0;
  const at = reader.position;
  for (let word = 0; word < 4; word++) session = Math.imul(session, 31) ^ reader.i32();
  const timeout = reader.u32();
  const source = reader.text(32);
  const destination = reader.text(32);
  if (fields !== undefined) {
    Object.assign(fields, {
      reply_status: status,
      reply_timeout: timeout,
      source_uri: source,
      destination_uri: destination,
    });
    const back = reader.position;
    reader.position = at;
    fields["session_id"] = reader.hex(16);
    reader.position = back;
  }
  if (type === 0x4d72) opened(talk, session);
  else if (type === 0x4d70 || type === 0x4d71 || type === 0x4d65) answered(talk, session);
  if (status < 0 && reader.ok) talk.refused(`reply_status_${status}`);
  else if (type === 0x4d65) talk.refused("message_data_error");
  if (source !== "") talk.claim("sender", "description", source, 0.4, "TRDP source URI");
}

function opened(talk: Talk<Memory>, mark: number): void {
  const { memory } = talk;
  memory.marks[memory.next] = mark;
  memory.frames[memory.next] = talk.frame;
  memory.next = (memory.next + 1) % OPEN;
}

function answered(talk: Talk<Memory>, mark: number): void {
  const { marks, frames, next } = talk.memory;
  for (let back = 1; back <= OPEN; back++) {
    const at = (next - back + OPEN) % OPEN;
    if (frames[at] === 0 || marks[at] !== (mark | 0)) continue;
    talk.answersFrame(frames[at] as number);
    return;
  }
}

/** The head's sum is the last of its words, low byte first. */
function checkHead(reader: Reader, talk: Talk<Memory>, head: number): void {
  if (reader.end - reader.start < head) return;
  if (!sumFits(reader.bytes, reader.start, head)) talk.fault("bad head checksum", head - 4);
}

function sumFits(bytes: Uint8Array, start: number, head: number): boolean {
  const at = start + head - 4;
  const told =
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0;
  return told === crc32(bytes, start, at);
}

function likenessOf(reader: Reader): Likeness {
  const version = reader.peek(4);
  const type = reader.peek16(6);
  if (reader.left() < 8) return reader.complete || (version >= 0 && version !== FIRST_VERSION) ? NO : POSSIBLE;
  if (version !== FIRST_VERSION || !TYPES.has(type)) return NO;
  const head = type >> 8 === MESSAGE ? MESSAGE_HEAD : PROCESS_HEAD;
  if (reader.left() < head) return reader.complete && !reader.cutByCapture ? NO : POSSIBLE;
  const length = reader.peek16(20) * 65536 + reader.peek16(22);
  if (length > LONGEST_MESSAGE) return NO;
  return sumFits(reader.bytes, reader.position, head) ? CERTAIN : POSSIBLE;
}
