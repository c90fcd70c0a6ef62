import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** MMS: ISO 9506-2. */
export const mms: FieldMap = {
  protocol: "mms",
  filter: "mms",
  fields: [field("invoke_id", "mms.invokeID", number)],
  incomparable: {
    "*": "names, values and the layers below are taken apart otherwise there; without an association seen, Wireshark reads no MMS",
  },
};
