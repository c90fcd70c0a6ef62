// COSEM objects: interface classes and identifiers (IEC 62056-6-2), OBIS codes (IEC 62056-6-1).
import { type Operation, operation, operationTable } from "../../operation.ts";

/** Interface classes whose objects are met often, by class id. */
const CLASSES: Readonly<Record<number, string>> = {
  1: "data",
  3: "register",
  4: "extended_register",
  5: "demand_register",
  6: "register_activation",
  7: "profile_generic",
  8: "clock",
  9: "script_table",
  10: "schedule",
  11: "special_days_table",
  15: "association_ln",
  17: "sap_assignment",
  18: "image_transfer",
  20: "activity_calendar",
  21: "register_monitor",
  22: "single_action_schedule",
  23: "iec_hdlc_setup",
  29: "auto_connect",
  40: "push_setup",
  41: "tcp_udp_setup",
  42: "ipv4_setup",
  43: "mac_address_setup",
  45: "gprs_modem_setup",
  61: "register_table",
  64: "security_setup",
  70: "disconnect_control",
  71: "limiter",
};

/** Name of an interface class. */
export function className(id: number): string {
  return CLASSES[id] ?? `class_${id}`;
}

export const CLOCK = 8;
export const ASSOCIATION = 15;
export const IMAGE_TRANSFER = 18;
export const SECURITY_SETUP = 64;
export const DISCONNECT_CONTROL = 70;
const REGISTERS = [3, 4, 5];

/** Whether attribute 2 of a class is a measured value. */
export function isRegister(id: number): boolean {
  return REGISTERS.includes(id);
}

/** The six octets of an OBIS code as people write it: "1-0:1.8.0*255". */
export function obisText(bytes: Uint8Array, at: number): string {
  const octet = (index: number): number => bytes[at + index] as number;
  return `${octet(0)}-${octet(1)}:${octet(2)}.${octet(3)}.${octet(4)}*${octet(5)}`;
}

/** APDUs by tag: IEC 62056-5-3 section 9 (COSEMpdu). */
export const APDUS = operationTable("dlms", [
  [0x01, "initiate_request", "other"],
  [0x05, "read_request", "read"],
  [0x06, "write_request", "write"],
  [0x08, "initiate_response", "other"],
  [0x0c, "read_response", "read"],
  [0x0d, "write_response", "write"],
  [0x0e, "confirmed_service_error", "other"],
  [0x0f, "data_notification", "read"],
  [0x16, "unconfirmed_write_request", "write"],
  [0x18, "information_report_request", "read"],
  [0x21, "glo_initiate_request", "other"],
  [0x25, "glo_read_request", "read"],
  [0x26, "glo_write_request", "write"],
  [0x28, "glo_initiate_response", "other"],
  [0x2c, "glo_read_response", "read"],
  [0x2d, "glo_write_response", "write"],
  [0x60, "aarq", "authenticate"],
  [0x61, "aare", "authenticate"],
  [0x62, "rlrq", "other"],
  [0x63, "rlre", "other"],
  [0xc0, "get_request", "read"],
  [0xc1, "set_request", "write"],
  [0xc2, "event_notification_request", "alarm"],
  [0xc3, "action_request", "control"],
  [0xc4, "get_response", "read"],
  [0xc5, "set_response", "write"],
  [0xc7, "action_response", "control"],
  [0xc8, "glo_get_request", "read"],
  [0xc9, "glo_set_request", "write"],
  [0xca, "glo_event_notification_request", "alarm"],
  [0xcb, "glo_action_request", "control"],
  [0xcc, "glo_get_response", "read"],
  [0xcd, "glo_set_response", "write"],
  [0xcf, "glo_action_response", "control"],
  [0xd0, "ded_get_request", "read"],
  [0xd1, "ded_set_request", "write"],
  [0xd3, "ded_action_request", "control"],
  [0xd4, "ded_get_response", "read"],
  [0xd5, "ded_set_response", "write"],
  [0xd7, "ded_action_response", "control"],
  [0xd8, "exception_response", "other"],
  [0xd9, "access_request", "write"],
  [0xda, "access_response", "read"],
  [0xdb, "general_glo_ciphering", "other"],
  [0xdc, "general_ded_ciphering", "other"],
  [0xdd, "general_ciphering", "other"],
  [0xdf, "general_signing", "other"],
  [0xe0, "general_block_transfer", "other"],
]);

/** What a set or an action is by the class that it is sent to. */
const SET_CLOCK = operation("dlms", "set_clock", "time");
const SET_SECURITY = operation("dlms", "set_security", "configure");
const DISCONNECT = operation("dlms", "remote_disconnect", "control");
const RECONNECT = operation("dlms", "remote_reconnect", "control");
const AUTHENTICATE = operation("dlms", "reply_to_hls_authentication", "authenticate");
const CHANGE_SECURITY = operation("dlms", "change_security", "configure");
const TRANSFER_IMAGE = operation("dlms", "transfer_image", "program");
const ADJUST_CLOCK = operation("dlms", "adjust_clock", "time");

/** The operation that setting an attribute of a class is. */
export function setOperation(classId: number): Operation {
  if (classId === CLOCK) return SET_CLOCK;
  if (classId === SECURITY_SETUP || classId === ASSOCIATION) return SET_SECURITY;
  return APDUS.of(0xc1);
}

/** The operation that calling a method of a class is. */
export function actionOperation(classId: number, method: number): Operation {
  if (classId === DISCONNECT_CONTROL && method === 1) return DISCONNECT;
  if (classId === DISCONNECT_CONTROL && method === 2) return RECONNECT;
  if (classId === ASSOCIATION && method === 1) return AUTHENTICATE;
  if (classId === ASSOCIATION || classId === SECURITY_SETUP) return CHANGE_SECURITY;
  if (classId === IMAGE_TRANSFER) return TRANSFER_IMAGE;
  return classId === CLOCK ? ADJUST_CLOCK : APDUS.of(0xc3);
}

/** DataAccessResult and ActionResult: IEC 62056-5-3 section 9.5. */
const RESULTS: Readonly<Record<number, string>> = {
  1: "hardware_fault",
  2: "temporary_failure",
  3: "read_write_denied",
  4: "object_undefined",
  9: "object_class_inconsistent",
  11: "object_unavailable",
  12: "type_unmatched",
  13: "scope_of_access_violated",
  14: "data_block_unavailable",
  15: "long_get_aborted",
  16: "no_long_get_in_progress",
  17: "long_set_aborted",
  18: "no_long_set_in_progress",
  19: "data_block_number_invalid",
  250: "other_reason",
};

/** A result in the standard's words; "" for success. */
export function resultName(code: number): string {
  return code === 0 ? "" : (RESULTS[code] ?? `result_${code}`);
}

/** Objects whose values say what the meter is: IEC 62056-6-2 section 6.2. */
export const IDENTITY: Readonly<Record<string, "serial" | "firmware" | "name">> = {
  "0-0:42.0.0*255": "name",
  "0-0:96.1.0*255": "serial",
  "0-0:96.1.1*255": "serial",
  "1-0:0.0.0*255": "serial",
  "1-0:0.2.0*255": "firmware",
  "1-1:0.2.0*255": "firmware",
};
