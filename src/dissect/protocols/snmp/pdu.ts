// RFC 3416, section 4: PDUs and their variable bindings; RFC 1157, section 4.1.6: the trap of version 1.
import { v4Text } from "../../addresses.ts";
import { integerOf, objectIdentifierOf, unsignedOf } from "../../ber.ts";
import { operationTable } from "../../operation.ts";
import { hexOf } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { Cursor } from "./cursor.ts";
import { enterElement, expectElement, nextElement } from "./cursor.ts";
import { claimEnterprise, claimVariable, isSecret, printable } from "./identity.ts";
import type { Memory } from "./memory.ts";
import { keepRequest, requestFrame } from "./memory.ts";

/** Identifier octets. */
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const NULL = 0x05;
const OBJECT_ID = 0x06;
const IP_ADDRESS = 0x40;
const TIME_TICKS = 0x43;
const FIRST_PDU = 0xa0;
/** The type of an answer. */
export const GET_RESPONSE = 2;
const SET_REQUEST = 3;
const TRAP = 4;
const GET_BULK = 5;
const INFORM = 6;
const TRAP_V2 = 7;
const REPORT = 8;
/** Operation of what is encrypted, behind the PDU types. */
export const ENCRYPTED = 16;

/** PDU types by their context tag. */
export const OPERATIONS = operationTable("snmp", [
  [0, "get_request", "read"],
  [1, "get_next_request", "read"],
  [2, "get_response", "read"],
  [3, "set_request", "write"],
  [4, "trap", "alarm"],
  [5, "get_bulk_request", "read"],
  [6, "inform_request", "alarm"],
  [7, "snmpv2_trap", "alarm"],
  [8, "report", "other"],
  [ENCRYPTED, "encrypted_pdu", "other"],
]);

const ERRORS: readonly string[] = [
  "no_error",
  "too_big",
  "no_such_name",
  "bad_value",
  "read_only",
  "gen_err",
  "no_access",
  "wrong_type",
  "wrong_length",
  "wrong_encoding",
  "wrong_value",
  "no_creation",
  "inconsistent_value",
  "resource_unavailable",
  "commit_failed",
  "undo_failed",
  "authorization_error",
  "not_writable",
  "inconsistent_name",
];
const GENERIC_TRAPS: readonly string[] = [
  "cold_start",
  "warm_start",
  "link_down",
  "link_up",
  "authentication_failure",
  "egp_neighbor_loss",
  "enterprise_specific",
];
/** usmStats (RFC 3414 section 5): what a report says was wrong; the two that only synchronize are left out. */
const REPORTS: Readonly<Record<string, string>> = {
  "1.3.6.1.6.3.15.1.1.1.0": "unsupported_security_level",
  "1.3.6.1.6.3.15.1.1.3.0": "unknown_user_name",
  "1.3.6.1.6.3.15.1.1.5.0": "wrong_digest",
  "1.3.6.1.6.3.15.1.1.6.0": "decryption_error",
  "1.3.6.1.6.3.11.2.1.1.0": "unknown_security_model",
  "1.3.6.1.6.3.11.2.1.2.0": "invalid_message",
  "1.3.6.1.6.3.11.2.1.3.0": "unknown_pdu_handler",
  "1.3.6.1.6.3.12.1.5.0": "unknown_context",
};
const MOST_BINDINGS = 2048;

type Shown = Record<string, unknown>;

/** Which way a PDU of this type goes: traps name no side, as their receiver is the one who serves their port. */
export function directionOf(type: number): Direction {
  if (type === GET_RESPONSE || type === REPORT) return RESPONSE;
  return type === TRAP || type === TRAP_V2 ? UNDIRECTED : REQUEST;
}

/** Reads the PDU at the cursor; answers its type, or -1 when there is none. Emitting is left to the caller. */
export function readPdu(talk: Talk<Memory>, cursor: Cursor, messageId: number, fields: Shown | undefined): number {
  if (!cursor.ok || cursor.at >= cursor.limit) return -1;
  const identifier = cursor.bytes[cursor.at] as number;
  const type = identifier - FIRST_PDU;
  if (type < 0 || type > REPORT || !enterElement(cursor, identifier)) return -1;
  if (fields !== undefined) fields["pdu_type"] = type;
  if (type === TRAP) readTrap(talk, cursor, fields);
  else readHead(talk, cursor, type, messageId, fields);
  if (cursor.ok) readBindings(talk, cursor, type, fields);
  return type;
}

function readHead(
  talk: Talk<Memory>,
  cursor: Cursor,
  type: number,
  messageId: number,
  fields: Shown | undefined,
): void {
  const requestId = readInteger(cursor);
  const second = readInteger(cursor);
  const third = readInteger(cursor);
  const id = Number.isNaN(messageId) ? requestId : messageId;
  if (type === GET_RESPONSE || type === REPORT) {
    const frame = requestFrame(talk.memory, 1 - talk.side, id);
    if (frame > 0) talk.answersFrame(frame);
    if (type === GET_RESPONSE && second > 0) talk.refused(ERRORS[second] ?? `error_status_${second}`);
  } else if (type !== TRAP_V2) keepRequest(talk.memory, talk.side, id, talk.frame);
  if (fields === undefined) return;
  fields["request_id"] = requestId;
  if (type === GET_BULK) {
    fields["non_repeaters"] = second;
    fields["max_repetitions"] = third;
    return;
  }
  fields["error_status"] = second;
  fields["error_status_name"] = ERRORS[second] ?? "";
  fields["error_index"] = third;
}

function readTrap(talk: Talk<Memory>, cursor: Cursor, fields: Shown | undefined): void {
  const { bytes, element } = cursor;
  if (!expectElement(cursor, OBJECT_ID)) return;
  const enterprise = objectIdentifierOf(bytes, element.content, element.end);
  // The enterprise of a standard trap is the agent's sysObjectID; the agent's address may be another's than the sender's.
  claimEnterprise(talk, "sender", enterprise, 0.7, "SNMP trap enterprise", element.content, element.end);
  let address = "";
  if (expectElement(cursor, IP_ADDRESS) && element.end - element.content === 4) address = v4At(bytes, element.content);
  const generic = readInteger(cursor);
  const specific = readInteger(cursor);
  const stamp = expectElement(cursor, TIME_TICKS) ? unsignedOf(bytes, element.content, element.end) : 0;
  if (generic === 4) talk.refused("authentication_failure");
  if (fields === undefined) return;
  fields["enterprise"] = enterprise;
  fields["agent_addr"] = address;
  fields["generic_trap"] = generic;
  fields["generic_trap_name"] = GENERIC_TRAPS[generic] ?? "";
  fields["specific_trap"] = specific;
  fields["time_stamp"] = stamp;
}

/** An INTEGER; NaN when there is none or it is longer than 32 bits need. */
export function readInteger(cursor: Cursor): number {
  if (!expectElement(cursor, INTEGER)) return Number.NaN;
  return integerOf(cursor.bytes, cursor.element.content, cursor.element.end);
}

function readBindings(talk: Talk<Memory>, cursor: Cursor, type: number, fields: Shown | undefined): void {
  if (!enterElement(cursor, SEQUENCE)) return;
  const shown: object[] | undefined = fields === undefined ? undefined : [];
  if (fields !== undefined) fields["variable_bindings"] = shown;
  const { bytes, element, limit } = cursor;
  for (let count = 0; cursor.at < limit && count < MOST_BINDINGS; count++) {
    if (!enterElement(cursor, SEQUENCE)) return;
    const next = element.next;
    if (!expectElement(cursor, OBJECT_ID)) return;
    const start = element.content;
    const end = element.end;
    const tag = nextElement(cursor);
    if (tag < 0) return;
    if (type === GET_RESPONSE || type === TRAP || type === TRAP_V2 || type === INFORM) {
      if (tag === OCTET_STRING || tag === OBJECT_ID) {
        claimVariable(talk, "sender", bytes, start, end, tag, element.content, element.end);
      }
    } else if (type === SET_REQUEST) talk.object(objectIdentifierOf(bytes, start, end));
    else if (type === REPORT) {
      const problem = REPORTS[objectIdentifierOf(bytes, start, end)];
      if (problem !== undefined) talk.refused(problem);
    }
    shown?.push(showBinding(cursor, tag, start, end));
    if (cursor.at !== cursor.limit) talk.fault("trailing octets");
    cursor.at = next;
    cursor.limit = limit;
  }
}

function showBinding(cursor: Cursor, tag: number, start: number, end: number): object {
  const { bytes, element } = cursor;
  const name = objectIdentifierOf(bytes, start, end);
  if (isSecret(bytes, start, end)) return { name, type: "secret" };
  const from = element.content;
  const to = element.end;
  switch (tag) {
    case INTEGER: {
      const value = integerOf(bytes, from, to);
      return { name, type: "integer", value: Number.isNaN(value) ? hexOf(bytes, from, to) : value };
    }
    case OCTET_STRING: {
      const text = printable(bytes, from, to);
      const octets = hexOf(bytes, from, to);
      return text === ""
        ? { name, type: "octet_string", value: octets }
        : { name, type: "octet_string", value: octets, text };
    }
    case NULL:
      return { name, type: "null" };
    case OBJECT_ID:
      return { name, type: "object_identifier", value: objectIdentifierOf(bytes, from, to) };
    case IP_ADDRESS:
      return { name, type: "ip_address", value: to - from === 4 ? v4At(bytes, from) : hexOf(bytes, from, to) };
    case 0x41:
    case 0x42:
    case TIME_TICKS:
    case 0x46:
    case 0x47:
      return { name, type: COUNTED[tag - 0x41], value: unsignedOf(bytes, from, to) };
    case 0x80:
    case 0x81:
    case 0x82:
      return { name, type: EXCEPTIONS[tag - 0x80] };
    default:
      return { name, type: tag === 0x44 ? "opaque" : `tag_${tag}`, value: hexOf(bytes, from, to) };
  }
}

const COUNTED: readonly string[] = ["counter32", "gauge32", "timeticks", "", "", "counter64", "unsigned32"];
const EXCEPTIONS: readonly string[] = ["no_such_object", "no_such_instance", "end_of_mib_view"];

function v4At(bytes: Uint8Array, at: number): string {
  return v4Text(
    ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number),
  );
}
