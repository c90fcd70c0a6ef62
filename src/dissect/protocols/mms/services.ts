// Services of MMS: ISO 9506-2 (ConfirmedServiceRequest, UnconfirmedService), and what IEC 61850-8-1 makes of them.
import { type Operation, operation, operationTable } from "../../operation.ts";

/** Confirmed services by their context tag. */
export const SERVICES = operationTable("mms", [
  [0, "status", "identify"],
  [1, "get_name_list", "read"],
  [2, "identify", "identify"],
  [3, "rename", "configure"],
  [4, "read", "read"],
  [5, "write", "write"],
  [6, "get_variable_access_attributes", "read"],
  [7, "define_named_variable", "configure"],
  [8, "define_scattered_access", "configure"],
  [9, "get_scattered_access_attributes", "read"],
  [10, "delete_variable_access", "configure"],
  [11, "define_named_variable_list", "configure"],
  [12, "get_named_variable_list_attributes", "read"],
  [13, "delete_named_variable_list", "configure"],
  [14, "define_named_type", "configure"],
  [15, "get_named_type_attributes", "read"],
  [16, "delete_named_type", "configure"],
  [17, "input", "read"],
  [18, "output", "write"],
  [19, "take_control", "control"],
  [20, "relinquish_control", "control"],
  [21, "define_semaphore", "configure"],
  [22, "delete_semaphore", "configure"],
  [23, "report_semaphore_status", "read"],
  [24, "report_pool_semaphore_status", "read"],
  [25, "report_semaphore_entry_status", "read"],
  [26, "initiate_download_sequence", "program"],
  [27, "download_segment", "program"],
  [28, "terminate_download_sequence", "program"],
  [29, "initiate_upload_sequence", "file"],
  [30, "upload_segment", "file"],
  [31, "terminate_upload_sequence", "file"],
  [32, "request_domain_download", "program"],
  [33, "request_domain_upload", "file"],
  [34, "load_domain_content", "program"],
  [35, "store_domain_content", "file"],
  [36, "delete_domain", "program"],
  [37, "get_domain_attributes", "read"],
  [38, "create_program_invocation", "program"],
  [39, "delete_program_invocation", "program"],
  [40, "start", "control"],
  [41, "stop", "control"],
  [42, "resume", "control"],
  [43, "reset", "control"],
  [44, "kill", "control"],
  [45, "get_program_invocation_attributes", "read"],
  [46, "obtain_file", "file"],
  [47, "define_event_condition", "configure"],
  [48, "delete_event_condition", "configure"],
  [49, "get_event_condition_attributes", "read"],
  [50, "report_event_condition_status", "read"],
  [51, "alter_event_condition_monitoring", "configure"],
  [52, "trigger_event", "control"],
  [53, "define_event_action", "configure"],
  [54, "delete_event_action", "configure"],
  [55, "get_event_action_attributes", "read"],
  [56, "report_event_action_status", "read"],
  [57, "define_event_enrollment", "configure"],
  [58, "delete_event_enrollment", "configure"],
  [59, "alter_event_enrollment", "configure"],
  [60, "report_event_enrollment_status", "read"],
  [61, "get_event_enrollment_attributes", "read"],
  [62, "acknowledge_event_notification", "alarm"],
  [63, "get_alarm_summary", "alarm"],
  [64, "get_alarm_enrollment_summary", "alarm"],
  [65, "read_journal", "read"],
  [66, "write_journal", "write"],
  [67, "initialize_journal", "configure"],
  [68, "report_journal_status", "read"],
  [69, "create_journal", "configure"],
  [70, "delete_journal", "configure"],
  [71, "get_capability_list", "identify"],
  [72, "file_open", "file"],
  [73, "file_read", "file"],
  [74, "file_close", "file"],
  [75, "file_rename", "file"],
  [76, "file_delete", "file"],
  [77, "file_directory", "file"],
  [78, "additional_service", "other"],
  [80, "get_data_exchange_attributes", "read"],
  [81, "exchange_data", "write"],
  [82, "define_access_control_list", "configure"],
  [83, "get_access_control_list_attributes", "read"],
  [84, "report_access_controlled_objects", "read"],
  [85, "delete_access_control_list", "configure"],
  [86, "alter_access_control", "configure"],
  [87, "reconfigure_program_invocation", "program"],
]);

export const READ = 4;
export const WRITE = 5;
export const GET_NAME_LIST = 1;
export const IDENTIFY = 2;
export const DEFINE_LIST = 11;
export const LIST_ATTRIBUTES = 12;
export const OBTAIN_FILE = 46;
export const FILE_OPEN = 72;
export const FILE_READ = 73;
export const FILE_RENAME = 75;
export const FILE_DELETE = 76;
export const FILE_DIRECTORY = 77;

export const INFORMATION_REPORT = operation("mms", "information_report", "read");
export const UNSOLICITED_STATUS = operation("mms", "unsolicited_status", "identify");
export const EVENT_NOTIFICATION = operation("mms", "event_notification", "alarm");
export const REPORT = operation("mms", "report", "alarm");
export const COMMAND_TERMINATION = operation("mms", "command_termination", "control");

export const INITIATE = operation("mms", "initiate", "other");
export const CONCLUDE = operation("mms", "conclude", "other");
export const CANCEL = operation("mms", "cancel", "other");
export const REJECT = operation("mms", "reject", "other");
export const ASSOCIATE = operation("mms", "associate", "other");
export const RELEASE = operation("mms", "release", "other");
export const ABORT_ASSOCIATION = operation("mms", "abort", "other");
export const UNNAMED_PDU = operation("mms", "unnamed_pdu", "other");

/** What a write is by the functional constraint in the name of the variable: IEC 61850-8-1 sections 17 and 20, IEC 61850-7-2 section 20. */
const OPERATE = operation("mms", "operate", "control");
const SELECT = operation("mms", "select", "control");
const SELECT_WITH_VALUE = operation("mms", "select_with_value", "control");
const CANCEL_CONTROL = operation("mms", "cancel_control", "control");
const SET_REPORT_BLOCK = operation("mms", "set_report_control_block_values", "configure");
const SET_GOOSE_BLOCK = operation("mms", "set_goose_control_block_values", "configure");
const SET_SAMPLED_BLOCK = operation("mms", "set_sampled_value_control_block_values", "configure");
const SET_LOG_BLOCK = operation("mms", "set_log_control_block_values", "configure");
const SET_SETTING_GROUP = operation("mms", "set_setting_group_values", "configure");
const SET_CONFIGURATION = operation("mms", "set_configuration_values", "configure");

const BY_CONSTRAINT: Readonly<Record<string, Operation>> = {
  RP: SET_REPORT_BLOCK,
  BR: SET_REPORT_BLOCK,
  GO: SET_GOOSE_BLOCK,
  GS: SET_GOOSE_BLOCK,
  MS: SET_SAMPLED_BLOCK,
  US: SET_SAMPLED_BLOCK,
  LG: SET_LOG_BLOCK,
  SG: SET_SETTING_GROUP,
  SE: SET_SETTING_GROUP,
  CF: SET_CONFIGURATION,
  DC: SET_CONFIGURATION,
};

/** The operation that writing a variable is. */
export function writeOperation(name: string): Operation {
  const [, constraint = "", ...rest] = name.slice(name.indexOf("/") + 1).split("$");
  if (constraint === "CO") {
    const last = rest.find((part) => part === "Oper" || part === "SBOw" || part === "Cancel");
    if (last === "SBOw") return SELECT_WITH_VALUE;
    return last === "Cancel" ? CANCEL_CONTROL : OPERATE;
  }
  return BY_CONSTRAINT[constraint] ?? SERVICES.of(WRITE);
}

/** The operation that reading a variable is: reading SBO selects. */
export function readOperation(name: string): Operation {
  return name.endsWith("$SBO") && name.includes("$CO$") ? SELECT : SERVICES.of(READ);
}

/** ISO 9506-2 (ServiceError), by the tag of the class, then by code. */
const ERROR_CLASSES: readonly (readonly [string, readonly string[]])[] = [
  [
    "vmd_state",
    ["other", "vmd_state_conflict", "vmd_operational_problem", "domain_transfer_problem", "state_machine_id_invalid"],
  ],
  [
    "application_reference",
    ["other", "application_unreachable", "connection_lost", "application_reference_invalid", "context_unsupported"],
  ],
  [
    "definition",
    [
      "other",
      "object_undefined",
      "invalid_address",
      "type_unsupported",
      "type_inconsistent",
      "object_exists",
      "object_attribute_inconsistent",
    ],
  ],
  [
    "resource",
    [
      "other",
      "memory_unavailable",
      "processor_resource_unavailable",
      "mass_storage_unavailable",
      "capability_unavailable",
      "capability_unknown",
    ],
  ],
  [
    "service",
    [
      "other",
      "primitives_out_of_sequence",
      "object_state_conflict",
      "pdu_size",
      "continuation_invalid",
      "object_constraint_conflict",
    ],
  ],
  ["service_preempt", ["other", "timeout", "deadlock", "cancel"]],
  ["time_resolution", ["other", "unsupportable_time_resolution"]],
  [
    "access",
    ["other", "object_access_unsupported", "object_non_existent", "object_access_denied", "object_invalidated"],
  ],
  [
    "initiate",
    [
      "other",
      "version_incompatible",
      "max_segment_insufficient",
      "max_services_outstanding_calling_insufficient",
      "max_services_outstanding_called_insufficient",
      "service_cbb_insufficient",
      "parameter_cbb_insufficient",
      "nesting_level_insufficient",
    ],
  ],
  ["conclude", ["other", "further_communication_required"]],
  ["cancel", ["other", "invoke_id_unknown", "cancel_not_possible"]],
  [
    "file",
    [
      "other",
      "filename_ambiguous",
      "file_busy",
      "filename_syntax_error",
      "content_type_invalid",
      "position_invalid",
      "file_access_denied",
      "file_non_existent",
      "duplicate_filename",
      "insufficient_space_in_filestore",
    ],
  ],
  ["others", []],
];

/** A service error in the standard's words. */
export function serviceError(tag: number, code: number): string {
  const [name, codes] = ERROR_CLASSES[tag] ?? [`class_${tag}`, []];
  return `${name}: ${codes[code] ?? `code_${code}`}`;
}

/** ISO 9506-2 (DataAccessError). */
const ACCESS_ERRORS = [
  "object_invalidated",
  "hardware_fault",
  "temporarily_unavailable",
  "object_access_denied",
  "object_undefined",
  "invalid_address",
  "type_unsupported",
  "type_inconsistent",
  "object_attribute_inconsistent",
  "object_access_unsupported",
  "object_non_existent",
  "object_value_invalid",
];

/** Why a variable could not be read or written, in the standard's words. */
export function accessError(code: number): string {
  return ACCESS_ERRORS[code] ?? `error_${code}`;
}
