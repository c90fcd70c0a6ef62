import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** ICMP: RFC 792. */
export const icmp: FieldMap = {
  protocol: "icmp",
  filter: "icmp",
  fields: [
    field("type", "icmp.type", number),
    field("code", "icmp.code", number),
    field("checksum", "icmp.checksum", number),
    field("identifier", "icmp.ident", number, { within: true }),
    field("sequence_number", "icmp.seq", number),
    field("answers_frame", "icmp.resp_to", number),
    field("next_hop_mtu", "icmp.mtu", number),
  ],
  incomparable: {
    data_length: "Wireshark takes a time stamp off that it finds in the data",
    local: "a bit of extended echo requests, which are in one broken message only",
    quoted_source: "columns of IP hold the outer and the quoted head alike",
    quoted_destination: "as above",
    quoted_protocol: "as above",
    quoted_source_port: "as above",
    quoted_destination_port: "as above",
  },
};
