// Names of RFC 9113: frames (section 6), error codes (section 7), settings (section 6.5.2); settings of RFC 8441 too.
import { operation, operationTable } from "../../operation.ts";

export const DATA = 0;
export const HEADERS = 1;
export const PRIORITY = 2;
export const RST_STREAM = 3;
export const SETTINGS = 4;
export const PUSH_PROMISE = 5;
export const PING = 6;
export const GOAWAY = 7;
export const WINDOW_UPDATE = 8;
export const CONTINUATION = 9;

/** Frames that are told by their own name; headers that are a request or an answer are told as that. */
export const FRAMES = operationTable("http2", [
  [DATA, "data", "other"],
  [HEADERS, "headers", "other"],
  [PRIORITY, "priority", "other"],
  [RST_STREAM, "rst_stream", "other"],
  [SETTINGS, "settings", "other"],
  [PUSH_PROMISE, "push_promise", "other"],
  [PING, "ping", "other"],
  [GOAWAY, "goaway", "other"],
  [WINDOW_UPDATE, "window_update", "other"],
  [CONTINUATION, "continuation", "other"],
]);
export const PREFACE = operation("http2", "connection_preface", "other");
export const ANSWER = operation("http2", "response", "other");
export const OTHER_METHOD = operation("http2", "unnamed_method", "other");
/** RFC 9110 section 9; what a POST does depends on what it is sent to. */
export const METHODS = new Map([
  ["GET", operation("http2", "get", "read")],
  ["HEAD", operation("http2", "head", "read")],
  ["POST", operation("http2", "post", "other")],
  ["PUT", operation("http2", "put", "write")],
  ["PATCH", operation("http2", "patch", "write")],
  ["DELETE", operation("http2", "delete", "write")],
  ["OPTIONS", operation("http2", "options", "identify")],
  ["TRACE", operation("http2", "trace", "other")],
  ["CONNECT", operation("http2", "connect", "other")],
]);

export const ERRORS: Readonly<Record<number, string>> = {
  1: "protocol_error",
  2: "internal_error",
  3: "flow_control_error",
  4: "settings_timeout",
  5: "stream_closed",
  6: "frame_size_error",
  7: "refused_stream",
  8: "cancel",
  9: "compression_error",
  10: "connect_error",
  11: "enhance_your_calm",
  12: "inadequate_security",
  13: "http_1_1_required",
};

export const SETTING_NAMES: Readonly<Record<number, string>> = {
  1: "header_table_size",
  2: "enable_push",
  3: "max_concurrent_streams",
  4: "initial_window_size",
  5: "max_frame_size",
  6: "max_header_list_size",
  8: "enable_connect_protocol",
};
