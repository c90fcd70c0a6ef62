import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** GTPv2-C: 3GPP TS 29.274. */
export const gtpv2: FieldMap = {
  protocol: "gtpv2",
  filter: "gtpv2",
  fields: [field("message_type", "gtpv2.message_type", number), field("sequence_number", "gtpv2.seq", number)],
  incomparable: {
    "*": "elements are told by what they mean",
  },
};
