// Precision time protocol: IEEE 1588-2008 and 2019 section 13 and annexes C to E; as gPTP IEEE 802.1AS-2020; version 1 in
// version1.ts.
// Not decoded: authentication (told by its TLV); accuracy of the time itself is judged by nobody here.
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { flagNames, managementName, timeSourceName } from "./names.ts";
import { readTlvs, type TlvsFound } from "./tlvs.ts";
import { clockIdentity, clockQuality, interval, portIdentity, timestamp } from "./values.ts";
import { readVersion1 } from "./version1.ts";

const SYNC = 0;
const DELAY_REQUEST = 1;
const PEER_DELAY_REQUEST = 2;
const PEER_DELAY_RESPONSE = 3;
const FOLLOW_UP = 8;
const DELAY_RESPONSE = 9;
const PEER_DELAY_FOLLOW_UP = 10;
const ANNOUNCE = 11;
const SIGNALING = 12;
const MANAGEMENT = 13;
const MESSAGES = operationTable("ptp", [
  [SYNC, "sync", "time"],
  [DELAY_REQUEST, "delay_request", "time"],
  [PEER_DELAY_REQUEST, "peer_delay_request", "time"],
  [PEER_DELAY_RESPONSE, "peer_delay_response", "time"],
  [FOLLOW_UP, "follow_up", "time"],
  [DELAY_RESPONSE, "delay_response", "time"],
  [PEER_DELAY_FOLLOW_UP, "peer_delay_response_follow_up", "time"],
  [ANNOUNCE, "announce", "time"],
  [SIGNALING, "signaling", "time"],
]);
/** By actionField (table 57). */
const ACTIONS = operationTable("ptp", [
  [0, "management_get", "read"],
  [1, "management_set", "configure"],
  [2, "management_response", "read"],
  [3, "management_command", "configure"],
  [4, "management_acknowledge", "other"],
]);
const HEADER = 34;
/** Bytes of each body before its TLVs, by message type. */
const BODIES = [10, 10, 20, 20, 0, 0, 0, 0, 10, 20, 20, 30, 10, 14] as const;
/** Peers of a line measure it for themselves, so neither serves. */
const DIRECTIONS: readonly Direction[] = [
  NOTICE,
  REQUEST,
  UNDIRECTED,
  UNDIRECTED,
  UNDIRECTED,
  UNDIRECTED,
  UNDIRECTED,
  UNDIRECTED,
  NOTICE,
  RESPONSE,
  UNDIRECTED,
  NOTICE,
  UNDIRECTED,
  UNDIRECTED,
];

interface Memory {
  /** Halves of the grandmaster identity that the conversation announced last. */
  high: number;
  low: number;
  /** How many grandmasters were told. */
  told: number;
}

const MOST_TOLD = 16;

/** Clocks that keep the same time within microseconds. */
export const ptp = dissector<Memory>({
  name: "ptp",
  aliases: ["ieee1588", "gptp"],
  title: "PTP",
  standard: "IEEE 1588-2019",
  world: "network",
  carriage: [
    { over: "ethernet", types: [0x88f7] },
    { over: "udp", ports: [319, 320] },
  ],
  remember: () => ({ high: 0, low: 0, told: 0 }),
  probe(reader) {
    const first = reader.u8();
    const version = reader.u8() & 0x0f;
    const length = reader.u16();
    if (!reader.ok) return NO;
    if (version === 1 && first === 0) {
      // The subdomains of the standard are _DFLT and _ALT1 to _ALT3.
      return length === 1 && reader.left() >= 36 ? (reader.peek() === 0x5f ? LIKELY : POSSIBLE) : NO;
    }
    const type = first & 0x0f;
    if (version !== 2) return NO;
    const fits = type <= MANAGEMENT && length >= HEADER + (BODIES[type] as number) && length - 4 === reader.left();
    return fits ? LIKELY : POSSIBLE;
  },
  read(reader, talk) {
    if (reader.left() < 4) return reader.complete ? REFUSE : MORE;
    const version = (reader.peek(1) as number) & 0x0f;
    if (reader.peek16() === 1) {
      readVersion1(reader, talk);
      reader.skipRest();
      return DONE;
    }
    if (version < 2) return REFUSE;
    readVersion2(reader, talk);
    // Frames are padded, and UDP over IPv6 adds two bytes.
    reader.skipRest();
    return DONE;
  },
});

function readVersion2(reader: Reader, talk: Talk<Memory>): void {
  const { start, end } = reader;
  const first = reader.u8();
  const type = first & 0x0f;
  const second = reader.u8();
  const length = reader.u16();
  const isKnown = MESSAGES.has(type) || type === MANAGEMENT;
  if (!isKnown) talk.fault("unknown message type", 0);
  if (length < HEADER) talk.fault("bad length", 2);
  else reader.narrow(length - 4);
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? {
        major_sdo_id: first >> 4,
        message_type: type,
        minor_version_ptp: second >> 4,
        version_ptp: second & 0x0f,
        message_length: length,
      }
    : undefined;
  if (fields === undefined) reader.skip(HEADER - 4);
  else headerFields(reader, fields);
  let direction = DIRECTIONS[type] ?? UNDIRECTED;
  let spoken = MESSAGES.of(type);
  if (isKnown) {
    const body = reader.position;
    if (fields === undefined) reader.skip(BODIES[type] as number);
    else bodyFields(reader, type, fields);
    const found = reader.left() > 0 ? readTlvs(reader, talk) : undefined;
    if (fields !== undefined && found !== undefined) fields["tlvs"] = found.tlvs;
    if (type === ANNOUNCE && body + 30 <= reader.end) announced(talk, reader.bytes, start, body);
    if (type === MANAGEMENT && body + 14 <= reader.end) {
      const action = (reader.bytes[body + 12] as number) & 0x0f;
      spoken = ACTIONS.of(action);
      direction = action === 2 || action === 4 ? RESPONSE : REQUEST;
      managed(talk, found);
    }
  }
  talk.emit(spoken, direction, fields);
  reader.end = end;
}

function headerFields(reader: Reader, fields: Record<string, unknown>): void {
  fields["domain_number"] = reader.u8();
  fields["minor_sdo_id"] = reader.u8();
  const flags = reader.u16();
  fields["flag_field"] = flags;
  fields["flags"] = flagNames(flags);
  fields["correction_field"] = interval(reader);
  fields["message_type_specific"] = reader.u32();
  fields["source_port_identity"] = portIdentity(reader);
  fields["sequence_id"] = reader.u16();
  fields["control_field"] = reader.u8();
  fields["log_message_interval"] = reader.i8();
}

/** Reads as many bytes as BODIES says. */
function bodyFields(reader: Reader, type: number, fields: Record<string, unknown>): void {
  switch (type) {
    case SYNC:
    case DELAY_REQUEST:
      fields["origin_timestamp"] = timestamp(reader);
      return;
    case PEER_DELAY_REQUEST:
      fields["origin_timestamp"] = timestamp(reader);
      reader.skip(10);
      return;
    case PEER_DELAY_RESPONSE:
      fields["request_receipt_timestamp"] = timestamp(reader);
      fields["requesting_port_identity"] = portIdentity(reader);
      return;
    case FOLLOW_UP:
      fields["precise_origin_timestamp"] = timestamp(reader);
      return;
    case DELAY_RESPONSE:
      fields["receive_timestamp"] = timestamp(reader);
      fields["requesting_port_identity"] = portIdentity(reader);
      return;
    case PEER_DELAY_FOLLOW_UP:
      fields["response_origin_timestamp"] = timestamp(reader);
      fields["requesting_port_identity"] = portIdentity(reader);
      return;
    case ANNOUNCE: {
      fields["origin_timestamp"] = timestamp(reader);
      fields["current_utc_offset"] = reader.i16();
      reader.skip(1);
      fields["grandmaster_priority1"] = reader.u8();
      fields["grandmaster_clock_quality"] = clockQuality(reader);
      fields["grandmaster_priority2"] = reader.u8();
      fields["grandmaster_identity"] = clockIdentity(reader);
      fields["steps_removed"] = reader.u16();
      fields["time_source"] = timeSourceName(reader.u8());
      return;
    }
    case SIGNALING:
      fields["target_port_identity"] = portIdentity(reader);
      return;
    case MANAGEMENT:
      fields["target_port_identity"] = portIdentity(reader);
      fields["starting_boundary_hops"] = reader.u8();
      fields["boundary_hops"] = reader.u8();
      fields["action_field"] = reader.u8() & 0x0f;
      reader.skip(1);
      return;
    default:
  }
}

/** Tells each grandmaster once, and that its sender is one when it announces itself. */
function announced(talk: Talk<Memory>, bytes: Uint8Array, start: number, body: number): void {
  const memory = talk.memory;
  const at = body + 19;
  const high = wordAt(bytes, at);
  const low = wordAt(bytes, at + 4);
  if (memory.told > 0 && memory.high === high && memory.low === low) return;
  memory.high = high;
  memory.low = low;
  if (memory.told >= MOST_TOLD) return;
  memory.told++;
  const identity = `${(high >>> 0).toString(16).padStart(8, "0")}${(low >>> 0).toString(16).padStart(8, "0")}`;
  talk.object(`grandmaster ${identity}`);
  if (wordAt(bytes, start + 20) === high && wordAt(bytes, start + 24) === low)
    talk.claim("sender", "role", "time server", 0.75, "PTP grandmaster", at, at + 8);
  else talk.claim("sender", "kind", "PTP boundary clock", 0.5, "PTP announce", at, at + 8);
}

function managed(talk: Talk, found: TlvsFound | undefined): void {
  const id = found?.managementId ?? -1;
  if (id >= 0) talk.object(managementName(id));
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}
