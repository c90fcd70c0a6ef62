// ICMPv6: RFC 4443; neighbor discovery RFC 4861 (neighbor.ts), multicast listeners RFC 2710 and 3810 (listeners.ts), extended
// echo RFC 8335, and the rarer kinds in rarer.ts.
// Not decoded: checksums (they cover the IPv6 header, which lies outside), signatures of secure discovery (RFC 3971);
// of a quoted packet only addresses, protocol and ports.
import { DONE, dissector, LIKELY } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { OpenRequests } from "../../pairing.ts";
import { noRequests, pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { listeners, multicastRouter, report } from "./listeners.ts";
import { inverseNeighbor, neighbor, redirect, routerAdvertisement, routerSolicitation } from "./neighbor.ts";
import { quoted } from "./quoted.ts";
import { RPL, rarerBody } from "./rarer.ts";

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
  [150, "experimental_mobility", "other"],
  [151, "multicast_router_advertisement", "identify"],
  [152, "multicast_router_solicitation", "identify"],
  [153, "multicast_router_termination", "identify"],
  [154, "fast_handover", "other"],
  [155, "rpl_control", "other"],
  [156, "locator_update", "configure"],
  [157, "duplicate_address_request", "identify"],
  [158, "duplicate_address_confirmation", "identify"],
  [159, "mpl_control", "other"],
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
  "headers_too_long",
];
const EXCEEDED = ["hop_limit_exceeded", "fragment_reassembly_time_exceeded"];
/** RFC 4443 section 3.4, 7112, 8754, 8883. */
const PROBLEMS = [
  "erroneous_header_field",
  "unrecognized_next_header",
  "unrecognized_option",
  "incomplete_header_chain",
  "segment_routing_upper_layer_error",
  "unrecognized_next_header_at_intermediate_node",
  "extension_header_too_big",
  "extension_header_chain_too_long",
  "too_many_extension_headers",
  "too_many_options",
  "option_too_big",
];
/** RFC 8335 section 3. */
const EXTENDED_ECHO = [
  "no_error",
  "malformed_query",
  "no_such_interface",
  "no_such_table_entry",
  "multiple_interfaces_satisfy_query",
];

const REQUESTS = new Set([128, 133, 135, 139, 141, 144, 146, 148, 160]);
const REPLIES = new Set([129, 136, 140, 142, 145, 147, 149, 161]);
const NOTICES = new Set([134]);

/** Control messages of IPv6, neighbor discovery among them. */
export const icmpv6 = dissector<OpenRequests>({
  name: "icmpv6",
  title: "ICMPv6",
  standard: "RFC 4443",
  world: "network",
  carriage: [{ over: "ip", protocols: [58] }],
  remember: noRequests,
  probe: () => LIKELY,
  read(reader, talk) {
    const type = reader.u8();
    const code = reader.u8();
    const checksum = reader.u16();
    if (!TYPES.has(type)) talk.fault("unknown type", 0);
    const more = readBody(reader, talk, type, code);
    const spoken = type === 155 && RPL.has(code) ? RPL.of(code) : TYPES.of(type);
    talk.emit(spoken, directionOf(type), talk.detailed ? { type, code, checksum, ...more } : undefined);
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

function directionOf(type: number): Direction {
  return REQUESTS.has(type) ? REQUEST : REPLIES.has(type) ? RESPONSE : NOTICES.has(type) ? NOTICE : UNDIRECTED;
}

function readBody(reader: Reader, talk: Talk<OpenRequests>, type: number, code: number): object | undefined {
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
      return { code_name: EXCEEDED[code] ?? "", ...quoted(reader) };
    case 4:
      return { code_name: PROBLEMS[code] ?? "", pointer: reader.u32(), ...quoted(reader) };
    case 128:
    case 129: {
      const identifier = reader.u16();
      const sequence = reader.u16();
      pair(talk, type === 128, (identifier << 16) | sequence);
      return talk.detailed ? { identifier, sequence_number: sequence, data_length: reader.left() } : undefined;
    }
    case 160:
    case 161:
      return extendedEcho(reader, talk, type, code);
    case 130:
    case 131:
    case 132:
      return listeners(reader, type);
    case 143:
      return report(reader);
    case 151:
      return multicastRouter(reader, code);
    case 133:
      return routerSolicitation(reader, talk);
    case 134:
      return routerAdvertisement(reader, talk);
    case 135:
    case 136:
      return neighbor(reader, talk, type);
    case 137:
      return redirect(reader, talk);
    case 141:
    case 142:
      return inverseNeighbor(reader, talk, type);
    default:
      return rarerBody(reader, talk, type, code);
  }
}

/** Echo about an interface of the receiver or its neighbor (RFC 8335 sections 2 and 3). */
function extendedEcho(reader: Reader, talk: Talk<OpenRequests>, type: number, code: number): object {
  const identifier = reader.u16();
  const sequence = reader.u8();
  const flags = reader.u8();
  pair(talk, type === 160, (identifier << 16) | sequence);
  const head = { identifier, sequence_number: sequence };
  if (type === 161) {
    if (code > 0) talk.refused(EXTENDED_ECHO[code] ?? "unnamed_code");
    return {
      ...head,
      state: flags >> 5,
      active: (flags & 4) !== 0,
      ipv4: (flags & 2) !== 0,
      ipv6: (flags & 1) !== 0,
    };
  }
  const query = { ...head, local: (flags & 1) !== 0 };
  // The extension header (RFC 4884) and the one object in it that names the interface.
  if (reader.left() < 8) return query;
  reader.skip(4);
  const length = reader.u16();
  const objectClass = reader.u8();
  const form = reader.u8();
  if (objectClass !== 3 || length < 4 || length - 4 > reader.left()) return query;
  if (form === 1) return { ...query, interface_name: reader.utf8(length - 4).replace(/\0+$/, "") };
  if (form === 2 && length === 8) return { ...query, interface_index: reader.u32() };
  return form === 3 ? { ...query, interface_address: reader.hex(length - 4) } : query;
}
