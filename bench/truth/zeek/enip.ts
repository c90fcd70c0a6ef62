import { field } from "../field.ts";
import { number, octets, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const HEAD = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"];
const SIDES = ["is_orig", "source_h", "source_p", "destination_h", "destination_p"];

/** Encapsulation headers. */
export const enip: LogMap = {
  log: "enip",
  protocol: "enip",
  columns: [
    ...HEAD,
    ...SIDES,
    ...["enip_command_code", "enip_command", "length", "session_handle", "enip_status", "sender_context", "options"],
  ],
  fields: [
    field("command", "enip_command_code", number),
    field("length", "length", number),
    // The log writes the octets in their order, of a number that is little-endian.
    field("session_handle", "session_handle", octets, { turn: littleEndian }),
    field("status_name", "enip_status", words),
    field("sender_context", "sender_context", octets),
    field("options", "options", number),
  ],
};

function littleEndian(value: unknown): string {
  return (value as number).toString(16).padStart(8, "0");
}
