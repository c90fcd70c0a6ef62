// CRC-16 of serial lines: Modbus over Serial Line V1.02 section 6.2.2 (polynomial A001, reflected, start FFFF).

const TABLE = new Uint16Array(256);
for (let value = 0; value < 256; value++) {
  let rest = value;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) !== 0 ? (rest >>> 1) ^ 0xa001 : rest >>> 1;
  TABLE[value] = rest;
}

/** The check value after one more octet. */
export function crcNext(rest: number, octet: number): number {
  return (rest >>> 8) ^ (TABLE[(rest ^ octet) & 0xff] as number);
}

/**
 * Whether the last two of `bytes[start..end)` are the check value of those before, low byte first; other lines than
 * Modbus begin with another value.
 */
export function crcFits(bytes: Uint8Array, start: number, end: number, initial = 0xffff): boolean {
  let rest = initial;
  for (let at = start; at < end - 2; at++) rest = crcNext(rest, bytes[at] as number);
  return (bytes[end - 2] as number) === (rest & 0xff) && (bytes[end - 1] as number) === rest >>> 8;
}
