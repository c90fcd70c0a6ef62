import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** C12.22: ANSI C12.22-2012 section 5.3. */
export const c1222: FieldMap = {
  protocol: "c1222",
  filter: "c1222",
  fields: [
    field("called_ap_title", ["c1222.called_ap_title_abs", "c1222.called_ap_title_rel"], text, { within: true }),
    field("calling_ap_title", ["c1222.calling_ap_title_abs", "c1222.calling_ap_title_rel"], text, { within: true }),
    field("called_ap_invocation_id", "c1222.called_AP_invocation_id", number),
    field("calling_ap_invocation_id", "c1222.calling_AP_invocation_id", number),
    field("response_control", "c1222.epsem.flags.response_control", number),
    field("service", ["c1222.cmd", "c1222.err"], number),
    field("user_id", "c1222.logon.id", number),
    field("user", "c1222.logon.user", text),
  ],
  incomparable: { "*": "told by what it means" },
};
