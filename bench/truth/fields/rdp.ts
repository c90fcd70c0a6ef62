import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** Remote desktop negotiation: MS-RDPBCGR section 2.2.1.1. */
export const rdp: FieldMap = {
  protocol: "rdp",
  filter: "rdp",
  fields: [
    field("type", "rdp.neg_type", number),
    field("length", "rdp.neg_length", number),
    field("requested_protocols", ["rdp.negReq.requestedProtocols"], number, { covers: ["requested_protocol_names"] }),
    field("selected_protocol", ["rdp.negReq.selectedProtocol"], number, { covers: ["selected_protocol_names"] }),
  ],
  incomparable: { flags: "one field for requests and one for answers there" },
};
