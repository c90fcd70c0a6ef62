import type { Reader } from "./reader.ts";
import { hexOf } from "./reader.ts";

/** Address kinds as flow keys name them. */
export const KIND_MAC = 2;
export const KIND_V4 = 4;
export const KIND_V6 = 6;

/** A run of taken slots longer than this is no chance: then the table is laid out anew under another seed. */
const LONGEST_RUN = 192;
const MOST_SEEDS = 16;

/**
 * Gives small numbers to addresses of a fixed width, so that flows compare integers. Open addressing over one growing
 * byte array; when `limit` addresses are known, further ones share number 0 and are counted. Numbers are given in the
 * order of first sight, whatever the seed.
 */
export class AddressTable {
  private readonly width: number;
  private readonly limit: number;
  private bytes: Uint8Array;
  /** The first four bytes of each address: one comparison tells most strangers apart. */
  private heads: Int32Array;
  private slots: Int32Array;
  private count = 1;
  private seed = 0x2545f491;
  private seeds = 1;
  /** Look-ups that found no room. */
  overflow = 0;

  /** `width` in bytes, even, from 4 to 16; number 0 is kept for "no room". */
  constructor(width: number, limit: number) {
    this.width = width;
    this.limit = limit;
    this.bytes = new Uint8Array(width * 256);
    this.heads = new Int32Array(256);
    this.slots = new Int32Array(1024);
  }

  /** The number of the address at `bytes[at..at+width)`, which must lie within the buffer. */
  numberOf(bytes: Uint8Array, at: number): number {
    const width = this.width;
    const all = this.bytes;
    const heads = this.heads;
    const slots = this.slots;
    const mask = slots.length - 1;
    const head = wordAt(bytes, at);
    let slot = hashOf(bytes, at, width, this.seed) & mask;
    let run = 0;
    for (;;) {
      const number = slots[slot] as number;
      if (number === 0) break;
      if (heads[number] === head) {
        const known = number * width;
        let index = 4;
        while (index < width && all[known + index] === bytes[at + index]) index++;
        if (index === width) return number;
      }
      slot = (slot + 1) & mask;
      run++;
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
      const heads = new Int32Array(this.heads.length * 2);
      heads.set(this.heads);
      this.heads = heads;
    }
    this.heads[number] = head;
    for (let index = 0; index < width; index++) this.bytes[number * width + index] = bytes[at + index] as number;
    slots[slot] = number;
    if (this.count * 2 > slots.length) this.rehash(slots.length * 2);
    else if (run > LONGEST_RUN && this.seeds < MOST_SEEDS) {
      this.seeds++;
      this.seed = Math.imul(this.seed ^ number, 0x5bd1e995) ^ 0x27d4eb2f;
      this.rehash(slots.length);
    }
    return number;
  }

  /** The number of the address at `bytes[at..at+width)` if it was seen before, else 0. */
  knownOf(bytes: Uint8Array, at: number): number {
    const { width, slots, bytes: all } = this;
    const mask = slots.length - 1;
    let slot = hashOf(bytes, at, width, this.seed) & mask;
    for (;;) {
      const number = slots[slot] as number;
      if (number === 0) return 0;
      const known = number * width;
      let index = 0;
      while (index < width && all[known + index] === bytes[at + index]) index++;
      if (index === width) return number;
      slot = (slot + 1) & mask;
    }
  }

  /** Whether the address of six bytes at `bytes[at..]` is the one with this number; for tables 6 wide. */
  isSixAt(number: number, bytes: Uint8Array, at: number): boolean {
    const known = number * 6;
    return (
      this.heads[number] === wordAt(bytes, at) &&
      this.bytes[known + 4] === bytes[at + 4] &&
      this.bytes[known + 5] === bytes[at + 5] &&
      number !== 0
    );
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

  private rehash(size: number): void {
    const width = this.width;
    this.slots = new Int32Array(size);
    const mask = size - 1;
    for (let number = 1; number < this.count; number++) {
      let slot = hashOf(this.bytes, number * width, width, this.seed) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number;
    }
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

/** Four bytes at a time, then two; each step is mixed downwards too, so that equal ends of chosen addresses do not collide. */
function hashOf(bytes: Uint8Array, at: number, width: number, seed: number): number {
  const end = at + width;
  let hash = seed;
  let index = at;
  for (; index + 4 <= end; index += 4) {
    hash = Math.imul(hash ^ wordAt(bytes, index), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  if (index < end) {
    hash = Math.imul(hash ^ (((bytes[index] as number) << 8) | (bytes[index + 1] as number)), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
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

/** The next 16 bytes as IPv6 text; "" and the reader not `ok` when they are not there. */
export function readV6(reader: Reader): string {
  const at = reader.position;
  reader.skip(16);
  return reader.ok ? v6TextOf(reader.bytes, at) : "";
}

/** Twelve hex digits with colons for people. */
export function macText(hex: string): string {
  return hex.replace(/(..)(?=.)/g, "$1:");
}
