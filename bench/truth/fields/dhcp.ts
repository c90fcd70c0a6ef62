import { type DissectedMessage, type Field, type FieldMap, field } from "../field.ts";
import { address, number, text } from "../normalize.ts";

interface Option {
  code: number;
  value?: unknown;
}

/** The value of one option. */
function option(code: number, column: string, as: Field["as"], name: string): Field {
  return field("options", `dhcp.option.${column}`, as, {
    name: `option ${code} (${name})`,
    turn: (one) => {
      const { code: own, value } = one as Option;
      return own === code && typeof value !== "object"
        ? value
        : own === code && Array.isArray(value)
          ? value
          : undefined;
    },
  });
}

/** Wireshark shows an unspecified message type as BOOTP without the option. */
const hasType = (message: DissectedMessage) => (message["message_type"] as number) > 0;

/** DHCP: RFC 2131 and 2132. */
export const dhcp: FieldMap = {
  protocol: "dhcp",
  filter: "dhcp",
  fields: [
    field("op", "dhcp.type", number),
    field("htype", "dhcp.hw.type", number, { within: true }),
    field("hlen", "dhcp.hw.len", number),
    field("hops", "dhcp.hops", number),
    field("xid", "dhcp.id", number),
    field("secs", "dhcp.secs", number),
    field("flags", "dhcp.flags", number),
    field("broadcast", "dhcp.flags.bc", number),
    field("ciaddr", "dhcp.ip.client", address),
    field("yiaddr", "dhcp.ip.your", address),
    field("siaddr", "dhcp.ip.server", address),
    field("giaddr", "dhcp.ip.relay", address),
    field("chaddr", "dhcp.hw.mac_addr", address, { within: true }),
    field("sname", "dhcp.server", text),
    field("file", "dhcp.file", text),
    field("message_type", "dhcp.option.dhcp", number, { when: hasType }),
    field("options.code", "dhcp.option.type", number, { within: true, covers: ["options.name"] }),
    option(1, "subnet_mask", address, "subnet mask"),
    option(3, "router", address, "router"),
    option(6, "domain_name_server", address, "domain name server"),
    option(12, "hostname", text, "host name"),
    option(15, "domain_name", text, "domain name"),
    option(28, "broadcast_address", address, "broadcast address"),
    option(42, "ntp_server", address, "time servers"),
    option(44, "netbios_over_tcpip_name_server", address, "NetBIOS name server"),
    option(50, "requested_ip_address", address, "requested address"),
    option(51, "ip_address_lease_time", number, "lease time"),
    option(54, "dhcp_server_id", address, "server identifier"),
    option(55, "request_list_item", number, "requested options"),
    option(56, "message", text, "message"),
    option(57, "dhcp_max_message_size", number, "longest message"),
    option(58, "renewal_time_value", number, "renewal time"),
    option(59, "rebinding_time_value", number, "rebinding time"),
    option(60, "vendor_class_id", text, "vendor class"),
    field("options.value.type", "dhcp.hw.type", number, {
      name: "client identifier (hardware type)",
      within: true,
      turn: (value) => value || undefined,
    }),
  ],
  incomparable: {
    "options.value": "other options: Wireshark has a field for each",
    "**.octets": "options without a known form",
  },
};
