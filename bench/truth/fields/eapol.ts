import { type FieldMap, field } from "../field.ts";
import { hexNumber, number } from "../normalize.ts";

/** EAP over LAN: IEEE 802.1X. */
export const eapol: FieldMap = {
  protocol: "eapol",
  filter: "eapol",
  fields: [
    field("version", "eapol.version", number),
    field("type", "eapol.type", number),
    field("length", "eapol.len", number),
    field("descriptor_type", "eapol.keydes.type", number),
    field("key_information", "wlan_rsna_eapol.keydes.key_info", number),
    field("key_length", ["eapol.keydes.key_len"], number),
    field("replay_counter", "eapol.keydes.replay_counter", hexNumber),
  ],
  incomparable: {},
};
