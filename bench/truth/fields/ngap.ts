import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** NGAP: 3GPP TS 38.413. */
export const ngap: FieldMap = {
  protocol: "ngap",
  filter: "ngap",
  fields: [
    field("procedure_code", "ngap.procedureCode", number),
    field("amf_ue_ngap_id", "ngap.AMF_UE_NGAP_ID", number),
    field("ran_ue_ngap_id", "ngap.RAN_UE_NGAP_ID", number),
  ],
  incomparable: {
    "*": "elements are told by what they mean",
  },
};
