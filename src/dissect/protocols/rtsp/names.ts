// Methods and refusals: RFC 2326 sections 10 and 11, RFC 7826 sections 13 and 17.
import type { Operation } from "../../operation.ts";
import { operation } from "../../operation.ts";
import { reasonName } from "../http/reasons.ts";

export const METHODS: ReadonlyMap<string, Operation> = new Map([
  ["OPTIONS", operation("rtsp", "options", "identify")],
  ["DESCRIBE", operation("rtsp", "describe", "read")],
  ["ANNOUNCE", operation("rtsp", "announce", "write")],
  ["SETUP", operation("rtsp", "setup", "other")],
  ["PLAY", operation("rtsp", "play", "read")],
  ["PLAY_NOTIFY", operation("rtsp", "play_notify", "other")],
  ["PAUSE", operation("rtsp", "pause", "other")],
  ["RECORD", operation("rtsp", "record", "write")],
  ["TEARDOWN", operation("rtsp", "teardown", "other")],
  ["GET_PARAMETER", operation("rtsp", "get_parameter", "read")],
  ["SET_PARAMETER", operation("rtsp", "set_parameter", "configure")],
  ["REDIRECT", operation("rtsp", "redirect", "control")],
]);
export const OTHER_METHOD = operation("rtsp", "unnamed_method", "other");

const REFUSALS: Readonly<Record<number, string>> = {
  451: "parameter_not_understood",
  452: "conference_not_found",
  453: "not_enough_bandwidth",
  454: "session_not_found",
  455: "method_not_valid_in_this_state",
  456: "header_field_not_valid",
  457: "invalid_range",
  458: "parameter_is_read_only",
  459: "aggregate_operation_not_allowed",
  460: "only_aggregate_operation_allowed",
  461: "unsupported_transport",
  462: "destination_unreachable",
  463: "destination_prohibited",
  464: "data_transport_not_ready_yet",
  465: "notification_reason_unknown",
  466: "key_management_error",
  470: "connection_authorization_required",
  471: "connection_credentials_not_accepted",
  472: "failure_to_establish_secure_connection",
  505: "rtsp_version_not_supported",
  551: "option_not_supported",
  553: "proxy_unavailable",
};

/** A refusal in the standard's words. */
export function refusalName(status: number): string {
  return REFUSALS[status] ?? reasonName(status);
}
