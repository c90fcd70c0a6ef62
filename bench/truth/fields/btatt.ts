import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** Attributes of Bluetooth. */
export const btatt: FieldMap = {
  protocol: "btatt",
  filter: "btatt",
  fields: [
    field("opcode", "btatt.opcode", number),
    field("error_code", "btatt.error_code", number),
    field("request_opcode", "btatt.req_opcode_in_error", number),
    field("starting_handle", "btatt.starting_handle", number),
    field("ending_handle", "btatt.ending_handle", number),
  ],
  incomparable: {
    "*": "the column of handles holds those of requests that Wireshark remembers too; names of characteristics are words of ours",
  },
};
