// RFC 1071 (Internet checksum) and RFC 1624 (its incremental update, equation 3).

/** One's-complement sum of 16-bit words in `bytes[start..end)`, an odd last byte padded with zero; not complemented. */
export function sumWords(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  let at = start;
  for (; at + 1 < end; at += 2) sum += (bytes[at] << 8) | bytes[at + 1];
  if (at < end) sum += bytes[at] << 8;
  return fold(sum);
}

/** Folds carries into 16 bits. */
export function fold(sum: number): number {
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return sum;
}

/**
 * The checksum after words that summed up to `before` were replaced by words that sum up to `after` (both folded):
 * right stays right, and wrong stays wrong by the same difference.
 */
export function updatedChecksum(checksum: number, before: number, after: number): number {
  return ~fold((~checksum & 0xffff) + (~before & 0xffff) + after) & 0xffff;
}
