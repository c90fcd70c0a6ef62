import type { Reader } from "./reader.ts";

/** Octets of a long message that are passed over as they come, by side. */
export type Passing = [number, number];

/** Passes over as much of a long message as is at hand; false when none is on its way, and then nothing was read. */
export function passOver(reader: Reader, passing: Passing, side: 0 | 1): boolean {
  const left = passing[side];
  if (left <= 0) return false;
  const count = Math.min(left, reader.left());
  reader.skip(count);
  passing[side] = left - count;
  return true;
}
