// CIP volume 1, appendix B (general status) and 3-5.5 (Connection Manager extended status), as snake_case names.
const GENERAL: readonly string[] = [
  "success",
  "connection_failure",
  "resource_unavailable",
  "invalid_parameter_value",
  "path_segment_error",
  "path_destination_unknown",
  "partial_transfer",
  "connection_lost",
  "service_not_supported",
  "invalid_attribute_value",
  "attribute_list_error",
  "already_in_requested_mode_or_state",
  "object_state_conflict",
  "object_already_exists",
  "attribute_not_settable",
  "privilege_violation",
  "device_state_conflict",
  "reply_data_too_large",
  "fragmentation_of_a_primitive_value",
  "not_enough_data",
  "attribute_not_supported",
  "too_much_data",
  "object_does_not_exist",
  "service_fragmentation_sequence_not_in_progress",
  "no_stored_attribute_data",
  "store_operation_failure",
  "routing_failure_request_packet_too_large",
  "routing_failure_response_packet_too_large",
  "missing_attribute_list_entry_data",
  "invalid_attribute_value_list",
  "embedded_service_error",
  "vendor_specific_error",
  "invalid_parameter",
  "write_once_value_or_medium_already_written",
  "invalid_reply_received",
  "buffer_overflow",
  "message_format_error",
  "key_failure_in_path",
  "path_size_invalid",
  "unexpected_attribute_in_list",
  "invalid_member_id",
  "member_not_settable",
  "group_2_only_server_general_failure",
  "unknown_modbus_error",
  "attribute_not_gettable",
  "instance_not_deletable",
  "service_not_supported_for_specified_path",
];

const CONNECTION_MANAGER: Readonly<Record<number, string>> = {
  256: "connection_in_use_or_duplicate_forward_open",
  259: "transport_class_and_trigger_combination_not_supported",
  262: "ownership_conflict",
  263: "target_connection_not_found",
  264: "invalid_network_connection_parameter",
  265: "invalid_connection_size",
  272: "target_for_connection_not_configured",
  273: "rpi_not_supported",
  274: "rpi_value_not_acceptable",
  275: "out_of_connections",
  276: "vendor_id_or_product_code_mismatch",
  277: "device_type_mismatch",
  278: "revision_mismatch",
  279: "invalid_produced_or_consumed_application_path",
  280: "invalid_or_inconsistent_configuration_application_path",
  281: "non_listen_only_connection_not_opened",
  282: "target_object_out_of_connections",
  283: "rpi_is_smaller_than_the_production_inhibit_time",
  515: "connection_timed_out",
  516: "unconnected_request_timed_out",
  517: "parameter_error_in_unconnected_request_service",
  518: "message_too_large_for_unconnected_send",
  519: "unconnected_acknowledge_without_reply",
  769: "no_buffer_memory_available",
  770: "network_bandwidth_not_available_for_data",
  771: "no_consumed_connection_id_filter_available",
  772: "not_configured_to_send_scheduled_priority_data",
  773: "schedule_signature_mismatch",
  774: "schedule_signature_validation_not_possible",
  785: "port_not_available",
  786: "link_address_not_valid",
  789: "invalid_segment_in_connection_path",
  790: "error_in_forward_close_connection_path",
  791: "scheduling_not_specified",
  792: "link_address_to_self_invalid",
  793: "secondary_resources_unavailable",
  794: "rack_connection_already_established",
  795: "module_connection_already_established",
  796: "miscellaneous",
  797: "redundant_connection_mismatch",
  2049: "rpi_not_supported_by_link",
};

/** The name of a general status code; "reserved_status" or "object_specific_status" for those without one. */
export function statusName(status: number): string {
  if (status === 0xff) return "general_error";
  return GENERAL[status] ?? (status >= 0xd0 ? "object_specific_status" : "reserved_status");
}

/** The name of an extended status of the Connection Manager; "" when it has none. */
export function connectionStatusName(extended: number): string {
  return CONNECTION_MANAGER[extended] ?? "";
}

/** General statuses with which a service did what was asked: success, and a transfer that goes on. */
export function isSuccess(status: number): boolean {
  return status === 0 || status === 6;
}
