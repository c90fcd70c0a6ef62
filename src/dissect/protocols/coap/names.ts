// CoAP: codes of RFC 7252 section 12.1, RFC 7959, RFC 8132, RFC 8516; options and media types as registered with IANA.
import { operation } from "../../operation.ts";

export const GET = 1;
export const POST = 2;
export const DELETE = 4;

/** Requests by code 0.01 to 0.07. */
export const METHODS = [
  operation("coap", "empty", "other"),
  operation("coap", "get", "read"),
  operation("coap", "post", "write"),
  operation("coap", "put", "write"),
  operation("coap", "delete", "write"),
  operation("coap", "fetch", "read"),
  operation("coap", "patch", "write"),
  operation("coap", "ipatch", "write"),
] as const;
export const METHOD_NAMES: readonly string[] = ["Empty", "GET", "POST", "PUT", "DELETE", "FETCH", "PATCH", "iPATCH"];
export const RESET = operation("coap", "reset", "other");
export const ACKNOWLEDGMENT = operation("coap", "acknowledgment", "other");
export const PING = operation("coap", "ping", "other");
export const OBSERVE = operation("coap", "observe", "read");
export const CANCEL_OBSERVE = operation("coap", "cancel_observe", "other");
export const RESPONSE_MESSAGE = operation("coap", "response", "other");
export const NOTIFICATION = operation("coap", "notification", "read");
export const UNNAMED = operation("coap", "unnamed_function", "other");
/** OMA Lightweight M2M, client to server. */
export const REGISTER = operation("coap", "lwm2m_register", "identify");
export const UPDATE = operation("coap", "lwm2m_update", "identify");
export const DEREGISTER = operation("coap", "lwm2m_deregister", "other");
export const BOOTSTRAP = operation("coap", "lwm2m_bootstrap_request", "identify");
export const SEND = operation("coap", "lwm2m_send", "write");
/** And server to client: POST on a resource executes it. */
export const EXECUTE = operation("coap", "lwm2m_execute", "control");
export const WRITE_CONFIGURATION = operation("coap", "lwm2m_write_configuration", "configure");
export const WRITE_FIRMWARE = operation("coap", "lwm2m_write_firmware", "program");

/** Responses by class times 32 plus detail. */
export const CODES: Readonly<Record<number, string>> = {
  65: "created",
  66: "deleted",
  67: "valid",
  68: "changed",
  69: "content",
  95: "continue",
  128: "bad_request",
  129: "unauthorized",
  130: "bad_option",
  131: "forbidden",
  132: "not_found",
  133: "method_not_allowed",
  134: "not_acceptable",
  136: "request_entity_incomplete",
  137: "conflict",
  140: "precondition_failed",
  141: "request_entity_too_large",
  143: "unsupported_content_format",
  150: "unprocessable_entity",
  157: "too_many_requests",
  160: "internal_server_error",
  161: "not_implemented",
  162: "bad_gateway",
  163: "service_unavailable",
  164: "gateway_timeout",
  165: "proxying_not_supported",
  168: "hop_limit_reached",
};

export const URI_HOST = 3;
export const OBSERVE_OPTION = 6;
export const URI_PORT = 7;
export const LOCATION_PATH = 8;
export const OSCORE = 9;
export const URI_PATH = 11;
export const CONTENT_FORMAT = 12;
export const URI_QUERY = 15;
export const ACCEPT = 17;
export const BLOCK2 = 23;
export const BLOCK1 = 27;
export const PROXY_URI = 35;

/** Registered options with their least and most bytes. */
export const OPTIONS: ReadonlyMap<number, readonly [name: string, least: number, most: number]> = new Map([
  [1, ["if_match", 0, 8]],
  [URI_HOST, ["uri_host", 1, 255]],
  [4, ["etag", 1, 8]],
  [5, ["if_none_match", 0, 0]],
  [OBSERVE_OPTION, ["observe", 0, 3]],
  [URI_PORT, ["uri_port", 0, 2]],
  [LOCATION_PATH, ["location_path", 0, 255]],
  [OSCORE, ["oscore", 0, 255]],
  [URI_PATH, ["uri_path", 0, 255]],
  [CONTENT_FORMAT, ["content_format", 0, 2]],
  [14, ["max_age", 0, 4]],
  [URI_QUERY, ["uri_query", 0, 255]],
  [16, ["hop_limit", 1, 1]],
  [ACCEPT, ["accept", 0, 2]],
  [19, ["q_block1", 0, 3]],
  [20, ["location_query", 0, 255]],
  [21, ["edhoc", 0, 0]],
  [BLOCK2, ["block2", 0, 3]],
  [BLOCK1, ["block1", 0, 3]],
  [28, ["size2", 0, 4]],
  [31, ["q_block2", 0, 3]],
  [PROXY_URI, ["proxy_uri", 1, 1034]],
  [39, ["proxy_scheme", 1, 255]],
  [60, ["size1", 0, 4]],
  [252, ["echo", 1, 40]],
  [258, ["no_response", 0, 1]],
  [292, ["request_tag", 0, 8]],
  [2049, ["ocf_accept_content_format_version", 0, 2]],
  [2053, ["ocf_content_format_version", 0, 2]],
]);

/** Media types that carry text. */
export const TEXT_FORMATS: ReadonlySet<number> = new Set([-1, 0, 40, 41, 50, 110]);
export const LINK_FORMAT = 40;
export const JSON_FORMAT = 50;
/** Lightweight M2M: type-length-value. */
export const TLV_FORMAT = 11542;
