// Messages and parameters of LLRP: EPCglobal Low Level Reader Protocol 1.1 sections 16 (encodings), 14.2 (status codes); makers by
// their private enterprise numbers.
import { operationTable } from "../../operation.ts";
import { enterpriseName } from "../snmp/enterprises.ts";

export const MESSAGES = operationTable("llrp", [
  [1, "get_reader_capabilities", "identify"],
  [2, "get_reader_config", "read"],
  [3, "set_reader_config", "configure"],
  [4, "close_connection_response", "other"],
  [11, "get_reader_capabilities_response", "identify"],
  [12, "get_reader_config_response", "read"],
  [13, "set_reader_config_response", "configure"],
  [14, "close_connection", "other"],
  [20, "add_rospec", "configure"],
  [21, "delete_rospec", "configure"],
  [22, "start_rospec", "control"],
  [23, "stop_rospec", "control"],
  [24, "enable_rospec", "control"],
  [25, "disable_rospec", "control"],
  [26, "get_rospecs", "read"],
  [30, "add_rospec_response", "configure"],
  [31, "delete_rospec_response", "configure"],
  [32, "start_rospec_response", "control"],
  [33, "stop_rospec_response", "control"],
  [34, "enable_rospec_response", "control"],
  [35, "disable_rospec_response", "control"],
  [36, "get_rospecs_response", "read"],
  [40, "add_accessspec", "configure"],
  [41, "delete_accessspec", "configure"],
  [42, "enable_accessspec", "control"],
  [43, "disable_accessspec", "control"],
  [44, "get_accessspecs", "read"],
  [45, "client_request_op", "other"],
  [46, "get_supported_version", "identify"],
  [47, "set_protocol_version", "configure"],
  [50, "add_accessspec_response", "configure"],
  [51, "delete_accessspec_response", "configure"],
  [52, "enable_accessspec_response", "control"],
  [53, "disable_accessspec_response", "control"],
  [54, "get_accessspecs_response", "read"],
  [55, "client_request_op_response", "write"],
  [56, "get_supported_version_response", "identify"],
  [57, "set_protocol_version_response", "configure"],
  [60, "get_report", "read"],
  [61, "ro_access_report", "read"],
  [62, "keepalive", "other"],
  [63, "reader_event_notification", "read"],
  [64, "enable_events_and_reports", "control"],
  [72, "keepalive_ack", "other"],
  [100, "error_message", "other"],
  [1023, "custom_message", "other"],
]);

/** Status codes of messages and devices; those of fields and parameters begin at 200 and 300. */
const STATUSES: Readonly<Record<number, string>> = {
  100: "message_parameter_error",
  101: "message_field_error",
  102: "message_unexpected_parameter",
  103: "message_missing_parameter",
  104: "message_duplicate_parameter",
  105: "message_overflow_parameter",
  106: "message_overflow_field",
  107: "message_unknown_parameter",
  108: "message_unknown_field",
  109: "message_unsupported_message",
  110: "message_unsupported_version",
  111: "message_unsupported_parameter",
  112: "message_unexpected_message",
  200: "parameter_parameter_error",
  201: "parameter_field_error",
  209: "parameter_unsupported_parameter",
  300: "field_invalid",
  301: "field_out_of_range",
  401: "device_error",
};

/** A status in the standard's words; "" for success. */
export function statusName(code: number): string {
  return code === 0 ? "" : (STATUSES[code] ?? `status_${code}`);
}

/** What was tried by a connection that is told of. */
export const ATTEMPTS: readonly string[] = [
  "",
  "failed_reader_initiated_connection_exists",
  "failed_client_initiated_connection_exists",
  "failed_for_another_reason",
  "another_connection_attempted",
];

/** Makers of readers that the table of SNMP does not know. */
const READER_MAKERS: Readonly<Record<number, string>> = {
  10642: "Zebra",
  17996: "Alien Technology",
  25882: "Impinj",
  26554: "ThingMagic",
};
const IMPINJ = 25_882;
const IMPINJ_MODELS: Readonly<Record<number, string>> = {
  2001001: "Speedway R220",
  2001002: "Speedway R420",
  2001052: "R700",
};

/** The maker behind a private enterprise number, or "". */
export function makerOf(enterprise: number): string {
  return READER_MAKERS[enterprise] ?? enterpriseName(enterprise);
}

/** The model behind the maker's number for it. */
export function modelOf(enterprise: number, model: number): string {
  return (enterprise === IMPINJ ? IMPINJ_MODELS[model] : undefined) ?? `model ${model}`;
}

/** Commands to tags, by their parameter; all begin with an identifier and a password. */
export const TAG_COMMANDS: Readonly<Record<number, string>> = {
  341: "read",
  342: "write",
  343: "kill",
  344: "lock",
  346: "block erase",
  347: "block write",
  357: "recommission",
  358: "block permalock",
};
