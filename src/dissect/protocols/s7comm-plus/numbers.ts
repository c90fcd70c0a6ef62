// S7comm-plus: numbers of variable length. Seven bits in each octet, the highest first, with the top bit set in all but the
// last; the second bit of the first octet is the sign of signed numbers. A number of 64 bits ends with its ninth octet, whose
// eight bits all count.
import type { Reader } from "../../reader.ts";

const MORE = 0x80;
const SIGN = 0x40;
const LONGEST_32 = 5;
const SEVENS_64 = 8;
const HIGH = 4294967296;

/** An unsigned number of up to 32 bits; bits beyond are lost, as in the controllers. */
export function unsigned32(reader: Reader): number {
  let value = 0;
  for (let octets = 0; octets < LONGEST_32; octets++) {
    const octet = reader.u8();
    value = (value << 7) | (octet & 0x7f);
    if ((octet & MORE) === 0) break;
  }
  return value >>> 0;
}

/** A signed number of up to 32 bits. */
export function signed32(reader: Reader): number {
  let value = 0;
  for (let octets = 0; octets < LONGEST_32; octets++) {
    const octet = reader.u8();
    if (octets === 0 && (octet & SIGN) !== 0) value = -1;
    value = (value << 7) | (octet & 0x7f);
    if ((octet & MORE) === 0) break;
  }
  return value | 0;
}

/** The halves of the number of 64 bits that was read last, each as 32 signed bits. */
export const wide = { high: 0, low: 0 };

/** Reads a number of up to 64 bits into `wide`. */
export function read64(reader: Reader, isSigned: boolean): void {
  let high = 0;
  let low = 0;
  for (let octets = 0; octets <= SEVENS_64; octets++) {
    const octet = reader.u8();
    if (octets === 0 && isSigned && (octet & SIGN) !== 0) {
      high = -1;
      low = -1;
    }
    const bits = octets < SEVENS_64 ? 7 : 8;
    high = (high << bits) | (low >>> (32 - bits));
    low = (low << bits) | (octets < SEVENS_64 ? octet & 0x7f : octet);
    if ((octet & MORE) === 0) break;
  }
  wide.high = high;
  wide.low = low;
}

/** An unsigned number of up to 64 bits, rounded beyond 2^53. */
export function unsigned64(reader: Reader): number {
  read64(reader, false);
  return (wide.high >>> 0) * HIGH + (wide.low >>> 0);
}

/** A signed number of up to 64 bits, rounded beyond 2^53. */
export function signed64(reader: Reader): number {
  read64(reader, true);
  return wide.high * HIGH + (wide.low >>> 0);
}
