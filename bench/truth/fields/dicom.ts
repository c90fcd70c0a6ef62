import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** "1.2.840.10008.1.1" out of "Verification SOP Class (1.2.840.10008.1.1)". */
const uid = {
  ours: (value: unknown) => value as string,
  theirs: (value: string) => /\d+(?:\.\d+)+/.exec(value)?.[0],
};

/** DICOM upper layer: PS3.8. What messages say lies in elements that are no columns of their own there. */
export const dicom: FieldMap = {
  protocol: "dicom",
  filter: "dicom",
  fields: [
    field("protocol_version", "dicom.assoc.version", number),
    field("called_ae_title", "dicom.assoc.ae.called", text),
    field("calling_ae_title", "dicom.assoc.ae.calling", text),
    field("application_context", "dicom.actx", uid),
    field("presentation_contexts.context_id", "dicom.pctx.id", number, { within: true }),
    field("presentation_contexts.abstract_syntax", "dicom.pctx.abss.syntax", uid),
    field("presentation_contexts.transfer_syntaxes", "dicom.pctx.xfer.syntax", uid),
    field("maximum_length", "dicom.max_pdu_len", number),
    field("implementation_class_uid", "dicom.userinfo.uid", uid),
    field("implementation_version_name", "dicom.userinfo.version", text),
    field("dicom_source", "dicom.assoc.reject.source", number),
    field("reason", "dicom.assoc.reject.reason", number, { covers: ["reason_name"] }),
    field("context_id", "dicom.pdv.ctx", number, { within: true }),
  ],
  incomparable: { "*": "an element among others there" },
};
