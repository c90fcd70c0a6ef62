import type { Normalizer } from "../field.ts";
import { type FieldMap, field } from "../field.ts";
import { text, words } from "../normalize.ts";

/** A whole line of a header: case and blanks differ from maker to maker. */
const line: Normalizer = {
  ours: (value) => words.ours(value),
  theirs: (value) => words.theirs(value.replace(/\\r|\\n/g, "")),
};

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
      field(name, "http.request.line", line, { within: true, turn: (value) => `${name}: ${value as string}` }),
    ),
  ],
  incomparable: {
    start_line: "compared through its method",
    body_length: "ours",
    other_headers: "lines without a column of their own",
    opt: "a line without a column of its own",
  },
};
