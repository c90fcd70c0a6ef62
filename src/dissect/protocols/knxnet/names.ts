// KNXnet/IP services: KNX 3/8/1 section 5; application services: KNX 3/3/7 section 3; cEMI: KNX 3/6/3 section 4.
import { operationTable } from "../../operation.ts";

export const SEARCH_REQUEST = 0x0201;
export const SEARCH_RESPONSE = 0x0202;
export const DESCRIPTION_REQUEST = 0x0203;
export const DESCRIPTION_RESPONSE = 0x0204;
export const CONNECT_REQUEST = 0x0205;
export const CONNECT_RESPONSE = 0x0206;
export const STATE_REQUEST = 0x0207;
export const STATE_RESPONSE = 0x0208;
export const DISCONNECT_REQUEST = 0x0209;
export const DISCONNECT_RESPONSE = 0x020a;
export const SEARCH_REQUEST_EXTENDED = 0x020b;
export const SEARCH_RESPONSE_EXTENDED = 0x020c;
export const CONFIGURATION_REQUEST = 0x0310;
export const CONFIGURATION_ACK = 0x0311;
export const TUNNELLING_REQUEST = 0x0420;
export const TUNNELLING_ACK = 0x0421;
export const FEATURE_INFO = 0x0425;
export const ROUTING_INDICATION = 0x0530;
export const ROUTING_BUSY = 0x0532;
export const ROUTING_SYSTEM_BROADCAST = 0x0533;
export const SECURE_WRAPPER = 0x0950;

/** By service type identifier. */
export const SERVICES = operationTable("knxnet", [
  [SEARCH_REQUEST, "search_request", "identify"],
  [SEARCH_RESPONSE, "search_response", "identify"],
  [DESCRIPTION_REQUEST, "description_request", "identify"],
  [DESCRIPTION_RESPONSE, "description_response", "identify"],
  [CONNECT_REQUEST, "connect_request", "other"],
  [CONNECT_RESPONSE, "connect_response", "other"],
  [STATE_REQUEST, "connectionstate_request", "other"],
  [STATE_RESPONSE, "connectionstate_response", "other"],
  [DISCONNECT_REQUEST, "disconnect_request", "other"],
  [DISCONNECT_RESPONSE, "disconnect_response", "other"],
  [SEARCH_REQUEST_EXTENDED, "search_request_extended", "identify"],
  [SEARCH_RESPONSE_EXTENDED, "search_response_extended", "identify"],
  [CONFIGURATION_REQUEST, "device_configuration_request", "other"],
  [CONFIGURATION_ACK, "device_configuration_ack", "other"],
  [TUNNELLING_REQUEST, "tunnelling_request", "other"],
  [TUNNELLING_ACK, "tunnelling_ack", "other"],
  [0x0422, "tunnelling_feature_get", "read"],
  [0x0423, "tunnelling_feature_response", "other"],
  [0x0424, "tunnelling_feature_set", "configure"],
  [FEATURE_INFO, "tunnelling_feature_info", "other"],
  [ROUTING_INDICATION, "routing_indication", "other"],
  [0x0531, "routing_lost_message", "alarm"],
  [ROUTING_BUSY, "routing_busy", "alarm"],
  [ROUTING_SYSTEM_BROADCAST, "routing_system_broadcast", "other"],
  [0x0740, "remote_diagnostic_request", "identify"],
  [0x0741, "remote_diagnostic_response", "identify"],
  [0x0742, "remote_basic_configuration_request", "configure"],
  [0x0743, "remote_reset_request", "control"],
  [SECURE_WRAPPER, "secure_wrapper", "other"],
  [0x0951, "session_request", "authenticate"],
  [0x0952, "session_response", "authenticate"],
  [0x0953, "session_authenticate", "authenticate"],
  [0x0954, "session_status", "authenticate"],
  [0x0955, "timer_notify", "time"],
]);

/** What a device on the bus is asked, by application control field of ten bits; four bits and six of data below 0x2c0. */
export const APPLICATION = operationTable("knxnet", [
  [0x000, "group_value_read", "read"],
  [0x040, "group_value_response", "other"],
  [0x080, "group_value_write", "write"],
  [0x0c0, "individual_address_write", "configure"],
  [0x100, "individual_address_read", "identify"],
  [0x140, "individual_address_response", "identify"],
  [0x180, "adc_read", "read"],
  [0x1c0, "adc_response", "other"],
  [0x200, "memory_read", "read"],
  [0x240, "memory_response", "other"],
  [0x280, "memory_write", "program"],
  [0x2c0, "user_memory_read", "read"],
  [0x2c1, "user_memory_response", "other"],
  [0x2c2, "user_memory_write", "program"],
  [0x2c5, "user_manufacturer_info_read", "identify"],
  [0x2c6, "user_manufacturer_info_response", "identify"],
  [0x2c7, "function_property_command", "control"],
  [0x2c8, "function_property_state_read", "read"],
  [0x2c9, "function_property_state_response", "other"],
  [0x300, "device_descriptor_read", "identify"],
  [0x340, "device_descriptor_response", "identify"],
  [0x380, "restart", "control"],
  [0x381, "restart_master_reset", "control"],
  [0x3d1, "authorize_request", "authenticate"],
  [0x3d2, "authorize_response", "authenticate"],
  [0x3d3, "key_write", "configure"],
  [0x3d4, "key_response", "other"],
  [0x3d5, "property_value_read", "read"],
  [0x3d6, "property_value_response", "other"],
  [0x3d7, "property_value_write", "configure"],
  [0x3d8, "property_description_read", "identify"],
  [0x3d9, "property_description_response", "identify"],
  [0x3da, "network_parameter_read", "read"],
  [0x3db, "network_parameter_response", "other"],
  [0x3dc, "individual_address_serial_number_read", "identify"],
  [0x3dd, "individual_address_serial_number_response", "identify"],
  [0x3de, "individual_address_serial_number_write", "configure"],
  [0x3e0, "domain_address_write", "configure"],
  [0x3e1, "domain_address_read", "identify"],
  [0x3e2, "domain_address_response", "identify"],
  [0x3e4, "network_parameter_write", "configure"],
  [0x3f1, "secure_service", "other"],
  // Transport control, laid above the ten bits.
  [0x400, "t_connect", "other"],
  [0x401, "t_disconnect", "other"],
  [0x402, "t_ack", "other"],
  [0x403, "t_nak", "other"],
]);

export const L_DATA_REQ = 0x11;
export const L_DATA_CON = 0x2e;
export const L_DATA_IND = 0x29;
export const PROP_READ_CON = 0xfb;
/** cEMI messages by code; data from and to the bus go by application service. */
export const MESSAGES = operationTable("knxnet", [
  [0x10, "l_raw_req", "write"],
  [L_DATA_REQ, "l_data_req", "other"],
  [L_DATA_IND, "l_data_ind", "other"],
  [0x2b, "l_busmon_ind", "read"],
  [0x2d, "l_raw_ind", "other"],
  [L_DATA_CON, "l_data_con", "other"],
  [0x2f, "l_raw_con", "other"],
  [0xf0, "m_reset_ind", "alarm"],
  [0xf1, "m_reset_req", "control"],
  [0xf5, "m_prop_write_con", "other"],
  [0xf6, "m_prop_write_req", "configure"],
  [0xf7, "m_prop_info_ind", "other"],
  [0xf8, "m_func_prop_command_req", "control"],
  [0xf9, "m_func_prop_state_read_req", "read"],
  [0xfa, "m_func_prop_con", "other"],
  [PROP_READ_CON, "m_prop_read_con", "other"],
  [0xfc, "m_prop_read_req", "read"],
]);

/** Status codes of KNX 3/8/2 section 5.5 and 3/8/4. */
export const STATUSES: Readonly<Record<number, string>> = {
  0: "no_error",
  1: "host_protocol_type",
  2: "version_not_supported",
  4: "sequence_number",
  33: "connection_id",
  34: "connection_type",
  35: "connection_option",
  36: "no_more_connections",
  37: "no_more_unique_connections",
  38: "data_connection",
  39: "knx_connection",
  40: "authorization_error",
  41: "tunnelling_layer",
};

export const CONNECTION_TYPES: Readonly<Record<number, string>> = {
  3: "device management",
  4: "tunnel",
  6: "remote logging",
  7: "remote configuration",
  8: "object server",
};
export const LAYERS: Readonly<Record<number, string>> = { 2: "link layer", 4: "raw", 128: "bus monitor" };
export const MEDIA: Readonly<Record<number, string>> = {
  1: "TP0",
  2: "TP1",
  4: "PL110",
  8: "PL132",
  16: "RF",
  32: "IP",
};
export const FAMILIES: Readonly<Record<number, string>> = {
  2: "core",
  3: "device management",
  4: "tunnelling",
  5: "routing",
  6: "remote logging",
  7: "remote configuration and diagnosis",
  8: "object server",
  9: "security",
};

/** Makers by the number that KNX Association gave them; it also begins their serial numbers. */
export const MAKERS: Readonly<Record<number, string>> = {
  1: "Siemens",
  2: "ABB",
  4: "Albrecht Jung",
  5: "BTicino",
  6: "Berker",
  7: "Busch-Jaeger Elektro",
  8: "Gira",
  9: "Hager Electro",
  10: "Insta",
  11: "Legrand",
  12: "Merten",
  22: "Siedle",
  25: "Gewiss",
  30: "Feller",
  44: "Vimar",
  46: "Eltako",
  55: "Zumtobel",
  57: "Phoenix Contact",
  61: "WAGO",
  69: "Stiebel Eltron",
  72: "Theben",
  78: "Somfy",
  81: "Viessmann",
  100: "Schneider Electric",
  107: "WAREMA",
  113: "Zennio",
  114: "TAPKO",
  115: "HDL",
  118: "Arcus-EDS",
  119: "Intesis",
  124: "ise",
  131: "MDT technologies",
  141: "Crestron",
  142: "Steinel",
  156: "Rademacher",
  166: "Enertex Bayern",
  197: "Weinzierl Engineering",
};
