// Commands of PCOM: Unitronics "PCOM protocol" (ASCII and binary mode); binary commands beyond it as publicly described.
import { operationTable } from "../../operation.ts";
import type { PointSpace } from "../../points.ts";
import { pointSpace } from "../../points.ts";

/** ASCII commands stand behind this in the table, in the order of the list below. */
const ASCII = 0x100;
export const GET_NAME = 0x0c;
export const READ_OPERANDS = 0x4d;
export const CHECK_PASSWORD = 0x02;
export const RESET_PASSWORD = 0x42;
export const ERROR = 0xff;

/** An ASCII command that reads or writes a row of operands. */
export interface Operand {
  readonly space: PointSpace;
  /** Characters of one value. */
  readonly digits: 1 | 4 | 8;
  readonly signed: boolean;
  readonly writes: boolean;
}

/** One ASCII command. */
export interface AsciiCommand {
  readonly letters: string;
  readonly code: number;
  readonly operand: Operand | undefined;
}

const INPUT = pointSpace("pcom", "I", "bit", "unit");
const OUTPUT = pointSpace("pcom", "O", "bit", "unit");
const SYSTEM_BIT = pointSpace("pcom", "SB", "bit", "unit");
const SYSTEM_INTEGER = pointSpace("pcom", "SI", "int16", "unit");
const SYSTEM_LONG = pointSpace("pcom", "SL", "int32", "unit");
const SYSTEM_DOUBLE = pointSpace("pcom", "SDW", "uint32", "unit");
const MEMORY_BIT = pointSpace("pcom", "MB", "bit", "unit");
const MEMORY_INTEGER = pointSpace("pcom", "MI", "int16", "unit");
const MEMORY_LONG = pointSpace("pcom", "ML", "int32", "unit");
const MEMORY_DOUBLE = pointSpace("pcom", "DW", "uint32", "unit");

type Row = readonly [
  letters: string,
  name: string,
  act: "identify" | "read" | "write" | "control" | "configure" | "time",
  space?: PointSpace,
  digits?: 1 | 4 | 8,
  signed?: boolean,
];

const ROWS: readonly Row[] = [
  ["ID", "identification", "identify"],
  ["UG", "get_unit_id", "identify"],
  ["US", "set_unit_id", "configure"],
  ["CCR", "start_device", "control"],
  ["CCS", "stop_device", "control"],
  ["CCE", "reset_device", "control"],
  ["CCI", "initialize_device", "control"],
  ["RC", "read_clock", "time"],
  ["SC", "set_clock", "time"],
  ["RE", "read_inputs", "read", INPUT, 1],
  ["RA", "read_outputs", "read", OUTPUT, 1],
  ["GS", "read_system_bits", "read", SYSTEM_BIT, 1],
  ["GF", "read_system_integers", "read", SYSTEM_INTEGER, 4, true],
  ["RNH", "read_system_longs", "read", SYSTEM_LONG, 8, true],
  ["RNJ", "read_system_double_words", "read", SYSTEM_DOUBLE, 8],
  ["RB", "read_memory_bits", "read", MEMORY_BIT, 1],
  ["RW", "read_memory_integers", "read", MEMORY_INTEGER, 4, true],
  ["RNL", "read_memory_longs", "read", MEMORY_LONG, 8, true],
  ["RND", "read_memory_double_words", "read", MEMORY_DOUBLE, 8],
  ["RNF", "read_memory_floats", "read"],
  ["RT", "read_timer_bits", "read"],
  ["GT", "read_timer_current", "read"],
  ["GP", "read_timer_preset", "read"],
  ["RM", "read_counter_bits", "read"],
  ["GX", "read_counter_current", "read"],
  ["GY", "read_counter_preset", "read"],
  ["SA", "write_outputs", "write", OUTPUT, 1],
  ["SS", "write_system_bits", "write", SYSTEM_BIT, 1],
  ["SF", "write_system_integers", "write", SYSTEM_INTEGER, 4, true],
  ["SNH", "write_system_longs", "write", SYSTEM_LONG, 8, true],
  ["SNJ", "write_system_double_words", "write", SYSTEM_DOUBLE, 8],
  ["SB", "write_memory_bits", "write", MEMORY_BIT, 1],
  ["SW", "write_memory_integers", "write", MEMORY_INTEGER, 4, true],
  ["SNL", "write_memory_longs", "write", MEMORY_LONG, 8, true],
  ["SND", "write_memory_double_words", "write", MEMORY_DOUBLE, 8],
  ["SNF", "write_memory_floats", "write"],
  ["ST", "write_timer_preset", "write"],
  ["SJ", "write_counter_preset", "write"],
  ["SK", "write_counter_current", "write"],
];

export const COMMANDS = operationTable("pcom", [
  // The low seven bits of binary commands; answers set the eighth.
  [0x01, "read_memory", "file"],
  [CHECK_PASSWORD, "check_password", "authenticate"],
  [0x04, "read_data_table", "read"],
  [GET_NAME, "get_plc_name", "identify"],
  [0x10, "find_resources", "read"],
  [0x16, "translate_resource_index", "read"],
  [0x1a, "flush_memory_buffer", "program"],
  [0x41, "write_memory", "program"],
  [RESET_PASSWORD, "reset_upload_password", "configure"],
  [0x44, "write_data_table", "write"],
  [READ_OPERANDS, "read_operands", "read"],
  [0x50, "read_write_operands", "write"],
  [ERROR, "error", "other"],
  ...ROWS.map(([, name, act], index) => [ASCII + index, name, act] as const),
]);

/** Every ASCII command, longer letters first so that RNJ is not taken for a shorter one. */
const ASCII_COMMANDS: readonly AsciiCommand[] = ROWS.map(([letters, , act, space, digits, signed], index) => ({
  letters,
  code: ASCII + index,
  operand:
    space === undefined || digits === undefined
      ? undefined
      : { space, digits, signed: signed === true, writes: act === "write" },
})).sort((one, other) => other.letters.length - one.letters.length);

/** The ASCII command that the letters at a place begin with; undefined for others. */
export function asciiCommandAt(bytes: Uint8Array, at: number, end: number): AsciiCommand | undefined {
  for (const command of ASCII_COMMANDS) {
    const { letters } = command;
    if (at + letters.length > end) continue;
    let same = true;
    for (let index = 0; same && index < letters.length; index++) same = bytes[at + index] === letters.charCodeAt(index);
    if (same) return command;
  }
  return undefined;
}

/** The ASCII command of a code. */
export function asciiCommandOf(code: number): AsciiCommand | undefined {
  return ASCII_COMMANDS.find((command) => command.code === code);
}

const MODEL_PREFIXES: readonly (readonly [string, string])[] = [
  ["13", "V130-33-"],
  ["35", "V350-35-"],
  ["43", "V430-J-"],
  ["10", "V1040-"],
  ["12", "V1210-"],
  ["70", "V700-"],
  ["57", "V570-57-"],
  ["56", "V560-56-"],
  ["S3", "SM35-J-"],
  ["S4", "SM43-J-"],
];

/** A model by the code of its identification: series and type where the code shows them, else the code. */
export function modelName(code: string): string {
  const found = MODEL_PREFIXES.find(([prefix]) => code.startsWith(prefix) && code.length > 2);
  return found === undefined ? code : `${found[1]}${code.slice(2)}`;
}
