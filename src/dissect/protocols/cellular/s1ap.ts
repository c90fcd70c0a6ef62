// S1AP (S1-MME): 3GPP TS 36.413, in aligned PER (ITU-T X.691): elementary procedures of section 9.3, the elements that say who,
// where and through which tunnel.
// Not decoded: most elements (their numbers are told); tunnels over IPv6; lists of areas. Of several bearers set up by one message
// the message of the device in the last is read.
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

/** Carrier of NAS messages of 4G. */
export const NAS_EPS = "nas eps";

/** Procedures by code. */
const OPERATIONS = proceduresOf("s1ap", {
  0: ["handover_preparation", "control"],
  1: ["handover_resource_allocation", "control"],
  2: ["handover_notification", "other"],
  3: ["path_switch_request", "control"],
  4: ["handover_cancel", "control"],
  5: ["e_rab_setup", "control"],
  6: ["e_rab_modify", "control"],
  7: ["e_rab_release", "control"],
  8: ["e_rab_release_indication", "other"],
  9: ["initial_context_setup", "control"],
  10: ["paging", "other"],
  11: ["downlink_nas_transport", "other"],
  12: ["initial_ue_message", "other"],
  13: ["uplink_nas_transport", "other"],
  14: ["reset", "control"],
  15: ["error_indication", "alarm"],
  16: ["nas_non_delivery_indication", "other"],
  17: ["s1_setup", "configure"],
  18: ["ue_context_release_request", "control"],
  19: ["downlink_s1_cdma2000_tunnelling", "other"],
  20: ["uplink_s1_cdma2000_tunnelling", "other"],
  21: ["ue_context_modification", "control"],
  22: ["ue_capability_info_indication", "other"],
  23: ["ue_context_release", "control"],
  24: ["enb_status_transfer", "other"],
  25: ["mme_status_transfer", "other"],
  26: ["deactivate_trace", "configure"],
  27: ["trace_start", "configure"],
  28: ["trace_failure_indication", "other"],
  29: ["enb_configuration_update", "configure"],
  30: ["mme_configuration_update", "configure"],
  31: ["location_reporting_control", "other"],
  32: ["location_reporting_failure_indication", "other"],
  33: ["location_report", "other"],
  34: ["overload_start", "alarm"],
  35: ["overload_stop", "alarm"],
  36: ["write_replace_warning", "control"],
  37: ["enb_direct_information_transfer", "other"],
  38: ["mme_direct_information_transfer", "other"],
  39: ["private_message", "other"],
  40: ["enb_configuration_transfer", "configure"],
  41: ["mme_configuration_transfer", "configure"],
  42: ["cell_traffic_trace", "other"],
  43: ["kill", "control"],
  44: ["downlink_ue_associated_lppa_transport", "other"],
  45: ["uplink_ue_associated_lppa_transport", "other"],
  46: ["downlink_non_ue_associated_lppa_transport", "other"],
  47: ["uplink_non_ue_associated_lppa_transport", "other"],
  48: ["ue_radio_capability_match", "other"],
  49: ["pws_restart_indication", "alarm"],
  50: ["e_rab_modification_indication", "control"],
  51: ["pws_failure_indication", "alarm"],
  52: ["reroute_nas_request", "other"],
  53: ["ue_context_modification_indication", "control"],
  54: ["connection_establishment_indication", "other"],
  55: ["ue_context_suspend", "control"],
  56: ["ue_context_resume", "control"],
  57: ["nas_delivery_indication", "other"],
  58: ["retrieve_ue_information", "read"],
  59: ["ue_information_transfer", "other"],
  60: ["enb_cp_relocation_indication", "other"],
  61: ["mme_cp_relocation_indication", "other"],
});
/** Procedures of class 1 (table 8.1-1), which are answered. */
const ANSWERED = new Set([0, 1, 3, 4, 5, 6, 7, 9, 14, 17, 21, 23, 29, 30, 36, 43, 48, 50, 53, 55, 56]);
/** Handover to a station, bearers, contexts, configuration of the core, warnings. A reset may come from either side. */
const BEGUN_BY_CORE = new Set([1, 5, 6, 7, 9, 21, 23, 30, 36, 43, 48]);
const S1_SETUP = 17;

/** Element numbers of section 9.3.6. */
const MME_UE_ID = 0;
const CAUSE = 2;
const ENB_UE_ID = 8;
const NAS_PDU = 26;
const GLOBAL_ENB_ID = 59;
const ENB_NAME = 60;
const MME_NAME = 61;
const TAI = 67;
/** Lists of bearers to be set up, alone or with a context, which announce tunnels and may bring a message of the device along. */
const BEARERS_TO_SET_UP = new Set([16, 24]);
/** Lists of bearers as they were set up or switched, whose entries are a number and a tunnel. */
const BEARERS_SET_UP = new Set([22, 28, 51]);
/** Contexts of devices, nodes, names, causes, areas, what is paged, reset, released, warned of or overloaded. */
const FIRSTS = new Set([0, 2, 8, 43, 59, 60, 61, 64, 80, 88, 92, 99, 101, 105, 111, 121, 124]);
/** The bits before an IPv4 address: no extension, its 32 bits less one in eight bits, padding to the next octet. */
const BEFORE_ADDRESS = 0x0f80;
/** The same where the number of the bearer leaves a single bit of its octet. */
const LENGTH_OF_ADDRESS = 31;

const STATION: Node = { kind: "4G base station (eNodeB)", name: "enb_name" };
const CORE: Node = { kind: "mobility management entity (MME)", name: "mme_name" };

const S1AP: Application = {
  operations: OPERATIONS,
  answered: ANSWERED,
  begunByCore: BEGUN_BY_CORE,
  firsts: FIRSTS,
  device: "enb_ue_s1ap_id",
  carrier: NAS_EPS,
  readElement,
  conclude(talk, code, choice, fields) {
    if (code === S1_SETUP) claimNode(talk, choice, fields, "S1 setup", STATION, CORE);
  },
};

/** What base stations and the core of 4G agree on. */
export const s1ap = dissector<OpenRequests>({
  name: "s1ap",
  title: "S1AP (S1-MME)",
  standard: "3GPP TS 36.413",
  world: "5g",
  authentication: "none",
  carriage: [{ over: "sctp", ports: [36_412] }],
  remember: noRequests,
  probe(reader) {
    return applicationLikeness(reader, S1AP);
  },
  read(reader, talk) {
    return readApplication(reader, talk, S1AP);
  },
});

function readElement(reader: Reader, talk: Talk<OpenRequests>, id: number, fields: Told, enclosed: Enclosed[]): void {
  switch (id) {
    case NAS_PDU:
      enclose(reader, enclosed);
      return;
    case MME_UE_ID:
      fields["mme_ue_s1ap_id"] = numberOf(reader, 32);
      return;
    case ENB_UE_ID:
      fields["enb_ue_s1ap_id"] = numberOf(reader, 24);
      return;
    case ENB_NAME:
    case MME_NAME:
      fields[id === ENB_NAME ? "enb_name" : "mme_name"] = printableOf(reader);
      return;
    case GLOBAL_ENB_ID: {
      reader.u8();
      fields["plmn"] = plmnOf(reader);
      // A choice of macro or home cell, whose number of 20 or 28 bits follows.
      if (reader.left() > 1) fields["enb_id"] = hexOf(reader.bytes, reader.position + 1, reader.end);
      return;
    }
    case TAI:
      reader.u8();
      fields["tai"] = `${plmnOf(reader)} ${reader.u16()}`;
      return;
    case CAUSE: {
      const cause = causeOf(reader, 4);
      if (cause !== undefined) fields["cause"] = cause;
      return;
    }
    default:
      if (BEARERS_TO_SET_UP.has(id)) readBearers(reader, talk, enclosed, fields);
      else if (BEARERS_SET_UP.has(id)) readBearers(reader, talk, undefined, fields);
  }
}

/**
 * A list of bearers: an octet of their number less one, then each as an element of its own. Those that are wanted may bring
 * messages of the device along, which are added to `enclosed`.
 */
function readBearers(reader: Reader, talk: Talk<OpenRequests>, enclosed: Enclosed[] | undefined, fields: Told): void {
  const count = reader.u8() + 1;
  const tunnels: string[] = [];
  const isWanted = enclosed !== undefined;
  for (let index = 0; index < count && reader.left() >= 4; index++) {
    reader.skip(3);
    const outer = reader.narrow(lengthOf(reader));
    // A bit for extension comes before those that say which optional parts there are; the message of the device is the first.
    const hasMessage = isWanted && (reader.peek() & 0x40) !== 0;
    const at = isWanted ? addressAt(reader) : reader.peek(1) === LENGTH_OF_ADDRESS ? reader.position + 2 : -1;
    if (at > 0 && at + 8 <= reader.end) {
      tunnels.push(tellTunnel(talk, reader.bytes, at));
      reader.position = at + 8;
      if (hasMessage) enclose(reader, enclosed);
    }
    reader.widen(outer);
  }
  addTunnels(fields, "tunnels", tunnels);
}

/** Where the IPv4 address of an entry begins; -1 without one. */
function addressAt(reader: Reader): number {
  for (let ahead = 1; ahead + 10 <= reader.left(); ahead++) {
    if (reader.peek16(ahead) === BEFORE_ADDRESS) return reader.position + ahead + 2;
  }
  return -1;
}
