import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** HTTP/2: RFC 9113. */
export const http2: FieldMap = {
  protocol: "http2",
  filter: "http2",
  fields: [
    field("type", "http2.type", number),
    field("flags", "http2.flags", number),
    field("stream_id", "http2.streamid", number),
    field("length", "http2.length", number),
    field("method", "http2.headers.method", text),
    field("path", "http2.headers.path", text),
    field("scheme", "http2.headers.scheme", text),
    field("authority", "http2.headers.authority", text),
    field("status", "http2.headers.status", number),
    field("user_agent", "http2.headers.user_agent", text),
    field("server", "http2.headers.server", text),
    field("content_type", "http2.headers.content_type", text),
    field("content_length", "http2.headers.content_length", number),
    field("max_concurrent_streams", "http2.settings.max_concurrent_streams", number),
    field("initial_window_size", "http2.settings.initial_window_size", number),
    field("window_size_increment", "http2.window_update.window_size_increment", number),
    field("last_stream_id", "http2.goaway.last_stream_id", number),
    field("error_code", ["http2.goaway.error", "http2.rst_stream.error"], number),
  ],
  incomparable: { "*": "not a column of its own there" },
};
