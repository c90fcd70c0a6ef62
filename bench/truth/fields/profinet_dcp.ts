import { type FieldMap, field } from "../field.ts";
import { address, number, text } from "../normalize.ts";

/** PROFINET DCP: IEC 61158-6-10. */
export const profinetDcp: FieldMap = {
  protocol: "profinet_dcp",
  filter: "pn_dcp",
  plugin: true,
  fields: [
    field("frame_id", "pn_rt.frame_id", number),
    field("service_id", "pn_dcp.service_id", number),
    field("service_type", "pn_dcp.service_type", number),
    field("xid", "pn_dcp.xid", number),
    field("response_delay", "pn_dcp.response_delay", number),
    field("dcp_data_length", "pn_dcp.data_length", number),
    field("blocks.option", "pn_dcp.option", number, { within: true }),
    field("blocks.length", "pn_dcp.block_length", number, { ordered: true }),
    field("blocks.name_of_station", "pn_dcp.suboption_device_nameofstation", text),
    field("blocks.type_of_station", "pn_dcp.suboption_device_devicevendorvalue", text),
    field("blocks.vendor_id", "pn_dcp.suboption_vendor_id", number),
    field("blocks.device_id", "pn_dcp.suboption_device_id", number),
    field("blocks.device_role", "pn_dcp.suboption_device_role", number),
    field("blocks.ip_address", "pn_dcp.suboption_ip_ip", address),
    field("blocks.subnet_mask", "pn_dcp.suboption_ip_subnetmask", address),
    field("blocks.standard_gateway", "pn_dcp.suboption_ip_standard_gateway", address),
    field("blocks.device_initiative", "pn_dcp.deviceinitiative_value", number),
  ],
  incomparable: {
    reserved: "one of two reserved fields there",
    "blocks.suboption": "Wireshark has a field for each option",
    "blocks.name": "our words for option and suboption",
    "blocks.block_info": "one field for each option there",
    "blocks.options": "our words for a list of options",
    "blocks.roles": "our words for bits",
    "blocks.ip_state": "our words for the block's info",
    "blocks.address_conflict": "a bit of the block's info",
    "blocks.block_qualifier": "one field for each option there",
    "blocks.permanent": "a bit of the qualifier",
    "blocks.response_to": "our words",
    "blocks.block_error": "our words for a number",
  },
};
