// SNMP: RFC 1157 (version 1), RFC 1901 and 3416 (2c), RFC 3412 and 3414 (3, user-based security).
// Not decoded: encrypted PDUs, SNMPv2u and v2p, SNMP over TLS or DTLS; object identifiers stay numbers.
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { utf8Of } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { Cursor } from "./cursor.ts";
import { enterElement, expectElement, openCursor } from "./cursor.ts";
import { claimEngineId, engineIdOf } from "./engine-id.ts";
import type { Memory } from "./memory.ts";
import { keepRequest, markOf, markOfText, requestFrame, snmpMemory } from "./memory.ts";
import { directionOf, ENCRYPTED, GET_RESPONSE, OPERATIONS, readInteger, readPdu } from "./pdu.ts";

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const VERSION_1 = 0;
const VERSION_2C = 1;
const VERSION_3 = 3;
const USER_BASED = 3;
const IS_AUTHENTICATED = 1;
const IS_ENCRYPTED = 2;
const IS_REPORTABLE = 4;
const AGENT_PORT = 161;
/** Communities that makers ship. */
const WELL_KNOWN = new Set([
  "public",
  "private",
  "community",
  "snmp",
  "ILMI",
  "admin",
  "manager",
  "monitor",
  "write",
  "read",
  "cisco",
  "security",
  "internal",
  "cable-docsis",
]);

type Shown = Record<string, unknown>;

/** Management of devices: who they are, what they count, and traps. */
export const snmp = dissector<Memory>({
  name: "snmp",
  title: "SNMP",
  standard: "RFC 3411 to 3418",
  world: "it",
  carriage: [{ over: "udp", ports: [161, 162, 10161, 10162] }],
  remember: snmpMemory,
  probe(reader) {
    const at = headLength(reader);
    if (at < 0 || reader.peek(at) !== INTEGER || reader.peek(at + 1) !== 1) return NO;
    const version = reader.peek(at + 2);
    const tag = reader.peek(at + 3);
    const length = reader.peek(at + 4);
    if (version === VERSION_3) {
      if (tag !== SEQUENCE) return NO;
      return reader.peek(at + 5) === INTEGER && lengthTold(reader) === reader.left() ? LIKELY : POSSIBLE;
    }
    if ((version !== VERSION_1 && version !== VERSION_2C) || tag !== OCTET_STRING) return NO;
    const pdu = reader.peek(at + 5 + length);
    if (length > 127 || pdu < 0 || lengthTold(reader) !== reader.left()) return POSSIBLE;
    return pdu >= 0xa0 && pdu <= 0xa8 ? LIKELY : NO;
  },
  read(reader, talk) {
    if (headLength(reader) < 0) return REFUSE;
    const { cursor } = talk.memory;
    const start = reader.position;
    openCursor(cursor, reader.bytes, start, reader.end);
    if (!enterElement(cursor, SEQUENCE)) return REFUSE;
    const { end, next } = cursor.element;
    if (!reader.fence(Math.max(next, end) - start)) return MORE;
    const version = readInteger(cursor);
    if (version !== VERSION_1 && version !== VERSION_2C && version !== VERSION_3) return REFUSE;
    tellVersion(talk, version);
    const fields: Shown | undefined = talk.detailed ? { version, version_name: versionName(version) } : undefined;
    const type = version === VERSION_3 ? readVersion3(talk, cursor, fields) : readCommunity(talk, cursor, fields);
    // Cut datagrams are told by the engine; the rest is wrong encoding.
    if ((!cursor.ok || type < 0) && !reader.cut) talk.fault("bad encoding", Math.max(0, cursor.at - start));
    reader.skipRest();
    talk.emit(type < 0 ? OPERATIONS.unnamed : OPERATIONS.of(type), directionOfMessage(talk, type), fields);
    return DONE;
  },
});

/** Octets of the outer tag and length; -1 when there is none that fits a datagram. */
function headLength(reader: Reader): number {
  if (reader.peek() !== SEQUENCE) return -1;
  const first = reader.peek(1);
  if (first < 0x80) return first < 0 ? -1 : 2;
  return first <= 0x84 ? 2 + (first - 0x80) : -1;
}

/** Octets of the whole message as its head tells them; -1 for an indefinite length. */
function lengthTold(reader: Reader): number {
  const first = reader.peek(1);
  if (first < 0x80) return 2 + first;
  if (first === 0x80) return -1;
  let length = 0;
  for (let at = 0; at < first - 0x80; at++) length = length * 256 + reader.peek(2 + at);
  return 2 + (first - 0x80) + length;
}

function versionName(version: number): string {
  return version === VERSION_1 ? "1" : version === VERSION_2C ? "2c" : "3";
}

function directionOfMessage(talk: Talk<Memory>, type: number): Direction {
  if (type >= 0 && type !== ENCRYPTED) return directionOf(type);
  if (type === ENCRYPTED && talk.memory.isReportable) return REQUEST;
  return type === ENCRYPTED && talk.sourcePort === AGENT_PORT ? RESPONSE : UNDIRECTED;
}

function tellVersion(talk: Talk<Memory>, version: number): void {
  const { versions } = talk.memory;
  if (versions[talk.side] === version) return;
  versions[talk.side] = version;
  talk.note("sender", {
    kind: "version",
    protocol: "SNMP",
    version: versionName(version),
    obsolete: version !== VERSION_3,
  });
}

/** Versions 1 and 2c: community and PDU. Answers the PDU's type, or -1. */
function readCommunity(talk: Talk<Memory>, cursor: Cursor, fields: Shown | undefined): number {
  if (!expectElement(cursor, OCTET_STRING)) return -1;
  const { content, end } = cursor.element;
  const { credentials } = talk.memory;
  const mark = markOf(cursor.bytes, content, end);
  if (credentials[talk.side] !== mark) {
    credentials[talk.side] = mark;
    const community = utf8Of(cursor.bytes, content, Math.min(end, content + 64));
    if (WELL_KNOWN.has(community)) {
      talk.note("sender", {
        kind: "credential",
        method: "SNMP community",
        exposure: "clear",
        wellKnown: community,
      });
    } else if (community !== "")
      talk.note("sender", { kind: "credential", method: "SNMP community", exposure: "clear" });
  }
  return readPdu(talk, cursor, Number.NaN, fields);
}

/** Version 3 (RFC 3412 section 6): header, security parameters, and the scoped PDU unless it is encrypted. */
function readVersion3(talk: Talk<Memory>, cursor: Cursor, fields: Shown | undefined): number {
  const { bytes, element } = cursor;
  const whole = cursor.limit;
  talk.memory.user = "";
  if (!enterElement(cursor, SEQUENCE)) return -1;
  const afterHeader = element.next;
  const id = readInteger(cursor);
  const maximumSize = readInteger(cursor);
  const flags =
    expectElement(cursor, OCTET_STRING) && element.end > element.content ? (bytes[element.content] as number) : 0;
  const model = readInteger(cursor);
  talk.memory.isReportable = (flags & IS_REPORTABLE) !== 0;
  if (fields !== undefined) {
    fields["msg_id"] = id;
    fields["msg_max_size"] = maximumSize;
    fields["msg_flags"] = {
      authenticated: (flags & IS_AUTHENTICATED) !== 0,
      encrypted: (flags & IS_ENCRYPTED) !== 0,
      reportable: (flags & IS_REPORTABLE) !== 0,
    };
    fields["msg_security_model"] = model;
  }
  if (!cursor.ok) return -1;
  cursor.at = afterHeader;
  cursor.limit = whole;
  if (!enterElement(cursor, OCTET_STRING)) return -1;
  const afterSecurity = element.next;
  if (model === USER_BASED) readUserSecurity(talk, cursor, flags, fields);
  if (!cursor.ok) return -1;
  cursor.at = afterSecurity;
  cursor.limit = whole;
  if ((flags & IS_ENCRYPTED) !== 0) {
    if (!expectElement(cursor, OCTET_STRING)) return -1;
    if (fields !== undefined) fields["encrypted_length"] = element.end - element.content;
    pairEncrypted(talk, id);
    return ENCRYPTED;
  }
  if (!enterElement(cursor, SEQUENCE)) return -1;
  if (!expectElement(cursor, OCTET_STRING)) return -1;
  if (fields !== undefined) fields["context_engine_id"] = engineIdOf(bytes, element.content, element.end);
  if (!expectElement(cursor, OCTET_STRING)) return -1;
  if (fields !== undefined)
    fields["context_name"] = utf8Of(bytes, element.content, Math.min(element.end, element.content + 255));
  const type = readPdu(talk, cursor, id, fields);
  if (type === GET_RESPONSE) tellSession(talk);
  return type;
}

/** An answer to a user who proved nothing; asking for the engine id, and reports, are no such answers. */
function tellSession(talk: Talk<Memory>): void {
  const { memory, side } = talk;
  if (memory.user === "") return;
  const mark = markOfText(memory.user);
  if (memory.credentials[side] === mark) return;
  memory.credentials[side] = mark;
  talk.note("receiver", { kind: "session", protocol: "SNMP", anonymous: true, name: memory.user });
}

/** An encrypted request wants reports, an encrypted answer does not (RFC 3412 section 6.4). */
function pairEncrypted(talk: Talk<Memory>, id: number): void {
  const { memory } = talk;
  if (memory.isReportable) {
    keepRequest(memory, talk.side, id, talk.frame);
    return;
  }
  const frame = requestFrame(memory, 1 - talk.side, id);
  if (frame > 0) talk.answersFrame(frame);
}

/** User-based security (RFC 3414 section 2.4). Keyed digests and salts are left out. */
function readUserSecurity(talk: Talk<Memory>, cursor: Cursor, flags: number, fields: Shown | undefined): void {
  const { bytes, element } = cursor;
  if (!enterElement(cursor, SEQUENCE) || !expectElement(cursor, OCTET_STRING)) return;
  const engineStart = element.content;
  const engineEnd = element.end;
  const boots = readInteger(cursor);
  const time = readInteger(cursor);
  if (!expectElement(cursor, OCTET_STRING)) return;
  const user = utf8Of(bytes, element.content, Math.min(element.end, element.content + 32));
  const userMark = markOf(bytes, element.content, element.end);
  const { memory, side } = talk;
  const engineMark = markOf(bytes, engineStart, engineEnd);
  if (memory.engines[side] !== engineMark) {
    memory.engines[side] = engineMark;
    // The engine that answers is the one in charge: who wants reports is not it (RFC 3412 section 7.1).
    claimEngineId(talk, memory.isReportable ? "receiver" : "sender", bytes, engineStart, engineEnd);
  }
  // Without authentication only the answer proves that the user is let in: see tellSession.
  if (user !== "" && (flags & IS_AUTHENTICATED) !== 0 && memory.credentials[side] !== userMark) {
    memory.credentials[side] = userMark;
    talk.note("sender", { kind: "credential", method: "SNMPv3 user", user, exposure: "hashed" });
  }
  memory.user = (flags & IS_AUTHENTICATED) === 0 ? user : "";
  if (fields === undefined) return;
  fields["msg_authoritative_engine_id"] = engineIdOf(bytes, engineStart, engineEnd);
  fields["msg_authoritative_engine_boots"] = boots;
  fields["msg_authoritative_engine_time"] = time;
  fields["msg_user_name"] = user;
}
