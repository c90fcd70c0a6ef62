// OPC 10000-6 section 6.7: secure conversation. Chunks of messages with their security and sequence headers.
// Not decoded: what a channel encrypts; signatures are not verified.
import type { Answer } from "../../dissector.ts";
import { DONE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { hexOf, utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { certificateFields, tellCertificate } from "./certificates.ts";
import type { ChunkHeader, Memory, Side } from "./memory.ts";
import { answered, forgetMessage, gather } from "./memory.ts";
import type { Body } from "./message.ts";
import { abortedOperation, readMessage } from "./message.ts";
import { NONE, POLICIES, policyIndex, policyName, UNKNOWN_POLICY } from "./policies.ts";
import * as services from "./services.ts";
import { isBad, isStatus, statusName } from "./status-codes.ts";

const FINAL = 0x46;
const INTERMEDIATE = 0x43;
const ABORT = 0x41;
/** Message, security and sequence header of a chunk of a service message. */
const CHUNK_HEADERS = 24;
/** Encoding id of the answer. */
const OPEN_RESPONSE = 449;
const LONGEST_POLICY_URI = 255;
const LONGEST_CERTIFICATE = 32_768;

const body: Body = { bytes: new Uint8Array(0), start: 0, end: 0, placed: false, dropped: 0, cut: false };

/** Reads an open secure channel message behind its message header. */
export function readOpen(reader: Reader, talk: Talk<Memory>, kind: number, size: number): void {
  const { memory } = talk;
  const side = memory.sides[talk.side];
  const chunk = side.chunk;
  chunk.kind = kind;
  chunk.size = size;
  chunk.channelId = reader.u32le();
  const uriLength = lengthWithin(reader, LONGEST_POLICY_URI);
  const uri = utf8Of(reader.bytes, reader.position - uriLength, reader.position);
  const certificateLength = lengthWithin(reader, LONGEST_CERTIFICATE);
  const certificateStart = reader.position - certificateLength;
  const thumbprintLength = lengthWithin(reader, 64);
  const thumbprintStart = reader.position - thumbprintLength;
  const fields = talk.detailed ? headerFields("OPN", chunk) : undefined;
  if (!reader.ok) {
    talk.emit(services.OPEN, UNDIRECTED, fields);
    return;
  }
  const policy = policyIndex(uri);
  if (policy !== memory.policy) {
    memory.policy = policy;
    memory.policyTold = false;
    memory.readable = policy === NONE;
    memory.modeTold = false;
    memory.signature = POLICIES[policy]?.signature ?? -1;
  }
  if (fields !== undefined) {
    fields["security_policy_uri"] = uri;
    if (certificateLength > 0) {
      fields["sender_certificate"] = certificateFields(
        reader.bytes,
        certificateStart,
        certificateStart + certificateLength,
      );
    }
    if (thumbprintLength > 0) {
      fields["receiver_certificate_thumbprint"] = hexOf(
        reader.bytes,
        thumbprintStart,
        thumbprintStart + thumbprintLength,
      );
    }
  }
  if (certificateLength > 0) {
    const end = certificateStart + certificateLength;
    tellCertificate(talk, "sender", reader.bytes, certificateStart, end, true);
  }
  if (policy !== NONE) {
    readSecuredOpen(reader, talk, uri, fields);
    return;
  }
  readSequence(reader, side, fields);
  if (!reader.ok) {
    talk.emit(services.OPEN, UNDIRECTED, fields);
    return;
  }
  if ((reader.peek(2) | (reader.peek(3) << 8)) === OPEN_RESPONSE) noteUnprotected(talk);
  placeBody(reader, 0);
  reader.skipRest();
  readMessage(body, talk, chunk, fields);
}

/** A byte string's length, once passed over; 0 for null, and not `ok` beyond the most that may be. */
function lengthWithin(reader: Reader, most: number): number {
  const length = reader.i32le();
  if (length <= 0) return 0;
  reader.skip(length > most ? reader.left() + 1 : length);
  return reader.ok ? length : 0;
}

function readSecuredOpen(
  reader: Reader,
  talk: Talk<Memory>,
  uri: string,
  fields: Record<string, unknown> | undefined,
): void {
  const { memory } = talk;
  const side = memory.sides[talk.side];
  reader.skipRest();
  side.sure = true;
  const frame = answered(memory.opening, talk.side);
  // A new channel has no id before the server gives it one.
  const isRequest = side.chunk.channelId === 0;
  if (frame > 0) talk.answersFrame(frame);
  else {
    memory.opening.side = talk.side;
    memory.opening.frame = talk.frame;
  }
  if (frame > 0 && !memory.policyTold) {
    memory.policyTold = true;
    const weak = POLICIES[memory.policy]?.weak ?? false;
    talk.note("sender", { kind: "cipher", protocol: "OPC UA", cipher: policyName(uri), weak });
  }
  if (fields !== undefined) fields["encrypted"] = true;
  talk.emit(services.OPEN_SECURED, frame > 0 ? RESPONSE : isRequest ? REQUEST : UNDIRECTED, fields);
}

/** Notes, once, that a server opened a channel that protects nothing. */
function noteUnprotected(talk: Talk<Memory>): void {
  const { memory } = talk;
  if (memory.policyTold) return;
  memory.policyTold = true;
  talk.note("sender", { kind: "cipher", protocol: "OPC UA", cipher: "None", weak: true });
}

/** Reads a chunk of a service message (MSG) or of the end of a channel (CLO) behind its message header. */
export function readChunk(reader: Reader, talk: Talk<Memory>, type: string, kind: number, size: number): void {
  const side = talk.memory.sides[talk.side];
  const isReadable = readHeaders(reader, talk, kind, size);
  const fields = talk.detailed ? headerFields(type, side.chunk) : undefined;
  if (!reader.ok) {
    reader.skipRest();
    talk.emit(services.UNREADABLE, UNDIRECTED, fields);
    return;
  }
  if (!isReadable) {
    emitProtected(reader, talk, fields);
    return;
  }
  if (fields !== undefined) addSequence(fields, side.chunk);
  placeBody(reader, signatureLength(talk.memory));
  reader.skipRest();
  body.cut = reader.cut;
  finishChunk(talk, side, fields);
}

/** Begins a chunk that is longer than what is held at once: its body is gathered as it comes. */
export function beginLarge(reader: Reader, talk: Talk<Memory>, kind: number, size: number): boolean {
  const { memory } = talk;
  const side = memory.sides[talk.side];
  // The headers and the encoding id that tells whether the chunk can be read.
  if (reader.left() < CHUNK_HEADERS - 8 + 4) return false;
  const isReadable = readHeaders(reader, talk, kind, size);
  side.rest = size - (reader.position - reader.start);
  side.large = isReadable;
  if (isReadable && side.gathering && side.requestId !== side.chunk.requestId) forgetMessage(side);
  return true;
}

/** Reads on in a large chunk; emits it when its last byte is there. */
export function readRest(reader: Reader, talk: Talk<Memory>): Answer {
  const { memory } = talk;
  const side = memory.sides[talk.side];
  const left = reader.left();
  if (left < side.rest && !reader.complete) {
    if (side.large) gather(side, reader.bytes, reader.position, reader.end);
    side.rest -= left;
    reader.skipRest();
    return DONE;
  }
  reader.fence(side.rest);
  side.rest = 0;
  if (side.large) gather(side, reader.bytes, reader.position, reader.end);
  reader.skipRest();
  const fields = talk.detailed ? headerFields("MSG", side.chunk) : undefined;
  if (!side.large) {
    emitProtected(reader, talk, fields);
    return DONE;
  }
  if (fields !== undefined) addSequence(fields, side.chunk);
  trimSignature(side, signatureLength(memory));
  body.start = 0;
  body.end = 0;
  body.cut = reader.cut;
  side.gathering = true;
  side.requestId = side.chunk.requestId;
  finishChunk(talk, side, fields);
  return DONE;
}

function trimSignature(side: Side, length: number): void {
  const dropped = Math.min(length, side.dropped);
  side.dropped -= dropped;
  side.heldLength = Math.max(0, side.heldLength - (length - dropped));
}

/** Reads security and sequence header; answers whether what follows can be read. */
function readHeaders(reader: Reader, talk: Talk<Memory>, kind: number, size: number): boolean {
  const { memory } = talk;
  const side = memory.sides[talk.side];
  const chunk = side.chunk;
  chunk.kind = kind;
  chunk.size = size;
  chunk.channelId = reader.u32le();
  chunk.tokenId = reader.u32le();
  if (!looksReadable(reader, memory, side, kind)) return false;
  memory.readable = true;
  readSequence(reader, side, undefined);
  return true;
}

function readSequence(reader: Reader, side: Side, fields: Record<string, unknown> | undefined): void {
  const { chunk } = side;
  chunk.sequence = reader.u32le();
  chunk.requestId = reader.u32le();
  side.sequence = chunk.sequence;
  if (fields !== undefined) addSequence(fields, chunk);
}

function addSequence(fields: Record<string, unknown>, chunk: ChunkHeader): void {
  fields["sequence_number"] = chunk.sequence;
  fields["request_id"] = chunk.requestId;
}

/**
 * Whether the sequence header and body at the reader are in clear. A policy hides neither when it only signs; which of
 * the two was agreed is said in a message that is encrypted itself, so the bytes must tell.
 */
function looksReadable(reader: Reader, memory: Memory, side: Side, kind: number): boolean {
  if (memory.policy === NONE || memory.readable) return true;
  if (reader.left() < 12) return false;
  if (side.sequence >= 0 && littleAt(reader, 0) === side.sequence + 1) return true;
  if (kind === ABORT) {
    const status = littleAt(reader, 8);
    const length = littleAt(reader, 12) | 0;
    return isBad(status) && isStatus(status) && length <= reader.left() - 16;
  }
  const id = reader.peek(10) | (reader.peek(11) << 8);
  return reader.peek(8) === 1 && reader.peek(9) === 0 && services.isMessageId(id) && hasTime(reader, id);
}

/** Upper halves of times from 1969 to 2113, between which every clock stands that was set, or never was. */
const EARLIEST = 0x019d0000;
const LATEST = 0x02600000;

/** Whether the header of a message with this encoding id has a time where it should: after the token, in requests. */
function hasTime(reader: Reader, id: number): boolean {
  let at = 12;
  if (services.requestedService(id) !== undefined) {
    const encoding = reader.peek(at);
    if (encoding > 5 || encoding < 0) return false;
    const length = encoding === 3 || encoding === 5 ? littleAt(reader, at + 3) : 0;
    at += TOKEN_SIZES[encoding] as number;
    if (length < 0 || length > LONGEST_TOKEN) return false;
    at += length;
  }
  const high = littleAt(reader, at + 4);
  return (high >= EARLIEST && high <= LATEST) || (high === 0 && littleAt(reader, at) === 0);
}

/** Octets of a NodeId by its encoding, without the text or bytes of those that have some. */
const TOKEN_SIZES: readonly number[] = [2, 4, 7, 7, 19, 7];
const LONGEST_TOKEN = 256;

/** 32 bits ahead of the reader; -1 beyond the end. */
function littleAt(reader: Reader, ahead: number): number {
  if (reader.left() < ahead + 4) return -1;
  const low = reader.peek(ahead) + reader.peek(ahead + 1) * 0x100;
  return low + reader.peek(ahead + 2) * 0x10000 + reader.peek(ahead + 3) * 0x1000000;
}

function signatureLength(memory: Memory): number {
  return memory.policy === NONE ? 0 : Math.max(0, memory.signature);
}

function placeBody(reader: Reader, signature: number): void {
  body.bytes = reader.bytes;
  body.start = reader.position;
  body.end = Math.max(reader.position, reader.end - signature);
  body.placed = true;
  body.dropped = 0;
  body.cut = reader.cut;
}

/** A chunk was read to its end: `body` is what of it is not gathered yet. */
function finishChunk(talk: Talk<Memory>, side: Side, fields: Record<string, unknown> | undefined): void {
  const { memory } = talk;
  const { chunk } = side;
  noteSignedOnly(talk);
  if (side.gathering && side.requestId !== chunk.requestId) {
    if (side.sure) talk.fault("unfinished message", 0);
    forgetMessage(side);
  }
  if (chunk.kind === ABORT) {
    readAbort(talk, fields, side);
    return;
  }
  if (chunk.kind === INTERMEDIATE) {
    side.gathering = true;
    side.requestId = chunk.requestId;
    gather(side, body.bytes, body.start, body.end);
    side.chunks++;
    talk.emit(services.CHUNK, UNDIRECTED, fields);
    return;
  }
  if (side.gathering) {
    gather(side, body.bytes, body.start, body.end);
    body.bytes = side.held;
    body.start = 0;
    body.end = side.heldLength;
    body.placed = false;
    body.dropped = side.dropped;
    if (fields !== undefined && side.chunks > 0) fields["chunks"] = side.chunks + 1;
  }
  readMessage(body, talk, chunk, fields);
  body.bytes = NOTHING;
  if (side.gathering) forgetMessage(side);
  if (memory.policy === NONE) side.sure = true;
}

const NOTHING = new Uint8Array(0);

/** Section 6.7.3: an abort chunk holds an error and its reason. */
function readAbort(talk: Talk<Memory>, fields: Record<string, unknown> | undefined, side: Side): void {
  const gathered = side.gathering && body.end === body.start;
  const bytes = gathered ? side.held : body.bytes;
  const start = gathered ? 0 : body.start;
  const end = gathered ? side.heldLength : body.end;
  const at = (offset: number): number => (start + offset < end ? (bytes[start + offset] as number) : 0);
  const little = (offset: number): number =>
    at(offset) + at(offset + 1) * 0x100 + at(offset + 2) * 0x10000 + at(offset + 3) * 0x1000000;
  const status = little(0);
  const length = little(4) | 0;
  if (end - start < 8 || length > end - start - 8) talk.fault("short", 0);
  if (fields !== undefined) {
    fields["error"] = statusName(status);
    fields["reason"] = length > 0 ? utf8Of(bytes, start + 8, Math.min(end, start + 8 + length)) : null;
  }
  forgetMessage(side);
  const operation = abortedOperation(talk, side.chunk.requestId);
  talk.refused(statusName(status));
  talk.emit(operation, operation === services.ABORT ? UNDIRECTED : RESPONSE, fields);
}

function emitProtected(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  reader.skipRest();
  const known = talk.memory.policy > NONE;
  if (fields !== undefined && known) fields["encrypted"] = true;
  talk.emit(known ? services.ENCRYPTED : services.UNREADABLE, UNDIRECTED, fields);
}

/** Notes, once, that a channel with a policy does not encrypt. */
function noteSignedOnly(talk: Talk<Memory>): void {
  const { memory } = talk;
  if (memory.modeTold || memory.policy <= NONE || memory.policy >= UNKNOWN_POLICY) return;
  memory.modeTold = true;
  const { name, weak } = POLICIES[memory.policy] as (typeof POLICIES)[number];
  talk.note("sender", { kind: "cipher", protocol: "OPC UA", cipher: `${name} without encryption`, weak });
}

function headerFields(type: string, chunk: ChunkHeader): Record<string, unknown> {
  const kind = chunk.kind === FINAL || chunk.kind === INTERMEDIATE || chunk.kind === ABORT;
  return {
    message_type: type,
    is_final: kind ? String.fromCharCode(chunk.kind) : "",
    message_size: chunk.size,
    secure_channel_id: chunk.channelId,
    ...(type === "OPN" ? {} : { token_id: chunk.tokenId }),
  };
}
