import { field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** One line per application message. */
export const bacnet: LogMap = {
  log: "bacnet",
  protocol: "bacnet",
  fields: [
    field("bvlc_function_name", "bvlc_function", words),
    field("pdu_type_name", "pdu_type", words, {
      turn: (value) => (["error", "reject", "abort"].includes(value as string) ? `${value as string}_pdu` : value),
    }),
    field("operation", "pdu_service", words),
    field("invoke_id", "invoke_id", number),
  ],
};
