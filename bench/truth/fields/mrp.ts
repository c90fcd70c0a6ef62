import { type FieldMap, field } from "../field.ts";
import { address, number, octets } from "../normalize.ts";

const PORT_ROLES: readonly unknown[] = ["primary_ring_port", "secondary_ring_port", "interconnection_port"];
const RING_STATES: readonly unknown[] = ["open", "closed"];
const place = (names: readonly unknown[]) => (value: unknown) => {
  const at = names.indexOf(value);
  return at < 0 ? value : at;
};

/** MRP: IEC 62439-2. Parts are told in the order of the frame. */
export const mrp: FieldMap = {
  protocol: "mrp",
  filter: "pn_mrp",
  plugin: true,
  fields: [
    field("version", "pn_mrp.version", number),
    // The end, which has no contents, is a part of its own there.
    field("tlvs.type", "pn_mrp.type", number, { within: true }),
    field("tlvs.length", "pn_mrp.length", number, { within: true }),
    field("tlvs.sequence_id", "pn_mrp.sequence_id", number),
    field("tlvs.domain_uuid", "pn_mrp.domain_uuid", octets),
    field("**.prio", "pn_mrp.prio", number),
    field("**.sa", "pn_mrp.sa", address),
    field("tlvs.port_role", "pn_mrp.port_role", number, { turn: place(PORT_ROLES) }),
    field("tlvs.ring_state", "pn_mrp.ring_state", number, { turn: place(RING_STATES) }),
    field("tlvs.transition", "pn_mrp.transition", number),
    field("tlvs.time_stamp", "pn_mrp.time_stamp", number),
    field("tlvs.interval", "pn_mrp.interval", number),
    field("tlvs.blocked", "pn_mrp.blocked", number),
    field("tlvs.oui", "pn_mrp.oui", number, { turn: (value) => `0x${value as string}` }),
    field("tlvs.ed1_type", "pn_mrp.ed1type", number),
    field("tlvs.ed1_manufacturer_data", "pn_mrp.ed1manufacturerdata", number, {
      turn: (value) => `0x${value as string}`,
    }),
    field("tlvs.sub_tlv.type", "pn_mrp.sub_type", number),
    field("tlvs.sub_tlv.other_mrm_prio", "pn_mrp.other_mrm_prio", number),
    field("tlvs.sub_tlv.other_mrm_sa", "pn_mrp.other_mrm_sa", address),
  ],
  incomparable: {
    "tlvs.in_id": "of interconnections, which Wireshark does not take apart",
    "tlvs.in_state": "as above",
    "tlvs.link_info": "as above",
    "tlvs.value": "octets of parts without a known form",
    "tlvs.sub_tlv.value": "as above",
  },
};
