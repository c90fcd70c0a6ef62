// What the messages of Zigbee do: Zigbee specification (CSA 05-3474) sections 3.4, 4.4.10 and 2.4; Zigbee Cluster Library (CSA 07-5123) sections 2.5 and 3 to 13.
import type { Act } from "../../../model/act.ts";
import { type Operation, operation, operationTable } from "../../operation.ts";

const NAME = "zigbee";

/** Commands of the network layer. */
export const NETWORK_COMMANDS = operationTable(NAME, [
  [1, "route_request", "other"],
  [2, "route_reply", "other"],
  [3, "network_status", "alarm"],
  [4, "leave", "configure"],
  [5, "route_record", "other"],
  [6, "rejoin_request", "authenticate"],
  [7, "rejoin_response", "authenticate"],
  [8, "link_status", "other"],
  [9, "network_report", "alarm"],
  [10, "network_update", "configure"],
  [11, "end_device_timeout_request", "configure"],
  [12, "end_device_timeout_response", "configure"],
  [13, "link_power_delta", "other"],
  [14, "commissioning_request", "authenticate"],
  [15, "commissioning_response", "authenticate"],
]);

/** Commands of the application support layer. */
export const SUPPORT_COMMANDS = operationTable(NAME, [
  [1, "skke_1", "authenticate"],
  [2, "skke_2", "authenticate"],
  [3, "skke_3", "authenticate"],
  [4, "skke_4", "authenticate"],
  [5, "transport_key", "authenticate"],
  [6, "update_device", "authenticate"],
  [7, "remove_device", "configure"],
  [8, "request_key", "authenticate"],
  [9, "switch_key", "configure"],
  [14, "tunnel", "authenticate"],
  [15, "verify_key", "authenticate"],
  [16, "confirm_key", "authenticate"],
  [17, "relay_message_downstream", "authenticate"],
  [18, "relay_message_upstream", "authenticate"],
]);

/** Requests of the device profile by cluster; answers have 0x8000 added. */
const DEVICE_PROFILE: readonly (readonly [number, string, Act])[] = [
  [0x00, "nwk_addr", "identify"],
  [0x01, "ieee_addr", "identify"],
  [0x02, "node_desc", "identify"],
  [0x03, "power_desc", "identify"],
  [0x04, "simple_desc", "identify"],
  [0x05, "active_ep", "identify"],
  [0x06, "match_desc", "identify"],
  [0x10, "complex_desc", "identify"],
  [0x11, "user_desc", "identify"],
  [0x12, "discovery_cache", "identify"],
  [0x13, "device_annce", "identify"],
  [0x14, "user_desc_set", "configure"],
  [0x15, "system_server_discovery", "identify"],
  [0x1f, "parent_annce", "identify"],
  [0x20, "end_device_bind", "configure"],
  [0x21, "bind", "configure"],
  [0x22, "unbind", "configure"],
  [0x2b, "clear_all_bindings", "configure"],
  [0x30, "mgmt_nwk_disc", "identify"],
  [0x31, "mgmt_lqi", "identify"],
  [0x32, "mgmt_rtg", "identify"],
  [0x33, "mgmt_bind", "read"],
  [0x34, "mgmt_leave", "control"],
  [0x35, "mgmt_direct_join", "configure"],
  [0x36, "mgmt_permit_joining", "configure"],
  [0x38, "mgmt_nwk_update", "configure"],
  [0x39, "mgmt_nwk_enhanced_update", "configure"],
  [0x40, "security_start_key_negotiation", "authenticate"],
  [0x41, "security_retrieve_authentication_token", "authenticate"],
  [0x43, "security_set_configuration", "configure"],
  [0x45, "security_start_key_update", "authenticate"],
  [0x46, "security_decommission", "configure"],
];
const PROFILE_ACTS = new Map(DEVICE_PROFILE.map(([code, , act]) => [code, act] as const));
/** Device profile by cluster. */
export const PROFILE_OPERATIONS = operationTable(NAME, [
  ...DEVICE_PROFILE.map(
    ([code, name, act]) => [code, name.endsWith("_annce") ? name : `${name}_req`, act] as [number, string, Act],
  ),
  ...DEVICE_PROFILE.filter(([code]) => code !== 0x13).map(
    ([code, name]) => [0x8000 + code, `${name}_rsp`, PROFILE_ACTS.get(code) ?? "other"] as [number, string, Act],
  ),
]);

/** Commands that all clusters share. */
export const GENERAL_COMMANDS = operationTable(NAME, [
  [0, "read_attributes", "read"],
  [1, "read_attributes_response", "read"],
  [2, "write_attributes", "write"],
  [3, "write_attributes_undivided", "write"],
  [4, "write_attributes_response", "write"],
  [5, "write_attributes_no_response", "write"],
  [6, "configure_reporting", "configure"],
  [7, "configure_reporting_response", "configure"],
  [8, "read_reporting_configuration", "read"],
  [9, "read_reporting_configuration_response", "read"],
  [10, "report_attributes", "read"],
  [11, "default_response", "other"],
  [12, "discover_attributes", "identify"],
  [13, "discover_attributes_response", "identify"],
  [14, "read_attributes_structured", "read"],
  [15, "write_attributes_structured", "write"],
  [16, "write_attributes_structured_response", "write"],
  [17, "discover_commands_received", "identify"],
  [18, "discover_commands_received_response", "identify"],
  [19, "discover_commands_generated", "identify"],
  [20, "discover_commands_generated_response", "identify"],
  [21, "discover_attributes_extended", "identify"],
  [22, "discover_attributes_extended_response", "identify"],
]);

export const BEACON = operation(NAME, "beacon", "identify");
export const SECURED_DATA = operation(NAME, "secured_data", "other");
export const SECURED_COMMAND = operation(NAME, "secured_network_command", "other");
export const SUPPORT_SECURED_DATA = operation(NAME, "aps_secured_data", "other");
export const SUPPORT_SECURED_COMMAND = operation(NAME, "aps_secured_command", "authenticate");
export const SUPPORT_DATA = operation(NAME, "aps_data", "other");
export const SUPPORT_ACK = operation(NAME, "aps_ack", "other");
export const FRAGMENT = operation(NAME, "aps_fragment", "other");
export const INTER_PAN = operation(NAME, "inter_pan", "other");
export const GREEN_POWER = operation(NAME, "green_power_frame", "other");
export const EMPTY = operation(NAME, "network_data", "other");
const CLUSTER_COMMAND = operation(NAME, "cluster_command", "control");
const CLUSTER_ANSWER = operation(NAME, "cluster_response", "other");

/** Clusters by number: what they are called here. */
const CLUSTERS: ReadonlyMap<number, string> = new Map([
  [0x0000, "basic"],
  [0x0001, "power configuration"],
  [0x0002, "device temperature"],
  [0x0003, "identify"],
  [0x0004, "groups"],
  [0x0005, "scenes"],
  [0x0006, "on/off"],
  [0x0007, "on/off switch configuration"],
  [0x0008, "level control"],
  [0x0009, "alarms"],
  [0x000a, "time"],
  [0x000c, "analog input"],
  [0x000d, "analog output"],
  [0x000e, "analog value"],
  [0x000f, "binary input"],
  [0x0010, "binary output"],
  [0x0011, "binary value"],
  [0x0012, "multistate input"],
  [0x0013, "multistate output"],
  [0x0014, "multistate value"],
  [0x0015, "commissioning"],
  [0x0019, "upgrade"],
  [0x0020, "poll control"],
  [0x0021, "green power"],
  [0x0100, "shade configuration"],
  [0x0101, "door lock"],
  [0x0102, "window covering"],
  [0x0200, "pump"],
  [0x0201, "thermostat"],
  [0x0202, "fan control"],
  [0x0204, "thermostat user interface"],
  [0x0300, "color control"],
  [0x0400, "illuminance measurement"],
  [0x0402, "temperature measurement"],
  [0x0403, "pressure measurement"],
  [0x0404, "flow measurement"],
  [0x0405, "relative humidity"],
  [0x0406, "occupancy sensing"],
  [0x0500, "ias zone"],
  [0x0501, "ias ace"],
  [0x0502, "ias warning device"],
  [0x0700, "price"],
  [0x0701, "demand response and load control"],
  [0x0702, "metering"],
  [0x0703, "messaging"],
  [0x0704, "tunneling"],
  [0x0800, "key establishment"],
  [0x0b04, "electrical measurement"],
  [0x1000, "touchlink"],
]);

/** What a cluster is called; "other cluster" where the library does not name it. */
export function clusterName(cluster: number): string {
  return CLUSTERS.get(cluster) ?? "other cluster";
}

const TO_SERVER = 0;
const TO_CLIENT = 1;
const CLUSTER_COMMANDS = new Map<number, Operation>();

function define(cluster: number, direction: 0 | 1, rows: readonly (readonly [number, string, Act])[]): void {
  for (const [command, name, act] of rows)
    CLUSTER_COMMANDS.set(keyOf(cluster, direction === TO_CLIENT, command), operation(NAME, name, act));
}

function keyOf(cluster: number, toClient: boolean, command: number): number {
  return cluster * 512 + (toClient ? 256 : 0) + command;
}

define(0x0000, TO_SERVER, [[0, "reset_to_factory_defaults", "configure"]]);
define(0x0003, TO_SERVER, [
  [0, "identify", "control"],
  [1, "identify_query", "identify"],
  [0x40, "trigger_effect", "control"],
]);
define(0x0003, TO_CLIENT, [[0, "identify_query_response", "identify"]]);
define(0x0004, TO_SERVER, [
  [0, "add_group", "configure"],
  [1, "view_group", "read"],
  [2, "get_group_membership", "read"],
  [3, "remove_group", "configure"],
  [4, "remove_all_groups", "configure"],
  [5, "add_group_if_identifying", "configure"],
]);
define(0x0005, TO_SERVER, [
  [0, "add_scene", "configure"],
  [1, "view_scene", "read"],
  [2, "remove_scene", "configure"],
  [3, "remove_all_scenes", "configure"],
  [4, "store_scene", "configure"],
  [5, "recall_scene", "control"],
  [6, "get_scene_membership", "read"],
]);
define(0x0006, TO_SERVER, [
  [0, "off", "control"],
  [1, "on", "control"],
  [2, "toggle", "control"],
  [0x40, "off_with_effect", "control"],
  [0x41, "on_with_recall_global_scene", "control"],
  [0x42, "on_with_timed_off", "control"],
]);
define(0x0008, TO_SERVER, [
  [0, "move_to_level", "control"],
  [1, "move_level", "control"],
  [2, "step_level", "control"],
  [3, "stop_level", "control"],
  [4, "move_to_level_with_on_off", "control"],
  [5, "move_level_with_on_off", "control"],
  [6, "step_level_with_on_off", "control"],
  [7, "stop_level_with_on_off", "control"],
]);
define(0x0009, TO_SERVER, [
  [0, "reset_alarm", "control"],
  [1, "reset_all_alarms", "control"],
  [2, "get_alarm", "read"],
]);
define(0x0009, TO_CLIENT, [[0, "alarm", "alarm"]]);
define(0x0019, TO_CLIENT, [
  [0, "image_notify", "program"],
  [2, "query_next_image_response", "program"],
  [5, "image_block_response", "program"],
  [7, "upgrade_end_response", "program"],
]);
define(0x0019, TO_SERVER, [
  [1, "query_next_image_request", "identify"],
  [3, "image_block_request", "file"],
  [4, "image_page_request", "file"],
  [6, "upgrade_end_request", "program"],
]);
define(0x0020, TO_CLIENT, [[0, "check_in", "other"]]);
define(0x0020, TO_SERVER, [
  [0, "check_in_response", "other"],
  [1, "fast_poll_stop", "configure"],
  [2, "set_long_poll_interval", "configure"],
  [3, "set_short_poll_interval", "configure"],
]);
define(0x0101, TO_SERVER, [
  [0, "lock_door", "control"],
  [1, "unlock_door", "control"],
  [2, "toggle_door", "control"],
  [3, "unlock_with_timeout", "control"],
  [4, "get_log_record", "read"],
  [5, "set_pin_code", "configure"],
  [6, "get_pin_code", "read"],
  [7, "clear_pin_code", "configure"],
  [8, "clear_all_pin_codes", "configure"],
  [9, "set_user_status", "configure"],
  [10, "get_user_status", "read"],
  [0x16, "set_rfid_code", "configure"],
  [0x17, "get_rfid_code", "read"],
  [0x18, "clear_rfid_code", "configure"],
  [0x19, "clear_all_rfid_codes", "configure"],
]);
define(0x0101, TO_CLIENT, [
  [0, "lock_door_response", "control"],
  [1, "unlock_door_response", "control"],
  [2, "toggle_door_response", "control"],
  [3, "unlock_with_timeout_response", "control"],
  [5, "set_pin_code_response", "configure"],
  [6, "get_pin_code_response", "read"],
  [0x20, "operating_event_notification", "alarm"],
  [0x21, "programming_event_notification", "alarm"],
]);
define(0x0102, TO_SERVER, [
  [0, "cover_up", "control"],
  [1, "cover_down", "control"],
  [2, "cover_stop", "control"],
  [4, "go_to_lift_value", "control"],
  [5, "go_to_lift_percentage", "control"],
  [7, "go_to_tilt_value", "control"],
  [8, "go_to_tilt_percentage", "control"],
]);
define(0x0201, TO_SERVER, [
  [0, "setpoint_raise_lower", "control"],
  [1, "set_weekly_schedule", "configure"],
  [2, "get_weekly_schedule", "read"],
  [3, "clear_weekly_schedule", "configure"],
]);
define(0x0300, TO_SERVER, [
  [0, "move_to_hue", "control"],
  [1, "move_hue", "control"],
  [2, "step_hue", "control"],
  [3, "move_to_saturation", "control"],
  [6, "move_to_hue_and_saturation", "control"],
  [7, "move_to_color", "control"],
  [8, "move_color", "control"],
  [10, "move_to_color_temperature", "control"],
]);
define(0x0500, TO_CLIENT, [
  [0, "zone_status_change_notification", "alarm"],
  [1, "zone_enroll_request", "configure"],
]);
define(0x0500, TO_SERVER, [
  [0, "zone_enroll_response", "configure"],
  [1, "initiate_normal_operation_mode", "configure"],
  [2, "initiate_test_mode", "configure"],
]);
define(0x0501, TO_SERVER, [
  [0, "arm", "control"],
  [1, "bypass", "control"],
  [2, "emergency", "alarm"],
  [3, "fire", "alarm"],
  [4, "panic", "alarm"],
  [5, "get_zone_id_map", "read"],
  [6, "get_zone_information", "read"],
  [7, "get_panel_status", "read"],
]);
define(0x0501, TO_CLIENT, [
  [0, "arm_response", "control"],
  [3, "zone_status_changed", "alarm"],
  [4, "panel_status_changed", "alarm"],
]);
define(0x0502, TO_SERVER, [
  [0, "start_warning", "control"],
  [1, "squawk", "control"],
]);
define(0x0700, TO_CLIENT, [[0, "publish_price", "configure"]]);
define(0x0701, TO_CLIENT, [
  [0, "load_control_event", "control"],
  [1, "cancel_load_control_event", "control"],
  [2, "cancel_all_load_control_events", "control"],
]);
define(0x0703, TO_CLIENT, [[0, "display_message", "control"]]);
define(0x0800, TO_SERVER, [[0, "initiate_key_establishment_request", "authenticate"]]);
define(0x0800, TO_CLIENT, [[0, "initiate_key_establishment_response", "authenticate"]]);

/** The command of a cluster; commands that the library does not name are taken to control where they go to a server. */
export function clusterCommand(cluster: number, toClient: boolean, command: number): Operation {
  return CLUSTER_COMMANDS.get(keyOf(cluster, toClient, command)) ?? (toClient ? CLUSTER_ANSWER : CLUSTER_COMMAND);
}
