import { field } from "../field.ts";
import { number } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** One line per message of S7comm-plus, which Wireshark does not read. */
export const s7commPlus: LogMap = {
  log: "s7comm_plus",
  protocol: "s7comm-plus",
  fields: [
    field("version", "version", number),
    field("opcode", "opcode", number),
    field("function_code", "function_code", number),
  ],
};
