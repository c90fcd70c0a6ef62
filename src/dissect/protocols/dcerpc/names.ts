// Names of DCE RPC: C706 chapter 12 (packets) and appendix E (status codes); MS-RPCE section 2.2.2; MS-ERREF.
import { operation, operationTable } from "../../operation.ts";

export const REQUEST_PDU = 0;
export const PING = 1;
export const RESPONSE_PDU = 2;
export const FAULT = 3;
export const REJECT = 6;
export const BIND = 11;
export const BIND_ACK = 12;
export const BIND_NAK = 13;
export const ALTER_CONTEXT = 14;
export const ALTER_CONTEXT_RESPONSE = 15;
export const AUTH3 = 16;

/** Packets by type; requests and answers of known interfaces go by their functions instead. */
export const PACKETS = operationTable("dcerpc", [
  [REQUEST_PDU, "request", "other"],
  [PING, "ping", "other"],
  [RESPONSE_PDU, "response", "other"],
  [FAULT, "fault", "other"],
  [4, "working", "other"],
  [5, "nocall", "other"],
  [REJECT, "reject", "other"],
  [7, "ack", "other"],
  [8, "cl_cancel", "other"],
  [9, "fack", "other"],
  [10, "cancel_ack", "other"],
  [BIND, "bind", "identify"],
  [BIND_ACK, "bind_ack", "identify"],
  [BIND_NAK, "bind_nak", "identify"],
  [ALTER_CONTEXT, "alter_context", "identify"],
  [ALTER_CONTEXT_RESPONSE, "alter_context_resp", "identify"],
  [AUTH3, "auth3", "authenticate"],
  [17, "shutdown", "other"],
  [18, "co_cancel", "other"],
  [19, "orphaned", "other"],
  [20, "rts", "other"],
]);
/** Fragments behind the first of a request or an answer. */
export const FRAGMENT = operation("dcerpc", "continued_fragment", "other");

const STATUS: Readonly<Record<number, string>> = {
  5: "rpc_s_access_denied",
  1783: "rpc_x_bad_stub_data",
  469762049: "nca_s_fault_int_div_by_zero",
  469762050: "nca_s_fault_addr_error",
  469762051: "nca_s_fault_fp_div_zero",
  469762052: "nca_s_fault_fp_underflow",
  469762053: "nca_s_fault_fp_overflow",
  469762054: "nca_s_fault_invalid_tag",
  469762055: "nca_s_fault_invalid_bound",
  469762056: "nca_s_rpc_version_mismatch",
  469762057: "nca_s_unspec_reject",
  469762058: "nca_s_bad_actid",
  469762059: "nca_s_who_are_you_failed",
  469762060: "nca_s_manager_not_entered",
  469762061: "nca_s_fault_cancel",
  469762062: "nca_s_fault_ill_inst",
  469762063: "nca_s_fault_fp_error",
  469762064: "nca_s_fault_int_overflow",
  469762066: "nca_s_fault_unspec",
  469762067: "nca_s_fault_remote_comm_failure",
  469762068: "nca_s_fault_pipe_empty",
  469762069: "nca_s_fault_pipe_closed",
  469762070: "nca_s_fault_pipe_order",
  469762071: "nca_s_fault_pipe_discipline",
  469762072: "nca_s_fault_pipe_comm_error",
  469762073: "nca_s_fault_pipe_memory",
  469762074: "nca_s_fault_context_mismatch",
  469762075: "nca_s_fault_remote_no_memory",
  469762076: "nca_s_invalid_pres_context_id",
  469762077: "nca_s_unsupported_authn_level",
  469762079: "nca_s_invalid_checksum",
  469762080: "nca_s_invalid_crc",
  469762081: "nca_s_fault_user_defined",
  469762082: "nca_s_fault_tx_open_failed",
  469762083: "nca_s_fault_codeset_conv_error",
  469762084: "nca_s_fault_object_not_found",
  469762085: "nca_s_fault_no_client_stub",
  469827585: "nca_s_comm_failure",
  469827586: "nca_s_op_rng_error",
  469827587: "nca_s_unk_if",
  469827590: "nca_s_wrong_boot_time",
  469827593: "nca_s_you_crashed",
  469827595: "nca_s_proto_error",
  469827603: "nca_s_out_args_too_big",
  469827604: "nca_s_server_too_busy",
  469827605: "nca_s_fault_string_too_long",
  469827607: "nca_s_unsupported_type",
  2147549445: "rpc_e_serverfault",
  2147549448: "rpc_e_disconnected",
  2147549459: "rpc_e_invalid_ipid",
  2147549471: "rpc_e_timeout",
  2147942405: "e_accessdenied",
  3221225506: "status_access_denied",
};

/** The name of a fault's status in lower case. */
export function faultName(status: number): string {
  return STATUS[status] ?? `status_0x${status.toString(16).padStart(8, "0")}`;
}

/** Why a context was not taken (C706 section 12.6.3.1, p_provider_reason_t). */
export const CONTEXT_REASONS: readonly string[] = [
  "reason_not_specified",
  "abstract_syntax_not_supported",
  "proposed_transfer_syntaxes_not_supported",
  "local_limit_exceeded",
];
export const CONTEXT_RESULTS: readonly string[] = [
  "acceptance",
  "user_rejection",
  "provider_rejection",
  "negotiate_ack",
];
/** Why a bind was refused (p_reject_reason_t, MS-RPCE section 2.2.2.5). */
export const BIND_REFUSALS: Readonly<Record<number, string>> = {
  0: "reason_not_specified",
  1: "temporary_congestion",
  2: "local_limit_exceeded",
  3: "called_paddr_unknown",
  4: "protocol_version_not_supported",
  5: "default_context_not_supported",
  6: "user_data_not_readable",
  7: "no_psap_available",
  8: "authentication_type_not_recognized",
  9: "invalid_checksum",
};

/** Security providers and levels (MS-RPCE sections 2.2.1.1.7 and 2.2.1.1.8). */
export const AUTH_TYPES: Readonly<Record<number, string>> = {
  0: "none",
  1: "dce_private",
  2: "dce_public",
  9: "gss_negotiate",
  10: "winnt",
  14: "gss_schannel",
  16: "gss_kerberos",
  68: "netlogon",
  255: "default",
};
export const AUTH_LEVELS: readonly string[] = [
  "default",
  "none",
  "connect",
  "call",
  "pkt",
  "pkt_integrity",
  "pkt_privacy",
];
