// RFC 1952, section 2.3: the header and trailer of a gzip member.

const hasHeaderCheck = 2;
const hasExtra = 4;
const hasName = 8;
const hasComment = 16;
const reservedFlags = 0xe0;

/** Bytes after the compressed data of a member: checksum and length. */
export const memberTrailerLength = 8;

/** The length of the member header at the start of `bytes`; 0 when more bytes are needed, -1 when it is none. */
export function memberHeaderLength(bytes: Uint8Array): number {
  const expected = [0x1f, 0x8b, 8];
  if (expected.some((byte, index) => index < bytes.length && bytes[index] !== byte)) return -1;
  if (bytes.length < 10) return 0;
  const flags = bytes[3] as number;
  if ((flags & reservedFlags) !== 0) return -1;
  let at = 10;
  if ((flags & hasExtra) !== 0) {
    if (at + 2 > bytes.length) return 0;
    at += 2 + ((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
  }
  for (const flag of [hasName, hasComment]) {
    if ((flags & flag) === 0) continue;
    const end = at < bytes.length ? bytes.indexOf(0, at) : -1;
    if (end < 0) return 0;
    at = end + 1;
  }
  if ((flags & hasHeaderCheck) !== 0) at += 2;
  return at <= bytes.length ? at : 0;
}

/** Whether the trailer at the start of `bytes` is that of a member with this CRC-32 and length. */
export function trailerFits(bytes: Uint8Array, checksum: number, length: number): boolean {
  if (bytes.length < memberTrailerLength) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, memberTrailerLength);
  return view.getUint32(0, true) === checksum >>> 0 && view.getUint32(4, true) === length % 2 ** 32;
}
