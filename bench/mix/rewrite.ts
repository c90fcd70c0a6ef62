import { fold, sumWords, updatedChecksum } from "./checksum.ts";

/** Hands out /24 networks so that no two sites share one: private space below 10/8, the rest from 20/8 upward. */
export class NetworkPool {
  #nextPrivate = 10 << 16;
  #nextPublic = 20 << 16;

  /** The upper 24 bits of a network that nobody has yet. */
  take(isPrivate: boolean): number {
    return isPrivate ? this.#nextPrivate++ : this.#nextPublic++;
  }
}

/** One repetition of a capture: where its addresses go. */
export class Site {
  readonly number: number;
  readonly #pool: NetworkPool;
  readonly #networks = new Map<number, number>();

  constructor(number: number, pool: NetworkPool) {
    this.number = number;
    this.#pool = pool;
  }

  /** The upper 24 bits that stand for those of `network` at this site. */
  network(network: number): number {
    let mapped = this.#networks.get(network);
    if (mapped === undefined) {
      mapped = this.#pool.take(isPrivateNetwork(network));
      this.#networks.set(network, mapped);
    }
    return mapped;
  }
}

function isPrivateNetwork(network: number): boolean {
  const first = network >>> 16;
  const second = (network >>> 8) & 0xff;
  return (
    first === 10 ||
    first === 127 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254)
  );
}

const ETHERNET = 1;
const NULL_LINK = 0;
const LOOP_LINK = 108;
const RAW_LINKS = [12, 14, 101, 228, 229];
const COOKED = 113;
const COOKED_2 = 276;

const VLAN_TYPES = [0x8100, 0x88a8, 0x9100];
const TYPE_IPV4 = 0x0800;
const TYPE_IPV6 = 0x86dd;
const TYPE_ARP = 0x0806;
const TYPE_PPPOE = 0x8864;

/** Whether frames of this link type can be told as Ethernet frames. */
export function canBecomeEthernet(linkType: number): boolean {
  return (
    linkType === ETHERNET ||
    linkType === NULL_LINK ||
    linkType === LOOP_LINK ||
    linkType === COOKED ||
    linkType === COOKED_2 ||
    RAW_LINKS.includes(linkType)
  );
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1];
}

function setWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/**
 * Writes the frame `bytes[start..end)` into `out` as an Ethernet frame of the site: MAC, ARP, IPv4 and IPv6 addresses
 * shifted, checksums kept as right or as wrong as they were. Answers its length, or -1 when it cannot be told as
 * Ethernet. Addresses inside of tunnels, quotes and payloads stay.
 */
export function rewriteFrame(
  bytes: Uint8Array,
  start: number,
  end: number,
  linkType: number,
  site: Site,
  out: Uint8Array,
): number {
  let type = -1;
  let header = 0;
  const length = end - start;
  if (linkType === ETHERNET) {
    if (length < 14) return -1;
    out.set(bytes.subarray(start, end));
    shiftMac(out, 0, site);
    shiftMac(out, 6, site);
    shiftNetwork(out, 12, length, site);
    return length;
  }
  if (linkType === NULL_LINK || linkType === LOOP_LINK) {
    header = 4;
    const family = bytes[start] !== 0 ? bytes[start] : bytes[start + 3];
    type = family === 2 ? TYPE_IPV4 : family === 24 || family === 28 || family === 30 || family === 10 ? TYPE_IPV6 : -1;
  } else if (RAW_LINKS.includes(linkType)) {
    const version = bytes[start] >>> 4;
    type = version === 4 ? TYPE_IPV4 : version === 6 ? TYPE_IPV6 : -1;
  } else if (linkType === COOKED) {
    header = 16;
    type = length < header ? -1 : word(bytes, start + 14);
  } else if (linkType === COOKED_2) {
    header = 20;
    type = length < header ? -1 : word(bytes, start);
  }
  if (type < 0x600 || length < header) return -1;
  out.set(bytes.subarray(start + header, end), 14);
  setWord(out, 12, type);
  const total = length - header + 14;
  shiftNetwork(out, 12, total, site);
  makeUpMacs(out, type, total);
  if (linkType === COOKED && word(bytes, start + 4) === 6 && word(bytes, start + 2) === 1) {
    out.set(bytes.subarray(start + 6, start + 12), 6);
    shiftMac(out, 6, site);
  } else if (linkType === COOKED_2 && bytes[start + 11] === 6 && word(bytes, start + 8) === 1) {
    out.set(bytes.subarray(start + 12, start + 18), 6);
    shiftMac(out, 6, site);
  }
  return total;
}

/** MAC addresses for a frame that had none: locally administered, made of the (shifted) IP addresses. */
function makeUpMacs(out: Uint8Array, type: number, total: number): void {
  const source = type === TYPE_IPV6 ? 14 + 20 : 14 + 12;
  const destination = type === TYPE_IPV6 ? 14 + 36 : 14 + 16;
  for (const [at, from] of [
    [0, destination],
    [6, source],
  ]) {
    out[at] = 0x02;
    out[at + 1] = type === TYPE_IPV6 ? 0x06 : 0x04;
    for (let index = 0; index < 4; index++) out[at + 2 + index] = from + index < total ? out[from + index] : 0;
  }
  if (type === TYPE_IPV4 && total >= 34 && out[destination] >= 224) {
    if (out[destination] === 255) out.fill(0xff, 0, 6);
    else out.set([0x01, 0x00, 0x5e, out[destination + 1] & 0x7f, out[destination + 2], out[destination + 3]], 0);
  } else if (type === TYPE_IPV6 && total >= 54 && out[14 + 24] === 0xff) {
    out[0] = 0x33;
    out[1] = 0x33;
  }
}

/** Keeps the vendor half; group and empty addresses stay. */
function shiftMac(out: Uint8Array, at: number, site: Site): void {
  if ((out[at] & 1) !== 0) return;
  if ((out[at] | out[at + 1] | out[at + 2] | out[at + 3] | out[at + 4] | out[at + 5]) === 0) return;
  const shift = Math.imul(site.number, 0x9e3779) & 0xffffff;
  out[at + 3] ^= shift >>> 16;
  out[at + 4] ^= shift >>> 8;
  out[at + 5] ^= shift;
}

function shiftIPv4(out: Uint8Array, at: number, site: Site): void {
  // 0.0.0.0, multicast and limited broadcast mean the same at every site.
  if (out[at] === 0 || out[at] >= 224) return;
  const network = site.network((out[at] << 16) | (out[at + 1] << 8) | out[at + 2]);
  out[at] = network >>> 16;
  out[at + 1] = network >>> 8;
  out[at + 2] = network;
}

function shiftIPv6(out: Uint8Array, at: number, site: Site): void {
  if (out[at] === 0xff) return;
  let any = 0;
  for (let index = 0; index < 15; index++) any |= out[at + index];
  if (any === 0) return;
  out[at + 4] ^= site.number >>> 8;
  out[at + 5] ^= site.number;
}

function shiftNetwork(out: Uint8Array, typeAt: number, length: number, site: Site): void {
  let at = typeAt;
  let type = word(out, at);
  while (VLAN_TYPES.includes(type) && at + 6 <= length) {
    at += 4;
    type = word(out, at);
  }
  at += 2;
  if (type === TYPE_PPPOE && at + 8 <= length) {
    const inner = word(out, at + 6);
    type = inner === 0x0021 ? TYPE_IPV4 : inner === 0x0057 ? TYPE_IPV6 : -1;
    at += 8;
  }
  if (type === TYPE_IPV4) shiftIPv4Packet(out, at, length, site);
  else if (type === TYPE_IPV6) shiftIPv6Packet(out, at, length, site);
  else if (type === TYPE_ARP) shiftArp(out, at, length, site);
}

function shiftArp(out: Uint8Array, at: number, length: number, site: Site): void {
  if (at + 28 > length || word(out, at + 2) !== TYPE_IPV4 || out[at + 4] !== 6 || out[at + 5] !== 4) return;
  shiftMac(out, at + 8, site);
  shiftIPv4(out, at + 14, site);
  shiftMac(out, at + 18, site);
  shiftIPv4(out, at + 24, site);
}

function shiftIPv4Packet(out: Uint8Array, at: number, length: number, site: Site): void {
  if (at + 20 > length || out[at] >>> 4 !== 4) return;
  const headerLength = (out[at] & 15) * 4;
  if (headerLength < 20) return;
  const before = sumWords(out, at + 12, at + 20);
  const oneHost =
    word(out, at + 12) === word(out, at + 16) && word(out, at + 14) === word(out, at + 18) && out[at + 12] !== 0;
  shiftIPv4(out, at + 12, site);
  shiftIPv4(out, at + 16, site);
  const payload = at + headerLength;
  const protocol = out[at + 9];
  const first = (word(out, at + 6) & 0x1fff) === 0;
  if (oneHost && first && (protocol === 6 || protocol === 17) && payload + 4 <= length) {
    // A conversation of a host with itself becomes one of two hosts: the higher port moves.
    out[word(out, payload) > word(out, payload + 2) ? at + 15 : at + 19] ^= 0x80;
  }
  const after = sumWords(out, at + 12, at + 20);
  setWord(out, at + 10, updatedChecksum(word(out, at + 10), before, after));
  if (first) fixTransport(out, payload, length, protocol, before, after);
}

function shiftIPv6Packet(out: Uint8Array, at: number, length: number, site: Site): void {
  if (at + 40 > length || out[at] >>> 4 !== 6) return;
  const beforeSource = sumWords(out, at + 8, at + 24);
  const beforeDestination = sumWords(out, at + 24, at + 40);
  shiftIPv6(out, at + 8, site);
  shiftIPv6(out, at + 24, site);
  let before = fold(beforeSource + beforeDestination);
  let after = sumWords(out, at + 8, at + 40);
  let next = out[at + 6];
  let payload = at + 40;
  while (payload + 8 <= length) {
    if (next === 44) {
      if ((word(out, payload + 2) & 0xfff8) !== 0) return;
      next = out[payload];
      payload += 8;
    } else if (next === 0 || next === 43 || next === 60) {
      if (next === 43 && out[payload + 3] > 0) {
        // The checksum covers the final destination, which stands in the routing header and was not shifted.
        before = beforeSource;
        after = sumWords(out, at + 8, at + 24);
      }
      next = out[payload];
      payload += (out[payload + 1] + 1) * 8;
    } else break;
  }
  fixTransport(out, payload, length, next, before, after);
}

function fixTransport(
  out: Uint8Array,
  at: number,
  length: number,
  protocol: number,
  before: number,
  after: number,
): void {
  const offset = protocol === 6 ? 16 : protocol === 17 ? 6 : protocol === 58 ? 2 : -1;
  if (offset < 0 || at + offset + 2 > length) return;
  const checksum = word(out, at + offset);
  // RFC 768: zero means that there is none, and a computed zero is sent as all ones.
  if (protocol === 17 && checksum === 0) return;
  const updated = updatedChecksum(checksum, before, after);
  setWord(out, at + offset, protocol === 17 && updated === 0 ? 0xffff : updated);
}
