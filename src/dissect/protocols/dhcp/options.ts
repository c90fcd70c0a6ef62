// DHCP options: RFC 2132, RFC 3004 (77), 3011 (118), 3046 (82), 3118 (90), 3397 (119), 3442 (121), 3925 (124, 125), 4388,
// 4578 (93, 94, 97), 4702 (81), 4833 (100, 101), 5859 (150), 7710 and 8910 (114), 8520 (161), 8925 (108).
import { v4Text } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";

/** How an option's bytes are read; "bytes" is hexadecimal digits, "own" needs code of its own. */
type Kind = "ip" | "ips" | "pairs" | "text" | "u8" | "u16" | "u32" | "i32" | "flag" | "u8s" | "u16s" | "bytes" | "own";

const OPTIONS: Readonly<Record<number, readonly [string, Kind]>> = {
  1: ["subnet_mask", "ip"],
  2: ["time_offset", "i32"],
  3: ["router", "ips"],
  4: ["time_server", "ips"],
  5: ["name_server", "ips"],
  6: ["domain_name_server", "ips"],
  7: ["log_server", "ips"],
  8: ["quotes_server", "ips"],
  9: ["lpr_server", "ips"],
  10: ["impress_server", "ips"],
  11: ["resource_location_server", "ips"],
  12: ["host_name", "text"],
  13: ["boot_file_size", "u16"],
  14: ["merit_dump_file", "text"],
  15: ["domain_name", "text"],
  16: ["swap_server", "ip"],
  17: ["root_path", "text"],
  18: ["extensions_path", "text"],
  19: ["ip_forwarding", "flag"],
  20: ["non_local_source_routing", "flag"],
  21: ["policy_filter", "pairs"],
  22: ["maximum_datagram_reassembly_size", "u16"],
  23: ["default_ip_ttl", "u8"],
  24: ["path_mtu_aging_timeout", "u32"],
  25: ["path_mtu_plateau_table", "u16s"],
  26: ["interface_mtu", "u16"],
  27: ["all_subnets_are_local", "flag"],
  28: ["broadcast_address", "ip"],
  29: ["perform_mask_discovery", "flag"],
  30: ["mask_supplier", "flag"],
  31: ["perform_router_discovery", "flag"],
  32: ["router_solicitation_address", "ip"],
  33: ["static_route", "pairs"],
  34: ["trailer_encapsulation", "flag"],
  35: ["arp_cache_timeout", "u32"],
  36: ["ethernet_encapsulation", "flag"],
  37: ["tcp_default_ttl", "u8"],
  38: ["tcp_keepalive_interval", "u32"],
  39: ["tcp_keepalive_garbage", "flag"],
  40: ["nis_domain", "text"],
  41: ["nis_servers", "ips"],
  42: ["ntp_servers", "ips"],
  43: ["vendor_specific_information", "bytes"],
  44: ["netbios_name_server", "ips"],
  45: ["netbios_datagram_distribution_server", "ips"],
  46: ["netbios_node_type", "u8"],
  47: ["netbios_scope", "text"],
  48: ["x_window_font_server", "ips"],
  49: ["x_window_display_manager", "ips"],
  50: ["requested_ip_address", "ip"],
  51: ["ip_address_lease_time", "u32"],
  52: ["option_overload", "u8"],
  53: ["dhcp_message_type", "u8"],
  54: ["server_identifier", "ip"],
  55: ["parameter_request_list", "u8s"],
  56: ["message", "text"],
  57: ["maximum_dhcp_message_size", "u16"],
  58: ["renewal_time", "u32"],
  59: ["rebinding_time", "u32"],
  60: ["vendor_class_identifier", "text"],
  61: ["client_identifier", "own"],
  64: ["nis_plus_domain", "text"],
  65: ["nis_plus_servers", "ips"],
  66: ["tftp_server_name", "text"],
  67: ["bootfile_name", "text"],
  68: ["mobile_ip_home_agent", "ips"],
  69: ["smtp_server", "ips"],
  70: ["pop3_server", "ips"],
  71: ["nntp_server", "ips"],
  72: ["www_server", "ips"],
  73: ["finger_server", "ips"],
  74: ["irc_server", "ips"],
  77: ["user_class", "own"],
  80: ["rapid_commit", "bytes"],
  81: ["client_fqdn", "own"],
  82: ["relay_agent_information", "own"],
  85: ["nds_servers", "ips"],
  86: ["nds_tree_name", "text"],
  87: ["nds_context", "text"],
  90: ["authentication", "own"],
  91: ["client_last_transaction_time", "u32"],
  92: ["associated_ip", "ips"],
  93: ["client_system_architecture", "u16s"],
  94: ["client_network_interface", "bytes"],
  97: ["client_machine_identifier", "bytes"],
  100: ["posix_timezone", "text"],
  101: ["tz_database_timezone", "text"],
  108: ["ipv6_only_preferred", "u32"],
  114: ["captive_portal_url", "text"],
  116: ["auto_configure", "u8"],
  118: ["subnet_selection", "ip"],
  119: ["domain_search", "bytes"],
  121: ["classless_static_route", "own"],
  124: ["vendor_identifying_vendor_class", "own"],
  125: ["vendor_identifying_vendor_specific", "own"],
  138: ["capwap_access_controller", "ips"],
  141: ["sip_ua_configuration_domains", "bytes"],
  145: ["forcerenew_nonce_capable", "u8s"],
  150: ["tftp_server_address", "ips"],
  161: ["mud_url", "text"],
  249: ["classless_static_route_microsoft", "own"],
  252: ["web_proxy_auto_discovery", "text"],
};

/** Name of an option in the registry of IANA; "option_N" where it has none here. */
export function optionName(code: number): string {
  return OPTIONS[code]?.[0] ?? `option_${code}`;
}

/**
 * Value of the option whose bytes the reader was narrowed to. Undefined when the length does not fit the option: the
 * reader then stands where it stood. Never clears the reader's `ok`.
 */
export function optionValue(reader: Reader, code: number): unknown {
  const kind = OPTIONS[code]?.[1] ?? "bytes";
  const length = reader.left();
  switch (kind) {
    case "ip":
      return length === 4 ? v4Text(reader.i32()) : undefined;
    case "ips":
      return length > 0 && length % 4 === 0 ? addresses(reader) : undefined;
    case "pairs":
      return length > 0 && length % 8 === 0 ? addresses(reader) : undefined;
    case "text":
      return reader.text(length);
    case "u8":
      return length === 1 ? reader.u8() : undefined;
    case "flag":
      return length === 1 ? reader.u8() !== 0 : undefined;
    case "u16":
      return length === 2 ? reader.u16() : undefined;
    case "u32":
      return length === 4 ? reader.u32() : undefined;
    case "i32":
      return length === 4 ? reader.i32() : undefined;
    case "u8s":
      return Array.from({ length }, () => reader.u8());
    case "u16s":
      return length > 0 && length % 2 === 0 ? Array.from({ length: length / 2 }, () => reader.u16()) : undefined;
    case "own":
      return ownValue(reader, code);
    default:
      return reader.hex(length);
  }
}

/** Texts of a relay agent option (82): the circuit and the device that the client hangs on. */
export interface RelayAgent {
  circuit_id?: string;
  remote_id?: string;
  link_selection?: string;
  subscriber_id?: string;
  server_identifier_override?: string;
  suboptions: { code: number; value: string }[];
}

function ownValue(reader: Reader, code: number): unknown {
  const length = reader.left();
  switch (code) {
    case 61:
      if (length < 2) return undefined;
      return reader.peek() === 0
        ? { type: reader.u8(), identifier: printable(reader, length - 1) }
        : { type: reader.u8(), identifier: reader.hex(length - 1) };
    case 77:
      return userClasses(reader);
    case 81:
      if (length < 3) return undefined;
      return fullName(reader);
    case 82:
      return relayAgent(reader);
    case 90:
      // What follows may be a token in clear: it is not shown.
      if (length < 11) return undefined;
      return { protocol: reader.u8(), algorithm: reader.u8(), rdm: reader.u8(), replay_detection: reader.hex(8) };
    case 121:
    case 249:
      return routes(reader);
    default:
      return enterprises(reader);
  }
}

function addresses(reader: Reader): string[] {
  const list: string[] = [];
  while (reader.left() >= 4) list.push(v4Text(reader.i32()));
  return list;
}

/** Text where all bytes are printable ASCII, else hexadecimal digits. */
export function printable(reader: Reader, length: number): string {
  for (let ahead = 0; ahead < length; ahead++) {
    const byte = reader.peek(ahead);
    if (byte < 32 || byte > 126) return reader.hex(length);
  }
  return reader.text(length);
}

/** RFC 3004 has a length before each class; what many clients send is one bare text. */
function userClasses(reader: Reader): string[] {
  let at = 0;
  while (at < reader.left() && reader.peek(at) > 0) at += reader.peek(at) + 1;
  if (at !== reader.left()) return [printable(reader, reader.left())];
  const classes: string[] = [];
  while (reader.left() > 0) classes.push(printable(reader, reader.u8()));
  return classes;
}

function fullName(reader: Reader): object {
  const flags = reader.u8();
  const head = { flags, rcode1: reader.u8(), rcode2: reader.u8() };
  if ((flags & 4) === 0) return { ...head, name: reader.text(reader.left()) };
  // The encoding bit: labels as in DNS, without compression.
  let name = "";
  while (reader.left() > 0) {
    const length = reader.u8();
    if (length === 0 || length > reader.left()) break;
    name += (name === "" ? "" : ".") + reader.text(length);
  }
  return { ...head, name };
}

function relayAgent(reader: Reader): RelayAgent | undefined {
  const agent: RelayAgent = { suboptions: [] };
  while (reader.left() >= 2) {
    const code = reader.u8();
    const length = reader.u8();
    if (length > reader.left()) return undefined;
    if ((code === 5 || code === 11) && length === 4) {
      const address = v4Text(reader.i32());
      if (code === 5) agent.link_selection = address;
      else agent.server_identifier_override = address;
      continue;
    }
    const value = printable(reader, length);
    if (code === 1) agent.circuit_id = value;
    else if (code === 2) agent.remote_id = value;
    else if (code === 6) agent.subscriber_id = value;
    else agent.suboptions.push({ code, value });
  }
  return agent;
}

function routes(reader: Reader): { destination: string; router: string }[] | undefined {
  const list: { destination: string; router: string }[] = [];
  while (reader.left() > 0) {
    const width = reader.u8();
    const significant = (width + 7) >> 3;
    if (width > 32 || reader.left() < significant + 4) return undefined;
    let network = 0;
    for (let index = 0; index < 4; index++) network = (network << 8) | (index < significant ? reader.u8() : 0);
    list.push({ destination: `${v4Text(network)}/${width}`, router: v4Text(reader.i32()) });
  }
  return list;
}

function enterprises(reader: Reader): { enterprise: number; value: string }[] | undefined {
  const list: { enterprise: number; value: string }[] = [];
  while (reader.left() > 0) {
    if (reader.left() < 5) return undefined;
    const enterprise = reader.u32();
    const length = reader.u8();
    if (length > reader.left()) return undefined;
    list.push({ enterprise, value: printable(reader, length) });
  }
  return list;
}
