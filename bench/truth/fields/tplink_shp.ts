import { type FieldMap, field } from "../field.ts";

/** Messages are JSON text, which Wireshark shows whole: what is told must stand in it. */
export const tplinkShp: FieldMap = {
  protocol: "tplink_shp",
  filter: "tplink-smarthome",
  fields: [
    field("module", "json.key", { ours: (value) => value as string, theirs: (value) => value }, { within: true }),
    field("command", "json.key", { ours: (value) => value as string, theirs: (value) => value }, { within: true }),
  ],
  incomparable: { "*": "values of the JSON text there" },
};
