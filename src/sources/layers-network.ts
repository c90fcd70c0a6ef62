// IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293, 7323), UDP (RFC 768), SCTP (RFC 9260), ICMP (RFC 792), ICMPv6 (RFC 4443), and the
// tunnels over them: GRE, ERSPAN, VXLAN, Geneve, GTP-U, IP in IP.
import {
  ETHER_TYPES,
  ICMP_TYPES,
  ICMP6_TYPES,
  IP_PROTOCOLS,
  SCTP_CHUNKS,
  TCP_FLAGS,
  TCP_OPTIONS,
} from "./layer-names.ts";
import { flagWords, type LayerWriter } from "./layer-writer.ts";

/** Goes on inside a tunnel. */
export type OpenTunnel = (out: LayerWriter, content: "ethernet" | "ip" | "ppp", at: number, end: number) => void;

/** Begins the titles of layers that an error message quotes from another packet. */
export const QUOTED = "Quoted: ";
/** Quotes of quotes of quotes are hostile. */
const MOST_BEFORE_QUOTE = 16;

/** The layers of an IP packet at `[at, end)`. */
export function networkLayers(out: LayerWriter, at: number, end: number, tunnel: OpenTunnel): void {
  const version = at < end ? out.byte(at) >> 4 : 0;
  if (version === 4 && at + 20 <= end) ip4(out, at, end, tunnel);
  else if (version === 6 && at + 40 <= end) ip6(out, at, end, tunnel);
  else out.rest("bytes", "No whole IP header", at, end);
}

function ip4(out: LayerWriter, at: number, end: number, tunnel: OpenTunnel): void {
  const length = (out.byte(at) & 15) << 2;
  const total = out.word(at + 2);
  if (length < 20 || at + length > end) return out.rest("ipv4", "IPv4 with a broken header", at, end);
  const layer = out.open("ipv4", "IPv4", at, at + length);
  out.field("version", 4, at, at + 1);
  out.field("header_length", length, at, at + 1);
  out.field("dscp", out.byte(at + 1) >> 2, at + 1, at + 2);
  out.field("ecn", out.byte(at + 1) & 3, at + 1, at + 2);
  out.wordField("total_length", at + 2);
  out.hexField("identification", at + 4, 2);
  const fragment = out.word(at + 6);
  const flags = flagWords(fragment, [
    [0x8000, "reserved"],
    [0x4000, "don't fragment"],
    [0x2000, "more fragments"],
  ]);
  out.field("flags", flags, at + 6, at + 7);
  out.field("fragment_offset", (fragment & 0x1fff) << 3, at + 6, at + 8);
  out.byteField("ttl", at + 8);
  const protocol = out.byteField("protocol", at + 9, IP_PROTOCOLS);
  out.hexField("header_checksum", at + 10, 2);
  const source = out.ip4("source", at + 12);
  const destination = out.ip4("destination", at + 16);
  out.octets("options", at + 20, at + length);
  layer.title = `IPv4, ${source} to ${destination}`;
  const stop = total >= length ? Math.min(end, at + total) : end;
  if ((fragment & 0x3fff) === 0) transport(out, protocol, at + length, stop, tunnel);
  else out.rest("fragment", `Fragment of ${IP_PROTOCOLS.get(protocol) ?? `protocol ${protocol}`}`, at + length, stop);
  if (stop < end && total > 0) out.rest("padding", "Padding", stop, end);
}

function ip6(out: LayerWriter, at: number, end: number, tunnel: OpenTunnel): void {
  const layer = out.open("ipv6", "IPv6", at, at + 40);
  const head = out.long(at);
  out.field("version", 6, at, at + 1);
  out.field("traffic_class", (head >>> 20) & 0xff, at, at + 2);
  out.field("flow_label", `0x${(head & 0xfffff).toString(16).padStart(5, "0")}`, at + 1, at + 4);
  const length = out.wordField("payload_length", at + 4);
  let next = out.byteField("next_header", at + 6, IP_PROTOCOLS);
  out.byteField("hop_limit", at + 7);
  const source = out.ip6("source", at + 8);
  const destination = out.ip6("destination", at + 24);
  layer.title = `IPv6, ${source} to ${destination}`;
  const stop = length > 0 ? Math.min(end, at + 40 + length) : end;
  let body = at + 40;
  for (let headers = 0; headers < 10; headers++) {
    const isOptions = next === 0 || next === 43 || next === 60 || next === 135 || next === 139 || next === 140;
    if (!isOptions && next !== 44 && next !== 51) break;
    if (body + 8 > stop) return out.rest("ipv6-extension", "Extension header, cut short", body, stop);
    const size = next === 44 ? 8 : isOptions ? (out.byte(body + 1) + 1) << 3 : (out.byte(body + 1) + 2) << 2;
    out.open("ipv6-extension", `IPv6 ${IP_PROTOCOLS.get(next) ?? `extension ${next}`}`, body, body + size);
    const isFragment = next === 44;
    next = out.byteField("next_header", body, IP_PROTOCOLS);
    if (isFragment) {
      const fragment = out.wordField("fragment", body + 2);
      out.field("fragment_offset", fragment & 0xfff8, body + 2, body + 4);
      out.field("more_fragments", fragment & 1, body + 3, body + 4);
      out.hexField("identification", body + 4, 4);
      if ((fragment & 0xfff9) !== 0) {
        const name = IP_PROTOCOLS.get(next) ?? `protocol ${next}`;
        return out.rest("fragment", `Fragment of ${name}`, body + 8, stop);
      }
    } else {
      out.byteField("length", body + 1);
      out.octets("content", body + 2, Math.min(stop, body + size));
    }
    body += size;
  }
  transport(out, next, body, stop, tunnel);
}

function transport(out: LayerWriter, protocol: number, at: number, end: number, tunnel: OpenTunnel): void {
  if (protocol === 6 && at + 20 <= end) return tcp(out, at, end);
  if (protocol === 17 && at + 8 <= end) return udp(out, at, end, tunnel);
  if (protocol === 132 && at + 12 <= end) return sctp(out, at, end);
  if (protocol === 1 && at + 8 <= end) return icmp(out, at, end, tunnel, "icmp", "ICMP", ICMP_TYPES);
  if (protocol === 58 && at + 8 <= end) return icmp(out, at, end, tunnel, "icmpv6", "ICMPv6", ICMP6_TYPES);
  if (protocol === 47 && at + 4 <= end) return gre(out, at, end, tunnel);
  if ((protocol === 4 || protocol === 41) && at + 20 <= end) return tunnel(out, "ip", at, end);
  out.rest("payload", `Payload of ${IP_PROTOCOLS.get(protocol) ?? `IP protocol ${protocol}`}`, at, end);
}

function tcp(out: LayerWriter, at: number, end: number): void {
  const length = (out.byte(at + 12) >> 4) << 2;
  const body = Math.min(end, at + Math.max(20, length));
  const flags = flagWords(out.word(at + 12) & 0x1ff, TCP_FLAGS);
  out.open("tcp", `TCP, port ${out.word(at)} to ${out.word(at + 2)}, ${flags}`, at, body);
  out.wordField("source_port", at);
  out.wordField("destination_port", at + 2);
  out.longField("sequence", at + 4);
  out.longField("acknowledgment", at + 8);
  out.field("header_length", length, at + 12, at + 13);
  out.field("flags", flags, at + 12, at + 14);
  out.wordField("window", at + 14);
  out.hexField("checksum", at + 16, 2);
  out.wordField("urgent_pointer", at + 18);
  if (length < 20) out.field("fault", "header shorter than 20 bytes", at + 12, at + 13);
  let option = at + 20;
  for (let count = 0; count < 40 && option < body; count++) {
    const kind = out.byte(option);
    const size = kind < 2 ? 1 : out.byte(option + 1);
    if (size === 0 || option + size > body || (kind > 1 && size < 2)) {
      out.octets("broken_options", option, body);
      break;
    }
    const name = `option_${(TCP_OPTIONS.get(kind) ?? `kind ${kind}`).replaceAll(" ", "_")}`;
    if (kind === 2 && size === 4) out.field(name, out.word(option + 2), option, option + 4);
    else if (kind === 3 && size === 3) out.field(name, out.byte(option + 2), option, option + 3);
    else if (kind === 8 && size === 10) {
      out.field(name, `value ${out.long(option + 2)}, echo ${out.long(option + 6)}`, option, option + 10);
    } else if (size <= 2) out.field(name, "present", option, option + size);
    else out.octets(name, option + 2, option + size);
    option += size;
    if (kind === 0) break;
  }
  out.rest("payload", `${end - body} bytes of payload`, body, end);
}

function udp(out: LayerWriter, at: number, frameEnd: number, tunnel: OpenTunnel): void {
  const from = out.word(at);
  const to = out.word(at + 2);
  out.open("udp", `UDP, port ${from} to ${to}`, at, at + 8);
  out.wordField("source_port", at);
  out.wordField("destination_port", at + 2);
  const length = out.wordField("length", at + 4);
  out.hexField("checksum", at + 6, 2);
  const end = length >= 8 ? Math.min(frameEnd, at + length) : frameEnd;
  const body = at + 8;
  if ((to === 4789 || to === 8472) && body + 22 <= end && (out.byte(body) & 8) !== 0) {
    out.open("vxlan", `VXLAN ${out.long(body + 4) >>> 8}`, body, body + 8);
    out.hexField("flags", body, 1);
    out.field("vni", out.long(body + 4) >>> 8, body + 4, body + 7);
    return tunnel(out, "ethernet", body + 8, end);
  }
  if (to === 6081 && body + 8 <= end) return geneve(out, body, end, tunnel);
  if ((to === 2152 || from === 2152) && body + 8 <= end && out.byte(body) >> 5 === 1 && (out.byte(body) & 16) !== 0) {
    return gtp(out, body, end, tunnel);
  }
  out.rest("payload", `${end - body} bytes of payload`, body, end);
}

function geneve(out: LayerWriter, at: number, end: number, tunnel: OpenTunnel): void {
  const body = at + 8 + ((out.byte(at) & 0x3f) << 2);
  out.open("geneve", `Geneve ${out.long(at + 4) >>> 8}`, at, Math.min(body, end));
  out.field("version", out.byte(at) >> 6, at, at + 1);
  out.field("options_length", (out.byte(at) & 0x3f) << 2, at, at + 1);
  const type = out.hexField("protocol", at + 2, 2, ETHER_TYPES);
  out.field("vni", out.long(at + 4) >>> 8, at + 4, at + 7);
  out.octets("options", at + 8, Math.min(body, end));
  if (type === 0x6558 && body < end) tunnel(out, "ethernet", body, end);
  else if ((type === 0x0800 || type === 0x86dd) && body < end) tunnel(out, "ip", body, end);
  else out.rest("payload", "Payload", body, end);
}

function gtp(out: LayerWriter, at: number, end: number, tunnel: OpenTunnel): void {
  const flags = out.byte(at);
  const isData = out.byte(at + 1) === 0xff;
  let body = at + 8;
  const extensions: [number, number, number][] = [];
  if ((flags & 7) !== 0) {
    let next = (flags & 4) !== 0 ? out.byte(body + 3) : 0;
    body += 4;
    for (let count = 0; next !== 0 && count < 8 && body < end; count++) {
      const size = out.byte(body) << 2;
      if (size === 0 || body + size > end) break;
      extensions.push([next, body, body + size]);
      next = out.byte(body + size - 1);
      body += size;
    }
  }
  out.open("gtp", `GTP-U, tunnel ${out.long(at + 4)}`, at, Math.min(body, end));
  out.hexField("flags", at, 1);
  out.byteField("message_type", at + 1);
  out.wordField("length", at + 2);
  out.hexField("teid", at + 4, 4);
  if ((flags & 2) !== 0) out.wordField("sequence", at + 8);
  for (const [type, from, to] of extensions) out.octets(`extension_0x${type.toString(16)}`, from, to);
  if (isData && body < end) tunnel(out, "ip", body, end);
  else out.rest("payload", "Payload", body, end);
}

function gre(out: LayerWriter, at: number, end: number, tunnel: OpenTunnel): void {
  const flags = out.word(at);
  let body = at + 4;
  const layer = out.open("gre", "GRE", at, body);
  const words = flagWords(flags, [
    [0x8000, "checksum"],
    [0x4000, "routing"],
    [0x2000, "key"],
    [0x1000, "sequence"],
    [0x0080, "acknowledgment"],
  ]);
  out.field("flags", words, at, at + 2);
  out.field("version", flags & 7, at + 1, at + 2);
  const type = out.hexField("protocol", at + 2, 2, ETHER_TYPES);
  if ((flags & 0xc000) !== 0) {
    out.hexField("checksum", body, 2);
    body += 4;
  }
  if ((flags & 0x2000) !== 0) {
    out.hexField("key", body, 4);
    body += 4;
  }
  if ((flags & 0x1000) !== 0) {
    out.longField("sequence", body);
    body += 4;
  }
  if ((flags & 7) === 1 && (flags & 0x0080) !== 0) {
    out.longField("acknowledgment", body);
    body += 4;
  }
  layer.end = Math.min(body, end);
  if (type === 0x88be || type === 0x22eb) return erspan(out, type, (flags & 0x1000) !== 0, body, end, tunnel);
  if (type === 0x0800 || type === 0x86dd) return tunnel(out, "ip", body, end);
  if (type === 0x6558) return tunnel(out, "ethernet", body, end);
  if (type === 0x880b) return tunnel(out, "ppp", body, end);
  out.rest("payload", "Payload", body, end);
}

function erspan(out: LayerWriter, type: number, numbered: boolean, at: number, end: number, tunnel: OpenTunnel): void {
  const isThird = type === 0x22eb;
  // Type I has no header of its own and comes without a GRE sequence number.
  if (!isThird && !numbered) return tunnel(out, "ethernet", at, end);
  const size = isThird ? ((out.byte(at + 11) & 1) !== 0 ? 20 : 12) : 8;
  if (at + size > end) return out.rest("erspan", "ERSPAN, cut short", at, end);
  out.open("erspan", `ERSPAN type ${isThird ? "III" : "II"}, session ${out.word(at + 2) & 0x3ff}`, at, at + size);
  out.field("version", out.byte(at) >> 4, at, at + 1);
  out.field("vlan", out.word(at) & 0x0fff, at, at + 2);
  out.field("class_of_service", out.byte(at + 2) >> 5, at + 2, at + 3);
  out.field("session", out.word(at + 2) & 0x3ff, at + 2, at + 4);
  if (isThird) out.longField("timestamp", at + 4);
  else out.field("index", out.long(at + 4) & 0xfffff, at + 5, at + 8);
  const isIp = isThird && ((out.word(at + 10) >> 10) & 0x1f) === 2;
  tunnel(out, isIp ? "ip" : "ethernet", at + size, end);
}

function icmp(
  out: LayerWriter,
  at: number,
  end: number,
  tunnel: OpenTunnel,
  protocol: string,
  title: string,
  types: ReadonlyMap<number, string>,
): void {
  const type = out.byte(at);
  const layer = out.open(protocol, `${title} ${types.get(type) ?? `type ${type}`}`, at, end);
  out.byteField("type", at, types);
  out.byteField("code", at + 1);
  out.hexField("checksum", at + 2, 2);
  const isError = protocol === "icmp" ? type >= 3 && type <= 12 && type !== 8 && type !== 9 && type !== 10 : type < 5;
  const isEcho = protocol === "icmp" ? type === 0 || type === 8 : type === 128 || type === 129;
  if (isEcho) {
    out.wordField("identifier", at + 4);
    out.wordField("sequence", at + 6);
  } else if (protocol === "icmpv6" && (type === 135 || type === 136) && at + 24 <= end) {
    out.octets("flags", at + 4, at + 8);
    out.ip6("target", at + 8);
    return out.octets("options", at + 24, end);
  } else out.octets("rest_of_header", at + 4, at + 8);
  if (!isError || out.layers.length >= MOST_BEFORE_QUOTE) return out.octets("data", at + 8, end);
  layer.end = at + 8;
  const quoted = out.layers.length;
  networkLayers(out, at + 8, end, tunnel);
  for (const inner of out.layers.slice(quoted)) inner.title = `${QUOTED}${inner.title}`;
}

function sctp(out: LayerWriter, at: number, end: number): void {
  out.open("sctp", `SCTP, port ${out.word(at)} to ${out.word(at + 2)}`, at, at + 12);
  out.wordField("source_port", at);
  out.wordField("destination_port", at + 2);
  out.hexField("verification_tag", at + 4, 4);
  out.hexField("checksum", at + 8, 4);
  let chunk = at + 12;
  for (let count = 0; count < 16 && chunk + 4 <= end; count++) {
    const length = out.word(chunk + 2);
    const stop = Math.min(end, chunk + Math.max(4, length));
    const type = out.byte(chunk);
    out.open("sctp-chunk", `SCTP ${SCTP_CHUNKS.get(type) ?? `chunk ${type}`}`, chunk, stop);
    out.byteField("type", chunk, SCTP_CHUNKS);
    out.hexField("flags", chunk + 1, 1);
    out.wordField("length", chunk + 2);
    if (type === 0 && chunk + 16 <= stop) {
      out.longField("tsn", chunk + 4);
      out.wordField("stream", chunk + 8);
      out.wordField("stream_sequence", chunk + 10);
      out.longField("payload_protocol", chunk + 12);
      out.octets("data", chunk + 16, stop);
    } else out.octets("content", chunk + 4, stop);
    if (length < 4) return;
    chunk += (length + 3) & ~3;
  }
}
