import type { FieldMap } from "../field.ts";
import { DNS_FLAGS, DNS_INCOMPARABLE, dnsFields } from "./dns-fields.ts";

/** Multicast DNS: RFC 6762. */
export const mdns: FieldMap = {
  protocol: "mdns",
  filter: "mdns",
  fields: dnsFields(DNS_FLAGS),
  incomparable: DNS_INCOMPARABLE,
};
