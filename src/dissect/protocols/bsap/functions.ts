// Functions of BSAP's remote database access: Bristol Babcock D4052 (network communications programmer's reference).
import { operationTable } from "../../operation.ts";

export const READ_BY_ADDRESS = 0x00;
export const READ_BY_NAME = 0x04;
export const WRITE_BY_ADDRESS = 0x80;
export const WRITE_BY_NAME = 0x84;
/** Functions of the extension stand behind this in the table. */
export const EXTENSION = 0x1000;
/** Messages without a function. */
export const POLL = 0x2000;
export const RESPONSE_ALONE = 0x2001;
export const OTHER_FUNCTION = 0x2002;

export const FUNCTIONS = operationTable("bsap", [
  [READ_BY_ADDRESS, "read_signal_by_address", "read"],
  [0x02, "read_logical_by_address", "read"],
  [READ_BY_NAME, "read_signal_by_name", "read"],
  [0x06, "read_logical_by_name", "read"],
  [0x0c, "read_signal_by_list_start", "read"],
  [0x0d, "read_signal_by_list_continue", "read"],
  [0x0e, "read_logical_by_list_start", "read"],
  [0x0f, "read_logical_by_list_continue", "read"],
  [WRITE_BY_ADDRESS, "write_signal_by_address", "write"],
  [WRITE_BY_NAME, "write_signal_by_name", "write"],
  [0x8c, "write_signal_by_list_start", "write"],
  [0x8d, "write_signal_by_list_continue", "write"],
  [EXTENSION + 0x101, "reset_system", "control"],
  [EXTENSION + 0x102, "diagnostics_reset", "control"],
  [EXTENSION + 0x201, "read_date_and_time", "time"],
  [EXTENSION + 0x202, "read_date", "time"],
  [EXTENSION + 0x203, "read_time", "time"],
  [EXTENSION + 0x281, "write_date_and_time", "time"],
  [EXTENSION + 0x400, "change_local_node_address", "configure"],
  [POLL, "poll", "other"],
  [RESPONSE_ALONE, "response", "other"],
  [OTHER_FUNCTION, "other_application_function", "other"],
]);

const APPLICATIONS: ReadonlyMap<number, string> = new Map([
  [0x03, "pei_pc"],
  [0xa0, "rdb"],
  [0xa1, "rdb_extension"],
]);

/** The application that a message is for; undefined when the reference names none. */
export function applicationName(code: number): string | undefined {
  return APPLICATIONS.get(code);
}
