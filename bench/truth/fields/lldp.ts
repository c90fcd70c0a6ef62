import { type FieldMap, field } from "../field.ts";
import { address, number, octets, text } from "../normalize.ts";

const isMac = (value: unknown) => (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(value as string) ? value : undefined);
const isNoMac = (value: unknown) => (isMac(value) === undefined ? value : undefined);

/** The octets of an object identifier as dotted numbers; some devices send other octets in its place. */
function dotted(value: unknown): string | undefined {
  const octet = (value as string).match(/../g)?.map((digits) => Number.parseInt(digits, 16)) ?? [];
  if (octet[0] !== 0x2b) return undefined;
  const parts = [1, 3];
  let part = 0;
  for (const one of octet.slice(1)) {
    part = part * 128 + (one & 0x7f);
    if (one < 0x80) {
      parts.push(part);
      part = 0;
    }
  }
  return parts.join(".");
}

/** LLDP: IEEE 802.1AB. */
export const lldp: FieldMap = {
  protocol: "lldp",
  filter: "lldp",
  fields: [
    field("chassis_id_subtype", "lldp.chassis.subtype", number),
    field("chassis_id", "lldp.chassis.id.mac", address, { name: "chassis_id (hardware address)", turn: isMac }),
    field("chassis_id", "lldp.chassis.id", octets, {
      turn: (value) => isNoMac(value) && Buffer.from(value as string, "latin1").toString("hex"),
    }),
    field("port_id_subtype", "lldp.port.subtype", number),
    field("port_id", "lldp.port.id.mac", address, { name: "port_id (hardware address)", turn: isMac }),
    field("port_id", "lldp.port.id", text, { turn: isNoMac }),
    field("time_to_live", "lldp.time_to_live", number),
    field("system_name", "lldp.tlv.system.name", text),
    field("system_description", "lldp.tlv.system.desc", text),
    field("port_description", "lldp.port.desc", text),
    field("management_addresses.subtype", "lldp.mgn.address.subtype", number),
    field("management_addresses.address", "lldp.mgn.addr.ip4", address),
    field("management_addresses.interface_subtype", "lldp.mgn.interface.subtype", number),
    field("management_addresses.interface_number", "lldp.mgn.interface.number", number),
    field("management_addresses.oid", "lldp.mgn.obj.id", text, { turn: dotted }),
    field("organizational.oui", "lldp.orgtlv.oui", number, { turn: (value) => `0x${value as string}` }),
    field("organizational.port_vlan_id", "lldp.ieee.802_1.port_vlan.id", number),
    field("organizational.auto_negotiation", "lldp.ieee.802_3.mac_phy_auto_neg_status", number),
    field("organizational.advertised_capability", "lldp.ieee.802_3.pmd_auto_neg_advertised_caps", number),
    field("organizational.operational_mau_type", "lldp.ieee.802_3.pmd_mau_type", number),
    field("organizational.maximum_frame_size", "lldp.ieee.802_3.max_frame_size", number),
    field("organizational.chassis_mac", "lldp.profinet.cm_mac_add", address),
    field("organizational.rt_class2_status", "lldp.profinet.rtc2_port_status", number),
    field("organizational.rt_class3_status", "lldp.profinet.rtc3_port_status", number),
  ],
  incomparable: {
    "organizational.med_capabilities": "Wireshark's column has another name in each version",
    "organizational.med_device_type": "as above",
    "organizational.subtype": "Wireshark has a field for each organization",
    capabilities: "our words for bits",
    enabled_capabilities: "our words for bits",
  },
};
