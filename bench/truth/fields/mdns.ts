import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";
import { DNS_INCOMPARABLE, dnsFields } from "./dns-fields.ts";

const isResponse = (message: Readonly<Record<string, unknown>>) => message["response"] === true;

/** Multicast DNS: RFC 6762. */
export const mdns: FieldMap = {
  protocol: "mdns",
  filter: "mdns",
  fields: dnsFields([
    field("authoritative", "dns.flags.authoritative", number, { when: isResponse }),
    field("recursion_desired", "dns.flags.recdesired", number),
    field("recursion_available", "dns.flags.recavail", number, { when: isResponse }),
    field("z", "dns.flags.z", number),
    field("authenticated_data", "dns.flags.authenticated", number, { when: isResponse }),
    field("checking_disabled", "dns.flags.checkdisable", number),
  ]),
  incomparable: DNS_INCOMPARABLE,
};
