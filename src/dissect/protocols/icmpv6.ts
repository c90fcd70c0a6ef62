// ICMPv6: RFC 4443; neighbor discovery RFC 4861 with options of RFC 4191 (24), 8106 (25, 31); multicast listeners
// RFC 2710, 3810; 8335 (extended echo).
// Not decoded: checksums (they cover the IPv6 header, which lies outside), secure discovery (RFC 3971), mobility,
// router renumbering, RPL and node information beyond their types; of a quoted packet only addresses, protocol, ports.
import { macText, v6TextOf } from "../addresses.ts";
import { DONE, dissector, LIKELY } from "../dissector.ts";
import { readNames } from "../labels.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import type { Direction, Talk } from "../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const TYPES = operationTable("icmpv6", [
  [1, "destination_unreachable", "alarm"],
  [2, "packet_too_big", "alarm"],
  [3, "time_exceeded", "alarm"],
  [4, "parameter_problem", "alarm"],
  [128, "echo_request", "identify"],
  [129, "echo_reply", "other"],
  [130, "multicast_listener_query", "identify"],
  [131, "multicast_listener_report", "identify"],
  [132, "multicast_listener_done", "identify"],
  [133, "router_solicitation", "identify"],
  [134, "router_advertisement", "identify"],
  [135, "neighbor_solicitation", "identify"],
  [136, "neighbor_advertisement", "identify"],
  [137, "redirect", "configure"],
  [138, "router_renumbering", "configure"],
  [139, "node_information_query", "identify"],
  [140, "node_information_response", "identify"],
  [141, "inverse_neighbor_solicitation", "identify"],
  [142, "inverse_neighbor_advertisement", "identify"],
  [143, "multicast_listener_report_v2", "identify"],
  [144, "home_agent_discovery_request", "identify"],
  [145, "home_agent_discovery_reply", "identify"],
  [146, "mobile_prefix_solicitation", "identify"],
  [147, "mobile_prefix_advertisement", "identify"],
  [148, "certification_path_solicitation", "identify"],
  [149, "certification_path_advertisement", "identify"],
  [151, "multicast_router_advertisement", "identify"],
  [152, "multicast_router_solicitation", "identify"],
  [153, "multicast_router_termination", "identify"],
  [155, "rpl_control", "configure"],
  [157, "duplicate_address_request", "identify"],
  [158, "duplicate_address_confirmation", "identify"],
  [160, "extended_echo_request", "identify"],
  [161, "extended_echo_reply", "other"],
]);

const UNREACHABLE = [
  "no_route",
  "administratively_prohibited",
  "beyond_scope_of_source",
  "address_unreachable",
  "port_unreachable",
  "source_address_failed_policy",
  "reject_route",
  "source_routing_header_error",
];

const REQUESTS = new Set([128, 133, 135, 139, 141, 144, 146, 148, 160]);
const REPLIES = new Set([129, 136, 140, 142, 145, 147, 149, 161]);
const NOTICES = new Set([134]);
const MOST_OPTIONS = 64;
const MOST_GROUPS = 256;
const RING = 16;

/** Frames of requests that wait for their reply, by mark (echo: identifier and sequence; neighbor: hash of the target). */
interface Memory {
  marks: Int32Array;
  frames: Int32Array;
  next: number;
}

/** Hardware addresses that the options of a discovery message give, 12 hex digits or "". */
interface Links {
  source: string;
  target: string;
}

/** Control messages of IPv6, neighbor discovery among them. */
export const icmpv6 = dissector<Memory>({
  name: "icmpv6",
  title: "ICMPv6",
  standard: "RFC 4443",
  world: "network",
  carriage: [{ over: "ip", protocols: [58] }],
  remember: () => ({ marks: new Int32Array(RING), frames: new Int32Array(RING), next: 0 }),
  probe: () => LIKELY,
  read(reader, talk) {
    const type = reader.u8();
    const code = reader.u8();
    const checksum = reader.u16();
    if (!TYPES.has(type)) talk.fault("unknown type", 0);
    const more = readBody(reader, talk, type, code);
    const direction: Direction = REQUESTS.has(type)
      ? REQUEST
      : REPLIES.has(type)
        ? RESPONSE
        : NOTICES.has(type)
          ? NOTICE
          : UNDIRECTED;
    talk.emit(TYPES.of(type), direction, talk.detailed ? { type, code, checksum, ...more } : undefined);
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

function readBody(reader: Reader, talk: Talk<Memory>, type: number, code: number): object {
  switch (type) {
    case 1: {
      const outcome = UNREACHABLE[code];
      if (outcome !== undefined) talk.refused(outcome);
      reader.skip(4);
      return quoted(reader);
    }
    case 2:
      return { mtu: reader.u32(), ...quoted(reader) };
    case 3:
      reader.skip(4);
      return quoted(reader);
    case 4:
      return { pointer: reader.u32(), ...quoted(reader) };
    case 128:
    case 129:
    case 160:
    case 161: {
      const identifier = reader.u16();
      const sequence = reader.u16();
      pair(talk, type === 128 || type === 160, (identifier << 16) | sequence);
      return { identifier, sequence_number: sequence, data_length: reader.left() };
    }
    case 130:
    case 131:
    case 132:
      return listeners(reader, type);
    case 143:
      return report(reader);
    case 133: {
      reader.skip(4);
      const { links, options } = readOptions(reader, talk);
      bind(talk, links.source, talk.senderAddress());
      return { options };
    }
    case 134:
      return routerAdvertisement(reader, talk);
    case 135:
    case 136:
      return neighbor(reader, talk, type);
    case 137: {
      reader.skip(4);
      const target = address(reader);
      const destination = address(reader);
      const { links, options } = readOptions(reader, talk);
      bind(talk, links.target, target);
      return { target_address: target, destination_address: destination, options };
    }
    default:
      return {};
  }
}

function routerAdvertisement(reader: Reader, talk: Talk<Memory>): object {
  const start = reader.position;
  const hopLimit = reader.u8();
  const flags = reader.u8();
  const lifetime = reader.u16();
  const reachable = reader.u32();
  const retransmission = reader.u32();
  // A lifetime of zero says that the sender is no default router.
  if (reader.ok && lifetime > 0) {
    talk.claim("sender", "role", "router", 0.7, "NDP router advertisement", start, reader.position);
  }
  const { links, options } = readOptions(reader, talk);
  bind(talk, links.source, talk.senderAddress());
  return {
    current_hop_limit: hopLimit,
    managed: (flags & 0x80) !== 0,
    other_configuration: (flags & 0x40) !== 0,
    home_agent: (flags & 0x20) !== 0,
    router_preference: (flags >> 3) & 3,
    router_lifetime: lifetime,
    reachable_time: reachable,
    retransmission_timer: retransmission,
    options,
  };
}

function neighbor(reader: Reader, talk: Talk<Memory>, type: number): object {
  const start = reader.position;
  const flags = reader.u8();
  reader.skip(3);
  const mark = targetMark(reader);
  const target = address(reader);
  const isComplete = reader.ok;
  const { links, options } = readOptions(reader, talk);
  if (isComplete) pair(talk, type === 135, mark);
  if (type === 135) {
    bind(talk, links.source, talk.senderAddress());
    return { target_address: target, options };
  }
  if (isComplete && (flags & 0x80) !== 0) {
    talk.claim("sender", "role", "router", 0.6, "NDP router flag", start, start + 1);
  }
  bind(talk, links.target, target);
  return {
    router: (flags & 0x80) !== 0,
    solicited: (flags & 0x40) !== 0,
    override: (flags & 0x20) !== 0,
    target_address: target,
    options,
  };
}

function bind(talk: Talk<Memory>, mac: string, ip: string): void {
  if (mac === "" || /^(0*|f*)$/.test(mac) || ip === "" || ip === "::") return;
  talk.note({ mac }, { kind: "binding", method: "NDP", mac, ip });
}

function readOptions(reader: Reader, talk: Talk<Memory>): { links: Links; options: object[] } {
  const links: Links = { source: "", target: "" };
  const options: object[] = [];
  for (let count = 0; count < MOST_OPTIONS && reader.left() > 0; count++) {
    const start = reader.position;
    const type = reader.u8();
    const length = reader.u8() * 8 - 2;
    // A length of zero must be discarded (RFC 4861 section 4.6).
    if (length > reader.left() && reader.cutByCapture) {
      reader.skip(length);
      break;
    }
    if (length < 0 || length > reader.left()) {
      talk.fault("bad option length", start - reader.start);
      reader.skipRest();
      break;
    }
    const outer = reader.narrow(length);
    const option = readOption(reader, type, links);
    if (option === undefined) talk.fault("bad option length", start - reader.start);
    options.push({ type, ...option });
    reader.widen(outer);
  }
  return { links, options };
}

/** The option that the reader was narrowed to; undefined when it is too short for its type. */
function readOption(reader: Reader, type: number, links: Links): object | undefined {
  const length = reader.left();
  switch (type) {
    case 1:
    case 2: {
      const mac = reader.hex(6);
      if (type === 1) links.source = mac;
      else links.target = mac;
      return { link_layer_address: macText(mac) };
    }
    case 3:
      if (length < 30) return undefined;
      return prefixInformation(reader);
    case 4:
      if (length < 6) return undefined;
      reader.skip(6);
      return quoted(reader);
    case 5:
      if (length < 6) return undefined;
      reader.skip(2);
      return { mtu: reader.u32() };
    case 24: {
      if (length < 6) return undefined;
      const prefixLength = reader.u8();
      const preference = (reader.u8() >> 3) & 3;
      const lifetime = reader.u32();
      return { prefix_length: prefixLength, preference, route_lifetime: lifetime, prefix: reader.hex(reader.left()) };
    }
    case 25: {
      if (length < 22) return undefined;
      reader.skip(2);
      const lifetime = reader.u32();
      const servers: string[] = [];
      while (reader.left() >= 16) servers.push(address(reader));
      return { lifetime, recursive_dns_servers: servers };
    }
    case 31: {
      if (length < 6) return undefined;
      reader.skip(2);
      return { lifetime: reader.u32(), search_list: readNames(reader) };
    }
    default:
      return { value: reader.hex(length) };
  }
}

function prefixInformation(reader: Reader): object {
  const prefixLength = reader.u8();
  const flags = reader.u8();
  const valid = reader.u32();
  const preferred = reader.u32();
  reader.skip(4);
  return {
    prefix_length: prefixLength,
    on_link: (flags & 0x80) !== 0,
    autonomous: (flags & 0x40) !== 0,
    valid_lifetime: valid,
    preferred_lifetime: preferred,
    prefix: address(reader),
  };
}

/** RFC 2710; a query longer than 24 bytes is of version 2 (RFC 3810 section 8.1). */
function listeners(reader: Reader, type: number): object {
  const maximumResponse = reader.u16();
  reader.skip(2);
  const head = { maximum_response_code: maximumResponse, multicast_address: address(reader) };
  if (type !== 130 || reader.left() < 4) return head;
  const flags = reader.u8();
  const interval = reader.u8();
  const count = reader.u16();
  const sources: string[] = [];
  while (sources.length < count && sources.length < MOST_GROUPS && reader.left() >= 16) sources.push(address(reader));
  return {
    ...head,
    suppress_router_processing: (flags & 8) !== 0,
    robustness: flags & 7,
    query_interval_code: interval,
    source_count: count,
    sources,
  };
}

function report(reader: Reader): object {
  reader.skip(2);
  const count = reader.u16();
  const records: object[] = [];
  while (records.length < count && records.length < MOST_GROUPS && reader.left() >= 20) {
    const recordType = reader.u8();
    const auxiliary = reader.u8() * 4;
    const sourceCount = reader.u16();
    const group = address(reader);
    const sources: string[] = [];
    while (sources.length < sourceCount && reader.left() >= 16) sources.push(address(reader));
    records.push({ record_type: recordType, multicast_address: group, source_count: sourceCount, sources });
    reader.skip(Math.min(auxiliary, reader.left()));
  }
  return { record_count: count, records };
}

function address(reader: Reader): string {
  const at = reader.position;
  reader.skip(16);
  return reader.ok ? v6TextOf(reader.bytes, at) : "";
}

/** The packet that an error is about (RFC 4443 section 2.4 c): as much of it as fits. */
function quoted(reader: Reader): object {
  if (reader.left() < 40 || reader.peek() >> 4 !== 6) return {};
  const nextHeader = reader.peek(6);
  reader.skip(8);
  const source = address(reader);
  const head = { quoted_source: source, quoted_destination: address(reader), quoted_next_header: nextHeader };
  if ((nextHeader !== 6 && nextHeader !== 17) || reader.left() < 4) return head;
  return { ...head, quoted_source_port: reader.u16(), quoted_destination_port: reader.u16() };
}

/** The last four bytes of the target address, with its first two mixed in: enough to tell neighbors apart. */
function targetMark(reader: Reader): number {
  if (reader.left() < 16) return 0;
  return ((reader.peek16(12) << 16) | reader.peek16(14)) ^ reader.peek16(0);
}

function pair(talk: Talk<Memory>, isRequest: boolean, mark: number): void {
  const { marks, frames } = talk.memory;
  if (isRequest) {
    marks[talk.memory.next] = mark;
    frames[talk.memory.next] = talk.frame;
    talk.memory.next = (talk.memory.next + 1) % RING;
    return;
  }
  for (let index = 0; index < RING; index++) {
    if (marks[index] !== mark || frames[index] === 0) continue;
    talk.answersFrame(frames[index] as number);
    frames[index] = 0;
    return;
  }
}
