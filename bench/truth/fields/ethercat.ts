import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** EtherCAT: frames, datagrams and mailboxes. */
export const ethercat: FieldMap = {
  protocol: "ethercat",
  filter: "ecatf",
  plugin: true,
  fields: [
    field("length", "ecatf.length", number),
    field("type", "ecatf.type", number),
    field("command", "ecat.cmd", number),
    field("index", "ecat.idx", number),
    field("device_address", "ecat.adp", number),
    field("offset", "ecat.ado", number),
    field("logical_address", "ecat.lad", number),
    field("working_counter", "ecat.cnt", number),
    field("mailbox_length", "ecat_mailbox.length", number),
    field("mailbox_type", "ecat_mailbox.type", number),
    field("mailbox_counter", "ecat_mailbox.counter", number),
  ],
  incomparable: { "*": "not a column of its own there" },
};
