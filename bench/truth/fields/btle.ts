import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** Bluetooth LE. */
export const btle: FieldMap = {
  protocol: "btle",
  filter: "btle",
  fields: [
    field("access_address", "btle.access_address", number),
    field("pdu_type", "btle.advertising_header.pdu_type", number),
    field("llid", "btle.data_header.llid", number),
    field("control_opcode", "btle.control_opcode", number),
    field("version_number", "btle.control.version_number", number),
    field("channel", "btl2cap.cid", number, { covers: ["channel_name"] }),
    field("l2cap_length", "btl2cap.length", number),
  ],
  incomparable: {
    "*": "addresses and advertising data have columns by their kind; the length has two, by the kind of packet",
  },
};
