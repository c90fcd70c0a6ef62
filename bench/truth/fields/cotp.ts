import { type FieldMap, field } from "../field.ts";
import { number, octets } from "../normalize.ts";

/** COTP: ISO 8073 in ISO transport on TCP (RFC 1006). */
export const cotp: FieldMap = {
  protocol: "cotp",
  filter: "cotp",
  fields: [
    field("operation", "cotp.type", number, {
      name: "TPDU type",
      turn: (value) =>
        ({
          ...{ connection_request: 0x0e, connection_confirm: 0x0d, data: 0x0f, disconnect_request: 0x08 },
          ...{ disconnect_confirm: 0x0c, expedited_data: 0x01, tpdu_error: 0x07 },
        })[value as string] ?? value,
    }),
    field("eot", "cotp.eot", number),
    field("tpdu_number", "cotp.tpdu-number", number),
    field("tsdu_length", "cotp.reassembled.length", number),
    field("src_ref", "cotp.srcref", number),
    field("dst_ref", "cotp.destref", number),
    field("credit", "cotp.credit", number),
    field("class", "cotp.class", number),
    field("extended_formats", "cotp.opts.extended_formats", number),
    field("no_explicit_flow_control", "cotp.opts.no_explicit_flow_control", number),
    field("src_tsap", ["cotp.src-tsap-bytes"], octets),
    field("dst_tsap", ["cotp.dst-tsap-bytes"], octets),
    field("tpdu_size", "cotp.tpdu_size", number),
    field("parameters.code", "cotp.parameter_code", number, { ordered: true, covers: ["parameters.value"] }),
  ],
  incomparable: {
    user_data_length: "ours",
    connection_type: "Siemens' meaning of the called selector, compared as dst_tsap",
    rack: "as above",
    slot: "as above",
  },
};
