// LDAP version 3: RFC 4511 section 4; over UDP as in MS-ADTS section 3.1.1.3.4; wrapped by SASL as in RFC 4422 section 3.7.
// Not decoded: values of entries but the server's own, values of controls and extended operations, what is encrypted.
import { newElement, readElement } from "../../ber.ts";
import { numberIn, type Parts, readPart, textBetween, textIn } from "../../ber-parts.ts";
import { type Answer, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { handKerberos, type Token } from "../../gss.ts";
import { operation, operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { clear, readBindRequest, tokenIn } from "./bind.ts";
import { readAdded, readChanges, readEntry } from "./entry.ts";
import { readFilter } from "./filter.ts";
import { keepRequest, ldapMemory, type Memory, requestFrame } from "./memory.ts";
import * as names from "./names.ts";

const BIND_REQUEST = 0;
const BIND_RESPONSE = 1;
const UNBIND = 2;
const SEARCH_REQUEST = 3;
const SEARCH_ENTRY = 4;
const MODIFY_REQUEST = 6;
const ADD_REQUEST = 8;
const DELETE_REQUEST = 10;
const MODIFY_DN_REQUEST = 12;
const COMPARE_REQUEST = 14;
const ABANDON = 16;
const SEARCH_REFERENCE = 19;
const EXTENDED_REQUEST = 23;
const EXTENDED_RESPONSE = 24;
const INTERMEDIATE_RESPONSE = 25;

const OPERATIONS = operationTable("ldap", [
  [BIND_REQUEST, "bind_request", "authenticate"],
  [BIND_RESPONSE, "bind_response", "authenticate"],
  [UNBIND, "unbind_request", "other"],
  [SEARCH_REQUEST, "search_request", "read"],
  [SEARCH_ENTRY, "search_result_entry", "read"],
  [5, "search_result_done", "read"],
  [MODIFY_REQUEST, "modify_request", "configure"],
  [7, "modify_response", "configure"],
  [ADD_REQUEST, "add_request", "configure"],
  [9, "add_response", "configure"],
  [DELETE_REQUEST, "del_request", "configure"],
  [11, "del_response", "configure"],
  [MODIFY_DN_REQUEST, "modify_dn_request", "configure"],
  [13, "modify_dn_response", "configure"],
  [COMPARE_REQUEST, "compare_request", "read"],
  [15, "compare_response", "read"],
  [ABANDON, "abandon_request", "other"],
  [SEARCH_REFERENCE, "search_result_reference", "read"],
  [EXTENDED_REQUEST, "extended_request", "other"],
  [EXTENDED_RESPONSE, "extended_response", "other"],
  [INTERMEDIATE_RESPONSE, "intermediate_response", "other"],
]);
/** Who sends what: the rest are answers. */
const REQUESTS: ReadonlySet<number> = new Set([
  BIND_REQUEST,
  UNBIND,
  SEARCH_REQUEST,
  MODIFY_REQUEST,
  ADD_REQUEST,
  DELETE_REQUEST,
  MODIFY_DN_REQUEST,
  COMPARE_REQUEST,
  ABANDON,
  EXTENDED_REQUEST,
]);
const START_TLS = operation("ldap", "start_tls", "other");
const WRAPPED = operation("ldap", "protected_message", "other");

const LONGEST = 262_144;
const MOST_CONTROLS = 16;
const MOST_ATTRIBUTES = 64;
const SEALED = 2;

type Shown = Record<string, unknown>;
type Put = (name: string, value: unknown) => void;

const message = newElement();
const op = newElement();
const part = newElement();
const item = newElement();

/** Directories: who is who, who may what, and where the servers are. */
export const ldap = dissector<Memory>({
  name: "ldap",
  aliases: ["cldap"],
  title: "LDAP",
  standard: "RFC 4511",
  world: "it",
  longest: LONGEST + 8,
  carriage: [
    { over: "tcp", ports: [389, 3268] },
    { over: "udp", ports: [389] },
  ],
  remember: ldapMemory,
  probe(reader, talk) {
    if (talk.stream && reader.peek() === 0) return looksWrapped(reader) ? POSSIBLE : NO;
    return likenessOf(reader);
  },
  read(reader, talk) {
    const first = reader.peek();
    if (talk.memory.isTls && first >= 20 && first <= 23) return readRecord(reader, talk);
    if (talk.stream && first === 0) return readWrapped(reader, talk);
    if (first !== 0x30) return REFUSE;
    const start = reader.position;
    const length = wholeLength(reader);
    if (length === 0) return MORE;
    if (length < 0 || length > LONGEST) return REFUSE;
    if (!reader.fence(length)) return MORE;
    if (likenessOf(reader) === NO) return REFUSE;
    const { end } = reader;
    readMessage(talk, reader.bytes, start, end, reader.cut);
    reader.skipRest();
    return DONE;
  },
});

/** Octets of the message as its head tells them; 0 when the head is not there yet, -1 when it is none. */
function wholeLength(reader: Reader): number {
  const first = reader.peek(1);
  if (first < 0) return 0;
  if (first < 0x80) return 2 + first;
  if (first === 0x80 || first > 0x84) return -1;
  let length = 0;
  for (let at = 0; at < first - 0x80; at++) {
    const octet = reader.peek(2 + at);
    if (octet < 0) return 0;
    length = length * 256 + octet;
  }
  return 2 + (first - 0x80) + length;
}

/** SEQUENCE, INTEGER and an application tag that the standard has, of a length that fits. */
function likenessOf(reader: Reader): 0 | 1 | 2 {
  if (reader.peek() !== 0x30) return NO as 0;
  const length = wholeLength(reader);
  if (length < 0 || (length > 0 && (length < 7 || length > LONGEST))) return NO as 0;
  const first = reader.peek(1);
  if (length === 0) return POSSIBLE as 1;
  const at = first < 0x80 ? 2 : 2 + (first - 0x80);
  const tag = reader.peek(at);
  const size = reader.peek(at + 1);
  if (tag >= 0 && tag !== 0x02) return NO as 0;
  if (size < 0) return POSSIBLE as 1;
  if (size < 1 || size > 4) return NO as 0;
  const next = reader.peek(at + 2 + size);
  if (next < 0) return POSSIBLE as 1;
  const isPrimitive = next === 0x42 || next === 0x4a || next === 0x50;
  if (!isPrimitive && (next < 0x60 || next > 0x7f || !OPERATIONS.has(next & 0x1f))) return NO as 0;
  return LIKELY as 2;
}

/** A length and what wraps a message: tokens of Kerberos (RFC 4121, RFC 4757) or NTLM (MS-NLMP section 2.2.2.9). */
function looksWrapped(reader: Reader): boolean {
  if (reader.peek(1) > LONGEST >>> 16) return false;
  const first = reader.peek(4);
  if (first < 0) return true;
  const second = reader.peek(5);
  if (first === 5) return second === 4 || second < 0;
  if (first === 1) return second <= 0;
  return first === 0x60;
}

function readRecord(reader: Reader, talk: Talk<Memory>): Answer {
  reader.skip(3);
  const length = reader.u16();
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  if (!reader.fence(5 + length)) return MORE;
  reader.skipRest();
  return talk.hand("starttls", reader.bytes, reader.start, reader.boundary) ? DONE : REFUSE;
}

/** A SASL buffer: a length and a token. Where it is signed and not sealed the message stands in it. */
function readWrapped(reader: Reader, talk: Talk<Memory>): Answer {
  if (!looksWrapped(reader)) return REFUSE;
  const length = reader.u32();
  if (!reader.ok) return MORE;
  if (length < 16 || length > LONGEST) return REFUSE;
  if (!reader.fence(4 + length)) return MORE;
  const { bytes, position, end } = reader;
  const kind = reader.u16();
  const flags = reader.u8();
  reader.skip(1);
  const extra = reader.u16();
  const rotation = reader.u16();
  const isSigned = reader.ok && !reader.cut && kind === 0x0504 && (flags & SEALED) === 0;
  // The checksum stands behind the message, or before it where it was rotated there (RFC 4121 section 4.2.5).
  const isReadable = isSigned && (rotation === 0 || rotation === extra) && 16 + extra < length;
  if (reader.ok) reader.skipRest();
  talk.emit(WRAPPED, UNDIRECTED, talk.detailed ? { length, signed_only: isSigned } : undefined);
  if (!isReadable) return DONE;
  const last = rotation === 0 ? end - extra : end;
  for (let at = position + 16 + (rotation === 0 ? 0 : extra); at < last; ) {
    if (bytes[at] !== 0x30 || !readElement(bytes, at, last, message)) return DONE;
    const next = message.next;
    readMessage(talk, bytes, at, next, false);
    at = next;
  }
  return DONE;
}

/** One LDAPMessage in `bytes[at..limit)`. */
function readMessage(talk: Talk<Memory>, bytes: Uint8Array, at: number, limit: number, isCut: boolean): void {
  const parts: Parts = { bytes, broken: false };
  const fields: Shown | undefined = talk.detailed ? {} : undefined;
  const put: Put = (name, value) => {
    if (fields !== undefined) fields[name] = value;
  };
  let id = Number.NaN;
  let type = -1;
  let token: Token | undefined;
  if (readPart(parts, at, limit, message)) {
    const { content, end } = message;
    if (readPart(parts, content, end, part) && part.tag === 2) {
      id = numberIn(parts, part);
      put("message_id", id);
      if (readPart(parts, part.next, end, op) && op.tagClass === 1) {
        type = op.tag;
        const { next } = op;
        token = readOperation(talk, parts, type, id, put);
        if (next < end) readControls(parts, next, end, put);
      }
    }
  }
  // What the capture cut is no fault of its sender.
  if ((parts.broken || type < 0) && !isCut) talk.fault("bad encoding", 0);
  pair(talk, type, id);
  const isStartTls = talk.memory.startTls === id && (type === EXTENDED_REQUEST || type === EXTENDED_RESPONSE);
  if (isStartTls && type === EXTENDED_RESPONSE) talk.memory.startTls = -1;
  talk.emit(isStartTls ? START_TLS : OPERATIONS.of(Math.max(type, 0)), directionOf(type, id), fields);
  handKerberos(talk as Talk, bytes, token, limit);
}

function directionOf(type: number, id: number): Direction {
  if (type < 0) return UNDIRECTED;
  // Number 0 is for what a server says unasked (section 4.1.1.1).
  if (type === EXTENDED_RESPONSE && id === 0) return NOTICE;
  return REQUESTS.has(type) ? REQUEST : RESPONSE;
}

function pair(talk: Talk<Memory>, type: number, id: number): void {
  if (type < 0 || Number.isNaN(id)) return;
  if (REQUESTS.has(type)) {
    if (type !== UNBIND && type !== ABANDON) keepRequest(talk.memory, id, talk.frame);
    return;
  }
  const frame = requestFrame(talk.memory, id);
  if (frame > 0) talk.answersFrame(frame);
}

function readOperation(talk: Talk<Memory>, parts: Parts, type: number, id: number, put: Put): Token | undefined {
  switch (type) {
    case BIND_REQUEST:
      return readBindRequest(talk, parts, op, put);
    case SEARCH_REQUEST:
      readSearch(talk, parts, put);
      return undefined;
    case SEARCH_ENTRY:
      readEntry(talk, parts, op, put);
      return undefined;
    case SEARCH_REFERENCE: {
      const uris: string[] = [];
      for (let at = op.content; readPart(parts, at, op.end, part) && uris.length < MOST_CONTROLS; at = part.next) {
        uris.push(textIn(parts, part));
      }
      put("uris", uris);
      return undefined;
    }
    case MODIFY_REQUEST:
    case ADD_REQUEST:
    case MODIFY_DN_REQUEST:
    case COMPARE_REQUEST:
      readNamed(talk, parts, type, put);
      return undefined;
    case DELETE_REQUEST: {
      const name = textBetween(parts.bytes, op.content, op.end);
      put("entry", name);
      talk.object(name);
      return undefined;
    }
    case ABANDON:
      put("abandoned_id", numberIn(parts, op));
      return undefined;
    case UNBIND:
      return undefined;
    case EXTENDED_REQUEST:
      readExtended(talk, parts, id, put);
      return undefined;
    case INTERMEDIATE_RESPONSE:
      for (let at = op.content; readPart(parts, at, op.end, part); at = part.next) {
        if (part.tag === 0) put("response_name", textIn(parts, part));
      }
      return undefined;
    default:
      return OPERATIONS.has(type) ? readResult(talk, parts, type, id, put) : undefined;
  }
}

function readSearch(talk: Talk<Memory>, parts: Parts, put: Put): void {
  const { end } = op;
  if (!readPart(parts, op.content, end, part)) return;
  const base = textIn(parts, part);
  put("base_object", base);
  if (base !== "") talk.object(base);
  const numbers: number[] = [];
  for (let index = 0; index < 5; index++) {
    if (!readPart(parts, part.next, end, part)) return;
    numbers.push(numberIn(parts, part));
  }
  const [scope = 0, aliases = 0, size = 0, time = 0, typesOnly = 0] = numbers;
  const filterAt = part.next;
  if (!readPart(parts, filterAt, end, part)) return;
  const next = part.next;
  // On UDP the question for a domain controller names the one who asks.
  const wanted: string[] = [];
  if (readPart(parts, next, end, part)) {
    const last = part.end;
    for (let at = part.content; readPart(parts, at, last, item) && wanted.length < MOST_ATTRIBUTES; at = item.next) {
      wanted.push(textIn(parts, item));
    }
  }
  const asksController = wanted.length === 1 && /^netlogon$/i.test(wanted[0] as string);
  if (!talk.detailed && !asksController) return;
  const filter = readFilter(parts, filterAt, end);
  if (asksController) {
    const method = "question for a domain controller";
    talk.claim("sender", "name", filter.equal["host"] ?? "", 0.85, method);
    talk.claim("sender", "domainName", (filter.equal["dnsdomain"] ?? "").replace(/\.$/, "").toLowerCase(), 0.6, method);
  }
  put("scope", scope);
  put("scope_name", names.SCOPES[scope] ?? "");
  put("deref_aliases", names.ALIASES[aliases] ?? String(aliases));
  put("size_limit", size);
  put("time_limit", time);
  put("types_only", typesOnly !== 0);
  put("filter", filter.text);
  put("attributes", wanted);
}

function readNamed(talk: Talk<Memory>, parts: Parts, type: number, put: Put): void {
  const { end } = op;
  if (!readPart(parts, op.content, end, part)) return;
  const name = textIn(parts, part);
  put("entry", name);
  talk.object(name);
  const next = part.next;
  if (type === MODIFY_REQUEST) readChanges(talk, parts, next, end, name, put);
  else if (type === ADD_REQUEST) readAdded(talk, parts, next, end, name, put);
  else if (type === MODIFY_DN_REQUEST) {
    if (!readPart(parts, next, end, part)) return;
    put("new_rdn", textIn(parts, part));
    if (!readPart(parts, part.next, end, part)) return;
    put("delete_old_rdn", numberIn(parts, part) !== 0);
    if (readPart(parts, part.next, end, part)) put("new_superior", textIn(parts, part));
  } else if (readPart(parts, next, end, part) && readPart(parts, part.content, part.end, part)) {
    put("attribute", textIn(parts, part));
  }
}

function readExtended(talk: Talk<Memory>, parts: Parts, id: number, put: Put): void {
  if (!readPart(parts, op.content, op.end, part)) return;
  const name = textIn(parts, part);
  put("request_name", name);
  put("request_name_text", names.IDENTIFIERS[name] ?? "");
  if (name === names.START_TLS) talk.memory.startTls = id;
  else if (names.IDENTIFIERS[name] === "modify_password") talk.note("sender", clear("LDAP password change", ""));
}

/** LDAPResult and what binds and extended operations add to it. */
function readResult(talk: Talk<Memory>, parts: Parts, type: number, id: number, put: Put): Token | undefined {
  const { end } = op;
  const { memory } = talk;
  if (!readPart(parts, op.content, end, part)) return undefined;
  const code = numberIn(parts, part);
  put("result_code", code);
  put("result_code_name", names.resultName(code));
  if (!names.RESULTS_OF_SUCCESS.has(code)) talk.refused(names.resultName(code));
  if (!readPart(parts, part.next, end, part)) return undefined;
  // The old login of Windows sends its challenge in place of a name (MS-ADTS section 5.1.1.1.3).
  const challenge = type === BIND_RESPONSE ? tokenIn(talk, parts, part.content, part.end, put) : undefined;
  if (challenge?.ntlm === undefined) put("matched_dn", textIn(parts, part));
  if (!readPart(parts, part.next, end, part)) return undefined;
  let token: Token | undefined;
  put("diagnostic_message", textIn(parts, part));
  for (let at = part.next; readPart(parts, at, end, part); at = part.next) {
    if (part.tag === 7 && type === BIND_RESPONSE) token = tokenIn(talk, parts, part.content, part.end, put);
    else if (part.tag === 10 && type === EXTENDED_RESPONSE) put("response_name", textIn(parts, part));
    else if (part.tag === 3) put("has_referral", true);
  }
  if (type === EXTENDED_RESPONSE && code === 0 && memory.startTls === id) memory.isTls = true;
  return token;
}

function readControls(parts: Parts, at: number, end: number, put: Put): void {
  if (!readPart(parts, at, end, part) || part.tagClass !== 2 || part.tag !== 0) return;
  const controls: object[] = [];
  const last = part.end;
  for (
    let next = part.content;
    readPart(parts, next, last, part) && controls.length < MOST_CONTROLS;
    next = part.next
  ) {
    if (!readPart(parts, part.content, part.end, item)) continue;
    const type = textIn(parts, item);
    controls.push({ control_type: type, control_name: names.IDENTIFIERS[type] ?? "" });
  }
  put("controls", controls);
}
