// Services of CANopen: CiA 301 (NMT, SDO, PDO, SYNC, TIME, EMCY, heartbeat) and CiA 305 (LSS), with what each does to the node.
import type { Act } from "../../../model/act.ts";
import { type Operation, operation, operationTable } from "../../operation.ts";

/** Commands of network management by their number. */
export const NMT = operationTable("canopen", [
  [1, "nmt_start_remote_node", "control"],
  [2, "nmt_stop_remote_node", "control"],
  [128, "nmt_enter_pre_operational", "control"],
  [129, "nmt_reset_node", "control"],
  [130, "nmt_reset_communication", "control"],
]);

/** Services of layer settings by their command specifier. */
export const LSS = operationTable("canopen", [
  [4, "lss_switch_state_global", "configure"],
  [17, "lss_configure_node_id", "configure"],
  [19, "lss_configure_bit_timing", "configure"],
  [21, "lss_activate_bit_timing", "configure"],
  [23, "lss_store_configuration", "configure"],
  [64, "lss_switch_state_selective_vendor", "configure"],
  [65, "lss_switch_state_selective_product", "configure"],
  [66, "lss_switch_state_selective_revision", "configure"],
  [67, "lss_switch_state_selective_serial", "configure"],
  [68, "lss_switch_state_selective_response", "other"],
  [70, "lss_identify_remote_slave", "identify"],
  [76, "lss_identify_non_configured_remote_slave", "identify"],
  [79, "lss_identify_slave", "identify"],
  [81, "lss_fastscan", "identify"],
  [90, "lss_inquire_identity_vendor_id", "identify"],
  [91, "lss_inquire_identity_product_code", "identify"],
  [92, "lss_inquire_identity_revision_number", "identify"],
  [93, "lss_inquire_identity_serial_number", "identify"],
  [94, "lss_inquire_node_id", "identify"],
]);

export const SYNC = operation("canopen", "sync", "other");
export const TIME = operation("canopen", "time_stamp", "time");
export const EMERGENCY = operation("canopen", "emergency", "alarm");
export const HEARTBEAT = operation("canopen", "heartbeat", "read");
export const BOOT_UP = operation("canopen", "boot_up", "alarm");
export const REMOTE_REQUEST = operation("canopen", "remote_request", "read");
export const ABORT = operation("canopen", "sdo_abort", "other");
export const UNNAMED = operation("canopen", "unnamed_message", "other");
const UPLOAD = operation("canopen", "sdo_upload", "read");
const IDENTIFY = operation("canopen", "sdo_upload", "identify");
const DOWNLOADS: Readonly<Record<string, Operation>> = {};
for (const act of ["write", "control", "configure", "program"] as const) {
  (DOWNLOADS as Record<Act, Operation>)[act] = operation("canopen", "sdo_download", act);
}
/** Process data of the four pairs that are set up from the start; transmitted by the node, then received by it. */
export const TRANSMITTED = [1, 2, 3, 4].map((number) => operation("canopen", `tpdo_${number}`, "read"));
export const RECEIVED = [1, 2, 3, 4].map((number) => operation("canopen", `rpdo_${number}`, "write"));

/** What reading an object is. */
export function uploadOf(index: number): Operation {
  return index === 0x1000 || (index >= 0x1008 && index <= 0x100a) || index === 0x1018 ? IDENTIFY : UPLOAD;
}

/** What writing an object does to the node (CiA 301 chapter 7.5, CiA 302-3, CiA 402). */
export function downloadOf(index: number): Operation {
  if (index === 0x1f50) return DOWNLOADS["program"] as Operation;
  // Program control; control word and mode of drives.
  if (index === 0x1f51 || index === 0x6040 || index === 0x6060) return DOWNLOADS["control"] as Operation;
  return DOWNLOADS[index < 0x2000 ? "configure" : "write"] as Operation;
}

const STATES: Readonly<Record<number, string>> = {
  0: "initializing",
  4: "stopped",
  5: "operational",
  127: "pre_operational",
};

/** The state of a node in the standard's words. */
export function stateName(state: number): string {
  return STATES[state] ?? `state_${state}`;
}

/** Upper octet of emergency codes (CiA 301 table 26). */
export const EMERGENCIES: Readonly<Record<number, string>> = {
  0: "error_reset",
  16: "generic_error",
  32: "current",
  33: "current_input_side",
  34: "current_inside",
  35: "current_output_side",
  48: "voltage",
  49: "mains_voltage",
  50: "voltage_inside",
  51: "output_voltage",
  64: "temperature",
  65: "ambient_temperature",
  66: "device_temperature",
  80: "device_hardware",
  96: "device_software",
  97: "internal_software",
  98: "user_software",
  99: "data_set",
  112: "additional_modules",
  128: "monitoring",
  129: "communication",
  130: "protocol_error",
  144: "external_error",
  240: "additional_functions",
  255: "device_specific",
};
