import { type FieldMap, field } from "../field.ts";
import { address, number } from "../normalize.ts";

/** PROFINET PTCP: IEC 61158-6-10. */
export const profinetPtcp: FieldMap = {
  protocol: "profinet_ptcp",
  filter: "pn_ptcp",
  plugin: true,
  fields: [
    field("sequence_id", "pn_ptcp.sequence_id", number),
    field("tlvs.port_mac_address", "pn_ptcp.port_mac_address", address),
  ],
  incomparable: {
    delay_1ns: "one of three columns there",
    "tlvs.type": "our words for a number",
  },
};
