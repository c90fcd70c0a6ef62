// GTPv2-C: 3GPP TS 29.274, messages of section 6.1, information elements of section 8.
// Not decoded: quality of service, protocol configuration options, and other elements than those that say who, where and through which
// tunnel; piggybacked messages are read as messages of their own.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import { pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { addressesOf, apnOf, append, digitsOf, plmnOf } from "./identity.ts";
import { ASKED, GIVEN, NEITHER, noSessions, type Sessions, tellSession } from "./sessions.ts";

const MOST_ELEMENTS = 128;
const DEEPEST = 3;
const ACCEPTED = 16;

const MESSAGES = operationTable("gtpv2", [
  [1, "echo_request", "other"],
  [2, "echo_response", "other"],
  [3, "version_not_supported", "other"],
  [32, "create_session_request", "control"],
  [33, "create_session_response", "control"],
  [34, "modify_bearer_request", "control"],
  [35, "modify_bearer_response", "control"],
  [36, "delete_session_request", "control"],
  [37, "delete_session_response", "control"],
  [38, "change_notification_request", "other"],
  [39, "change_notification_response", "other"],
  [64, "modify_bearer_command", "control"],
  [65, "modify_bearer_failure", "control"],
  [66, "delete_bearer_command", "control"],
  [67, "delete_bearer_failure", "control"],
  [68, "bearer_resource_command", "control"],
  [69, "bearer_resource_failure", "control"],
  [70, "downlink_data_notification_failure", "other"],
  [71, "trace_session_activation", "configure"],
  [72, "trace_session_deactivation", "configure"],
  [73, "stop_paging_indication", "other"],
  [95, "create_bearer_request", "control"],
  [96, "create_bearer_response", "control"],
  [97, "update_bearer_request", "control"],
  [98, "update_bearer_response", "control"],
  [99, "delete_bearer_request", "control"],
  [100, "delete_bearer_response", "control"],
  [128, "identification_request", "identify"],
  [129, "identification_response", "identify"],
  [130, "context_request", "other"],
  [131, "context_response", "other"],
  [132, "context_acknowledge", "other"],
  [133, "forward_relocation_request", "control"],
  [134, "forward_relocation_response", "control"],
  [135, "forward_relocation_complete_notification", "other"],
  [136, "forward_relocation_complete_acknowledge", "other"],
  [149, "detach_notification", "other"],
  [150, "detach_acknowledge", "other"],
  [166, "create_indirect_data_forwarding_tunnel_request", "control"],
  [167, "create_indirect_data_forwarding_tunnel_response", "control"],
  [170, "release_access_bearers_request", "control"],
  [171, "release_access_bearers_response", "control"],
  [176, "downlink_data_notification", "other"],
  [177, "downlink_data_notification_acknowledge", "other"],
]);
/** Messages that answer or end an exchange. */
const RESPONSES = new Set([2, 3, 33, 35, 37, 39, 65, 67, 69, 96, 98, 100, 129, 131, 132, 134, 136, 150, 167, 171, 177]);
/** Grouped elements: bearer contexts and PDN connections. */
const GROUPED = new Set([93, 109, 180]);

const CREATE_SESSION_REQUEST = 32;
const CREATE_SESSION_RESPONSE = 33;
/** Sessions of the 4G core and of roaming. */
export const gtpv2 = dissector<Sessions>({
  name: "gtpv2",
  aliases: ["gtpc", "gtp_c"],
  title: "GTPv2-C",
  standard: "3GPP TS 29.274",
  world: "5g",
  authentication: "none",
  carriage: [{ over: "udp", ports: [2123] }],
  remember: noSessions,
  probe(reader) {
    const flags = reader.peek();
    if (reader.left() < 8 || flags >> 5 !== 2 || (flags & 3) !== 0 || !MESSAGES.has(reader.peek(1))) return NO;
    const length = reader.peek16(2);
    if (length < 4 || length + 4 > reader.left() || ((flags & 8) === 0) !== reader.peek(1) < 4) return NO;
    return length + 4 === reader.left() ? CERTAIN : LIKELY;
  },
  read(reader, talk): Answer {
    const flags = reader.u8();
    const type = reader.u8();
    const length = reader.u16();
    if (!reader.ok || flags >> 5 !== 2 || !MESSAGES.has(type)) return REFUSE;
    reader.fence(4 + length);
    const teid = (flags & 8) === 0 ? undefined : reader.u32();
    const sequence = reader.u24();
    reader.u8();
    const fields: Record<string, unknown> = { message_type: type, teid, sequence_number: sequence };
    readElements(reader, talk, fields, 0, { left: MOST_ELEMENTS });
    const isResponse = RESPONSES.has(type);
    pair(talk, !isResponse, sequence);
    const part = type === CREATE_SESSION_REQUEST ? ASKED : type === CREATE_SESSION_RESPONSE ? GIVEN : NEITHER;
    tellSession(talk, part, sequence, fields, "mei", "paa");
    reader.skipRest();
    talk.emit(MESSAGES.of(type), isResponse ? RESPONSE : REQUEST, talk.detailed ? fields : undefined);
    return DONE;
  },
});

function readElements(
  reader: Reader,
  talk: Talk<Sessions>,
  fields: Record<string, unknown>,
  depth: number,
  room: { left: number },
): void {
  while (reader.left() >= 4 && room.left-- > 0) {
    const type = reader.u8();
    const length = reader.u16();
    reader.u8();
    if (length > reader.left()) {
      talk.fault("element does not fit", reader.position - reader.start - 4);
      reader.skipRest();
      return;
    }
    const outer = reader.narrow(length);
    if (GROUPED.has(type) && depth < DEEPEST) readElements(reader, talk, fields, depth + 1, room);
    else readElement(reader, talk, type, length, fields);
    reader.widen(outer);
  }
}

const RADIO: Readonly<Record<number, string>> = {
  1: "UTRAN",
  2: "GERAN",
  3: "WLAN",
  5: "HSPA evolution",
  6: "EUTRAN",
  8: "NB-IoT",
  9: "LTE-M",
  10: "NR",
};

function readElement(
  reader: Reader,
  talk: Talk<Sessions>,
  type: number,
  length: number,
  fields: Record<string, unknown>,
): void {
  switch (type) {
    case 1:
      fields["imsi"] = digitsOf(reader, length);
      return;
    case 2: {
      const cause = reader.u8();
      fields["cause"] ??= cause;
      if (cause >= 64) talk.refused(`cause_${cause}`);
      else if (cause > ACCEPTED + 3) fields["cause"] = cause;
      return;
    }
    case 71: {
      const name = apnOf(reader, length);
      fields["apn"] = name;
      if (name !== "") talk.object(name);
      return;
    }
    case 75:
      fields["mei"] = digitsOf(reader, length);
      return;
    case 76:
      fields["msisdn"] = digitsOf(reader, length);
      return;
    case 79: {
      const form = reader.u8() & 7;
      if (form === 2 || form === 3) reader.skip(1);
      // A prefix of version 6 comes first where there are both.
      const sixth = form === 2 || form === 3 ? addressesOf(reader, false, true) : [];
      const addresses = [...(form === 1 || form === 3 ? addressesOf(reader, true, false) : []), ...sixth];
      if (addresses.length > 0) fields["paa"] = addresses;
      return;
    }
    case 82:
      fields["rat_type"] = RADIO[reader.peek()] ?? reader.peek();
      return;
    case 83:
      fields["serving_network"] = plmnOf(reader);
      return;
    case 87: {
      const flags = reader.u8();
      const teid = reader.hex(4);
      const tunnel = [teid, ...addressesOf(reader, (flags & 0x80) !== 0, (flags & 0x40) !== 0)].join(" ");
      append(fields, "f_teid", `${flags & 0x3f}: ${tunnel}`);
      return;
    }
    default:
  }
}
