// Services, commands and states of Ethernet POWERLINK: EPSG DS 301 section 4.6 (frames), 7.3 (NMT), 6.3 (SDO), appendix 3.
import type { Operation } from "../../operation.ts";
import { operationTable } from "../../operation.ts";

/** Where the codes of services, of what a SoA asks for, of SDO commands and of NMT commands begin. */
export const ASND = 0x100;
export const SOA = 0x200;
export const SDO = 0x300;
export const NMT = 0x400;
/** SDO without a command: the sequence layer alone. */
export const SEQUENCE = 0x380;

const OPERATIONS = operationTable("powerlink", [
  [1, "soc", "time"],
  [3, "preq", "write"],
  [4, "pres", "read"],
  [5, "soa", "other"],
  [6, "asnd", "other"],
  [7, "amni", "other"],
  [13, "ainv", "other"],
  [ASND + 1, "ident_response", "identify"],
  [ASND + 2, "status_response", "read"],
  [ASND + 3, "nmt_request", "control"],
  [ASND + 4, "nmt_command", "control"],
  [ASND + 5, "sdo", "other"],
  [ASND + 6, "sync_response", "time"],
  [SOA + 1, "ident_request", "identify"],
  [SOA + 2, "status_request", "read"],
  [SOA + 3, "nmt_request_invite", "other"],
  [SOA + 6, "sync_request", "time"],
  [SOA + 255, "unspecified_invite", "other"],
  [SDO + 1, "write_by_index", "write"],
  [SDO + 2, "read_by_index", "read"],
  [SDO + 3, "write_all_by_index", "write"],
  [SDO + 4, "read_all_by_index", "read"],
  [SDO + 5, "write_by_name", "write"],
  [SDO + 6, "read_by_name", "read"],
  [SDO + 0x20, "file_write", "program"],
  [SDO + 0x21, "file_read", "file"],
  [SDO + 0x31, "write_multiple_parameter_by_index", "write"],
  [SDO + 0x32, "read_multiple_parameter_by_index", "read"],
  [SDO + 0x70, "max_segment_size", "other"],
  [SDO + 0x71, "link_name", "other"],
  [SEQUENCE, "sdo_close", "other"],
  [SEQUENCE + 1, "sdo_initialize", "other"],
  [SEQUENCE + 2, "sdo_acknowledge", "other"],
  [SEQUENCE + 3, "sdo_retransmission", "other"],
  [NMT + 0x21, "start_node", "control"],
  [NMT + 0x22, "stop_node", "control"],
  [NMT + 0x23, "enter_pre_operational_2", "control"],
  [NMT + 0x24, "enable_ready_to_operate", "control"],
  [NMT + 0x28, "reset_node", "control"],
  [NMT + 0x29, "reset_communication", "control"],
  [NMT + 0x2a, "reset_configuration", "control"],
  [NMT + 0x2b, "sw_reset", "control"],
  [NMT + 0x2c, "go_to_standby", "control"],
  [NMT + 0x41, "start_node_ex", "control"],
  [NMT + 0x42, "stop_node_ex", "control"],
  [NMT + 0x43, "enter_pre_operational_2_ex", "control"],
  [NMT + 0x44, "enable_ready_to_operate_ex", "control"],
  [NMT + 0x48, "reset_node_ex", "control"],
  [NMT + 0x49, "reset_communication_ex", "control"],
  [NMT + 0x4a, "reset_configuration_ex", "control"],
  [NMT + 0x4b, "sw_reset_ex", "control"],
  [NMT + 0x2d, "dynamic_node_allocation", "configure"],
  [NMT + 0x62, "net_host_name_set", "configure"],
  [NMT + 0x63, "flush_arp_entry", "configure"],
  [NMT + 0x80, "publish_configured_nodes", "other"],
  [NMT + 0x90, "publish_active_nodes", "other"],
  [NMT + 0x91, "publish_pre_operational_1", "other"],
  [NMT + 0x92, "publish_pre_operational_2", "other"],
  [NMT + 0x93, "publish_ready_to_operate", "other"],
  [NMT + 0x94, "publish_operational", "other"],
  [NMT + 0x95, "publish_stopped", "other"],
  [NMT + 0xa0, "publish_emergency_new", "alarm"],
  [NMT + 0xb0, "publish_time", "time"],
  [NMT + 0xff, "invalid_service", "other"],
]);

/** The operation of a code; an NMT or SDO command without a name stays the service that carries it. */
export function operationOf(code: number): Operation {
  if (OPERATIONS.has(code)) return OPERATIONS.of(code);
  if (code >= NMT) return OPERATIONS.of(ASND + 4);
  if (code >= SDO) return OPERATIONS.of(ASND + 5);
  if (code >= SOA) return OPERATIONS.of(5);
  return OPERATIONS.of(code >= ASND ? 6 : 0);
}

const STATES: Readonly<Record<number, string>> = {
  0: "off",
  25: "initializing",
  28: "not_active",
  29: "pre_operational_1",
  30: "basic_ethernet",
  41: "reset_application",
  57: "reset_communication",
  77: "stopped",
  93: "pre_operational_2",
  109: "ready_to_operate",
  121: "reset_configuration",
  253: "operational",
};

/** The NMT state of a node, by its code. */
export function stateName(code: number): string | number {
  return STATES[code] ?? code;
}
