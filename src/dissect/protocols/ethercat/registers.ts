// Commands and registers of EtherCAT: IEC 61158-4-12 section 5.4 (commands) and 6 (attributes), IEC 61158-6-12 section 5.
import type { Operation } from "../../operation.ts";
import { operationTable } from "../../operation.ts";

const MAILBOX_OPERATIONS = 512;
/** The command reads; bit 1 of READS_AND_WRITES by number. */
const READING = new Uint8Array([0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1]);
const WRITING = new Uint8Array([0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1]);
/** Commands by their number; what they do to well-known registers from 256 on. */
const OPERATIONS = operationTable("ethercat", [
  [0, "nop", "other"],
  [1, "aprd", "read"],
  [2, "apwr", "write"],
  [3, "aprw", "write"],
  [4, "fprd", "read"],
  [5, "fpwr", "write"],
  [6, "fprw", "write"],
  [7, "brd", "read"],
  [8, "bwr", "write"],
  [9, "brw", "write"],
  [10, "lrd", "read"],
  [11, "lwr", "write"],
  [12, "lrw", "write"],
  [13, "armw", "time"],
  [14, "frmw", "time"],
  [256, "request_state", "control"],
  [257, "request_init", "control"],
  [258, "request_pre_operational", "control"],
  [259, "request_bootstrap", "program"],
  [260, "request_safe_operational", "control"],
  [264, "request_operational", "control"],
  [272, "read_al_status", "read"],
  [273, "set_station_address", "configure"],
  [274, "reset_device", "control"],
  [275, "write_dl_control", "configure"],
  [276, "write_watchdog", "configure"],
  [277, "configure_fmmu", "configure"],
  [278, "configure_sync_manager", "configure"],
  [279, "configure_distributed_clock", "time"],
  [280, "sii_access", "other"],
  [281, "sii_read", "identify"],
  [282, "sii_write", "program"],
  [283, "sii_reload", "configure"],
  [284, "read_device_information", "identify"],
  [285, "clear_error_counters", "configure"],
  [286, "write_memory", "write"],
  [287, "write_register", "configure"],
  [288, "network_variables", "write"],
  [289, "unnamed_frame", "other"],
  [MAILBOX_OPERATIONS, "mailbox", "other"],
  [MAILBOX_OPERATIONS + 1, "aoe", "other"],
  [MAILBOX_OPERATIONS + 2, "eoe", "other"],
  [MAILBOX_OPERATIONS + 15, "voe", "other"],
  [528, "coe", "other"],
  [529, "coe_emergency", "alarm"],
  [530, "coe_process_data", "write"],
  [531, "sdo_download", "write"],
  [532, "sdo_upload", "read"],
  [533, "sdo_download_segment", "write"],
  [534, "sdo_upload_segment", "read"],
  [535, "sdo_abort", "other"],
  [536, "sdo_information", "identify"],
  [544, "foe", "file"],
  [545, "foe_read", "file"],
  [546, "foe_write", "program"],
  [547, "foe_data", "file"],
  [548, "foe_acknowledgment", "file"],
  [549, "foe_error", "file"],
  [550, "foe_busy", "file"],
  [560, "soe", "other"],
  [561, "soe_read", "read"],
  [563, "soe_write", "write"],
  [565, "soe_notification", "other"],
  [566, "soe_emergency", "alarm"],
]);
/** The operation by its number in the table above. */
export function operationOf(code: number): Operation {
  return OPERATIONS.of(code);
}

/** Whether a command is one of the standard. */
export function isCommand(command: number): boolean {
  return command <= 14;
}

/** Whether a command reads from the device. */
export function reads(command: number): boolean {
  return READING[command] === 1;
}

/** Whether a command writes to the device. */
export function writes(command: number): boolean {
  return WRITING[command] === 1;
}

/** Whether a command addresses by logical address, and not by device and register. */
export function isLogical(command: number): boolean {
  return command >= 10 && command <= 12;
}

const STATES: Readonly<Record<number, string>> = {
  1: "init",
  2: "pre_operational",
  3: "bootstrap",
  4: "safe_operational",
  8: "operational",
};

/** The state that the lower four bits of AL control and AL status name. */
export function stateName(value: number): string | number {
  return STATES[value & 15] ?? value & 15;
}

/** Number of the operation that a command does to the register at `offset`; `value` is the first word of its data. */
export function registerOperation(command: number, offset: number, value: number): number {
  if (!writes(command)) {
    if (offset === 0x0130) return 272;
    if (offset < 0x000a) return 284;
    return offset >= 0x0502 && offset < 0x0510 ? 281 : command;
  }
  // Reading from one device and writing to all others hands on the reference time.
  if (command >= 13) return command;
  if (offset >= 0x1000) return command;
  if (offset === 0x0120) return OPERATIONS.has(256 + (value & 15)) ? 256 + (value & 15) : 256;
  if (offset === 0x0010 || offset === 0x0012) return 273;
  if (offset === 0x0040 || offset === 0x0041) return 274;
  if (offset >= 0x0100 && offset < 0x0110) return 275;
  if (offset >= 0x0300 && offset < 0x0314) return 285;
  if (offset >= 0x0400 && offset < 0x0450) return 276;
  if (offset === 0x0500 || offset === 0x0501) return 280;
  if (offset === 0x0502) return siiOperation(value);
  if (offset >= 0x0504 && offset < 0x0510) return 280;
  if (offset >= 0x0600 && offset < 0x0700) return 277;
  if (offset >= 0x0800 && offset < 0x0880) return 278;
  return offset >= 0x0900 && offset < 0x0a00 ? 279 : 287;
}

function siiOperation(control: number): number {
  const command = (control >> 8) & 7;
  return command === 1 ? 281 : command === 2 ? 282 : command === 4 ? 283 : 280;
}
