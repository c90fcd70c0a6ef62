import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** NAS of 5G: 3GPP TS 24.501. */
export const nas5g: FieldMap = {
  protocol: "nas5g",
  filter: "nas-5gs",
  fields: [
    field("pdu_session_id", "nas_5gs.pdu_session_id", number, { within: true }),
    field("dnn", "nas_5gs.cmn.dnn", text),
    field("cause", "nas_5gs.mm.5gmm_cause", number),
    field("sequence_number", "nas_5gs.seq_no", number, { within: true }),
    field("security_header_type", "nas_5gs.security_header_type", number, { within: true }),
    field("plmn", "e212.mcc", number, { turn: (value) => (value as string).split("-")[0], within: true }),
  ],
  incomparable: { "*": "told by what it means" },
};
