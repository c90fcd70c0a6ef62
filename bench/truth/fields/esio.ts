import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** SAIA Ether-S-I/O: transfers and status. */
export const esio: FieldMap = {
  protocol: "esio",
  filter: "esio",
  fields: [
    field("type", "esio.type", number),
    field("length", "esio.len", number),
    field("transaction_id", "esio.transaction_id", number),
    field("source_station", "esio.src_stn_id", number),
    field("telegram_id", "esio.transfer.tlg_id", number),
    field("transfer_count", "esio.data.nbr", number),
    field("transfers.transfer_id", "esio.data.transfer_id", number),
    field("transfers.destination_id", "esio.data.destination_id", number),
    field("transfers.length", "esio.data.length", number),
    field("status_type", "esio.sts.type", number),
    field("status_length", "esio.sts.length", number),
    field("status", "esio.sts.rio_sts", number),
    field("lost_telegrams", "esio.sts.rio_lost_tlg", number),
    field("diagnosis", "esio.sts.rio_diag", number),
  ],
  incomparable: { "*": "not a column of its own there" },
};
