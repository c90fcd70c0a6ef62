// CRC-32 of IEEE 802.3 section 3.2.9.

const TABLE = new Int32Array(256);
for (let value = 0; value < 256; value++) {
  let rest = value;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) !== 0 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  TABLE[value] = rest;
}

/** The sum of `bytes[start..end)`, 0 to 4,294,967,295. */
export function crc32(bytes: Uint8Array, start: number, end: number): number {
  let sum = -1;
  for (let at = start; at < end; at++) sum = (sum >>> 8) ^ (TABLE[(sum ^ (bytes[at] as number)) & 255] as number);
  return ~sum >>> 0;
}
