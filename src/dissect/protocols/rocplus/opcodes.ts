// Opcodes of ROC Plus: Emerson "ROC Plus Protocol Specifications Manual" (A6127, D301180X012), chapter 2.
import { operationTable } from "../../operation.ts";

export const SYSTEM_CONFIGURATION = 6;
export const READ_CLOCK = 7;
export const SET_CLOCK = 8;
export const LOGIN = 17;
export const SET_SINGLE_POINT = 166;
export const READ_SINGLE_POINT = 167;
export const READ_PARAMETERS = 180;
export const WRITE_PARAMETERS = 181;
export const FILE_TRANSFER = 203;
export const REPORT = 224;
export const ERROR = 255;

export const OPCODES = operationTable("rocplus", [
  [SYSTEM_CONFIGURATION, "system_configuration", "identify"],
  [READ_CLOCK, "read_real_time_clock", "time"],
  [SET_CLOCK, "set_real_time_clock", "time"],
  [10, "read_configurable_opcode_point_data", "read"],
  [11, "write_configurable_opcode_point_data", "write"],
  [LOGIN, "login_request", "authenticate"],
  [24, "store_and_forward", "other"],
  [50, "request_io_point_position", "read"],
  [100, "access_user_defined_information", "read"],
  [105, "request_today_yesterday_min_max_values", "read"],
  [108, "request_history_tag_and_periodic_index", "read"],
  [118, "request_alarm_data", "alarm"],
  [119, "request_event_data", "alarm"],
  [135, "request_single_history_point_data", "read"],
  [136, "request_multiple_history_point_data", "read"],
  [137, "request_history_index", "read"],
  [138, "request_daily_and_periodic_history", "read"],
  [139, "history_information_data", "read"],
  [SET_SINGLE_POINT, "set_single_point_parameters", "write"],
  [READ_SINGLE_POINT, "request_single_point_parameters", "read"],
  [READ_PARAMETERS, "request_parameters", "read"],
  [WRITE_PARAMETERS, "write_parameters", "write"],
  [FILE_TRANSFER, "general_file_transfer", "file"],
  [205, "peer_to_peer_network_messages", "other"],
  [206, "read_transaction_history_data", "read"],
  [REPORT, "srbx_signal", "alarm"],
  [225, "acknowledge_srbx", "alarm"],
  [ERROR, "error_indicator", "other"],
]);

/** Octets of data that a request has, where it is always as many. */
const REQUEST_LENGTHS: ReadonlyMap<number, number> = new Map([
  [SYSTEM_CONFIGURATION, 0],
  [READ_CLOCK, 0],
  [10, 3],
  [50, 1],
  [100, 3],
  [105, 2],
  [118, 3],
  [119, 3],
  [135, 6],
  [136, 7],
  [137, 3],
  [138, 4],
  [READ_SINGLE_POINT, 4],
]);
/** Opcodes that are answered without data. */
const EMPTY_ANSWERS: ReadonlySet<number> = new Set([
  SET_CLOCK,
  11,
  LOGIN,
  SET_SINGLE_POINT,
  WRITE_PARAMETERS,
  REPORT,
  225,
]);

/** Octets of the session key that answers its request. */
const WRAPPED_KEY = 24;

/** Whether the length alone tells a request (1) from an answer (-1); 0 when it does not. */
export function sideOf(opcode: number, length: number): -1 | 0 | 1 {
  const wanted = REQUEST_LENGTHS.get(opcode);
  if (wanted !== undefined) return wanted === length ? 1 : -1;
  if (opcode === ERROR || (opcode === LOGIN && length === WRAPPED_KEY)) return -1;
  if (EMPTY_ANSWERS.has(opcode)) return length === 0 ? -1 : 1;
  return 0;
}

const DEVICES: ReadonlyMap<number, string> = new Map([
  [1, "ROC300 ROCPAC"],
  [2, "FloBoss 407"],
  [3, "ROC300 FlashPAC"],
  [4, "FloBoss 503"],
  [5, "FloBoss 504"],
  [6, "ROC800"],
  [11, "DL8000"],
]);

/** Model by its "type of ROC"; "" when the manual names none. */
export function deviceName(type: number): string {
  return DEVICES.get(type) ?? "";
}

const ERRORS: readonly string[] = [
  "no_error",
  "invalid_opcode_request",
  "invalid_parameter_number",
  "invalid_logical_number",
  "invalid_point_type",
  "received_too_many_data_bytes",
  "received_too_few_data_bytes",
  "did_not_receive_1_data_byte",
  "did_not_receive_2_data_bytes",
];

/** Name of an error code of opcode 255. */
export function errorName(code: number): string {
  return ERRORS[code] ?? (code === 20 || code === 21 ? "access_denied" : `error_${code}`);
}
