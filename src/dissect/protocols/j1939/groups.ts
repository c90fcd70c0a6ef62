// Parameter groups by their number: SAE J1939-21 (network layer), -71 (vehicle), -73 (diagnostics), -81 (network management), ISO 11783
// (agriculture: virtual terminal, task controller, implement messages) and NMEA 2000 (vessels).
import type { Act } from "../../../model/act.ts";
import { type Operation, operation } from "../../operation.ts";

export const REQUEST_GROUP = 59904;
export const ACKNOWLEDGMENT = 59392;
export const TRANSPORT_DATA = 60160;
export const TRANSPORT = 60416;
export const ADDRESS_CLAIMED = 60928;
export const COMMANDED_ADDRESS = 65240;
export const ACTIVE_CODES = 65226;
export const SOFTWARE = 65242;
export const COMPONENT = 65259;
export const VEHICLE = 65260;
export const ECU = 64965;
export const VT_TO_ECU = 58880;
export const PROCESS_DATA = 51968;
export const PRODUCT = 126996;
export const PROPRIETARY_A = 61184;

type Row = readonly [number: number, name: string, act: Act];

const NETWORK: readonly Row[] = [
  [REQUEST_GROUP, "request", "read"],
  [ACKNOWLEDGMENT, "acknowledgment", "other"],
  [TRANSPORT_DATA, "transport_data", "other"],
  [50944, "extended_transport_data", "other"],
  [51200, "extended_transport_connection_management", "other"],
  [51456, "request_2", "read"],
  [51712, "transfer", "other"],
  [ADDRESS_CLAIMED, "address_claimed", "identify"],
  [COMMANDED_ADDRESS, "commanded_address", "configure"],
  [37632, "name_management", "configure"],
  [PROPRIETARY_A, "proprietary_a", "other"],
  [126720, "proprietary_a2", "other"],
];

const VEHICLES: readonly Row[] = [
  [0, "torque_speed_control_1", "control"],
  [256, "transmission_control_1", "control"],
  [1024, "external_brake_request", "control"],
  [57344, "cab_message_1", "control"],
  [56832, "reset", "write"],
  [54528, "time_date_adjust", "time"],
  [61440, "electronic_retarder_controller_1", "read"],
  [61441, "electronic_brake_controller_1", "read"],
  [61442, "electronic_transmission_controller_1", "read"],
  [61443, "electronic_engine_controller_2", "read"],
  [61444, "electronic_engine_controller_1", "read"],
  [61445, "electronic_transmission_controller_2", "read"],
  [61449, "vehicle_dynamic_stability_control_2", "read"],
  [61450, "engine_gas_flow_rate", "read"],
  [61454, "aftertreatment_1_intake_gas_1", "read"],
  [61455, "aftertreatment_1_outlet_gas_1", "read"],
  [64892, "diesel_particulate_filter_control_1", "read"],
  [64914, "engine_operating_information", "read"],
  [64965, "ecu_identification_information", "identify"],
  [65110, "aftertreatment_1_diesel_exhaust_fluid_tank_1", "read"],
  [65132, "tachograph", "read"],
  [65198, "air_supply_pressure", "read"],
  [65213, "fan_drive", "read"],
  [65215, "wheel_speed_information", "read"],
  [65217, "high_resolution_vehicle_distance", "read"],
  [65237, "alternator_information", "read"],
  [65241, "auxiliary_input_output_status", "read"],
  [SOFTWARE, "software_identification", "identify"],
  [65243, "engine_fluid_level_pressure_2", "read"],
  [65247, "electronic_engine_controller_3", "read"],
  [65248, "vehicle_distance", "read"],
  [65251, "engine_configuration", "read"],
  [65252, "shutdown", "read"],
  [65253, "engine_hours_revolutions", "read"],
  [65254, "time_date", "time"],
  [65255, "vehicle_hours", "read"],
  [65256, "vehicle_direction_speed", "read"],
  [65257, "fuel_consumption", "read"],
  [65258, "vehicle_weight", "read"],
  [COMPONENT, "component_identification", "identify"],
  [VEHICLE, "vehicle_identification", "identify"],
  [65261, "cruise_control_vehicle_speed_setup", "read"],
  [65262, "engine_temperature_1", "read"],
  [65263, "engine_fluid_level_pressure_1", "read"],
  [65264, "power_takeoff_information", "read"],
  [65265, "cruise_control_vehicle_speed_1", "read"],
  [65266, "fuel_economy", "read"],
  [65267, "vehicle_position", "read"],
  [65268, "tire_condition", "read"],
  [65269, "ambient_conditions", "read"],
  [65270, "inlet_exhaust_conditions_1", "read"],
  [65271, "vehicle_electrical_power_1", "read"],
  [65272, "transmission_fluids_1", "read"],
  [65273, "axle_information", "read"],
  [65274, "brakes", "read"],
  [65275, "retarder_fluids", "read"],
  [65276, "dash_display", "read"],
  [65279, "water_in_fuel_indicator", "read"],
];

const DIAGNOSTICS: readonly Row[] = [
  [65227, "dm2_previously_active_trouble_codes", "read"],
  [65228, "dm3_clear_previously_active_trouble_codes", "write"],
  [65229, "dm4_freeze_frame_parameters", "read"],
  [65230, "dm5_diagnostic_readiness_1", "read"],
  [65231, "dm6_pending_trouble_codes", "read"],
  [58112, "dm7_command_non_continuously_monitored_test", "control"],
  [65232, "dm8_test_results", "read"],
  [65235, "dm11_clear_active_trouble_codes", "write"],
  [65236, "dm12_emission_related_active_trouble_codes", "read"],
  [57088, "dm13_stop_start_broadcast", "control"],
  [55552, "dm14_memory_access_request", "program"],
  [55296, "dm15_memory_access_response", "other"],
  [55040, "dm16_binary_data_transfer", "program"],
  [54784, "dm17_boot_load_data", "program"],
  [54272, "dm18_data_security", "authenticate"],
  [54016, "dm19_calibration_information", "identify"],
  [49664, "dm20_monitor_performance_ratio", "read"],
  [49408, "dm21_diagnostic_readiness_2", "read"],
  [49920, "dm22_individual_clear_of_trouble_code", "write"],
  [64949, "dm23_previously_active_emission_related_trouble_codes", "read"],
  [64950, "dm24_spn_support", "identify"],
  [64951, "dm25_expanded_freeze_frame", "read"],
  [64952, "dm26_diagnostic_readiness_3", "read"],
  [64898, "dm27_all_pending_trouble_codes", "read"],
  [64896, "dm28_permanent_trouble_codes", "read"],
  [40448, "dm29_regulated_trouble_code_counts", "read"],
  [41984, "dm30_scaled_test_results", "read"],
];

const AGRICULTURE: readonly Row[] = [
  [59136, "ecu_to_virtual_terminal", "other"],
  [43520, "client_to_file_server", "file"],
  [43776, "file_server_to_client", "file"],
  [44032, "guidance_machine_status", "read"],
  [44288, "guidance_system_command", "control"],
  [52224, "extended_client_to_file_server", "file"],
  [64653, "product_identification", "identify"],
  [64654, "ecu_functionalities", "identify"],
  [64770, "stop_all_implement_operations_switch_state", "control"],
  [64818, "diagnostic_protocol", "identify"],
  [64834, "isobus_compliance_certification", "identify"],
  [65036, "working_set_member", "identify"],
  [65037, "working_set_master", "identify"],
  [65039, "language_command", "configure"],
  [65088, "lighting_data", "read"],
  [65089, "lighting_command", "control"],
  [65090, "hitch_and_power_takeoff_commands", "control"],
  [65091, "primary_or_rear_power_takeoff_output_shaft", "read"],
  [65092, "secondary_or_front_power_takeoff_output_shaft", "read"],
  [65093, "primary_or_rear_hitch_status", "read"],
  [65094, "secondary_or_front_hitch_status", "read"],
  [65095, "maintain_power", "control"],
  [65096, "wheel_based_speed_and_distance", "read"],
  [65097, "ground_based_speed_and_distance", "read"],
];

const VESSELS: readonly Row[] = [
  [126208, "group_function", "control"],
  [126464, "pgn_list", "identify"],
  [126983, "alert", "alarm"],
  [126984, "alert_response", "control"],
  [126992, "system_time", "time"],
  [126993, "heartbeat", "read"],
  [PRODUCT, "product_information", "identify"],
  [126998, "configuration_information", "identify"],
  [127233, "man_overboard_notification", "alarm"],
  [127237, "heading_track_control", "control"],
  [127245, "rudder", "read"],
  [127250, "vessel_heading", "read"],
  [127251, "rate_of_turn", "read"],
  [127257, "attitude", "read"],
  [127258, "magnetic_variation", "read"],
  [127488, "engine_parameters_rapid_update", "read"],
  [127489, "engine_parameters_dynamic", "read"],
  [127493, "transmission_parameters_dynamic", "read"],
  [127501, "binary_switch_bank_status", "read"],
  [127502, "switch_bank_control", "control"],
  [127505, "fluid_level", "read"],
  [127506, "dc_detailed_status", "read"],
  [127507, "charger_status", "read"],
  [127508, "battery_status", "read"],
  [127509, "inverter_status", "read"],
  [127513, "battery_configuration_status", "read"],
  [128259, "speed_water_referenced", "read"],
  [128267, "water_depth", "read"],
  [128275, "distance_log", "read"],
  [128776, "windlass_control_status", "control"],
  [129025, "position_rapid_update", "read"],
  [129026, "cog_sog_rapid_update", "read"],
  [129029, "gnss_position_data", "read"],
  [129033, "time_and_date", "time"],
  [129038, "ais_class_a_position_report", "read"],
  [129039, "ais_class_b_position_report", "read"],
  [129283, "cross_track_error", "read"],
  [129284, "navigation_data", "read"],
  [129285, "route_waypoint_information", "write"],
  [129539, "gnss_dops", "read"],
  [129540, "gnss_satellites_in_view", "read"],
  [129794, "ais_class_a_static_data", "read"],
  [129809, "ais_class_b_static_data_part_a", "read"],
  [129810, "ais_class_b_static_data_part_b", "read"],
  [130306, "wind_data", "read"],
  [130310, "environmental_parameters", "read"],
  [130311, "atmospheric_environmental_parameters", "read"],
  [130312, "temperature", "read"],
  [130313, "humidity", "read"],
  [130314, "actual_pressure", "read"],
  [130316, "temperature_extended_range", "read"],
];

const GROUPS: ReadonlyMap<number, Operation> = new Map(
  [...NETWORK, ...VEHICLES, ...DIAGNOSTICS, ...AGRICULTURE, ...VESSELS].map(
    ([number, name, act]) => [number, operation("j1939", name, act)] as const,
  ),
);
const PROPRIETARY_B = operation("j1939", "proprietary_b", "other");
const PROPRIETARY_VESSEL = operation("j1939", "proprietary_b2", "other");
const UNNAMED = operation("j1939", "unnamed_parameter_group", "other");
const VALVE_FLOW = operation("j1939", "auxiliary_valve_flow", "read");
const VALVE_COMMAND = operation("j1939", "auxiliary_valve_command", "control");
/** Requests for what a controller is; active trouble codes, if there are any. */
export const REQUEST_IDENTITY = operation("j1939", "request", "identify");
export const ALARM = operation("j1939", "dm1_active_trouble_codes", "alarm");
export const NO_ALARM = operation("j1939", "dm1_active_trouble_codes", "read");
export const PROCESS_VALUE = operation("j1939", "process_data_value", "read");
export const PROCESS_SETPOINT = operation("j1939", "process_data_value", "write");
export const PROCESS = operation("j1939", "process_data", "read");
export const SOFT_KEY = operation("j1939", "virtual_terminal_key_activation", "control");
export const VT_INPUT = operation("j1939", "virtual_terminal_change_value", "write");
export const VT = operation("j1939", "virtual_terminal_to_ecu", "other");
/** Connection management of the transport protocol, by its control octet. */
export const CONNECTIONS: ReadonlyMap<number, Operation> = new Map([
  [16, operation("j1939", "transport_request_to_send", "other")],
  [17, operation("j1939", "transport_clear_to_send", "other")],
  [19, operation("j1939", "transport_end_of_message_acknowledgment", "other")],
  [32, operation("j1939", "transport_broadcast_announce", "other")],
  [255, operation("j1939", "transport_connection_abort", "other")],
]);
export const FAST_PACKET = operation("j1939", "fast_packet", "other");
export const CONNECTION = operation("j1939", "transport_connection_management", "other");
const IDENTITY: readonly number[] = [ADDRESS_CLAIMED, SOFTWARE, COMPONENT, VEHICLE, ECU, PRODUCT, 54016, 64653, 126998];

/** What a group is; makers' own ones and those without a name share an operation each. */
export function groupOf(number: number): Operation {
  const known = GROUPS.get(number);
  if (known !== undefined) return known;
  if (number >= 0xff00 && number <= 0xffff) return PROPRIETARY_B;
  if (number >= 0x1ff00 && number <= 0x1ffff) return PROPRIETARY_VESSEL;
  if (number >= 65040 && number <= 65071) return VALVE_FLOW;
  return number >= 65072 && number <= 65087 ? VALVE_COMMAND : UNNAMED;
}

/** Whether a group has a name here, or is one of the makers' own. */
export function isKnownGroup(number: number): boolean {
  return groupOf(number) !== UNNAMED;
}

/** Whether a group tells who its sender is. */
export function isIdentity(number: number): boolean {
  return IDENTITY.includes(number);
}
