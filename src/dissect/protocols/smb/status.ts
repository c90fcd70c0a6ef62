// NTSTATUS values: MS-ERREF section 2.3.1, those that file servers answer with.

const STATUS: Readonly<Record<number, string>> = {
  0: "success",
  259: "pending",
  267: "notify_cleanup",
  268: "notify_enum_dir",
  2147483653: "buffer_overflow",
  2147483654: "no_more_files",
  2147483693: "stopped_on_symlink",
  3221225473: "unsuccessful",
  3221225474: "not_implemented",
  3221225475: "invalid_info_class",
  3221225476: "info_length_mismatch",
  3221225480: "invalid_handle",
  3221225485: "invalid_parameter",
  3221225487: "no_such_file",
  3221225488: "invalid_device_request",
  3221225489: "end_of_file",
  3221225494: "more_processing_required",
  3221225506: "access_denied",
  3221225507: "buffer_too_small",
  3221225523: "object_name_invalid",
  3221225524: "object_name_not_found",
  3221225525: "object_name_collision",
  3221225530: "object_path_not_found",
  3221225539: "sharing_violation",
  3221225556: "file_lock_conflict",
  3221225557: "lock_not_granted",
  3221225558: "delete_pending",
  3221225566: "no_logon_servers",
  3221225572: "no_such_user",
  3221225578: "wrong_password",
  3221225581: "logon_failure",
  3221225582: "account_restriction",
  3221225584: "invalid_workstation",
  3221225585: "password_expired",
  3221225586: "account_disabled",
  3221225599: "disk_full",
  3221225621: "integer_overflow",
  3221225626: "insufficient_resources",
  3221225643: "instance_not_available",
  3221225644: "pipe_not_available",
  3221225645: "invalid_pipe_state",
  3221225646: "pipe_busy",
  3221225648: "pipe_disconnected",
  3221225653: "io_timeout",
  3221225658: "file_is_a_directory",
  3221225659: "not_supported",
  3221225673: "network_name_deleted",
  3221225674: "network_access_denied",
  3221225675: "bad_device_type",
  3221225676: "bad_network_name",
  3221225680: "request_not_accepted",
  3221225729: "directory_not_empty",
  3221225731: "not_a_directory",
  3221225760: "cancelled",
  3221225768: "file_closed",
  3221225819: "logon_type_not_granted",
  3221225875: "account_expired",
  3221225987: "user_session_deleted",
  3221225989: "insufficient_server_resources",
  3221226021: "not_found",
  3221226036: "account_locked_out",
  3221226071: "path_not_covered",
  3221226332: "network_session_expired",
  3227254784: "smb_too_many_uids",
};

/** The standard's name of a status in lower case without its prefix; "" when it is not listed. */
export function statusName(status: number): string {
  return STATUS[status] ?? "";
}

/** What a status refuses, "" when it does not: errors do, but not the one that asks for the next step of a login. */
export function refusalOf(status: number): string {
  if (status >>> 30 !== 3 || status === 0xc0000016) return "";
  return STATUS[status] ?? "other_error";
}
