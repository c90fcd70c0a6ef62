// PCCC commands and functions: Rockwell "DF1 Protocol and Command Set" 1770-6.5.16, chapter 7.
import { operationTable } from "../../operation.ts";

/** How the bytes after command or function are laid out. */
export const OPAQUE = 0;
export const THREE_ADDRESS_READ = 1;
export const THREE_ADDRESS_WRITE = 2;
export const TWO_ADDRESS_READ = 3;
export const TWO_ADDRESS_WRITE = 4;
export const MASKED_WRITE = 5;
export const RANGE_READ = 6;
export const RANGE_WRITE = 7;
export const MODE = 8;
export const DIAGNOSTIC_STATUS = 9;
export const PLAIN_READ = 10;
export const PLAIN_WRITE = 11;
export const FILE_READ = 12;
export const FILE_WRITE = 13;
export const OPEN_FILE = 14;
export const CLOSE_FILE = 15;

/** Commands with a function byte share one code space: command * 512 + function + 1; plain commands are command * 512. */
export function codeOf(command: number, functionCode: number): number {
  return (command & 0x0f) * 512 + (functionCode < 0 ? 0 : functionCode + 1);
}

/** Whether a request with this command has a function byte. */
export function hasFunction(command: number): boolean {
  return command === 0x06 || command === 0x07 || command === 0x0f;
}

const f = (command: number, functionCode: number): number => codeOf(command, functionCode);

/** What each function is and does. */
export const FUNCTIONS = operationTable("pccc", [
  [f(0x00, -1), "protected_write", "write"],
  [f(0x01, -1), "unprotected_read", "read"],
  [f(0x02, -1), "protected_bit_write", "write"],
  [f(0x04, -1), "physical_read", "read"],
  [f(0x05, -1), "unprotected_bit_write", "write"],
  [f(0x08, -1), "unprotected_write", "write"],
  [f(0x06, 0x00), "echo", "other"],
  [f(0x06, 0x01), "read_diagnostic_counters", "read"],
  [f(0x06, 0x02), "set_variables", "configure"],
  [f(0x06, 0x03), "diagnostic_status", "identify"],
  [f(0x06, 0x04), "set_timeout", "configure"],
  [f(0x06, 0x05), "set_naks", "configure"],
  [f(0x06, 0x06), "set_enqs", "configure"],
  [f(0x06, 0x07), "reset_diagnostic_counters", "configure"],
  [f(0x06, 0x08), "set_data_table_size", "configure"],
  [f(0x06, 0x09), "read_link_parameters", "read"],
  [f(0x06, 0x0a), "set_link_parameters", "configure"],
  [f(0x07, 0x00), "disable_outputs", "control"],
  [f(0x07, 0x01), "enable_program", "control"],
  [f(0x07, 0x03), "enable_scanning", "control"],
  [f(0x07, 0x04), "enter_download_mode", "program"],
  [f(0x07, 0x05), "exit_download_upload_mode", "program"],
  [f(0x07, 0x06), "enter_upload_mode", "program"],
  [f(0x0f, 0x00), "word_range_write", "write"],
  [f(0x0f, 0x01), "word_range_read", "read"],
  [f(0x0f, 0x02), "bit_write", "write"],
  [f(0x0f, 0x11), "get_edit_resource", "program"],
  [f(0x0f, 0x12), "return_edit_resource", "program"],
  [f(0x0f, 0x17), "read_bytes_physical", "program"],
  [f(0x0f, 0x18), "write_bytes_physical", "program"],
  [f(0x0f, 0x26), "read_modify_write", "write"],
  [f(0x0f, 0x29), "read_section_size", "read"],
  [f(0x0f, 0x3a), "set_cpu_mode", "control"],
  [f(0x0f, 0x41), "disable_forces", "control"],
  [f(0x0f, 0x50), "download_all_request", "program"],
  [f(0x0f, 0x52), "download_completed", "program"],
  [f(0x0f, 0x53), "upload_all_request", "program"],
  [f(0x0f, 0x55), "upload_completed", "program"],
  [f(0x0f, 0x57), "initialize_memory", "program"],
  [f(0x0f, 0x5e), "modify_plc2_compatibility_file", "configure"],
  [f(0x0f, 0x67), "typed_write", "write"],
  [f(0x0f, 0x68), "typed_read", "read"],
  [f(0x0f, 0x79), "read_modify_write_n", "write"],
  [f(0x0f, 0x80), "change_mode", "control"],
  [f(0x0f, 0x81), "open_file", "file"],
  [f(0x0f, 0x82), "close_file", "file"],
  [f(0x0f, 0x88), "execute_multiple_commands", "program"],
  [f(0x0f, 0x8f), "apply_port_configuration", "configure"],
  [f(0x0f, 0xa1), "protected_typed_logical_read_two_address_fields", "read"],
  [f(0x0f, 0xa2), "protected_typed_logical_read_three_address_fields", "read"],
  [f(0x0f, 0xa7), "protected_typed_file_read", "file"],
  [f(0x0f, 0xa9), "protected_typed_logical_write_two_address_fields", "write"],
  [f(0x0f, 0xaa), "protected_typed_logical_write_three_address_fields", "write"],
  [f(0x0f, 0xab), "protected_typed_logical_write_with_mask", "write"],
  [f(0x0f, 0xaf), "protected_typed_file_write", "file"],
]);

const LAYOUTS = new Map<number, number>([
  [f(0x00, -1), PLAIN_WRITE],
  [f(0x01, -1), PLAIN_READ],
  [f(0x08, -1), PLAIN_WRITE],
  [f(0x06, 0x03), DIAGNOSTIC_STATUS],
  [f(0x0f, 0x00), RANGE_WRITE],
  [f(0x0f, 0x01), RANGE_READ],
  [f(0x0f, 0x3a), MODE],
  [f(0x0f, 0x67), RANGE_WRITE],
  [f(0x0f, 0x68), RANGE_READ],
  [f(0x0f, 0x80), MODE],
  [f(0x0f, 0x81), OPEN_FILE],
  [f(0x0f, 0x82), CLOSE_FILE],
  [f(0x0f, 0xa1), TWO_ADDRESS_READ],
  [f(0x0f, 0xa2), THREE_ADDRESS_READ],
  [f(0x0f, 0xa7), FILE_READ],
  [f(0x0f, 0xa9), TWO_ADDRESS_WRITE],
  [f(0x0f, 0xaa), THREE_ADDRESS_WRITE],
  [f(0x0f, 0xab), MASKED_WRITE],
  [f(0x0f, 0xaf), FILE_WRITE],
]);

/** The layout of a function's request; OPAQUE when not known. */
export function layoutOf(code: number): number {
  return LAYOUTS.get(code) ?? OPAQUE;
}

/** Letter and bytes per element of a data table file, by file type. */
const FILES: Readonly<Record<number, readonly [string, number]>> = {
  130: ["O", 2],
  131: ["I", 2],
  132: ["S", 2],
  133: ["B", 2],
  134: ["T", 6],
  135: ["C", 6],
  136: ["R", 6],
  137: ["N", 2],
  138: ["F", 4],
  139: ["O", 2],
  140: ["I", 2],
  141: ["ST", 84],
  142: ["A", 2],
  143: ["D", 2],
  145: ["L", 4],
  146: ["MG", 50],
  147: ["PD", 46],
};

/** The letter of a data table file type as programmers write it: "N"; "file type 0x22 " when it has none. */
export function fileLetter(type: number): string {
  return FILES[type]?.[0] ?? `file type 0x${type.toString(16).padStart(2, "0")} number `;
}

/** Bytes of one element of a file type; 1 when not known. */
export function elementSize(type: number): number {
  return FILES[type]?.[1] ?? 1;
}

const LOCAL: Readonly<Record<number, string>> = {
  1: "destination_node_is_out_of_buffer_space",
  2: "cannot_guarantee_delivery",
  3: "duplicate_token_holder_detected",
  4: "local_port_is_disconnected",
  5: "application_layer_timed_out",
  6: "duplicate_node_detected",
  7: "station_is_offline",
  8: "hardware_fault",
};

const REMOTE: Readonly<Record<number, string>> = {
  16: "illegal_command_or_format",
  32: "host_has_a_problem",
  48: "remote_node_host_is_missing",
  64: "host_could_not_complete_function",
  80: "addressing_problem_or_memory_protect_rungs",
  96: "function_not_allowed",
  112: "processor_is_in_program_mode",
  128: "compatibility_mode_file_missing",
  144: "remote_node_cannot_buffer_command",
  160: "wait_ack",
  176: "remote_node_problem_due_to_download",
};

const EXTENDED: readonly string[] = [
  "",
  "field_has_an_illegal_value",
  "less_levels_specified_in_address_than_minimum",
  "more_levels_specified_in_address_than_system_supports",
  "symbol_not_found",
  "symbol_is_of_improper_format",
  "address_does_not_point_to_something_usable",
  "file_is_wrong_size",
  "cannot_complete_request_situation_has_changed",
  "data_or_file_is_too_large",
  "transaction_size_plus_word_address_is_too_large",
  "access_denied_improper_privilege",
  "condition_cannot_be_generated",
  "condition_already_exists",
  "command_cannot_be_executed",
  "histogram_overflow",
  "no_access",
  "illegal_data_type",
  "invalid_parameter_or_invalid_data",
  "address_reference_exists_to_deleted_area",
  "command_execution_failure_for_unknown_reason",
  "data_conversion_error",
  "scanner_not_able_to_communicate_with_adapter",
  "type_mismatch",
  "module_response_was_not_valid",
  "duplicated_label",
  "file_is_open_another_node_owns_it",
  "another_node_is_the_program_owner",
];

/** The name of a status byte and, when it says so, of the extended status; "" for success. */
export function statusName(status: number, extended: number): string {
  if (status === 0) return "";
  if (status === 0xf0) return EXTENDED[extended] || "reserved_extended_status";
  return REMOTE[status & 0xf0] ?? LOCAL[status & 0x0f] ?? "reserved_status";
}

const MODES: Readonly<Record<number, string>> = {
  0: "download_in_progress",
  1: "remote_program",
  3: "suspend_idle",
  6: "remote_run",
  7: "remote_test_continuous_scan",
  8: "remote_test_single_scan",
  9: "remote_test_step",
  17: "program",
  27: "suspend_key_in_run",
  30: "run",
};

/** The processor mode in the low five bits of the status word S:1; "" when it has no name. */
export function modeName(mode: number): string {
  return MODES[mode & 0x1f] ?? "";
}
