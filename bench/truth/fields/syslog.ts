import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { instant, number, text } from "../normalize.ts";

const isOf = (format: string) => (message: DissectedMessage) => message["format"] === format;

/** Syslog: RFC 5424 and 3164. */
export const syslog: FieldMap = {
  protocol: "syslog",
  filter: "syslog",
  fields: [
    field("facility", "syslog.facility", number, { covers: ["facility_name", "priority"] }),
    field("severity", "syslog.level", number, { covers: ["severity_name"] }),
    field("version", "syslog.version", number),
    field("timestamp", "syslog.timestamp", instant, { name: "timestamp (RFC 5424)", when: isOf("RFC 5424") }),
    field("timestamp", "syslog.timestamp_rfc3164", text, { name: "timestamp (RFC 3164)", when: isOf("RFC 3164") }),
    field("hostname", "syslog.hostname", text),
    field("app_name", "syslog.appname", text, { name: "app_name (RFC 5424)", when: isOf("RFC 5424") }),
    // Wireshark files the tag of RFC 3164, which names the program, as the number of the process.
    field("app_name", "syslog.procid", text, { name: "app_name (RFC 3164)", when: isOf("RFC 3164") }),
    field("procid", "syslog.procid", text, { when: isOf("RFC 5424") }),
    field("msgid", "syslog.msgid", text),
  ],
  incomparable: {
    format: "ours",
    message: "never kept whole; Wireshark's column holds more or less of the header with it",
    message_length: "the length of that text",
    sequence: "Cisco's counter before the text, a part of the text there",
    structured_data: "the names of its elements, a part of the text there",
  },
};
