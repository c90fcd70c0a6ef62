// NGAP (N2): 3GPP TS 38.413, in aligned PER (ITU-T X.691): elementary procedures of section 9.4, the elements that say who, where and
// through which tunnel.
// Not decoded: most elements (their numbers are told); tunnels of the radio side; lists of areas and slices.
import { v4Text } from "../../addresses.ts";
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import { type Operation, operation } from "../../operation.ts";
import { noRequests, type OpenRequests, pair } from "../../pairing.ts";
import { hexOf, type Reader, textOf } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { plmnOf } from "./identity.ts";

const INITIATING = 0;
const UNSUCCESSFUL = 2;
const MOST_ELEMENTS = 64;
/** Carrier of NAS messages. */
export const NAS = "nas";

/** Procedures by code: name, act, and the names of the three messages where they differ from request, response, failure. */
const PROCEDURES: Readonly<Record<number, readonly [string, Operation["act"]]>> = {
  0: ["amf_configuration_update", "configure"],
  1: ["amf_status_indication", "other"],
  2: ["cell_traffic_trace", "other"],
  3: ["deactivate_trace", "configure"],
  4: ["downlink_nas_transport", "other"],
  5: ["downlink_non_ue_associated_nrppa_transport", "other"],
  6: ["downlink_ran_configuration_transfer", "configure"],
  7: ["downlink_ran_status_transfer", "other"],
  8: ["downlink_ue_associated_nrppa_transport", "other"],
  9: ["error_indication", "alarm"],
  10: ["handover_cancel", "control"],
  11: ["handover_notification", "other"],
  12: ["handover_preparation", "control"],
  13: ["handover_resource_allocation", "control"],
  14: ["initial_context_setup", "control"],
  15: ["initial_ue_message", "other"],
  16: ["location_reporting_control", "other"],
  17: ["location_reporting_failure_indication", "other"],
  18: ["location_report", "other"],
  19: ["nas_non_delivery_indication", "other"],
  20: ["ng_reset", "control"],
  21: ["ng_setup", "configure"],
  22: ["overload_start", "alarm"],
  23: ["overload_stop", "alarm"],
  24: ["paging", "other"],
  25: ["path_switch_request", "control"],
  26: ["pdu_session_resource_modify", "control"],
  27: ["pdu_session_resource_modify_indication", "control"],
  28: ["pdu_session_resource_release", "control"],
  29: ["pdu_session_resource_setup", "control"],
  30: ["pdu_session_resource_notify", "other"],
  31: ["private_message", "other"],
  32: ["pws_cancel", "control"],
  33: ["pws_failure_indication", "alarm"],
  34: ["pws_restart_indication", "alarm"],
  35: ["ran_configuration_update", "configure"],
  36: ["reroute_nas_request", "other"],
  37: ["rrc_inactive_transition_report", "other"],
  38: ["trace_failure_indication", "other"],
  39: ["trace_start", "configure"],
  40: ["ue_context_modification", "control"],
  41: ["ue_context_release", "control"],
  42: ["ue_context_release_request", "control"],
  43: ["ue_radio_capability_check", "other"],
  44: ["ue_radio_capability_info_indication", "other"],
  45: ["ue_tnla_binding_release", "other"],
  46: ["uplink_nas_transport", "other"],
  47: ["uplink_non_ue_associated_nrppa_transport", "other"],
  48: ["uplink_ran_configuration_transfer", "configure"],
  49: ["uplink_ran_status_transfer", "other"],
  50: ["uplink_ue_associated_nrppa_transport", "other"],
  51: ["write_replace_warning", "control"],
  52: ["secondary_rat_data_usage_report", "other"],
};
/** Procedures of class 1 (table 8.1-1), which are answered. */
const ANSWERED = new Set([0, 10, 12, 13, 14, 20, 21, 25, 26, 27, 28, 29, 32, 35, 40, 41, 43, 51]);
const OPERATIONS: ReadonlyMap<number, Operation> = new Map(
  Object.entries(PROCEDURES).map(([code, [name, act]]) => [Number(code), operation("ngap", name, act)]),
);
const NG_SETUP = 21;

/** Element numbers of section 9.4.7. */
const AMF_NAME = 1;
const AMF_UE_ID = 10;
const CAUSE = 15;
const GLOBAL_RAN_NODE_ID = 27;
const NAS_PDU = 38;
const RAN_NODE_NAME = 82;
const RAN_UE_ID = 85;
const SESSION_LISTS = new Set([71, 74, 126, 134]);
/** UL NG-U UP transport layer information, with 10 octets when it is GTP over IPv4. */
const UPLINK_TUNNEL = 139;
const CAUSES = ["radio_network", "transport", "nas", "protocol", "misc"];

/** What base stations and the core of 5G agree on. */
export const ngap = dissector<OpenRequests>({
  name: "ngap",
  title: "NGAP (N2)",
  standard: "3GPP TS 38.413",
  world: "5g",
  authentication: "none",
  carriage: [{ over: "sctp", ports: [38_412] }],
  remember: noRequests,
  probe(reader) {
    const choice = reader.peek();
    if (reader.left() < 7 || (choice & 0x9f) !== 0 || choice > 0x40) return NO;
    if (!OPERATIONS.has(reader.peek(1)) || (reader.peek(2) & 0x3f) !== 0) return NO;
    const first = reader.peek(3);
    const length = first < 0x80 ? first + 4 : ((first & 0x3f) << 8) + reader.peek(4) + 5;
    return length === reader.left() ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    const choice = reader.u8() >> 5;
    const code = reader.u8();
    const operation_ = OPERATIONS.get(code);
    if (choice > UNSUCCESSFUL || operation_ === undefined) return REFUSE;
    reader.u8();
    const length = lengthOf(reader);
    if (!reader.ok) return REFUSE;
    const outer = reader.narrow(length);
    reader.fence(reader.end - reader.start);
    const fields: Record<string, unknown> = {
      procedure_code: code,
      message: ["initiating", "successful", "unsuccessful"][choice],
    };
    const nas = readElements(reader, talk, code, choice, fields);
    reader.widen(outer);
    const isAnswered = ANSWERED.has(code);
    const direction: Direction = choice === INITIATING ? (isAnswered ? REQUEST : NOTICE) : RESPONSE;
    if (isAnswered) pair(talk, choice === INITIATING, (code << 16) ^ Number(fields["ran_ue_ngap_id"] ?? 0));
    if (choice === UNSUCCESSFUL) talk.refused(typeof fields["cause"] === "string" ? fields["cause"] : "unsuccessful");
    const { bytes } = reader;
    reader.skipRest();
    talk.emit(operation_, direction, talk.detailed ? fields : undefined);
    if (nas !== undefined) talk.hand(NAS, bytes, nas[0], nas[1]);
    return DONE;
  },
});

/** Length determinant of X.691 section 10.9: one or two octets; longer ones are fragments, which these messages do not have. */
function lengthOf(reader: Reader): number {
  const first = reader.u8();
  if (first < 0x80) return first;
  if (first >= 0xc0) reader.ok = false;
  return ((first & 0x3f) << 8) | reader.u8();
}

function readElements(
  reader: Reader,
  talk: Talk<OpenRequests>,
  code: number,
  choice: number,
  fields: Record<string, unknown>,
): [number, number] | undefined {
  reader.u8();
  const count = reader.u16();
  const elements: number[] = [];
  let nas: [number, number] | undefined;
  for (let index = 0; index < count && index < MOST_ELEMENTS && reader.left() >= 4; index++) {
    const id = reader.u16();
    reader.u8();
    const length = lengthOf(reader);
    if (length > reader.left()) {
      talk.fault("element does not fit");
      break;
    }
    elements.push(id);
    const outer = reader.narrow(length);
    if (id === NAS_PDU) {
      const size = lengthOf(reader);
      if (size <= reader.left()) nas = [reader.position, reader.position + size];
    } else readElement(reader, talk, id, fields);
    reader.widen(outer);
  }
  fields["elements"] = elements;
  if (code === NG_SETUP) claimNode(talk, choice, fields);
  return nas;
}

function claimNode(talk: Talk<OpenRequests>, choice: number, fields: Record<string, unknown>): void {
  const isStation = choice === INITIATING;
  talk.claim(
    "sender",
    "kind",
    isStation ? "5G base station" : "access and mobility management function",
    0.8,
    "NG setup",
  );
  const name = fields[isStation ? "ran_node_name" : "amf_name"];
  if (typeof name === "string" && name !== "") talk.claim("sender", "name", name, 0.8, "NG setup");
  const network = fields["plmn"];
  if (typeof network === "string") talk.object(`PLMN ${network}`);
}

function readElement(reader: Reader, talk: Talk<OpenRequests>, id: number, fields: Record<string, unknown>): void {
  switch (id) {
    case AMF_UE_ID:
    case RAN_UE_ID: {
      // The number of octets less one in the upper bits: three of them for 40-bit numbers, two for 32.
      const size = (reader.u8() >> (id === AMF_UE_ID ? 5 : 6)) + 1;
      let value = 0;
      for (let index = 0; index < size; index++) value = value * 256 + reader.u8();
      fields[id === AMF_UE_ID ? "amf_ue_ngap_id" : "ran_ue_ngap_id"] = value;
      return;
    }
    case AMF_NAME:
    case RAN_NODE_NAME:
      fields[id === AMF_NAME ? "amf_name" : "ran_node_name"] = printable(reader);
      return;
    case GLOBAL_RAN_NODE_ID: {
      const first = reader.u8();
      // The choice of a 5G base station is the first of four; then an octet of options.
      if (first >> 5 !== 0) return;
      fields["plmn"] = plmnOf(reader);
      if (reader.left() > 1) fields["gnb_id"] = hexOf(reader.bytes, reader.position + 1, reader.end);
      return;
    }
    case CAUSE: {
      const bits = reader.u16();
      const group = (bits >> 12) & 7;
      const name = CAUSES[group];
      if (name !== undefined)
        fields["cause"] = `${name} ${(bits >> (group === 0 ? 5 : 7)) & (group === 0 ? 0x3f : 0x0f)}`;
      return;
    }
    default:
      if (SESSION_LISTS.has(id)) findTunnels(reader, talk, fields);
  }
}

/** PrintableString of 1 to 150 letters, with a bit for extension before the length. */
function printable(reader: Reader): string {
  const size = ((reader.u16() >> 7) & 0xff) + 1;
  const end = Math.min(reader.end, reader.position + size);
  return textOf(reader.bytes, reader.position, end);
}

/** Tunnels that the core announces for sessions: looked for by their element, whose length is that of GTP over IPv4. */
function findTunnels(reader: Reader, talk: Talk<OpenRequests>, fields: Record<string, unknown>): void {
  const { bytes, position, end } = reader;
  const tunnels: string[] = [];
  for (let at = position; at + 14 <= end && tunnels.length < 16; at++) {
    const isTunnel = bytes[at] === 0 && bytes[at + 1] === UPLINK_TUNNEL && bytes[at + 2] === 0 && bytes[at + 3] === 10;
    // A choice of one, no options, an address of 32 bits.
    if (!isTunnel || bytes[at + 4] !== 0x01 || bytes[at + 5] !== 0xf0) continue;
    const word =
      ((bytes[at + 6] as number) << 24) | ((bytes[at + 7] as number) << 16) | ((bytes[at + 8] as number) << 8);
    const address = v4Text(word | (bytes[at + 9] as number));
    tunnels.push(`${hexOf(bytes, at + 10, at + 14)} ${address}`);
    talk.object(`GTP tunnel to ${address}`);
  }
  if (tunnels.length > 0) fields["uplink_tunnels"] = tunnels;
}
