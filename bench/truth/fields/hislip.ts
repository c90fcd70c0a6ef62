import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** HiSLIP: headers. */
export const hislip: FieldMap = {
  protocol: "hislip",
  filter: "hislip",
  fields: [
    field("message_type", "hislip.messagetype", number),
    field("payload_length", "hislip.payloadlength", number),
  ],
  incomparable: { "*": "not a column of its own there" },
};
