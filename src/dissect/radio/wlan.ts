// Wireless LAN: headers of data frames (IEEE 802.11 section 9.3.2) and of radiotap in front of them.

/** What the header of a frame says: that it is cut, holds no data, is protected, was damaged, or is a frame of data. */
export const WLAN_CUT = 0;
export const WLAN_NO_DATA = 1;
export const WLAN_PROTECTED = 2;
export const WLAN_DAMAGED = 3;
export const WLAN_DATA = 4;

/** Where the parts of a data frame lie; one record, reused. */
export interface WlanFrame {
  /** Offsets of the hardware addresses, as Ethernet has them. */
  destination: number;
  source: number;
  body: number;
  end: number;
  /** Whether the body holds several packets, each with addresses of its own (A-MSDU). */
  isAggregated: boolean;
}

/** Reads a data frame behind a radiotap header. */
export function readRadiotap(bytes: Uint8Array, at: number, end: number, frame: WlanFrame): number {
  if (at + 4 > end) return WLAN_CUT;
  const length = (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8);
  if (length < 8 || at + length > end) return WLAN_CUT;
  const flags = radiotapFlags(bytes, at, length);
  // 0x10: the frame check sequence follows the frame; 0x20: the header is padded to 32 bits; 0x40: the check failed.
  if ((flags & 0x40) !== 0) return WLAN_DAMAGED;
  const frameEnd = (flags & 0x10) !== 0 && end - 4 > at + length ? end - 4 : end;
  return readWlan(bytes, at + length, frameEnd, (flags & 0x20) !== 0, frame);
}

/** Reads the header of a data frame; `padded` says whether it is filled up to 32 bits. */
export function readWlan(bytes: Uint8Array, at: number, end: number, padded: boolean, frame: WlanFrame): number {
  frame.destination = -1;
  frame.source = -1;
  if (at + 24 > end) return WLAN_CUT;
  const control = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  const kind = (control >> 2) & 3;
  const subtype = (control >> 4) & 15;
  if (kind !== 2 || (subtype & 4) !== 0) return WLAN_NO_DATA;
  const toDistribution = (control & 0x0100) !== 0;
  const fromDistribution = (control & 0x0200) !== 0;
  let body = at + 24;
  if (toDistribution && fromDistribution) body += 6;
  frame.isAggregated = false;
  if ((subtype & 8) !== 0) {
    frame.isAggregated = body < end && ((bytes[body] as number) & 0x80) !== 0;
    body += 2;
    if ((control & 0x8000) !== 0) body += 4;
  }
  if (padded) body += (4 - ((body - at) & 3)) & 3;
  if (body > end) return WLAN_CUT;
  frame.destination = at + (toDistribution ? 16 : 4);
  frame.source = at + (fromDistribution ? (toDistribution ? 24 : 16) : 10);
  frame.body = body;
  frame.end = end;
  return (control & 0x4000) !== 0 ? WLAN_PROTECTED : WLAN_DATA;
}

/** The flags field of a radiotap header of `length` bytes; 0 when it has none. */
function radiotapFlags(bytes: Uint8Array, at: number, length: number): number {
  let present = at + 4;
  let word = bytes[present + 3] as number;
  const first = bytes[present] as number;
  for (let count = 0; (word & 0x80) !== 0 && count < 8; count++) {
    present += 4;
    if (present + 4 > at + length) return 0;
    word = bytes[present + 3] as number;
  }
  if ((first & 2) === 0) return 0;
  let flagsAt = present + 4;
  if ((first & 1) !== 0) flagsAt = at + (((flagsAt - at + 7) >> 3) << 3) + 8;
  return flagsAt < at + length ? (bytes[flagsAt] as number) : 0;
}
