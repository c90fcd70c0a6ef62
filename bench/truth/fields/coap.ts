import { type FieldMap, field } from "../field.ts";
import { number, octets, text } from "../normalize.ts";

const TYPES: Readonly<Record<string, number>> = { CON: 0, NON: 1, ACK: 2, RST: 3 };
/** "2.05" is class 2 in three bits, 5 in five. */
const code = (value: unknown) => {
  const [kind, detail] = (value as string).split(".").map(Number);
  return ((kind as number) << 5) | (detail as number);
};

/** CoAP: RFC 7252, 7641, 7959. */
export const coap: FieldMap = {
  protocol: "coap",
  filter: "coap",
  fields: [
    field("type", "coap.type", number, { turn: (value) => TYPES[value as string] }),
    field("code", "coap.code", number, { turn: code, covers: ["method", "response_code"] }),
    field("message_id", "coap.mid", number),
    field("token", "coap.token", octets),
    field("uri_path", "coap.opt.uri_path_recon", text, { within: true }),
    field("observe", "coap.opt.observe", number),
    // Of a payload in blocks Wireshark tells the length of the whole with the last of them.
    field("payload_length", "coap.payload_length", number, {
      when: (one) => !("block1" in one || "block2" in one),
    }),
    field("block1.number", "coap.opt.block_number", number, { within: true }),
    field("block2.number", "coap.opt.block_number", number, { within: true }),
    field("answers_frame", "coap.response_to", number),
  ],
  incomparable: { "*": "not a column of its own there" },
};
