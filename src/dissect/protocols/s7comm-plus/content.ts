// S7comm-plus: the content of a whole message: opcode, function, sequence number, session, parameters, and the number that
// protects its integrity.
import type { Operation } from "../../operation.ts";
import { hexOf, Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { claimSession, claimSystemVersion } from "./identity.ts";
import { attributeOf, closeRequest, type Memory, openRequest, subscribe } from "./memory.ts";
import { readNotification } from "./notifications.ts";
import { unsigned32 } from "./numbers.ts";
import * as operations from "./operations.ts";
import { CREATE_SESSION, NOTIFICATION, OPERATIONS } from "./operations.ts";
import { hasQualifier, readRequest } from "./requests.ts";
import { readResponse } from "./responses.ts";
import { readMembers, readValue } from "./values.ts";
import { type Fields, newWalk, startWalk, type Walk } from "./walk.ts";

export const ASKS = 0x31;
export const ANSWERS = 0x32;
/** Seen of operator panels with cyclic data. */
const ANSWERS_TOO = 0x02;
export const NOTIFIES = 0x33;
/** Zeros that end every message. */
const FILL = 4;
const DIGEST = 32;
const LEAST_QUALIFIED = 11;
const MOST_SHOWN = 64;
/** Effective protection of a session that may do everything. */
const FULL_ACCESS = 1;

/** What a message was found to be. */
export interface Found {
  operation: Operation;
  direction: Direction;
}

// Reads whole messages, in one PDU or put together from several; what it reads is never kept.
const contentReader = new Reader();
let walk: Walk | undefined;

/**
 * Reads the message `bytes[start..end)` of a protocol version into `found`; `isLocated` says whether the bytes lie in
 * the frame at hand. Makers' knowledge of this protocol is not public: what does not fit is told, not blamed.
 */
export function readContent(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  version: number,
  isLocated: boolean,
  found: Found,
  into: Fields | undefined,
): void {
  contentReader.open(bytes, start, end, true);
  contentReader.fence(end - start);
  walk ??= newWalk(contentReader, talk);
  walk.talk = talk;
  startWalk(walk, into !== undefined);
  const opcode = contentReader.u8();
  if (into !== undefined) into["opcode"] = opcode;
  if (opcode === NOTIFIES) {
    found.operation = NOTIFICATION;
    found.direction = NOTICE;
    readNotification(walk, version, into);
    // No sign of a number at the end of notifications is known.
    finish(walk, 1, into);
  } else if (opcode === ASKS) readAsking(walk, version, isLocated, found, into);
  else if (opcode === ANSWERS || opcode === ANSWERS_TOO) readAnswering(walk, version, isLocated, found, into);
  else {
    found.operation = OPERATIONS.unnamed;
    found.direction = UNDIRECTED;
    talk.fault("unknown opcode", 0);
  }
}

/** Reads the head that requests and responses have behind their opcode; answers the function. */
function readFunction(talk: Talk<Memory>): number {
  contentReader.skip(2);
  const code = contentReader.u16();
  contentReader.skip(2);
  if (contentReader.ok && !OPERATIONS.has(code)) talk.fault("unknown function", 3);
  return code;
}

function readAsking(walk: Walk, version: number, isLocated: boolean, found: Found, into: Fields | undefined): void {
  const { talk } = walk;
  const reader = contentReader;
  const code = readFunction(talk);
  const sequence = reader.u16();
  const session = reader.u32();
  const flags = reader.u8();
  if (into !== undefined) showHead(into, code, sequence, session, flags);
  found.direction = REQUEST;
  found.operation = OPERATIONS.of(code);
  if (!reader.ok) return;
  const request = openRequest(talk.memory, talk.side, sequence, talk.frame, found.operation);
  found.operation = readRequest(walk, code, version, session, request, into);
  request.operation = found.operation;
  if (walk.references !== undefined) {
    if (walk.changed === 0) request.references = walk.references;
    else subscribe(talk.memory, walk.changed, walk.references);
  }
  if (walk.systemVersion !== "") claimSystemVersion(walk, "receiver", isLocated);
  if (found.operation === CREATE_SESSION) claimSession(walk);
  if (reader.ok && hasQualifier(code) && reader.left() >= LEAST_QUALIFIED) {
    const qualifier = reader.u32();
    const members = readMembers(walk);
    if (into !== undefined) into["object_qualifier"] = { id: qualifier, value: members };
  }
  if (code === operations.SET_VARIABLE) reader.skip(1);
  else if (code === operations.GET_VARIABLE_SUB_STREAMED) reader.skip(2);
  else if (code === operations.SET_VARIABLE_SUB_STREAMED) {
    reader.skip(2);
    const stream = readValue(walk, attributeOf(request, 1));
    if (into !== undefined) into["stream"] = stream;
  }
  finish(walk, version, into);
}

function readAnswering(walk: Walk, version: number, isLocated: boolean, found: Found, into: Fields | undefined): void {
  const { talk } = walk;
  const reader = contentReader;
  const code = readFunction(talk);
  const sequence = reader.u16();
  const flags = reader.u8();
  if (into !== undefined) showHead(into, code, sequence, undefined, flags);
  found.direction = RESPONSE;
  found.operation = OPERATIONS.of(code);
  if (!reader.ok) return;
  const request = closeRequest(talk.memory, talk.side, sequence);
  if (request !== undefined) {
    talk.answersFrame(request.frame);
    found.operation = request.operation;
  }
  const isProtected = readResponse(walk, code, version, request, into);
  if (walk.systemVersion !== "") {
    claimSystemVersion(walk, "sender", isLocated);
    // Nothing but an answer that opens a session tells a system version in its first version.
    if (code === operations.CREATE_OBJECT) found.operation = CREATE_SESSION;
  }
  if (code === operations.CREATE_OBJECT && found.operation === CREATE_SESSION) talk.memory.isUnproven = true;
  if (walk.protectionLevel === FULL_ACCESS && talk.memory.isUnproven) {
    talk.memory.isUnproven = false;
    talk.note("receiver", { kind: "session", protocol: "S7comm-plus", anonymous: true });
  }
  finish(walk, isProtected ? version : 1, into);
}

function showHead(into: Fields, code: number, sequence: number, session: number | undefined, flags: number): void {
  into["function_code"] = code;
  into["sequence_number"] = sequence;
  if (session !== undefined) into["session_id"] = session;
  into["transport_flags"] = flags;
}

/** Reads what ends a message: the number of the request, a digest in older versions, and zeros. */
function finish(walk: Walk, version: number, into: Fields | undefined): void {
  const reader = contentReader;
  if (version > 1 && reader.ok && reader.left() > FILL) {
    const number = unsigned32(reader);
    if (into !== undefined) into["integrity_id"] = number;
  }
  if (reader.ok && version < 3 && reader.left() > DIGEST && reader.peek() === DIGEST) {
    reader.skip(1 + DIGEST);
    if (into !== undefined) into["integrity_length"] = DIGEST;
  }
  if (into === undefined) return;
  if (!reader.ok) {
    into["not_understood"] = true;
    return;
  }
  const start = reader.position;
  while (reader.left() > 0 && reader.peek() === 0) reader.skip(1);
  if (reader.left() === 0) return;
  into["undecoded_length"] = reader.left();
  into["undecoded"] = hexOf(reader.bytes, start, Math.min(reader.end, start + MOST_SHOWN));
}

/** Reads a system event: octets received so far, and why something happened, in values or in words. */
export function readSystemEvent(talk: Talk<Memory>, reader: Reader, into: Fields | undefined): void {
  reader.skip(4);
  const confirmed = reader.u32();
  reader.skip(8);
  if (into !== undefined) into["confirmed_octets"] = confirmed;
  const start = reader.position;
  const length = reader.left();
  if (length <= 0) return;
  if (into === undefined) {
    reader.skipRest();
    return;
  }
  if (reader.peek16() === 0 && reader.peek16(2) === 0x17) {
    contentReader.open(reader.bytes, start, reader.end, true);
    contentReader.fence(reader.end - start);
    walk ??= newWalk(contentReader, talk);
    walk.talk = talk;
    startWalk(walk, true);
    walk.plain = true;
    into["event"] = readValue(walk, 0);
    if (!contentReader.ok) into["not_understood"] = true;
  } else into["message"] = reader.text(length);
  reader.skipRest();
}
