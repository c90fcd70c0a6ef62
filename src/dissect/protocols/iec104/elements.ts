// Information elements: IEC 60870-5-101:2003 section 7.2.6. Values and trust for process points, fields for people.
import { BAD, GOOD, type Quality, UNCERTAIN } from "../../points.ts";
import { hexOf } from "../../reader.ts";
import { timeFields } from "./time.ts";
import type { AsduType, ValueKind } from "./types.ts";

const scratch = new DataView(new ArrayBuffer(4));

const DOUBLE_STATES: readonly string[] = ["indeterminate_or_intermediate", "off", "on", "indeterminate"];
const STEP_COMMANDS: readonly string[] = ["not_permitted", "next_step_lower", "next_step_higher", "not_permitted"];
const START_EVENTS: readonly string[] = [
  "general_start",
  "start_l1",
  "start_l2",
  "start_l3",
  "start_earth_current",
  "start_reverse_direction",
];
const OUTPUT_CIRCUITS: readonly string[] = ["general_command", "command_l1", "command_l2", "command_l3"];
const QUALIFIERS_OF_COMMAND: readonly string[] = [
  "no_additional_definition",
  "short_pulse",
  "long_pulse",
  "persistent",
];
const FREEZES: readonly string[] = ["read", "freeze_without_reset", "freeze_with_reset", "reset"];
const INITIALIZATIONS: readonly string[] = ["local_power_switch_on", "local_manual_reset", "remote_reset"];
const RESETS: readonly string[] = [
  "not_used",
  "general_reset_of_process",
  "reset_of_pending_information_with_time_tag",
];
const PARAMETERS: readonly string[] = ["not_used", "threshold", "smoothing_factor", "low_limit", "high_limit"];
const PARAMETER_ACTIVATIONS: readonly string[] = [
  "not_used",
  "previously_loaded_parameters",
  "parameter_of_addressed_object",
  "persistent_cyclic_transmission_of_addressed_object",
];
const SELECTIONS: readonly string[] = [
  "default",
  "select_file",
  "request_file",
  "deactivate_file",
  "delete_file",
  "select_section",
  "request_section",
  "deactivate_section",
];
const FILE_ERRORS: readonly string[] = [
  "",
  "requested_memory_space_not_available",
  "checksum_failed",
  "unexpected_communication_service",
  "unexpected_name_of_file",
  "unexpected_name_of_section",
];
const LAST_SECTIONS: readonly string[] = [
  "not_used",
  "file_transfer_without_deactivation",
  "file_transfer_with_deactivation",
  "section_transfer_without_deactivation",
  "section_transfer_with_deactivation",
];
const ACKNOWLEDGES: readonly string[] = [
  "not_used",
  "positive_acknowledge_of_file_transfer",
  "negative_acknowledge_of_file_transfer",
  "positive_acknowledge_of_section_transfer",
  "negative_acknowledge_of_section_transfer",
];

/** Quality descriptor bits, low first (7.2.6.1 to 7.2.6.4); only some are used in each. */
const QUALITY_BITS: readonly string[] = [
  "overflow",
  "",
  "",
  "elapsed_time_invalid",
  "blocked",
  "substituted",
  "not_topical",
  "invalid",
];
const INVALID = 0x80;

/** The process value at `at`, in the unit of the wire: normalized values as fractions, states by their code. */
export function pointValue(kind: ValueKind, bytes: Uint8Array, at: number): number {
  switch (kind) {
    case "single":
    case "single command":
      return (bytes[at] as number) & 1;
    case "double":
    case "double command":
    case "step command":
    case "protection event":
      return (bytes[at] as number) & 3;
    case "step":
      // Bit 8 tells that the equipment is between steps.
      return ((bytes[at] as number) << 25) >> 25;
    case "normalized":
      return i16(bytes, at) / 32_768;
    case "scaled":
      return i16(bytes, at);
    case "float":
      scratch.setInt32(0, i32(bytes, at));
      return scratch.getFloat32(0);
    case "counter":
      return i32(bytes, at);
    case "bitstring":
      return i32(bytes, at) >>> 0;
    case "start events":
      return (bytes[at] as number) & 0x3f;
    case "output circuits":
      return (bytes[at] as number) & 0x0f;
    case "status changes":
      return u16(bytes, at);
    default:
      return 0;
  }
}

/** How far the sender trusts the value of the element at `at`. */
export function qualityOf(type: AsduType, bytes: Uint8Array, at: number): Quality {
  if (type.quality === "") return GOOD;
  const octet = bytes[type.quality === "own" ? at : at + type.valueSize] as number;
  if ((octet & INVALID) !== 0) return BAD;
  if (type.quality === "counter") return GOOD;
  return (octet & doubtful(type)) === 0 ? GOOD : UNCERTAIN;
}

/** Bits that make a value doubtful: blocked, substituted, not topical, and overflow where there is room for it. */
function doubtful(type: AsduType): number {
  return hasOverflow(type) ? 0x71 : 0x70;
}

function hasOverflow(type: AsduType): boolean {
  const { value } = type;
  return type.quality === "behind" && value !== "start events" && value !== "output circuits";
}

/** Names of the quality bits set in `octet`; `mask` says which bits the descriptor has. */
function qualityNames(octet: number, mask: number): string[] {
  return QUALITY_BITS.filter((name, bit) => name !== "" && ((octet & mask) >> bit) % 2 === 1);
}

function qualityMask(type: AsduType): number {
  if (type.value === "start events" || type.value === "output circuits" || type.value === "protection event") {
    return 0xf8;
  }
  return hasOverflow(type) ? 0xf1 : 0xf0;
}

/** Whether a command only selects what a later one is to execute; the qualifier stands in the value's octet or behind it. */
export function isSelect(type: AsduType, bytes: Uint8Array, at: number): boolean {
  if (type.value === "bitstring") return false;
  const inside = type.value === "single command" || type.value === "double command" || type.value === "step command";
  return ((bytes[inside ? at : at + type.valueSize] as number) & 0x80) !== 0;
}

/** The refusal that a file transfer's qualifier tells, "" for none. */
export function fileRefusal(id: number, bytes: Uint8Array, at: number): string {
  switch (id) {
    case 120:
      return ((bytes[at + 5] as number) & 0x80) !== 0 ? "file_not_ready" : "";
    case 121:
      return ((bytes[at + 6] as number) & 0x80) !== 0 ? "section_not_ready" : "";
    case 122:
      return fileError(bytes[at + 3] as number);
    case 124: {
      const qualifier = bytes[at + 3] as number;
      const said = qualifier & 15;
      return fileError(qualifier) || (said === 2 || said === 4 ? (ACKNOWLEDGES[said] as string) : "");
    }
    default:
      return "";
  }
}

function fileError(qualifier: number): string {
  const code = qualifier >> 4;
  return FILE_ERRORS[code] ?? "reserved_error";
}

/** The fields of the element in `bytes[at..end)`, whose size fits its type. */
export function elementFields(type: AsduType, bytes: Uint8Array, at: number, end: number): object {
  const time = type.time > 0 ? timeFields(bytes, end - type.time, type.time) : undefined;
  if (type.value !== "") return { ...valueFields(type, bytes, at), ...qualifierFields(type, bytes, at), ...time };
  return { ...otherFields(type.id, bytes, at, end), ...time };
}

function valueFields(type: AsduType, bytes: Uint8Array, at: number): object {
  const value = pointValue(type.value, bytes, at);
  const octet = bytes[at] as number;
  switch (type.value) {
    case "double":
    case "double command":
    case "protection event":
      return { value, state: DOUBLE_STATES[value] };
    case "step":
      return { value, transient: (octet & 0x80) !== 0 };
    case "step command":
      return { value, state: STEP_COMMANDS[value] };
    case "start events":
      return { value, start_events: START_EVENTS.filter((_, bit) => ((value >> bit) & 1) === 1) };
    case "output circuits":
      return { value, output_circuits: OUTPUT_CIRCUITS.filter((_, bit) => ((value >> bit) & 1) === 1) };
    case "status changes":
      return { value, changes: u16(bytes, at + 2) };
    default:
      // JSON has no infinite numbers.
      return { value: Number.isFinite(value) ? value : String(value) };
  }
}

function qualifierFields(type: AsduType, bytes: Uint8Array, at: number): object {
  const behind = at + type.valueSize;
  if (type.family === "command") {
    if (type.value === "bitstring") return {};
    if (behind === at + 1) {
      const qualifier = ((bytes[at] as number) >> 2) & 0x1f;
      return { select: isSelect(type, bytes, at), qualifier, qualifier_name: commandQualifier(qualifier) };
    }
    return { select: isSelect(type, bytes, at), qualifier: (bytes[behind] as number) & 0x7f };
  }
  if (type.family === "parameter") {
    const octet = bytes[behind] as number;
    return {
      kind_of_parameter: PARAMETERS[octet & 0x3f] ?? "reserved",
      local_change: (octet & 0x40) !== 0,
      in_operation: (octet & 0x80) === 0,
    };
  }
  if (type.quality === "counter") {
    const octet = bytes[behind] as number;
    return {
      sequence: octet & 0x1f,
      carry: (octet & 0x20) !== 0,
      adjusted: (octet & 0x40) !== 0,
      quality: (octet & INVALID) !== 0 ? ["invalid"] : [],
    };
  }
  if (type.quality === "") return {};
  const octet = bytes[type.quality === "own" ? at : behind] as number;
  const quality = qualityNames(octet, qualityMask(type));
  switch (type.value) {
    case "protection event":
      return { quality, elapsed_time: u16(bytes, at + 1) };
    case "start events":
      return { quality, duration_time: u16(bytes, behind + 1) };
    case "output circuits":
      return { quality, operating_time: u16(bytes, behind + 1) };
    default:
      return { quality };
  }
}

function commandQualifier(qualifier: number): string {
  return QUALIFIERS_OF_COMMAND[qualifier] ?? (qualifier < 9 ? "reserved" : "private");
}

/** Elements without a process value (7.3.2 to 7.3.6). */
function otherFields(id: number, bytes: Uint8Array, at: number, end: number): object {
  const first = at < end ? (bytes[at] as number) : 0;
  switch (id) {
    case 70:
      return {
        cause_of_initialization: INITIALIZATIONS[first & 0x7f] ?? "reserved",
        local_parameters_changed: (first & 0x80) !== 0,
      };
    case 100:
      return { qualifier: first, interrogated: interrogated(first) };
    case 101:
      return { counters: countersOf(first & 0x3f), freeze: FREEZES[first >> 6] };
    case 104:
      return { test_pattern: u16(bytes, at), test_pattern_fits: u16(bytes, at) === 0x55aa };
    case 105:
      return { qualifier: first, reset: RESETS[first] ?? "reserved" };
    case 106:
      return { delay: u16(bytes, at) };
    case 107:
      return { test_sequence_counter: u16(bytes, at) };
    case 113:
      return { qualifier: first, activated: PARAMETER_ACTIVATIONS[first] ?? "reserved" };
    case 120:
    case 121:
    case 122:
    case 123:
    case 124:
    case 125:
    case 126:
    case 127:
      return fileFields(id, bytes, at, end);
    default:
      return {};
  }
}

function fileFields(id: number, bytes: Uint8Array, at: number, end: number): object {
  const file = { name_of_file: u16(bytes, at) };
  const section = bytes[at + 2] as number;
  switch (id) {
    case 120:
      return { ...file, length_of_file: u24(bytes, at + 2), ready: ((bytes[at + 5] as number) & 0x80) === 0 };
    case 121:
      return {
        ...file,
        name_of_section: section,
        length_of_section: u24(bytes, at + 3),
        ready: ((bytes[at + 6] as number) & 0x80) === 0,
      };
    case 122: {
      const qualifier = bytes[at + 3] as number;
      return {
        ...file,
        name_of_section: section,
        selection: SELECTIONS[qualifier & 15] ?? "reserved",
        error: fileError(qualifier),
      };
    }
    case 123:
      return {
        ...file,
        name_of_section: section,
        last: LAST_SECTIONS[bytes[at + 3] as number] ?? "reserved",
        checksum: bytes[at + 4] as number,
      };
    case 124: {
      const qualifier = bytes[at + 3] as number;
      return {
        ...file,
        name_of_section: section,
        acknowledge: ACKNOWLEDGES[qualifier & 15] ?? "reserved",
        error: fileError(qualifier),
      };
    }
    case 125:
      return { ...file, name_of_section: section, length_of_segment: bytes[at + 3], octets: hexOf(bytes, at + 4, end) };
    case 126: {
      const status = bytes[at + 5] as number;
      return {
        ...file,
        length_of_file: u24(bytes, at + 2),
        status: status & 0x1f,
        last_file_of_directory: (status & 0x20) !== 0,
        subdirectory: (status & 0x40) !== 0,
        transfer_active: (status & 0x80) !== 0,
      };
    }
    default:
      return {
        ...file,
        range_start: timeFields(bytes, at + 2, 7).time,
        range_stop: timeFields(bytes, at + 9, 7).time,
      };
  }
}

function interrogated(qualifier: number): string {
  if (qualifier === 20) return "station";
  return qualifier > 20 && qualifier <= 36 ? `group ${qualifier - 20}` : qualifier === 0 ? "not_used" : "reserved";
}

function countersOf(request: number): string {
  if (request >= 1 && request <= 4) return `group ${request}`;
  return request === 5 ? "general" : request === 0 ? "not_used" : request < 32 ? "reserved" : "private";
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function i16(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) << 16) >> 16;
}

function u24(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) | ((bytes[at + 2] as number) << 16);
}

function i32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) | (u16(bytes, at + 2) << 16);
}
