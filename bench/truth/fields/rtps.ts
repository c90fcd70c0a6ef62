import { type FieldMap, field } from "../field.ts";
import { number, octets, text } from "../normalize.ts";

/** RTPS: header and discovery. */
export const rtps: FieldMap = {
  protocol: "rtps",
  filter: "rtps",
  fields: [
    field("guid_prefix", "rtps.guidPrefix", octets),
    field("reader_entity", "rtps.sm.rdEntityId", number),
    field("writer_entity", "rtps.sm.wrEntityId", number),
    field("entity_name", "rtps.param.entityName", text),
    field("sequence_number", "rtps.sm.seqNumber", number),
  ],
  incomparable: { "*": "not a column of its own there" },
};
