// External data representation: RFC 4506. Everything fills up to four octets.
import { type Reader, utf8Of } from "./reader.ts";

/** Where the last opaque that `passOpaque` went over lies, for those who look into it. */
export interface Span {
  start: number;
  end: number;
}

/** Goes over opaque data of variable length (section 4.10), of at most `most` octets; false when there is no such. */
export function passOpaque(reader: Reader, most: number, span?: Span): boolean {
  const length = reader.u32();
  if (!reader.ok || length > most) {
    reader.skipRest();
    // What the span said of another message is no place in this one.
    if (span !== undefined) {
      span.start = reader.position;
      span.end = reader.position;
    }
    return false;
  }
  const start = reader.position;
  passFixed(reader, length);
  if (span !== undefined) {
    span.start = start;
    span.end = reader.ok ? start + length : start;
  }
  return reader.ok;
}

/** Goes over opaque data of a known length and what fills it up (section 4.9). */
export function passFixed(reader: Reader, length: number): void {
  reader.skip((length + 3) & ~3);
}

const text: Span = { start: 0, end: 0 };

/** A string (section 4.11) of at most `most` octets; "" when there is none. */
export function readString(reader: Reader, most = 1024): string {
  if (!passOpaque(reader, most, text)) return "";
  return utf8Of(reader.bytes, text.start, text.end);
}

/** A number that tells opaque data apart: equal ones have the same, others nearly never. */
export function markOf(bytes: Uint8Array, start: number, end: number): number {
  let one = 0x811c9dc5;
  let two = end - start;
  for (let at = start; at < end; at++) {
    const octet = bytes[at] as number;
    one = Math.imul(one ^ octet, 0x01000193);
    two = Math.imul(two + octet, 0x5bd1e995) ^ (two >>> 13);
  }
  return (one >>> 0) * 0x100000 + (two >>> 12);
}

/** A number of 32 bits `ahead` of the position without moving; -1 beyond the end, which is no fault. */
export function wordAt(reader: Reader, ahead: number): number {
  const high = reader.peek16(ahead);
  const low = reader.peek16(ahead + 2);
  return high < 0 || low < 0 ? -1 : high * 65536 + low;
}
