import { type Field, type FieldMap, field } from "../field.ts";
import { address, instant, number, octets, text } from "../normalize.ts";

interface Option {
  code: number;
  value: unknown;
}

/** The value of the options of these codes, or what `part` takes of it. */
function option(
  codes: readonly number[],
  columns: string | readonly string[],
  as: Field["as"],
  name: string,
  part: (value: Record<string, unknown>) => unknown = (value) => value,
): Field {
  return field("options", columns, as, {
    name: `option ${codes.join(", ")} (${name})`,
    turn: (one) => {
      const { code, value } = one as Option;
      return codes.includes(code) ? part(value as Record<string, unknown>) : undefined;
    },
  });
}

/** Wireshark ends a name that is complete with a dot. */
const bare: Field["as"] = { ours: text.ours, theirs: (value) => text.theirs(value)?.replace(/\.$/, "") };
const IDENTIFIERS = [1, 2, 53];
/** Codes of options and of the options in them. */
const codes = (options: unknown): number[] =>
  ((options ?? []) as Option[]).flatMap(({ code, value }) => [
    code,
    ...codes((value as { options?: unknown }).options),
  ]);
const ASSOCIATIONS = [3, 25];

/** DHCPv6: RFC 8415. */
export const dhcpv6: FieldMap = {
  protocol: "dhcpv6",
  filter: "dhcpv6",
  fields: [
    field("msg_type", "dhcpv6.msgtype", number),
    field("transaction_id", "dhcpv6.xid", number),
    field("hop_count", "dhcpv6.hopcount", number),
    field("link_address", "dhcpv6.linkaddr", address),
    field("peer_address", "dhcpv6.peeraddr", address),
    field("msg_type", "dhcpv6.option.type", number, {
      name: "options.code",
      turn: (_, message) => codes(message["options"]),
      covers: ["**.code"],
    }),
    option(IDENTIFIERS, "dhcpv6.duid.bytes", octets, "identifier", ({ duid }) => duid),
    option(IDENTIFIERS, "dhcpv6.duid.type", number, "type of the identifier", ({ type }) => type),
    option(
      IDENTIFIERS,
      ["dhcpv6.duidllt.hwtype", "dhcpv6.duidll.hwtype"],
      number,
      "hardware type",
      ({ hardware_type: type }) => type,
    ),
    option(IDENTIFIERS, "dhcpv6.duidllt.time", instant, "time of the identifier", ({ time }) =>
      // Counted from 2000 (RFC 8415 section 11.2).
      time === undefined ? undefined : (time as number) + 946_684_800,
    ),
    option(
      IDENTIFIERS,
      ["dhcpv6.duidllt.link_layer_addr", "dhcpv6.duidll.link_layer_addr"],
      address,
      "link-layer address",
      ({ link_layer_address: own }) => own,
    ),
    option(ASSOCIATIONS, "dhcpv6.iaid", octets, "association", ({ iaid }) =>
      (iaid as number).toString(16).padStart(8, "0"),
    ),
    option(ASSOCIATIONS, "dhcpv6.iaid.t1", number, "T1", ({ t1 }) => t1),
    option(ASSOCIATIONS, "dhcpv6.iaid.t2", number, "T2", ({ t2 }) => t2),
    option([6], "dhcpv6.requested_option_code", number, "requested options"),
    option([7], "dhcpv6.option_preference", number, "preference"),
    option(
      [8],
      "dhcpv6.elapsed_time",
      number,
      "elapsed time",
      (value) =>
        // Hundredths of a second (RFC 8415 section 21.9); Wireshark tells milliseconds.
        Number(value) * 10,
    ),
    option([13], "dhcpv6.status_code", number, "status", ({ status }) => status),
    option([16], "dhcpv6.vendorclass.enterprise", number, "enterprise", ({ enterprise }) => enterprise),
    option([16], "dhcpv6.vendorclass.data", text, "vendor class", ({ classes }) => classes),
    option([23], "dhcpv6.dns_server", address, "name servers"),
    option([24], "dhcpv6.search_list_entry", bare, "search list"),
    option([39], "dhcpv6.client_fqdn_flags", number, "flags of the name", ({ flags }) => flags),
    option([39], "dhcpv6.client_domain", bare, "name of the client", ({ name }) => name),
  ],
  incomparable: {
    flags: "of DHCPv4 inside, which no capture here holds",
    "**.name": "our words for the number",
    "**.type_name": "our words for the number",
    "options.value": "options that no capture here holds: Wireshark has a field for each",
  },
};
