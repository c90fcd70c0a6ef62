import { type FieldMap, field, type Normalizer } from "../field.ts";
import { address, number, text, words } from "../normalize.ts";

/** A text of several lines: Wireshark has a value for each, we have blanks between them. */
const lines: Normalizer = { ...words, separator: /(?!)/ };

/** Cisco Discovery Protocol; no public standard. */
export const cdp: FieldMap = {
  protocol: "cdp",
  filter: "cdp",
  fields: [
    field("version", "cdp.version", number),
    field("ttl", "cdp.ttl", number),
    field("checksum", "cdp.checksum", number),
    field("device_id", "cdp.deviceid", text),
    field("software_version", "cdp.software_version", lines),
    field("platform", "cdp.platform", text),
    field("port_id", "cdp.portid", text),
    field("addresses", "cdp.nrgyz.ip_address", address, { within: true }),
    field("vtp_management_domain", "cdp.vtp_management_domain", text),
    field("native_vlan", "cdp.native_vlan", number),
    field("duplex", "cdp.duplex", number, { turn: (value) => value === "full" }),
    field("trust_bitmap", "cdp.trust_bitmap", number),
    field("untrusted_port_cos", "cdp.untrusted_port_cos", number),
    field("other.type", "cdp.tlv.type", number, { within: true }),
  ],
  incomparable: {
    "other.value": "elements that we leave undecoded",
    capabilities: "our words for bits",
    management_addresses: "one column for all addresses there, compared as addresses",
  },
};
