// Services of Foundation Fieldbus HSE: field device access, system management, fieldbus message specification, LAN redundancy
// (FF-588, FF-589, FF-593; IEC 61158 type 5), with what each does to the device.
import { operationTable } from "../../operation.ts";

export const FDA = 1;
export const SM = 2;
export const FMS = 3;
export const LAN = 4;
/** Set in the octet of a service that is answered. */
export const CONFIRMED = 0x80;

const fda = FDA << 8;
const sm = SM << 8;
const fms = FMS << 8;
const lan = LAN << 8;

/** By protocol times 256 and the octet of the service. */
export const SERVICES = operationTable("ffhse", [
  [fda | 0x81, "fda_open_session", "other"],
  [fda | 0x83, "fda_idle", "other"],
  [sm | 0x01, "sm_find_tag_query", "identify"],
  [sm | 0x02, "sm_find_tag_reply", "identify"],
  [sm | 0x10, "sm_device_annunciation", "identify"],
  [sm | 0x83, "sm_identify", "identify"],
  [sm | 0x8c, "sm_clear_address", "configure"],
  [sm | 0x8e, "sm_set_assignment_info", "configure"],
  [sm | 0x8f, "sm_clear_assignment_info", "configure"],
  [fms | 0x00, "fms_information_report", "read"],
  [fms | 0x01, "fms_unsolicited_status", "read"],
  [fms | 0x02, "fms_event_notification", "alarm"],
  [fms | 0x10, "fms_information_report_with_subindex", "read"],
  [fms | 0x11, "fms_information_report_on_change", "read"],
  [fms | 0x12, "fms_information_report_on_change_with_subindex", "read"],
  [fms | 0x70, "fms_abort", "other"],
  [fms | 0x80, "fms_status", "read"],
  [fms | 0x81, "fms_identify", "identify"],
  [fms | 0x82, "fms_read", "read"],
  [fms | 0x83, "fms_write", "write"],
  [fms | 0x84, "fms_get_od", "read"],
  [fms | 0x87, "fms_define_variable_list", "configure"],
  [fms | 0x88, "fms_delete_variable_list", "configure"],
  [fms | 0x89, "fms_initiate_download_sequence", "program"],
  [fms | 0x8a, "fms_download_segment", "program"],
  [fms | 0x8b, "fms_terminate_download_sequence", "program"],
  [fms | 0x8c, "fms_initiate_upload_sequence", "file"],
  [fms | 0x8d, "fms_upload_segment", "file"],
  [fms | 0x8e, "fms_terminate_upload_sequence", "file"],
  [fms | 0x8f, "fms_request_domain_download", "program"],
  [fms | 0x90, "fms_request_domain_upload", "file"],
  [fms | 0x91, "fms_create_program_invocation", "program"],
  [fms | 0x92, "fms_delete_program_invocation", "program"],
  [fms | 0x93, "fms_start", "control"],
  [fms | 0x94, "fms_stop", "control"],
  [fms | 0x95, "fms_resume", "control"],
  [fms | 0x96, "fms_reset", "control"],
  [fms | 0x97, "fms_kill", "control"],
  [fms | 0x98, "fms_alter_event_condition_monitoring", "configure"],
  [fms | 0x99, "fms_acknowledge_event_notification", "alarm"],
  [fms | 0x9c, "fms_initiate_put_od", "configure"],
  [fms | 0x9d, "fms_put_od", "configure"],
  [fms | 0x9e, "fms_terminate_put_od", "configure"],
  [fms | 0x9f, "fms_generic_initiate_download_sequence", "program"],
  [fms | 0xa0, "fms_generic_download_segment", "program"],
  [fms | 0xa1, "fms_generic_terminate_download_sequence", "program"],
  [fms | 0xd2, "fms_read_with_subindex", "read"],
  [fms | 0xd3, "fms_write_with_subindex", "write"],
  [fms | 0xe0, "fms_initiate", "other"],
  [lan | 0x01, "lan_redundancy_diagnostic_message", "other"],
  [lan | 0x81, "lan_redundancy_get_information", "read"],
  [lan | 0x82, "lan_redundancy_put_information", "configure"],
  [lan | 0x83, "lan_redundancy_get_statistics", "read"],
]);

export const OPEN_SESSION = fda | 0x81;
export const FIND_TAG_QUERY = sm | 0x01;
export const FIND_TAG_REPLY = sm | 0x02;
export const ANNUNCIATION = sm | 0x10;
export const SM_IDENTIFY = sm | 0x83;
export const CLEAR_ADDRESS = sm | 0x8c;
export const SET_ASSIGNMENT = sm | 0x8e;
export const CLEAR_ASSIGNMENT = sm | 0x8f;
export const INFORMATION_REPORT = fms | 0x00;
export const INFORMATION_REPORT_SUBINDEX = fms | 0x10;
export const REPORT_ON_CHANGE = fms | 0x11;
export const REPORT_ON_CHANGE_SUBINDEX = fms | 0x12;
export const FMS_IDENTIFY = fms | 0x81;
export const READ = fms | 0x82;
export const WRITE = fms | 0x83;
export const READ_SUBINDEX = fms | 0xd2;
export const WRITE_SUBINDEX = fms | 0xd3;

export const ERROR_CLASSES = [
  "error",
  "vfd_state",
  "application_reference",
  "definition",
  "resource",
  "service",
  "access",
  "od",
  "other",
  "reject",
  "h1_sm_reason_code",
  "fms_initiate",
];

/** Bits of the device's type, highest first. */
export const DEVICE_TYPES = ["linking device", "I/O gateway", "HSE field device", "H1 device"];

/** Makers by the first six digits of a device identifier, as their device descriptions are filed under. */
const MAKERS: Readonly<Record<string, string>> = {
  "000310": "Micro Motion",
  "000320": "ABB",
  "001151": "Rosemount",
  "005100": "Fisher Controls",
  "452B48": "Endress+Hauser",
  "48574C": "Honeywell",
  "594543": "Yokogawa",
};

/** The maker of a device by its identifier; "" where it is unknown. */
export function makerOf(deviceId: string): string {
  return MAKERS[deviceId.slice(0, 6).toUpperCase()] ?? "";
}
