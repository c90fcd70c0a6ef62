// Functions of UMAS, Schneider Electric's Unified Messaging Application Services. No standard gives them: codes and names are
// those that engineers and analyzers have published. Upload means from the computer to the controller, download back.
import { operationTable } from "../../operation.ts";

export const INITIALIZE_COMMUNICATION = 0x01;
export const READ_ID = 0x02;
export const READ_PROJECT_INFORMATION = 0x03;
export const READ_PLC_INFORMATION = 0x04;
export const REPEAT = 0x0a;
export const TAKE_RESERVATION = 0x10;
export const RELEASE_RESERVATION = 0x11;
export const READ_MEMORY_BLOCK = 0x20;
export const WRITE_MEMORY_BLOCK = 0x21;
export const READ_VARIABLES = 0x22;
export const WRITE_VARIABLES = 0x23;
export const DATA_DICTIONARY = 0x26;
export const UPLOAD_BLOCK = 0x31;
export const END_UPLOAD = 0x32;
export const DOWNLOAD_BLOCK = 0x34;
export const END_DOWNLOAD = 0x35;
export const SIGNED_MESSAGE = 0x38;
export const PRIVATE_MESSAGE = 0x6d;
export const RESERVATION_NONCES = 0x6e;
export const ANSWER_ERROR = 0xfd;
export const ANSWER_OK = 0xfe;

/** Every function by code. */
export const OPERATIONS = operationTable("umas", [
  [INITIALIZE_COMMUNICATION, "initialize_communication", "identify"],
  [READ_ID, "read_id", "identify"],
  [READ_PROJECT_INFORMATION, "read_project_information", "identify"],
  [READ_PLC_INFORMATION, "read_plc_information", "identify"],
  [0x05, "read_loader_information", "identify"],
  [0x06, "read_memory_card_information", "identify"],
  [0x07, "read_block_information", "identify"],
  [REPEAT, "repeat", "other"],
  // A reservation keeps other computers off; it asks for no credential.
  [TAKE_RESERVATION, "take_plc_reservation", "other"],
  [RELEASE_RESERVATION, "release_plc_reservation", "other"],
  [0x12, "keep_alive", "other"],
  [READ_MEMORY_BLOCK, "read_memory_block", "read"],
  [WRITE_MEMORY_BLOCK, "write_memory_block", "write"],
  [READ_VARIABLES, "read_variables", "read"],
  [WRITE_VARIABLES, "write_variables", "write"],
  [0x24, "read_coils_registers", "read"],
  [0x25, "write_coils_registers", "write"],
  [DATA_DICTIONARY, "read_data_dictionary", "read"],
  [0x27, "preload_data_dictionary", "read"],
  [0x28, "read_physical_address", "read"],
  [0x29, "write_physical_address", "write"],
  [0x2a, "browse_events", "read"],
  [0x2d, "browse_events_extended", "read"],
  [0x30, "initialize_upload", "program"],
  [UPLOAD_BLOCK, "upload_block", "program"],
  [END_UPLOAD, "end_upload", "program"],
  [0x33, "initialize_download", "file"],
  [DOWNLOAD_BLOCK, "download_block", "file"],
  [END_DOWNLOAD, "end_download", "file"],
  [0x36, "backup", "file"],
  [0x37, "preload_blocks", "program"],
  [SIGNED_MESSAGE, "signed_message", "other"],
  [0x39, "read_ethernet_master_data", "read"],
  [0x40, "start_plc", "control"],
  [0x41, "stop_plc", "control"],
  [0x42, "initialize_plc", "control"],
  [0x43, "swap", "control"],
  [0x50, "monitor_plc", "read"],
  [0x51, "get_auto_modifications", "read"],
  [0x52, "get_forced_bits", "read"],
  [0x53, "get_selected_blocks", "read"],
  [0x58, "check_plc", "read"],
  [0x60, "set_breakpoint", "control"],
  [0x61, "delete_breakpoint", "control"],
  [0x62, "step_over", "control"],
  [0x63, "step_in", "control"],
  [0x64, "step_out", "control"],
  [0x65, "get_call_stack", "read"],
  [0x66, "check_debug_allowed", "read"],
  [0x6c, "process_message", "other"],
  [PRIVATE_MESSAGE, "private_message", "other"],
  [RESERVATION_NONCES, "exchange_reservation_nonces", "authenticate"],
  [0x70, "read_io_object", "read"],
  [0x71, "write_io_object", "write"],
  [0x72, "read_rack", "read"],
  [0x73, "get_status_module", "read"],
  [0x74, "read_device_data", "read"],
  [ANSWER_ERROR, "error", "other"],
  [ANSWER_OK, "ok", "other"],
]);

/** Whether the content of this function may hold passwords, their hashes or nonces. */
export function holdsSecret(code: number): boolean {
  return (
    code === TAKE_RESERVATION ||
    code === RELEASE_RESERVATION ||
    code === SIGNED_MESSAGE ||
    code === PRIVATE_MESSAGE ||
    code === RESERVATION_NONCES
  );
}
