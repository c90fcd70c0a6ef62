import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** NetBIOS session service: RFC 1002 section 4.3. */
export const nbss: FieldMap = {
  protocol: "nbss",
  filter: "nbss",
  fields: [
    field("type", "nbss.type", number),
    field("length", "nbss.length", number),
    field("error_code", "nbss.error_code", number),
  ],
  incomparable: {
    called_name: "Wireshark writes the suffix behind the name",
    called_suffix: "as above",
    called_suffix_name: "as above",
    calling_name: "as above",
    calling_suffix: "as above",
    calling_suffix_name: "as above",
  },
};
