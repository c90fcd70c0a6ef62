import { type FieldMap, field } from "../field.ts";
import { address, number } from "../normalize.ts";

/** Ethernet Global Data: GFK-2224. */
export const egd: FieldMap = {
  protocol: "egd",
  filter: "egd",
  fields: [
    field("type", "egd.type", number),
    field("version", "egd.ver", number),
    field("request_id", "egd.rid", number),
    field("producer_id", "egd.pid", address),
    field("exchange_id", "egd.exid", number),
    field("status", "egd.stat", number, { covers: ["status_name"] }),
    field("configuration_signature", "egd.csig", number),
    field("reserved", "egd.rsrv", number),
  ],
  incomparable: {
    timestamp_seconds: "one column there for both parts, as a date",
    timestamp_nanoseconds: "as above",
    data: "octets of an unknown layout",
  },
};
