// OPC UA binary over TCP: OPC 10000-6 section 7.1 (connection protocol), 6.7 (secure conversation), OPC 10000-4 (services).
// Not decoded: encrypted channels, OPC UA over HTTPS, JSON and XML encodings; bodies beyond
// 256 KB are read as far as they are kept.
import { CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { OVER_OPCUA, WEBSOCKET_MESSAGES } from "../websocket-protocols.ts";
import { beginLarge, readChunk, readOpen, readRest } from "./channel.ts";
import { hostOf } from "./identity.ts";
import type { Memory } from "./memory.ts";
import { answered, forgetMessage, newMemory } from "./memory.ts";
import * as services from "./services.ts";
import { statusName } from "./status-codes.ts";

const HEADER = 8;
/** Chunks up to this size are read whole; longer ones as they come. */
const LONGEST_WHOLE = 65_536;
/** No chunk is longer: sizes beyond are no sizes. */
const LONGEST_CHUNK = 0x10000000;
const LONGEST_URL = 4096;

/** Message types by their three letters. */
const HEL = 0x48454c;
const ACK = 0x41434b;
const ERR = 0x455252;
const RHE = 0x524845;
const OPN = 0x4f504e;
const CLO = 0x434c4f;
const MSG = 0x4d5347;
const TYPES: readonly number[] = [HEL, ACK, ERR, RHE, OPN, CLO, MSG];
const FINAL = 0x46;
const INTERMEDIATE = 0x43;
const ABORT = 0x41;

/** OPC UA's own binary protocol, on its port and on any other by its bytes. */
export const opcua = dissector<Memory>({
  name: "opcua",
  aliases: ["opc-ua", "opcua_binary"],
  title: "OPC UA",
  standard: "OPC 10000-6, OPC 10000-4",
  world: "ot",
  authentication: "optional",
  longest: LONGEST_WHOLE,
  carriage: [
    { over: "tcp", ports: [4840] },
    { over: "inside", carrier: WEBSOCKET_MESSAGES, keys: [OVER_OPCUA] },
  ],
  remember: newMemory,
  probe(reader, talk) {
    // A stream asks again after a hole: what was left of a message is gone.
    const side = talk.memory.sides[talk.side];
    side.rest = 0;
    side.sure = false;
    forgetMessage(side);
    const type = reader.u24();
    const kind = reader.u8();
    const size = reader.u32le();
    if (!reader.ok) return couldBegin(reader) ? POSSIBLE : NO;
    return isHeader(type, kind, size) ? CERTAIN : NO;
  },
  read(reader, talk) {
    if (talk.memory.sides[talk.side].rest > 0) return readRest(reader, talk);
    const type = reader.u24();
    const kind = reader.u8();
    const size = reader.u32le();
    if (!reader.ok) return couldBegin(reader) ? MORE : REFUSE;
    if (!isHeader(type, kind, size)) return REFUSE;
    if (size > LONGEST_WHOLE) {
      if (!beginLarge(reader, talk, kind, size)) return MORE;
      return DONE;
    }
    if (!reader.fence(size)) return MORE;
    switch (type) {
      case HEL:
        readHello(reader, talk, size);
        break;
      case ACK:
        readAcknowledge(reader, talk, size);
        break;
      case ERR:
        readError(reader, talk, size);
        break;
      case RHE:
        readReverseHello(reader, talk, size);
        break;
      case OPN:
        readOpen(reader, talk, kind, size);
        break;
      default:
        readChunk(reader, talk, type === CLO ? "CLO" : "MSG", kind, size);
    }
    return DONE;
  },
});

/** Whether the few bytes at hand begin like a message. */
function couldBegin(reader: Reader): boolean {
  const { bytes, start, end } = reader;
  const at = (offset: number): number => bytes[start + offset] as number;
  const have = end - start;
  for (const type of TYPES) {
    if (have > 0 && at(0) !== type >> 16) continue;
    if (have > 1 && at(1) !== ((type >> 8) & 0xff)) continue;
    if (have > 2 && at(2) !== (type & 0xff)) continue;
    if (have > 3 && !isKind(type, at(3))) continue;
    return have > 0;
  }
  return false;
}

function isKind(type: number, kind: number): boolean {
  return kind === FINAL || (type === MSG && (kind === INTERMEDIATE || kind === ABORT));
}

function isHeader(type: number, kind: number, size: number): boolean {
  if (!TYPES.includes(type) || !isKind(type, kind) || size < HEADER) return false;
  return size <= (type === MSG ? LONGEST_CHUNK : LONGEST_WHOLE);
}

function baseFields(type: string, size: number): Record<string, unknown> {
  return { message_type: type, is_final: "F", message_size: size };
}

/** Section 7.1.2.3. */
function readHello(reader: Reader, talk: Talk<Memory>, size: number): void {
  const { memory } = talk;
  const fields = talk.detailed ? baseFields("HEL", size) : undefined;
  readLimits(reader, fields);
  const start = reader.position;
  const url = readUrl(reader, talk);
  if (fields !== undefined) fields["endpoint_url"] = url;
  startAnew(memory);
  memory.hello.side = talk.side;
  memory.hello.frame = talk.frame;
  if (url !== "") talk.object(url);
  talk.claim("receiver", "name", hostOf(url), 0.4, "OPC UA endpoint URL", start, reader.position);
  talk.emit(services.HELLO, REQUEST, fields);
}

/** A connection begins: what was known of an earlier one on the same ports is gone. */
function startAnew(memory: Memory): void {
  memory.policy = -1;
  memory.policyTold = false;
  memory.readable = false;
  memory.modeTold = false;
  memory.signature = -1;
  memory.opening.side = -1;
  for (const side of memory.sides) {
    side.sequence = -1;
    side.sure = true;
    forgetMessage(side);
  }
}

/** Protocol version, buffer sizes and limits of hello and acknowledge. */
function readLimits(reader: Reader, fields: Record<string, unknown> | undefined): void {
  const version = reader.u32le();
  const receiveBufferSize = reader.u32le();
  const sendBufferSize = reader.u32le();
  const maxMessageSize = reader.u32le();
  const maxChunkCount = reader.u32le();
  if (fields === undefined) return;
  Object.assign(fields, {
    protocol_version: version,
    receive_buffer_size: receiveBufferSize,
    send_buffer_size: sendBufferSize,
    max_message_size: maxMessageSize,
    max_chunk_count: maxChunkCount,
  });
}

function readUrl(reader: Reader, talk: Talk<Memory>): string {
  const length = reader.i32le();
  if (length <= 0) return "";
  if (length > LONGEST_URL) talk.fault("text too long");
  return reader.utf8(length);
}

/** Section 7.1.2.4. */
function readAcknowledge(reader: Reader, talk: Talk<Memory>, size: number): void {
  const { memory } = talk;
  const fields = talk.detailed ? baseFields("ACK", size) : undefined;
  readLimits(reader, fields);
  const frame = answered(memory.hello, talk.side);
  if (frame > 0) talk.answersFrame(frame);
  memory.sides[talk.side].sure = true;
  talk.emit(services.ACKNOWLEDGE, RESPONSE, fields);
}

/** Section 7.1.2.5: somebody gives the connection up, the server as a rule. */
function readError(reader: Reader, talk: Talk<Memory>, size: number): void {
  const { memory } = talk;
  const status = reader.u32le();
  const length = reader.i32le();
  const reason = length > 0 ? reader.utf8(length) : "";
  const frame = answered(memory.hello, talk.side);
  if (frame > 0) talk.answersFrame(frame);
  if (reader.ok) talk.refused(statusName(status));
  const fields = talk.detailed ? { ...baseFields("ERR", size), error: statusName(status), reason } : undefined;
  talk.emit(services.ERROR, frame > 0 ? RESPONSE : UNDIRECTED, fields);
}

/** Section 7.1.2.6: a server behind a firewall opens the connection itself and asks to be talked to. */
function readReverseHello(reader: Reader, talk: Talk<Memory>, size: number): void {
  const serverStart = reader.position;
  const server = readUrl(reader, talk);
  const serverEnd = reader.position;
  const url = readUrl(reader, talk);
  talk.claim("sender", "description", server, 0.6, "OPC UA reverse hello", serverStart, serverEnd);
  talk.claim("sender", "name", hostOf(url), 0.5, "OPC UA endpoint URL", serverEnd, reader.position);
  if (url !== "") talk.object(url);
  const fields = talk.detailed ? { ...baseFields("RHE", size), server_uri: server, endpoint_url: url } : undefined;
  talk.emit(services.REVERSE_HELLO, NOTICE, fields);
}
