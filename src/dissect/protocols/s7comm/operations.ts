// S7 communication: function codes of jobs, and function groups with subfunctions of user data.
import type { Act } from "../../../model/act.ts";
import { type Operation, operation, operationTable } from "../../operation.ts";

/** Codes of user-data operations: this, the function group times 256, and the subfunction. */
const USER_DATA = 0x4000;

export const READ_VAR = 0x04;
export const WRITE_VAR = 0x05;
export const REQUEST_DOWNLOAD = 0x1a;
export const DOWNLOAD_BLOCK = 0x1b;
export const DOWNLOAD_ENDED = 0x1c;
export const START_UPLOAD = 0x1d;
export const UPLOAD = 0x1e;
export const END_UPLOAD = 0x1f;
export const PI_SERVICE = 0x28;
export const PLC_STOP = 0x29;
export const SETUP_COMMUNICATION = 0xf0;

export const MODE_TRANSITION = 0;
export const PROGRAMMER_COMMANDS = 1;
export const CYCLIC_DATA = 2;
export const BLOCK_FUNCTIONS = 3;
export const CPU_FUNCTIONS = 4;
export const SECURITY = 5;
export const BLOCK_TRANSFER = 6;
export const TIME_FUNCTIONS = 7;
export const DATA_RECORD_ROUTING = 0x20;
export const NC_PROGRAMMING = 0x3f;

function user(group: number, subfunction: number): number {
  return USER_DATA + group * 256 + subfunction;
}

/** Jobs by function code, user data by `userDataCode`. */
export const OPERATIONS = operationTable("s7comm", [
  [0x00, "cpu_services", "other"],
  [READ_VAR, "read_var", "read"],
  [WRITE_VAR, "write_var", "write"],
  [REQUEST_DOWNLOAD, "request_download", "program"],
  [DOWNLOAD_BLOCK, "download_block", "program"],
  [DOWNLOAD_ENDED, "download_ended", "program"],
  // An upload takes the program out of the controller and changes nothing in it.
  [START_UPLOAD, "start_upload", "file"],
  [UPLOAD, "upload", "file"],
  [END_UPLOAD, "end_upload", "file"],
  [PI_SERVICE, "pi_service", "control"],
  [PLC_STOP, "plc_stop", "control"],
  [SETUP_COMMUNICATION, "setup_communication", "identify"],
  [user(PROGRAMMER_COMMANDS, 1), "block_status", "read"],
  [user(PROGRAMMER_COMMANDS, 2), "variable_status", "read"],
  [user(PROGRAMMER_COMMANDS, 3), "output_istack", "read"],
  [user(PROGRAMMER_COMMANDS, 4), "output_bstack", "read"],
  [user(PROGRAMMER_COMMANDS, 5), "output_lstack", "read"],
  [user(PROGRAMMER_COMMANDS, 6), "time_measurement", "read"],
  [user(PROGRAMMER_COMMANDS, 7), "force_selection", "write"],
  [user(PROGRAMMER_COMMANDS, 8), "modify_variable", "write"],
  [user(PROGRAMMER_COMMANDS, 9), "force", "write"],
  [user(PROGRAMMER_COMMANDS, 10), "breakpoint", "control"],
  [user(PROGRAMMER_COMMANDS, 11), "exit_hold", "control"],
  [user(PROGRAMMER_COMMANDS, 12), "memory_reset", "control"],
  [user(PROGRAMMER_COMMANDS, 13), "disable_job", "control"],
  [user(PROGRAMMER_COMMANDS, 14), "enable_job", "control"],
  [user(PROGRAMMER_COMMANDS, 15), "delete_job", "control"],
  [user(PROGRAMMER_COMMANDS, 16), "read_job_list", "read"],
  [user(PROGRAMMER_COMMANDS, 17), "read_job", "read"],
  [user(PROGRAMMER_COMMANDS, 18), "replace_job", "control"],
  [user(PROGRAMMER_COMMANDS, 19), "block_status_2", "read"],
  [user(PROGRAMMER_COMMANDS, 22), "flash_led", "identify"],
  [user(CYCLIC_DATA, 1), "cyclic_transfer", "read"],
  [user(CYCLIC_DATA, 4), "unsubscribe", "read"],
  [user(CYCLIC_DATA, 5), "change_driven_transfer", "read"],
  [user(CYCLIC_DATA, 7), "change_driven_transfer_modify", "read"],
  [user(CYCLIC_DATA, 8), "read_record", "read"],
  [user(BLOCK_FUNCTIONS, 1), "list_blocks", "identify"],
  [user(BLOCK_FUNCTIONS, 2), "list_blocks_of_type", "identify"],
  [user(BLOCK_FUNCTIONS, 3), "get_block_info", "identify"],
  [user(CPU_FUNCTIONS, 1), "read_szl", "identify"],
  [user(CPU_FUNCTIONS, 2), "message_service", "alarm"],
  [user(CPU_FUNCTIONS, 3), "diagnostic_message", "alarm"],
  [user(CPU_FUNCTIONS, 5), "alarm_8_indication", "alarm"],
  [user(CPU_FUNCTIONS, 6), "notify_indication", "alarm"],
  [user(CPU_FUNCTIONS, 7), "alarm_8_lock", "alarm"],
  [user(CPU_FUNCTIONS, 8), "alarm_8_unlock", "alarm"],
  [user(CPU_FUNCTIONS, 9), "scan_indication", "alarm"],
  [user(CPU_FUNCTIONS, 11), "alarm_ack", "alarm"],
  [user(CPU_FUNCTIONS, 12), "alarm_ack_indication", "alarm"],
  [user(CPU_FUNCTIONS, 13), "alarm_lock_indication", "alarm"],
  [user(CPU_FUNCTIONS, 14), "alarm_unlock_indication", "alarm"],
  [user(CPU_FUNCTIONS, 17), "alarm_sq_indication", "alarm"],
  [user(CPU_FUNCTIONS, 18), "alarm_s_indication", "alarm"],
  [user(CPU_FUNCTIONS, 19), "alarm_query", "alarm"],
  [user(CPU_FUNCTIONS, 22), "notify_8_indication", "alarm"],
  [user(SECURITY, 1), "plc_password", "authenticate"],
  [user(SECURITY, 2), "clear_plc_password", "authenticate"],
  [user(BLOCK_TRANSFER, 1), "bsend", "write"],
  [user(TIME_FUNCTIONS, 1), "read_clock", "time"],
  [user(TIME_FUNCTIONS, 2), "set_clock", "time"],
  [user(TIME_FUNCTIONS, 3), "read_clock_following", "time"],
  [user(TIME_FUNCTIONS, 4), "set_clock_2", "time"],
  [user(DATA_RECORD_ROUTING, 1), "data_record_routing", "configure"],
  [user(NC_PROGRAMMING, 1), "nc_request_download", "program"],
  [user(NC_PROGRAMMING, 2), "nc_download_block", "program"],
  [user(NC_PROGRAMMING, 3), "nc_continue_download", "program"],
  [user(NC_PROGRAMMING, 4), "nc_download_ended", "program"],
  [user(NC_PROGRAMMING, 6), "nc_start_upload", "file"],
  [user(NC_PROGRAMMING, 7), "nc_upload", "file"],
  [user(NC_PROGRAMMING, 8), "nc_continue_upload", "file"],
]);

/** An acknowledgement without parameters whose job was not seen. */
export const ACKNOWLEDGEMENT: Operation = operation("s7comm", "acknowledgement", "other");
/** The controller tells that it went from one operating mode to another. */
export const MODE_TRANSITION_INDICATION: Operation = operation("s7comm", "mode_transition", "alarm");
/** One controller sends values to another, without acknowledgement. */
export const USEND: Operation = operation("s7comm", "usend", "write");

/** Program invocation services that a controller knows; those of numerical controls begin with "_N_". */
const INVOCATIONS: ReadonlyMap<string, Operation> = new Map(
  (
    [
      ["_INSE", "pi_inse", "program"],
      ["_INS2", "pi_ins2", "program"],
      ["_DELE", "pi_dele", "program"],
      ["P_PROGRAM", "pi_p_program", "control"],
      ["_MODU", "pi_modu", "control"],
      ["_GARB", "pi_garb", "control"],
      ["_N_LOGIN_", "pi_n_login", "authenticate"],
      ["_N_LOGOUT", "pi_n_logout", "authenticate"],
    ] as const satisfies readonly (readonly [string, string, Act])[]
  ).map(([service, name, act]) => [service, operation("s7comm", name, act)] as const),
);

/** The operation of a program invocation service by its name on the wire. */
export function invocationOf(service: string): Operation {
  return INVOCATIONS.get(service) ?? OPERATIONS.of(PI_SERVICE);
}

/** The code in OPERATIONS of a user-data function. */
export function userDataCode(group: number, subfunction: number): number {
  return user(group, subfunction);
}
