import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** TFTP: RFC 1350. */
export const tftp: FieldMap = {
  protocol: "tftp",
  filter: "tftp",
  fields: [
    field("opcode", "tftp.opcode", number),
    field("block", "tftp.block", number),
    field("error_code", "tftp.error.code", number),
  ],
  incomparable: {
    "*": "names, options and lengths",
  },
};
