import { type FieldMap, field } from "../field.ts";
import { text } from "../normalize.ts";

/** SSDP: UPnP Device Architecture 1.1 section 1; Wireshark reads it as HTTP. */
export const ssdp: FieldMap = {
  protocol: "ssdp",
  filter: "ssdp",
  fields: [
    field("method", "http.request.method", text),
    field("host", "http.host", text),
    field("user_agent", "http.user_agent", text),
    field("cache_control", "http.cache_control", text),
    field("location", "http.location", text),
    field("server", "http.server", text),
    ...["st", "man", "mx", "nt", "nts", "usn"].map((name) =>
      field(name, "http.request.line", text, {
        within: true,
        turn: (value) => `${name.toUpperCase()}: ${value as string}`,
      }),
    ),
  ],
  incomparable: {
    start_line: "compared through its method",
    body_length: "ours",
    other_headers: "lines without a column of their own",
    opt: "a line without a column of its own",
  },
};
