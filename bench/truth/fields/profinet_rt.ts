import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** PROFINET real-time frames: IEC 61158-6-10. */
export const profinetRt: FieldMap = {
  protocol: "profinet_rt",
  filter: "pn_rt",
  plugin: true,
  fields: [
    field("frame_id", "pn_rt.frame_id", number),
    field("cycle_counter", "pn_rt.cycle_counter", number),
    field("data_status", "pn_rt.ds", number),
    field("primary", "pn_rt.ds_primary", number),
    field("redundancy", "pn_rt.ds_redundancy", number),
    field("data_valid", "pn_rt.ds_valid", number),
    field("provider_runs", "pn_rt.ds_operate", number),
    field("station_problem", "pn_rt.ds_ok", number, { turn: (value) => !value }),
    field("ignore", "pn_rt.ds_ignore", number),
    field("transfer_status", "pn_rt.transfer_status", number),
    field("alarm_destination_endpoint", "pn_io.alarm_dst_endpoint", number),
    field("alarm_source_endpoint", "pn_io.alarm_src_endpoint", number),
    field("pdu_type", "pn_io.pdu_type.type", number),
    field("pdu_version", "pn_io.pdu_type.version", number),
    field("window_size", "pn_io.window_size", number),
    field("tack", "pn_io.tack", number),
    field("send_seq_num", "pn_io.send_seq_num", number),
    field("ack_seq_num", "pn_io.ack_seq_num", number),
    field("var_part_len", "pn_io.var_part_len", number),
    field("pnio_status.code", "pn_io.error_code", number),
    field("pnio_status.decode", "pn_io.error_decode", number),
  ],
  incomparable: {
    class: "our words for the range of the frame identifier",
    length: "ours",
    "pnio_status.code_1": "a column for each kind of error there",
    "pnio_status.code_2": "as above",
  },
};
