import { type FieldMap, field } from "../field.ts";
import { address, number } from "../normalize.ts";

/** NetBIOS datagram service: RFC 1002 section 4.4. */
export const nbdgm: FieldMap = {
  protocol: "nbdgm",
  filter: "nbdgm",
  fields: [
    field("type", "nbdgm.type", number),
    field("more", "nbdgm.next", number),
    field("first", "nbdgm.first", number),
    field("datagram_id", "nbdgm.dgram_id", number),
    field("source_ip", "nbdgm.src.ip", address),
    field("nbdgm_source_port", "nbdgm.src.port", number),
    field("length", "nbdgm.dgram_len", number),
    field("packet_offset", "nbdgm.pkt_offset", number),
  ],
  incomparable: {
    flags: "compared by its bits",
    source_name: "Wireshark writes the suffix behind the name",
    source_suffix: "as above",
    source_suffix_name: "as above",
    destination_name: "as above",
    destination_suffix: "as above",
    destination_suffix_name: "as above",
  },
};
