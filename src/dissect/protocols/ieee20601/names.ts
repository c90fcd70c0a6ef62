// Nomenclature of personal health devices: IEEE 11073-10101 and the annexes of IEEE 11073-20601 and of its device
// specializations (IEEE 11073-104xx).
import type { Attribute } from "../../../model/attribute.ts";
import type { Role } from "../../../model/role.ts";
import { operation, operationTable } from "../../operation.ts";

/** What is sent outside an association's data, by the upper octet of the APDU's choice. */
export const APDUS = operationTable("ieee20601", [
  [0xe2, "association_request", "other"],
  [0xe3, "association_response", "other"],
  [0xe4, "association_release_request", "other"],
  [0xe5, "association_release_response", "other"],
  [0xe6, "abort", "other"],
  [0xe7, "presentation", "other"],
]);

/** Events that agents report and actions that managers ask for, by their code in the partition of object infrastructure. */
export const EVENTS_AND_ACTIONS = operationTable("ieee20601", [
  [3084, "clear_segments", "write"],
  [3085, "get_segment_info", "read"],
  [3095, "set_time", "time"],
  [3099, "data_request", "read"],
  [3100, "trigger_segment_data_transfer", "read"],
  [3356, "configuration_report", "identify"],
  [3357, "scan_report_fixed", "read"],
  [3358, "scan_report_var", "read"],
  [3359, "scan_report_mp_fixed", "read"],
  [3360, "scan_report_mp_var", "read"],
  [3361, "segment_data", "read"],
  [3362, "unbuffered_scan_report_var", "read"],
  [3363, "unbuffered_scan_report_fixed", "read"],
  [3364, "unbuffered_scan_report_grouped", "read"],
  [3365, "unbuffered_scan_report_mp_var", "read"],
  [3366, "unbuffered_scan_report_mp_fixed", "read"],
  [3367, "unbuffered_scan_report_mp_grouped", "read"],
  [3368, "buffered_scan_report_var", "read"],
  [3369, "buffered_scan_report_fixed", "read"],
  [3370, "buffered_scan_report_grouped", "read"],
  [3371, "buffered_scan_report_mp_var", "read"],
  [3372, "buffered_scan_report_mp_fixed", "read"],
  [3373, "buffered_scan_report_mp_grouped", "read"],
]);
export const GET = operation("ieee20601", "get", "read");
export const GET_SYSTEM = operation("ieee20601", "get", "identify");
export const SET = operation("ieee20601", "set", "configure");
export const ERROR = operation("ieee20601", "error", "other");
export const REJECT = operation("ieee20601", "reject", "other");

export const RESULTS: readonly string[] = [
  "",
  "rejected_permanent",
  "rejected_transient",
  // Accepted: the configuration is to be reported first.
  "",
  "rejected_no_common_protocol",
  "rejected_no_common_parameter",
  "rejected_unknown",
  "rejected_unauthorized",
  "rejected_unsupported_assoc_version",
];
export const RELEASES: readonly string[] = ["normal", "no_more_configurations", "configuration_changed"];
export const ABORTS: readonly string[] = ["undefined", "buffer_overflow", "response_timeout", "configuration_timeout"];
export const CONFIGURATIONS: readonly string[] = ["accepted", "unsupported_config", "standard_config_unknown"];
export const ERRORS: Readonly<Record<number, string>> = {
  1: "no_such_object_instance",
  2: "access_denied",
  9: "no_such_action",
  17: "invalid_object_instance",
  23: "protocol_violation",
  24: "not_allowed_by_object",
  25: "action_timed_out",
  26: "action_aborted",
};
export const PROBLEMS: Readonly<Record<number, string>> = {
  0: "unrecognized_apdu",
  2: "badly_structured_apdu",
  101: "unrecognized_operation",
  103: "resource_limitation",
  303: "unexpected_error",
};

const CLASSES: Readonly<Record<number, string>> = {
  4: "metric",
  5: "enumeration",
  6: "numeric",
  9: "real-time sample array",
  16: "scanner",
  17: "configurable scanner",
  18: "episodic scanner",
  19: "periodic scanner",
  37: "medical device system",
  61: "persistent metric store",
  62: "persistent metric segment",
};

/** What a class of objects is called here. */
export function className(code: number): string {
  return CLASSES[code] ?? `class ${code}`;
}

type Specialization = readonly [kind: string, role: Role];

/** By the last two digits of the standards 11073-104xx, which are also the hundreds of their standard configurations. */
const STANDARDS: Readonly<Record<number, Specialization>> = {
  4: ["pulse oximeter", "medical device"],
  6: ["electrocardiograph", "medical device"],
  7: ["blood pressure monitor", "medical device"],
  8: ["thermometer", "medical device"],
  15: ["weighing scale", "medical device"],
  17: ["glucose meter", "medical device"],
  18: ["coagulation meter", "medical device"],
  19: ["insulin pump", "infusion pump"],
  20: ["body composition analyzer", "medical device"],
  21: ["peak flow monitor", "medical device"],
  22: ["urine analyzer", "medical device"],
  23: ["sleep apnea monitor", "medical device"],
  24: ["sleep apnea breathing therapy device", "medical device"],
  25: ["continuous glucose monitor", "medical device"],
  41: ["cardiovascular fitness monitor", "medical device"],
  42: ["strength fitness equipment", "medical device"],
  71: ["independent living activity hub", "medical device"],
  72: ["medication monitor", "medical device"],
};
const LAST_STANDARD_CONFIGURATION = 0x3fff;

/** What devices with a standard configuration are, and by which standard; undefined for configurations of their own. */
export function specializationOf(configuration: number): { standard: string; kind: string; role: Role } | undefined {
  if (configuration > LAST_STANDARD_CONFIGURATION) return undefined;
  const number = Math.floor(configuration / 100);
  const known = STANDARDS[number];
  if (known === undefined) return undefined;
  return { standard: `IEEE 11073-${10400 + number}`, kind: known[0], role: known[1] };
}

/** MDC_DEV_SPEC_PROFILE_* to the last two digits of the standard. */
const PROFILES: Readonly<Record<number, number>> = {
  4100: 4,
  4102: 6,
  4103: 7,
  4104: 8,
  4111: 15,
  4113: 17,
  4114: 18,
  4115: 19,
  4116: 20,
  4117: 21,
  4118: 22,
  4137: 41,
  4138: 42,
  4167: 71,
  4168: 72,
};

/** What devices of a specialization are; undefined for those not known here. */
export function profileOf(code: number): Specialization | undefined {
  return STANDARDS[PROFILES[code] ?? -1];
}

/** What an entry of the production specification is about, by its type. */
export const SPECIFICATIONS: Readonly<Record<number, Attribute>> = {
  1: "serial",
  2: "orderNumber",
  3: "hardware",
  4: "software",
  5: "firmware",
};

/** Physiological measurements (partition 2), without their prefix "MDC_". */
const METRICS: ReadonlyMap<number, string> = new Map([
  [16770, "ECG_HEART_RATE"],
  [18458, "PULS_OXIM_PULS_RATE"],
  [18474, "PULS_RATE_NON_INV"],
  [18948, "PRESS_BLD_NONINV"],
  [18949, "PRESS_BLD_NONINV_SYS"],
  [18950, "PRESS_BLD_NONINV_DIA"],
  [18951, "PRESS_BLD_NONINV_MEAN"],
  [19292, "TEMP_BODY"],
  [19320, "TEMP_TYMP"],
  [19376, "PULS_OXIM_PERF_REL"],
  [19380, "PULS_OXIM_PLETH"],
  [19384, "PULS_OXIM_SAT_O2"],
  [20490, "RESP_RATE"],
  [28948, "CONC_GLU_GEN"],
  [29112, "CONC_GLU_CAPILLARY_WHOLEBLOOD"],
  [29116, "CONC_GLU_CAPILLARY_PLASMA"],
  [29120, "CONC_GLU_VENOUS_WHOLEBLOOD"],
  [29124, "CONC_GLU_VENOUS_PLASMA"],
  [29128, "CONC_GLU_ARTERIAL_WHOLEBLOOD"],
  [29132, "CONC_GLU_ARTERIAL_PLASMA"],
  [29136, "CONC_GLU_CONTROL"],
  [29140, "CONC_GLU_ISF"],
  [29148, "CONC_HBA1C"],
  [29188, "RATIO_INR_COAG"],
  [57664, "MASS_BODY_ACTUAL"],
  [57668, "LEN_BODY_ACTUAL"],
  [57676, "BODY_FAT"],
  [57680, "RATIO_MASS_BODY_LEN_SQ"],
]);
const PHYSIOLOGY = 2;

/** "MDC_PULS_OXIM_SAT_O2", or the numbers of partition and code. */
export function metricName(partition: number, code: number): string {
  const known = partition === PHYSIOLOGY ? METRICS.get(code) : undefined;
  return known === undefined ? `MDC ${partition}:${code}` : `MDC_${known}`;
}

const UNITS: ReadonlyMap<number, string> = new Map([
  [512, ""],
  [544, "%"],
  [1297, "cm"],
  [1376, "in"],
  [1728, "g"],
  [1731, "kg"],
  [1760, "lb"],
  [1952, "kg/m2"],
  [2130, "mg/dL"],
  [2176, "s"],
  [2208, "min"],
  [2240, "h"],
  [2720, "beats/min"],
  [2784, "breaths/min"],
  [3072, "L/min"],
  [3843, "kPa"],
  [3872, "mmHg"],
  [4416, "F"],
  [4722, "mmol/L"],
  [6048, "C"],
  [6656, "steps"],
]);

/** A unit as people write it, or its number (partition 4). */
export function unitName(code: number): string {
  return UNITS.get(code) ?? `MDC 4:${code}`;
}
