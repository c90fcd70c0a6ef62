// PROFINET IO context management: IEC 61158-6-10 sections 4.10 and 5.2 (records, blocks), inside connectionless DCE RPC.
// Not decoded: contents of records but identification and maintenance data, expected submodules, alarm relations, calls
// in several fragments, the cyclic frames that the connection sets up.
import { DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { type DatagramHeader, looksLikeDatagram, readDatagramHeader } from "../dcerpc/datagram.ts";
import { vendorName } from "./vendors.ts";

const READ = 2;
const OPERATIONS = operationTable("pnio", [
  [0, "connect", "other"],
  [1, "release", "other"],
  [READ, "read", "read"],
  [3, "write", "write"],
  [4, "control", "other"],
  [5, "read_implicit", "read"],
]);
const REQUEST_PDU = 0;
const RESPONSE_PDU = 2;
const PROFINET = /^dea0000([1-4])-6c97-11d1-8271-00a02442df7d$/;
const CONTROLLER = "2";
const MOST_BLOCKS = 64;

const BLOCKS: Readonly<Record<number, string>> = {
  8: "iod_write_req_header",
  9: "iod_read_req_header",
  32: "i_and_m_0",
  33: "i_and_m_1",
  34: "i_and_m_2",
  35: "i_and_m_3",
  257: "ar_block_req",
  258: "iocr_block_req",
  259: "alarm_cr_block_req",
  260: "expected_submodule_block_req",
  272: "iod_control_req_prm_end",
  273: "iod_control_req_prm_end_plug",
  274: "iox_control_req_application_ready",
  276: "release_block_req",
  278: "iox_control_req_ready_for_rt_class_3",
  280: "control_block_prm_begin",
  32776: "iod_write_res_header",
  32777: "iod_read_res_header",
  33025: "ar_block_res",
  33026: "iocr_block_res",
  33027: "alarm_cr_block_res",
  33028: "module_diff_block",
  33040: "iod_control_res_prm_end",
  33042: "iox_control_res_application_ready",
  33044: "release_block_res",
};
const INDEXES: Readonly<Record<number, string>> = {
  45040: "i_and_m_0",
  45041: "i_and_m_1",
  45042: "i_and_m_2",
  45043: "i_and_m_3",
  45044: "i_and_m_4",
  57346: "module_diff_block",
  57408: "multiple_write",
  63536: "log_data",
  63552: "i_and_m_0_filter_data",
};
/** Errors of reads and writes by class and code (IEC 61158-6-10 section 5.2.6, ErrorCode1 of PNIORW). */
const ERRORS: Readonly<Record<number, string>> = {
  160: "read_error",
  161: "write_error",
  162: "module_failure",
  167: "busy",
  168: "version_conflict",
  169: "feature_not_supported",
  176: "invalid_index",
  177: "write_length_error",
  178: "invalid_slot_or_subslot",
  179: "type_conflict",
  180: "invalid_area_or_api",
  181: "state_conflict",
  182: "access_denied",
  183: "invalid_range",
  184: "invalid_parameter",
  185: "invalid_type",
  192: "read_constrain_conflict",
  193: "write_constrain_conflict",
  194: "resource_busy",
  195: "resource_unavailable",
};
const FOR_READS_AND_WRITES = 0x80;
/** Where the object identifier stands in a packet. */
const OBJECT_AT = 8;

type Shown = Record<string, unknown>;

/** How controllers set up, parametrize and ask PROFINET devices. */
export const pnio = dissector({
  name: "pnio",
  aliases: ["profinet_io"],
  title: "PROFINET IO context management",
  standard: "IEC 61158-6-10",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "inside", carrier: "dcerpc" }],
  probe: (reader) => (looksLikeDatagram(reader) > 0 ? LIKELY : NO),
  read(reader, talk) {
    if (looksLikeDatagram(reader) === 0) return REFUSE;
    reader.fence(reader.left());
    const header = readDatagramHeader(reader);
    const side = PROFINET.exec(header.interface)?.[1];
    if (side === undefined || !OPERATIONS.has(header.opnum)) return REFUSE;
    if (header.type !== REQUEST_PDU && header.type !== RESPONSE_PDU) return REFUSE;
    const fields: Shown | undefined = talk.detailed ? { opnum: header.opnum, object: header.object } : undefined;
    const isRequest = header.type === REQUEST_PDU;
    tellObject(talk, header, isRequest ? "receiver" : "sender", reader.start + OBJECT_AT);
    readArguments(talk, reader, header, isRequest, fields);
    if (reader.ok) reader.skipRest();
    talk.emit(OPERATIONS.of(header.opnum), directionOf(isRequest, side === CONTROLLER), fields);
    return DONE;
  },
});

/** A device that reports to its controller asks as a client of the call and serves as a device. */
function directionOf(isRequest: boolean, toController: boolean): Direction {
  if (toController) return isRequest ? NOTICE : UNDIRECTED;
  return isRequest ? REQUEST : RESPONSE;
}

/** Object identifiers end with instance, device and vendor number of the one that is called (section 4.10.3). */
function tellObject(talk: Talk, header: DatagramHeader, about: "sender" | "receiver", at: number): void {
  if (!header.object.startsWith("dea00000-6c97-11d1-8271-")) return;
  tellNumbers(talk, header.object.slice(24), about, "PROFINET object identifier", at);
}

/** `at` is where the identifier's 16 octets stand. */
function tellNumbers(talk: Talk, digits: string, about: "sender" | "receiver", method: string, at: number): void {
  const device = Number.parseInt(digits.slice(4, 8), 16);
  const vendor = Number.parseInt(digits.slice(8, 12), 16);
  talk.claim(about, "vendor", vendorName(vendor), 0.85, method, at, at + 16);
  talk.claim(about, "kind", `PROFINET device ${vendor}:${device}`, 0.4, method, at, at + 16);
}

/** Lengths in the sender's byte order, then blocks, which are always big-endian. */
function readArguments(
  talk: Talk,
  reader: Reader,
  header: DatagramHeader,
  isRequest: boolean,
  fields: Shown | undefined,
): void {
  const first = header.little ? reader.u32le() : reader.u32();
  const length = header.little ? reader.u32le() : reader.u32();
  reader.skip(12);
  if (!reader.ok) return;
  if (!isRequest) {
    const error = errorName(first);
    if (error !== "") talk.refused(error);
    if (fields !== undefined) {
      fields["pnio_status"] = first;
      fields["pnio_status_name"] = error;
    }
  }
  const outer = reader.narrow(Math.min(length, reader.left()));
  const blocks: Shown[] = [];
  for (let count = 0; count < MOST_BLOCKS && reader.left() >= 6; count++) {
    const type = reader.u16();
    const size = reader.u16();
    const rest = reader.narrow(Math.min(size, reader.left()));
    reader.skip(2);
    const shown: Shown = { block_type: type, block_type_name: BLOCKS[type] ?? "" };
    readBlock(talk, reader, type, shown);
    blocks.push(shown);
    // Blocks that are shorter than their kind are no fault of the call.
    reader.ok = true;
    reader.widen(rest);
    // What was written stands behind its header and has a form of its own.
    if (type === 0x0008) break;
  }
  if (reader.left() > 0) reader.skipRest();
  reader.widen(outer);
  if (fields !== undefined) fields["blocks"] = blocks;
}

function errorName(status: number): string {
  if (status === 0) return "";
  const decode = (status >>> 16) & 0xff;
  const one = (status >>> 8) & 0xff;
  if (decode === FOR_READS_AND_WRITES) return ERRORS[one] ?? `pniorw_${one}_${status & 0xff}`;
  return `pnio_${one}_${status & 0xff}`;
}

function readBlock(talk: Talk, reader: Reader, type: number, shown: Shown): void {
  switch (type) {
    case 0x0101: {
      shown["ar_type"] = reader.u16();
      shown["ar_uuid"] = reader.hex(16);
      shown["session_key"] = reader.u16();
      const mac = reader.hex(6);
      const objectAt = reader.position;
      const object = reader.hex(16);
      reader.skip(8);
      const start = reader.position + 2;
      const name = reader.text(Math.min(reader.u16(), reader.left()));
      if (!reader.ok) return;
      shown["cm_initiator_mac"] = mac;
      shown["cm_initiator_object_uuid"] = object;
      shown["cm_initiator_station_name"] = name;
      talk.claim("sender", "name", name, 0.9, "PROFINET connect", start, reader.position);
      talk.claim("sender", "role", "plc", 0.6, "connects to PROFINET devices", start, reader.position);
      tellNumbers(talk, object.slice(20), "sender", "PROFINET connect", objectAt);
      return;
    }
    case 0x8101:
      shown["ar_type"] = reader.u16();
      shown["ar_uuid"] = reader.hex(16);
      shown["session_key"] = reader.u16();
      shown["cm_responder_mac"] = reader.hex(6);
      return;
    case 0x0102:
      shown["iocr_type"] = reader.u16();
      shown["iocr_reference"] = reader.u16();
      reader.skip(6);
      shown["data_length"] = reader.u16();
      shown["frame_id"] = reader.u16();
      shown["send_clock_factor"] = reader.u16();
      shown["reduction_ratio"] = reader.u16();
      return;
    case 0x0008:
    case 0x0009:
    case 0x8008:
    case 0x8009:
      readRecordHeader(talk, reader, shown, type < 0x8000);
      return;
    case 0x0110:
    case 0x0112:
    case 0x0114:
    case 0x0118:
    case 0x8110:
    case 0x8112:
    case 0x8114:
      reader.skip(2);
      shown["ar_uuid"] = reader.hex(16);
      shown["session_key"] = reader.u16();
      reader.skip(2);
      shown["control_command"] = reader.u16();
      return;
    case 0x0020:
      readIdentification(talk, reader, shown);
      return;
    case 0x0021: {
      const start = reader.position;
      const tag = reader.text(32);
      const location = reader.text(22);
      shown["im_tag_function"] = tag;
      shown["im_tag_location"] = location;
      if (!reader.ok) return;
      talk.claim("sender", "siteCode", tag, 0.9, "PROFINET I&M 1", start, start + 32);
      talk.claim("sender", "location", location, 0.9, "PROFINET I&M 1", start + 32, start + 54);
      return;
    }
    case 0x0023: {
      const start = reader.position;
      const text = reader.text(54);
      shown["im_descriptor"] = text;
      if (reader.ok) talk.claim("sender", "description", text, 0.7, "PROFINET I&M 3", start, start + 54);
      return;
    }
    default:
  }
}

/** Which record of which module is read or written. */
function readRecordHeader(talk: Talk, reader: Reader, shown: Shown, isRequest: boolean): void {
  reader.skip(2);
  shown["ar_uuid"] = reader.hex(16);
  const api = reader.u32();
  const slot = reader.u16();
  const subslot = reader.u16();
  reader.skip(2);
  const index = reader.u16();
  const length = reader.u32();
  if (!reader.ok) return;
  Object.assign(shown, {
    api,
    slot_number: slot,
    subslot_number: subslot,
    index,
    index_name: INDEXES[index] ?? "",
    record_data_length: length,
  });
  if (isRequest) talk.target(`slot ${slot} subslot ${subslot} record`, index, 1);
}

/** Identification and maintenance 0 (IEC 61158-6-10 section 5.2.25, PROFIBUS guideline 3.502). */
function readIdentification(talk: Talk, reader: Reader, shown: Shown): void {
  const start = reader.position;
  const vendor = reader.u16();
  const order = reader.text(20);
  const serial = reader.text(16);
  const hardware = reader.u16();
  const prefix = reader.text(1);
  const firmware = `${prefix}${reader.u8()}.${reader.u8()}.${reader.u8()}`;
  if (!reader.ok) return;
  const method = "PROFINET I&M 0";
  Object.assign(shown, {
    vendor_id: vendor,
    order_id: order,
    im_serial_number: serial,
    im_hardware_revision: hardware,
    im_software_revision: firmware,
  });
  talk.claim("sender", "vendor", vendorName(vendor), 0.95, method, start, start + 2);
  talk.claim("sender", "orderNumber", order, 0.95, method, start + 2, start + 22);
  talk.claim("sender", "serial", serial, 0.95, method, start + 22, start + 38);
  talk.claim("sender", "hardware", String(hardware), 0.9, method, start + 38, start + 40);
  talk.claim("sender", "firmware", firmware, 0.95, method, start + 40, start + 44);
}
