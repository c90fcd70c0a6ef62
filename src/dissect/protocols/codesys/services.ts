// Services of the CODESYS V3 runtime, as publicly described: Kaspersky ICS CERT, "Security research: CODESYS runtime" (2019);
// Microsoft, ICS forensics tools (2022).
import { operationTable } from "../../operation.ts";

/** A service is its component times 256 plus its number; this number stands for all others of the component. */
const OTHERS = 0xff;
/** Messages below the services. */
export const CHANNEL = 0x8000;
export const NAMES = 0x9000;
export const LOGIN = 0x0102;

type Act =
  | "other"
  | "identify"
  | "read"
  | "alarm"
  | "time"
  | "authenticate"
  | "file"
  | "write"
  | "control"
  | "configure"
  | "program";

const DEVICE: readonly (readonly [number, string, Act])[] = [
  [0x01, "get_target_identification", "identify"],
  [0x02, "login", "authenticate"],
  [0x03, "logout", "authenticate"],
  [0x04, "reset_origin", "control"],
  [0x05, "echo", "other"],
  [0x06, "set_operating_mode", "control"],
  [0x07, "get_operating_mode", "read"],
  [0x08, "interactive_login", "authenticate"],
  [0x09, "rename_node", "configure"],
  [0x0a, "session_create", "other"],
];

const APPLICATION: readonly (readonly [number, string, Act])[] = [
  [0x01, "application_login", "authenticate"],
  [0x02, "application_logout", "authenticate"],
  [0x03, "create_application", "program"],
  [0x04, "delete_application", "program"],
  [0x05, "download", "program"],
  [0x06, "online_change", "program"],
  [0x07, "device_download", "program"],
  [0x08, "create_device_application", "program"],
  [0x10, "start_application", "control"],
  [0x11, "stop_application", "control"],
  [0x12, "reset_application", "control"],
  [0x13, "set_breakpoint", "control"],
  [0x14, "read_status", "read"],
  [0x15, "delete_breakpoint", "control"],
  [0x16, "read_call_stack", "read"],
  [0x17, "get_area_offset", "read"],
  [0x18, "read_application_list", "identify"],
  [0x19, "set_next_statement", "control"],
  [0x20, "release_force_list", "control"],
  [0x21, "upload_force_list", "read"],
  [0x22, "single_cycle", "control"],
  [0x23, "create_boot_project", "program"],
  [0x24, "reinitialize_application", "control"],
  [0x25, "read_application_state_list", "read"],
  [0x26, "load_boot_application", "program"],
  [0x27, "register_boot_application", "program"],
  [0x28, "check_file_consistency", "read"],
  [0x29, "read_application_information", "identify"],
  [0x30, "download_compact", "program"],
  [0x31, "read_project_information", "identify"],
  [0x32, "define_flow", "configure"],
  [0x33, "read_flow_values", "read"],
  [0x34, "download_encrypted", "program"],
  [0x35, "read_application_content", "read"],
  [0x36, "save_retains", "control"],
  [0x37, "restore_retains", "control"],
];

const COMPONENTS: readonly (readonly [number, string, Act])[] = [
  [0x01, "device", "other"],
  [0x02, "application", "other"],
  [0x04, "visualization_server", "other"],
  [0x05, "log", "read"],
  [0x06, "settings", "configure"],
  [0x07, "ethernet", "configure"],
  [0x08, "file_transfer", "file"],
  [0x09, "iec_variable_access", "other"],
  [0x0b, "io_manager", "other"],
  [0x0c, "user_manager", "configure"],
  [0x0f, "trace_manager", "read"],
  [0x11, "plc_shell", "control"],
  [0x12, "application_breakpoints", "control"],
  [0x13, "application_force", "control"],
  [0x18, "alarm_manager", "alarm"],
  [0x1b, "monitor", "read"],
  [0x1d, "code_meter", "other"],
  [0x1f, "core_dump", "file"],
  [0x22, "open_ssl", "configure"],
];

export const SERVICES = operationTable("codesys3", [
  ...DEVICE.map(([code, name, act]) => [0x100 + code, name, act] as const),
  ...APPLICATION.map(([code, name, act]) => [0x200 + code, name, act] as const),
  ...COMPONENTS.map(([code, name, act]) => [code * 256 + OTHERS, `${name}_service`, act] as const),
  [CHANNEL + 0x01, "application_block", "other"],
  [CHANNEL + 0x02, "application_acknowledge", "other"],
  [CHANNEL + 0x03, "channel_keep_alive", "other"],
  [CHANNEL + 0xc2, "channel_get_information", "other"],
  [CHANNEL + 0xc3, "open_channel", "other"],
  [CHANNEL + 0x83, "open_channel_response", "other"],
  [CHANNEL + 0xc4, "close_channel", "other"],
  [CHANNEL + 0x100, "secure_service", "other"],
  [NAMES + 0x01, "address_notification", "other"],
  [NAMES + 0x02, "address_notification_response", "other"],
  [NAMES + 0x10, "resolve_address", "identify"],
  [NAMES + 0x11, "resolve_name", "identify"],
  [NAMES + 0x12, "device_information", "identify"],
  [NAMES + 0x13, "name_service", "other"],
]);

/** The code in the table of a service, or that of its component when the service is not known. */
export function serviceCode(group: number, subcommand: number): number {
  const exact = group * 256 + subcommand;
  return subcommand < OTHERS && SERVICES.has(exact) ? exact : group * 256 + OTHERS;
}
