// Packets of ISO/IEC 14908-4 (EIA-852) and messages of ISO/IEC 14908-1 (LonTalk), with what each does to the node.
import { operation, operationTable } from "../../operation.ts";

/** Packets between devices on IP, by type; data packets go by what they carry. */
export const PACKETS = operationTable("lonworks", [
  [0x01, "data_packet", "other"],
  [0x03, "device_registration", "identify"],
  [0x04, "channel_membership", "configure"],
  [0x06, "send_list", "configure"],
  [0x07, "acknowledge", "other"],
  [0x08, "channel_routing", "configure"],
  [0x60, "statistics_request", "read"],
  [0x63, "device_configuration_request", "read"],
  [0x64, "channel_membership_request", "read"],
  [0x66, "send_list_request", "read"],
  [0x68, "channel_routing_request", "read"],
  [0x70, "statistics_response", "read"],
  [0x71, "device_configuration", "configure"],
  [0x7f, "segment", "other"],
]);
export const DATA_PACKET = 1;

/** Network management and diagnostic messages by their code (ISO/IEC 14908-1 annex on network management). */
export const MESSAGES = operationTable("lonworks", [
  [0x51, "query_status", "read"],
  [0x52, "proxy_command", "control"],
  [0x53, "clear_status", "configure"],
  [0x54, "query_transceiver_status", "read"],
  [0x61, "query_id", "identify"],
  [0x62, "respond_to_query", "configure"],
  [0x63, "update_domain", "configure"],
  [0x64, "leave_domain", "configure"],
  [0x65, "update_key", "configure"],
  [0x66, "update_address", "configure"],
  [0x67, "query_address", "read"],
  [0x68, "query_network_variable_configuration", "read"],
  [0x69, "update_group_address", "configure"],
  [0x6a, "query_domain", "read"],
  [0x6b, "update_network_variable_configuration", "configure"],
  [0x6c, "set_node_mode", "control"],
  [0x6d, "read_memory", "read"],
  [0x6e, "write_memory", "program"],
  [0x6f, "checksum_recalculate", "configure"],
  [0x70, "wink", "identify"],
  [0x71, "memory_refresh", "configure"],
  [0x72, "query_snvt", "identify"],
  [0x73, "network_variable_fetch", "read"],
  [0x7d, "install_command", "configure"],
  [0x7f, "service_pin_message", "identify"],
]);
export const QUERY_ID = 0x61;
export const SET_NODE_MODE = 0x6c;
export const READ_MEMORY = 0x6d;
export const WRITE_MEMORY = 0x6e;
export const SERVICE_PIN = 0x7f;

export const UPDATE = operation("lonworks", "network_variable_update", "write");
export const POLL = operation("lonworks", "network_variable_poll", "read");
export const APPLICATION_MESSAGE = operation("lonworks", "application_message", "other");
export const FOREIGN_FRAME = operation("lonworks", "foreign_frame", "other");
export const ACKNOWLEDGMENT = operation("lonworks", "transport_acknowledgment", "other");
export const REMINDER = operation("lonworks", "transport_reminder", "other");
export const CHALLENGE = operation("lonworks", "challenge", "authenticate");
export const REPLY = operation("lonworks", "challenge_reply", "authenticate");
export const UNNAMED_PDU = operation("lonworks", "unnamed_pdu", "other");

export const NODE_MODES = ["offline", "online", "reset", "change_state"];
export const PACKET_PDUS = ["tpdu", "spdu", "authpdu", "apdu"];
