import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** EtherCAT: IEC 61158-4-12. */
export const ethercat: FieldMap = {
  protocol: "ethercat",
  filter: "ecat",
  fields: [
    field("command", "ecat.cmd", number),
    field("index", "ecat.idx", number),
    field("adp", "ecat.adp", number),
    field("ado", "ecat.ado", number),
    field("working_counter", "ecat.cnt", number),
  ],
  incomparable: {
    "*": "states, objects and mailboxes are taken apart otherwise there",
  },
};
