import { hexOf } from "./reader.ts";

/** Address kinds as flow keys name them. */
export const KIND_MAC = 2;
export const KIND_V4 = 4;
export const KIND_V6 = 6;

/**
 * Gives small numbers to addresses of a fixed width, so that flows compare integers. Open addressing over one growing
 * byte array; when `limit` addresses are known, further ones share number 0 and are counted.
 */
export class AddressTable {
  private readonly width: number;
  private readonly limit: number;
  private bytes: Uint8Array;
  private slots: Int32Array;
  private count = 1;
  /** Look-ups that found no room. */
  overflow = 0;

  /** `width` in bytes, at most 16; number 0 is kept for "no room". */
  constructor(width: number, limit: number) {
    this.width = width;
    this.limit = limit;
    this.bytes = new Uint8Array(width * 256);
    this.slots = new Int32Array(1024);
  }

  /** The number of the address at `bytes[at..at+width)`, which must lie within the buffer. */
  numberOf(bytes: Uint8Array, at: number): number {
    const width = this.width;
    let hash = 0x2545f491;
    for (let index = 0; index < width; index++) hash = Math.imul(hash ^ (bytes[at + index] as number), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const number = this.slots[slot] as number;
      if (number === 0) break;
      const known = number * width;
      let same = true;
      for (let index = 0; index < width; index++) {
        if (this.bytes[known + index] !== bytes[at + index]) {
          same = false;
          break;
        }
      }
      if (same) return number;
      slot = (slot + 1) & mask;
    }
    if (this.count >= this.limit) {
      this.overflow++;
      return 0;
    }
    const number = this.count++;
    if ((number + 1) * width > this.bytes.length) {
      const grown = new Uint8Array(this.bytes.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    for (let index = 0; index < width; index++) this.bytes[number * width + index] = bytes[at + index] as number;
    this.slots[slot] = number;
    if (this.count * 2 > this.slots.length) this.rehash();
    return number;
  }

  /** The byte `index` of the address with this number. */
  byteAt(number: number, index: number): number {
    return this.bytes[number * this.width + index] as number;
  }

  /** The address as lower-case hex digits. */
  hex(number: number): string {
    return hexOf(this.bytes, number * this.width, (number + 1) * this.width);
  }

  /** IPv6 text (RFC 5952) of the address with this number; for tables 16 wide. */
  v6Text(number: number): string {
    return v6TextOf(this.bytes, number * this.width);
  }

  private rehash(): void {
    const width = this.width;
    this.slots = new Int32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let number = 1; number < this.count; number++) {
      let hash = 0x2545f491;
      for (let index = 0; index < width; index++) {
        hash = Math.imul(hash ^ (this.bytes[number * width + index] as number), 0x01000193);
      }
      hash ^= hash >>> 15;
      let slot = hash & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number;
    }
  }
}

/** Dotted text of an IPv4 address held as a signed 32-bit integer. */
export function v4Text(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** IPv6 text in the canonical form of RFC 5952 of the 16 bytes at `at`. */
export function v6TextOf(bytes: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) {
    groups.push(((bytes[at + index] as number) << 8) | (bytes[at + index + 1] as number));
  }
  let bestStart = -1;
  let bestLength = 1;
  for (let index = 0; index < 8; index++) {
    let length = 0;
    while (index + length < 8 && groups[index + length] === 0) length++;
    if (length > bestLength) {
      bestStart = index;
      bestLength = length;
    }
    if (length > 0) index += length;
  }
  let text = "";
  for (let index = 0; index < 8; index++) {
    if (index === bestStart) {
      text += "::";
      index += bestLength - 1;
      continue;
    }
    if (text !== "" && !text.endsWith(":")) text += ":";
    text += (groups[index] as number).toString(16);
  }
  return text;
}

/** Twelve hex digits with colons for people. */
export function macText(hex: string): string {
  return hex.replace(/(..)(?=.)/g, "$1:");
}
