import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

const isRequest = (message: DissectedMessage) => message["direction"] === "request";
const HEADERS = [
  ...["host", "user_agent", "accept", "accept_language", "connection", "date", "cache_control", "content_type"],
  ...["content_encoding", "server", "referer", "transfer_encoding", "last_modified", "location"],
];
const version = (value: unknown) => `HTTP/${value as string}`;

/** HTTP/1.1: RFC 9112. Cookies and credentials are not told and not compared. */
export const http: FieldMap = {
  protocol: "http",
  filter: "http",
  fields: [
    field("method", "http.request.method", text),
    field("uri", "http.request.uri", text),
    field("version", "http.request.version", text, { name: "version of requests", when: isRequest, turn: version }),
    field("version", "http.response.version", text, {
      name: "version of responses",
      when: (message) => !isRequest(message),
      turn: version,
    }),
    field("status_code", "http.response.code", number),
    field("reason_phrase", "http.response.phrase", text),
    ...HEADERS.map((name) => field(name, `http.${name}`, text)),
    field("content_length", "http.content_length_header", number),
    field("answers_frame", "http.request_in", number),
  ],
  incomparable: {
    header_names: "compared through the headers",
    has_cookie: "ours",
    sets_cookie: "ours",
    body_length: "ours",
    request_method: "the method of the request that is answered",
    authorization_scheme: "the credentials themselves are columns there",
    www_authenticate_schemes: "whole lines there",
    origin: "a line without a column of its own",
    etag: "as above",
    x_powered_by: "as above",
    soapaction: "as above",
  },
};
