import { type FieldMap, field } from "../field.ts";
import { number, octets } from "../normalize.ts";

/** PCCC: DF1 protocol and command set reference manual, 1770-6.5.16. */
export const pccc: FieldMap = {
  protocol: "pccc",
  filter: "cippccc",
  fields: [
    field("command", "cip.pccc.cmd.code", number),
    field("status", "cip.pccc.gs.status", number, { covers: ["status_name"] }),
    field("transaction", "cip.pccc.tns.code", number),
    field("requestor_vendor_id", "cip.pccc.cip.vend.id", number),
    field("requestor_serial_number", "cip.pccc.cip.serial.num", number),
    field("function_code", ["cip.pccc.fnc.code_06", "cip.pccc.fnc.code_07", "cip.pccc.fnc.code_0f"], number),
    field("function_data", "cip.pccc.data", octets, { when: (message) => message["bulletin_name"] === undefined }),
  ],
  incomparable: Object.fromEntries(
    [
      ...["bulletin_name", "extended_interface_type", "extended_processor_type", "major_error", "processor_mode"],
      ...["processor_mode_name", "program_id", "revision", "series"],
    ].map((path) => [path, "the answer to a diagnostic status, octets there"]),
  ),
};
