import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";
import { DNS_INCOMPARABLE, dnsFields } from "./dns-fields.ts";

/** LLMNR: RFC 4795. */
export const llmnr: FieldMap = {
  protocol: "llmnr",
  filter: "llmnr",
  fields: dnsFields([
    field("conflict", "dns.flags.conflict", number),
    field("tentative", "dns.flags.tentative", number),
  ]),
  incomparable: DNS_INCOMPARABLE,
};
