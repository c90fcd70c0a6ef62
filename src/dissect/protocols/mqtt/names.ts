// MQTT 5.0 (OASIS): section 2.1.2 (packet types), 2.4 (reason codes); MQTT 3.1.1: section 3.2.2.3 (connect return codes).
import type { Operation } from "../../operation.ts";
import { operation, operationTable } from "../../operation.ts";

export const CONNECT = 1;
export const CONNACK = 2;
export const PUBLISH = 3;
export const PUBACK = 4;
export const PUBREC = 5;
export const PUBREL = 6;
export const PUBCOMP = 7;
export const SUBSCRIBE = 8;
export const SUBACK = 9;
export const UNSUBSCRIBE = 10;
export const UNSUBACK = 11;
export const PINGREQ = 12;
export const PINGRESP = 13;
export const DISCONNECT = 14;
export const AUTH = 15;

/** Packet types; `publish` is a client's, what a broker passes on is DELIVERY. */
export const OPERATIONS = operationTable("mqtt", [
  [CONNECT, "connect", "authenticate"],
  [CONNACK, "connack", "authenticate"],
  [PUBLISH, "publish", "write"],
  [PUBACK, "puback", "other"],
  [PUBREC, "pubrec", "other"],
  [PUBREL, "pubrel", "other"],
  [PUBCOMP, "pubcomp", "other"],
  [SUBSCRIBE, "subscribe", "read"],
  [SUBACK, "suback", "read"],
  [UNSUBSCRIBE, "unsubscribe", "other"],
  [UNSUBACK, "unsuback", "other"],
  [PINGREQ, "pingreq", "other"],
  [PINGRESP, "pingresp", "other"],
  [DISCONNECT, "disconnect", "other"],
  [AUTH, "auth", "authenticate"],
]);

/** A publish from the broker to a subscriber: news to it, and no authority used. */
export const DELIVERY: Operation = operation("mqtt", "publish_delivery", "read");

const RETURN_CODES: readonly string[] = [
  "",
  "unacceptable_protocol_version",
  "identifier_rejected",
  "server_unavailable",
  "bad_user_name_or_password",
  "not_authorized",
];

const REASON_CODES: ReadonlyMap<number, string> = new Map([
  [0x04, "disconnect_with_will_message"],
  [0x10, "no_matching_subscribers"],
  [0x11, "no_subscription_existed"],
  [0x18, "continue_authentication"],
  [0x19, "re_authenticate"],
  [0x80, "unspecified_error"],
  [0x81, "malformed_packet"],
  [0x82, "protocol_error"],
  [0x83, "implementation_specific_error"],
  [0x84, "unsupported_protocol_version"],
  [0x85, "client_identifier_not_valid"],
  [0x86, "bad_user_name_or_password"],
  [0x87, "not_authorized"],
  [0x88, "server_unavailable"],
  [0x89, "server_busy"],
  [0x8a, "banned"],
  [0x8b, "server_shutting_down"],
  [0x8c, "bad_authentication_method"],
  [0x8d, "keep_alive_timeout"],
  [0x8e, "session_taken_over"],
  [0x8f, "topic_filter_invalid"],
  [0x90, "topic_name_invalid"],
  [0x91, "packet_identifier_in_use"],
  [0x92, "packet_identifier_not_found"],
  [0x93, "receive_maximum_exceeded"],
  [0x94, "topic_alias_invalid"],
  [0x95, "packet_too_large"],
  [0x96, "message_rate_too_high"],
  [0x97, "quota_exceeded"],
  [0x98, "administrative_action"],
  [0x99, "payload_format_invalid"],
  [0x9a, "retain_not_supported"],
  [0x9b, "qos_not_supported"],
  [0x9c, "use_another_server"],
  [0x9d, "server_moved"],
  [0x9e, "shared_subscriptions_not_supported"],
  [0x9f, "connection_rate_exceeded"],
  [0xa0, "maximum_connect_time"],
  [0xa1, "subscription_identifiers_not_supported"],
  [0xa2, "wildcard_subscriptions_not_supported"],
]);

/** Name of a connect return code of versions 3.1 and 3.1.1; "" when accepted. */
export function returnCodeName(code: number): string {
  return RETURN_CODES[code] ?? "unnamed_return_code";
}

/** Name of a version 5 reason code, or of the one failure code of version 3.1.1 answers to subscriptions. */
export function reasonCodeName(code: number): string {
  if (code < 3) return code === 0 ? "success" : `granted_qos_${code}`;
  return REASON_CODES.get(code) ?? "unnamed_reason_code";
}
