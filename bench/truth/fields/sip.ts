import { type Field, type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";
import { SESSION_INCOMPARABLE, sessionFields } from "./sdp-fields.ts";

const column = (name: string) =>
  name.replace(/(^|_)([a-z])/g, (_, before, letter) => (before && "-") + letter.toUpperCase());
const given = (value: unknown) => (value === "" ? undefined : value);
/** Header fields whose names there differ in more than hyphens from ours. */
const NAMES: Readonly<Record<string, string>> = { call_id: "Call-ID", cseq: "CSeq" };
const HEADERS = [
  ...["call_id", "cseq", "via", "max_forwards", "user_agent", "server", "expires", "event", "subscription_state"],
  ...["allow", "supported", "require", "content_type", "subject", "date", "warning", "reason", "retry_after"],
];
/** Wireshark keeps the quotes around a display name. */
const unquoted: Field["as"] = {
  ours: (value) => text.ours(value)?.replace(/^"|"$/g, ""),
  theirs: (value) => text.theirs(value)?.replace(/^"|"$/g, ""),
};
/** Wireshark keeps the brackets around an IPv6 address. */
const bare: Field["as"] = {
  ours: text.ours,
  theirs: (value) => text.theirs(value)?.replace(/^\[(.*)\]$/, "$1"),
};

/** The parts of an address. */
const addressFields = (name: string, uri: string): Field[] => [
  field(`${name}.display_name`, `sip.${name}.display.info`, unquoted, { turn: given }),
  field(`${name}.user`, `sip.${name}.user`, text, { turn: given }),
  field(`${name}.host`, `sip.${name}.host`, bare, { turn: given }),
  field(`${name}.uri`, `sip.${name}.${uri}`, text, { turn: given }),
];

/** SIP: RFC 3261. Credentials are not told and not compared. */
export const sip: FieldMap = {
  protocol: "sip",
  filter: "sip",
  fields: [
    field("method", "sip.Method", text),
    field("request_uri", "sip.r-uri", text),
    field("version", ["sip.Request-Line", "sip.Status-Line"], text, {
      name: "first line",
      turn: (value, message) => {
        const version = `SIP/${value as string}`;
        return message["status_code"] === undefined
          ? `${message["method"] as string} ${message["request_uri"] as string} ${version}`
          : `${version} ${message["status_code"] as number} ${message["reason_phrase"] as string}`;
      },
      covers: ["reason_phrase"],
    }),
    field("status_code", "sip.Status-Code", number),
    ...addressFields("from", "addr"),
    ...addressFields("to", "addr"),
    ...addressFields("contact", "uri"),
    ...HEADERS.map((name) => field(name, `sip.${NAMES[name] ?? column(name)}`, text)),
    field("content_length", "sip.Content-Length", number),
    ...sessionFields(),
  ],
  incomparable: {
    ...SESSION_INCOMPARABLE,
    header_names: "compared through the headers",
    body_length: "ours",
    length: "of keep-alives, which are no messages there",
    request_method: "the method of the request that is answered",
    authorization_scheme: "the schemes of all such lines are one column there, among the credentials",
    www_authenticate_scheme: "as above",
    proxy_authenticate_scheme: "as above",
    proxy_authorization_scheme: "as above",
  },
};
