import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";
import { SESSION_INCOMPARABLE, sessionFields } from "./sdp-fields.ts";

/** RTSP: RFC 2326, with session descriptions of RFC 8866. Sessions are not told and not compared. */
export const rtsp: FieldMap = {
  protocol: "rtsp",
  filter: "rtsp",
  fields: [
    field("method", "rtsp.method", text),
    field("uri", "rtsp.url", text),
    field("status_code", "rtsp.status", number),
    field("cseq", ["rtsp.request", "rtsp.response"], text, {
      name: "first line",
      turn: (_, message) => {
        const version = `RTSP/${message["version"] as string}`;
        return message["method"] !== undefined
          ? `${message["method"] as string} ${message["uri"] as string} ${version}`
          : `${version} ${message["status_code"] as number} ${message["reason_phrase"] as string}`;
      },
      covers: ["version", "reason_phrase"],
    }),
    field("content_type", "rtsp.content-type", text),
    field("content_length", "rtsp.content-length", number),
    field("transport", "rtsp.transport", text),
    ...sessionFields(),
  ],
  incomparable: {
    ...SESSION_INCOMPARABLE,
    cseq: "a line without a column of its own",
    channel: "of interleaved data, which no capture here holds",
    length: "as above",
    has_session: "ours",
    header_names: "ours",
    body_length: "ours",
    request_method: "the method of the request that is answered",
    ...Object.fromEntries(
      [
        ...["user_agent", "server", "content_base", "accept", "public", "allow", "require", "supported", "unsupported"],
        ...["range", "scale", "speed", "rtp_info", "date", "location", "via", "connection", "cache_control"],
        ...["blocksize", "x_accept_dynamic_rate", "authorization_scheme", "www_authenticate_schemes"],
      ].map((name) => [name, "a line without a column of its own"]),
    ),
  },
};
