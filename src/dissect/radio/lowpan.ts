// IPv6 over IEEE 802.15.4: RFC 4944 (dispatch, mesh header, fragments), RFC 6282 (IPHC, next header compression of UDP and extension headers).
import { WPAN_EXTENDED, WPAN_NONE, WPAN_SHORT, type WpanHeader } from "./wpan-header.ts";

/** Packets that wait for fragments at once; the oldest gives way. */
const MOST_WAITING = 8;
const LONGEST = 2048;
const IPV6_HEADER = 40;

interface Waiting {
  key: string;
  bytes: Uint8Array;
  size: number;
  /** Bytes of the packet that have come; a fragment sent again is not counted twice. */
  have: number;
  seen: Set<number>;
}

/** What a payload turned out to be. */
export const LOWPAN_NOT = 0;
export const LOWPAN_PACKET = 1;
/** A fragment whose packet is not whole yet. */
export const LOWPAN_WAITS = 2;
export const LOWPAN_BROKEN = 3;

/** Whether the payload of a data frame begins like one of 6LoWPAN; frames of Zigbee never do. */
export function looksLikeLowpan(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 2 > end) return false;
  const first = bytes[at] as number;
  // Bits 2 to 5 hold the version of the Zigbee network layer.
  const isZigbee = (first & 0x3c) === 0x08 || (first & 0x3c) === 0x0c;
  if (first === 0x41 || first === 0x50) return true;
  if (isZigbee) return false;
  return (first & 0xe0) === 0x60 || (first & 0xd8) === 0xc0 || (first & 0xc0) === 0x80;
}

/** Unfolds compressed packets into a buffer of its own; keeps a few that wait for their fragments. */
export class Lowpan {
  /** The packet, from 0 to `end`. */
  bytes: Uint8Array = new Uint8Array(LONGEST);
  end = 0;
  private readonly unfolded = new Uint8Array(LONGEST);
  private readonly waiting: Waiting[] = [];
  private input: Uint8Array = new Uint8Array(0);
  private at = 0;
  private inputEnd = 0;
  private readonly source = new Uint8Array(8);
  private readonly destination = new Uint8Array(8);

  /** Reads the payload of a frame. */
  read(bytes: Uint8Array, header: WpanHeader): 0 | 1 | 2 | 3 {
    let at = header.bodyAt;
    const end = header.bodyEnd;
    if (!looksLikeLowpan(bytes, at, end)) return LOWPAN_NOT;
    interfaceId(this.source, bytes, header.sourceMode, header.sourceAt);
    interfaceId(this.destination, bytes, header.destinationMode, header.destinationAt);
    if (((bytes[at] as number) & 0xc0) === 0x80) at = this.mesh(bytes, at, end);
    if (at < 0) return LOWPAN_BROKEN;
    if (at + 2 <= end && bytes[at] === 0x50) at += 2;
    if (at >= end) return LOWPAN_BROKEN;
    const first = bytes[at] as number;
    if ((first & 0xd8) === 0xc0) return this.fragment(bytes, at, end, header);
    const length = this.unfold(bytes, at, end, 0);
    if (length < 0) return LOWPAN_BROKEN;
    this.bytes = this.unfolded;
    this.end = length;
    return LOWPAN_PACKET;
  }

  /** The mesh header names the packet's own ends instead of those of the hop. */
  private mesh(bytes: Uint8Array, at: number, end: number): number {
    const control = bytes[at] as number;
    let next = at + ((control & 15) === 15 ? 2 : 1);
    const from = (control & 0x20) === 0 ? 8 : 2;
    const to = (control & 0x10) === 0 ? 8 : 2;
    if (next + from + to > end) return -1;
    // Addresses stand here most significant byte first.
    bigInterfaceId(this.source, bytes, next, from);
    next += from;
    bigInterfaceId(this.destination, bytes, next, to);
    return next + to;
  }

  private fragment(bytes: Uint8Array, at: number, end: number, header: WpanHeader): 2 | 1 | 3 {
    const isFirst = ((bytes[at] as number) & 0x20) === 0;
    const start = at + (isFirst ? 4 : 5);
    if (start >= end) return LOWPAN_BROKEN;
    const size = (((bytes[at] as number) & 7) << 8) | (bytes[at + 1] as number);
    const tag = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
    const key = `${this.source.join(" ")} ${this.destination.join(" ")} ${header.sourcePan} ${tag} ${size}`;
    let one = this.waiting.find((known) => known.key === key);
    if (one === undefined) {
      one = { key, bytes: new Uint8Array(size), size, have: 0, seen: new Set() };
      if (this.waiting.length >= MOST_WAITING) this.waiting.shift();
      this.waiting.push(one);
    }
    const offset = isFirst ? 0 : (bytes[at + 4] as number) << 3;
    let length = end - start;
    if (isFirst) {
      length = this.unfold(bytes, start, end, size);
      if (length < 0) return LOWPAN_BROKEN;
    }
    if (offset + length > size) return LOWPAN_BROKEN;
    for (let index = 0; index < length; index++)
      one.bytes[offset + index] = (isFirst ? this.unfolded[index] : bytes[start + index]) as number;
    if (!one.seen.has(offset)) {
      one.seen.add(offset);
      one.have += length;
    }
    if (one.have < size) return LOWPAN_WAITS;
    this.waiting.splice(this.waiting.indexOf(one), 1);
    this.bytes = one.bytes;
    this.end = size;
    return LOWPAN_PACKET;
  }

  /** Unfolds into `unfolded`; `size` is the whole packet's where this is its first fragment, else 0. Answers the length, -1 when it cannot. */
  private unfold(bytes: Uint8Array, at: number, end: number, size: number): number {
    const out = this.unfolded;
    const first = bytes[at] as number;
    if (first === 0x41) {
      const length = end - at - 1;
      if (length < IPV6_HEADER || length > LONGEST) return -1;
      for (let index = 0; index < length; index++) out[index] = bytes[at + 1 + index] as number;
      return length;
    }
    if ((first & 0xe0) !== 0x60 || at + 2 > end) return -1;
    const second = bytes[at + 1] as number;
    this.input = bytes;
    this.at = at + 2;
    this.inputEnd = end;
    out.fill(0, 0, IPV6_HEADER);
    out[0] = 0x60;
    // Which contexts the addresses are under.
    if ((second & 0x80) !== 0) this.next();
    this.trafficClass((first >> 3) & 3);
    const isNextInline = (first & 4) === 0;
    if (isNextInline) out[6] = this.next();
    const hops = first & 3;
    out[7] = hops === 0 ? this.next() : hops === 1 ? 1 : hops === 2 ? 64 : 255;
    this.unicast(8, (second >> 4) & 3, (second & 0x40) !== 0, this.source);
    if ((second & 8) !== 0) this.multicast(24, second & 3, (second & 4) !== 0);
    else this.unicast(24, second & 3, (second & 4) !== 0, this.destination);
    let length = IPV6_HEADER;
    if (!isNextInline) length = this.nextHeaders(size);
    if (length < 0 || this.at > this.inputEnd) return -1;
    while (this.at < this.inputEnd && length < LONGEST) out[length++] = this.input[this.at++] as number;
    const payload = (size > 0 ? size : length) - IPV6_HEADER;
    out[4] = payload >> 8;
    out[5] = payload & 0xff;
    return length;
  }

  private next(): number {
    if (this.at < this.inputEnd) return this.input[this.at++] as number;
    this.at = this.inputEnd + 1;
    return 0;
  }

  private trafficClass(mode: number): void {
    const out = this.unfolded;
    if (mode === 3) return;
    const first = this.next();
    // Congestion bits come first in the compressed form, last in the header.
    const congestion = first >> 6;
    const service = mode === 1 ? 0 : first & 0x3f;
    const octet = (service << 2) | congestion;
    out[0] = 0x60 | (octet >> 4);
    out[1] = (octet & 15) << 4;
    if (mode === 2) return;
    const high = mode === 1 ? first & 15 : this.next() & 15;
    out[1] = (out[1] as number) | high;
    out[2] = this.next();
    out[3] = this.next();
  }

  private unicast(to: number, mode: number, stateful: boolean, link: Uint8Array): void {
    const out = this.unfolded;
    if (mode === 0) {
      // Stateful with nothing inline is the unspecified address of the source.
      if (!stateful) for (let index = 0; index < 16; index++) out[to + index] = this.next();
      return;
    }
    // What a context stands for is told elsewhere: an address under one keeps a prefix of zeros.
    if (!stateful) {
      out[to] = 0xfe;
      out[to + 1] = 0x80;
    }
    if (mode === 1) for (let index = 8; index < 16; index++) out[to + index] = this.next();
    else if (mode === 2) {
      out[to + 11] = 0xff;
      out[to + 12] = 0xfe;
      out[to + 14] = this.next();
      out[to + 15] = this.next();
    } else for (let index = 0; index < 8; index++) out[to + 8 + index] = link[index] as number;
  }

  private multicast(to: number, mode: number, stateful: boolean): void {
    const out = this.unfolded;
    out[to] = 0xff;
    if (stateful) {
      // RFC 3306: the prefix of the context, which is not known, lies between flags and group.
      out[to + 1] = this.next();
      out[to + 2] = this.next();
      for (let index = 12; index < 16; index++) out[to + index] = this.next();
      return;
    }
    if (mode === 0) for (let index = 0; index < 16; index++) out[to + index] = this.next();
    else if (mode === 3) {
      out[to + 1] = 0x02;
      out[to + 15] = this.next();
    } else {
      out[to + 1] = this.next();
      for (let index = mode === 1 ? 11 : 13; index < 16; index++) out[to + index] = this.next();
    }
  }

  /** Compressed extension headers, then UDP. Answers where the rest goes, -1 when it cannot. */
  private nextHeaders(size: number): number {
    const out = this.unfolded;
    let length = IPV6_HEADER;
    let nextAt = 6;
    for (let headers = 0; headers < 8; headers++) {
      const kind = this.next();
      if ((kind & 0xf8) === 0xf0) return this.udp(kind, nextAt, length, size);
      const number = (kind & 0xf0) === 0xe0 ? ([0, 43, 44, 60, 135, -1, -1, -1][(kind >> 1) & 7] as number) : -1;
      // An unknown form, or an IPv6 packet compressed in turn: the addresses stand, what follows them is left out.
      if (number < 0) {
        out[nextAt] = 59;
        this.at = this.inputEnd;
        return length;
      }
      out[nextAt] = number;
      const isFollowedInline = (kind & 1) === 0;
      const following = isFollowedInline ? this.next() : 0;
      const inline = this.next();
      if (length + inline + 16 > LONGEST || this.at + inline > this.inputEnd) return -1;
      nextAt = length;
      out[length] = following;
      // The length is that of the options alone; the header is filled up to eight bytes with padding.
      const whole = (inline + 2 + 7) & ~7;
      out[length + 1] = (whole >> 3) - 1;
      for (let index = 0; index < inline; index++) out[length + 2 + index] = this.next();
      const padding = whole - inline - 2;
      if (padding > 0) {
        out[length + 2 + inline] = padding === 1 ? 0 : 1;
        if (padding > 1) out[length + 3 + inline] = padding - 2;
        for (let index = 2; index < padding; index++) out[length + 2 + inline + index] = 0;
      }
      length += whole;
      if (isFollowedInline) return length;
    }
    return -1;
  }

  private udp(kind: number, nextAt: number, at: number, size: number): number {
    const out = this.unfolded;
    out[nextAt] = 17;
    const mode = kind & 3;
    let from = 0xf0b0;
    let to = 0xf0b0;
    if (mode === 3) {
      const both = this.next();
      from |= both >> 4;
      to |= both & 15;
    } else {
      from = mode === 2 ? 0xf000 | this.next() : (this.next() << 8) | this.next();
      to = mode === 1 ? 0xf000 | this.next() : (this.next() << 8) | this.next();
    }
    const checked = (kind & 4) === 0;
    const sumHigh = checked ? this.next() : 0;
    const sumLow = checked ? this.next() : 0;
    const length = size > 0 ? size - at : this.inputEnd - this.at + 8;
    if (length < 8) return -1;
    out[at] = from >> 8;
    out[at + 1] = from & 0xff;
    out[at + 2] = to >> 8;
    out[at + 3] = to & 0xff;
    out[at + 4] = length >> 8;
    out[at + 5] = length & 0xff;
    out[at + 6] = sumHigh;
    out[at + 7] = sumLow;
    return at + 8;
  }
}

/** The interface identifier that a link address stands for (RFC 6282 section 3.2.2). */
function interfaceId(out: Uint8Array, bytes: Uint8Array, mode: number, at: number): void {
  out.fill(0);
  if (mode === WPAN_NONE) return;
  if (mode === WPAN_SHORT) {
    out[3] = 0xff;
    out[4] = 0xfe;
    out[6] = bytes[at + 1] as number;
    out[7] = bytes[at] as number;
    return;
  }
  if (mode === WPAN_EXTENDED) for (let index = 0; index < 8; index++) out[index] = bytes[at + 7 - index] as number;
  out[0] = (out[0] as number) ^ 2;
}

function bigInterfaceId(out: Uint8Array, bytes: Uint8Array, at: number, length: number): void {
  out.fill(0);
  if (length === 2) {
    out[3] = 0xff;
    out[4] = 0xfe;
    out[6] = bytes[at] as number;
    out[7] = bytes[at + 1] as number;
    return;
  }
  for (let index = 0; index < 8; index++) out[index] = bytes[at + index] as number;
  out[0] = (out[0] as number) ^ 2;
}
