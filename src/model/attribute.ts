/** What can be known of a device. Values are text as a person would write it. */
export const ATTRIBUTES = [
  "vendor",
  "model",
  "orderNumber",
  "hardware",
  "firmware",
  "serial",
  "software",
  "operatingSystem",
  "name",
  "domainName",
  "description",
  "location",
  "contact",
  "role",
  "kind",
  "user",
  "siteCode",
] as const;

/** One attribute; see ATTRIBUTES. `kind` is the maker's own word for the device class, `role` one of ROLES. */
export type Attribute = (typeof ATTRIBUTES)[number];
