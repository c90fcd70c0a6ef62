// Acyclic real time of PROFINET: IEC 61158-6-10 section 4.7 (RTA-PDU) and 5.2.6 (alarm notification and acknowledgment).
// Not decoded: what a notification says behind its specifier (diagnosis, maintenance, maker's data).
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { UNDIRECTED } from "../../talk.ts";

/** PDU types; 16 and 17 stand for the two blocks that data carries. */
const NOTIFICATION = 16;
const ACKNOWLEDGMENT = 17;
const DATA = 1;
const ERROR = 4;
const PDUS = operationTable("profinet_rt", [
  [DATA, "rta_data", "other"],
  [2, "rta_nack", "other"],
  [3, "rta_ack", "other"],
  [ERROR, "rta_error", "alarm"],
  [5, "rta_fragment_request", "other"],
  [6, "rta_fragment_response", "other"],
  [NOTIFICATION, "alarm_notification", "alarm"],
  [ACKNOWLEDGMENT, "alarm_acknowledgment", "alarm"],
]);
const ALARMS: readonly (string | undefined)[] = [
  undefined,
  "diagnosis",
  "process",
  "pull",
  "plug",
  "status",
  "update",
  "redundancy",
  "controlled_by_supervisor",
  "released",
  "plug_wrong_submodule",
  "return_of_submodule",
  "diagnosis_disappears",
  "multicast_communication_mismatch",
  "port_data_change",
  "sync_data_changed",
  "isochronous_mode_problem",
  "network_component_problem",
  "time_data_changed",
  "dynamic_frame_packing_problem",
  "mrpd_problem",
  "multiple_interface_mismatch",
];

/** Reads an RTA-PDU behind its frame id and emits it; `head` are the fields so far, undefined when nobody reads them. */
export function readAlarm(reader: Reader, talk: Talk, head: object | undefined): void {
  const fields: Record<string, unknown> = { ...head };
  fields["alarm_destination_endpoint"] = reader.u16();
  fields["alarm_source_endpoint"] = reader.u16();
  const pduType = reader.u8();
  fields["pdu_type"] = pduType & 0x0f;
  fields["pdu_version"] = pduType >> 4;
  const flags = reader.u8();
  fields["window_size"] = flags & 0x0f;
  fields["tack"] = (flags & 0x10) !== 0;
  fields["send_seq_num"] = reader.u16();
  fields["ack_seq_num"] = reader.u16();
  const length = reader.u16();
  fields["var_part_len"] = length;
  let kind = pduType & 0x0f;
  const outer = reader.narrow(length);
  if (kind === DATA) kind = readBlock(reader, talk, fields);
  else if (kind === ERROR) {
    const status = { code: reader.u8(), decode: reader.u8(), code_1: reader.u8(), code_2: reader.u8() };
    fields["pnio_status"] = status;
    talk.refused(`rta_error_${status.code_1}_${status.code_2}`);
  }
  reader.widen(outer);
  if (!PDUS.has(kind)) talk.fault("unknown PDU type", 6);
  talk.emit(PDUS.of(kind), UNDIRECTED, head === undefined ? undefined : fields);
}

function readBlock(reader: Reader, talk: Talk, fields: Record<string, unknown>): number {
  const blockType = reader.u16();
  const length = reader.u16();
  fields["block_type"] = blockType;
  fields["block_length"] = length;
  fields["block_version"] = `${reader.u8()}.${reader.u8()}`;
  const isNotification = blockType === 1 || blockType === 2;
  const isAcknowledgment = blockType === 0x8001 || blockType === 0x8002;
  if (!isNotification && !isAcknowledgment) return DATA;
  const alarmType = reader.u16();
  fields["alarm_type"] = ALARMS[alarmType] ?? alarmType;
  fields["api"] = reader.u32();
  const slot = reader.u16();
  const subslot = reader.u16();
  fields["slot"] = slot;
  fields["subslot"] = subslot;
  if (reader.ok && isNotification) talk.object(`alarm ${ALARMS[alarmType] ?? alarmType} of slot ${slot}`);
  if (isNotification) {
    fields["module_ident_number"] = reader.u32();
    fields["submodule_ident_number"] = reader.u32();
  }
  const specifier = reader.u16();
  fields["alarm_sequence_number"] = specifier & 0x07ff;
  fields["channel_diagnosis"] = (specifier & 0x0800) !== 0;
  fields["manufacturer_specific_diagnosis"] = (specifier & 0x1000) !== 0;
  fields["submodule_diagnosis_state"] = (specifier & 0x2000) !== 0;
  fields["ar_diagnosis_state"] = (specifier & 0x8000) !== 0;
  if (isAcknowledgment) fields["pnio_status"] = reader.u32();
  else if (reader.left() >= 2) {
    fields["user_structure_identifier"] = reader.u16();
    fields["user_data"] = reader.hex(reader.left());
  }
  return isNotification ? NOTIFICATION : ACKNOWLEDGMENT;
}
