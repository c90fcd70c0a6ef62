// Modbus Application Protocol V1.1b3: sections 5.1 (function codes), 6.8.1 (diagnostics), 6.19 to 6.21 (MEI), 7 (exceptions).
// Function 90 carries Schneider Electric's UMAS, a protocol of its own.
import type { Act } from "../../../model/act.ts";
import type { Operation, OperationTable } from "../../operation.ts";
import { operation, operationTable } from "../../operation.ts";
import { type PointSpace, pointSpace } from "../../points.ts";

const FUNCTIONS: readonly (readonly [number, string, Act])[] = [
  [1, "read_coils", "read"],
  [2, "read_discrete_inputs", "read"],
  [3, "read_holding_registers", "read"],
  [4, "read_input_registers", "read"],
  [5, "write_single_coil", "write"],
  [6, "write_single_register", "write"],
  [7, "read_exception_status", "read"],
  [8, "diagnostics", "other"],
  [11, "get_comm_event_counter", "read"],
  [12, "get_comm_event_log", "read"],
  [15, "write_multiple_coils", "write"],
  [16, "write_multiple_registers", "write"],
  [17, "report_server_id", "identify"],
  [20, "read_file_record", "read"],
  [21, "write_file_record", "write"],
  [22, "mask_write_register", "write"],
  [23, "read_write_multiple_registers", "write"],
  [24, "read_fifo_queue", "read"],
  [43, "encapsulated_interface_transport", "other"],
  [90, "umas", "other"],
];

const DIAGNOSTICS: readonly (readonly [number, string, Act])[] = [
  [0, "return_query_data", "other"],
  [1, "restart_communications_option", "control"],
  [2, "return_diagnostic_register", "read"],
  [3, "change_ascii_input_delimiter", "configure"],
  [4, "force_listen_only_mode", "control"],
  [10, "clear_counters_and_diagnostic_register", "other"],
  [11, "return_bus_message_count", "read"],
  [12, "return_bus_communication_error_count", "read"],
  [13, "return_bus_exception_error_count", "read"],
  [14, "return_server_message_count", "read"],
  [15, "return_server_no_response_count", "read"],
  [16, "return_server_nak_count", "read"],
  [17, "return_server_busy_count", "read"],
  [18, "return_bus_character_overrun_count", "read"],
  [20, "clear_overrun_counter_and_flag", "other"],
];

const MEI: readonly (readonly [number, string, Act])[] = [
  [13, "canopen_general_reference", "other"],
  [14, "read_device_identification", "identify"],
];

/** The functions of Modbus under one protocol name, with those that a sub-function tells apart. */
export interface Functions {
  readonly plain: OperationTable;
  readonly diagnostics: ReadonlyMap<number, Operation>;
  readonly encapsulated: ReadonlyMap<number, Operation>;
  readonly coils: PointSpace;
  readonly discreteInputs: PointSpace;
  readonly holdingRegisters: PointSpace;
  readonly inputRegisters: PointSpace;
}

/** Registers the functions for a protocol name; the TCP and the serial framing count apart. */
export function functionsOf(protocol: string): Functions {
  const named = (rows: readonly (readonly [number, string, Act])[]): ReadonlyMap<number, Operation> =>
    new Map(rows.map(([code, name, act]) => [code, operation(protocol, name, act)]));
  return {
    plain: operationTable(protocol, FUNCTIONS),
    diagnostics: named(DIAGNOSTICS),
    encapsulated: named(MEI),
    coils: pointSpace(protocol, "coil", "bool", "unit"),
    discreteInputs: pointSpace(protocol, "discrete input", "bool", "unit"),
    holdingRegisters: pointSpace(protocol, "holding register", "uint16", "unit"),
    inputRegisters: pointSpace(protocol, "input register", "uint16", "unit"),
  };
}

/** The address space that a function touches, by code; undefined where it touches none. */
export const SPACES: readonly (string | undefined)[] = spacesByFunction();

function spacesByFunction(): (string | undefined)[] {
  const spaces: (string | undefined)[] = new Array<string | undefined>(256).fill(undefined);
  for (const code of [1, 5, 15]) spaces[code] = "coil";
  spaces[2] = "discrete input";
  for (const code of [3, 6, 16, 22, 23, 24]) spaces[code] = "holding register";
  spaces[4] = "input register";
  return spaces;
}

const EXCEPTIONS: readonly string[] = [
  "",
  "illegal_function",
  "illegal_data_address",
  "illegal_data_value",
  "server_device_failure",
  "acknowledge",
  "server_device_busy",
  "negative_acknowledge",
  "memory_parity_error",
  "",
  "gateway_path_unavailable",
  "gateway_target_device_failed_to_respond",
];

/** Exception 5 says that the request is being worked on: no refusal. */
export const ACKNOWLEDGE = 5;
export const GATEWAY_PATH_UNAVAILABLE = 10;
export const GATEWAY_TARGET_SILENT = 11;

/** The standard's name of an exception code; "unnamed_exception" where it has none. */
export function exceptionName(code: number): string {
  return EXCEPTIONS[code] || "unnamed_exception";
}
