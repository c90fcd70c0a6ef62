import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** GTP': 3GPP TS 32.295. */
export const gtpprime: FieldMap = {
  protocol: "gtpprime",
  filter: "gtpprime",
  fields: [field("message_type", "gtp.message", number), field("sequence_number", "gtp.seq_number", number)],
  incomparable: { "*": "told by what it means" },
};
