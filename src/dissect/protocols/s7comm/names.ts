// Names of S7 communication: codes as STEP 7 tells them, in short words.

type Names = Readonly<Record<number, string>>;

/** The same names by code in an array: objects with far-apart numbers as keys are slow to read. */
function dense(names: Names): Names {
  return Array.from({ length: 256 }, (_, code) => names[code]) as Names;
}

/** The name of a code, or the code in hexadecimal digits. */
export function nameOf(names: Names, code: number): string {
  return names[code] ?? `0x${code.toString(16).padStart(2, "0")}`;
}

/** Remote operating service control: the kind of PDU. */
export const ROSCTR: Names = { 1: "job", 2: "ack", 3: "ack_data", 7: "userdata" };

/** Return codes of one item. */
export const RETURN_CODES: Names = {
  0: "reserved",
  1: "hardware_error",
  3: "access_not_allowed",
  5: "invalid_address",
  6: "data_type_not_supported",
  7: "data_type_inconsistent",
  10: "object_does_not_exist",
  255: "success",
};

export const ERROR_CLASSES: Names = {
  0: "no_error",
  129: "application_relationship",
  130: "object_definition",
  131: "no_resources_available",
  132: "error_on_service_processing",
  133: "error_on_supplies",
  135: "access_error",
};

/** Error codes: class in the upper octet. The rarer ones of test functions are told as numbers. */
export const ERROR_CODES: Names = {
  272: "invalid_block_number",
  273: "invalid_request_length",
  274: "invalid_parameter",
  275: "invalid_block_type",
  276: "block_not_found",
  277: "block_already_exists",
  278: "block_write_protected",
  279: "block_too_large",
  280: "invalid_block_number",
  281: "incorrect_password",
  282: "pg_resource_error",
  283: "plc_resource_error",
  284: "protocol_error",
  285: "too_many_blocks",
  320: "insufficient_memory",
  321: "lack_of_resources",
  32769: "service_not_possible_in_block_status",
  32771: "block_transfer_error",
  33024: "service_unknown",
  33028: "service_not_implemented",
  33284: "type_inconsistent",
  33285: "copied_block_already_exists",
  33537: "insufficient_memory",
  33538: "too_few_resources",
  33540: "no_further_parallel_upload",
  33541: "function_not_available",
  33542: "insufficient_work_memory",
  33543: "insufficient_retentive_memory",
  33793: "invalid_service_sequence",
  33794: "service_not_possible_in_object_status",
  33796: "function_cannot_be_performed",
  33797: "remote_block_disabled",
  34048: "wrong_frame",
  34051: "canceled_by_module",
  34561: "addressing_error",
  34562: "service_not_supported",
  34563: "access_refused",
  34564: "object_damaged",
  53249: "illegal_job_number",
  53252: "illegal_job_status",
  53269: "illegal_tag_address",
  53297: "internal_protocol_error",
  53313: "illegal_status_list_id",
  53314: "illegal_tag_address",
  53315: "job_not_found",
  53316: "illegal_tag_value",
  53345: "no_memory_for_job",
  53346: "job_list_full",
  53377: "not_permitted_in_mode",
  53378: "cannot_exit_hold",
  53409: "not_permitted_in_protection_level",
  53410: "memory_modifying_function_running",
  53412: "force_already_established",
  53413: "job_not_found",
  53421: "mode_already_set",
  53441: "tag_access_error",
  53442: "changed_to_stop_or_hold",
  53761: "block_name_syntax_error",
  53762: "function_parameter_syntax_error",
  53765: "linked_block_exists_in_ram",
  53766: "linked_block_exists_in_eprom",
  53768: "too_many_copied_blocks",
  53769: "block_not_found",
  53770: "too_many_blocks_to_link",
  53771: "too_many_blocks_to_delete",
  53772: "priority_class_missing",
  53773: "sdb_cannot_be_interpreted",
  53774: "no_further_block",
  53775: "block_too_large",
  53776: "invalid_block_number",
  53778: "incorrect_header_attribute",
  53779: "too_many_sdbs",
  53782: "invalid_user_program",
  53783: "protection_level_not_permitted",
  53785: "incorrect_block_lengths",
  53787: "compression_failed",
  53813: "block_checksum_incorrect",
  53814: "block_checksum_missing",
  53824: "coordination_rules_violated",
  53825: "not_permitted_in_protection_level",
  53826: "protection_violation_f_blocks",
  53840: "version_mismatch",
  53921: "other_block_function_active",
  53922: "trigger_active_on_block",
  53923: "block_occupied",
  53926: "cannot_save_and_change_at_once",
  54273: "information_function_unavailable",
  54274: "information_function_unavailable",
  54275: "service_already_logged_on_or_off",
  54276: "maximum_number_of_nodes",
  54277: "service_not_supported_or_syntax_error",
  54278: "information_currently_unavailable",
  54279: "diagnostics_error",
  54280: "update_aborted",
  54785: "function_parameter_syntax_error",
  54786: "incorrect_password",
  54787: "connection_already_legitimized",
  54788: "connection_already_enabled",
  54789: "password_does_not_exist",
  55297: "invalid_tag_address",
  55298: "job_does_not_exist",
  55299: "illegal_job_status",
  55300: "illegal_cycle_time",
  55301: "no_more_cyclic_jobs",
  55303: "aborted_by_overload",
  56321: "date_or_time_invalid",
};

/** An error code in words. */
export function errorName(code: number): string {
  return ERROR_CODES[code] ?? `error_0x${code.toString(16).padStart(4, "0")}`;
}

/** Transport sizes in an item's address: what kind of value is meant. */
export const ADDRESS_SIZES: Names = {
  1: "BIT",
  2: "BYTE",
  3: "CHAR",
  4: "WORD",
  5: "INT",
  6: "DWORD",
  7: "DINT",
  8: "REAL",
  9: "DATE",
  10: "TIME_OF_DAY",
  11: "TIME",
  12: "S5TIME",
  15: "DATE_AND_TIME",
  28: "COUNTER",
  29: "TIMER",
  30: "IEC_TIMER",
  31: "IEC_COUNTER",
  32: "HS_COUNTER",
};

/** Octets of one value of an address's transport size; 1 for those not known. */
export function octetsOf(size: number): number {
  switch (size) {
    case 4:
    case 5:
    case 9:
    case 12:
    case 28:
    case 29:
      return 2;
    case 6:
    case 7:
    case 8:
    case 10:
    case 11:
      return 4;
    case 15:
      return 8;
    default:
      return 1;
  }
}

/** Transport sizes of values; 3 to 5 count their length in bits. */
export const VALUE_SIZES: Names = {
  0: "NULL",
  3: "BIT",
  4: "BYTE/WORD/DWORD",
  5: "INTEGER",
  6: "DINTEGER",
  7: "REAL",
  9: "OCTET STRING",
  17: "NCK ADDRESS1",
  18: "NCK ADDRESS2",
};

export const AREAS: Names = dense({
  1: "data record",
  3: "system info (S7-200)",
  5: "system flags (S7-200)",
  6: "analog input (S7-200)",
  7: "analog output (S7-200)",
  28: "C",
  29: "T",
  30: "IEC counter (S7-200)",
  31: "IEC timer (S7-200)",
  128: "P",
  129: "I",
  130: "Q",
  131: "M",
  132: "DB",
  133: "DI",
  134: "L",
  135: "V",
});

export const SYNTAXES: Names = {
  16: "S7ANY",
  19: "PBC-R_ID",
  21: "ALARM_LOCKFREE",
  22: "ALARM_IND",
  25: "ALARM_ACK",
  26: "ALARM_QUERYREQ",
  28: "NOTIFY_IND",
  130: "NCK",
  131: "NCK_M",
  132: "NCK_I",
  162: "DRIVEESANY",
  176: "DBREAD",
  178: "1200SYM",
};

/** Block types as two ASCII digits in file names and as a number in block headers. */
export const BLOCK_TYPES: Names = {
  8: "OB",
  10: "DB",
  11: "SDB",
  12: "FC",
  13: "SFC",
  14: "FB",
  15: "SFB",
};

export const BLOCK_LANGUAGES: Names = {
  0: "not_defined",
  1: "AWL",
  2: "KOP",
  3: "FUP",
  4: "SCL",
  5: "DB",
  6: "GRAPH",
  7: "SDB",
  8: "CPU-DB",
  17: "SDB (after overall reset)",
  18: "SDB (routing)",
  41: "ENCRYPT",
};

/** Operating modes: of mode transitions, and in status list 0x0424. */
export const TRANSITIONS: Names = {
  0: "STOP",
  1: "warm restart",
  2: "RUN",
  3: "hot restart",
  4: "HOLD",
  6: "cold restart",
  9: "RUN_R",
  11: "LINK-UP",
  12: "UPDATE",
};
export const MODES: Names = {
  1: "STOP (update)",
  2: "STOP (memory reset)",
  3: "STOP (self initialization)",
  4: "STOP (internal)",
  5: "complete restart",
  7: "restart",
  8: "RUN",
  10: "HOLD",
  13: "DEFECT",
};
