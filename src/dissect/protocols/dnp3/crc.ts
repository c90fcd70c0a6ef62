// DNP3 cyclic redundancy check: IEEE 1815-2012 section 9.2.4.3 (x^16+x^13+x^12+x^11+x^10+x^8+x^6+x^5+x^2+1).

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ 0xa6bc : remainder >>> 1;
  return remainder;
});

/** The check value of `bytes[start..end)`, 0 to 65,535; sent low octet first. */
export function crcOf(bytes: Uint8Array, start: number, end: number): number {
  let remainder = 0;
  for (let at = start; at < end; at++) {
    remainder = (TABLE[(remainder ^ (bytes[at] as number)) & 0xff] as number) ^ (remainder >>> 8);
  }
  return ~remainder & 0xffff;
}

/** Whether the two octets at `end` are the check value of `bytes[start..end)`; they must lie inside the bytes. */
export function crcFits(bytes: Uint8Array, start: number, end: number): boolean {
  return crcOf(bytes, start, end) === ((bytes[end] as number) | ((bytes[end + 1] as number) << 8));
}
