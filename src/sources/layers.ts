// The headers that src/dissect/packet.ts walks for speed, here with every field: IEEE 802.3, 802.1Q, 802.2, 802.11, Linux cooked,
// PPP, PPPoE, MPLS (RFC 3032), GRE (RFC 2784, 2890), ERSPAN, VXLAN (RFC 7348), Geneve (RFC 8926), GTP-U (3GPP TS 29.281), RFC 826.
import type { ShownLayer } from "../serve/surroundings.ts";
import { ARP_OPERATIONS, COOKED_KINDS, ETHER_TYPES } from "./layer-names.ts";
import { LayerWriter } from "./layer-writer.ts";
import { networkLayers } from "./layers-network.ts";

/** Most layers that are told of one frame. */
const MOST_LAYERS = 24;

/** Link, network and transport layers of a frame, tunnels opened; what is not read further stands as bytes. */
export function layersOf(bytes: Uint8Array, linkType: number): ShownLayer[] {
  const out = new LayerWriter(bytes);
  const end = bytes.length;
  switch (linkType) {
    case 1:
      ethernet(out, 0, end);
      break;
    case 0:
    case 108:
      if (end < 4) return cut(out, "null", "Loopback", 0, end);
      out.open("null", "Loopback", 0, 4);
      out.octets("address_family", 0, 4);
      network(out, 4, end);
      break;
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      network(out, 0, end);
      break;
    case 113:
      if (end < 16) return cut(out, "cooked", "Linux cooked capture", 0, end);
      out.open("cooked", "Linux cooked capture", 0, 16);
      out.wordField("packet_type", 0, COOKED_KINDS);
      out.wordField("hardware_type", 2);
      out.wordField("address_length", 4);
      out.octets("source", 6, 6 + Math.min(8, out.word(4)));
      etherType(out, out.hexField("protocol", 14, 2, ETHER_TYPES), 16, end);
      break;
    case 276:
      if (end < 20) return cut(out, "cooked", "Linux cooked capture, version 2", 0, end);
      out.open("cooked", "Linux cooked capture, version 2", 0, 20);
      out.hexField("protocol", 0, 2, ETHER_TYPES);
      out.longField("interface_index", 4);
      out.wordField("hardware_type", 8);
      out.byteField("packet_type", 10, COOKED_KINDS);
      out.byteField("address_length", 11);
      out.octets("source", 12, 12 + Math.min(8, out.byte(11)));
      etherType(out, out.word(0), 20, end);
      break;
    case 105:
      radio(out, 0, end, false);
      break;
    case 127:
      radiotap(out, end);
      break;
    case 9:
    case 50:
      ppp(out, 0, end);
      break;
    case 166:
    case 204:
      ppp(out, 1, end);
      break;
    case 51:
      pppoe(out, 0, end);
      break;
    case 104:
      if (end < 4) return cut(out, "chdlc", "Cisco HDLC", 0, end);
      out.open("chdlc", "Cisco HDLC", 0, 4);
      out.byteField("address", 0);
      out.byteField("control", 1);
      etherType(out, out.hexField("protocol", 2, 2, ETHER_TYPES), 4, end);
      break;
    default:
      out.rest("bytes", "A link that is not read", 0, end);
  }
  return out.layers;
}

function cut(out: LayerWriter, protocol: string, title: string, at: number, end: number): ShownLayer[] {
  out.rest(protocol, `${title}, cut short`, at, end);
  return out.layers;
}

function network(out: LayerWriter, at: number, end: number): void {
  networkLayers(out, at, end, openTunnel);
}

/** Goes on inside a tunnel with what its header says that it carries. */
function openTunnel(out: LayerWriter, content: "ethernet" | "ip" | "ppp", at: number, end: number): void {
  if (out.layers.length >= MOST_LAYERS) return;
  if (content === "ethernet") ethernet(out, at, end);
  else if (content === "ppp") ppp(out, at, end);
  else network(out, at, end);
}

function ethernet(out: LayerWriter, at: number, end: number): void {
  if (at + 14 > end) {
    cut(out, "ethernet", "Ethernet", at, end);
    return;
  }
  const layer = out.open("ethernet", "Ethernet", at, at + 14);
  const to = out.mac("destination", at);
  const from = out.mac("source", at + 6);
  layer.title = `Ethernet, ${from} to ${to}`;
  const type = out.word(at + 12);
  if (type < 1536) out.wordField("length", at + 12);
  else out.hexField("type", at + 12, 2, ETHER_TYPES);
  etherType(out, type, at + 14, end);
}

function etherType(out: LayerWriter, firstType: number, firstAt: number, end: number): void {
  let type = firstType;
  let at = firstAt;
  while (out.layers.length < MOST_LAYERS) {
    if (type === 0x0800 || type === 0x86dd) return network(out, at, end);
    if (type === 0x8100 || type === 0x88a8 || type === 0x9100 || type === 0x9200) {
      if (at + 4 > end) return void cut(out, "vlan", "VLAN tag", at, end);
      const control = out.word(at);
      out.open("vlan", `VLAN ${control & 0x0fff}`, at, at + 4);
      out.field("priority", control >> 13, at, at + 1);
      out.field("drop_eligible", (control >> 12) & 1, at, at + 1);
      out.field("id", control & 0x0fff, at, at + 2);
      type = out.hexField("type", at + 2, 2, ETHER_TYPES);
      at += 4;
    } else if (type === 0x892f) {
      if (at + 6 > end) return void cut(out, "hsr", "HSR tag", at, end);
      out.open("hsr", "HSR tag", at, at + 6);
      out.field("path", out.word(at) >> 12, at, at + 1);
      out.field("size", out.word(at) & 0x0fff, at, at + 2);
      out.wordField("sequence", at + 2);
      type = out.hexField("type", at + 4, 2, ETHER_TYPES);
      at += 6;
    } else if (type === 0x8847 || type === 0x8848) return mpls(out, at, end);
    else if (type === 0x8864) return pppoe(out, at, end);
    else if (type === 0x0806) return arp(out, at, end);
    else if (type < 1536) return llc(out, type, at, end);
    else
      return void out.rest(
        "payload",
        `Payload of ${ETHER_TYPES.get(type) ?? `EtherType 0x${type.toString(16)}`}`,
        at,
        end,
      );
  }
}

function llc(out: LayerWriter, length: number, at: number, frameEnd: number): void {
  const end = length > 0 ? Math.min(frameEnd, at + length) : frameEnd;
  if (at + 3 > end) return void cut(out, "llc", "LLC", at, end);
  const isSnap = out.byte(at) === 0xaa && out.byte(at + 1) === 0xaa && out.byte(at + 2) === 3 && at + 8 <= end;
  out.open("llc", isSnap ? "LLC with SNAP" : "LLC", at, at + (isSnap ? 8 : 3));
  out.hexField("dsap", at, 1);
  out.hexField("ssap", at + 1, 1);
  out.hexField("control", at + 2, 1);
  if (!isSnap) return void out.rest("payload", "Payload", at + 3, end);
  out.octets("organization", at + 3, at + 6);
  const organization = (out.byte(at + 3) << 16) | out.word(at + 4);
  const type = out.hexField("type", at + 6, 2, ETHER_TYPES);
  if (organization === 0 || organization === 0xf8) etherType(out, type, at + 8, end);
  else out.rest("payload", "Payload", at + 8, end);
}

function arp(out: LayerWriter, at: number, end: number): void {
  if (at + 8 > end) return void cut(out, "arp", "ARP", at, end);
  const hardware = out.byte(at + 4);
  const protocol = out.byte(at + 5);
  const stop = at + 8 + 2 * (hardware + protocol);
  const layer = out.open("arp", "ARP", at, stop);
  out.wordField("hardware_type", at);
  out.hexField("protocol_type", at + 2, 2, ETHER_TYPES);
  out.byteField("hardware_length", at + 4);
  out.byteField("protocol_length", at + 5);
  const operation = out.wordField("operation", at + 6, ARP_OPERATIONS);
  if (hardware !== 6 || protocol !== 4 || stop > end) return out.octets("addresses", at + 8, Math.min(stop, end));
  out.mac("sender_mac", at + 8);
  const sender = out.ip4("sender_ip", at + 14);
  out.mac("target_mac", at + 18);
  const target = out.ip4("target_ip", at + 24);
  layer.title =
    operation === 1
      ? `ARP: who has ${target}? asks ${sender}`
      : `ARP ${ARP_OPERATIONS.get(operation) ?? operation} of ${sender}`;
  out.rest("padding", "Padding", stop, end);
}

function mpls(out: LayerWriter, firstAt: number, end: number): void {
  let at = firstAt;
  for (;;) {
    if (at + 4 > end || out.layers.length >= MOST_LAYERS) return void cut(out, "mpls", "MPLS", at, end);
    const label = (out.word(at) << 4) | (out.byte(at + 2) >> 4);
    const bottom = out.byte(at + 2) & 1;
    out.open("mpls", `MPLS label ${label}`, at, at + 4);
    out.field("label", label, at, at + 3);
    out.field("traffic_class", (out.byte(at + 2) >> 1) & 7, at + 2, at + 3);
    out.field("bottom_of_stack", bottom, at + 2, at + 3);
    out.byteField("ttl", at + 3);
    at += 4;
    if (bottom === 1) break;
  }
  const nibble = out.byte(at) >> 4;
  if (nibble === 4 || nibble === 6) return network(out, at, end);
  if (nibble === 0 && at + 18 <= end && out.word(at) === 0) {
    out.open("pseudowire", "Pseudowire control word", at, at + 4);
    out.wordField("sequence", at + 2);
    at += 4;
  }
  ethernet(out, at, end);
}

function ppp(out: LayerWriter, firstAt: number, end: number): void {
  let at = firstAt;
  const addressed = out.byte(at) === 0xff && out.byte(at + 1) === 3;
  if (addressed) at += 2;
  if (at + 2 > end) return void cut(out, "ppp", "PPP", firstAt, end);
  const short = (out.byte(at) & 1) === 1;
  const protocol = short ? out.byte(at) : out.word(at);
  const body = at + (short ? 1 : 2);
  out.open("ppp", "PPP", firstAt, body);
  out.hexField("protocol", at, short ? 1 : 2);
  if (protocol === 0x21 || protocol === 0x57) network(out, body, end);
  else if (protocol === 0x281 || protocol === 0x283) mpls(out, body, end);
  else out.rest("payload", "Payload", body, end);
}

function pppoe(out: LayerWriter, at: number, end: number): void {
  if (at + 6 > end) return void cut(out, "pppoe", "PPPoE", at, end);
  out.open("pppoe", `PPPoE session ${out.word(at + 2)}`, at, at + 6);
  out.field("version", out.byte(at) >> 4, at, at + 1);
  out.field("type", out.byte(at) & 15, at, at + 1);
  out.byteField("code", at + 1);
  out.wordField("session", at + 2);
  const length = out.wordField("length", at + 4);
  ppp(out, at + 6, Math.min(end, at + 6 + length));
}

function radiotap(out: LayerWriter, end: number): void {
  const length = out.byte(2) | (out.byte(3) << 8);
  if (end < 8 || length < 8 || length > end) return void cut(out, "radiotap", "Radiotap", 0, end);
  out.open("radiotap", "Radiotap", 0, length);
  out.byteField("version", 0);
  out.field("length", length, 2, 4);
  const first = out.byte(4);
  let fieldsAt = 8;
  while ((out.byte(fieldsAt - 1) & 0x80) !== 0 && fieldsAt + 4 <= length) fieldsAt += 4;
  const flagsAt = (first & 1) !== 0 ? ((fieldsAt + 7) & ~7) + 8 : fieldsAt;
  const flags = (first & 2) !== 0 && flagsAt < length ? out.hexField("flags", flagsAt, 1) : 0;
  if ((flags & 0x40) !== 0) return void out.rest("payload", "Damaged radio frame", length, end);
  radio(out, length, (flags & 0x10) !== 0 ? end - 4 : end, (flags & 0x20) !== 0);
}

function radio(out: LayerWriter, at: number, end: number, padded: boolean): void {
  if (at + 10 > end) return void cut(out, "802.11", "802.11", at, end);
  const control = out.byte(at) | (out.byte(at + 1) << 8);
  const kind = (control >> 2) & 3;
  const subtype = (control >> 4) & 15;
  const isData = kind === 2;
  const toAndFrom = (control & 0x300) === 0x300;
  let body = at + (kind === 1 ? 10 : 24);
  if (isData && toAndFrom) body += 6;
  const quality = body;
  if (isData && (subtype & 8) !== 0) body += 2 + ((control & 0x8000) !== 0 ? 4 : 0);
  if (padded) body += (4 - ((body - at) & 3)) & 3;
  const name = ["management", "control", "data", "extension"][kind];
  out.open("802.11", `802.11 ${name} frame`, at, Math.min(body, end));
  out.field("type", `${kind} (${name})`, at, at + 1);
  out.field("subtype", subtype, at, at + 1);
  out.hexField("flags", at + 1, 1);
  out.wordField("duration", at + 2);
  out.mac("address_1", at + 4);
  if (kind === 1 || body > end) return void out.rest("payload", "Payload", body, end);
  out.mac("address_2", at + 10);
  out.mac("address_3", at + 16);
  const sequence = out.byte(at + 22) | (out.byte(at + 23) << 8);
  out.field("sequence", sequence >> 4, at + 22, at + 24);
  out.field("fragment", sequence & 15, at + 22, at + 24);
  if (isData && toAndFrom) out.mac("address_4", at + 24);
  const isAggregate = isData && (subtype & 8) !== 0 && (out.byte(quality) & 0x80) !== 0;
  if ((control & 0x4000) !== 0) return void out.rest("payload", "Encrypted radio frame", body, end);
  if (!isData || (subtype & 4) !== 0) return void out.rest("payload", "Payload", body, end);
  if (isAggregate) return aggregate(out, body, end);
  llc(out, 0, body, end);
}

/** The parts of an A-MSDU (IEEE 802.11 section 9.3.2.2), each like an Ethernet frame of its own. */
function aggregate(out: LayerWriter, firstAt: number, end: number): void {
  let at = firstAt;
  while (at + 14 <= end && out.layers.length < MOST_LAYERS) {
    const length = out.word(at + 12);
    out.open("a-msdu", "Part of an aggregated radio frame", at, at + 14);
    out.mac("destination", at);
    out.mac("source", at + 6);
    out.wordField("length", at + 12);
    llc(out, length, at + 14, Math.min(end, at + 14 + length));
    at += (14 + length + 3) & ~3;
  }
}
