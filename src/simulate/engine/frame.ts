// IEEE 802.3 and 802.1Q, RFC 791, RFC 9293, RFC 768, 3GPP TS 29.281 section 5: frames built in place.

/** Offsets in a frame, which always carries a VLAN tag while it is built. */
export const NETWORK = 18;
export const TRANSPORT = NETWORK + 20;
/** Bytes that GTP-U and what carries it put in front of an inner packet: IPv4, UDP and 8 bytes of header. */
export const TUNNEL = 36;

/** TCP flags. */
export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;

const LEAST_TAGGED = 64;

/** The one frame that is being built. */
export class Frame {
  readonly bytes = new Uint8Array(2048);
  /** Bytes of the whole frame. */
  length = 0;

  private u16(at: number, value: number): void {
    this.bytes[at] = value >>> 8;
    this.bytes[at + 1] = value;
  }

  private u32(at: number, value: number): void {
    this.u16(at, value >>> 16);
    this.u16(at + 2, value);
  }

  /** Writes the Ethernet head; VLAN 0 leaves the tag with priority only. */
  ethernet(to: Uint8Array, from: Uint8Array, vlan: number, etherType: number): void {
    const { bytes } = this;
    for (let index = 0; index < 6; index++) {
      bytes[index] = to[index];
      bytes[index + 6] = from[index];
    }
    this.u16(12, 0x8100);
    this.u16(14, vlan);
    this.u16(16, etherType);
  }

  /** Takes what follows the Ethernet head, and fills up to the least length. */
  payload(content: Uint8Array, count: number): void {
    for (let index = 0; index < count; index++) this.bytes[NETWORK + index] = content[index];
    this.end(NETWORK + count);
  }

  /** Says where the frame ends, and fills up to the least length. */
  end(end: number): void {
    for (let index = end; index < LEAST_TAGGED; index++) this.bytes[index] = 0;
    this.length = Math.max(end, LEAST_TAGGED);
  }

  /** Writes a UDP datagram and the packet around it. */
  udp(
    from: number,
    fromPort: number,
    to: number,
    toPort: number,
    content: Uint8Array,
    count: number,
    identification: number,
    timeToLive: number,
  ): void {
    this.u16(TRANSPORT, fromPort);
    this.u16(TRANSPORT + 2, toPort);
    this.u16(TRANSPORT + 4, 8 + count);
    this.u16(TRANSPORT + 6, 0);
    for (let index = 0; index < count; index++) this.bytes[TRANSPORT + 8 + index] = content[index];
    const sum = this.checksum(TRANSPORT, 8 + count, pseudo(from, to, 17, 8 + count));
    this.u16(TRANSPORT + 6, sum === 0 ? 0xffff : sum);
    this.ipv4(NETWORK, from, to, 17, 8 + count, identification, timeToLive, 0);
    this.end(TRANSPORT + 8 + count);
  }

  /** Writes a packet of another protocol. */
  other(
    from: number,
    to: number,
    protocol: number,
    content: Uint8Array,
    count: number,
    identification: number,
    timeToLive: number,
  ): void {
    for (let index = 0; index < count; index++) this.bytes[TRANSPORT + index] = content[index];
    this.ipv4(NETWORK, from, to, protocol, count, identification, timeToLive, 0);
    this.end(TRANSPORT + count);
  }

  /** Writes a TCP segment of `count` bytes of `content` from `offset`, and the packet around it. */
  tcp(
    from: number,
    fromPort: number,
    to: number,
    toPort: number,
    sequence: number,
    acknowledgment: number,
    flags: number,
    window: number,
    options: Uint8Array,
    content: Uint8Array,
    offset: number,
    count: number,
    identification: number,
    timeToLive: number,
  ): void {
    const { bytes } = this;
    const head = 20 + options.length;
    this.u16(TRANSPORT, fromPort);
    this.u16(TRANSPORT + 2, toPort);
    this.u32(TRANSPORT + 4, sequence);
    this.u32(TRANSPORT + 8, acknowledgment);
    bytes[TRANSPORT + 12] = head << 2;
    bytes[TRANSPORT + 13] = flags;
    this.u16(TRANSPORT + 14, window);
    this.u32(TRANSPORT + 16, 0);
    for (let index = 0; index < options.length; index++) bytes[TRANSPORT + 20 + index] = options[index];
    const start = TRANSPORT + head;
    // A loop is quicker for the few bytes of most messages, a block copy for full segments.
    if (count > 256) bytes.set(content.subarray(offset, offset + count), start);
    else for (let index = 0; index < count; index++) bytes[start + index] = content[offset + index];
    this.u16(TRANSPORT + 16, this.checksum(TRANSPORT, head + count, pseudo(from, to, 6, head + count)));
    this.ipv4(NETWORK, from, to, 6, head + count, identification, timeToLive, 0x4000);
    this.end(start + count);
  }

  private ipv4(
    at: number,
    from: number,
    to: number,
    protocol: number,
    count: number,
    identification: number,
    timeToLive: number,
    fragment: number,
  ): void {
    this.u16(at, 0x4500);
    this.u16(at + 2, 20 + count);
    this.u16(at + 4, identification);
    this.u16(at + 6, fragment);
    this.bytes[at + 8] = timeToLive;
    this.bytes[at + 9] = protocol;
    this.u16(at + 10, 0);
    this.u32(at + 12, from);
    this.u32(at + 16, to);
    this.u16(at + 10, this.checksum(at, 20, 0));
  }

  /** Sets the time to live of the packet, as each router does. */
  hop(timeToLive: number): void {
    this.bytes[NETWORK + 8] = timeToLive;
    this.u16(NETWORK + 10, 0);
    this.u16(NETWORK + 10, this.checksum(NETWORK, 20, 0));
  }

  /** Bytes of the packet, without the padding of a short frame. */
  get packetLength(): number {
    return (this.bytes[NETWORK + 2] << 8) | this.bytes[NETWORK + 3];
  }

  /** Wraps the packet into GTP-U between two nodes. */
  wrap(from: number, to: number, tunnel: number, identification: number): void {
    const count = this.packetLength;
    this.bytes.copyWithin(NETWORK + TUNNEL, NETWORK, NETWORK + count);
    const head = TRANSPORT + 8;
    this.bytes[head] = 0x30;
    this.bytes[head + 1] = 0xff;
    this.u16(head + 2, count);
    this.u32(head + 4, tunnel);
    this.u16(TRANSPORT, 2152);
    this.u16(TRANSPORT + 2, 2152);
    this.u16(TRANSPORT + 4, 16 + count);
    this.u16(TRANSPORT + 6, 0);
    const sum = this.checksum(TRANSPORT, 16 + count, pseudo(from, to, 17, 16 + count));
    this.u16(TRANSPORT + 6, sum === 0 ? 0xffff : sum);
    this.ipv4(NETWORK, from, to, 17, 16 + count, identification, 64, 0);
    this.end(NETWORK + TUNNEL + count);
  }

  private checksum(at: number, count: number, first: number): number {
    const { bytes } = this;
    const end = at + count;
    let sum = first;
    for (; at + 1 < end; at += 2) sum += (bytes[at] << 8) | bytes[at + 1];
    if (at < end) sum += bytes[at] << 8;
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return ~sum & 0xffff;
  }
}

function pseudo(from: number, to: number, protocol: number, count: number): number {
  return (from >>> 16) + (from & 0xffff) + (to >>> 16) + (to & 0xffff) + protocol + count;
}
