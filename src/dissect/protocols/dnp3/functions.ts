// DNP3 functions and indications: IEEE 1815-2012 sections 4.2.2.5 (application), 9.2.4.1.3 (link), 4.2.2.6 (IIN).
import { operationTable } from "../../operation.ts";

/** Where the link functions with PRM set start in the table below; application functions stand at their own codes. */
const PRIMARY = 0x100;
const SECONDARY = 0x110;
const OTHERS = 0x120;

/**
 * Every operation. Reads and writes of device attributes, files, the clock and internal indications stand apart from
 * reads and writes of the process, because what they do differs while their function code does not.
 */
export const OPERATIONS = operationTable("dnp3", [
  [0, "confirm", "other"],
  [1, "read", "read"],
  [2, "write", "write"],
  [3, "select", "control"],
  [4, "operate", "control"],
  [5, "direct_operate", "control"],
  [6, "direct_operate_nr", "control"],
  [7, "immed_freeze", "other"],
  [8, "immed_freeze_nr", "other"],
  [9, "freeze_clear", "write"],
  [10, "freeze_clear_nr", "write"],
  [11, "freeze_at_time", "other"],
  [12, "freeze_at_time_nr", "other"],
  [13, "cold_restart", "control"],
  [14, "warm_restart", "control"],
  [15, "initialize_data", "control"],
  [16, "initialize_appl", "control"],
  [17, "start_appl", "control"],
  [18, "stop_appl", "control"],
  [19, "save_config", "configure"],
  [20, "enable_unsolicited", "alarm"],
  [21, "disable_unsolicited", "alarm"],
  [22, "assign_class", "configure"],
  [23, "delay_measure", "time"],
  [24, "record_current_time", "time"],
  [25, "open_file", "file"],
  [26, "close_file", "file"],
  [27, "delete_file", "file"],
  [28, "get_file_info", "file"],
  [29, "authenticate_file", "authenticate"],
  [30, "abort_file", "file"],
  [31, "activate_config", "program"],
  [32, "authenticate_req", "authenticate"],
  [33, "auth_req_no_ack", "authenticate"],
  [129, "response", "read"],
  [130, "unsolicited_response", "alarm"],
  [131, "authenticate_resp", "authenticate"],
  [PRIMARY, "reset_link_states", "other"],
  [PRIMARY + 1, "reset_user_process", "control"],
  [PRIMARY + 2, "test_link_states", "other"],
  [PRIMARY + 3, "confirmed_user_data", "other"],
  [PRIMARY + 4, "unconfirmed_user_data", "other"],
  [PRIMARY + 9, "request_link_status", "other"],
  [SECONDARY, "ack", "other"],
  [SECONDARY + 1, "nack", "other"],
  [SECONDARY + 11, "link_status", "other"],
  [SECONDARY + 14, "link_not_functioning", "other"],
  [SECONDARY + 15, "not_supported", "other"],
  [OTHERS, "transport_segment", "other"],
  [OTHERS + 1, "read_device_attributes", "identify"],
  [OTHERS + 2, "write_device_attributes", "configure"],
  [OTHERS + 3, "write_time", "time"],
  [OTHERS + 4, "write_internal_indications", "other"],
  [OTHERS + 5, "read_file", "file"],
  [OTHERS + 6, "write_file", "file"],
]);

/** A link frame that carries part of a fragment and does not complete it. */
export const TRANSPORT_SEGMENT = OPERATIONS.of(OTHERS);
/** Function 1 on group 0. */
export const READ_ATTRIBUTES = OPERATIONS.of(OTHERS + 1);
/** Function 2 on group 0. */
export const WRITE_ATTRIBUTES = OPERATIONS.of(OTHERS + 2);
/** Function 2 on group 50. */
export const WRITE_TIME = OPERATIONS.of(OTHERS + 3);
/** Function 2 on group 80: a master clears the restart indication. */
export const WRITE_INDICATIONS = OPERATIONS.of(OTHERS + 4);
/** Function 1 on group 70. */
export const READ_FILE = OPERATIONS.of(OTHERS + 5);
/** Function 2 on group 70. */
export const WRITE_FILE = OPERATIONS.of(OTHERS + 6);

/** Index of a link function in OPERATIONS; `primary` is the PRM bit. */
export function linkCode(primary: boolean, code: number): number {
  return (primary ? PRIMARY : SECONDARY) + code;
}

/** Whether a request of this function is never answered. */
export function wantsNoResponse(code: number): boolean {
  return code === 0 || code === 6 || code === 8 || code === 10 || code === 12 || code === 33;
}

/** Names of the sixteen internal indications, IIN1.0 first. */
export const INDICATIONS: readonly string[] = [
  "broadcast",
  "class_1_events",
  "class_2_events",
  "class_3_events",
  "need_time",
  "local_control",
  "device_trouble",
  "device_restart",
  "no_func_code_support",
  "object_unknown",
  "parameter_error",
  "event_buffer_overflow",
  "already_executing",
  "config_corrupt",
  "reserved_2",
  "reserved_1",
];

/** The refusal that the second indication octet tells, or "" when it tells none. */
export function refusalOf(second: number): string {
  if ((second & 0x01) !== 0) return "no_func_code_support";
  if ((second & 0x02) !== 0) return "object_unknown";
  if ((second & 0x04) !== 0) return "parameter_error";
  return (second & 0x10) !== 0 ? "already_executing" : "";
}

const CONTROL_STATUS: readonly string[] = [
  "success",
  "timeout",
  "no_select",
  "format_error",
  "not_supported",
  "already_active",
  "hardware_error",
  "local",
  "too_many_ops",
  "not_authorized",
  "automation_inhibit",
  "processing_limited",
  "out_of_range",
  "downstream_local",
  "already_complete",
  "blocked",
  "cancelled",
  "blocked_other_master",
  "downstream_fail",
];

/** Name of a control status (IEEE 1815-2012 table 11-8), 0 to 127. */
export function controlStatus(code: number): string {
  return CONTROL_STATUS[code] ?? (code === 126 ? "non_participating" : code === 127 ? "undefined" : "reserved");
}
