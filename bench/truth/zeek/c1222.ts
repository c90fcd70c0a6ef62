import { type DissectedMessage, field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap, LogRow } from "../zeek-log.ts";

const ENDS = ["id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto"];
const SERVICES: Readonly<Record<number, string>> = { 0: "RESP:OK", 49: "REQ:Partial Read 1", 80: "REQ:Logon" };
const invocation = (value: unknown) => {
  const whole = value as number;
  // As few octets as it takes, which is how the log shows them.
  const octets = [24, 16, 8, 0].map((bits) => (whole >>> bits) & 0xff);
  const first = octets.findIndex((octet) => octet !== 0);
  return String.fromCharCode(...octets.slice(first));
};
const raw = { ours: (value: unknown) => String(value), theirs: (text: string) => text, separator: /$^/ };

/** One line per message of C12.22. */
export const c1222: LogMap = {
  log: "c1222",
  protocol: "c1222",
  columns: [
    ...ENDS,
    ...["elements", "is_orig_ciphered", "services", "aso_context", "called_ap_title", "calling_ap_title"],
    ...["called_ae_qualifier", "calling_ae_qualifier", "mechanism_name", "called_ap_invocation_id"],
    "calling_ap_invocation_id",
  ],
  fields: [
    field("called_ap_title", "called_ap_title", words),
    field("calling_ap_title", "calling_ap_title", words),
    field("called_ap_invocation_id", "called_ap_invocation_id", raw, { turn: invocation }),
    field("calling_ap_invocation_id", "calling_ap_invocation_id", raw, { turn: invocation }),
    field("service", "services", words, { turn: (value) => SERVICES[value as number] }),
  ],
};

const CONTROL = ["ALWAYS", "ON_EXCEPTION", "NEVER"].map((when) => `RESPONSE_CONTROL_${when}_RESPOND`);

/** How the services are protected. */
export const c1222UserInformation: LogMap = {
  log: "c1222_user_information",
  protocol: "c1222",
  columns: [...ENDS, ...["indirect_reference", "padding", "mac", "flags", "services", "ciphertext"]],
  fields: [
    field("security_mode", "flags", words, {
      turn: (value, message) => [`SECURITY_MODE_${value}`, CONTROL[message["response_control"] as number]],
    }),
  ],
};

const isRequest = (message: DissectedMessage) => message["direction"] === "request";
const rows = (row: LogRow) => row["kind"] === "Req";

/** Who logs on. */
export const c1222Logon: LogMap = {
  log: "c1222_logon_security_service",
  protocol: "c1222",
  columns: [...ENDS, ...["kind", "service", "user_id", "password", "user", "session_idle_timeout"]],
  fields: [
    { ...field("operation", "service", words, { when: isRequest }), rows },
    field("user_id", "user_id", number),
    field("user", "user", words),
  ],
};

/** Which tables are read and written. */
export const c1222ReadWrite: LogMap = {
  log: "c1222_read_write_service",
  protocol: "c1222",
  columns: [...ENDS, ...["kind", "service", "table"]],
  fields: [{ ...field("table", "table", number, { when: isRequest }), rows }],
};
