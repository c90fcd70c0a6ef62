// Options, suboptions and codes of PROFINET DCP: IEC 61158-6-10 section 4.3.
const OPTIONS: Readonly<Record<number, string>> = {
  1: "ip",
  2: "device_properties",
  3: "dhcp",
  5: "control",
  6: "device_initiative",
  7: "tsn_domain",
  255: "all",
};

const SUBOPTIONS: Readonly<Record<number, string>> = {
  257: "mac_address",
  258: "ip_parameter",
  259: "full_ip_suite",
  513: "type_of_station",
  514: "name_of_station",
  515: "device_id",
  516: "device_role",
  517: "device_options",
  518: "alias_name",
  519: "device_instance",
  520: "oem_device_id",
  521: "standard_gateway",
  522: "rsi_properties",
  780: "host_name",
  811: "vendor_specific",
  822: "server_identifier",
  823: "parameter_request_list",
  828: "class_identifier",
  829: "client_identifier",
  849: "fully_qualified_domain_name",
  865: "uuid_client_identifier",
  1023: "control_dhcp",
  1281: "start_transaction",
  1282: "end_transaction",
  1283: "signal",
  1284: "response",
  1285: "reset_factory_settings",
  1286: "reset_to_factory",
  1537: "device_initiative",
  1793: "tsn_domain_name",
  1794: "nme_manager",
  1795: "nme_parameter_uuid",
  1796: "nme_agent",
  1797: "cim_interface",
  65535: "all",
};

/** The name of an option and suboption, by numbers where the standard has none. */
export function blockName(option: number, suboption: number): string {
  const known = SUBOPTIONS[(option << 8) | suboption];
  if (known !== undefined) return known;
  const group = OPTIONS[option] ?? (option >= 0x80 && option < 0xff ? `manufacturer_specific_${option}` : `${option}`);
  return `${group}_${suboption}`;
}

const ERRORS = [
  "ok",
  "option_not_supported",
  "suboption_not_supported",
  "suboption_not_set",
  "resource_error",
  "set_not_possible_by_local_reasons",
  "in_operation_set_not_possible",
];

/** The name of a block error. */
export function errorName(code: number): string {
  return ERRORS[code] ?? `error_${code}`;
}

const IP_STATES = ["ip_not_set", "ip_set", "ip_set_by_dhcp"];

/** What the block info of an IP block says; bit 7 tells of an address conflict. */
export function ipStateName(info: number): string | number {
  return IP_STATES[info & 0x7f] ?? info;
}

const RESETS: Readonly<Record<number, string>> = {
  1: "application_data",
  2: "communication_parameter",
  3: "engineering_parameter",
  4: "all_stored_data",
  8: "device_to_factory_values",
  9: "reset_and_restore_data",
};

/** What a reset to factory resets, by the upper 15 bits of its qualifier. */
export function resetName(qualifier: number): string | number {
  return RESETS[qualifier >> 1] ?? qualifier;
}

const ROLES = ["io_device", "io_controller", "io_multidevice", "io_supervisor"];

/** Device roles by bit. */
export function roleNames(bits: number): string[] {
  return ROLES.filter((_, index) => (bits & (1 << index)) !== 0);
}
