// Commands of SAIA S-Bus, by the numbers that the maker's documents give; ranges hold one command per processor.
import type { Act } from "../../../model/act.ts";
import type { Operation } from "../../operation.ts";
import { operationTable } from "../../operation.ts";

const ROWS: readonly (readonly [number, string, Act])[] = [
  [0, "read_counter", "read"],
  [1, "read_display_register", "read"],
  [2, "read_flag", "read"],
  [3, "read_input", "read"],
  [4, "read_real_time_clock", "time"],
  [5, "read_output", "read"],
  [6, "read_register", "read"],
  [7, "read_timer", "read"],
  [10, "write_counter", "write"],
  [11, "write_flag", "write"],
  [12, "write_real_time_clock", "time"],
  [13, "write_output", "write"],
  [14, "write_register", "write"],
  [15, "write_timer", "write"],
  [19, "read_write_multi_medias", "write"],
  [27, "read_pcd_status_own", "read"],
  [29, "read_station_number", "identify"],
  [30, "read_user_memory", "read"],
  [31, "read_program_line", "read"],
  [32, "read_firmware_version", "identify"],
  [33, "read_text", "read"],
  [34, "read_active_transition", "read"],
  [35, "write_user_memory", "program"],
  [36, "write_program_line", "program"],
  [37, "write_text", "write"],
  [70, "read_arithmetic_status_and_accu", "read"],
  [71, "read_byte", "read"],
  [72, "read_halt_failure_register", "read"],
  [73, "read_index_register", "read"],
  [74, "read_instruction_pointer", "read"],
  [75, "find_history", "read"],
  [80, "write_arithmetic_status_and_accu", "write"],
  [81, "write_byte", "write"],
  [82, "write_index_register", "write"],
  [83, "write_instruction_pointer", "control"],
  [90, "clear_all", "write"],
  [91, "clear_flags", "write"],
  [92, "clear_outputs", "write"],
  [93, "clear_registers", "write"],
  [94, "clear_timers", "write"],
  [110, "change_block", "program"],
  [111, "clear_history_failure", "configure"],
  [112, "delete_program_line", "program"],
  [113, "go_conditional", "control"],
  [114, "insert_program_line", "program"],
  [115, "local_cycles", "control"],
  [116, "all_cycles", "control"],
  [117, "make_text", "program"],
  [118, "execute_single_instruction", "control"],
  [119, "single_step", "control"],
  [130, "xob_17_interrupt", "control"],
  [131, "xob_18_interrupt", "control"],
  [132, "xob_19_interrupt", "control"],
  [145, "read_hangup_timeout", "read"],
  [150, "read_data_block", "read"],
  [151, "write_data_block", "write"],
  [152, "make_data_block", "program"],
  [153, "clear_data_block", "write"],
  [154, "clear_text", "write"],
  [155, "read_block_address", "read"],
  [156, "read_block_sizes", "read"],
  [157, "read_current_block", "read"],
  [158, "read_call_stack", "read"],
  [159, "read_dbx", "read"],
  [161, "read_user_eeprom_register", "read"],
  [163, "write_user_eeprom_register", "configure"],
  [165, "erase_flash", "program"],
  [166, "restart_cold_flag", "control"],
  [167, "write_system_buffer", "configure"],
  [168, "read_system_buffer", "read"],
  [169, "read_write_block_data", "program"],
  [170, "get_diagnostic", "read"],
  [171, "read_system_information", "identify"],
  [172, "change_blocks_on_run", "program"],
  [173, "flashcard_telegram", "file"],
  [174, "download_firmware", "program"],
  [175, "web_server_serial_communication", "other"],
];

/** One command per processor from `first` on. */
function each(first: number, last: number, name: string, act: Act): (readonly [number, string, Act])[] {
  const rows: (readonly [number, string, Act])[] = [];
  for (let code = first; code <= last; code++) rows.push([code, `${name}_${code - first}`, act]);
  return rows;
}

/** Number of the answer that is only yes or no, and of one without its request. */
export const ACKNOWLEDGMENT = 300;
export const RESPONSE_ALONE = 301;

const COMMANDS = operationTable("sbus", [
  ...ROWS,
  ...each(20, 26, "read_pcd_status", "read"),
  ...each(40, 46, "run_procedure", "control"),
  [47, "run_procedure_own", "control"],
  [48, "run_procedure_all", "control"],
  ...each(50, 55, "restart_cold", "control"),
  [56, "restart_cold_own", "control"],
  [57, "restart_cold_all", "control"],
  ...each(60, 66, "stop_procedure", "control"),
  [67, "stop_procedure_own", "control"],
  [68, "stop_procedure_all", "control"],
  ...each(100, 105, "restart_warm", "control"),
  [106, "restart_warm_own", "control"],
  [107, "restart_warm_all", "control"],
  [ACKNOWLEDGMENT, "acknowledgment", "other"],
  [RESPONSE_ALONE, "response", "other"],
]);

/** The operation of a command. */
export function commandOf(code: number): Operation {
  return COMMANDS.of(code);
}

/** Whether the maker names the command. */
export function isCommand(code: number): boolean {
  return code < 256 && COMMANDS.has(code);
}
