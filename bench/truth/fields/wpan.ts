import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** IEEE 802.15.4. */
export const wpan: FieldMap = {
  protocol: "wpan",
  filter: "wpan",
  fields: [
    field("frame_type", "wpan.frame_type", number, { covers: ["frame_type_name"] }),
    field("frame_version", "wpan.version", number),
    field("sequence_number", "wpan.seq_no", number),
    field("destination_pan", "wpan.dst_pan", number),
    field("command", "wpan.cmd", number),
    field("beacon_order", "wpan.beacon_order", number),
    field("superframe_order", "wpan.superframe_order", number),
    field("short_address", "wpan.asoc.addr", number),
  ],
  incomparable: {
    "*": "addresses are numbers or text by their width; flags are words there; source PANs are told there only where they stand",
  },
};
