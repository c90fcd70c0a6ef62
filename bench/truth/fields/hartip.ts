import { type FieldMap, field } from "../field.ts";
import { number, octets, text } from "../normalize.ts";

/** HART-IP: HCF_SPEC-085, with universal commands of SPEC-127. */
export const hartip: FieldMap = {
  protocol: "hartip",
  filter: "hart_ip",
  fields: [
    field("version", "hart_ip.version", number),
    field("message_type", "hart_ip.message_type", number),
    field("message_id", "hart_ip.message_id", number),
    field("status", "hart_ip.status", number),
    field("transaction_id", "hart_ip.transaction_id", number),
    field("msg_length", "hart_ip.msg_length", number),
    field("master_type", "hart_ip.session_init.master_type", number),
    field("inactivity_close_timer", "hart_ip.session_init.inactivity_close_timer", number),
    field("delimiter", "hart_ip.pt.delimiter", number),
    field("long_address", "hart_ip.pt.long_address", octets),
    field("command", "hart_ip.pt.command", number),
    field("byte_count", "hart_ip.pt.length", number),
    field("response_code", "hart_ip.pt.response_code", number),
    field("device_status", "hart_ip.pt.device_status", number),
    field("checksum", "hart_ip.pt.checksum", number),
    field("expanded_device_type", "hart_ip.pt.rsp.expanded_device_type", number),
    field("universal_revision", "hart_ip.pt.rsp.hart_univ_rev", number),
    field("device_revision", "hart_ip.pt.rsp.device_rev", number),
    field("software_revision", "hart_ip.pt.rsp.software_rev", number),
    field("manufacturer_id", "hart_ip.pt.rsp.manufacturer_Id", number, { covers: ["manufacturer"] }),
    field("device_profile", "hart_ip.pt.rsp.device_profile", number),
    field("pv", "hart_ip.pt.rsp.pv", number),
    field("sv", "hart_ip.pt.rsp.sv", number),
    field("tv", "hart_ip.pt.rsp.tv", number),
    field("qv", "hart_ip.pt.rsp.qv", number),
    field("long_tag", "hart_ip.pt.rsp.tag", text, { within: true }),
  ],
  incomparable: {
    "*": "each slot and revision has columns of its own there, or none",
  },
};
