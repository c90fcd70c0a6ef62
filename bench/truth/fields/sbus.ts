import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** SAIA S-Bus: header and telegram. */
export const sbus: FieldMap = {
  protocol: "sbus",
  filter: "sbus",
  fields: [
    field("length", "sbus.len", number),
    field("version", "sbus.vers", number),
    field("sequence", "sbus.seq", number),
    field("attribute", "sbus.att", number),
    field("station", "sbus.destination", number),
    field("command", "sbus.cmd", number),
    field("nak_code", "sbus.nakcode", number),
    field("pcd_type", "sbus.pcd_type", text),
    field("firmware_version", "sbus.fw_version", text),
  ],
  incomparable: { "*": "not a column of its own there" },
};
