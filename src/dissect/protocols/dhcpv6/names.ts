// Names of messages, options and status codes: the IANA registry for DHCPv6 (RFC 8415 section 24 and successors).
import { operationTable } from "../../operation.ts";

export const REPLY = 7;
export const DECLINE = 9;
export const RECONFIGURE = 10;
export const RELAY_FORWARD = 12;
export const RELAY_REPLY = 13;
export const LEASEQUERY_REPLY = 15;
export const LEASEQUERY_DATA = 17;
export const DHCPV4_QUERY = 20;
export const DHCPV4_RESPONSE = 21;
export const REGISTRATION = 36;

export const MESSAGES = operationTable("dhcpv6", [
  [1, "solicit", "identify"],
  [2, "advertise", "identify"],
  [3, "request", "identify"],
  [4, "confirm", "identify"],
  [5, "renew", "identify"],
  [6, "rebind", "identify"],
  [REPLY, "reply", "identify"],
  [8, "release", "identify"],
  [DECLINE, "decline", "alarm"],
  [RECONFIGURE, "reconfigure", "control"],
  [11, "information_request", "identify"],
  [RELAY_FORWARD, "relay_forward", "identify"],
  [RELAY_REPLY, "relay_reply", "identify"],
  [14, "leasequery", "identify"],
  [LEASEQUERY_REPLY, "leasequery_reply", "identify"],
  [16, "leasequery_done", "identify"],
  [LEASEQUERY_DATA, "leasequery_data", "identify"],
  [18, "reconfigure_request", "control"],
  [19, "reconfigure_reply", "other"],
  [DHCPV4_QUERY, "dhcpv4_query", "identify"],
  [DHCPV4_RESPONSE, "dhcpv4_response", "identify"],
  [22, "active_leasequery", "identify"],
  [23, "starttls", "other"],
  [24, "binding_update", "other"],
  [25, "binding_reply", "other"],
  [26, "pool_request", "other"],
  [27, "pool_response", "other"],
  [28, "update_request", "other"],
  [29, "update_request_all", "other"],
  [30, "update_done", "other"],
  [31, "connect", "other"],
  [32, "connect_reply", "other"],
  [33, "disconnect", "other"],
  [34, "state", "other"],
  [35, "contact", "other"],
  [REGISTRATION, "address_registration_inform", "identify"],
  [37, "address_registration_reply", "identify"],
]);

/** Messages of a client, or of a relay or server that asks another. */
export const REQUESTS: ReadonlySet<number> = new Set([
  1,
  3,
  4,
  5,
  6,
  8,
  DECLINE,
  11,
  RELAY_FORWARD,
  14,
  18,
  DHCPV4_QUERY,
  22,
  23,
  24,
  26,
  28,
  29,
  31,
  REGISTRATION,
]);
/** Messages that answer them. */
export const ANSWERS: ReadonlySet<number> = new Set([
  2,
  REPLY,
  RELAY_REPLY,
  LEASEQUERY_REPLY,
  16,
  LEASEQUERY_DATA,
  19,
  DHCPV4_RESPONSE,
  25,
  27,
  30,
  32,
  37,
]);

const STATUS: readonly string[] = [
  "success",
  "unspecified_failure",
  "no_addresses_available",
  "no_binding",
  "not_on_link",
  "use_multicast",
  "no_prefix_available",
  "unknown_query_type",
  "malformed_query",
  "not_configured",
  "not_allowed",
  "query_terminated",
  "data_missing",
  "catch_up_complete",
  "not_supported",
  "tls_connection_refused",
  "address_in_use",
  "configuration_conflict",
  "missing_binding_information",
  "outdated_binding_information",
  "server_shutting_down",
  "dns_update_not_supported",
  "excessive_time_skew",
];

/** A status code in the standard's words. */
export function statusName(code: number): string {
  return STATUS[code] ?? `status_${code}`;
}

/** How the bytes of an option are read; "own" has a form of its own. */
export type Kind =
  | "ips"
  | "ip"
  | "text"
  | "names"
  | "u8"
  | "u16"
  | "u32"
  | "u16s"
  | "flag"
  | "bytes"
  | "identifier"
  | "options"
  | "own";

export const OPTIONS: Readonly<Record<number, readonly [name: string, kind: Kind]>> = {
  1: ["client_identifier", "identifier"],
  2: ["server_identifier", "identifier"],
  3: ["ia_na", "own"],
  4: ["ia_ta", "own"],
  5: ["ia_address", "own"],
  6: ["option_request", "u16s"],
  7: ["preference", "u8"],
  8: ["elapsed_time", "u16"],
  9: ["relay_message", "own"],
  11: ["authentication", "own"],
  12: ["server_unicast", "ip"],
  13: ["status_code", "own"],
  14: ["rapid_commit", "flag"],
  15: ["user_class", "own"],
  16: ["vendor_class", "own"],
  17: ["vendor_specific_information", "own"],
  18: ["interface_id", "own"],
  19: ["reconfigure_message", "u8"],
  20: ["reconfigure_accept", "flag"],
  21: ["sip_server_domain_names", "names"],
  22: ["sip_server_addresses", "ips"],
  23: ["dns_recursive_name_server", "ips"],
  24: ["domain_search_list", "names"],
  25: ["ia_pd", "own"],
  26: ["ia_prefix", "own"],
  27: ["nis_servers", "ips"],
  28: ["nis_plus_servers", "ips"],
  29: ["nis_domain_name", "names"],
  30: ["nis_plus_domain_name", "names"],
  31: ["sntp_servers", "ips"],
  32: ["information_refresh_time", "u32"],
  33: ["bcmcs_server_domain_names", "names"],
  34: ["bcmcs_server_addresses", "ips"],
  36: ["geoconf_civic", "bytes"],
  37: ["remote_id", "own"],
  38: ["subscriber_id", "own"],
  39: ["client_fqdn", "own"],
  40: ["pana_agent", "ips"],
  41: ["posix_timezone", "text"],
  42: ["tz_database_timezone", "text"],
  43: ["echo_request", "u16s"],
  44: ["lq_query", "own"],
  45: ["client_data", "options"],
  46: ["client_last_transaction_time", "u32"],
  47: ["lq_relay_data", "own"],
  48: ["lq_client_link", "ips"],
  51: ["lost_server", "names"],
  52: ["capwap_access_controller", "ips"],
  53: ["relay_id", "identifier"],
  56: ["ntp_server", "own"],
  57: ["access_domain", "names"],
  58: ["sip_ua_configuration_domains", "names"],
  59: ["boot_file_url", "text"],
  60: ["boot_file_parameters", "own"],
  61: ["client_system_architecture", "u16s"],
  62: ["client_network_interface", "bytes"],
  63: ["geolocation", "bytes"],
  64: ["aftr_name", "names"],
  65: ["erp_local_domain_name", "names"],
  66: ["relay_supplied_options", "options"],
  67: ["prefix_exclude", "bytes"],
  68: ["virtual_subnet_selection", "bytes"],
  74: ["rdnss_selection", "bytes"],
  75: ["kerberos_principal_name", "bytes"],
  76: ["kerberos_realm_name", "text"],
  77: ["kerberos_default_realm_name", "text"],
  78: ["kerberos_kdc", "bytes"],
  79: ["client_link_layer_address", "own"],
  80: ["link_address", "ip"],
  // RADIUS attributes may hold secrets.
  81: ["radius", "own"],
  82: ["sol_max_rt", "u32"],
  83: ["inf_max_rt", "u32"],
  84: ["address_selection", "bytes"],
  85: ["address_selection_table", "bytes"],
  86: ["pcp_server", "ips"],
  87: ["dhcpv4_message", "own"],
  88: ["dhcp4_o_dhcp6_server", "ips"],
  89: ["s46_rule", "bytes"],
  90: ["s46_br", "ip"],
  91: ["s46_dmr", "bytes"],
  92: ["s46_v4v6bind", "bytes"],
  93: ["s46_port_parameters", "bytes"],
  94: ["s46_container_map_e", "options"],
  95: ["s46_container_map_t", "options"],
  96: ["s46_container_lightweight", "options"],
  100: ["lq_base_time", "u32"],
  101: ["lq_start_time", "u32"],
  102: ["lq_end_time", "u32"],
  103: ["captive_portal", "text"],
  104: ["mpl_parameters", "bytes"],
  105: ["ani_access_technology_type", "u16"],
  106: ["ani_network_name", "text"],
  107: ["ani_access_point_name", "text"],
  108: ["ani_access_point_bssid", "bytes"],
  109: ["ani_operator_id", "u32"],
  110: ["ani_operator_realm", "text"],
  111: ["s46_priority", "u16s"],
  112: ["mud_url", "text"],
  113: ["prefix64", "bytes"],
  135: ["relay_port", "u16"],
  136: ["sztp_redirect", "bytes"],
  137: ["s46_bind_ipv6_prefix", "bytes"],
  138: ["ia_ll", "own"],
  139: ["link_layer_addresses", "own"],
  140: ["slap_quad", "bytes"],
  141: ["dots_reference_identifier", "names"],
  142: ["dots_address", "ips"],
  143: ["andsf_address", "ips"],
  144: ["encrypted_dns", "bytes"],
  148: ["address_registration_enable", "flag"],
};

/** Name of an option in the registry of IANA; "option_N" where it has none here. */
export function optionName(code: number): string {
  return OPTIONS[code]?.[0] ?? `option_${code}`;
}
