// Spanning tree: IEEE 802.1D-2004 clause 9 (STP, RSTP), 802.1Q-2018 clause 14 (MSTP); per-VLAN trees of Cisco (SNAP
// 00-00-0c, 01-0b).
// Not decoded: shortest path bridging (version 4) beyond what it shares with MSTP.
import { macText } from "../addresses.ts";
import { CERTAIN, DONE, dissector, NO, POSSIBLE } from "../dissector.ts";
import { operation } from "../operation.ts";
import type { Reader } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { UNDIRECTED } from "../talk.ts";

const CONFIGURATION = operation("stp", "configuration_bpdu", "identify");
const TOPOLOGY_CHANGE = operation("stp", "topology_change_notification", "other");
const RAPID = operation("stp", "rapid_spanning_tree_bpdu", "identify");
const MULTIPLE = operation("stp", "multiple_spanning_tree_bpdu", "identify");
const UNNAMED = operation("stp", "unnamed_bpdu", "other");

const ROLES = ["unknown", "alternate_or_backup", "root", "designated"];
/** 802.1Q allows 64 instances in one BPDU. */
const MOST_INSTANCES = 64;

/** Spanning tree of bridges. */
export const stp = dissector({
  name: "stp",
  aliases: ["rstp", "mstp"],
  title: "STP",
  standard: "IEEE 802.1D-2004",
  world: "network",
  carriage: [{ over: "llc", types: [0x42, 0x00000c * 65536 + 0x010b] }],
  probe(reader) {
    const at = reader.peek16() === 0x4242 ? 3 : 0;
    return reader.peek16(at) === 0 ? CERTAIN : reader.left() > 2 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    if (reader.peek16() === 0x4242) reader.skip(3);
    const identifier = reader.u16();
    const version = reader.u8();
    const type = reader.u8();
    if (identifier !== 0) talk.fault("unknown protocol identifier", 3);
    const head = { protocol_identifier: identifier, protocol_version: version, bpdu_type: type };
    if (type === 0x80) talk.emit(TOPOLOGY_CHANGE, UNDIRECTED, talk.detailed ? head : undefined);
    else if (type === 0 || type === 2) {
      const more = readTree(reader, talk, version, type);
      const spoken = type === 0 ? CONFIGURATION : version >= 3 ? MULTIPLE : RAPID;
      talk.emit(spoken, UNDIRECTED, talk.detailed ? { ...head, ...more } : undefined);
    } else {
      talk.fault("unknown BPDU type", 6);
      talk.emit(UNNAMED, UNDIRECTED, talk.detailed ? head : undefined);
    }
    // Padding to the least length of a frame.
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

function readTree(reader: Reader, talk: Talk, version: number, type: number): object {
  const flags = reader.u8();
  const root = bridge(reader);
  const cost = reader.u32();
  const start = reader.position;
  const sender = bridge(reader);
  if (reader.ok) talk.claim("sender", "kind", "bridge", 0.6, "spanning tree", start, reader.position);
  const fields = {
    topology_change: (flags & 1) !== 0,
    topology_change_acknowledgment: (flags & 0x80) !== 0,
    ...(type === 2
      ? {
          proposal: (flags & 2) !== 0,
          port_role: ROLES[(flags >> 2) & 3],
          learning: (flags & 0x10) !== 0,
          forwarding: (flags & 0x20) !== 0,
          agreement: (flags & 0x40) !== 0,
        }
      : {}),
    root,
    root_path_cost: cost,
    bridge: sender,
    port_identifier: reader.u16(),
    message_age: reader.u16() / 256,
    maximum_age: reader.u16() / 256,
    hello_time: reader.u16() / 256,
    forward_delay: reader.u16() / 256,
  };
  // Behind it: the length of version 1 (always 0), or a byte of padding before Cisco's VLAN.
  if (!reader.ok || reader.left() === 0) return fields;
  reader.skip(1);
  if (version >= 3 && type === 2 && reader.left() >= 2) return { ...fields, ...readInstances(reader, talk) };
  if (reader.peek16() === 0 && reader.peek16(2) === 2 && reader.peek16(4) > 0) {
    reader.skip(4);
    return { ...fields, originating_vlan: reader.u16() };
  }
  return fields;
}

function readInstances(reader: Reader, talk: Talk): object {
  const length = reader.u16();
  if (length < 64 || length > reader.left()) {
    talk.fault("bad length");
    return {};
  }
  const outer = reader.narrow(length);
  const selector = reader.u8();
  const name = reader.text(32);
  const head = {
    configuration_format_selector: selector,
    configuration_name: name,
    revision_level: reader.u16(),
    configuration_digest: reader.hex(16),
    internal_root_path_cost: reader.u32(),
    cist_bridge: bridge(reader),
    remaining_hops: reader.u8(),
  };
  const instances: object[] = [];
  while (reader.left() >= 16 && instances.length < MOST_INSTANCES) {
    const flags = reader.u8();
    instances.push({
      flags,
      topology_change: (flags & 1) !== 0,
      proposal: (flags & 2) !== 0,
      port_role: ROLES[(flags >> 2) & 3],
      learning: (flags & 0x10) !== 0,
      forwarding: (flags & 0x20) !== 0,
      agreement: (flags & 0x40) !== 0,
      master: (flags & 0x80) !== 0,
      regional_root: bridge(reader),
      internal_root_path_cost: reader.u32(),
      bridge_priority: reader.u8(),
      port_priority: reader.u8(),
      remaining_hops: reader.u8(),
    });
  }
  reader.widen(outer);
  return { ...head, instances };
}

/** Four bits of priority, twelve of system id (the VLAN or instance), and the bridge's hardware address. */
function bridge(reader: Reader): { priority: number; system_id: number; mac: string } {
  const word = reader.u16();
  return { priority: word & 0xf000, system_id: word & 0x0fff, mac: macText(reader.hex(6)) };
}
