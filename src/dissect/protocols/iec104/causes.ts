// Causes of transmission: IEC 60870-5-101:2003 section 7.2.3 table 14, IEC TS 60870-5-7:2013 for 14 to 16.

export const PERIODIC = 1;
export const SPONTANEOUS = 3;
export const INITIALIZED = 4;
export const REQUESTED = 5;
export const ACTIVATION = 6;
export const ACTIVATION_CONFIRMATION = 7;
export const DEACTIVATION = 8;
export const DEACTIVATION_CONFIRMATION = 9;
export const ACTIVATION_TERMINATION = 10;
export const RETURN_REMOTE = 11;
export const RETURN_LOCAL = 12;
export const FILE_TRANSFER = 13;
export const AUTHENTICATION = 14;
export const USER_ROLE = 16;
export const INTERROGATED = 20;
export const LAST_INTERROGATED = 36;
export const COUNTER_REQUESTED = 37;
export const LAST_COUNTER_REQUESTED = 41;
export const UNKNOWN_TYPE = 44;
export const UNKNOWN_ADDRESS = 47;

const NAMES: readonly string[] = namesByCode();

function namesByCode(): string[] {
  const names: string[] = [];
  names[PERIODIC] = "periodic";
  names[2] = "background_scan";
  names[SPONTANEOUS] = "spontaneous";
  names[INITIALIZED] = "initialized";
  names[REQUESTED] = "request";
  names[ACTIVATION] = "activation";
  names[ACTIVATION_CONFIRMATION] = "activation_confirmation";
  names[DEACTIVATION] = "deactivation";
  names[DEACTIVATION_CONFIRMATION] = "deactivation_confirmation";
  names[ACTIVATION_TERMINATION] = "activation_termination";
  names[RETURN_REMOTE] = "return_information_remote_command";
  names[RETURN_LOCAL] = "return_information_local_command";
  names[FILE_TRANSFER] = "file_transfer";
  names[AUTHENTICATION] = "authentication";
  names[15] = "maintenance_of_session_key";
  names[USER_ROLE] = "maintenance_of_user_role_and_update_key";
  names[INTERROGATED] = "interrogated_by_station_interrogation";
  for (let group = 1; group <= 16; group++)
    names[INTERROGATED + group] = `interrogated_by_group_${group}_interrogation`;
  names[COUNTER_REQUESTED] = "requested_by_general_counter_request";
  for (let group = 1; group <= 4; group++)
    names[COUNTER_REQUESTED + group] = `requested_by_group_${group}_counter_request`;
  names[UNKNOWN_TYPE] = "unknown_type_identification";
  names[45] = "unknown_cause_of_transmission";
  names[46] = "unknown_common_address";
  names[UNKNOWN_ADDRESS] = "unknown_information_object_address";
  return names;
}

/** The standard's name of a cause 0 to 63; "" where it has none. */
export function causeName(cause: number): string {
  return NAMES[cause] ?? "";
}
