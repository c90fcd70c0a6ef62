import { type Field, type FieldMap, field } from "../field.ts";
import { number, octets, rounded, text } from "../normalize.ts";

/** Values of one type anywhere in the data of a publication. */
function values(type: string, column: string, as: Field["as"]): Field {
  return field(`**.${type}`, `goose.${column}`, as, { name: `values: ${type}` });
}

/** GOOSE: IEC 61850-8-1. */
export const goose: FieldMap = {
  protocol: "goose",
  filter: "goose",
  fields: [
    field("appid", "goose.appid", number),
    field("length", "goose.length", number),
    field("reserved_1", "goose.reserve1", number),
    field("reserved_2", "goose.reserve2", number),
    field("gocbRef", "goose.gocbRef", text),
    field("timeAllowedtoLive", "goose.timeAllowedtoLive", number),
    field("datSet", "goose.datSet", text),
    field("goID", "goose.goID", text),
    field("stNum", "goose.stNum", number),
    field("sqNum", "goose.sqNum", number),
    field("simulation", "goose.simulation", number),
    field("confRev", "goose.confRev", number),
    field("ndsCom", "goose.ndsCom", number),
    field("numDatSetEntries", "goose.numDatSetEntries", number),
    values("boolean", "boolean", number),
    values("integer", "integer", number),
    values("unsigned", "unsigned", number),
    values("floating_point", "float_value", rounded(6)),
    values("bit_string", "bit_string", octets),
    values("octet_string", "octet_string", octets),
    values("visible_string", "visible_string", text),
  ],
  incomparable: {
    simulated: "ours: the bit of the header or that of the publication",
    t: "parts of a time that Wireshark writes as a date with nanoseconds",
    "**.padding": "of bit strings; not shown there",
    "**.quality": "our words for bit strings of 13 bits",
    "**.dbpos": "our words for bit strings of 2 bits",
    "**.binary_time": "parts of a time",
    "**.utc_time": "parts of a time",
  },
};
