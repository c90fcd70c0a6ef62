// ASHRAE 135-2020, clause 21: the productions of services, as tables that `body.ts` walks.
import type { Names } from "./names.ts";
import * as names from "./names.ts";
import { BITS, BOOLEAN, DATE, ENUMERATED, NULL, OBJECT, OCTETS, REAL, SIGNED, TEXT, TIME, UNSIGNED } from "./tags.ts";

/** How octets under a tag are laid out. */
export const VALUE = 0;
export const SEQUENCE = 1;
export const LIST = 2;
/** Whatever stands there: values of a property, or parameters of a vendor. */
export const ANY = 3;

/** What a value means beyond its field. */
export const MEANS_NOTHING = 0;
/** The object that following properties belong to. */
export const MEANS_OBJECT = 1;
/** An object that is touched as a whole. */
export const MEANS_WHOLE_OBJECT = 2;
export const MEANS_PROPERTY = 3;
export const MEANS_SECRET = 4;
export const MEANS_VENDOR = 5;
export const MEANS_MODEL = 6;
export const MEANS_SERIAL = 7;
export const MEANS_OBJECT_NAME = 8;
export const MEANS_ERROR_CODE = 9;

/** A production. */
export interface Shape {
  readonly kind: number;
  /** Application type of a VALUE. */
  readonly type: number;
  readonly names: Names;
  readonly meaning: number;
  readonly fields: readonly Field[];
  readonly of: Shape | undefined;
}

/** Application tagged, or not tagged at all (lists). */
export const UNTAGGED = -1;
/** One of several, told apart by their own tags. */
export const CHOICE = -2;

/** One member of a sequence. */
export interface Field {
  /** Context tag, UNTAGGED or CHOICE. */
  readonly tag: number;
  readonly name: string;
  readonly shape: Shape;
  readonly optional: boolean;
}

const NO_NAMES: Names = [];
const NO_FIELDS: readonly Field[] = [];

function value(type: number, meaning = MEANS_NOTHING, enumeration = NO_NAMES): Shape {
  return { kind: VALUE, type, names: enumeration, meaning, fields: NO_FIELDS, of: undefined };
}

function sequence(...fields: readonly Field[]): Shape {
  return { kind: SEQUENCE, type: -1, names: NO_NAMES, meaning: MEANS_NOTHING, fields, of: undefined };
}

function listOf(of: Shape): Shape {
  return { kind: LIST, type: -1, names: NO_NAMES, meaning: MEANS_NOTHING, fields: NO_FIELDS, of };
}

function enumerated(enumeration: Names): Shape {
  return value(ENUMERATED, MEANS_NOTHING, enumeration);
}

const any: Shape = { kind: ANY, type: -1, names: NO_NAMES, meaning: MEANS_NOTHING, fields: NO_FIELDS, of: undefined };
const unsigned = value(UNSIGNED);
const signed = value(SIGNED);
const boolean = value(BOOLEAN);
const real = value(REAL);
const octets = value(OCTETS);
const text = value(TEXT);
const date = value(DATE);
const time = value(TIME);
const objectIdentifier = value(OBJECT);
const subject = value(OBJECT, MEANS_OBJECT);
const wholeObject = value(OBJECT, MEANS_WHOLE_OBJECT);
const property = value(ENUMERATED, MEANS_PROPERTY);
const secret = value(TEXT, MEANS_SECRET);
const vendor = value(UNSIGNED, MEANS_VENDOR);
/** Bits with names. */
const bits = (bitNames: Names): Shape => value(BITS, MEANS_NOTHING, bitNames);

function must(tag: number, name: string, shape: Shape): Field {
  return { tag, name, shape, optional: false };
}

function may(tag: number, name: string, shape: Shape): Field {
  return { tag, name, shape, optional: true };
}

function choice(...fields: readonly Field[]): Field {
  return must(CHOICE, "", sequence(...fields));
}

function mayChoose(...fields: readonly Field[]): Field {
  return may(CHOICE, "", sequence(...fields));
}

const dateTime = sequence(must(UNTAGGED, "date", date), must(UNTAGGED, "time", time));
const timeStamp = sequence(
  choice(must(0, "time", time), must(1, "sequence_number", unsigned), must(2, "date_time", dateTime)),
);
const propertyReference = sequence(must(0, "property_identifier", property), may(1, "property_array_index", unsigned));
const propertyValue = sequence(
  must(0, "property_identifier", property),
  may(1, "property_array_index", unsigned),
  must(2, "property_value", any),
  may(3, "priority", unsigned),
);
const error = sequence(
  must(UNTAGGED, "error_class", enumerated(names.ERROR_CLASSES)),
  must(UNTAGGED, "error_code", value(ENUMERATED, MEANS_ERROR_CODE, names.ERROR_CODES)),
);
const accessError = sequence(
  must(UNTAGGED, "error_class", enumerated(names.ERROR_CLASSES)),
  must(UNTAGGED, "error_code", enumerated(names.ERROR_CODES)),
);
const address = sequence(must(UNTAGGED, "network_number", unsigned), must(UNTAGGED, "mac_address", octets));
const recipient = sequence(choice(must(0, "device", objectIdentifier), must(1, "address", address)));
const recipientProcess = sequence(must(0, "recipient", recipient), must(1, "process_identifier", unsigned));

const reference: readonly Field[] = [
  must(0, "object_identifier", subject),
  must(1, "property_identifier", property),
  may(2, "property_array_index", unsigned),
];
const eventNotification: readonly Field[] = [
  must(0, "process_identifier", unsigned),
  must(1, "initiating_device_identifier", objectIdentifier),
  must(2, "event_object_identifier", wholeObject),
  must(3, "time_stamp", timeStamp),
  must(4, "notification_class", unsigned),
  must(5, "priority", unsigned),
  must(6, "event_type", enumerated(names.EVENT_TYPES)),
  may(7, "message_text", text),
  must(8, "notify_type", enumerated(names.NOTIFY_TYPES)),
  may(9, "ack_required", boolean),
  may(10, "from_state", enumerated(names.EVENT_STATES)),
  must(11, "to_state", enumerated(names.EVENT_STATES)),
  may(12, "event_values", any),
];
const covNotification: readonly Field[] = [
  must(0, "subscriber_process_identifier", unsigned),
  must(1, "initiating_device_identifier", objectIdentifier),
  must(2, "monitored_object_identifier", subject),
  must(3, "time_remaining", unsigned),
  must(4, "list_of_values", listOf(propertyValue)),
];
const covNotificationMultiple: readonly Field[] = [
  must(0, "subscriber_process_identifier", unsigned),
  must(1, "initiating_device_identifier", objectIdentifier),
  must(2, "time_remaining", unsigned),
  may(3, "timestamp", dateTime),
  must(
    4,
    "list_of_cov_notifications",
    listOf(
      sequence(
        must(0, "monitored_object_identifier", subject),
        must(
          1,
          "list_of_values",
          listOf(
            sequence(
              must(0, "property_identifier", property),
              may(1, "property_array_index", unsigned),
              must(2, "property_value", any),
              may(3, "time_of_change", time),
            ),
          ),
        ),
      ),
    ),
  ),
];
const privateTransfer: readonly Field[] = [
  must(0, "vendor_id", vendor),
  must(1, "service_number", unsigned),
  may(2, "service_parameters", any),
];
const textMessage: readonly Field[] = [
  must(0, "text_message_source_device", objectIdentifier),
  may(1, "message_class", sequence(choice(must(0, "numeric", unsigned), must(1, "character", text)))),
  must(2, "message_priority", enumerated(names.MESSAGE_PRIORITIES)),
  must(3, "message", text),
];
const readResult = sequence(
  must(0, "object_identifier", subject),
  may(
    1,
    "list_of_results",
    listOf(
      sequence(
        must(2, "property_identifier", property),
        may(3, "property_array_index", unsigned),
        choice(must(4, "property_value", any), must(5, "property_access_error", accessError)),
      ),
    ),
  ),
);
const changedList: readonly Field[] = [...reference, must(3, "list_of_elements", any)];
const firstFailed: readonly Field[] = [must(0, "error_type", error), must(1, "first_failed_element_number", unsigned)];
const dateAndTime: readonly Field[] = [must(UNTAGGED, "date", date), must(UNTAGGED, "time", time)];
const parameters: readonly Field[] = [may(UNTAGGED, "parameters", any)];
const listed = (name: string, of: Shape): readonly Field[] => [must(UNTAGGED, name, listOf(of))];

const objectPropertyReference = sequence(
  must(0, "object_identifier", objectIdentifier),
  must(1, "property_identifier", enumerated(names.PROPERTIES)),
  may(2, "property_array_index", unsigned),
  may(3, "device_identifier", objectIdentifier),
);
const setpointReference = sequence(may(0, "reference", objectPropertyReference));

/** Properties whose values begin with a context tag, by identifier: what each value holds (clause 21). */
export const PROPERTY_SHAPES: Readonly<Record<number, Shape>> = {
  19: objectPropertyReference,
  54: objectPropertyReference,
  60: objectPropertyReference,
  78: objectPropertyReference,
  109: setpointReference,
  130: timeStamp,
  131: sequence(
    must(0, "timestamp", dateTime),
    must(
      1,
      "log_datum",
      sequence(
        choice(
          must(0, "log_status", value(BITS)),
          must(1, "boolean_value", boolean),
          must(2, "real_value", real),
          must(3, "enum_value", unsigned),
          must(4, "unsigned_value", unsigned),
          must(5, "signed_value", signed),
          must(6, "bitstring_value", value(BITS)),
          must(7, "null_value", value(NULL)),
          must(8, "failure", accessError),
          must(9, "time_change", real),
          must(10, "any_value", any),
        ),
      ),
    ),
    may(2, "status_flags", bits(names.STATUS_FLAGS)),
  ),
  132: objectPropertyReference,
};

/** The productions of one service: its request, its ComplexACK and its Error where that is not just class and code. */
export interface Production {
  readonly request: readonly Field[];
  readonly answer: readonly Field[];
  readonly error: readonly Field[];
}

/** Every error begins so unless its service says otherwise. */
const PLAIN_ERROR: readonly Field[] = error.fields;

function production(
  request: readonly Field[],
  answer: readonly Field[] = NO_FIELDS,
  failure: readonly Field[] = PLAIN_ERROR,
): Production {
  return { request, answer, error: failure };
}

/** For services that have no production here. */
export const UNKNOWN_PRODUCTION = production(parameters, parameters);

/** Confirmed services by service choice. */
export const CONFIRMED: readonly Production[] = [
  production([
    must(0, "acknowledging_process_identifier", unsigned),
    must(1, "event_object_identifier", wholeObject),
    must(2, "event_state_acknowledged", enumerated(names.EVENT_STATES)),
    must(3, "time_stamp", timeStamp),
    must(4, "acknowledgment_source", text),
    must(5, "time_of_acknowledgment", timeStamp),
  ]),
  production(covNotification),
  production(eventNotification),
  production(
    NO_FIELDS,
    listed(
      "alarm_summaries",
      sequence(
        must(UNTAGGED, "object_identifier", wholeObject),
        must(UNTAGGED, "alarm_state", enumerated(names.EVENT_STATES)),
        must(UNTAGGED, "acknowledged_transitions", bits(names.EVENT_TRANSITIONS)),
      ),
    ),
  ),
  production(
    [
      must(0, "acknowledgment_filter", enumerated(names.ACKNOWLEDGMENT_FILTERS)),
      may(1, "enrollment_filter", recipientProcess),
      may(2, "event_state_filter", enumerated(names.EVENT_STATE_FILTERS)),
      may(3, "event_type_filter", enumerated(names.EVENT_TYPES)),
      may(4, "priority_filter", sequence(must(0, "min_priority", unsigned), must(1, "max_priority", unsigned))),
      may(5, "notification_class_filter", unsigned),
    ],
    listed(
      "enrollment_summaries",
      sequence(
        must(UNTAGGED, "object_identifier", wholeObject),
        must(UNTAGGED, "event_type", enumerated(names.EVENT_TYPES)),
        must(UNTAGGED, "event_state", enumerated(names.EVENT_STATES)),
        must(UNTAGGED, "priority", unsigned),
        may(UNTAGGED, "notification_class", unsigned),
      ),
    ),
  ),
  production([
    must(0, "subscriber_process_identifier", unsigned),
    must(1, "monitored_object_identifier", wholeObject),
    may(2, "issue_confirmed_notifications", boolean),
    may(3, "lifetime", unsigned),
  ]),
  production(
    [
      must(UNTAGGED, "file_identifier", wholeObject),
      choice(
        must(
          0,
          "stream_access",
          sequence(must(UNTAGGED, "file_start_position", signed), must(UNTAGGED, "requested_octet_count", unsigned)),
        ),
        must(
          1,
          "record_access",
          sequence(must(UNTAGGED, "file_start_record", signed), must(UNTAGGED, "requested_record_count", unsigned)),
        ),
      ),
    ],
    [
      must(UNTAGGED, "end_of_file", boolean),
      choice(
        must(
          0,
          "stream_access",
          sequence(must(UNTAGGED, "file_start_position", signed), must(UNTAGGED, "file_data", octets)),
        ),
        must(
          1,
          "record_access",
          sequence(
            must(UNTAGGED, "file_start_record", signed),
            must(UNTAGGED, "returned_record_count", unsigned),
            must(UNTAGGED, "file_record_data", listOf(octets)),
          ),
        ),
      ),
    ],
  ),
  production(
    [
      must(UNTAGGED, "file_identifier", wholeObject),
      choice(
        must(
          0,
          "stream_access",
          sequence(must(UNTAGGED, "file_start_position", signed), must(UNTAGGED, "file_data", octets)),
        ),
        must(
          1,
          "record_access",
          sequence(
            must(UNTAGGED, "file_start_record", signed),
            must(UNTAGGED, "record_count", unsigned),
            must(UNTAGGED, "file_record_data", listOf(octets)),
          ),
        ),
      ),
    ],
    [choice(must(0, "file_start_position", signed), must(1, "file_start_record", signed))],
  ),
  production(changedList, NO_FIELDS, firstFailed),
  production(changedList, NO_FIELDS, firstFailed),
  production(
    [
      must(
        0,
        "object_specifier",
        sequence(
          choice(must(0, "object_type", enumerated(names.OBJECT_TYPES)), must(1, "object_identifier", wholeObject)),
        ),
      ),
      may(1, "list_of_initial_values", listOf(propertyValue)),
    ],
    [must(UNTAGGED, "object_identifier", wholeObject)],
    firstFailed,
  ),
  production([must(UNTAGGED, "object_identifier", wholeObject)]),
  production(reference, [...reference, must(3, "property_value", any)]),
  production(
    [
      must(
        0,
        "object_selection_criteria",
        sequence(
          must(0, "selection_logic", enumerated(names.SELECTION_LOGIC)),
          may(
            1,
            "list_of_selection_criteria",
            listOf(
              sequence(
                must(0, "property_identifier", property),
                may(1, "property_array_index", unsigned),
                must(2, "relation_specifier", enumerated(names.RELATIONS)),
                must(3, "comparison_value", any),
              ),
            ),
          ),
        ),
      ),
      may(1, "list_of_property_references", listOf(propertyReference)),
    ],
    listed("list_of_read_access_results", readResult),
  ),
  production(
    listed(
      "list_of_read_access_specs",
      sequence(
        must(0, "object_identifier", subject),
        must(1, "list_of_property_references", listOf(propertyReference)),
      ),
    ),
    listed("list_of_read_access_results", readResult),
  ),
  production([...reference, must(3, "property_value", any), may(4, "priority", unsigned)]),
  production(
    listed(
      "list_of_write_access_specs",
      sequence(must(0, "object_identifier", subject), must(1, "list_of_properties", listOf(propertyValue))),
    ),
    NO_FIELDS,
    [must(0, "error_type", error), must(1, "first_failed_write_attempt", sequence(...reference))],
  ),
  production([
    may(0, "time_duration", unsigned),
    must(1, "enable_disable", enumerated(names.ENABLE_DISABLE)),
    may(2, "password", secret),
  ]),
  production(
    privateTransfer,
    [must(0, "vendor_id", vendor), must(1, "service_number", unsigned), may(2, "result_block", any)],
    [
      must(0, "error_type", error),
      must(1, "vendor_id", vendor),
      must(2, "service_number", unsigned),
      may(3, "error_parameters", any),
    ],
  ),
  production(textMessage),
  production([
    must(0, "reinitialized_state_of_device", enumerated(names.REINITIALIZE_STATES)),
    may(1, "password", secret),
  ]),
  production(
    [must(UNTAGGED, "vt_class", enumerated(names.VT_CLASSES)), must(UNTAGGED, "local_vt_session_identifier", unsigned)],
    [must(UNTAGGED, "remote_vt_session_identifier", unsigned)],
  ),
  production(listed("list_of_remote_vt_session_identifiers", unsigned), NO_FIELDS, [
    must(0, "error_type", error),
    may(1, "list_of_vt_session_identifiers", listOf(unsigned)),
  ]),
  production(
    [
      must(UNTAGGED, "vt_session_identifier", unsigned),
      must(UNTAGGED, "vt_new_data", octets),
      must(UNTAGGED, "vt_data_flag", unsigned),
    ],
    [must(0, "all_new_data_accepted", boolean), may(1, "accepted_octet_count", unsigned)],
  ),
  production(
    [
      must(0, "pseudo_random_number", unsigned),
      may(1, "expected_invoke_id", unsigned),
      may(2, "operator_name", text),
      may(3, "operator_password", secret),
      may(4, "start_encipherment", boolean),
    ],
    [must(UNTAGGED, "modified_random_number", unsigned)],
  ),
  production([
    must(UNTAGGED, "requesting_device_identifier", objectIdentifier),
    must(UNTAGGED, "requesting_device_network", unsigned),
    must(UNTAGGED, "requesting_device_mac_address", octets),
    must(UNTAGGED, "remote_device_identifier", objectIdentifier),
    must(UNTAGGED, "remote_device_network", unsigned),
    must(UNTAGGED, "remote_device_mac_address", octets),
  ]),
  production(
    [
      ...reference,
      mayChoose(
        must(3, "by_position", sequence(must(UNTAGGED, "reference_index", unsigned), must(UNTAGGED, "count", signed))),
        must(
          4,
          "time_range",
          sequence(
            must(UNTAGGED, "begin_date", date),
            must(UNTAGGED, "begin_time", time),
            must(UNTAGGED, "end_date", date),
            must(UNTAGGED, "end_time", time),
          ),
        ),
        must(
          6,
          "by_sequence_number",
          sequence(must(UNTAGGED, "reference_sequence_number", unsigned), must(UNTAGGED, "count", signed)),
        ),
        must(
          7,
          "by_time",
          sequence(must(UNTAGGED, "date", date), must(UNTAGGED, "time", time), must(UNTAGGED, "count", signed)),
        ),
      ),
    ],
    [
      ...reference,
      must(3, "result_flags", bits(names.RESULT_FLAGS)),
      must(4, "item_count", unsigned),
      must(5, "item_data", any),
      may(6, "first_sequence_number", unsigned),
    ],
  ),
  production([
    must(0, "requesting_process_identifier", unsigned),
    must(1, "requesting_source", text),
    must(2, "request", enumerated(names.LIFE_SAFETY_OPERATIONS)),
    may(3, "object_identifier", wholeObject),
  ]),
  production([
    must(0, "subscriber_process_identifier", unsigned),
    must(1, "monitored_object_identifier", subject),
    may(2, "issue_confirmed_notifications", boolean),
    may(3, "lifetime", unsigned),
    must(4, "monitored_property_identifier", propertyReference),
    may(5, "cov_increment", real),
  ]),
  production(
    [may(0, "last_received_object_identifier", objectIdentifier)],
    [
      must(
        0,
        "list_of_event_summaries",
        listOf(
          sequence(
            must(0, "object_identifier", wholeObject),
            must(1, "event_state", enumerated(names.EVENT_STATES)),
            must(2, "acknowledged_transitions", bits(names.EVENT_TRANSITIONS)),
            must(3, "event_time_stamps", listOf(timeStamp)),
            must(4, "notify_type", enumerated(names.NOTIFY_TYPES)),
            must(5, "event_enable", bits(names.EVENT_TRANSITIONS)),
            must(6, "event_priorities", listOf(unsigned)),
          ),
        ),
      ),
      must(1, "more_events", boolean),
    ],
  ),
  production(
    [
      must(0, "subscriber_process_identifier", unsigned),
      may(1, "issue_confirmed_notifications", boolean),
      may(2, "lifetime", unsigned),
      may(3, "max_notification_delay", unsigned),
      must(
        4,
        "list_of_cov_subscription_specifications",
        listOf(
          sequence(
            must(0, "monitored_object_identifier", subject),
            must(
              1,
              "list_of_cov_references",
              listOf(
                sequence(
                  must(0, "monitored_property", propertyReference),
                  may(1, "cov_increment", real),
                  must(2, "timestamped", boolean),
                ),
              ),
            ),
          ),
        ),
      ),
    ],
    NO_FIELDS,
    [
      choice(
        must(0, "error_type", error),
        must(
          1,
          "first_failed_subscription",
          sequence(
            must(0, "monitored_object_identifier", subject),
            must(1, "monitored_property_reference", propertyReference),
            must(2, "error_type", error),
          ),
        ),
      ),
    ],
  ),
  production(covNotificationMultiple),
  UNKNOWN_PRODUCTION,
  UNKNOWN_PRODUCTION,
];

/** Unconfirmed services by service choice; only their requests exist. */
export const UNCONFIRMED: readonly Production[] = [
  production([
    must(UNTAGGED, "i_am_device_identifier", subject),
    must(UNTAGGED, "max_apdu_length_accepted", unsigned),
    must(UNTAGGED, "segmentation_supported", enumerated(names.SEGMENTATIONS)),
    must(UNTAGGED, "vendor_id", vendor),
  ]),
  production([
    must(UNTAGGED, "device_identifier", objectIdentifier),
    must(UNTAGGED, "object_identifier", wholeObject),
    must(UNTAGGED, "object_name", value(TEXT, MEANS_OBJECT_NAME)),
  ]),
  production(covNotification),
  production(eventNotification),
  production(privateTransfer),
  production(textMessage),
  production(dateAndTime),
  production([
    may(0, "device_instance_range_low_limit", unsigned),
    may(1, "device_instance_range_high_limit", unsigned),
    choice(must(2, "object_identifier", wholeObject), must(3, "object_name", text)),
  ]),
  production([
    may(0, "device_instance_range_low_limit", unsigned),
    may(1, "device_instance_range_high_limit", unsigned),
  ]),
  production(dateAndTime),
  production([
    must(0, "group_number", unsigned),
    must(1, "write_priority", unsigned),
    must(2, "change_list", any),
    may(3, "inhibit_delay", boolean),
  ]),
  production(covNotificationMultiple),
  UNKNOWN_PRODUCTION,
  production([
    must(UNTAGGED, "vendor_id", vendor),
    must(UNTAGGED, "model_name", value(TEXT, MEANS_MODEL)),
    must(UNTAGGED, "serial_number", value(TEXT, MEANS_SERIAL)),
  ]),
  production([
    must(UNTAGGED, "vendor_id", unsigned),
    must(UNTAGGED, "model_name", text),
    must(UNTAGGED, "serial_number", text),
    may(UNTAGGED, "device_identifier", objectIdentifier),
    may(UNTAGGED, "device_mac_address", octets),
  ]),
];
