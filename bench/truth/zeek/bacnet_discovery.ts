import { field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

/** Who-is, i-am and their likes; names of vendors come from two tables of the same list and are not compared. */
export const bacnetDiscovery: LogMap = {
  log: "bacnet_discovery",
  protocol: "bacnet",
  fields: [
    field("operation", "pdu_service", words, {
      turn: (value) => (["who_is", "i_am", "who_has", "i_have"].includes(value as string) ? value : undefined),
    }),
    {
      ...field("i_am_device_identifier.instance_number", "instance_number", number),
      rows: (row) => row["pdu_service"] === "i-am",
    },
  ],
};
