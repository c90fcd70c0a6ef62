import { type FieldMap, field } from "../field.ts";
import { address, number, octets, text } from "../normalize.ts";

/** EtherNet/IP encapsulation: CIP Volume 2 chapter 2. */
export const enip: FieldMap = {
  protocol: "enip",
  filter: "enip",
  fields: [
    field("command", "enip.command", number),
    field("length", "enip.length", number),
    field("session_handle", "enip.session", number),
    field("status", "enip.status", number, { covers: ["status_name"] }),
    field("sender_context", "enip.context", octets),
    field("options", "enip.options", number),
    field("interface_handle", ["enip.srrd.iface", "enip.sud.iface"], number),
    field("timeout", "enip.timeout", number),
    field("item_count", "enip.cpf.itemcount", number),
    field("items.type_id", "enip.cpf.typeid", number, { ordered: true, covers: ["items.type_name"] }),
    field("items.length", "enip.cpf.length", number, { ordered: true }),
    field("items.connection_id", ["enip.cpf.cai.connid", "enip.cpf.sai.connid"], number),
    field("answers_frame", "enip.response_to", number),
    field("items.protocol_version", "enip.encapver", number),
    field("items.capability_flags", "enip.lsr.capaflags", number),
    field("items.supports_cip_over_tcp", "enip.lsr.capaflags.tcp", number),
    field("items.supports_class_0_1_over_udp", "enip.lsr.capaflags.udp", number),
    field("items.name_of_service", "enip.lsr.servicename", text),
    field("protocol_version", "enip.rs.version", number),
    field("options_flags", "enip.rs.flags", number),
    field("items.socket_address.sin_family", "enip.sinfamily", number),
    field("items.socket_address.sin_port", "enip.sinport", number),
    field("items.socket_address.sin_addr", "enip.sinaddr", address),
    field("items.vendor_id", "enip.lir.vendor", number, { covers: ["items.vendor_name"] }),
    field("items.device_type", "enip.lir.devtype", number, { covers: ["items.device_type_name"] }),
    field("items.product_code", "enip.lir.prodcode", number),
    field("items.revision", "enip.lir.revision", number, {
      // "4.003" is 4 and 3 in the octets of a number whose lower octet is the major revision.
      turn: (value) => {
        const [major, minor] = (value as string).split(".").map(Number);
        return major * 256 + minor;
      },
    }),
    field("items.device_status.value", "enip.lir.status", number, { covers: ["items.device_status"] }),
    field("items.serial_number", "enip.lir.serial", number, { turn: (value) => Number.parseInt(value as string, 16) }),
    field("items.product_name", "enip.lir.name", text),
    field("items.state", "enip.lir.state", number, { covers: ["items.state_name"] }),
  ],
  incomparable: {
    "items.item_data": "an item of a command that was withdrawn from the standard, octets only here",
  },
};
