import { type DissectedMessage, type Field, type FieldMap, field } from "../field.ts";
import { address, number, rounded, text } from "../normalize.ts";

const ofType = (...types: number[]) => {
  return (message: DissectedMessage) => types.includes(message["pdu_type"] as number);
};
const APDU_LENGTHS = [50, 128, 206, 480, 1024, 1476];
const SEGMENTS = [0, 2, 4, 8, 16, 32, 64];

const PRESENT_VALUE = 85;

/** Values of one type among those of the property present-value, at any depth. */
function typed(value: unknown, type: string, present = false): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => typed(one, type, present));
  if (typeof value !== "object" || value === null) return [];
  const record = value as Record<string, unknown>;
  if (record["type"] === type) return present ? [record["value"]] : [];
  const property = record["property_identifier"];
  const inner = property === undefined ? present : property === PRESENT_VALUE;
  return Object.values(record).flatMap((one) => typed(one, type, inner));
}

/** Present values of one type; Wireshark keeps those of other properties as labels only. */
function values(type: string, column: string, as: Field["as"]): Field {
  return field("frame", `bacapp.present_value.${column}`, as, {
    name: `present values of type ${type}`,
    within: true,
    turn: (_, message) => typed(message, type),
  });
}

/** BACnet: ASHRAE 135. */
export const bacnet: FieldMap = {
  protocol: "bacnet",
  filter: "bvlc || bacnet || bacapp",
  fields: [
    field("bvlc_type", "bvlc.type", number),
    field("bvlc_function", "bvlc.function", number, { covers: ["bvlc_function_name"] }),
    field("foreign_device_table.address", "bvlc.fdt_ip", address, {
      ordered: true,
      turn: (value) => (value as string).split(":")[0],
    }),
    field("foreign_device_table.time_to_live", "bvlc.fdt_ttl", number, { ordered: true }),
    field("foreign_device_table.remaining_time", "bvlc.fdt_timeout", number, { ordered: true }),
    field("time_to_live", "bvlc.reg_ttl", number),
    field("result_code", "bvlc.result", number),
    field("original_source", "bvlc.fwd_ip", address, { turn: (value) => (value as string).split(":")[0] }),
    field("original_source", "bvlc.fwd_port", number, {
      name: "original_source (port)",
      turn: (value) => (value as string).split(":")[1],
    }),
    field("npdu_version", "bacnet.version", number),
    field("npdu_control", "bacnet.control", number),
    field("data_expecting_reply", "bacnet.control_expect", number),
    field("destination_network", "bacnet.dnet", number, { within: true }),
    field("destination_networks", "bacnet.dnet", number, { within: true }),
    field("hop_count", "bacnet.hopc", number),
    field("source_network", "bacnet.snet", number),
    field("source_address", ["bacnet.sadr_mstp"], number, {
      turn: (value) => (/^\d+$/.test(value as string) ? value : undefined),
    }),
    field("destination_address", ["bacnet.dadr_mstp"], number, {
      turn: (value) => (/^\d+$/.test(value as string) ? value : undefined),
    }),
    field("message_type", "bacnet.mesgtyp", number),
    field("pdu_type", "bacapp.type", number, { covers: ["pdu_type_name"] }),
    field("segmented_message", "bacapp.segmented_request", number),
    field("more_follows", "bacapp.more_segments", number, { when: ofType(0, 3) }),
    field("segmented_response_accepted", "bacapp.SA", number),
    field("max_segments_accepted", "bacapp.response_segments", number, {
      turn: (value) => {
        const code = SEGMENTS.indexOf(value as number);
        return code < 0 ? 7 : code;
      },
    }),
    field("max_apdu_length_accepted", "bacapp.max_adpu_size", number, {
      when: ofType(0),
      turn: (value) => APDU_LENGTHS.indexOf(value as number),
    }),
    field("invoke_id", "bacapp.invoke_id", number),
    field("service_choice", "bacapp.confirmed_service", number, {
      name: "service_choice (confirmed)",
      when: ofType(0, 2, 3, 5),
    }),
    field("service_choice", "bacapp.unconfirmed_service", number, {
      name: "service_choice (unconfirmed)",
      when: ofType(1),
    }),
    field("**.object_type", "bacapp.objectType", number, { covers: ["**.object_type_name"] }),
    field("**.instance_number", "bacapp.instance_number", number),
    field("**.property_identifier", "bacapp.property_identifier", number, {
      covers: ["**.property_identifier_name"],
    }),
    field("vendor_id", "bacapp.vendor_identifier", number, { covers: ["vendor_id_name"] }),
    field("error_class", "bacapp.error_class", number, { covers: ["error_class_name"] }),
    field("error_code", "bacapp.error_code", number, { covers: ["error_code_name"] }),
    field("reject_reason", "bacapp.reject_reason", number, { covers: ["reject_reason_name"] }),
    field("abort_reason", "bacapp.abort_reason", number, { covers: ["abort_reason_name"] }),
    field("server", "bacapp.SRV", number),
    field("device_instance_range_low_limit", "bacapp.who_is.low_limit", number),
    field("device_instance_range_high_limit", "bacapp.who_is.high_limit", number),
    field("event_type", "bacapp.event_type", number, { covers: ["event_type_name"] }),
    field("notify_type", "bacapp.notify_type", number, { covers: ["notify_type_name"] }),
    field("from_state", "bacapp.from_state", number, { covers: ["from_state_name"] }),
    field("to_state", "bacapp.to_state", number, { covers: ["to_state_name"] }),
    field("**.process_identifier", "bacapp.processId", number),
    field("subscriber_process_identifier", "bacapp.processId", number),
    field("acknowledging_process_identifier", "bacapp.processId", number),
    field("requesting_process_identifier", "bacapp.processId", number),
    field("object_name", "bacapp.object_name", text),
    values("unsigned", "uint", number),
    values("integer", "int", number),
    values("real", "real", rounded(6)),
    values("double", "double", rounded(12)),
    values("character-string", "char_string", text),
    values("enumerated", "enum_index", number),
    values("boolean", "boolean", number),
  ],
  incomparable: {
    bvlc_length: "Wireshark's column holds the length of the head alone, its label the length on the wire",
    "**.error_class": "errors of single properties, labels only",
    "**.error_class_name": "as above",
    "**.error_code": "as above",
    "**.error_code_name": "as above",
    network_priority: "our words for two bits, compared as npdu_control",
    "**.type": "our words for the tag, compared through the values of each type",
    "**.value": "compared by type; bit strings, dates and times are texts of their own kind in both",
    "**.name": "our words for an enumeration's number",
    "**.in_alarm": "bits of the status flags, which Wireshark joins to a text",
    "**.fault": "as above",
    "**.overridden": "as above",
    "**.out_of_service": "as above",
    "**.octets": "tags without a known meaning",
    "**.context_tag": "as above",
    segmentation_supported: "Wireshark shows it as a label only",
    segmentation_supported_name: "as above",
    "**.property_array_index": "a label only",
    "**.priority": "a label only",
    "**.date": "a label only",
    "**.time": "a label only",
    "**.sequence_number": "a label only",
  },
};

/** Leaves that Wireshark shows as labels without a field, each in a message of its own here. */
const LABELS = [
  ...["event_state_acknowledged", "event_state_acknowledged_name", "acknowledgment_source", "time_remaining"],
  ...["notification_class", "message_text", "ack_required", "acknowledgment_filter", "acknowledgment_filter_name"],
  ...["issue_confirmed_notifications", "lifetime", "cov_increment", "stream_access", "time_duration", "enable_disable"],
  ...["enable_disable_name", "password_present", "service_number", "reinitialized_state_of_device"],
  ...["reinitialized_state_of_device_name", "vt_class", "vt_class_name", "local_vt_session_identifier"],
  ...["list_of_remote_vt_session_identifiers", "vt_session_identifier", "vt_new_data", "vt_data_flag"],
  ...["by_position", "requesting_source", "request", "request_name", "max_notification_delay"],
  ...["list_of_cov_subscription_specifications", "message_priority", "message_priority_name", "message"],
  ...["bacnet_time", "group_number", "write_priority", "inhibit_delay", "model_name", "serial_number"],
  ...["device_mac_address", "end_of_file", "network_number", "network_number_configured"],
];
Object.assign(bacnet.incomparable, Object.fromEntries(LABELS.map((path) => [path, "a label only"])));
