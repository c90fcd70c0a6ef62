import { field } from "../field.ts";
import { number, octets } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** Implicit messages. */
export const cipIo: LogMap = {
  log: "cip_io",
  protocol: "cipio",
  columns: [
    ...["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"],
    ...["is_orig", "source_h", "source_p", "destination_h", "destination_p"],
    ...["connection_id", "sequence_number", "data_length", "io_data"],
  ],
  fields: [
    field("connection_id", "connection_id", number),
    field("sequence_number", "sequence_number", number),
    field("length", "data_length", number),
    field("io_data", "io_data", octets),
  ],
};
