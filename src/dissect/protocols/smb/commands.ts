// Commands of SMB 1: MS-CIFS section 2.2.2.1; errors of its first kind: section 2.2.2.4.
import { operationTable } from "../../operation.ts";

export const CREATE_DIRECTORY = 0x00;
export const DELETE_DIRECTORY = 0x01;
export const OPEN = 0x02;
export const CREATE = 0x03;
export const CLOSE = 0x04;
export const DELETE = 0x06;
export const RENAME = 0x07;
export const QUERY_INFORMATION = 0x08;
export const CHECK_DIRECTORY = 0x10;
export const TRANSACTION = 0x25;
export const OPEN_ANDX = 0x2d;
export const READ_ANDX = 0x2e;
export const WRITE_ANDX = 0x2f;
export const TRANSACTION2 = 0x32;
export const TREE_CONNECT = 0x70;
export const NEGOTIATE = 0x72;
export const SESSION_SETUP = 0x73;
export const TREE_CONNECT_ANDX = 0x75;
export const NT_TRANSACT = 0xa0;
export const NT_CREATE = 0xa2;

/** Every command of the standard. */
export const COMMANDS = operationTable("smb", [
  [CREATE_DIRECTORY, "create_directory", "file"],
  [DELETE_DIRECTORY, "delete_directory", "file"],
  [OPEN, "open", "file"],
  [CREATE, "create", "file"],
  [CLOSE, "close", "file"],
  [0x05, "flush", "file"],
  [DELETE, "delete", "file"],
  [RENAME, "rename", "file"],
  [QUERY_INFORMATION, "query_information", "file"],
  [0x09, "set_information", "file"],
  [0x0a, "read", "file"],
  [0x0b, "write", "file"],
  [0x0c, "lock_byte_range", "file"],
  [0x0d, "unlock_byte_range", "file"],
  [0x0e, "create_temporary", "file"],
  [0x0f, "create_new", "file"],
  [CHECK_DIRECTORY, "check_directory", "file"],
  [0x11, "process_exit", "other"],
  [0x12, "seek", "file"],
  [0x13, "lock_and_read", "file"],
  [0x14, "write_and_unlock", "file"],
  [0x1a, "read_raw", "file"],
  [0x1b, "read_mpx", "file"],
  [0x1c, "read_mpx_secondary", "file"],
  [0x1d, "write_raw", "file"],
  [0x1e, "write_mpx", "file"],
  [0x1f, "write_mpx_secondary", "file"],
  [0x20, "write_complete", "file"],
  [0x21, "query_server", "identify"],
  [0x22, "set_information2", "file"],
  [0x23, "query_information2", "file"],
  [0x24, "locking_andx", "file"],
  [TRANSACTION, "transaction", "other"],
  [0x26, "transaction_secondary", "other"],
  [0x27, "ioctl", "other"],
  [0x28, "ioctl_secondary", "other"],
  [0x29, "copy", "file"],
  [0x2a, "move", "file"],
  [0x2b, "echo", "other"],
  [0x2c, "write_and_close", "file"],
  [OPEN_ANDX, "open_andx", "file"],
  [READ_ANDX, "read_andx", "file"],
  [WRITE_ANDX, "write_andx", "file"],
  [0x30, "new_file_size", "file"],
  [0x31, "close_and_tree_disconnect", "file"],
  [TRANSACTION2, "transaction2", "file"],
  [0x33, "transaction2_secondary", "file"],
  [0x34, "find_close2", "file"],
  [0x35, "find_notify_close", "file"],
  [TREE_CONNECT, "tree_connect", "file"],
  [0x71, "tree_disconnect", "other"],
  [NEGOTIATE, "negotiate", "identify"],
  [SESSION_SETUP, "session_setup_andx", "authenticate"],
  [0x74, "logoff_andx", "authenticate"],
  [TREE_CONNECT_ANDX, "tree_connect_andx", "file"],
  [0x7e, "security_package_andx", "authenticate"],
  [0x80, "query_information_disk", "file"],
  [0x81, "search", "file"],
  [0x82, "find", "file"],
  [0x83, "find_unique", "file"],
  [0x84, "find_close", "file"],
  [NT_TRANSACT, "nt_transact", "file"],
  [0xa1, "nt_transact_secondary", "file"],
  [NT_CREATE, "nt_create_andx", "file"],
  [0xa4, "nt_cancel", "other"],
  [0xa5, "nt_rename", "file"],
  [0xc0, "open_print_file", "file"],
  [0xc1, "write_print_file", "file"],
  [0xc2, "close_print_file", "file"],
  [0xc3, "get_print_queue", "file"],
  [0xd8, "read_bulk", "file"],
  [0xd9, "write_bulk", "file"],
  [0xda, "write_bulk_data", "file"],
  [0xfe, "invalid", "other"],
  [0xff, "no_andx_command", "other"],
]);

/** Commands whose parameters begin with the command and offset of the next block. */
export const CHAINS: ReadonlySet<number> = new Set([
  0x24,
  OPEN_ANDX,
  READ_ANDX,
  WRITE_ANDX,
  SESSION_SETUP,
  0x74,
  TREE_CONNECT_ANDX,
  NT_CREATE,
]);

/** Subcommands of transaction 2 (section 2.2.2.2). */
export const TRANSACTIONS2: readonly string[] = [
  "open2",
  "find_first2",
  "find_next2",
  "query_fs_information",
  "set_fs_information",
  "query_path_information",
  "set_path_information",
  "query_file_information",
  "set_file_information",
  "fsctl",
  "ioctl2",
  "find_notify_first",
  "find_notify_next",
  "create_directory",
  "session_setup",
  "",
  "get_dfs_referral",
  "report_dfs_inconsistency",
];

const DOS: Readonly<Record<number, string>> = {
  1: "bad_function",
  2: "bad_file",
  3: "bad_path",
  4: "no_file_ids",
  5: "no_access",
  6: "bad_file_id",
  8: "no_memory",
  12: "bad_access",
  18: "no_more_files",
  32: "bad_share",
  33: "lock_conflict",
  50: "unsupported",
  67: "bad_network_name",
  80: "file_exists",
};
const SERVER: Readonly<Record<number, string>> = {
  1: "error",
  2: "bad_password",
  4: "no_access",
  5: "invalid_tree_id",
  6: "invalid_network_name",
  7: "invalid_device",
  64: "smb_command",
  65535: "no_support",
};

/** The name of an error of class (low byte) and code (high word). */
export function dosError(status: number): string {
  const code = status >>> 16;
  const names = (status & 0xff) === 2 ? SERVER : DOS;
  return names[code] ?? "other_error";
}
