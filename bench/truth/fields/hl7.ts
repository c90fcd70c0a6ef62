import { type FieldMap, field } from "../field.ts";
import { text } from "../normalize.ts";

/** HL7 version 2: what is no column there lies in the text of its segments. */
export const hl7: FieldMap = {
  protocol: "hl7",
  filter: "hl7",
  fields: [
    field("message_type", "hl7.message.type", text),
    field("trigger_event", "hl7.event.type", text),
    field("sending_application", "hl7.field", text, { within: true }),
    field("sending_facility", "hl7.field", text, { within: true }),
    field("receiving_application", "hl7.field", text, { within: true }),
    field("receiving_facility", "hl7.field", text, { within: true }),
    field("date_time", "hl7.field", text, { within: true }),
    field("message_control_id", "hl7.field", text, { within: true }),
    field("processing_id", "hl7.field", text, { within: true }),
  ],
  incomparable: { "*": "not a column of its own there" },
};
