import { field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const KINDS: Readonly<Record<number, string>> = { 0: "Request", 1: "Response", 2: "Publish", 15: "NAK" };
const IDS = ["Session Initiate", "Session Close", "Keep Alive", "Token Passing PDU"];

/** One line per message of HART-IP. */
export const hartIp: LogMap = {
  log: "hart_ip_general",
  protocol: "hartip",
  columns: [
    ...["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "rejected", "version", "reserved"],
    ...["message_type", "message_id", "status", "transaction_id", "length", "master", "inactivity", "frame_type"],
    ...["expansion", "physical_layer", "frame", "short_address", "long_address", "command", "byte_count"],
  ],
  fields: [
    field("version", "version", number),
    field("message_type", "message_type", words, { turn: (value) => KINDS[value as number] }),
    field("message_id", "message_id", words, { turn: (value) => IDS[value as number] }),
    field("transaction_id", "transaction_id", number),
    field("msg_length", "length", number),
    field("byte_count", "byte_count", number),
  ],
};
