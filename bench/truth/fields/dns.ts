import type { FieldMap } from "../field.ts";
import { DNS_FLAGS, DNS_INCOMPARABLE, dnsFields } from "./dns-fields.ts";

/** DNS: RFC 1035. */
export const dns: FieldMap = {
  protocol: "dns",
  filter: "dns",
  fields: dnsFields(DNS_FLAGS),
  incomparable: DNS_INCOMPARABLE,
};
