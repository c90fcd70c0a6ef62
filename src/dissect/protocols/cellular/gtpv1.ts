// GTPv1-C: 3GPP TS 29.060, messages of section 7.1, information elements of section 7.7; of GTP-U (TS 29.281) the messages that carry
// no packet.
// Not decoded: quality of service and most elements; extension headers are passed over.
import { v4Text, v6TextOf } from "../../addresses.ts";
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import { pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { apnOf, append, digitsOf, plmnOf } from "./identity.ts";
import { ASKED, GIVEN, NEITHER, noSessions, type Sessions, tellSession } from "./sessions.ts";

const HEADER = 8;
const MOST_ELEMENTS = 128;
const REJECTS_FROM = 192;

const MESSAGES = operationTable("gtpv1", [
  [1, "echo_request", "other"],
  [2, "echo_response", "other"],
  [3, "version_not_supported", "other"],
  [16, "create_pdp_context_request", "control"],
  [17, "create_pdp_context_response", "control"],
  [18, "update_pdp_context_request", "control"],
  [19, "update_pdp_context_response", "control"],
  [20, "delete_pdp_context_request", "control"],
  [21, "delete_pdp_context_response", "control"],
  [26, "error_indication", "alarm"],
  [27, "pdu_notification_request", "other"],
  [28, "pdu_notification_response", "other"],
  [31, "supported_extension_headers_notification", "other"],
  [48, "identification_request", "identify"],
  [49, "identification_response", "identify"],
  [50, "sgsn_context_request", "other"],
  [51, "sgsn_context_response", "other"],
  [52, "sgsn_context_acknowledge", "other"],
  [254, "end_marker", "other"],
]);
const RESPONSES = new Set([2, 3, 17, 19, 21, 28, 49, 51, 52]);
const NOTICES = new Set([26, 31, 254]);

/** Octets of elements below 128, which have no length of their own (table 37). */
const FIXED: Readonly<Record<number, number>> = {
  1: 1,
  2: 8,
  3: 6,
  4: 4,
  5: 4,
  8: 1,
  9: 28,
  11: 1,
  12: 3,
  13: 1,
  14: 1,
  15: 1,
  16: 4,
  17: 4,
  18: 5,
  19: 1,
  20: 1,
  21: 1,
  22: 1,
  23: 1,
  24: 1,
  25: 2,
  26: 2,
  27: 2,
  28: 2,
  29: 1,
  127: 4,
};

const CREATE_CONTEXT_REQUEST = 16;
const CREATE_CONTEXT_RESPONSE = 17;

/** Sessions of the 2G and 3G core, and of roaming. */
export const gtpv1 = dissector<Sessions>({
  name: "gtpv1",
  title: "GTPv1-C",
  standard: "3GPP TS 29.060",
  world: "5g",
  authentication: "none",
  carriage: [{ over: "udp", ports: [2123, 2152] }],
  remember: noSessions,
  probe(reader) {
    const flags = reader.peek();
    if (reader.left() < HEADER || flags >> 4 !== 3 || (flags & 8) !== 0 || !MESSAGES.has(reader.peek(1))) return NO;
    return reader.peek16(2) + HEADER === reader.left() ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    const flags = reader.u8();
    const type = reader.u8();
    const length = reader.u16();
    if (!reader.ok || flags >> 4 !== 3 || !MESSAGES.has(type)) return REFUSE;
    reader.fence(HEADER + length);
    const teid = reader.u32();
    let sequence = 0;
    if ((flags & 7) !== 0) {
      sequence = reader.u16();
      reader.u8();
      // Each extension says its length in fours of octets and what follows.
      for (let next = reader.u8(), count = 0; next !== 0 && (flags & 4) !== 0 && reader.ok && count < 8; count++) {
        const size = reader.u8() * 4;
        if (size === 0) break;
        reader.skip(size - 2);
        next = reader.u8();
      }
    }
    const fields: Record<string, unknown> = { message_type: type, teid, sequence_number: sequence };
    readElements(reader, talk, fields);
    const direction: Direction = NOTICES.has(type) ? NOTICE : RESPONSES.has(type) ? RESPONSE : REQUEST;
    if (direction !== NOTICE) pair(talk, direction === REQUEST, sequence);
    const part = type === CREATE_CONTEXT_REQUEST ? ASKED : type === CREATE_CONTEXT_RESPONSE ? GIVEN : NEITHER;
    tellSession(talk, part, sequence, fields, "imei", "end_user_address");
    reader.skipRest();
    talk.emit(MESSAGES.of(type), direction, talk.detailed ? fields : undefined);
    return DONE;
  },
});

function readElements(reader: Reader, talk: Talk<Sessions>, fields: Record<string, unknown>): void {
  for (let count = 0; reader.left() > 0 && count < MOST_ELEMENTS; count++) {
    const type = reader.u8();
    const length = type < 128 ? FIXED[type] : reader.u16();
    if (length === undefined || length > reader.left()) {
      talk.fault(length === undefined ? "unknown element" : "element does not fit", reader.position - reader.start - 1);
      reader.skipRest();
      return;
    }
    const outer = reader.narrow(length);
    readElement(reader, talk, type, length, fields);
    reader.widen(outer);
  }
}

function readElement(
  reader: Reader,
  talk: Talk<Sessions>,
  type: number,
  length: number,
  fields: Record<string, unknown>,
): void {
  switch (type) {
    case 1: {
      const cause = reader.u8();
      fields["cause"] = cause;
      if (cause >= REJECTS_FROM) talk.refused(`cause_${cause}`);
      return;
    }
    case 2:
      fields["imsi"] = digitsOf(reader, length);
      return;
    case 3:
      fields["routing_area"] = plmnOf(reader);
      return;
    case 16:
      fields["teid_data"] = reader.hex(4);
      return;
    case 17:
      fields["teid_control"] = reader.hex(4);
      return;
    case 128: {
      reader.skip(2);
      const address =
        reader.left() === 4
          ? v4Text(reader.i32())
          : reader.left() === 16
            ? v6TextOf(reader.bytes, reader.position)
            : "";
      if (address === "") return;
      fields["end_user_address"] = address;
      return;
    }
    case 131: {
      const name = apnOf(reader, length);
      fields["apn"] = name;
      if (name !== "") talk.object(name);
      return;
    }
    case 133: {
      const address =
        length === 4 ? v4Text(reader.i32()) : length === 16 ? v6TextOf(reader.bytes, reader.position) : "";
      if (address !== "") append(fields, "gsn_address", address);
      return;
    }
    case 154:
      fields["imei"] = digitsOf(reader, length);
      return;
    default:
  }
}
