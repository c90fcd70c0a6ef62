// NGAP (N2): 3GPP TS 38.413, in aligned PER (ITU-T X.691): elementary procedures of section 9.4, the elements that say who, where and
// through which tunnel.
// Not decoded: most elements (their numbers are told); tunnels of the radio side; lists of areas and slices.
import { dissector } from "../../dissector.ts";
import { noRequests, type OpenRequests } from "../../pairing.ts";
import { hexOf, type Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import {
  type Application,
  addTunnels,
  applicationLikeness,
  causeOf,
  claimNode,
  type Enclosed,
  enclose,
  lengthOf,
  type Node,
  numberOf,
  printableOf,
  proceduresOf,
  readApplication,
  type Told,
  tellTunnel,
} from "./application.ts";
import { plmnOf } from "./identity.ts";

/** Carrier of NAS messages. */
export const NAS = "nas";

/** Procedures by code. */
const OPERATIONS = proceduresOf("ngap", {
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
});
/** Procedures of class 1 (table 8.1-1), which are answered. */
const ANSWERED = new Set([0, 10, 12, 13, 14, 20, 21, 25, 26, 27, 28, 29, 32, 35, 40, 41, 43, 51]);
/** Configuration of the core, handover to a station, contexts, sessions, warnings. A reset may come from either side. */
const BEGUN_BY_CORE = new Set([0, 13, 14, 26, 28, 29, 32, 40, 41, 43, 51]);
const NG_SETUP = 21;

/** Element numbers of section 9.4.7. */
const AMF_NAME = 1;
const AMF_UE_ID = 10;
const CAUSE = 15;
const GLOBAL_RAN_NODE_ID = 27;
const NAS_PDU = 38;
const RAN_NODE_NAME = 82;
const RAN_UE_ID = 85;
const SESSIONS_TO_MODIFY = 64;
const SESSION_LISTS = new Set([71, 74, 126, 134]);
/** Those in which messages of the device may come along. */
const WITH_MESSAGES = new Set([SESSIONS_TO_MODIFY, 71, 74]);
const HAS_MESSAGE = 0x40;
const HAS_DETAIL = 0x4000;
/** Bits for extension, and for elements of later releases. */
const EXTENDED = 0xa0;
/** UL NG-U UP transport layer information, with 10 octets when it is GTP over IPv4. */
const UPLINK_TUNNEL = 139;
/** Contexts of devices, nodes, lists of places, causes, what is paged, reset, released or announced. */
const FIRSTS = new Set([1, 10, 15, 27, 35, 38, 71, 85, 88, 96, 98, 99, 114, 115]);

const STATION: Node = { kind: "5G base station", name: "ran_node_name" };
const CORE: Node = { kind: "access and mobility management function", name: "amf_name" };

const NGAP: Application = {
  operations: OPERATIONS,
  answered: ANSWERED,
  begunByCore: BEGUN_BY_CORE,
  firsts: FIRSTS,
  device: "ran_ue_ngap_id",
  carrier: NAS,
  readElement,
  conclude(talk, code, choice, fields) {
    if (code === NG_SETUP) claimNode(talk, choice, fields, "NG setup", STATION, CORE);
  },
};

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
    return applicationLikeness(reader, NGAP);
  },
  read(reader, talk) {
    return readApplication(reader, talk, NGAP);
  },
});

function readElement(reader: Reader, talk: Talk<OpenRequests>, id: number, fields: Told, enclosed: Enclosed[]): void {
  switch (id) {
    case NAS_PDU:
      enclose(reader, enclosed);
      return;
    case AMF_UE_ID:
      fields["amf_ue_ngap_id"] = numberOf(reader, 40);
      return;
    case RAN_UE_ID:
      fields["ran_ue_ngap_id"] = numberOf(reader, 32);
      return;
    case AMF_NAME:
    case RAN_NODE_NAME:
      fields[id === AMF_NAME ? "amf_name" : "ran_node_name"] = printableOf(reader);
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
      const cause = causeOf(reader, 3);
      if (cause !== undefined) fields["cause"] = cause;
      return;
    }
    default:
      if (SESSION_LISTS.has(id)) findTunnels(reader, talk, fields);
      if (WITH_MESSAGES.has(id)) readSessions(reader, id !== SESSIONS_TO_MODIFY, enclosed);
  }
}

/**
 * Sessions to be set up or modified: an octet of their number less one, then of each a bit for extension and two that say
 * which optional parts there are, its number, the message of the device, with `hasSlice` the slice, and what the station is
 * told. Numbers of octets begin at an octet.
 */
function readSessions(reader: Reader, hasSlice: boolean, enclosed: Enclosed[]): void {
  const count = reader.u8() + 1;
  for (let index = 0; index < count && reader.left() > 2 && reader.ok; index++) {
    const options = reader.u8();
    reader.skip(1);
    if ((options & HAS_MESSAGE) !== 0) enclose(reader, enclosed);
    // A kind in eight bits behind three for what is there; a detail of three octets is one of these.
    const slice = hasSlice ? reader.u16() : 0;
    if ((slice & HAS_DETAIL) !== 0) reader.skip(3);
    reader.skip(lengthOf(reader));
    // What extends an entry or its slice is not known here, nor then where the next entry begins.
    if (((options | (slice >> 8)) & EXTENDED) !== 0) return;
  }
}

/** Tunnels that the core announces for sessions: looked for by their element, whose length is that of GTP over IPv4. */
function findTunnels(reader: Reader, talk: Talk<OpenRequests>, fields: Told): void {
  const { bytes, position, end } = reader;
  const tunnels: string[] = [];
  for (let at = position; at + 14 <= end && tunnels.length < 16; at++) {
    const isTunnel = bytes[at] === 0 && bytes[at + 1] === UPLINK_TUNNEL && bytes[at + 2] === 0 && bytes[at + 3] === 10;
    // A choice of one, no options, an address of 32 bits.
    if (isTunnel && bytes[at + 4] === 0x01 && bytes[at + 5] === 0xf0) tunnels.push(tellTunnel(talk, bytes, at + 6));
  }
  addTunnels(fields, "uplink_tunnels", tunnels);
}
