import { type FieldMap, field } from "../field.ts";
import { number, octets } from "../normalize.ts";

const VERSIONS: Readonly<Record<string, number>> = { 1: 1, 2: 0x6b3343cf };

/** QUIC: RFC 9000, 9369. What is encrypted is not compared. */
export const quic: FieldMap = {
  protocol: "quic",
  filter: "quic",
  fields: [
    field("version", "quic.version", number, { turn: (value) => VERSIONS[value as string] ?? value }),
    field("destination_connection_id", "quic.dcid", octets, { when: (one) => "version" in one, within: true }),
    field("source_connection_id", "quic.scid", octets),
    field("token_length", "quic.token_length", number, { within: true }),
    field("length", "quic.length", number),
  ],
  incomparable: { "*": "told by what it means" },
};
