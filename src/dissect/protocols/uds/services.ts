// Unified diagnostic services: ISO 14229-1 sections 9 to 14 and annexes A and C, as DoIP and ISO-TP carry them.
import type { Act } from "../../../model/act.ts";
import type { Operation, OperationTable } from "../../operation.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, RESPONSE, type Talk } from "../../talk.ts";

const NEGATIVE = 0x7f;
const POSITIVE = 0x40;
const OPEN = 16;

/** Services by their request identifier. */
const ROWS: readonly (readonly [number, string, Act])[] = [
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
];

/** The services as operations of the protocol that carries them, and more of its own. */
export function serviceTable(protocol: string, more: readonly (readonly [number, string, Act])[] = []): OperationTable {
  return operationTable(protocol, [...ROWS, ...more]);
}

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

/** Requests that wait for their answers by addresses and service, and their frames: a ring. */
export interface Requests {
  readonly keys: Int32Array;
  readonly frames: Int32Array;
  next: number;
}

/** Nothing was asked. */
export function noRequests(): Requests {
  return { keys: new Int32Array(OPEN), frames: new Int32Array(OPEN), next: 0 };
}

/** How a protocol carries services. */
export interface Carrier {
  readonly services: OperationTable;
  /** What a message is whose service is unknown. */
  readonly unnamed: Operation;
  /** Direction of requests; buses do not tell who receives. */
  readonly request: Direction;
  /** Addresses that stand for every control unit. */
  readonly everyone: readonly number[];
  /** Reads what services of the carrier's own hold. */
  readonly own?: (
    reader: Reader,
    talk: Talk,
    service: number,
    isResponse: boolean,
    unit: number,
    fields: Record<string, unknown>,
  ) => void;
}

/** An address as people write it: four hex digits. */
export function hexWord(value: number): string {
  return value.toString(16).padStart(4, "0");
}

/** Reads a diagnostic message up to the reader's end and emits it, paired with its request. */
export function readDiagnostic(
  reader: Reader,
  talk: Talk,
  requests: Requests,
  carrier: Carrier,
  source: number,
  target: number,
  fields: Record<string, unknown>,
): void {
  const { services } = carrier;
  const from = reader.position - reader.start;
  const first = reader.u8();
  Object.assign(fields, { source_address: hexWord(source), target_address: hexWord(target) });
  const isRefusal = first === NEGATIVE;
  const isResponse = isRefusal || ((first & POSITIVE) !== 0 && services.has(first & ~POSITIVE));
  const service = isRefusal ? reader.u8() : isResponse ? first & ~POSITIVE : first;
  if (reader.ok && !services.has(service)) talk.fault("unknown diagnostic service", from);
  fields["service_id"] = service;
  const asker = isResponse ? target : source;
  const asked = isResponse ? source : target;
  if (!isResponse) talk.object(`control unit ${hexWord(asked)}`);
  if (isRefusal) {
    const code = reader.u8();
    fields["negative_response_code"] = code;
    if (code === PENDING) fields["response_pending"] = true;
    else if (reader.ok) talk.refused(REFUSALS[code] ?? `code_${code.toString(16).padStart(2, "0")}`);
  } else if (service < 0x10) carrier.own?.(reader, talk, service, isResponse, asked, fields);
  else readService(reader, talk, service, isResponse, asked, fields);
  if (isResponse) {
    let frame = found(requests, asker, asked, service, fields["response_pending"] !== true);
    for (const everyone of carrier.everyone) if (frame === 0) frame = found(requests, asker, everyone, service, false);
    if (frame > 0) talk.answersFrame(frame);
  } else {
    requests.keys[requests.next] = keyOf(asker, asked, service);
    requests.frames[requests.next] = talk.frame;
    requests.next = (requests.next + 1) % OPEN;
  }
  reader.skipRest();
  const what = services.has(service) ? services.of(service) : carrier.unnamed;
  talk.emit(what, isResponse ? RESPONSE : carrier.request, talk.detailed ? fields : undefined);
}

/** Addresses are 16 bits each and the service 8; what collides is a request of the same kind. */
function keyOf(asker: number, asked: number, service: number): number {
  return (Math.imul(asker, 0x10001) ^ (asked << 8)) * 256 + service;
}

/** Frame of the latest request between two addresses: of one service, or of any for -1. */
export function found(requests: Requests, asker: number, asked: number, service: number, forget: boolean): number {
  for (let back = 1; back <= OPEN; back++) {
    const at = (requests.next - back + OPEN) % OPEN;
    const frame = requests.frames[at] as number;
    if (frame === 0) continue;
    const key = requests.keys[at] as number;
    const wanted = keyOf(asker, asked, service < 0 ? key & 255 : service) | 0;
    if (key !== wanted) continue;
    if (forget) requests.frames[at] = 0;
    return frame;
  }
  return 0;
}

function readService(
  reader: Reader,
  talk: Talk,
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
