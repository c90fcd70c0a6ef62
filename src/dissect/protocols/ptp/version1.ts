// Precision time protocol, version 1: IEEE 1588-2002 annex D.
// Not decoded: management payloads other than a clock's identity; they are told as bytes.
import { macText } from "../../addresses.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";

const MESSAGES = operationTable("ptp", [
  [0, "version1_sync", "time"],
  [1, "version1_delay_request", "time"],
  [2, "version1_follow_up", "time"],
  [3, "version1_delay_response", "time"],
  [4, "version1_management", "configure"],
]);
const DIRECTIONS = [NOTICE, REQUEST, NOTICE, RESPONSE] as const;
const CLOCK_IDENTITY = 2;

/** Management messages that only ask or answer, by key; the others change something. */
const READS: ReadonlySet<number> = new Set([0, 1, 2, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21]);
const ANSWERS: ReadonlySet<number> = new Set([2, 8, 11, 13, 15, 17, 21]);
const READ = operationTable("ptp", [[4, "version1_management_read", "read"]]);

/** Reads a whole message of version 1 and emits it. */
export function readVersion1(reader: Reader, talk: Talk): void {
  const fields: Record<string, unknown> = { version_ptp: reader.u16(), version_network: reader.u16() };
  fields["subdomain"] = reader.text(16);
  fields["message_type"] = reader.u8();
  fields["source_communication_technology"] = reader.u8();
  fields["source_uuid"] = macText(reader.hex(6));
  fields["source_port_id"] = reader.u16();
  fields["sequence_id"] = reader.u16();
  const control = reader.u8();
  reader.skip(1);
  fields["control"] = control;
  fields["flags"] = reader.u16();
  reader.skip(4);
  let direction = DIRECTIONS[control] ?? UNDIRECTED;
  let spoken = MESSAGES.of(control);
  if (control < 2) synchronization(reader, fields);
  else if (control === 2) {
    reader.skip(2);
    fields["associated_sequence_id"] = reader.u16();
    fields["precise_origin_timestamp"] = seconds(reader);
  } else if (control === 3) {
    fields["delay_receipt_timestamp"] = seconds(reader);
    reader.skip(1);
    fields["requesting_source_communication_technology"] = reader.u8();
    fields["requesting_source_uuid"] = macText(reader.hex(6));
    fields["requesting_source_port_id"] = reader.u16();
    fields["requesting_source_sequence_id"] = reader.u16();
  } else if (control === 4) {
    const key = management(reader, talk, fields);
    if (READS.has(key)) spoken = READ.of(4);
    direction = ANSWERS.has(key) ? RESPONSE : REQUEST;
  } else talk.fault("unknown message type", 32);
  if (reader.ok && control === 0) talk.claim("sender", "role", "time server", 0.5, "sends PTP Sync", 32, 33);
  talk.emit(spoken, direction, talk.detailed ? fields : undefined);
}

function seconds(reader: Reader): { seconds: number; nanoseconds: number } {
  return { seconds: reader.u32(), nanoseconds: reader.i32() };
}

function synchronization(reader: Reader, fields: Record<string, unknown>): void {
  fields["origin_timestamp"] = seconds(reader);
  fields["epoch_number"] = reader.u16();
  fields["current_utc_offset"] = reader.i16();
  reader.skip(1);
  fields["grandmaster_communication_technology"] = reader.u8();
  fields["grandmaster_clock_uuid"] = macText(reader.hex(6));
  fields["grandmaster_port_id"] = reader.u16();
  fields["grandmaster_sequence_id"] = reader.u16();
  reader.skip(3);
  fields["grandmaster_clock_stratum"] = reader.u8();
  fields["grandmaster_clock_identifier"] = reader.text(4);
  reader.skip(2);
  fields["grandmaster_clock_variance"] = reader.i16();
  reader.skip(1);
  fields["grandmaster_preferred"] = reader.u8() !== 0;
  reader.skip(1);
  fields["grandmaster_is_boundary_clock"] = reader.u8() !== 0;
  reader.skip(3);
  fields["sync_interval"] = reader.i8();
  reader.skip(2);
  fields["local_clock_variance"] = reader.i16();
  reader.skip(2);
  fields["local_steps_removed"] = reader.u16();
  reader.skip(3);
  fields["local_clock_stratum"] = reader.u8();
  fields["local_clock_identifier"] = reader.text(4);
  reader.skip(1);
  fields["parent_communication_technology"] = reader.u8();
  fields["parent_uuid"] = macText(reader.hex(6));
  reader.skip(2);
  fields["parent_port_field"] = reader.u16();
  reader.skip(2);
  fields["estimated_master_variance"] = reader.i16();
  fields["estimated_master_drift"] = reader.i32();
  reader.skip(3);
  fields["utc_reasonable"] = reader.u8() !== 0;
}

function management(reader: Reader, talk: Talk, fields: Record<string, unknown>): number {
  reader.skip(1);
  fields["target_communication_technology"] = reader.u8();
  fields["target_uuid"] = macText(reader.hex(6));
  fields["target_port_id"] = reader.u16();
  fields["starting_boundary_hops"] = reader.i16();
  fields["boundary_hops"] = reader.i16();
  reader.skip(1);
  const key = reader.u8();
  fields["management_message_key"] = key;
  reader.skip(2);
  const length = reader.u16();
  fields["parameter_length"] = length;
  const outer = reader.narrow(length);
  if (key === CLOCK_IDENTITY && length >= 64) {
    reader.skip(3);
    fields["clock_communication_technology"] = reader.u8();
    fields["clock_uuid"] = macText(reader.hex(6));
    reader.skip(4);
    fields["clock_port"] = reader.u16();
    const start = reader.position;
    const manufacturer = reader.text(48);
    fields["manufacturer_identity"] = manufacturer;
    talk.claim("sender", "description", manufacturer, 0.9, "PTP manufacturer identity", start, reader.position);
  } else if (length > 0) fields["parameters"] = reader.hex(Math.max(0, Math.min(length, reader.left())));
  reader.widen(outer);
  return key;
}
