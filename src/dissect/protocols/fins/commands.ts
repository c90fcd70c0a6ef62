// Command codes and end codes of FINS: OMRON W342 (CS/CJ communications commands) sections 5-1 and 5-3, W343 for Ethernet units.
import { operation, operationTable } from "../../operation.ts";

export const MEMORY_READ = 0x0101;
export const MEMORY_WRITE = 0x0102;
export const MEMORY_FILL = 0x0103;
export const MULTIPLE_READ = 0x0104;
export const MEMORY_TRANSFER = 0x0105;
export const PROGRAM_PROTECT = 0x0304;
export const PROGRAM_PROTECT_CLEAR = 0x0305;

/** Main and sub request code as one number. */
export const COMMANDS = operationTable("fins", [
  [MEMORY_READ, "memory_area_read", "read"],
  [MEMORY_WRITE, "memory_area_write", "write"],
  [MEMORY_FILL, "memory_area_fill", "write"],
  [MULTIPLE_READ, "multiple_memory_area_read", "read"],
  [MEMORY_TRANSFER, "memory_area_transfer", "write"],
  [0x0201, "parameter_area_read", "read"],
  [0x0202, "parameter_area_write", "configure"],
  [0x0203, "parameter_area_clear", "configure"],
  [0x0220, "data_link_table_read", "read"],
  [0x0221, "data_link_table_write", "configure"],
  [PROGRAM_PROTECT, "program_area_protect", "configure"],
  [PROGRAM_PROTECT_CLEAR, "program_area_protect_clear", "configure"],
  // Reading takes the program out of the controller and changes nothing in it.
  [0x0306, "program_area_read", "file"],
  [0x0307, "program_area_write", "program"],
  [0x0308, "program_area_clear", "program"],
  [0x0401, "run", "control"],
  [0x0402, "stop", "control"],
  [0x0403, "reset", "control"],
  [0x0501, "controller_data_read", "identify"],
  [0x0502, "connection_data_read", "identify"],
  [0x0601, "controller_status_read", "read"],
  [0x0602, "network_status_read", "read"],
  [0x0603, "data_link_status_read", "read"],
  [0x0620, "cycle_time_read", "read"],
  [0x0701, "clock_read", "time"],
  [0x0702, "clock_write", "time"],
  [0x0801, "loop_back_test", "other"],
  [0x0802, "broadcast_test_results_read", "read"],
  [0x0803, "broadcast_test_data_send", "other"],
  [0x0920, "message_read_clear_fal_fals_read", "alarm"],
  // Who holds the right keeps others from writing programs and parameters.
  [0x0c01, "access_right_acquire", "other"],
  [0x0c02, "access_right_forced_acquire", "control"],
  [0x0c03, "access_right_release", "other"],
  [0x2101, "error_clear", "alarm"],
  [0x2102, "error_log_read", "alarm"],
  [0x2103, "error_log_clear", "configure"],
  [0x2140, "fins_write_access_log_read", "read"],
  [0x2141, "fins_write_access_log_clear", "configure"],
  [0x2201, "file_name_read", "file"],
  [0x2202, "single_file_read", "file"],
  [0x2203, "single_file_write", "file"],
  [0x2204, "file_memory_format", "configure"],
  [0x2205, "file_delete", "file"],
  [0x2206, "volume_label_create_delete", "file"],
  [0x2207, "file_copy", "file"],
  [0x2208, "file_name_change", "file"],
  [0x2209, "file_data_check", "file"],
  [0x220a, "memory_area_file_transfer", "file"],
  [0x220b, "parameter_area_file_transfer", "file"],
  [0x220c, "program_area_file_transfer", "program"],
  [0x220f, "file_memory_index_read", "file"],
  [0x2210, "file_memory_read", "file"],
  [0x2211, "file_memory_write", "file"],
  [0x2215, "directory_create_delete", "file"],
  [0x2301, "forced_set_reset", "control"],
  [0x2302, "forced_set_reset_cancel", "control"],
  [0x230a, "multiple_forced_status_read", "read"],
  [0x2601, "name_set", "configure"],
  [0x2602, "name_delete", "configure"],
  [0x2603, "name_read", "identify"],
  [0x2701, "udp_open_request", "other"],
  [0x2702, "udp_close_request", "other"],
  [0x2703, "udp_send_request", "other"],
  [0x2704, "udp_receive_request", "other"],
  [0x2710, "passive_tcp_open_request", "other"],
  [0x2711, "active_tcp_open_request", "other"],
  [0x2712, "tcp_close_request", "other"],
  [0x2713, "tcp_send_request", "other"],
  [0x2714, "tcp_receive_request", "other"],
  [0x2720, "ping", "other"],
  [0x2730, "ftp_server_status_read", "read"],
  [0x2750, "ip_address_table_write", "configure"],
  [0x2757, "ip_address_write", "configure"],
  [0x2760, "ip_address_table_read", "read"],
  [0x2761, "ip_router_table_read", "read"],
  [0x2762, "protocol_status_read", "read"],
  [0x2763, "memory_status_read", "read"],
  [0x2764, "socket_status_read", "read"],
  [0x2765, "address_information_read", "identify"],
  [0x2767, "ip_address_read", "identify"],
]);

/** What the header of FINS/TCP can say of itself; command 2 carries a FINS frame. */
export const TCP_COMMANDS = [
  operation("fins", "tcp_node_address_data_send_client", "other"),
  operation("fins", "tcp_node_address_data_send_server", "other"),
  undefined,
  operation("fins", "tcp_frame_send_error_notification", "other"),
  undefined,
  undefined,
  operation("fins", "tcp_connection_confirmation", "other"),
] as const;

/** W342 section 7-4-5. */
const TCP_ERRORS: ReadonlyMap<number, string> = new Map([
  [0, "normal"],
  [1, "header_is_not_fins"],
  [2, "data_length_too_long"],
  [3, "command_not_supported"],
  [0x20, "all_connections_in_use"],
  [0x21, "specified_node_already_connected"],
  [0x22, "access_from_ip_address_not_specified"],
  [0x23, "client_node_address_out_of_range"],
  [0x24, "same_node_address_used_by_client_and_server"],
  [0x25, "all_node_addresses_used"],
]);

/** Name of an error code of the TCP header. */
export function tcpErrorName(code: number): string {
  return TCP_ERRORS.get(code) ?? `error_${code}`;
}

const END_CODES: ReadonlyMap<number, string> = new Map([
  [0x0000, "normal_completion"],
  [0x0001, "service_interrupted"],
  [0x0101, "local_node_not_in_network"],
  [0x0102, "token_timeout"],
  [0x0103, "number_of_retries_exceeded"],
  [0x0104, "too_many_send_frames"],
  [0x0105, "node_address_range_error"],
  [0x0106, "node_address_duplication"],
  [0x0201, "destination_node_not_in_network"],
  [0x0202, "unit_missing"],
  [0x0203, "third_node_missing"],
  [0x0204, "destination_node_busy"],
  [0x0205, "response_timeout"],
  [0x0301, "communications_controller_error"],
  [0x0302, "cpu_unit_error"],
  [0x0303, "controller_error"],
  [0x0304, "unit_number_error"],
  [0x0401, "undefined_command"],
  [0x0402, "not_supported_by_model_or_version"],
  [0x0501, "destination_address_setting_error"],
  [0x0502, "no_routing_tables"],
  [0x0503, "routing_table_error"],
  [0x0504, "too_many_relays"],
  [0x1001, "command_too_long"],
  [0x1002, "command_too_short"],
  [0x1003, "elements_data_do_not_match"],
  [0x1004, "command_format_error"],
  [0x1005, "header_error"],
  [0x1101, "area_classification_missing"],
  [0x1102, "access_size_error"],
  [0x1103, "address_range_error"],
  [0x1104, "address_range_exceeded"],
  [0x1106, "program_missing"],
  [0x1109, "relational_error"],
  [0x110a, "duplicate_data_access"],
  [0x110b, "response_too_long"],
  [0x110c, "parameter_error"],
  [0x2002, "protected"],
  [0x2003, "table_missing"],
  [0x2004, "data_missing"],
  [0x2005, "program_missing"],
  [0x2006, "file_missing"],
  [0x2007, "data_mismatch"],
  [0x2101, "read_only"],
  [0x2102, "protected"],
  [0x2103, "cannot_register"],
  [0x2105, "program_missing"],
  [0x2106, "file_missing"],
  [0x2107, "file_name_already_exists"],
  [0x2108, "cannot_change"],
  [0x2201, "not_possible_during_execution"],
  [0x2202, "not_possible_while_running"],
  [0x2203, "wrong_mode_program"],
  [0x2204, "wrong_mode_debug"],
  [0x2205, "wrong_mode_monitor"],
  [0x2206, "wrong_mode_run"],
  [0x2207, "specified_node_not_polling_node"],
  [0x2208, "step_cannot_be_executed"],
  [0x2301, "file_device_missing"],
  [0x2302, "memory_missing"],
  [0x2303, "clock_missing"],
  [0x2401, "table_missing"],
  [0x2502, "memory_error"],
  [0x2503, "io_setting_error"],
  [0x2504, "too_many_io_points"],
  [0x2505, "cpu_bus_error"],
  [0x2506, "io_duplication"],
  [0x2507, "io_bus_error"],
  [0x2509, "sysmac_bus2_error"],
  [0x250a, "cpu_bus_unit_error"],
  [0x250d, "sysmac_bus_number_duplication"],
  [0x250f, "memory_error"],
  [0x2510, "sysmac_bus_terminator_missing"],
  [0x2601, "no_protection"],
  [0x2602, "incorrect_password"],
  [0x2604, "protected"],
  [0x2605, "service_already_executing"],
  [0x2606, "service_stopped"],
  [0x2607, "no_execution_right"],
  [0x2608, "settings_required_before_execution"],
  [0x2609, "necessary_items_not_set"],
  [0x260a, "number_already_defined"],
  [0x260b, "error_will_not_clear"],
  [0x3001, "no_access_right"],
  [0x4001, "service_aborted"],
]);

/** Bits of an end code that are not the code: relay error, and errors of the CPU unit that answered. */
const END_FLAGS = 0x80c0;

/** An end code without its flags. */
export function endCodeOf(response: number): number {
  return response & ~END_FLAGS;
}

/** Name of an end code. */
export function endCodeName(response: number): string {
  const code = endCodeOf(response);
  return END_CODES.get(code) ?? `end_code_0x${code.toString(16).padStart(4, "0")}`;
}
