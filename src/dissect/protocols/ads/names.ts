// Commands, index groups, states and errors of ADS: Beckhoff Information System, "TwinCAT ADS/AMS specification" and "ADS
// return codes"; names follow the constants of TcAdsDef.
import { operationTable } from "../../operation.ts";

export const READ_DEVICE_INFO = 1;
export const READ = 2;
export const WRITE = 3;
export const READ_STATE = 4;
export const WRITE_CONTROL = 5;
export const ADD_NOTIFICATION = 6;
export const DELETE_NOTIFICATION = 7;
export const NOTIFICATION = 8;
export const READ_WRITE = 9;
/** Index groups of the system service begin here in the table: files, registry, processes. */
export const SYSTEM_SERVICE = 10_000;
/** Router and discovery messages. */
export const ROUTER = 30_000;
export const DISCOVERY = 40_000;

export const COMMANDS = operationTable("ads", [
  [READ_DEVICE_INFO, "read_device_info", "identify"],
  [READ, "read", "read"],
  [WRITE, "write", "write"],
  [READ_STATE, "read_state", "read"],
  [WRITE_CONTROL, "write_control", "control"],
  [ADD_NOTIFICATION, "add_device_notification", "read"],
  [DELETE_NOTIFICATION, "delete_device_notification", "other"],
  [NOTIFICATION, "device_notification", "read"],
  // Names, handles and sums of reads go this way far more often than writes.
  [READ_WRITE, "read_write", "read"],
  [SYSTEM_SERVICE + 100, "open_create", "file"],
  [SYSTEM_SERVICE + 101, "open_read", "file"],
  [SYSTEM_SERVICE + 102, "open_write", "file"],
  [SYSTEM_SERVICE + 110, "create_file", "file"],
  [SYSTEM_SERVICE + 111, "close_handle", "file"],
  [SYSTEM_SERVICE + 120, "file_open", "file"],
  [SYSTEM_SERVICE + 121, "file_close", "file"],
  [SYSTEM_SERVICE + 122, "file_read", "file"],
  [SYSTEM_SERVICE + 123, "file_write", "file"],
  [SYSTEM_SERVICE + 124, "file_seek", "file"],
  [SYSTEM_SERVICE + 125, "file_tell", "file"],
  [SYSTEM_SERVICE + 126, "file_gets", "file"],
  [SYSTEM_SERVICE + 127, "file_puts", "file"],
  [SYSTEM_SERVICE + 130, "file_eof", "file"],
  [SYSTEM_SERVICE + 131, "file_delete", "file"],
  [SYSTEM_SERVICE + 132, "file_rename", "file"],
  [SYSTEM_SERVICE + 133, "file_find", "file"],
  [SYSTEM_SERVICE + 200, "registry_local_machine_read", "read"],
  [SYSTEM_SERVICE + 201, "registry_local_machine_write", "configure"],
  [SYSTEM_SERVICE + 300, "send_email", "other"],
  [SYSTEM_SERVICE + 400, "time_services", "time"],
  [SYSTEM_SERVICE + 500, "start_process", "program"],
  [SYSTEM_SERVICE + 600, "change_net_id", "configure"],
  [SYSTEM_SERVICE + 700, "target_description_read", "identify"],
  [ROUTER + 1, "ams_port_close", "other"],
  [ROUTER + 2, "ams_port_connect", "other"],
  [ROUTER + 3, "ams_router_notification", "other"],
  [ROUTER + 4, "ams_get_local_net_id", "identify"],
  [DISCOVERY + 1, "server_info", "identify"],
  [DISCOVERY + 6, "add_route", "configure"],
  [DISCOVERY, "discovery", "other"],
]);

const STATES = [
  ...["invalid", "idle", "reset", "init", "start", "run", "stop", "save_configuration", "load_configuration"],
  ...["power_failure", "power_good", "error", "shutdown", "suspend", "resume", "configuration", "reconfiguration"],
];

/** Name of an ADS state; undefined beyond the list. */
export function stateName(state: number): string | undefined {
  return STATES[state];
}

const ERRORS: ReadonlyMap<number, string> = new Map([
  [1, "internal_error"],
  [6, "target_port_not_found"],
  [7, "target_computer_not_found"],
  [8, "unknown_command_id"],
  [13, "port_not_connected"],
  [14, "invalid_ams_length"],
  [15, "invalid_ams_net_id"],
  [18, "port_disabled"],
  [24, "invalid_ams_port"],
  [25, "no_memory"],
  [26, "tcp_send_error"],
  [27, "host_unreachable"],
  [28, "invalid_ams_fragment"],
  [29, "tls_send_error"],
  [30, "access_denied"],
  [0x700, "device_error"],
  [0x701, "service_not_supported"],
  [0x702, "invalid_index_group"],
  [0x703, "invalid_index_offset"],
  [0x704, "access_not_permitted"],
  [0x705, "invalid_size"],
  [0x706, "invalid_data"],
  [0x707, "device_not_ready"],
  [0x708, "device_busy"],
  [0x709, "invalid_context"],
  [0x70a, "no_memory"],
  [0x70b, "invalid_parameter"],
  [0x70c, "not_found"],
  [0x70d, "syntax_error"],
  [0x70e, "incompatible"],
  [0x70f, "already_exists"],
  [0x710, "symbol_not_found"],
  [0x711, "symbol_version_invalid"],
  [0x712, "invalid_state"],
  [0x713, "transmission_mode_not_supported"],
  [0x714, "notification_handle_invalid"],
  [0x715, "notification_client_not_registered"],
  [0x716, "no_more_handles"],
  [0x717, "notification_size_too_large"],
  [0x718, "device_not_initialized"],
  [0x719, "timeout"],
  [0x71e, "invalid_object_id"],
  [0x720, "access_denied"],
  [0x722, "license_expired"],
  [0x723, "license_missing"],
  [0x740, "client_error"],
  [0x745, "client_timeout"],
  [0x274c, "connection_timed_out"],
]);

/** Name of an error code of the AMS header or of a result. */
export function errorName(code: number): string {
  return ERRORS.get(code) ?? `error_0x${code.toString(16)}`;
}

export const SYMBOL_HANDLE_BY_NAME = 0xf003;
export const SYMBOL_VALUE_BY_NAME = 0xf004;
export const SYMBOL_VALUE_BY_HANDLE = 0xf005;
export const SYMBOL_RELEASE_HANDLE = 0xf006;
export const SYMBOL_INFO_BY_NAME = 0xf007;
export const SYMBOL_INFO_BY_NAME_EXTENDED = 0xf009;
export const SUM_WRITE = 0xf081;
export const SUM_READ_WRITE = 0xf082;

const GROUPS: ReadonlyMap<number, string> = new Map([
  [0x4020, "memory byte"],
  [0x4021, "memory bit"],
  [0x4025, "memory size"],
  [0x4030, "retain byte"],
  [0x4040, "data byte"],
  [0xf000, "symbol table"],
  [0xf001, "symbol name"],
  [0xf002, "symbol value"],
  [SYMBOL_HANDLE_BY_NAME, "symbol handle by name"],
  [SYMBOL_VALUE_BY_NAME, "symbol value by name"],
  [SYMBOL_VALUE_BY_HANDLE, "symbol value by handle"],
  [SYMBOL_RELEASE_HANDLE, "symbol handle release"],
  [SYMBOL_INFO_BY_NAME, "symbol information by name"],
  [0xf008, "symbol version"],
  [SYMBOL_INFO_BY_NAME_EXTENDED, "symbol information by name extended"],
  [0xf00a, "symbol download"],
  [0xf00b, "symbol upload"],
  [0xf00c, "symbol upload information"],
  [0xf00e, "data type upload"],
  [0xf00f, "symbol upload information 2"],
  [0xf020, "input byte"],
  [0xf021, "input bit"],
  [0xf025, "input size"],
  [0xf030, "output byte"],
  [0xf031, "output bit"],
  [0xf035, "output size"],
  [0xf080, "sum read"],
  [SUM_WRITE, "sum write"],
  [SUM_READ_WRITE, "sum read write"],
  [0xf083, "sum read extended"],
  [0xf084, "sum read extended 2"],
  [0xf085, "sum add notification"],
  [0xf086, "sum delete notification"],
  [0xf100, "device data"],
]);

/** What an index group is, as a constant text; "" when it is the device's own. */
export function groupName(group: number): string {
  return GROUPS.get(group) ?? "";
}

const PORTS: ReadonlyMap<number, string> = new Map([
  [1, "router"],
  [100, "logger"],
  [110, "event logger"],
  [200, "real-time core"],
  [300, "I/O"],
  [301, "additional task 1"],
  [302, "additional task 2"],
  [500, "NC"],
  [501, "NC SAF"],
  [511, "NC SVB"],
  [800, "PLC"],
  [801, "PLC runtime 1"],
  [811, "PLC runtime 2"],
  [821, "PLC runtime 3"],
  [831, "PLC runtime 4"],
  [851, "TwinCAT 3 PLC runtime 1"],
  [852, "TwinCAT 3 PLC runtime 2"],
  [853, "TwinCAT 3 PLC runtime 3"],
  [854, "TwinCAT 3 PLC runtime 4"],
  [900, "cam switch"],
  [10_000, "system service"],
  [14_000, "scope"],
]);

/** The service behind an AMS port; undefined for clients' ports. */
export function portName(port: number): string | undefined {
  return PORTS.get(port);
}
