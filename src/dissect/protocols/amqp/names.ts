// AMQP 0-9-1: classes and methods, reply codes (specification section 1); AMQP 1.0 (OASIS): performatives, sections 2.7 and 5.3.
import type { Act } from "../../../model/act.ts";
import { operation, operationTable } from "../../operation.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";

export const CONNECTION = 10;
export const CHANNEL = 20;
export const EXCHANGE = 40;
export const QUEUE = 50;
export const BASIC = 60;

/** Class, method, name, act, direction, and the method that it answers (0 for none). */
type Row = readonly [number, number, string, Act, Direction, number];

const ROWS: readonly Row[] = [
  [CONNECTION, 10, "connection_start", "identify", NOTICE, 0],
  [CONNECTION, 11, "connection_start_ok", "authenticate", REQUEST, 10],
  [CONNECTION, 20, "connection_secure", "authenticate", NOTICE, 0],
  [CONNECTION, 21, "connection_secure_ok", "authenticate", REQUEST, 20],
  [CONNECTION, 30, "connection_tune", "other", NOTICE, 0],
  [CONNECTION, 31, "connection_tune_ok", "other", REQUEST, 30],
  [CONNECTION, 40, "connection_open", "other", REQUEST, 0],
  [CONNECTION, 41, "connection_open_ok", "other", RESPONSE, 40],
  [CONNECTION, 50, "connection_close", "other", UNDIRECTED, 0],
  [CONNECTION, 51, "connection_close_ok", "other", UNDIRECTED, 50],
  [CONNECTION, 60, "connection_blocked", "alarm", NOTICE, 0],
  [CONNECTION, 61, "connection_unblocked", "alarm", NOTICE, 0],
  [CONNECTION, 70, "connection_update_secret", "authenticate", REQUEST, 0],
  [CONNECTION, 71, "connection_update_secret_ok", "authenticate", RESPONSE, 70],
  [CHANNEL, 10, "channel_open", "other", REQUEST, 0],
  [CHANNEL, 11, "channel_open_ok", "other", RESPONSE, 10],
  [CHANNEL, 20, "channel_flow", "other", UNDIRECTED, 0],
  [CHANNEL, 21, "channel_flow_ok", "other", UNDIRECTED, 20],
  [CHANNEL, 40, "channel_close", "other", UNDIRECTED, 0],
  [CHANNEL, 41, "channel_close_ok", "other", UNDIRECTED, 40],
  [EXCHANGE, 10, "exchange_declare", "configure", REQUEST, 0],
  [EXCHANGE, 11, "exchange_declare_ok", "other", RESPONSE, 10],
  [EXCHANGE, 20, "exchange_delete", "configure", REQUEST, 0],
  [EXCHANGE, 21, "exchange_delete_ok", "other", RESPONSE, 20],
  [EXCHANGE, 30, "exchange_bind", "configure", REQUEST, 0],
  [EXCHANGE, 31, "exchange_bind_ok", "other", RESPONSE, 30],
  [EXCHANGE, 40, "exchange_unbind", "configure", REQUEST, 0],
  [EXCHANGE, 51, "exchange_unbind_ok", "other", RESPONSE, 40],
  [QUEUE, 10, "queue_declare", "configure", REQUEST, 0],
  [QUEUE, 11, "queue_declare_ok", "other", RESPONSE, 10],
  [QUEUE, 20, "queue_bind", "configure", REQUEST, 0],
  [QUEUE, 21, "queue_bind_ok", "other", RESPONSE, 20],
  [QUEUE, 30, "queue_purge", "write", REQUEST, 0],
  [QUEUE, 31, "queue_purge_ok", "other", RESPONSE, 30],
  [QUEUE, 40, "queue_delete", "configure", REQUEST, 0],
  [QUEUE, 41, "queue_delete_ok", "other", RESPONSE, 40],
  [QUEUE, 50, "queue_unbind", "configure", REQUEST, 0],
  [QUEUE, 51, "queue_unbind_ok", "other", RESPONSE, 50],
  [BASIC, 10, "basic_qos", "other", REQUEST, 0],
  [BASIC, 11, "basic_qos_ok", "other", RESPONSE, 10],
  [BASIC, 20, "basic_consume", "read", REQUEST, 0],
  [BASIC, 21, "basic_consume_ok", "other", RESPONSE, 20],
  [BASIC, 30, "basic_cancel", "other", UNDIRECTED, 0],
  [BASIC, 31, "basic_cancel_ok", "other", UNDIRECTED, 30],
  [BASIC, 40, "basic_publish", "write", REQUEST, 0],
  [BASIC, 50, "basic_return", "other", NOTICE, 0],
  [BASIC, 60, "basic_deliver", "read", NOTICE, 0],
  [BASIC, 70, "basic_get", "read", REQUEST, 0],
  [BASIC, 71, "basic_get_ok", "other", RESPONSE, 70],
  [BASIC, 72, "basic_get_empty", "other", RESPONSE, 70],
  // Of a publisher's messages the broker, of delivered ones the client.
  [BASIC, 80, "basic_ack", "other", UNDIRECTED, 0],
  [BASIC, 90, "basic_reject", "other", REQUEST, 0],
  [BASIC, 100, "basic_recover_async", "other", REQUEST, 0],
  [BASIC, 110, "basic_recover", "other", REQUEST, 0],
  [BASIC, 111, "basic_recover_ok", "other", RESPONSE, 110],
  [BASIC, 120, "basic_nack", "other", UNDIRECTED, 0],
  [85, 10, "confirm_select", "other", REQUEST, 0],
  [85, 11, "confirm_select_ok", "other", RESPONSE, 10],
  [90, 10, "tx_select", "other", REQUEST, 0],
  [90, 11, "tx_select_ok", "other", RESPONSE, 10],
  [90, 20, "tx_commit", "other", REQUEST, 0],
  [90, 21, "tx_commit_ok", "other", RESPONSE, 20],
  [90, 30, "tx_rollback", "other", REQUEST, 0],
  [90, 31, "tx_rollback_ok", "other", RESPONSE, 30],
];

/** By class times 256 plus method. */
export const METHODS = operationTable(
  "amqp",
  ROWS.map(([group, method, name, act]) => [group * 256 + method, name, act] as const),
);
const PARTS: ReadonlyMap<number, Row> = new Map(ROWS.map((row) => [row[0] * 256 + row[1], row]));

/** Who sends a method. */
export function directionOf(key: number): Direction {
  return PARTS.get(key)?.[4] ?? UNDIRECTED;
}

/** The method of the same class that a method answers; 0 for none. */
export function answeredBy(key: number): number {
  return PARTS.get(key)?.[5] ?? 0;
}

export const PROTOCOL_HEADER = operation("amqp", "protocol_header", "other");
export const CONTENT_HEADER = operation("amqp", "content_header", "other");
export const CONTENT_BODY = operation("amqp", "content_body", "other");
export const HEARTBEAT = operation("amqp", "heartbeat", "other");

export const REPLY_CODES: Readonly<Record<number, string>> = {
  311: "content_too_large",
  312: "no_route",
  313: "no_consumers",
  320: "connection_forced",
  402: "invalid_path",
  403: "access_refused",
  404: "not_found",
  405: "resource_locked",
  406: "precondition_failed",
  501: "frame_error",
  502: "syntax_error",
  503: "command_invalid",
  504: "channel_error",
  505: "unexpected_frame",
  506: "resource_error",
  530: "not_allowed",
  540: "not_implemented",
  541: "internal_error",
};

export const OPEN = 0x10;
export const ATTACH = 0x12;
export const TRANSFER = 0x14;
export const DETACH = 0x16;
export const CLOSE = 0x18;
export const SASL_INIT = 0x41;
export const SASL_OUTCOME = 0x44;
/** AMQP 1.0, by descriptor. */
export const PERFORMATIVES = operationTable("amqp", [
  [OPEN, "open", "identify"],
  [0x11, "begin", "other"],
  [ATTACH, "attach", "other"],
  [0x13, "flow", "other"],
  [TRANSFER, "transfer", "write"],
  [0x15, "disposition", "other"],
  [DETACH, "detach", "other"],
  [0x17, "end", "other"],
  [CLOSE, "close", "other"],
  [0x40, "sasl_mechanisms", "authenticate"],
  [SASL_INIT, "sasl_init", "authenticate"],
  [0x42, "sasl_challenge", "authenticate"],
  [0x43, "sasl_response", "authenticate"],
  [SASL_OUTCOME, "sasl_outcome", "authenticate"],
]);
/** A transfer that comes from the broker. */
export const DELIVERY = operation("amqp", "transfer_delivery", "read");
export const OUTCOMES: readonly string[] = ["ok", "auth", "sys", "sys_perm", "sys_temp"];
