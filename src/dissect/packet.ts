// Ethernet (IEEE 802.3), 802.1Q, LLC/SNAP (802.2), Linux cooked 1 and 2, raw IP, null/loopback, PPP (RFC 1662), PPPoE (RFC 2516),
// MPLS (RFC 3032), IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293), UDP (RFC 768), SCTP (RFC 9260), HSR (IEC 62439-3). Tunnels:
// `tunnels.ts`; wireless LAN: `radio/wlan.ts`; small radios: `radio/link.ts`; field buses: `buses.ts`.
import { busFrame, isBusLink, translateBus } from "./buses.ts";
import { isRadioLink, RADIO_CUT, RADIO_DAMAGED, RADIO_IP, RADIO_WAITS, RadioLink } from "./radio/link.ts";
import {
  readRadiotap,
  readWlan,
  WLAN_CUT,
  WLAN_DAMAGED,
  WLAN_NO_DATA,
  WLAN_PROTECTED,
  type WlanFrame,
} from "./radio/wlan.ts";
import {
  GTP_PORT,
  HOLDS_BROKEN,
  HOLDS_ETHERNET,
  HOLDS_IP,
  HOLDS_PPP,
  type Inside,
  isTunnelPort,
  readGre,
  readUdpTunnel,
  TUNNEL_IPIP,
  TUNNEL_MPLS,
  TUNNEL_PPPOE,
} from "./tunnels.ts";

/** What a packet turned out to carry. */
export const CARRIES_NOTHING = 0;
/** An EtherType or LLC payload that is not IP. */
export const CARRIES_LINK = 1;
/** IP with a protocol that has no ports (ICMP, IGMP, OSPF, ...). */
export const CARRIES_IP = 2;
export const CARRIES_TCP = 3;
export const CARRIES_UDP = 4;
export const CARRIES_SCTP = 5;
/** An IP fragment that waits for its siblings. */
export const CARRIES_FRAGMENT = 6;

/** Why a packet could not be read further; counted and reported, never thrown. */
export const FLAW_NAMES = [
  "",
  "unsupported link type",
  "header cut",
  "bad IP header",
  "bad TCP header",
  "bad UDP header",
  "encrypted radio frame",
  "too many layers",
  "not a data frame",
  "bad tunnel header",
  "damaged radio frame",
] as const;
export const FLAW_NONE = 0;
export const FLAW_LINK_TYPE = 1;
export const FLAW_CUT = 2;
export const FLAW_IP = 3;
export const FLAW_TCP = 4;
export const FLAW_UDP = 5;
export const FLAW_ENCRYPTED_RADIO = 6;
export const FLAW_LAYERS = 7;
export const FLAW_NOT_DATA = 8;
export const FLAW_TUNNEL = 9;
export const FLAW_DAMAGED_RADIO = 10;

/** EtherType of 802.11 inside other networks (IEEE 802.11 annex H); stands here for what protected frames hold. */
export const ENCRYPTED_RADIO_TYPE = 0x890d;
const MAXIMUM_LAYERS = 12;
/** LLC types below 65,536 are DSAPs; this marks them apart from EtherTypes in `Packet.type`. */
export const LLC = 0x10000000;

/**
 * Where everything begins in one frame: integers and offsets only, one record reused for all packets. Addresses are
 * offsets or signed 32-bit integers; nothing is copied.
 */
export class Packet {
  bytes: Uint8Array = new Uint8Array(0);
  /** Captured bytes are `bytes[start..end)`. */
  start = 0;
  end = 0;
  carries = CARRIES_NOTHING;
  flaw = FLAW_NONE;
  /** Where the hardware addresses lie: the frame, but for radios whose addresses are of another form. */
  linkBytes: Uint8Array = this.bytes;
  /** Offset of the destination and source hardware addresses, -1 without. */
  macDestination = -1;
  macSource = -1;
  /** Whether a Linux cooked header, which has no destination, says that the frame went to all stations. */
  toAll = false;
  /** EtherType, or LLC + (DSAP or SNAP oui * 65536 + pid), of the innermost link layer. */
  type = 0;
  /** Innermost VLAN id, -1 untagged. */
  vlan = -1;
  /** VLAN tags passed. */
  vlanDepth = 0;
  /** 0, 4 or 6. */
  ipVersion = 0;
  /** IPv4 addresses. */
  source = 0;
  destination = 0;
  /** Offset of the IPv6 source address (destination 16 further), or of the IPv4 source (destination 4 further). */
  addressesAt = 0;
  protocol = 0;
  ttl = 0;
  ipId = 0;
  ipHeaderAt = 0;
  /** Fragment fields; `fragmentId` is 32 bits in IPv6. */
  fragmentAt = 0;
  fragmentId = 0;
  moreFragments = false;
  sourcePort = 0;
  destinationPort = 0;
  tcpFlags = 0;
  sequence = 0;
  acknowledgment = 0;
  transportAt = 0;
  payloadStart = 0;
  payloadEnd = 0;
  /** Payload bytes that were on the wire but not captured. */
  missing = 0;
  /** Outermost tunnel opened, index into TUNNEL_NAMES. */
  tunnel = 0;
  /** Tunnels opened so far, one inside the other. */
  tunnelDepth = 0;
  /** Outer addresses of that tunnel when it runs over IP. */
  outerVersion = 0;
  outerSource = 0;
  outerDestination = 0;
  outerAddressesAt = 0;
  /** Hardware addresses, VLAN and hop limit of the frame that the outermost tunnel came in. */
  outerMacDestination = -1;
  outerMacSource = -1;
  outerVlan = -1;
  outerTtl = 0;
  /** Tunnel key, VNI or TEID. */
  tunnelKey = 0;
  private layers = 0;
  /** The frame that an aggregated radio frame lies in, and where its next part begins; `moreAt` is -1 without one. */
  private aggregate: Uint8Array = new Uint8Array(0);
  private moreAt = -1;
  private moreEnd = 0;
  /** Bytes of the parts that follow in an aggregated frame, 0 elsewhere. */
  following = 0;
  /** Whether what follows the link layer lies in a buffer of its own and the link layer is that of another frame. */
  assembled = false;
  private small: RadioLink | undefined = undefined;
  /** What the header of a wireless LAN or of a tunnel said last. */
  private readonly wireless: WlanFrame = { destination: -1, source: -1, body: 0, end: 0, isAggregated: false };
  private readonly inside: Inside = { tunnel: 0, key: 0, at: 0 };

  /**
   * Reads the frame `bytes[start..end)` of a LINKTYPE_ number, of which the capture cut off `lost` bytes. Never throws;
   * `carries` and `flaw` say how far it came.
   */
  decode(bytes: Uint8Array, start: number, end: number, linkType: number, lost = 0): void {
    this.bytes = bytes;
    this.linkBytes = bytes;
    this.start = start;
    this.end = end;
    this.moreAt = -1;
    this.following = 0;
    this.clear(end);
    if (linkType === 1) this.ethernet(start, end);
    else if (isRadioLink(linkType)) this.smallRadio(start, end, linkType, lost === 0);
    else this.otherLink(linkType, start, end);
    // Only the frame itself tells how long what rides an EtherType is.
    if (lost > 0 && this.carries === CARRIES_LINK && this.type < LLC) this.missing = lost;
  }

  /** Goes on to the next part of an aggregated radio frame, as if it were a frame of its own; false when there is none. */
  decodeNext(): boolean {
    if (this.moreAt < 0) return false;
    this.bytes = this.aggregate;
    this.clear(this.moreEnd);
    this.aggregated(this.moreAt, this.moreEnd);
    return true;
  }

  private clear(end: number): void {
    this.assembled = false;
    this.carries = CARRIES_NOTHING;
    this.flaw = FLAW_NONE;
    this.macDestination = -1;
    this.macSource = -1;
    this.toAll = false;
    this.type = 0;
    this.vlan = -1;
    this.vlanDepth = 0;
    this.ipVersion = 0;
    this.missing = 0;
    this.tunnel = 0;
    this.tunnelDepth = 0;
    this.outerVersion = 0;
    this.tunnelKey = 0;
    this.layers = 0;
    this.payloadStart = end;
    this.payloadEnd = end;
    this.sourcePort = 0;
    this.destinationPort = 0;
  }

  /** Reads an IP payload that was put together from fragments and lies in another buffer. */
  decodeAssembled(bytes: Uint8Array, end: number): void {
    this.bytes = bytes;
    this.assembled = true;
    this.transportAt = 0;
    this.missing = 0;
    this.flaw = FLAW_NONE;
    if (this.ipVersion === 6) this.ip6Headers(this.protocol, 0, end, end);
    else this.transport(this.protocol, 0, end, end);
  }

  private fail(flaw: number): void {
    this.flaw = flaw;
  }

  private otherLink(linkType: number, at: number, end: number): void {
    const bytes = this.bytes;
    switch (linkType) {
      case 0: // null: address family in the byte order of the capturing machine
      case 108: {
        if (at + 4 > end) return this.fail(FLAW_CUT);
        const family = (bytes[at] as number) | (bytes[at + 3] as number);
        this.type = family === 2 ? 0x0800 : 0x86dd;
        if (family === 2 || family === 24 || family === 28 || family === 30 || family === 10)
          return this.ip(at + 4, end);
        return this.fail(FLAW_LINK_TYPE);
      }
      case 12:
      case 14:
      case 101:
      case 228:
      case 229:
        return this.ip(at, end);
      case 113: {
        if (at + 16 > end) return this.fail(FLAW_CUT);
        // An Ethernet-like sender address of six bytes; there is no destination.
        if (u16(bytes, at + 4) === 6) this.macSource = at + 6;
        this.toAll = u16(bytes, at) === 1;
        // Netlink (ARPHRD_NETLINK) is no traffic of a network.
        if (u16(bytes, at + 2) === 824) return this.fail(FLAW_NOT_DATA);
        return this.cookedType(u16(bytes, at + 14), at + 16, end);
      }
      case 276: {
        if (at + 20 > end) return this.fail(FLAW_CUT);
        if (u16(bytes, at + 8) === 824) return this.fail(FLAW_NOT_DATA);
        if (bytes[at + 11] === 6) this.macSource = at + 12;
        this.toAll = bytes[at + 10] === 1;
        return this.cookedType(u16(bytes, at), at + 20, end);
      }
      case 9:
        return this.ppp(at, end);
      case 50: // HDLC-like framing, which Cisco's own HDLC shares: an address of 0x0f or 0x8f, then an EtherType
        if (at + 4 <= end && ((bytes[at] as number) & 0x7f) === 0x0f)
          return this.etherType(u16(bytes, at + 2), at + 4, end);
        return this.ppp(at, end);
      case 166:
      case 204: // the direction, then PPP
        if (at + 1 > end) return this.fail(FLAW_CUT);
        return this.ppp(at + 1, end);
      case 51:
        return this.pppoe(at, end);
      case 105:
        return this.wlan(readWlan(bytes, at, end, false, this.wireless));
      case 127:
        return this.wlan(readRadiotap(bytes, at, end, this.wireless));
      case 104: // Cisco HDLC: address, control, EtherType
        if (at + 4 > end) return this.fail(FLAW_CUT);
        return this.etherType(u16(bytes, at + 2), at + 4, end);
      default:
        return isBusLink(linkType) ? this.bus(at, end, linkType) : this.fail(FLAW_LINK_TYPE);
    }
  }

  /** A frame of a field bus goes on in the form of Ethernet. */
  private bus(at: number, end: number, linkType: number): void {
    const length = translateBus(this.bytes, at, end, linkType);
    if (length === 0) return this.fail(FLAW_CUT);
    this.bytes = busFrame;
    this.linkBytes = busFrame;
    this.macDestination = 0;
    this.macSource = 6;
    this.type = u16(busFrame, 12);
    this.carries = CARRIES_LINK;
    this.payloadStart = 14;
    this.payloadEnd = length;
  }

  /** The protocol field of Linux cooked frames: numbers below 1536 are no lengths there; 4 says that LLC follows. */
  private cookedType(type: number, at: number, end: number): void {
    if (type >= 1536) return this.etherType(type, at, end);
    if (type === 4) return this.llc(0, at, end);
    this.type = type;
    this.carries = CARRIES_LINK;
    this.payloadStart = at;
    this.payloadEnd = end;
  }

  private ethernet(at: number, end: number): void {
    if (at + 14 > end) return this.fail(FLAW_CUT);
    this.macDestination = at;
    this.macSource = at + 6;
    this.etherType(u16(this.bytes, at + 12), at + 14, end);
  }

  private etherType(firstType: number, firstAt: number, end: number): void {
    const bytes = this.bytes;
    let type = firstType;
    let at = firstAt;
    for (;;) {
      if (++this.layers > MAXIMUM_LAYERS) return this.fail(FLAW_LAYERS);
      switch (type) {
        case 0x0800:
        case 0x86dd:
          this.type = type;
          return this.ip(at, end);
        case 0x8100:
        case 0x88a8:
        case 0x9100:
        case 0x9200:
          if (at + 4 > end) return this.fail(FLAW_CUT);
          this.vlan = u16(bytes, at) & 0x0fff;
          this.vlanDepth++;
          type = u16(bytes, at + 2);
          at += 4;
          continue;
        case 0x892f: // HSR tag: path and size, sequence, then the EtherType
          if (at + 6 > end) return this.fail(FLAW_CUT);
          type = u16(bytes, at + 4);
          at += 6;
          continue;
        case 0x8847:
        case 0x8848:
          return this.mpls(at, end);
        case 0x8864:
          return this.pppoe(at, end);
        default:
          if (type < 1536) return this.llc(type, at, end);
          this.type = type;
          this.carries = CARRIES_LINK;
          this.payloadStart = at;
          this.payloadEnd = end;
          return;
      }
    }
  }

  private llc(length: number, at: number, frameEnd: number): void {
    const bytes = this.bytes;
    // Jumbo LLC and Linux cooked frames say less than the frame holds; the length only removes padding.
    const end = length > 0 && at + length < frameEnd ? at + length : frameEnd;
    if (length > frameEnd - at) this.missing = length - (frameEnd - at);
    if (at + 3 > end) return this.fail(FLAW_CUT);
    if (bytes[at] === 0xaa && bytes[at + 1] === 0xaa && bytes[at + 2] === 3) {
      if (at + 8 > end) return this.fail(FLAW_CUT);
      const organization = ((bytes[at + 3] as number) << 16) | u16(bytes, at + 4);
      const type = u16(bytes, at + 6);
      if (organization === 0 || organization === 0x0000f8) return this.etherType(type, at + 8, end);
      this.type = LLC + organization * 65536 + type;
      this.payloadStart = at + 8;
    } else {
      this.type = LLC + (bytes[at] as number);
      this.payloadStart = at;
    }
    this.carries = CARRIES_LINK;
    this.payloadEnd = end;
  }

  private mpls(firstAt: number, end: number): void {
    let at = firstAt;
    for (;;) {
      if (at + 4 > end) return this.fail(FLAW_CUT);
      if (++this.layers > MAXIMUM_LAYERS) return this.fail(FLAW_LAYERS);
      const bottom = (this.bytes[at + 2] as number) & 1;
      this.openTunnel(TUNNEL_MPLS, (u16(this.bytes, at) << 4) | ((this.bytes[at + 2] as number) >> 4));
      at += 4;
      if (bottom === 1) break;
    }
    if (at >= end) return this.fail(FLAW_CUT);
    const nibble = (this.bytes[at] as number) >> 4;
    if (nibble === 4 || nibble === 6) return this.ip(at, end);
    this.vlan = -1;
    this.vlanDepth = 0;
    // A pseudowire control word begins with a zero nibble (RFC 4385); without one the Ethernet frame follows at once.
    if (nibble === 0 && at + 18 <= end && u16(this.bytes, at) === 0) return this.ethernet(at + 4, end);
    return this.ethernet(at, end);
  }

  private ppp(firstAt: number, end: number): void {
    const bytes = this.bytes;
    let at = firstAt;
    if (at + 2 <= end && bytes[at] === 0xff && bytes[at + 1] === 3) at += 2;
    if (at + 2 > end) return this.fail(FLAW_CUT);
    let protocol = bytes[at] as number;
    if ((protocol & 1) === 1) at += 1;
    else {
      protocol = u16(bytes, at);
      at += 2;
    }
    if (protocol === 0x21 || protocol === 0x57) {
      this.type = protocol === 0x21 ? 0x0800 : 0x86dd;
      return this.ip(at, end);
    }
    if (protocol === 0x281 || protocol === 0x283) return this.mpls(at, end);
    this.type = 0x880b;
    this.carries = CARRIES_LINK;
    this.payloadStart = at;
    this.payloadEnd = end;
  }

  private pppoe(at: number, end: number): void {
    if (at + 6 > end) return this.fail(FLAW_CUT);
    const length = u16(this.bytes, at + 4);
    this.openTunnel(TUNNEL_PPPOE, u16(this.bytes, at + 2));
    this.ppp(at + 6, Math.min(end, at + 6 + length));
  }

  /** Goes on with a frame of a wireless LAN whose header was read into `wireless`. */
  private wlan(found: number): void {
    const { wireless } = this;
    if (found === WLAN_CUT) return this.fail(FLAW_CUT);
    if (found === WLAN_NO_DATA) return this.fail(FLAW_NOT_DATA);
    if (found === WLAN_DAMAGED) return this.fail(FLAW_DAMAGED_RADIO);
    this.macDestination = wireless.destination;
    this.macSource = wireless.source;
    if (found === WLAN_PROTECTED) {
      this.type = ENCRYPTED_RADIO_TYPE;
      return this.fail(FLAW_ENCRYPTED_RADIO);
    }
    if (!wireless.isAggregated) return this.llc(0, wireless.body, wireless.end);
    this.aggregate = this.bytes;
    this.aggregated(wireless.body, wireless.end);
  }

  private smallRadio(at: number, end: number, linkType: number, whole: boolean): void {
    this.small ??= new RadioLink();
    const { small } = this;
    const found = small.read(this.bytes, at, end, linkType, whole);
    if (found === RADIO_CUT) return this.fail(FLAW_CUT);
    if (found === RADIO_DAMAGED) return this.fail(FLAW_DAMAGED_RADIO);
    this.linkBytes = small.addresses;
    this.macDestination = small.hasDestination ? 0 : -1;
    this.macSource = small.hasSource ? 6 : -1;
    this.type = small.type;
    if (found === RADIO_WAITS) return;
    if (found === RADIO_IP) {
      this.bytes = small.packet;
      return this.ip(0, small.end);
    }
    this.carries = CARRIES_LINK;
    this.payloadStart = small.start;
    this.payloadEnd = small.end;
  }

  /** One part of an A-MSDU (IEEE 802.11 section 9.3.2.2): addresses and length of its own, filled up to 32 bits but for the last. */
  private aggregated(at: number, end: number): void {
    this.moreAt = -1;
    this.following = 0;
    if (at + 14 > end) return this.fail(FLAW_CUT);
    const length = u16(this.bytes, at + 12);
    const next = at + ((14 + length + 3) & ~3);
    if (next + 14 <= end) {
      this.moreAt = next;
      this.moreEnd = end;
      this.following = end - next;
    }
    this.macDestination = at;
    this.macSource = at + 6;
    this.llc(length, at + 14, end);
  }

  /** Remembers the outermost tunnel; the outer addresses are those of the IP header read last. */
  private openTunnel(tunnel: number, key: number): void {
    this.tunnelDepth++;
    if (this.tunnel === 0) {
      this.tunnel = tunnel;
      this.outerVersion = this.ipVersion;
      this.outerSource = this.source;
      this.outerDestination = this.destination;
      this.outerAddressesAt = this.addressesAt;
      this.outerMacDestination = this.macDestination;
      this.outerMacSource = this.macSource;
      this.outerVlan = this.vlan;
      this.outerTtl = this.ttl;
    }
    this.tunnelKey = key;
  }

  private ip(at: number, end: number): void {
    if (++this.layers > MAXIMUM_LAYERS) return this.fail(FLAW_LAYERS);
    if (at >= end) return this.fail(FLAW_CUT);
    const version = (this.bytes[at] as number) >> 4;
    if (version === 4) this.ip4(at, end);
    else if (version === 6) this.ip6(at, end);
    else this.fail(FLAW_IP);
  }

  private ip4(at: number, end: number): void {
    const bytes = this.bytes;
    if (at + 20 > end) return this.fail(FLAW_CUT);
    const headerLength = ((bytes[at] as number) & 15) << 2;
    // A total length of zero is a frame that a network card was to segment later.
    const totalLength = u16(bytes, at + 2);
    if (headerLength < 20 || (totalLength !== 0 && totalLength < headerLength)) return this.fail(FLAW_IP);
    if (at + headerLength > end) return this.fail(FLAW_CUT);
    this.ipVersion = 4;
    this.type = 0x0800;
    this.ipHeaderAt = at;
    this.addressesAt = at + 12;
    this.source = i32(bytes, at + 12);
    this.destination = i32(bytes, at + 16);
    this.protocol = bytes[at + 9] as number;
    this.ttl = bytes[at + 8] as number;
    this.ipId = u16(bytes, at + 4);
    const wireEnd = totalLength === 0 ? end : at + totalLength;
    const fragment = u16(bytes, at + 6);
    this.moreFragments = (fragment & 0x2000) !== 0;
    this.fragmentAt = (fragment & 0x1fff) << 3;
    this.fragmentId = this.ipId;
    const body = at + headerLength;
    if ((fragment & 0x3fff) !== 0) return this.fragmentOf(body, Math.min(wireEnd, end), wireEnd);
    this.transport(this.protocol, body, Math.min(wireEnd, end), wireEnd);
  }

  private ip6(at: number, end: number): void {
    const bytes = this.bytes;
    if (at + 40 > end) return this.fail(FLAW_CUT);
    const payloadLength = u16(bytes, at + 4);
    this.ipVersion = 6;
    this.type = 0x86dd;
    this.ipHeaderAt = at;
    this.addressesAt = at + 8;
    this.source = 0;
    this.destination = 0;
    this.ttl = bytes[at + 7] as number;
    this.ipId = 0;
    const body = at + 40;
    const wireEnd = payloadLength === 0 ? end : body + payloadLength;
    this.ip6Headers(bytes[at + 6] as number, body, Math.min(wireEnd, end), wireEnd);
  }

  /** Walks the extension headers from `firstBody` on, then reads the transport. */
  private ip6Headers(first: number, firstBody: number, captureEnd: number, wireEnd: number): void {
    const bytes = this.bytes;
    let next = first;
    let body = firstBody;
    for (let headers = 0; headers < 10; headers++) {
      if (next === 44) {
        if (body + 8 > captureEnd) return this.fail(FLAW_CUT);
        const fragment = u16(bytes, body + 2);
        this.protocol = bytes[body] as number;
        this.moreFragments = (fragment & 1) !== 0;
        this.fragmentAt = fragment & 0xfff8;
        this.fragmentId = i32(bytes, body + 4);
        this.ipId = this.fragmentId & 0xffff;
        if ((fragment & 0xfff9) === 0) {
          next = this.protocol;
          body += 8;
          continue;
        }
        return this.fragmentOf(body + 8, captureEnd, wireEnd);
      }
      const isOptions = next === 0 || next === 43 || next === 60 || next === 135 || next === 139 || next === 140;
      if (!isOptions && next !== 51) break;
      if (body + 8 > captureEnd) {
        this.protocol = next;
        return this.fail(FLAW_CUT);
      }
      const length = bytes[body + 1] as number;
      next = bytes[body] as number;
      body += isOptions ? (length + 1) << 3 : (length + 2) << 2;
      if (body > captureEnd) {
        this.protocol = next;
        return this.fail(FLAW_CUT);
      }
    }
    this.protocol = next;
    this.transport(next, body, captureEnd, wireEnd);
  }

  private fragmentOf(body: number, end: number, wireEnd: number): void {
    this.carries = CARRIES_FRAGMENT;
    this.payloadStart = body;
    this.payloadEnd = end;
    this.missing = wireEnd > end ? wireEnd - end : 0;
  }

  private transport(protocol: number, at: number, end: number, wireEnd: number): void {
    const bytes = this.bytes;
    this.transportAt = at;
    this.missing = wireEnd > end ? wireEnd - end : 0;
    this.payloadStart = at;
    this.payloadEnd = end;
    if (this.tunnel !== 0) {
      // The ports read so far are the tunnel's own.
      this.sourcePort = 0;
      this.destinationPort = 0;
    }
    if (protocol === 6) {
      if (at + 20 > end) {
        this.carries = CARRIES_IP;
        return this.fail(FLAW_CUT);
      }
      const headerLength = ((bytes[at + 12] as number) >> 4) << 2;
      if (headerLength < 20) {
        this.carries = CARRIES_IP;
        return this.fail(FLAW_TCP);
      }
      this.sourcePort = u16(bytes, at);
      this.destinationPort = u16(bytes, at + 2);
      this.sequence = i32(bytes, at + 4);
      this.acknowledgment = i32(bytes, at + 8);
      this.tcpFlags = bytes[at + 13] as number;
      this.carries = CARRIES_TCP;
      this.payloadStart = at + headerLength;
      if (this.payloadStart > end) {
        this.payloadStart = end;
        if (this.missing === 0) this.fail(FLAW_TCP);
        else {
          // Part of the options was cut too: that part is no payload.
          this.missing = wireEnd - at - headerLength;
          if (this.missing < 0) this.missing = 0;
        }
      }
      return;
    }
    if (protocol === 17) {
      if (at + 8 > end) {
        this.carries = CARRIES_IP;
        return this.fail(FLAW_CUT);
      }
      this.sourcePort = u16(bytes, at);
      this.destinationPort = u16(bytes, at + 2);
      this.carries = CARRIES_UDP;
      this.payloadStart = at + 8;
      const length = u16(bytes, at + 4);
      if (length >= 8 && at + length <= end) {
        this.payloadEnd = at + length;
        this.missing = 0;
      } else if (length >= 8) {
        // Longer than the IP packet that holds it is a lie of the sender, not a cut of the capture.
        if (this.missing === 0) this.fail(FLAW_UDP);
        else if (at + length - end < this.missing) this.missing = at + length - end;
      } else if (length !== 0) this.fail(FLAW_UDP);
      const { sourcePort: from, destinationPort: to } = this;
      if (from === GTP_PORT || to === GTP_PORT || isTunnelPort(to)) {
        this.open(readUdpTunnel(bytes, to, this.payloadStart, this.payloadEnd, this.inside), this.payloadEnd);
      }
      return;
    }
    if (protocol === 132) {
      if (at + 12 > end) {
        this.carries = CARRIES_IP;
        return this.fail(FLAW_CUT);
      }
      this.sourcePort = u16(bytes, at);
      this.destinationPort = u16(bytes, at + 2);
      this.carries = CARRIES_SCTP;
      this.payloadStart = at + 12;
      return;
    }
    this.carries = CARRIES_IP;
    if (protocol === 47) this.open(readGre(bytes, at, end, this.inside), end);
    else if (protocol === 4 || protocol === 41) this.inner(TUNNEL_IPIP, 0, at, end);
  }

  /** Opens an IP packet inside another; when it does not parse, the outer packet stands. */
  private inner(tunnel: number, key: number, at: number, end: number): void {
    if (at >= end) return;
    const version = (this.bytes[at] as number) >> 4;
    if (version !== 4 && version !== 6) return;
    if (at + 20 > end) return;
    this.openTunnel(tunnel, key);
    this.vlan = -1;
    this.vlanDepth = 0;
    this.macDestination = -1;
    this.macSource = -1;
    this.ip(at, end);
  }

  private innerEthernet(tunnel: number, key: number, at: number, end: number): void {
    if (at + 14 > end) return;
    this.openTunnel(tunnel, key);
    this.vlan = -1;
    this.vlanDepth = 0;
    this.ipVersion = 0;
    this.sourcePort = 0;
    this.destinationPort = 0;
    this.carries = CARRIES_NOTHING;
    this.ethernet(at, end);
  }

  /** Goes on with what lies behind a tunnel's header that was read into `inside`. */
  private open(held: number, end: number): void {
    const { tunnel, key, at } = this.inside;
    if (held === HOLDS_IP) this.inner(tunnel, key, at, end);
    else if (held === HOLDS_ETHERNET) this.innerEthernet(tunnel, key, at, end);
    else if (held === HOLDS_BROKEN) this.fail(FLAW_TUNNEL);
    else if (held === HOLDS_PPP) {
      this.openTunnel(tunnel, key);
      this.ppp(at, end);
    }
  }
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
