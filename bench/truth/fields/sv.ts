import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** Sampled values: IEC 61850-9-2. */
export const sv: FieldMap = {
  protocol: "sv",
  filter: "sv",
  fields: [
    field("appid", "sv.appid", number),
    field("length", "sv.length", number),
    field("number_of_asdu", "sv.noASDU", number),
    field("asdu.smp_cnt", "sv.smpCnt", number),
    field("asdu.conf_rev", "sv.confRev", number),
    field("asdu.smp_synch", "sv.smpSynch", number),
  ],
  incomparable: {
    "*": "octets of samples and names of clocks",
  },
};
