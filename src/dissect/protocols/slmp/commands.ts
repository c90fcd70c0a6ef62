// Commands and end codes of SLMP: Mitsubishi Electric SH-080956ENG sections 5 and 6.
import { operationTable } from "../../operation.ts";

export const READ = 0x0401;
export const WRITE = 0x1401;
export const READ_RANDOM = 0x0403;
export const WRITE_RANDOM = 0x1402;
export const READ_BLOCK = 0x0406;
export const WRITE_BLOCK = 0x1406;
export const ENTRY_MONITOR = 0x0801;
export const READ_TYPE_NAME = 0x0101;
export const PASSWORD_UNLOCK = 0x1630;
export const PASSWORD_LOCK = 0x1631;

export const COMMANDS = operationTable("slmp", [
  [READ_TYPE_NAME, "read_type_name", "identify"],
  [READ, "read", "read"],
  [READ_RANDOM, "read_random", "read"],
  [READ_BLOCK, "read_block", "read"],
  [0x041a, "array_label_read", "read"],
  [0x041c, "label_read_random", "read"],
  [0x0601, "extend_unit_read", "read"],
  [0x0613, "memory_read", "read"],
  [0x0619, "self_test", "other"],
  [ENTRY_MONITOR, "entry_monitor_device", "read"],
  [0x0802, "execute_monitor", "read"],
  [0x0e30, "node_search", "identify"],
  [0x0e31, "ip_address_set", "configure"],
  [0x0e70, "cyclic_data", "write"],
  [0x1001, "remote_run", "control"],
  [0x1002, "remote_stop", "control"],
  [0x1003, "remote_pause", "control"],
  [0x1005, "remote_latch_clear", "control"],
  [0x1006, "remote_reset", "control"],
  [WRITE, "write", "write"],
  [WRITE_RANDOM, "write_random", "write"],
  [WRITE_BLOCK, "write_block", "write"],
  [0x141a, "array_label_write", "write"],
  [0x141b, "label_write_random", "write"],
  [0x1601, "extend_unit_write", "write"],
  [0x1613, "memory_write", "write"],
  [0x1617, "clear_error", "alarm"],
  [PASSWORD_UNLOCK, "password_unlock", "authenticate"],
  [PASSWORD_LOCK, "password_lock", "authenticate"],
  [0x1808, "file_write_protect", "file"],
  [0x1810, "file_read_directory", "file"],
  [0x1811, "file_search_directory", "file"],
  // Files of a controller are its programs and parameters: making, writing and deleting them programs it.
  [0x1820, "file_new", "program"],
  [0x1822, "file_delete", "program"],
  [0x1824, "file_copy", "program"],
  [0x1825, "file_change_state", "file"],
  [0x1826, "file_change_date", "file"],
  [0x1827, "file_open", "file"],
  [0x1828, "file_read", "file"],
  [0x1829, "file_write", "program"],
  [0x182a, "file_close", "file"],
  [0x2101, "on_demand", "alarm"],
]);

const END_CODES: ReadonlyMap<number, string> = new Map([
  [0x4000, "serial_communication_sum_check_error"],
  [0x4001, "unsupported_request"],
  [0x4002, "unsupported_request"],
  [0x4010, "cannot_execute_while_running"],
  [0x4021, "drive_missing"],
  [0x4022, "file_missing"],
  [0x4030, "device_unusable"],
  [0x4031, "device_out_of_range"],
  [0x4080, "request_data_error"],
  [0x4121, "file_or_drive_missing"],
  [0x413e, "operation_prohibited"],
  [0xc035, "response_timeout"],
  [0xc050, "ascii_code_conversion_error"],
  [0xc051, "too_many_points"],
  [0xc052, "too_many_points"],
  [0xc053, "too_many_points"],
  [0xc054, "too_many_points"],
  [0xc055, "file_data_too_large"],
  [0xc056, "address_range_exceeded"],
  [0xc058, "request_data_length_error"],
  [0xc059, "command_error"],
  [0xc05b, "device_not_accessible"],
  [0xc05c, "request_content_error"],
  [0xc05d, "monitor_not_registered"],
  [0xc05e, "monitoring_timer_exceeded"],
  [0xc05f, "request_not_executable_by_target"],
  [0xc060, "request_content_error"],
  [0xc061, "request_data_length_error"],
  [0xc06f, "code_setting_mismatch"],
  [0xc070, "device_memory_extension_not_possible"],
  [0xc0b5, "data_cannot_be_handled"],
  [0xc200, "remote_password_error"],
  [0xc201, "locked_by_remote_password"],
  [0xc204, "other_device_unlocked"],
  [0xc810, "remote_password_authentication_failed"],
  [0xc815, "remote_password_entry_limit"],
  [0xc816, "remote_password_locked_out"],
]);

/** Name of an end code. */
export function endCodeName(code: number): string {
  return END_CODES.get(code) ?? `end_code_0x${code.toString(16).padStart(4, "0")}`;
}
