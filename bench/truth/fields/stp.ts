import { type FieldMap, field } from "../field.ts";
import { address, number, rounded } from "../normalize.ts";

const ROLES = ["unknown", "alternate_or_backup", "root", "designated"];

/** Spanning tree: IEEE 802.1D. */
export const stp: FieldMap = {
  protocol: "stp",
  filter: "stp",
  fields: [
    field("protocol_identifier", "stp.protocol", number),
    field("protocol_version", "stp.version", number),
    field("bpdu_type", "stp.type", number),
    field("topology_change", "stp.flags.tc", number),
    field("topology_change_acknowledgment", "stp.flags.tcack", number),
    field("proposal", "stp.flags.proposal", number),
    field("port_role", "stp.flags.port_role", number, {
      turn: (value) => (ROLES.indexOf(value as string) < 0 ? value : ROLES.indexOf(value as string)),
    }),
    field("learning", "stp.flags.learning", number),
    field("forwarding", "stp.flags.forwarding", number),
    field("agreement", "stp.flags.agreement", number),
    field("root.priority", "stp.root.prio", number),
    field("root.system_id", "stp.root.ext", number),
    field("root.mac", "stp.root.hw", address),
    field("root_path_cost", "stp.root.cost", number),
    field("bridge.priority", "stp.bridge.prio", number),
    field("bridge.system_id", "stp.bridge.ext", number),
    field("bridge.mac", "stp.bridge.hw", address),
    field("port_identifier", "stp.port", number),
    field("message_age", "stp.msg_age", rounded(5)),
    field("maximum_age", "stp.max_age", rounded(5)),
    field("hello_time", "stp.hello", rounded(5)),
    field("forward_delay", "stp.forward", rounded(5)),
    field("originating_vlan", "stp.pvst.origvlan", number),
  ],
  incomparable: {},
};
