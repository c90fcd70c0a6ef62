// DNP3 device attributes: IEEE 1815-2012 annex A.1 (group 0) and section 5.1.5 (attribute data types).
import type { Attribute } from "../../../model/attribute.ts";
import { hexOf, textOf, utf8Of } from "../../reader.ts";
import { claim, type Fragment } from "./fragment.ts";

const NAMES: Readonly<Record<number, string>> = {
  196: "configuration_id",
  197: "configuration_version",
  198: "configuration_build_date",
  199: "configuration_last_change_date",
  200: "configuration_signature",
  201: "configuration_signature_algorithm",
  202: "master_resource_id",
  203: "device_location_altitude",
  204: "device_location_longitude",
  205: "device_location_latitude",
  206: "user_assigned_secondary_operator_name",
  207: "user_assigned_primary_operator_name",
  208: "user_assigned_system_name",
  209: "secure_authentication_version",
  210: "number_of_security_statistics_per_association",
  211: "identification_of_support_for_user_specific_attributes",
  212: "number_of_master_defined_data_set_prototypes",
  213: "number_of_outstation_defined_data_set_prototypes",
  214: "number_of_master_defined_data_sets",
  215: "number_of_outstation_defined_data_sets",
  216: "maximum_number_of_binary_outputs_per_request",
  217: "local_timing_accuracy",
  218: "duration_of_timing_accuracy",
  219: "support_for_analog_output_events",
  220: "maximum_analog_output_index",
  221: "number_of_analog_outputs",
  222: "support_for_binary_output_events",
  223: "maximum_binary_output_index",
  224: "number_of_binary_outputs",
  225: "support_for_frozen_counter_events",
  226: "support_for_frozen_counters",
  227: "support_for_counter_events",
  228: "maximum_counter_index",
  229: "number_of_counter_points",
  230: "support_for_frozen_analog_inputs",
  231: "support_for_analog_input_events",
  232: "maximum_analog_input_index",
  233: "number_of_analog_input_points",
  234: "support_for_double_bit_binary_input_events",
  235: "maximum_double_bit_binary_input_index",
  236: "number_of_double_bit_binary_input_points",
  237: "support_for_binary_input_events",
  238: "maximum_binary_input_index",
  239: "number_of_binary_input_points",
  240: "maximum_transmit_fragment_size",
  241: "maximum_receive_fragment_size",
  242: "device_manufacturer_software_version",
  243: "device_manufacturer_hardware_version",
  244: "user_assigned_owner_name",
  245: "user_assigned_location_name",
  246: "user_assigned_id_code",
  247: "user_assigned_device_name",
  248: "device_serial_number",
  249: "dnp_subset_and_conformance",
  250: "device_product_name_and_model",
  252: "device_manufacturer_name",
  254: "all_attributes",
  255: "list_of_attribute_variations",
};

/** Attributes that say what the device is or what its users call it, with the confidence they deserve. */
const CLAIMED: Readonly<Record<number, readonly [Attribute, number]>> = {
  206: ["contact", 0.6],
  207: ["contact", 0.7],
  208: ["description", 0.6],
  242: ["firmware", 0.95],
  243: ["hardware", 0.95],
  244: ["contact", 0.7],
  245: ["location", 0.9],
  246: ["siteCode", 0.9],
  247: ["name", 0.95],
  248: ["serial", 0.95],
  250: ["model", 0.95],
  252: ["vendor", 0.95],
};

const VISIBLE = 1;
const UNSIGNED = 2;
const SIGNED = 3;
const FLOAT = 4;
const TIME = 7;
const UNICODE = 8;
const EXTENDED_LIST = 255;

/** Name of the attribute that a variation of group 0 stands for; "" for those left to makers and users. */
export function attributeName(variation: number): string {
  return NAMES[variation] ?? "";
}

/**
 * Reads one attribute of set `index`: data type, length, value. Claims identity where set 0, the only one the standard
 * defines, tells it. Answers the value for people, undefined unless detailed.
 */
export function readAttribute(
  fragment: Fragment,
  variation: number,
  index: number,
): { data_type: number; value: unknown } | undefined {
  const { reader } = fragment;
  const type = reader.u8();
  const octet = reader.u8();
  // The extended list counts 256 octets more than its length octet can say.
  const length = type === EXTENDED_LIST ? octet + 256 : octet;
  const start = reader.position;
  if (!reader.ok || length > reader.left()) {
    // Fails the reader; the caller tells it.
    reader.skip(length);
    return undefined;
  }
  const end = start + length;
  const text =
    type === UNICODE ? utf8Of(reader.bytes, start, end) : type === VISIBLE ? textOf(reader.bytes, start, end) : "";
  const claimed = index === 0 ? CLAIMED[variation] : undefined;
  if (claimed !== undefined && text !== "") {
    claim(fragment, fragment.outstation, claimed[0], text, claimed[1], "DNP3 device attribute", start, end);
  }
  reader.position = end;
  if (!fragment.detailed) return undefined;
  return {
    data_type: type,
    value: type === VISIBLE || type === UNICODE ? text : attributeValue(fragment, type, start, end),
  };
}

function attributeValue(fragment: Fragment, type: number, start: number, end: number): unknown {
  const { reader } = fragment;
  const { bytes } = reader;
  const length = end - start;
  if (type === UNSIGNED || type === SIGNED || type === TIME) {
    if (length > 0 && length <= 6) {
      let value = 0;
      for (let at = end - 1; at >= start; at--) value = value * 256 + (bytes[at] as number);
      if (type === TIME) return value / 1000;
      const negative = type === SIGNED && ((bytes[end - 1] as number) & 0x80) !== 0;
      return negative ? value - 2 ** (8 * length) : value;
    }
  } else if (type === FLOAT && (length === 4 || length === 8)) {
    reader.position = start;
    const value = length === 4 ? reader.f32le() : reader.f64le();
    return Number.isFinite(value) ? value : String(value);
  }
  return hexOf(bytes, start, end);
}
