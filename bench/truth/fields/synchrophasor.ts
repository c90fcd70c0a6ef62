import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** Synchrophasors: IEEE C37.118.2. */
export const synchrophasor: FieldMap = {
  protocol: "synchrophasor",
  filter: "synphasor",
  fields: [
    field("frame_size", "synphasor.frsize", number),
    field("id_code", "synphasor.idcode_stream_source", number),
    field("num_pmu", "synphasor.conf.numpmu", number),
  ],
  incomparable: {
    "*": "values are told as process points, names as lists",
  },
};
