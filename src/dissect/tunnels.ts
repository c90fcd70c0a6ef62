// Headers that other packets or frames lie behind: GRE (RFC 2784, 2890), ERSPAN, VXLAN (RFC 7348), Geneve (RFC 8926),
// GTP-U (3GPP TS 29.281 section 5).

/** Tunnels that were opened, by the number in `Packet.tunnel`. */
export const TUNNEL_NAMES = ["", "gre", "erspan", "vxlan", "gtp", "mpls", "ipip", "pppoe", "geneve"] as const;
export const TUNNEL_GRE = 1;
export const TUNNEL_ERSPAN = 2;
export const TUNNEL_VXLAN = 3;
export const TUNNEL_GTP = 4;
export const TUNNEL_MPLS = 5;
export const TUNNEL_IPIP = 6;
export const TUNNEL_PPPOE = 7;
export const TUNNEL_GENEVE = 8;

/** What a tunnel's header turned out to carry: nothing that is read, a header that is broken, or this. */
export const HOLDS_NOTHING = 0;
export const HOLDS_BROKEN = 1;
export const HOLDS_IP = 2;
export const HOLDS_ETHERNET = 3;
export const HOLDS_PPP = 4;

/** Where the inside of a tunnel begins; one record, reused. */
export interface Inside {
  tunnel: number;
  /** GRE key, ERSPAN session, VNI or TEID. */
  key: number;
  at: number;
}

/** Reads a GRE header; answers what it carries. */
export function readGre(bytes: Uint8Array, at: number, end: number, inside: Inside): number {
  if (at + 4 > end) return HOLDS_BROKEN;
  const flags = u16(bytes, at);
  const type = u16(bytes, at + 2);
  let body = at + 4;
  if ((flags & 0x8000) !== 0 || (flags & 0x4000) !== 0) body += 4;
  let key = 0;
  if ((flags & 0x2000) !== 0) {
    if (body + 4 > end) return HOLDS_BROKEN;
    key = i32(bytes, body);
    body += 4;
  }
  if ((flags & 0x1000) !== 0) body += 4;
  if ((flags & 7) === 1 && (flags & 0x0080) !== 0) body += 4;
  if (body > end) return HOLDS_BROKEN;
  inside.tunnel = TUNNEL_GRE;
  inside.key = key;
  inside.at = body;
  switch (type) {
    case 0x0800:
    case 0x86dd:
      return HOLDS_IP;
    case 0x6558:
      return HOLDS_ETHERNET;
    case 0x880b:
      return body < end ? HOLDS_PPP : HOLDS_NOTHING;
    case 0x88be:
    case 0x22eb:
      return readErspan(bytes, body, end, type, (flags & 0x1000) !== 0, inside);
    default:
      return HOLDS_NOTHING;
  }
}

/** The header of a mirrored frame inside GRE; `numbered` says whether GRE counts its packets. */
function readErspan(
  bytes: Uint8Array,
  at: number,
  end: number,
  type: number,
  numbered: boolean,
  inside: Inside,
): number {
  inside.tunnel = TUNNEL_ERSPAN;
  if (type === 0x88be) {
    // Type I has no header of its own and comes without a GRE sequence number.
    inside.key = numbered && at + 4 <= end ? u16(bytes, at + 2) & 0x3ff : 0;
    inside.at = numbered ? at + 8 : at;
    return HOLDS_ETHERNET;
  }
  if (at + 12 > end) return HOLDS_BROKEN;
  inside.key = u16(bytes, at + 2) & 0x3ff;
  inside.at = at + (((bytes[at + 11] as number) & 1) !== 0 ? 20 : 12);
  // The frame type is 2 where the mirror took IP packets without their Ethernet header.
  return ((u16(bytes, at + 10) >> 10) & 0x1f) === 2 ? HOLDS_IP : HOLDS_ETHERNET;
}

/** GTP-U is also known by the port that it comes from. */
export const GTP_PORT = 2152;

/** Whether a tunnel goes to this UDP port. */
export function isTunnelPort(port: number): boolean {
  return port === 4789 || port === 8472 || port === 6081 || port === GTP_PORT;
}

/** Reads the header of the tunnel that goes to a UDP port, GTP-U to any that is none; answers what it carries. */
export function readUdpTunnel(bytes: Uint8Array, port: number, at: number, end: number, inside: Inside): number {
  if (port === 4789 || port === 8472) return readVxlan(bytes, at, end, inside);
  return port === 6081 ? readGeneve(bytes, at, end, inside) : readGtp(bytes, at, end, inside);
}

function readVxlan(bytes: Uint8Array, at: number, end: number, inside: Inside): number {
  if (at + 8 > end || ((bytes[at] as number) & 0x08) === 0) return HOLDS_NOTHING;
  inside.tunnel = TUNNEL_VXLAN;
  inside.key = i32(bytes, at + 4) >>> 8;
  inside.at = at + 8;
  return HOLDS_ETHERNET;
}

function readGeneve(bytes: Uint8Array, at: number, end: number, inside: Inside): number {
  if (at + 8 > end) return HOLDS_NOTHING;
  const type = u16(bytes, at + 2);
  inside.tunnel = TUNNEL_GENEVE;
  inside.key = i32(bytes, at + 4) >>> 8;
  inside.at = at + 8 + (((bytes[at] as number) & 0x3f) << 2);
  if (inside.at > end) return HOLDS_NOTHING;
  if (type === 0x6558) return HOLDS_ETHERNET;
  return type === 0x0800 || type === 0x86dd ? HOLDS_IP : HOLDS_NOTHING;
}

function readGtp(bytes: Uint8Array, at: number, end: number, inside: Inside): number {
  if (at + 8 > end) return HOLDS_NOTHING;
  const flags = bytes[at] as number;
  // Version 1, protocol type GTP, message type G-PDU; all else stays a UDP payload.
  if (flags >> 5 !== 1 || (flags & 0x10) === 0 || bytes[at + 1] !== 0xff) return HOLDS_NOTHING;
  let body = at + 8;
  if ((flags & 7) !== 0) {
    if (body + 4 > end) return HOLDS_NOTHING;
    let next = (flags & 4) !== 0 ? (bytes[body + 3] as number) : 0;
    body += 4;
    for (let count = 0; next !== 0 && count < 8; count++) {
      if (body >= end) return HOLDS_NOTHING;
      const length = (bytes[body] as number) << 2;
      if (length === 0 || body + length > end) return HOLDS_NOTHING;
      next = bytes[body + length - 1] as number;
      body += length;
    }
  }
  inside.tunnel = TUNNEL_GTP;
  inside.key = i32(bytes, at + 4);
  inside.at = body;
  return HOLDS_IP;
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

function i32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}
