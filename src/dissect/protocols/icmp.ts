// ICMP: RFC 792, 950 (mask), 1256 (router discovery), 4884 (extensions), 8335 (extended echo).
// Not decoded: the extension objects of RFC 4884, the interface that extended echo asks about among them; of a quoted packet only addresses, protocol and ports.
import { v4Text } from "../addresses.ts";
import { DONE, dissector, LIKELY } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { noRequests, type OpenRequests, pair } from "../pairing.ts";
import type { Reader } from "../reader.ts";
import type { Direction, Talk } from "../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const TYPES = operationTable("icmp", [
  [0, "echo_reply", "other"],
  [3, "destination_unreachable", "alarm"],
  [4, "source_quench", "alarm"],
  [5, "redirect", "configure"],
  [8, "echo_request", "identify"],
  [9, "router_advertisement", "identify"],
  [10, "router_solicitation", "identify"],
  [11, "time_exceeded", "alarm"],
  [12, "parameter_problem", "alarm"],
  [13, "timestamp_request", "time"],
  [14, "timestamp_reply", "time"],
  [15, "information_request", "identify"],
  [16, "information_reply", "identify"],
  [17, "address_mask_request", "identify"],
  [18, "address_mask_reply", "identify"],
  [40, "photuris", "other"],
  [42, "extended_echo_request", "identify"],
  [43, "extended_echo_reply", "other"],
]);

const UNREACHABLE = [
  "net_unreachable",
  "host_unreachable",
  "protocol_unreachable",
  "port_unreachable",
  "fragmentation_needed",
  "source_route_failed",
  "net_unknown",
  "host_unknown",
  "source_host_isolated",
  "net_prohibited",
  "host_prohibited",
  "net_unreachable_for_service",
  "host_unreachable_for_service",
  "communication_prohibited",
  "host_precedence_violation",
  "precedence_cutoff",
];

/** Codes of extended echo replies (RFC 8335 section 3). */
const EXTENDED_ECHO = [
  "",
  "malformed_query",
  "no_such_interface",
  "no_such_table_entry",
  "multiple_interfaces_satisfy_query",
];

const REQUESTS = new Set([8, 10, 13, 15, 17, 42]);
const REPLIES = new Set([0, 9, 14, 16, 18, 43]);

/** Control messages of IPv4. */
export const icmp = dissector<OpenRequests>({
  name: "icmp",
  title: "ICMP",
  standard: "RFC 792",
  world: "network",
  carriage: [{ over: "ip", protocols: [1] }],
  remember: noRequests,
  probe: () => LIKELY,
  read(reader, talk) {
    const start = reader.position;
    const type = reader.u8();
    const code = reader.u8();
    const checksum = reader.u16();
    const direction: Direction = REQUESTS.has(type) ? REQUEST : REPLIES.has(type) ? RESPONSE : UNDIRECTED;
    const fields = talk.detailed ? { type, code, checksum } : undefined;
    if (!TYPES.has(type)) talk.fault("unknown type", 0);
    if (reader.ok && !reader.cutByCapture && !checksumFits(reader.bytes, start, reader.end))
      talk.fault("bad checksum", 2);
    const more = readBody(reader, talk, type, code);
    talk.emit(TYPES.of(type), direction, fields === undefined ? undefined : { ...fields, ...more });
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

function readBody(reader: Reader, talk: Talk<OpenRequests>, type: number, code: number): object {
  switch (type) {
    case 0:
    case 8:
    case 13:
    case 14:
    case 15:
    case 16:
    case 17:
    case 18: {
      const identifier = reader.u16();
      const sequence = reader.u16();
      pair(talk, REQUESTS.has(type), (identifier << 16) | sequence);
      const head = { identifier, sequence_number: sequence };
      if (type === 13 || type === 14) {
        return {
          ...head,
          originate_timestamp: reader.u32(),
          receive_timestamp: reader.u32(),
          transmit_timestamp: reader.u32(),
        };
      }
      if (type === 17 || type === 18) return { ...head, address_mask: v4Text(reader.i32()) };
      return { ...head, data_length: reader.left() };
    }
    case 42:
    case 43:
      return extendedEcho(reader, talk, type, code);
    case 3: {
      const outcome = UNREACHABLE[code];
      if (outcome !== undefined) talk.refused(outcome);
      reader.skip(2);
      return { next_hop_mtu: reader.u16(), ...quoted(reader) };
    }
    case 4:
    case 11:
      reader.skip(4);
      return quoted(reader);
    case 5:
      return { gateway_address: v4Text(reader.i32()), ...quoted(reader) };
    case 12: {
      const pointer = reader.u8();
      reader.skip(3);
      return { pointer, ...quoted(reader) };
    }
    case 9: {
      const count = reader.u8();
      const entrySize = reader.u8();
      const lifetime = reader.u16();
      const routers: { address: string; preference: number }[] = [];
      for (let index = 0; index < count && reader.left() >= 8; index++) {
        routers.push({ address: v4Text(reader.i32()), preference: reader.i32() });
      }
      return { address_count: count, address_entry_size: entrySize, lifetime, routers };
    }
    default:
      return {};
  }
}

/** Echo about an interface (RFC 8335 sections 2 and 3): request and reply differ in what follows the sequence number. */
function extendedEcho(reader: Reader, talk: Talk<OpenRequests>, type: number, code: number): object {
  const identifier = reader.u16();
  const sequence = reader.u8();
  const flags = reader.u8();
  pair(talk, REQUESTS.has(type), (identifier << 16) | sequence);
  const head = { identifier, sequence_number: sequence };
  if (type === 42) return { ...head, local: (flags & 1) !== 0, data_length: reader.left() };
  if (code > 0) talk.refused(EXTENDED_ECHO[code] ?? "unnamed_code");
  return { ...head, state: flags >> 5, active: (flags & 4) !== 0, ipv4: (flags & 2) !== 0, ipv6: (flags & 1) !== 0 };
}

/** The beginning of the packet that this message is about (RFC 792: its header and eight bytes more). */
function quoted(reader: Reader): object {
  const start = reader.position;
  if (reader.left() < 20 || reader.peek() >> 4 !== 4) return {};
  const headerLength = (reader.peek() & 15) << 2;
  const protocol = reader.peek(9);
  reader.skip(12);
  const source = v4Text(reader.i32());
  const destination = v4Text(reader.i32());
  const ports = start + headerLength;
  if (headerLength < 20 || (protocol !== 6 && protocol !== 17) || ports + 4 > reader.end) {
    return { quoted_source: source, quoted_destination: destination, quoted_protocol: protocol };
  }
  reader.skip(headerLength - 20);
  return {
    quoted_source: source,
    quoted_destination: destination,
    quoted_protocol: protocol,
    quoted_source_port: reader.u16(),
    quoted_destination_port: reader.u16(),
  };
}

function checksumFits(bytes: Uint8Array, start: number, end: number): boolean {
  let sum = 0;
  for (let at = start; at + 1 < end; at += 2) sum += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  if (((end - start) & 1) === 1) sum += (bytes[end - 1] as number) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 65536);
  return sum === 0xffff;
}
