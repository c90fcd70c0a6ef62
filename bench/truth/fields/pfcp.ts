import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** PFCP: 3GPP TS 29.244. */
export const pfcp: FieldMap = {
  protocol: "pfcp",
  filter: "pfcp",
  fields: [field("message_type", "pfcp.msg_type", number), field("sequence_number", "pfcp.seqno", number)],
  incomparable: {
    "*": "elements are told by what they mean",
  },
};
