// Type identifications: IEC 60870-5-101:2003 section 7.3, IEC 60870-5-104:2006 section 8, IEC TS 60870-5-7:2013.
import type { Act } from "../../../model/act.ts";
import { type Operation, operation } from "../../operation.ts";
import { type PointSpace, pointSpace } from "../../points.ts";

/** What kind of ASDU a type is: it decides which causes fit and who sends it. */
export type Family = "monitor" | "initialization" | "command" | "system" | "parameter" | "file" | "security";

/** How the value of an information element lies in its octets (7.2.6); "" for none. */
export type ValueKind =
  | ""
  | "single"
  | "double"
  | "step"
  | "bitstring"
  | "normalized"
  | "scaled"
  | "float"
  | "counter"
  | "protection event"
  | "start events"
  | "output circuits"
  | "status changes"
  | "single command"
  | "double command"
  | "step command";

/** Which octet tells how far the value is to be trusted, if one does: in the value's own octet, or behind the value. */
export type QualityKind = "" | "own" | "behind" | "counter";

/** One type identification. */
export interface AsduType {
  readonly id: number;
  /** The standard's label, e.g. "M_SP_NA_1". */
  readonly label: string;
  readonly family: Family;
  readonly operation: Operation;
  readonly value: ValueKind;
  readonly quality: QualityKind;
  /** Octets of the value itself; where the next one begins. */
  readonly valueSize: number;
  /** Octets of the time tag at the element's end: 0, 3 (CP24Time2a) or 7 (CP56Time2a). */
  readonly time: 0 | 3 | 7;
  /** Octets of an information object without its address; -1 where they are not fixed. */
  readonly size: number;
  /** Process points of this type; undefined where it holds none. */
  readonly points: PointSpace | undefined;
}

const TYPES: (AsduType | undefined)[] = [];

const VALUE_SIZES: Readonly<Record<ValueKind, number>> = {
  "": 0,
  single: 1,
  double: 1,
  step: 1,
  bitstring: 4,
  normalized: 2,
  scaled: 2,
  float: 4,
  counter: 4,
  "protection event": 1,
  "start events": 1,
  "output circuits": 1,
  "status changes": 4,
  "single command": 1,
  "double command": 1,
  "step command": 1,
};

/** A type with a process value; `beside` counts octets that are neither value, quality nor time. */
function valued(
  id: number,
  label: string,
  name: string,
  family: Family,
  act: Act,
  value: ValueKind,
  quality: QualityKind,
  time: 0 | 3 | 7 = 0,
  beside = 0,
): void {
  const valueSize = VALUE_SIZES[value];
  const size = valueSize + (quality === "behind" || quality === "counter" ? 1 : 0) + beside + time;
  // Parameters are not values of the process.
  const points =
    family === "parameter" ? undefined : pointSpace("iec104", "information object", label, "common address");
  TYPES[id] = {
    id,
    label,
    family,
    operation: operation("iec104", name, act),
    value,
    quality,
    valueSize,
    time,
    size,
    points,
  };
}

/** A type without a process value, of `size` octets including its time. */
function plain(id: number, label: string, name: string, family: Family, act: Act, size: number, time: 0 | 7 = 0): void {
  const entry = operation("iec104", name, act);
  TYPES[id] = {
    id,
    label,
    family,
    operation: entry,
    value: "",
    quality: "",
    valueSize: 0,
    time,
    size,
    points: undefined,
  };
}

const CP24 = 3;
const CP56 = 7;

type Monitored = readonly [ids: readonly [number, number, number], label: string, name: string, ValueKind, QualityKind];

// Without time, with CP24Time2a, with CP56Time2a.
const MONITORED: readonly Monitored[] = [
  [[1, 2, 30], "M_SP", "single_point_information", "single", "own"],
  [[3, 4, 31], "M_DP", "double_point_information", "double", "own"],
  [[5, 6, 32], "M_ST", "step_position_information", "step", "behind"],
  [[7, 8, 33], "M_BO", "bitstring_of_32_bits", "bitstring", "behind"],
];
// The label's third part tells the kind of measured value, its second letter then the kind of time.
const MEASURED: readonly (readonly [
  ids: readonly [number, number, number],
  labels: string,
  name: string,
  ValueKind,
])[] = [
  [[9, 10, 34], "M_ME_NA_1 M_ME_TA_1 M_ME_TD_1", "measured_value_normalized", "normalized"],
  [[11, 12, 35], "M_ME_NB_1 M_ME_TB_1 M_ME_TE_1", "measured_value_scaled", "scaled"],
  [[13, 14, 36], "M_ME_NC_1 M_ME_TC_1 M_ME_TF_1", "measured_value_short_floating_point", "float"],
];
const TIMES = [0, CP24, CP56] as const;
const WITH_TIME: readonly string[] = ["", "_with_time_tag", "_with_cp56time2a"];

for (const [ids, label, name, value, quality] of MONITORED) {
  for (const [index, letters] of ["NA", "TA", "TB"].entries()) {
    const id = ids[index] as number;
    valued(id, `${label}_${letters}_1`, name + WITH_TIME[index], "monitor", "read", value, quality, TIMES[index]);
  }
}
for (const [ids, labels, name, value] of MEASURED) {
  for (const [index, label] of labels.split(" ").entries()) {
    valued(ids[index] as number, label, name + WITH_TIME[index], "monitor", "read", value, "behind", TIMES[index]);
  }
}
valued(15, "M_IT_NA_1", "integrated_totals", "monitor", "read", "counter", "counter");
valued(16, "M_IT_TA_1", "integrated_totals_with_time_tag", "monitor", "read", "counter", "counter", CP24);
// Elapsed, duration and operating times are two octets each.
valued(
  17,
  "M_EP_TA_1",
  "event_of_protection_equipment_with_time_tag",
  "monitor",
  "read",
  "protection event",
  "own",
  CP24,
  2,
);
valued(
  18,
  "M_EP_TB_1",
  "packed_start_events_of_protection_equipment_with_time_tag",
  "monitor",
  "read",
  "start events",
  "behind",
  CP24,
  2,
);
valued(
  19,
  "M_EP_TC_1",
  "packed_output_circuit_information_of_protection_equipment_with_time_tag",
  "monitor",
  "read",
  "output circuits",
  "behind",
  CP24,
  2,
);
valued(
  20,
  "M_PS_NA_1",
  "packed_single_point_information_with_status_change_detection",
  "monitor",
  "read",
  "status changes",
  "behind",
);
valued(21, "M_ME_ND_1", "measured_value_normalized_without_quality_descriptor", "monitor", "read", "normalized", "");
valued(37, "M_IT_TB_1", "integrated_totals_with_cp56time2a", "monitor", "read", "counter", "counter", CP56);
valued(
  38,
  "M_EP_TD_1",
  "event_of_protection_equipment_with_cp56time2a",
  "monitor",
  "read",
  "protection event",
  "own",
  CP56,
  2,
);
valued(
  39,
  "M_EP_TE_1",
  "packed_start_events_of_protection_equipment_with_cp56time2a",
  "monitor",
  "read",
  "start events",
  "behind",
  CP56,
  2,
);
valued(
  40,
  "M_EP_TF_1",
  "packed_output_circuit_information_of_protection_equipment_with_cp56time2a",
  "monitor",
  "read",
  "output circuits",
  "behind",
  CP56,
  2,
);
plain(41, "S_IT_TC_1", "integrated_totals_containing_time_tagged_security_statistics", "security", "read", -1);

valued(45, "C_SC_NA_1", "single_command", "command", "control", "single command", "");
valued(46, "C_DC_NA_1", "double_command", "command", "control", "double command", "");
valued(47, "C_RC_NA_1", "regulating_step_command", "command", "control", "step command", "");
// Set points have a qualifier octet of their own.
valued(48, "C_SE_NA_1", "set_point_command_normalized", "command", "control", "normalized", "", 0, 1);
valued(49, "C_SE_NB_1", "set_point_command_scaled", "command", "control", "scaled", "", 0, 1);
valued(50, "C_SE_NC_1", "set_point_command_short_floating_point", "command", "control", "float", "", 0, 1);
valued(51, "C_BO_NA_1", "bitstring_of_32_bits_command", "command", "control", "bitstring", "");
valued(58, "C_SC_TA_1", "single_command_with_cp56time2a", "command", "control", "single command", "", CP56);
valued(59, "C_DC_TA_1", "double_command_with_cp56time2a", "command", "control", "double command", "", CP56);
valued(60, "C_RC_TA_1", "regulating_step_command_with_cp56time2a", "command", "control", "step command", "", CP56);
valued(
  61,
  "C_SE_TA_1",
  "set_point_command_normalized_with_cp56time2a",
  "command",
  "control",
  "normalized",
  "",
  CP56,
  1,
);
valued(62, "C_SE_TB_1", "set_point_command_scaled_with_cp56time2a", "command", "control", "scaled", "", CP56, 1);
valued(
  63,
  "C_SE_TC_1",
  "set_point_command_short_floating_point_with_cp56time2a",
  "command",
  "control",
  "float",
  "",
  CP56,
  1,
);
valued(64, "C_BO_TA_1", "bitstring_of_32_bits_command_with_cp56time2a", "command", "control", "bitstring", "", CP56);
plain(70, "M_EI_NA_1", "end_of_initialization", "initialization", "other", 1);

// Security: told by name and length only.
plain(81, "S_CH_NA_1", "authentication_challenge", "security", "authenticate", -1);
plain(82, "S_RP_NA_1", "authentication_reply", "security", "authenticate", -1);
plain(83, "S_AR_NA_1", "aggressive_mode_authentication_request", "security", "authenticate", -1);
plain(84, "S_KR_NA_1", "session_key_status_request", "security", "authenticate", -1);
plain(85, "S_KS_NA_1", "session_key_status", "security", "authenticate", -1);
plain(86, "S_KC_NA_1", "session_key_change", "security", "authenticate", -1);
plain(87, "S_ER_NA_1", "authentication_error", "security", "authenticate", -1);
plain(90, "S_US_NA_1", "user_status_change", "security", "configure", -1);
plain(91, "S_UQ_NA_1", "update_key_change_request", "security", "authenticate", -1);
plain(92, "S_UR_NA_1", "update_key_change_reply", "security", "authenticate", -1);
plain(93, "S_UK_NA_1", "update_key_change_symmetric", "security", "authenticate", -1);
plain(94, "S_UA_NA_1", "update_key_change_asymmetric", "security", "authenticate", -1);
plain(95, "S_UC_NA_1", "update_key_change_confirmation", "security", "authenticate", -1);

plain(100, "C_IC_NA_1", "interrogation_command", "system", "read", 1);
plain(101, "C_CI_NA_1", "counter_interrogation_command", "system", "read", 1);
plain(102, "C_RD_NA_1", "read_command", "system", "read", 0);
plain(103, "C_CS_NA_1", "clock_synchronization_command", "system", "time", 7, CP56);
plain(104, "C_TS_NA_1", "test_command", "system", "other", 2);
plain(105, "C_RP_NA_1", "reset_process_command", "system", "control", 1);
plain(106, "C_CD_NA_1", "delay_acquisition_command", "system", "time", 2);
plain(107, "C_TS_TA_1", "test_command_with_cp56time2a", "system", "other", 9, CP56);
valued(110, "P_ME_NA_1", "parameter_of_measured_value_normalized", "parameter", "configure", "normalized", "", 0, 1);
valued(111, "P_ME_NB_1", "parameter_of_measured_value_scaled", "parameter", "configure", "scaled", "", 0, 1);
valued(
  112,
  "P_ME_NC_1",
  "parameter_of_measured_value_short_floating_point",
  "parameter",
  "configure",
  "float",
  "",
  0,
  1,
);
plain(113, "P_AC_NA_1", "parameter_activation", "parameter", "configure", 1);
plain(120, "F_FR_NA_1", "file_ready", "file", "file", 6);
plain(121, "F_SR_NA_1", "section_ready", "file", "file", 7);
plain(122, "F_SC_NA_1", "call_directory_select_file_call_file_call_section", "file", "file", 4);
plain(123, "F_LS_NA_1", "last_section_last_segment", "file", "file", 5);
plain(124, "F_AF_NA_1", "ack_file_ack_section", "file", "file", 4);
plain(125, "F_SG_NA_1", "segment", "file", "file", -1);
plain(126, "F_DR_TA_1", "directory", "file", "file", 13, CP56);
plain(127, "F_SC_NB_1", "query_log", "file", "file", 16);

/** The type of that identification; undefined where the standard names none (128 to 255 are not its own). */
export function typeOf(id: number): AsduType | undefined {
  return TYPES[id];
}

/** Types that the standard leaves to makers or to message routing begin here. */
export const PRIVATE_RANGE = 128;

/** A type that the standard does not name. */
export const UNNAMED_TYPE = operation("iec104", "unnamed_type", "other");
/** Counter interrogation that freezes counters, and one that resets them: more than reading (section 7.2.6.23). */
export const FREEZE_COUNTERS = operation("iec104", "counter_freeze", "other");
export const RESET_COUNTERS = operation("iec104", "counter_reset", "write");

/** Control functions without data (IEC 60870-5-104:2006 section 5.1), by the bits of the first control octet. */
export const STARTDT_ACT = 0x04;
export const STARTDT_CON = 0x08;
export const STOPDT_ACT = 0x10;
export const STOPDT_CON = 0x20;
export const TESTFR_ACT = 0x40;
export const TESTFR_CON = 0x80;

export const SUPERVISORY = operation("iec104", "supervisory", "other");
export const UNNAMED_CONTROL = operation("iec104", "unnamed_control_function", "other");

const CONTROLS: ReadonlyMap<number, Operation> = new Map([
  [STARTDT_ACT, operation("iec104", "startdt_act", "other")],
  [STARTDT_CON, operation("iec104", "startdt_con", "other")],
  [STOPDT_ACT, operation("iec104", "stopdt_act", "other")],
  [STOPDT_CON, operation("iec104", "stopdt_con", "other")],
  [TESTFR_ACT, operation("iec104", "testfr_act", "other")],
  [TESTFR_CON, operation("iec104", "testfr_con", "other")],
]);

/** The control function of a U format; undefined when not exactly one of its bits is set. */
export function controlOf(bits: number): Operation | undefined {
  return CONTROLS.get(bits);
}
