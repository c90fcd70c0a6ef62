// Abort codes of service data, which EtherCAT and POWERLINK share with CANopen: CiA 301 section 7.2.4.3.17.

const ABORTS: Readonly<Record<number, string>> = {
  84082688: "toggle_bit_not_alternated",
  84148224: "sdo_timeout",
  84148225: "command_specifier_not_valid",
  84148229: "out_of_memory",
  100728832: "unsupported_access",
  100728833: "object_write_only",
  100728834: "object_read_only",
  100794368: "object_does_not_exist",
  100925505: "object_not_mappable",
  101058627: "parameter_incompatible",
  101122048: "hardware_error",
  101187600: "length_mismatch",
  101187602: "length_too_high",
  101187603: "length_too_low",
  101253137: "subindex_does_not_exist",
  101253168: "value_out_of_range",
  101253169: "value_too_high",
  101253170: "value_too_low",
  134217728: "general_error",
  134217760: "data_cannot_be_transferred",
  134217761: "local_control",
  134217762: "present_device_state",
};

/** The name of an SDO abort code (CiA 301 section 7.2.4.3.17), or the code. */
export function abortName(code: number): string {
  return ABORTS[code] ?? `abort_0x${code.toString(16).padStart(8, "0")}`;
}
