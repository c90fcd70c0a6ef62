// Codes of precision time: IEEE 1588-2019 tables 5 to 9, 36, 52, 59; IEEE 1588-2002 annex D and table 4.
const TIME_SOURCES: Readonly<Record<number, string>> = {
  16: "atomic_clock",
  32: "gnss",
  48: "terrestrial_radio",
  57: "serial_time_code",
  64: "ptp",
  80: "ntp",
  96: "hand_set",
  144: "other",
  160: "internal_oscillator",
};

/** Where a grandmaster has its time from. */
export function timeSourceName(code: number): string | number {
  return TIME_SOURCES[code] ?? code;
}

/** Upper limits of the time error by clock accuracy, from 0x17 on. */
const ACCURACIES = [
  "1 ps",
  "2.5 ps",
  "10 ps",
  "25 ps",
  "100 ps",
  "250 ps",
  "1 ns",
  "2.5 ns",
  "10 ns",
  "25 ns",
  "100 ns",
  "250 ns",
  "1 us",
  "2.5 us",
  "10 us",
  "25 us",
  "100 us",
  "250 us",
  "1 ms",
  "2.5 ms",
  "10 ms",
  "25 ms",
  "100 ms",
  "250 ms",
  "1 s",
  "10 s",
  "over 10 s",
];

/** How far the time may be off, for people. */
export function accuracyName(code: number): string | number {
  return ACCURACIES[code - 0x17] ?? (code === 0xfe ? "unknown" : code);
}

const FLAGS: readonly [number, string][] = [
  [0x0100, "alternate_master"],
  [0x0200, "two_step"],
  [0x0400, "unicast"],
  [0x2000, "profile_specific_1"],
  [0x4000, "profile_specific_2"],
  [0x8000, "security"],
  [0x0001, "leap_61"],
  [0x0002, "leap_59"],
  [0x0004, "current_utc_offset_valid"],
  [0x0008, "ptp_timescale"],
  [0x0010, "time_traceable"],
  [0x0020, "frequency_traceable"],
  [0x0040, "synchronization_uncertain"],
];

/** The flags that are set. */
export function flagNames(flags: number): string[] {
  return FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
}

const TLVS: Readonly<Record<number, string>> = {
  1: "management",
  2: "management_error_status",
  3: "organization_extension",
  4: "request_unicast_transmission",
  5: "grant_unicast_transmission",
  6: "cancel_unicast_transmission",
  7: "acknowledge_cancel_unicast_transmission",
  8: "path_trace",
  9: "alternate_time_offset_indicator",
  8192: "authentication_2008",
  8193: "authentication_challenge",
  8194: "security_association_update",
  8195: "cumulative_frequency_scale_factor_offset",
  16384: "organization_extension_propagate",
  16385: "enhanced_accuracy_metrics",
  32768: "organization_extension_do_not_propagate",
  32769: "l1_sync",
  32770: "port_communication_availability",
  32771: "protocol_address",
  32772: "slave_rx_sync_timing_data",
  32773: "slave_rx_sync_computed_data",
  32774: "slave_tx_event_timestamps",
  32775: "cumulative_rate_ratio",
  32776: "pad",
  32777: "authentication",
};

/** The name of a TLV type. */
export function tlvName(type: number): string {
  return TLVS[type] ?? `tlv_${type}`;
}

const MANAGEMENT: Readonly<Record<number, string>> = {
  0: "null_management",
  1: "clock_description",
  2: "user_description",
  3: "save_in_non_volatile_storage",
  4: "reset_non_volatile_storage",
  5: "initialize",
  6: "fault_log",
  7: "fault_log_reset",
  8192: "default_data_set",
  8193: "current_data_set",
  8194: "parent_data_set",
  8195: "time_properties_data_set",
  8196: "port_data_set",
  8197: "priority1",
  8198: "priority2",
  8199: "domain",
  8200: "slave_only",
  8201: "log_announce_interval",
  8202: "announce_receipt_timeout",
  8203: "log_sync_interval",
  8204: "version_number",
  8205: "enable_port",
  8206: "disable_port",
  8207: "time",
  8208: "clock_accuracy",
  8209: "utc_properties",
  8210: "traceability_properties",
  8211: "timescale_properties",
  8212: "unicast_negotiation_enable",
  8213: "path_trace_list",
  8214: "path_trace_enable",
  8215: "grandmaster_cluster_table",
  8216: "unicast_master_table",
  8217: "unicast_master_max_table_size",
  8218: "acceptable_master_table",
  8219: "acceptable_master_table_enabled",
  8220: "acceptable_master_max_table_size",
  8221: "alternate_master",
  8222: "alternate_time_offset_enable",
  8223: "alternate_time_offset_name",
  8224: "alternate_time_offset_max_key",
  8225: "alternate_time_offset_properties",
  12288: "external_port_configuration_enabled",
  12289: "master_only",
  12290: "holdover_upgrade_enable",
  12291: "ext_port_config_port_data_set",
  16384: "transparent_clock_default_data_set",
  16385: "transparent_clock_port_data_set",
  16386: "primary_domain",
  24576: "delay_mechanism",
  24577: "log_min_pdelay_req_interval",
};

/** The name of a management id. */
export function managementName(id: number): string {
  return MANAGEMENT[id] ?? `management_${id.toString(16).padStart(4, "0")}`;
}

const ERRORS: Readonly<Record<number, string>> = {
  1: "response_too_big",
  2: "no_such_id",
  3: "wrong_length",
  4: "wrong_value",
  5: "not_setable",
  6: "not_supported",
  65534: "general_error",
};

/** The name of a management error. */
export function managementErrorName(code: number): string {
  return ERRORS[code] ?? `error_${code}`;
}

const CLOCK_TYPES: readonly [number, string][] = [
  [0x8000, "ordinary clock"],
  [0x4000, "boundary clock"],
  [0x2000, "peer-to-peer transparent clock"],
  [0x1000, "end-to-end transparent clock"],
  [0x0800, "management node"],
];

/** What a clock is, by the bits of clockType. */
export function clockTypeNames(bits: number): string[] {
  return CLOCK_TYPES.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
}
