import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** KNXnet/IP: ISO 22510. */
export const knxnet: FieldMap = {
  protocol: "knxnet",
  filter: "kip",
  fields: [
    field("service_type", "knxip.service.type", number),
    field("channel_id", "knxip.channel", number),
    field("sequence_counter", "knxip.seqctr", number),
    field("feature", "knxip.tunnel.feature", number),
  ],
  incomparable: { "*": "told by what it means" },
};
