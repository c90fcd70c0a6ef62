// Services and memory of GE-SRTP, as publicly described: Denton et al., "Leveraging the SRTP protocol for over-the-network
// memory acquisition of a GE Fanuc Series 90-30" (2017), tables 2 and 3; GFK-0529 (SNP) for the meaning of the services.
import { operationTable } from "../../operation.ts";
import type { PointSpace } from "../../points.ts";
import { pointSpace } from "../../points.ts";

export const READ_MEMORY = 0x04;
export const WRITE_MEMORY = 0x07;
export const LOGON = 0x20;
export const PRIVILEGE = 0x21;
export const SET_STATE = 0x23;
export const CONTROLLER_TYPE = 0x43;
/** Opening messages, which have no service. */
export const INITIALIZE = 0x100;
export const RESPONSE_ALONE = 0x101;

export const SERVICES = operationTable("gesrtp", [
  [0x00, "plc_short_status", "read"],
  [0x03, "return_control_program_names", "identify"],
  [READ_MEMORY, "read_system_memory", "read"],
  [0x05, "read_task_memory", "read"],
  [0x06, "read_program_memory", "file"],
  [WRITE_MEMORY, "write_system_memory", "write"],
  [0x08, "write_task_memory", "write"],
  [0x09, "write_program_block_memory", "program"],
  [LOGON, "programmer_logon", "authenticate"],
  [PRIVILEGE, "change_plc_cpu_privilege_level", "authenticate"],
  [0x22, "set_control_id", "configure"],
  [SET_STATE, "set_plc_state", "control"],
  [0x24, "set_plc_time_date", "time"],
  [0x25, "return_plc_time_date", "time"],
  [0x38, "return_fault_table", "alarm"],
  [0x39, "clear_fault_table", "configure"],
  [0x3f, "program_store", "file"],
  [0x40, "program_load", "program"],
  [CONTROLLER_TYPE, "return_controller_type_and_id", "identify"],
  [0x44, "toggle_force_system_memory", "control"],
  [INITIALIZE, "initialize", "other"],
  [RESPONSE_ALONE, "response", "other"],
]);

/** A segment of memory, by how its elements are counted. */
export interface Segment {
  readonly name: string;
  readonly unit: "word" | "byte" | "bit";
  readonly space: PointSpace;
}

const SEGMENTS: (Segment | undefined)[] = new Array<Segment | undefined>(256).fill(undefined);

function add(code: number, name: string, unit: Segment["unit"]): void {
  const label = unit === "byte" ? `%${name} byte` : `%${name}`;
  SEGMENTS[code] = {
    name: label,
    unit,
    space: pointSpace("gesrtp", label, unit === "word" ? "uint16" : unit === "byte" ? "uint8" : "bool", "slot"),
  };
}

add(0x08, "R", "word");
add(0x0a, "AI", "word");
add(0x0c, "AQ", "word");
for (const [byte, bit, name] of [
  [0x10, 0x46, "I"],
  [0x12, 0x48, "Q"],
  [0x14, 0x4a, "T"],
  [0x16, 0x4c, "M"],
  [0x18, 0x4e, "SA"],
  [0x1a, 0x50, "SB"],
  [0x1c, 0x52, "SC"],
  [0x38, 0x56, "G"],
] as const) {
  add(byte, name, "byte");
  add(bit, name, "bit");
}

/** The segment of a selector; undefined where none is known. */
export function segmentOf(selector: number): Segment | undefined {
  return SEGMENTS[selector];
}
