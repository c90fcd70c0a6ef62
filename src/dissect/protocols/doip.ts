// DoIP: ISO 13400-2 (2012, 2019) section 7 and annexes; UDS: ISO 14229-1 sections 9 to 14 and annex A.
// Not decoded: contents of UDS services beyond identifier, subfunction and memory address; periodic and event data;
// entity status and power mode beyond their codes; DoIP inside TLS (port 3496).
import { CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";

const HEAD = 8;
/** Software is loaded in blocks; longer ones are not held. */
const LONGEST = 65_536;
const DIAGNOSTIC = 0x8001;
const ACKNOWLEDGED = 0x8002;
const NOT_ACKNOWLEDGED = 0x8003;
const ANNOUNCEMENT = 4;
const NEGATIVE = 0x7f;
const POSITIVE = 0x40;
const OPEN = 16;

/** By payload type. */
const TYPES = operationTable("doip", [
  [0x0000, "generic_negative_acknowledge", "other"],
  [0x0001, "vehicle_identification_request", "identify"],
  [0x0002, "vehicle_identification_request_with_eid", "identify"],
  [0x0003, "vehicle_identification_request_with_vin", "identify"],
  [ANNOUNCEMENT, "vehicle_announcement", "identify"],
  [0x0005, "routing_activation_request", "authenticate"],
  [0x0006, "routing_activation_response", "authenticate"],
  [0x0007, "alive_check_request", "other"],
  [0x0008, "alive_check_response", "other"],
  [0x4001, "entity_status_request", "identify"],
  [0x4002, "entity_status_response", "identify"],
  [0x4003, "diagnostic_power_mode_request", "read"],
  [0x4004, "diagnostic_power_mode_response", "other"],
  [DIAGNOSTIC, "diagnostic_message", "other"],
  [ACKNOWLEDGED, "diagnostic_message_positive_acknowledge", "other"],
  [NOT_ACKNOWLEDGED, "diagnostic_message_negative_acknowledge", "other"],
]);

/** UDS services by their request identifier. */
const SERVICES = operationTable("doip", [
  [0x10, "uds_diagnostic_session_control", "control"],
  [0x11, "uds_ecu_reset", "control"],
  [0x14, "uds_clear_diagnostic_information", "write"],
  [0x19, "uds_read_dtc_information", "read"],
  [0x22, "uds_read_data_by_identifier", "read"],
  [0x23, "uds_read_memory_by_address", "read"],
  [0x24, "uds_read_scaling_data_by_identifier", "read"],
  [0x27, "uds_security_access", "authenticate"],
  [0x28, "uds_communication_control", "control"],
  [0x29, "uds_authentication", "authenticate"],
  [0x2a, "uds_read_data_by_periodic_identifier", "read"],
  [0x2c, "uds_dynamically_define_data_identifier", "configure"],
  [0x2e, "uds_write_data_by_identifier", "configure"],
  [0x2f, "uds_input_output_control_by_identifier", "control"],
  [0x31, "uds_routine_control", "control"],
  [0x34, "uds_request_download", "program"],
  [0x35, "uds_request_upload", "file"],
  [0x36, "uds_transfer_data", "program"],
  [0x37, "uds_request_transfer_exit", "program"],
  [0x38, "uds_request_file_transfer", "file"],
  [0x3d, "uds_write_memory_by_address", "program"],
  [0x3e, "uds_tester_present", "other"],
  [0x83, "uds_access_timing_parameter", "configure"],
  [0x84, "uds_secured_data_transmission", "other"],
  [0x85, "uds_control_dtc_setting", "control"],
  [0x86, "uds_response_on_event", "configure"],
  [0x87, "uds_link_control", "control"],
]);

/** Negative response codes of ISO 14229-1 annex A. */
const REFUSALS: Readonly<Record<number, string>> = {
  16: "general_reject",
  17: "service_not_supported",
  18: "sub_function_not_supported",
  19: "incorrect_message_length_or_invalid_format",
  20: "response_too_long",
  33: "busy_repeat_request",
  34: "conditions_not_correct",
  36: "request_sequence_error",
  49: "request_out_of_range",
  51: "security_access_denied",
  52: "authentication_required",
  53: "invalid_key",
  54: "exceeded_number_of_attempts",
  55: "required_time_delay_not_expired",
  112: "upload_download_not_accepted",
  113: "transfer_data_suspended",
  114: "general_programming_failure",
  115: "wrong_block_sequence_counter",
  126: "sub_function_not_supported_in_active_session",
  127: "service_not_supported_in_active_session",
};
/** The request was understood and its answer is still to come. */
const PENDING = 0x78;
const ACTIVATIONS: Readonly<Record<number, string>> = {
  0: "unknown_source_address",
  1: "all_sockets_active",
  2: "source_address_differs",
  3: "source_address_already_active",
  4: "missing_authentication",
  5: "rejected_confirmation",
  6: "unsupported_activation_type",
  7: "tls_required",
};
const GENERIC: readonly string[] = [
  "incorrect_pattern_format",
  "unknown_payload_type",
  "message_too_large",
  "out_of_memory",
  "invalid_payload_length",
];
const DIAGNOSTIC_REFUSALS: Readonly<Record<number, string>> = {
  2: "invalid_source_address",
  3: "unknown_target_address",
  4: "diagnostic_message_too_large",
  5: "out_of_memory",
  6: "target_unreachable",
  7: "unknown_network",
  8: "transport_protocol_error",
};

/** Data identifiers of ISO 14229-1 annex C.1 that say what a control unit is. */
const IDENTIFIERS: Readonly<
  Record<number, "serial" | "model" | "hardware" | "firmware" | "orderNumber" | "vendor" | "kind">
> = {
  61831: "orderNumber",
  61832: "firmware",
  61833: "firmware",
  61834: "vendor",
  61836: "serial",
  61841: "hardware",
  61843: "hardware",
  61845: "firmware",
  61847: "kind",
};

interface Memory {
  /** Requests by addresses and service, and their frames: a ring. */
  readonly keys: Int32Array;
  readonly frames: Int32Array;
  next: number;
  /** The last request of routing or identification. */
  asked: number;
}

/** Diagnosis and programming of vehicles and their control units. */
export const doip = dissector<Memory>({
  name: "doip",
  aliases: ["uds"],
  title: "DoIP and UDS",
  standard: "ISO 13400-2",
  world: "ot",
  authentication: "optional",
  carriage: [
    { over: "tcp", ports: [13400] },
    { over: "udp", ports: [13400] },
  ],
  longest: LONGEST + HEAD,
  remember: () => ({ keys: new Int32Array(OPEN), frames: new Int32Array(OPEN), next: 0, asked: 0 }),
  probe: likenessOf,
  read(reader, talk) {
    const version = reader.u8();
    const inverse = reader.u8();
    const type = reader.u16();
    const length = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if ((version ^ inverse) !== 0xff || length > LONGEST) return REFUSE;
    if (!reader.fence(HEAD + length)) return MORE;
    const fields: Record<string, unknown> = { protocol_version: version, payload_type: type };
    if (!TYPES.has(type)) talk.fault("unknown payload type", 2);
    if (type === DIAGNOSTIC) readDiagnostic(reader, talk, fields);
    else readOther(reader, talk, type, fields);
    reader.skipRest();
    return DONE;
  },
});

function hexWord(value: number): string {
  return value.toString(16).padStart(4, "0");
}

function readOther(reader: Reader, talk: Talk<Memory>, type: number, fields: Record<string, unknown>): void {
  const { memory } = talk;
  let direction: 0 | 1 | 2 | 3 = UNDIRECTED;
  switch (type) {
    case 0: {
      direction = RESPONSE;
      const code = reader.u8();
      talk.refused(GENERIC[code] ?? `code_${code}`);
      break;
    }
    case ANNOUNCEMENT:
      direction = memory.asked > 0 ? RESPONSE : NOTICE;
      readAnnouncement(reader, talk, fields);
      break;
    case 5:
      direction = REQUEST;
      fields["source_address"] = hexWord(reader.u16());
      fields["activation_type"] = reader.u8();
      talk.note("sender", { kind: "session", protocol: "DoIP", anonymous: true });
      break;
    case 6: {
      direction = RESPONSE;
      fields["tester_address"] = hexWord(reader.u16());
      fields["entity_address"] = hexWord(reader.u16());
      const code = reader.u8();
      fields["response_code"] = code;
      const refusal = ACTIVATIONS[code];
      if (refusal !== undefined && reader.ok) talk.refused(refusal);
      break;
    }
    case 0x4002: {
      direction = RESPONSE;
      const node = reader.u8();
      fields["node_type"] = node === 0 ? "gateway" : node === 1 ? "node" : node;
      fields["sockets"] = { most: reader.u8(), open: reader.u8() };
      break;
    }
    case ACKNOWLEDGED:
    case NOT_ACKNOWLEDGED: {
      const source = reader.u16();
      const target = reader.u16();
      const code = reader.u8();
      Object.assign(fields, { source_address: hexWord(source), target_address: hexWord(target), code });
      direction = RESPONSE;
      if (type === NOT_ACKNOWLEDGED) talk.refused(DIAGNOSTIC_REFUSALS[code] ?? `code_${code}`);
      const frame = found(memory, target, source, -1, false);
      if (frame > 0) talk.answersFrame(frame);
      break;
    }
    default:
      // Servers check whether their clients are alive; for the rest, odd numbers ask.
      if (type === 7) direction = NOTICE;
      else if (type === 8) direction = REQUEST;
      else if (TYPES.has(type)) direction = type < ANNOUNCEMENT || (type & 1) === 1 ? REQUEST : RESPONSE;
  }
  if (direction === REQUEST) memory.asked = talk.frame;
  else if (direction === RESPONSE && type < DIAGNOSTIC && memory.asked > 0) talk.answersFrame(memory.asked);
  talk.emit(TYPES.of(type), direction, talk.detailed ? fields : undefined);
}

function readAnnouncement(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  const vin = reader.text(17);
  const address = reader.u16();
  const entity = reader.hex(6);
  const group = reader.hex(6);
  Object.assign(fields, {
    vin,
    logical_address: hexWord(address),
    eid: entity,
    gid: group,
    further_action: reader.u8(),
  });
  if (!reader.ok) return;
  const method = "DoIP vehicle announcement";
  // Identifiers that are not set are all zeros or all ones.
  if (/^[A-HJ-NPR-Z0-9]{17}$/.test(vin) && !/^0+$/.test(vin)) talk.claim("sender", "serial", vin, 0.9, method);
  talk.claim("sender", "kind", "DoIP entity", 0.8, method);
}

function readDiagnostic(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  const { memory } = talk;
  const source = reader.u16();
  const target = reader.u16();
  const first = reader.u8();
  Object.assign(fields, { source_address: hexWord(source), target_address: hexWord(target) });
  const isRefusal = first === NEGATIVE;
  const isResponse = isRefusal || ((first & POSITIVE) !== 0 && SERVICES.has(first & ~POSITIVE));
  const service = isRefusal ? reader.u8() : isResponse ? first & ~POSITIVE : first;
  const what = SERVICES.has(service) ? SERVICES.of(service) : TYPES.of(DIAGNOSTIC);
  if (reader.ok && !SERVICES.has(service)) talk.fault("unknown diagnostic service", 12);
  fields["service_id"] = service;
  const asker = isResponse ? target : source;
  const asked = isResponse ? source : target;
  if (!isResponse) talk.object(`control unit ${hexWord(asked)}`);
  if (isRefusal) {
    const code = reader.u8();
    fields["negative_response_code"] = code;
    if (code === PENDING) fields["response_pending"] = true;
    else if (reader.ok) talk.refused(REFUSALS[code] ?? `code_${code.toString(16).padStart(2, "0")}`);
  } else readService(reader, talk, service, isResponse, asked, fields);
  if (isResponse) {
    const frame = found(memory, asker, asked, service, fields["response_pending"] !== true);
    if (frame > 0) talk.answersFrame(frame);
  } else {
    memory.keys[memory.next] = keyOf(asker, asked, service);
    memory.frames[memory.next] = talk.frame;
    memory.next = (memory.next + 1) % OPEN;
  }
  talk.emit(what, isResponse ? RESPONSE : REQUEST, talk.detailed ? fields : undefined);
}

/** Addresses are 16 bits each and the service 8; what collides is a request of the same kind. */
function keyOf(asker: number, asked: number, service: number): number {
  return (Math.imul(asker, 0x10001) ^ (asked << 8)) * 256 + service;
}

/** Frame of the latest request between two addresses: of one service, or of any for -1. */
function found(memory: Memory, asker: number, asked: number, service: number, forget: boolean): number {
  for (let back = 1; back <= OPEN; back++) {
    const at = (memory.next - back + OPEN) % OPEN;
    const frame = memory.frames[at] as number;
    if (frame === 0) continue;
    const key = memory.keys[at] as number;
    const wanted = keyOf(asker, asked, service < 0 ? key & 255 : service) | 0;
    if (key !== wanted) continue;
    if (forget) memory.frames[at] = 0;
    return frame;
  }
  return 0;
}

function readService(
  reader: Reader,
  talk: Talk<Memory>,
  service: number,
  isResponse: boolean,
  unit: number,
  fields: Record<string, unknown>,
): void {
  switch (service) {
    case 0x22:
    case 0x2e:
    case 0x2f: {
      const identifier = reader.u16();
      fields["data_identifier"] = hexWord(identifier);
      if (!isResponse) talk.object(`data identifier ${hexWord(identifier)}`);
      const attribute = IDENTIFIERS[identifier];
      if (service === 0x22 && isResponse && attribute !== undefined && reader.left() <= 64) {
        const at = reader.position;
        const value = reader.text(reader.left());
        // Some units answer in numbers: only texts are told.
        if (/^[\x20-\x7e]+$/.test(value))
          talk.claim(
            { part: `control unit ${hexWord(unit)}`, of: "sender" },
            attribute,
            value,
            0.85,
            "UDS data identifier",
            at,
            reader.position,
          );
      }
      return;
    }
    case 0x31: {
      fields["sub_function"] = reader.u8() & 0x7f;
      const routine = reader.u16();
      fields["routine_identifier"] = hexWord(routine);
      if (!isResponse) talk.object(`routine ${hexWord(routine)}`);
      return;
    }
    case 0x34:
    case 0x35: {
      if (isResponse) return;
      reader.skip(1);
      readMemory(reader, fields);
      return;
    }
    case 0x23:
    case 0x3d:
      if (!isResponse) readMemory(reader, fields);
      return;
    case 0x36:
      fields["block_sequence_counter"] = reader.u8();
      fields["data_length"] = reader.left();
      return;
    case 0x27: {
      const level = reader.u8() & 0x7f;
      fields["sub_function"] = level;
      // Odd subfunctions ask for a seed, even ones send the key to it.
      if (!isResponse && level % 2 === 0 && reader.ok)
        talk.note("sender", { kind: "credential", method: "UDS security access key", exposure: "challenge" });
      return;
    }
    case 0x10:
    case 0x11:
    case 0x19:
    case 0x28:
    case 0x29:
    case 0x3e:
    case 0x85:
      fields["sub_function"] = reader.u8() & 0x7f;
      return;
    default:
  }
}

/** Address and size, whose lengths one octet tells. */
function readMemory(reader: Reader, fields: Record<string, unknown>): void {
  const lengths = reader.u8();
  fields["memory_address"] = reader.hex(Math.min(lengths & 15, 8));
  fields["memory_size"] = reader.hex(Math.min(lengths >> 4, 8));
}

function likenessOf(reader: Reader): Likeness {
  const version = reader.peek();
  const inverse = reader.peek(1);
  if (version < 1 || (version > 4 && version !== 0xff)) return NO;
  if (inverse < 0) return reader.complete ? NO : POSSIBLE;
  if ((version ^ inverse) !== 0xff) return NO;
  const type = reader.peek16(2);
  const length = reader.peek16(4) * 65536 + reader.peek16(6);
  if (reader.left() < HEAD) return reader.complete ? NO : POSSIBLE;
  if (!TYPES.has(type) || length > LONGEST) return NO;
  if (reader.complete && !reader.cutByCapture && length + HEAD !== reader.left()) return POSSIBLE;
  return lengthFits(type, length) ? CERTAIN : NO;
}

/** Lengths of payloads by type, table 17 and those behind it. */
function lengthFits(type: number, length: number): boolean {
  switch (type) {
    case 0:
      return length === 1;
    case 1:
    case 7:
    case 0x4001:
    case 0x4003:
      return length === 0;
    case 2:
      return length === 6;
    case 3:
      return length === 17;
    case ANNOUNCEMENT:
      return length === 32 || length === 33;
    case 5:
      return length === 7 || length === 11;
    case 6:
      return length === 9 || length === 13;
    case 8:
      return length === 2;
    case 0x4002:
      return length === 3 || length === 7;
    case 0x4004:
      return length === 1;
    default:
      return length >= 5;
  }
}
