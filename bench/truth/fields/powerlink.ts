import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** Ethernet POWERLINK; the index of an answer comes from its request. */
export const powerlink: FieldMap = {
  protocol: "powerlink",
  filter: "epl",
  fields: [
    field("message_type", "epl.mtyp", number),
    field("service_id", "epl.asnd.svid", number),
    field("receive_sequence", "epl.asnd.sdo.seq.receive.sequence.number", number),
    field("send_sequence", "epl.asnd.sdo.seq.send.sequence.number", number),
    field("send_connection", "epl.asnd.sdo.seq.send.con", number),
    field("transaction_id", "epl.asnd.sdo.cmd.transaction.id", number),
  ],
  incomparable: { "*": "not a column of its own there" },
};
