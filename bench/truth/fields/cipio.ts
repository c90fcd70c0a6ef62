import { type FieldMap, field } from "../field.ts";
import { number, octets } from "../normalize.ts";

/** Implicit messages of CIP on UDP port 2222: CIP Volume 2 section 3-2.2. */
export const cipio: FieldMap = {
  protocol: "cipio",
  filter: "cipio",
  fields: [
    field("connection_id", "enip.cpf.sai.connid", number),
    field("sequence_number", "enip.cpf.sai.seq", number),
    field("io_data", "cipio.data", octets),
  ],
  incomparable: {
    length: "length of the data, which is compared as octets",
  },
};
