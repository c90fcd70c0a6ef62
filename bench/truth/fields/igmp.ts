import { type FieldMap, field } from "../field.ts";
import { address, number } from "../normalize.ts";

/** IGMP: RFC 2236 and 3376. */
export const igmp: FieldMap = {
  protocol: "igmp",
  filter: "igmp",
  fields: [
    field("version", "igmp.version", number),
    field("type", "igmp.type", number),
    field("maximum_response_code", "igmp.max_resp", number, { when: (message) => message["type"] !== 0x22 }),
    field("checksum", "igmp.checksum", number),
    field("group_address", "igmp.maddr", address),
    field("records.group_address", "igmp.maddr", address),
    field("record_count", "igmp.num_grp_recs", number),
    field("records.record_type", "igmp.record_type", number),
    field("records.source_count", "igmp.num_src", number),
  ],
  incomparable: {
    ...Object.fromEntries(
      [
        ...["source_count", "sources", "records.sources", "robustness", "suppress_router_processing"],
        ...["query_interval", "query_interval_code"],
      ].map((name) => [name, "of queries and sources of version 3, which no capture here holds"]),
    ),
  },
};
