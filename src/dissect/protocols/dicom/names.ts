// DICOM: commands PS3.7 annex E, statuses PS3.7 annex C, objects PS3.6 annex A, reasons PS3.8 section 9.3.
import { operation, operationTable } from "../../operation.ts";

export const ASSOCIATE_RQ = 1;
export const ASSOCIATE_AC = 2;
export const ASSOCIATE_RJ = 3;
export const P_DATA = 4;
export const RELEASE_RQ = 5;
export const RELEASE_RP = 6;
export const ABORT = 7;

/** By type of protocol data unit; P-DATA goes by its command. */
export const UNITS = operationTable("dicom", [
  [ASSOCIATE_RQ, "a_associate_rq", "authenticate"],
  [ASSOCIATE_AC, "a_associate_ac", "authenticate"],
  [ASSOCIATE_RJ, "a_associate_rj", "authenticate"],
  [RELEASE_RQ, "a_release_rq", "other"],
  [RELEASE_RP, "a_release_rp", "other"],
  [ABORT, "a_abort", "other"],
]);
export const DATA_SET = operation("dicom", "data_set", "other");
export const EVENT_REPORT = 0x0100;
export const FIND = 0x0020;
export const MOVE = 0x0021;
export const GET = 0x0010;
export const STORE = 0x0001;
export const CANCEL = 0x0fff;
/** By command field without its response bit. */
export const COMMANDS = operationTable("dicom", [
  [STORE, "c_store", "file"],
  [GET, "c_get", "file"],
  [FIND, "c_find", "read"],
  [MOVE, "c_move", "file"],
  [0x0030, "c_echo", "other"],
  [EVENT_REPORT, "n_event_report", "alarm"],
  [0x0110, "n_get", "read"],
  [0x0120, "n_set", "write"],
  [0x0130, "n_action", "control"],
  [0x0140, "n_create", "write"],
  [0x0150, "n_delete", "write"],
  [CANCEL, "c_cancel", "control"],
]);

const STATUSES: Readonly<Record<number, string>> = {
  0: "success",
  261: "no_such_attribute",
  262: "invalid_attribute_value",
  263: "attribute_list_error",
  272: "processing_failure",
  273: "duplicate_sop_instance",
  274: "no_such_sop_instance",
  275: "no_such_event_type",
  276: "no_such_argument",
  277: "invalid_argument_value",
  278: "attribute_value_out_of_range",
  279: "invalid_object_instance",
  280: "no_such_sop_class",
  281: "class_instance_conflict",
  288: "missing_attribute",
  289: "missing_attribute_value",
  290: "sop_class_not_supported",
  291: "no_such_action",
  292: "not_authorized",
  528: "duplicate_invocation",
  529: "unrecognized_operation",
  530: "mistyped_argument",
  531: "resource_limitation",
  42752: "out_of_resources",
  42753: "out_of_resources_unable_to_calculate_matches",
  42754: "out_of_resources_unable_to_perform_sub_operations",
  43009: "move_destination_unknown",
  43264: "data_set_does_not_match_sop_class",
  43520: "none_of_the_frames_requested_were_found",
  43521: "unable_to_create_new_object",
  43522: "unable_to_extract_frames",
  43523: "time_based_request_for_other_object",
  43524: "invalid_request",
  65024: "cancel",
  65280: "pending",
  65281: "pending_with_unsupported_keys",
};

/** The standard's word for a status. */
export function statusName(status: number): string {
  const known = STATUSES[status];
  if (known !== undefined) return known;
  if ((status & 0xf000) === 0xc000) return "unable_to_process";
  if ((status & 0xff00) === 0xa700) return "out_of_resources";
  if ((status & 0xff00) === 0xa900) return "data_set_does_not_match_sop_class";
  if ((status & 0xf000) === 0xb000 || status === 1) return "warning";
  return `status_${status.toString(16).padStart(4, "0")}`;
}

/** Whether a status means that what was asked is not done. */
export function isFailure(status: number): boolean {
  if (status === 0 || status === 1 || status === 0xfe00 || status >= 0xff00) return false;
  // Two of the general statuses and all of class B are warnings.
  return status !== 0x0107 && status !== 0x0116 && (status & 0xf000) !== 0xb000;
}

export const REJECT_RESULTS: Readonly<Record<number, string>> = {
  1: "rejected_permanent",
  2: "rejected_transient",
};
/** By source times 256 plus reason. */
export const REJECT_REASONS: Readonly<Record<number, string>> = {
  257: "no_reason_given",
  258: "application_context_name_not_supported",
  259: "calling_ae_title_not_recognized",
  263: "called_ae_title_not_recognized",
  513: "no_reason_given",
  514: "protocol_version_not_supported",
  769: "temporary_congestion",
  770: "local_limit_exceeded",
};
export const ABORT_REASONS: Readonly<Record<number, string>> = {
  0: "reason_not_specified",
  1: "unrecognized_pdu",
  2: "unexpected_pdu",
  4: "unrecognized_pdu_parameter",
  5: "unexpected_pdu_parameter",
  6: "invalid_pdu_parameter_value",
};
export const CONTEXT_RESULTS: readonly string[] = [
  "acceptance",
  "user_rejection",
  "no_reason",
  "abstract_syntax_not_supported",
  "transfer_syntaxes_not_supported",
];
export const IDENTITY_TYPES: Readonly<Record<number, string>> = {
  1: "user name",
  2: "user name and passcode",
  3: "Kerberos ticket",
  4: "SAML assertion",
  5: "JSON web token",
};

export const APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
const SYNTAXES: Readonly<Record<string, string>> = {
  "1.1": "Verification",
  "1.20.1": "Storage Commitment Push Model",
  "1.20.2": "Storage Commitment Pull Model",
  "1.40": "Procedural Event Logging",
  "1.42": "Substance Administration Logging",
  "3.1.2.3.3": "Modality Performed Procedure Step",
  "3.1.2.3.4": "Modality Performed Procedure Step Retrieve",
  "3.1.2.3.5": "Modality Performed Procedure Step Notification",
  "5.1.1.1": "Basic Film Session",
  "5.1.1.2": "Basic Film Box",
  "5.1.1.4": "Basic Grayscale Image Box",
  "5.1.1.4.1": "Basic Color Image Box",
  "5.1.1.9": "Basic Grayscale Print Management",
  "5.1.1.14": "Print Job",
  "5.1.1.15": "Basic Annotation Box",
  "5.1.1.16": "Printer",
  "5.1.1.16.376": "Printer Configuration Retrieval",
  "5.1.1.18": "Basic Color Print Management",
  "5.1.1.33": "Media Creation Management",
  "5.1.4.1.1.1": "Computed Radiography Image Storage",
  "5.1.4.1.1.1.1": "Digital X-Ray Image Storage for Presentation",
  "5.1.4.1.1.1.1.1": "Digital X-Ray Image Storage for Processing",
  "5.1.4.1.1.1.2": "Digital Mammography X-Ray Image Storage for Presentation",
  "5.1.4.1.1.1.2.1": "Digital Mammography X-Ray Image Storage for Processing",
  "5.1.4.1.1.1.3": "Digital Intra-Oral X-Ray Image Storage for Presentation",
  "5.1.4.1.1.2": "CT Image Storage",
  "5.1.4.1.1.2.1": "Enhanced CT Image Storage",
  "5.1.4.1.1.3.1": "Ultrasound Multi-frame Image Storage",
  "5.1.4.1.1.4": "MR Image Storage",
  "5.1.4.1.1.4.1": "Enhanced MR Image Storage",
  "5.1.4.1.1.6.1": "Ultrasound Image Storage",
  "5.1.4.1.1.7": "Secondary Capture Image Storage",
  "5.1.4.1.1.9.1.1": "12-lead ECG Waveform Storage",
  "5.1.4.1.1.9.1.2": "General ECG Waveform Storage",
  "5.1.4.1.1.11.1": "Grayscale Softcopy Presentation State Storage",
  "5.1.4.1.1.12.1": "X-Ray Angiographic Image Storage",
  "5.1.4.1.1.12.2": "X-Ray Radiofluoroscopic Image Storage",
  "5.1.4.1.1.20": "Nuclear Medicine Image Storage",
  "5.1.4.1.1.66": "Raw Data Storage",
  "5.1.4.1.1.77.1.1": "VL Endoscopic Image Storage",
  "5.1.4.1.1.77.1.2": "VL Microscopic Image Storage",
  "5.1.4.1.1.77.1.4": "VL Photographic Image Storage",
  "5.1.4.1.1.77.1.5.1": "Ophthalmic Photography 8 Bit Image Storage",
  "5.1.4.1.1.77.1.6": "VL Whole Slide Microscopy Image Storage",
  "5.1.4.1.1.88.11": "Basic Text SR Storage",
  "5.1.4.1.1.88.22": "Enhanced SR Storage",
  "5.1.4.1.1.88.33": "Comprehensive SR Storage",
  "5.1.4.1.1.88.59": "Key Object Selection Document Storage",
  "5.1.4.1.1.88.67": "X-Ray Radiation Dose SR Storage",
  "5.1.4.1.1.104.1": "Encapsulated PDF Storage",
  "5.1.4.1.1.128": "Positron Emission Tomography Image Storage",
  "5.1.4.1.1.481.1": "RT Image Storage",
  "5.1.4.1.1.481.2": "RT Dose Storage",
  "5.1.4.1.1.481.3": "RT Structure Set Storage",
  "5.1.4.1.1.481.4": "RT Beams Treatment Record Storage",
  "5.1.4.1.1.481.5": "RT Plan Storage",
  "5.1.4.1.1.481.8": "RT Ion Plan Storage",
  "5.1.4.1.2.1.1": "Patient Root Query/Retrieve - FIND",
  "5.1.4.1.2.1.2": "Patient Root Query/Retrieve - MOVE",
  "5.1.4.1.2.1.3": "Patient Root Query/Retrieve - GET",
  "5.1.4.1.2.2.1": "Study Root Query/Retrieve - FIND",
  "5.1.4.1.2.2.2": "Study Root Query/Retrieve - MOVE",
  "5.1.4.1.2.2.3": "Study Root Query/Retrieve - GET",
  "5.1.4.31": "Modality Worklist - FIND",
  "5.1.4.32": "General Purpose Worklist Management",
  "5.1.4.34.6.1": "Unified Procedure Step - Push",
  "5.1.4.34.6.2": "Unified Procedure Step - Watch",
  "5.1.4.34.6.3": "Unified Procedure Step - Pull",
  "5.1.4.34.7": "RT Beams Delivery Instruction Storage",
  "5.1.4.37.1": "General Relevant Patient Information Query",
  "5.1.4.41": "Product Characteristics Query",
};
const STANDARD_ROOT = "1.2.840.10008.";

/** Name of a SOP class, or the identifier itself. */
export function className(uid: string): string {
  return uid.startsWith(STANDARD_ROOT) ? (SYNTAXES[uid.slice(STANDARD_ROOT.length)] ?? uid) : uid;
}

/** Owners of identifiers as they begin: makers of devices, and libraries that many build on. */
const ROOTS: readonly (readonly [root: string, attribute: "vendor" | "software", value: string])[] = [
  ["1.2.840.113619.", "vendor", "GE HealthCare"],
  ["1.3.12.2.1107.", "vendor", "Siemens Healthineers"],
  ["1.3.46.670589.", "vendor", "Philips"],
  ["1.2.392.200036.9116.", "vendor", "Canon Medical Systems"],
  ["1.2.392.200036.9125.", "vendor", "Fujifilm"],
  ["1.2.392.200036.9107.", "vendor", "Konica Minolta"],
  ["1.2.840.113564.", "vendor", "Carestream"],
  ["1.2.840.113681.", "vendor", "Hologic"],
  ["1.2.752.24.", "vendor", "Sectra"],
  ["1.3.51.0.1.", "vendor", "Agfa"],
  ["1.2.276.0.7230010.3.", "software", "DCMTK"],
  ["1.2.40.0.13.1.", "software", "dcm4che"],
  ["1.2.826.0.1.3680043.9.3811.", "software", "pynetdicom"],
  ["1.3.6.1.4.1.30071.8", "software", "fo-dicom"],
];

/** Who owns an implementation class, where it is known. */
export function ownerOf(uid: string): { attribute: "vendor" | "software"; value: string } | undefined {
  for (const [root, attribute, value] of ROOTS) if (uid.startsWith(root)) return { attribute, value };
  return undefined;
}
