import { type DissectedMessage, field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const isSzl = (message: DissectedMessage) => message["operation"] === "read_szl";

/** Reads of the system status list. */
export const s7commReadSzl: LogMap = {
  log: "s7comm_read_szl",
  protocol: "s7comm",
  fields: [
    field("szl_id", "szl_id", number),
    field("szl_index", "szl_index", number),
    field("direction", "method", words, { when: isSzl }),
    field("return_code", "return_code", number, { when: isSzl }),
  ],
};
