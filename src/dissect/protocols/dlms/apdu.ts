// APDUs of DLMS/COSEM: IEC 62056-5-3 section 9 (A-XDR), the association in BER by section 9.4.
import { CONTEXT, integerOf, newElement, objectIdentifierOf, readElement } from "../../ber.ts";
import type { Operation } from "../../operation.ts";
import { pointSpace } from "../../points.ts";
import { hexOf, latinOf, type Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { last, readData, readLength } from "./data.ts";
import {
  APDUS,
  actionOperation,
  className,
  IDENTITY,
  isRegister,
  obisText,
  resultName,
  setOperation,
} from "./objects.ts";

const REGISTER = pointSpace("dlms", "register", "value");
const RING = 16;
const NORMAL = 1;
const WITH_LIST = 3;
const MOST_LISTED = 64;

/** What a request named. */
interface Named {
  classId: number;
  obis: string;
  attribute: number;
}

interface Request extends Named {
  invokeId: number;
  tag: number;
  frame: number;
  operation: Operation;
}

/** What one association remembers. */
export interface Memory {
  requests: (Request | undefined)[];
  next: number;
  associateFrame: number;
  /** Mechanism that the client proposed; 0 for none. */
  mechanism: number;
}

/** An empty memory. */
export function newMemory(): Memory {
  return { requests: new Array<Request | undefined>(RING).fill(undefined), next: 0, associateFrame: 0, mechanism: 0 };
}

export type Fields = Record<string, unknown> | undefined;

const AARQ = 0x60;
const AARE = 0x61;
const GET_REQUEST = 0xc0;
const SET_REQUEST = 0xc1;
const EVENT_NOTIFICATION = 0xc2;
const ACTION_REQUEST = 0xc3;
const GET_RESPONSE = 0xc4;
const SET_RESPONSE = 0xc5;
const ACTION_RESPONSE = 0xc7;
const EXCEPTION = 0xd8;
const REQUESTS = new Set([
  0x01,
  0x05,
  0x06,
  0x16,
  0x21,
  0x25,
  0x26,
  AARQ,
  0x62,
  GET_REQUEST,
  SET_REQUEST,
  ACTION_REQUEST,
]);
const CIPHERED_REQUESTS = new Set([0xc8, 0xc9, 0xcb, 0xd0, 0xd1, 0xd3, 0xd9]);
const NOTICES = new Set([0x0f, 0x18, EVENT_NOTIFICATION, 0xca, 0xdb, 0xdc, 0xdd, 0xdf, 0xe0]);

/** Which way an APDU goes by its tag. */
function directionOf(tag: number): Direction {
  if (NOTICES.has(tag)) return NOTICE;
  return REQUESTS.has(tag) || CIPHERED_REQUESTS.has(tag) ? REQUEST : RESPONSE;
}

/** Reads the APDU at the reader's position and emits it; `fields` are those of the layer below. */
export function readApdu(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  const tag = reader.u8();
  const direction = directionOf(tag);
  let operation = APDUS.of(tag);
  if (fields !== undefined) fields["apdu"] = tag;
  if (!APDUS.has(tag)) talk.fault("unknown APDU");
  else if (tag === AARQ || tag === AARE) readAssociation(reader, talk, tag, fields);
  else if (tag >= GET_REQUEST && tag <= ACTION_RESPONSE) operation = readService(reader, talk, tag, operation, fields);
  else if (tag === EXCEPTION) {
    const state = reader.u8();
    const service = reader.u8();
    talk.refused(service === 2 ? "service_not_supported" : `exception_${state}_${service}`);
  }
  reader.skipRest();
  talk.emit(operation, direction, fields);
}

const element = newElement();
const inner = newElement();
/** { joint-iso-itu-t country(16) ch(756) dlms-ua(5) } with application context (8.1) and mechanism (8.2). */
const MECHANISMS = [
  "none",
  "low_level_password",
  "high_level",
  "high_level_md5",
  "high_level_sha1",
  "high_level_gmac",
  "high_level_sha256",
  "high_level_ecdsa",
];
const LOW_LEVEL = 1;

function readAssociation(reader: Reader, talk: Talk<Memory>, tag: number, fields: Fields): void {
  const { bytes, end } = reader;
  const { memory } = talk;
  const isRequest = tag === AARQ;
  if (!readElement(bytes, reader.position - 1, end, element)) {
    talk.fault("malformed BER");
    return;
  }
  let mechanism = 0;
  let hasValue = false;
  let result = 0;
  const stop = element.end;
  for (let at = element.content; at < stop; at = element.next) {
    if (!readElement(bytes, at, stop, element)) break;
    if (element.tagClass !== CONTEXT) continue;
    const { content, end: till } = element;
    const hasInner = element.constructed && readElement(bytes, content, till, inner);
    if (element.tag === 1 && hasInner && fields !== undefined)
      fields["application_context_name"] = objectIdentifierOf(bytes, inner.content, inner.end);
    else if (element.tag === (isRequest ? 11 : 9)) mechanism = bytes[till - 1] as number;
    else if (element.tag === (isRequest ? 12 : 10)) hasValue = true;
    else if (!isRequest && element.tag === 2 && hasInner) result = integerOf(bytes, inner.content, inner.end);
    else if (element.tag === (isRequest ? 6 : 4) && hasInner) claimTitle(talk, bytes, inner.content, inner.end, fields);
  }
  if (fields !== undefined && mechanism > 0) fields["mechanism"] = MECHANISMS[mechanism] ?? `mechanism_${mechanism}`;
  if (isRequest) {
    memory.associateFrame = talk.frame;
    memory.mechanism = mechanism;
    if (mechanism === LOW_LEVEL && hasValue)
      talk.note("receiver", { kind: "credential", method: "DLMS low level password", exposure: "clear" });
    return;
  }
  talk.answersFrame(memory.associateFrame);
  if (result !== 0) talk.refused(result === 1 ? "rejected_permanent" : "rejected_transient");
  else talk.note("sender", { kind: "session", protocol: "DLMS", anonymous: memory.mechanism === 0 });
}

/** A system title begins with the three letters of the maker by the FLAG association (IEC 62056-5-3 section 4.3.4). */
function claimTitle(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, fields: Fields): void {
  if (fields !== undefined) fields["system_title"] = hexOf(bytes, start, Math.min(end, start + 16));
}

function readService(reader: Reader, talk: Talk<Memory>, tag: number, usual: Operation, fields: Fields): Operation {
  const kind = reader.u8();
  if (tag === EVENT_NOTIFICATION) {
    // The octet read says whether a time follows.
    if (kind !== 0) reader.skip(readLength(reader));
    const named = readNamed(reader, talk, fields);
    tellValue(reader, talk, named, fields);
    return usual;
  }
  const invokeId = reader.u8() & 15;
  if (fields !== undefined) {
    fields["type"] = kind;
    fields["invoke_id"] = invokeId;
  }
  if (tag <= ACTION_REQUEST) return readRequest(reader, talk, tag, kind, invokeId, usual, fields);
  return readResponse(reader, talk, tag, kind, invokeId, usual, fields);
}

function readRequest(
  reader: Reader,
  talk: Talk<Memory>,
  tag: number,
  kind: number,
  invokeId: number,
  usual: Operation,
  fields: Fields,
): Operation {
  const { memory } = talk;
  let named: Named = { classId: 0, obis: "", attribute: 0 };
  let operation = usual;
  if (kind === NORMAL) {
    named = readNamed(reader, talk, fields);
    if (tag === SET_REQUEST) {
      operation = setOperation(named.classId);
      if (reader.u8() !== 0) skipSelection(reader);
      tellValue(reader, talk, named, fields);
    } else if (tag === ACTION_REQUEST) operation = actionOperation(named.classId, named.attribute);
  } else if (kind === WITH_LIST) {
    const count = readLength(reader);
    for (let index = 0; index < count && index < MOST_LISTED && reader.left() > 0; index++) {
      named = readNamed(reader, talk, undefined);
      if (tag !== ACTION_REQUEST && reader.u8() !== 0) skipSelection(reader);
    }
    if (fields !== undefined) fields["count"] = count;
    named = { classId: 0, obis: "", attribute: 0 };
  } else if (tag === GET_REQUEST && fields !== undefined) fields["block_number"] = reader.u32();
  // A request for the next block belongs to the one that named the object.
  if (kind === NORMAL || kind === WITH_LIST) {
    memory.requests[memory.next] = { ...named, invokeId, tag, frame: talk.frame, operation };
    memory.next = (memory.next + 1) % RING;
  } else {
    const known = findRequest(memory, invokeId, tag);
    if (known !== undefined) {
      known.frame = talk.frame;
      operation = known.operation;
    }
  }
  return operation;
}

function findRequest(memory: Memory, invokeId: number, tag: number): Request | undefined {
  for (let step = 1; step <= RING; step++) {
    const request = memory.requests[(memory.next + RING - step) % RING];
    if (request !== undefined && request.invokeId === invokeId && request.tag === tag) return request;
  }
  return undefined;
}

/** Descriptor of an attribute or a method: class, OBIS code, number. */
function readNamed(reader: Reader, talk: Talk<Memory>, fields: Fields): Named {
  const classId = reader.u16();
  const at = reader.position;
  reader.skip(6);
  const attribute = reader.i8();
  if (!reader.ok) return { classId: 0, obis: "", attribute: 0 };
  const obis = obisText(reader.bytes, at);
  talk.object(`${className(classId)} ${obis}`);
  if (fields !== undefined) {
    fields["class"] = className(classId);
    fields["class_id"] = classId;
    fields["obis"] = obis;
    fields["attribute"] = attribute;
  }
  return { classId, obis, attribute };
}

/** Selective access: a selector and its parameters. */
function skipSelection(reader: Reader): void {
  reader.skip(1);
  readData(reader);
}

function tellValue(reader: Reader, talk: Talk<Memory>, { classId, obis, attribute }: Named, fields: Fields): void {
  if (reader.left() === 0) return;
  const value = readData(reader);
  if (fields !== undefined) fields["value"] = value;
  if (isRegister(classId) && attribute === 2 && !Number.isNaN(last.number))
    talk.sample(REGISTER, -1, obis, -1, last.number);
}

function readResponse(
  reader: Reader,
  talk: Talk<Memory>,
  tag: number,
  kind: number,
  invokeId: number,
  usual: Operation,
  fields: Fields,
): Operation {
  // Responses are four above their requests, but for SET and ACTION that leave out the event's number.
  const asked = tag === GET_RESPONSE ? GET_REQUEST : tag === SET_RESPONSE ? SET_REQUEST : ACTION_REQUEST;
  const request = findRequest(talk.memory, invokeId, asked);
  if (request !== undefined) talk.answersFrame(request.frame);
  if (tag === GET_RESPONSE && kind === 2) {
    const isLast = reader.u8() !== 0;
    const block = reader.u32();
    if (fields !== undefined) Object.assign(fields, { last_block: isLast, block_number: block });
    if (reader.u8() !== 0) refuse(talk, reader.u8());
    return request?.operation ?? usual;
  }
  if (kind !== NORMAL) return request?.operation ?? usual;
  if (tag !== GET_RESPONSE) {
    refuse(talk, reader.u8());
    return request?.operation ?? usual;
  }
  if (reader.u8() !== 0) {
    refuse(talk, reader.u8());
    return usual;
  }
  const named = request ?? { classId: 0, obis: "", attribute: 0 };
  if (fields !== undefined && request !== undefined)
    Object.assign(fields, { obis: request.obis, attribute: request.attribute });
  tellValue(reader, talk, named, fields);
  const meaning = named.attribute === 2 ? IDENTITY[named.obis] : undefined;
  if (meaning !== undefined && last.isText) {
    const { bytes } = reader;
    const text = latinOf(bytes, last.start, Math.min(last.end, last.start + 64)).trim();
    if (/^[\x20-\x7e]+$/.test(text))
      talk.claim("sender", meaning, text, 0.85, `COSEM object ${named.obis}`, last.start, last.end);
  }
  return request?.operation ?? usual;
}

function refuse(talk: Talk<Memory>, code: number): void {
  const reason = resultName(code);
  if (reason !== "") talk.refused(reason);
}
