import { type FieldMap, field } from "../field.ts";
import { address, number } from "../normalize.ts";

/** Addresses of other protocols than IPv4 are octets here. */
const dotted = (value: unknown) => ((value as string).includes(".") ? value : undefined);

/** ARP: RFC 826. */
export const arp: FieldMap = {
  protocol: "arp",
  filter: "arp",
  fields: [
    field("hardware_type", "arp.hw.type", number),
    field("protocol_type", "arp.proto.type", number),
    field("hardware_length", "arp.hw.size", number),
    field("protocol_length", "arp.proto.size", number),
    field("opcode", "arp.opcode", number),
    field("sender_hardware_address", ["arp.src.hw_mac"], address),
    field("sender_protocol_address", ["arp.src.proto_ipv4"], address, { turn: dotted }),
    field("target_hardware_address", ["arp.dst.hw_mac"], address),
    field("target_protocol_address", ["arp.dst.proto_ipv4"], address, { turn: dotted }),
    field("announcement", "arp.isgratuitous", number, {
      when: (message) => dotted(message["sender_protocol_address"]) !== undefined,
    }),
  ],
  incomparable: {},
};
