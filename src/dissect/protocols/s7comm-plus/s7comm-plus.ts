// S7comm-plus of SIMATIC S7-1200 and S7-1500 controllers, in class 0 transport (RFC 1006). Siemens published no
// standard: layouts follow the traffic, names what engineering tools show.
// Not decoded: compressed texts and code in blobs, types and offsets of declared variables, alarm texts, parameters of
// invoked methods beyond their values; digests are not checked. What follows InitSSL is TLS and handed on.
import { CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { ANSWERS, ASKS, type Found, NOTIFIES, readContent, readSystemEvent } from "./content.ts";
import { type Assembly, addPiece, type Memory, newMemory } from "./memory.ts";
import { unsigned32 } from "./numbers.ts";
import { FRAGMENT, KEEP_ALIVE, OPERATIONS, SET_VARIABLE_SUB_STREAMED, SYSTEM_EVENT, TLS_RECORD } from "./operations.ts";
import type { Fields } from "./walk.ts";

const PROTOCOL = 0x72;
const TLS_FIRST = 0x14;
const TLS_LAST = 0x17;
const EVENT = 0xfe;
const ALIVE = 0xff;
const HEADER = 4;
const TRAILER = 4;
const DIGEST = 32;

// Reused for every message; nothing of it is kept.
const found: Found = { operation: FRAGMENT, direction: UNDIRECTED };

/** S7comm-plus inside COTP, and the TLS that newer firmware wraps around it. */
export const s7commPlus = dissector<Memory>({
  name: "s7comm-plus",
  aliases: ["s7plus"],
  title: "S7comm-plus",
  standard: "Siemens S7comm-plus (no public standard)",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: "cotp", keys: [PROTOCOL, TLS_FIRST, 0x15, 0x16, TLS_LAST] }],
  remember: newMemory,
  probe(reader) {
    if (isTls(reader)) return LIKELY;
    if (reader.peek() !== PROTOCOL || reader.left() < HEADER) return NO;
    const version = reader.peek(1);
    if (version === ALIVE) return reader.left() <= HEADER + TRAILER ? LIKELY : NO;
    if (!isVersion(version)) return NO;
    return HEADER + reader.peek16(2) <= reader.left() ? CERTAIN : NO;
  },
  read(reader, talk) {
    const total = reader.left();
    if (isTls(reader)) {
      reader.fence(total);
      reader.skipRest();
      talk.emit(TLS_RECORD, UNDIRECTED, talk.detailed ? { length: total } : undefined);
      talk.hand("starttls", reader.bytes, reader.start, reader.boundary);
      return DONE;
    }
    if (reader.u8() !== PROTOCOL) return REFUSE;
    reader.fence(total);
    const version = reader.u8();
    if (version === ALIVE) {
      const sequence = reader.u8();
      reader.skip(1);
      reader.skipRest();
      talk.emit(KEEP_ALIVE, UNDIRECTED, talk.detailed ? { version, sequence_number: sequence } : undefined);
      return DONE;
    }
    const length = reader.u16();
    if (!reader.ok || !isVersion(version)) return REFUSE;
    const outer = reader.narrow(length);
    const fields: Fields | undefined = talk.detailed ? { version, length } : undefined;
    found.operation = SYSTEM_EVENT;
    found.direction = UNDIRECTED;
    if (version === EVENT) readSystemEvent(talk, reader, fields);
    else readPdu(reader, talk, version, outer, fields);
    reader.widen(outer);
    if (reader.left() > TRAILER) talk.fault("leftover", reader.position - reader.start);
    reader.skipRest();
    talk.emit(found.operation, found.direction, fields);
    return DONE;
  },
});

/** Whether a TLS record header stands here. */
function isTls(reader: Reader): boolean {
  const type = reader.peek();
  return type >= TLS_FIRST && type <= TLS_LAST && reader.peek(1) === 3 && reader.peek(2) >= 1 && reader.peek(2) <= 4;
}

/** Versions 1 to 3 hold data, 254 a system event. */
function isVersion(version: number): boolean {
  return (version >= 1 && version <= 3) || version === EVENT;
}

function readPdu(reader: Reader, talk: Talk<Memory>, version: number, outer: number, fields: Fields | undefined): void {
  const assembly = talk.memory.assemblies[talk.side];
  // Only the last PDU of a message ends with a trailer, which repeats protocol and version.
  const isLast = outer - reader.end >= TRAILER;
  if (version === 3) {
    const digest = reader.u8();
    reader.skip(digest);
    if (reader.ok && digest !== DIGEST) talk.fault("bad digest length", HEADER);
    if (fields !== undefined) fields["integrity_length"] = digest;
  }
  if (fields !== undefined) fields["last_fragment"] = isLast;
  const start = reader.position;
  const { end } = reader;
  reader.skipRest();
  if (!reader.ok || reader.cut) {
    assembly.isOpen = false;
    found.operation = FRAGMENT;
    return;
  }
  // A message that begins anew tells that the end of the last one was lost.
  if (assembly.isOpen && !assembly.isStream && isStart(reader.bytes, start, end)) assembly.isOpen = false;
  if (assembly.isOpen) {
    readContinued(reader, talk, assembly, start, end, version, isLast, fields);
    return;
  }
  if (isLast) {
    readContent(talk, reader.bytes, start, end, version, true, found, fields);
    return;
  }
  assembly.isOpen = true;
  assembly.isLost = false;
  assembly.length = 0;
  assembly.isStream = isStreamStart(reader.bytes, start, end);
  if (assembly.isStream) {
    // Its first PDU is complete by itself; what follows are pieces of the value, each with its length.
    readContent(talk, reader.bytes, start, end, version, true, found, fields);
    return;
  }
  addPiece(assembly, reader.bytes, start, end);
  found.operation = FRAGMENT;
  found.direction = directionOf(reader.bytes[start] as number, start < end);
}

function readContinued(
  reader: Reader,
  talk: Talk<Memory>,
  assembly: Assembly,
  start: number,
  end: number,
  version: number,
  isLast: boolean,
  fields: Fields | undefined,
): void {
  const { bytes } = reader;
  found.operation = FRAGMENT;
  found.direction = UNDIRECTED;
  if (isLast) assembly.isOpen = false;
  if (assembly.isStream) {
    reader.position = start;
    const octets = unsigned32(reader);
    reader.ok = true;
    reader.position = end;
    found.direction = REQUEST;
    if (fields !== undefined) fields["stream_length"] = octets;
    return;
  }
  if (assembly.length > 0) found.direction = directionOf(assembly.bytes[0] as number, true);
  addPiece(assembly, bytes, start, end);
  if (!isLast) return;
  if (fields !== undefined) fields["reassembled_length"] = assembly.length;
  if (assembly.isLost) talk.fault("message too long", 0);
  else readContent(talk, assembly.bytes, 0, assembly.length, version, false, found, fields);
}

/** Whether a message's head stands here: an opcode, two zeros, a function that has a name, two more zeros. */
function isStart(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < 10) return false;
  const opcode = bytes[at] as number;
  if (opcode !== ASKS && opcode !== ANSWERS) return false;
  const zeros =
    (bytes[at + 1] as number) | (bytes[at + 2] as number) | (bytes[at + 5] as number) | (bytes[at + 6] as number);
  return zeros === 0 && OPERATIONS.has(functionAt(bytes, at));
}

function isStreamStart(bytes: Uint8Array, at: number, end: number): boolean {
  return isStart(bytes, at, end) && bytes[at] === ASKS && functionAt(bytes, at) === SET_VARIABLE_SUB_STREAMED;
}

function functionAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at + 3] as number) << 8) | (bytes[at + 4] as number);
}

function directionOf(opcode: number, isThere: boolean): typeof found.direction {
  if (!isThere) return UNDIRECTED;
  return opcode === ASKS ? REQUEST : opcode === ANSWERS ? RESPONSE : opcode === NOTIFIES ? NOTICE : UNDIRECTED;
}
