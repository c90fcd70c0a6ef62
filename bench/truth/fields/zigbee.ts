import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** Zigbee. */
export const zigbee: FieldMap = {
  protocol: "zigbee",
  filter: "zbee_nwk || zbee_beacon",
  fields: [
    field("nwk_frame_type", "zbee_nwk.frame_type", number),
    field("nwk_destination", "zbee_nwk.dst", number),
    field("nwk_source", "zbee_nwk.src", number),
    field("nwk_radius", "zbee_nwk.radius", number),
    field("nwk_sequence_number", "zbee_nwk.seqno", number),
    field("nwk_command", "zbee_nwk.cmd.id", number),
    field("aps_frame_type", "zbee_aps.type", number),
    field("aps_destination_endpoint", "zbee_aps.dst", number),
    field("aps_source_endpoint", "zbee_aps.src", number),
    field("aps_profile", "zbee_aps.profile", number),
    field("aps_counter", "zbee_aps.counter", number),
    field("zcl_sequence_number", "zbee_zcl.cmd.tsn", number),
    field("stack_profile", "zbee_beacon.profile", number, { covers: ["stack_profile_name"] }),
    field("update_id", "zbee_beacon.update_id", number),
  ],
  incomparable: {
    "*": "columns there differ by cluster and layer: security headers of both layers share them",
  },
};
