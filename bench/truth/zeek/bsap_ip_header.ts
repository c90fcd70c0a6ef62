import { field } from "../field.ts";
import { words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const TYPES: Readonly<Record<number, string>> = { 0: "POLL", 1: "RESPONSECNT", 5: "RESPONSE", 6: "REQUEST" };

/** One line per datagram of BSAP, which Wireshark does not read. */
export const bsapHeader: LogMap = {
  log: "bsap_ip_header",
  protocol: "bsap",
  fields: [field("message_type", "type_name", words, { turn: (value) => TYPES[value as number] })],
};
