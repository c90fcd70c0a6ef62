// Domain names on the wire: RFC 1035 section 4.1.4 (compression), section 2.3.4 (limits).
import { v6TextOf } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import { utf8Of } from "../../reader.ts";

/** Most pointers followed in one name: more than any honest message needs, and a bound for loops. */
const MOST_POINTERS = 64;
/** RFC 1035 section 2.3.4, with room for names that break it by a little. */
const LONGEST_NAME = 512;

let lastGood = true;

/** Whether the name that `readName` read last was well formed. */
export function nameWasGood(): boolean {
  return lastGood;
}

/**
 * Reads the name at the reader as text with dots, "." for the root; pointers count from `base`. Labels are UTF-8
 * (RFC 6762 section 16); control characters are written as \DDD. A wrong name ends where it goes wrong.
 */
export function readName(reader: Reader, base: number): string {
  const bytes = reader.bytes;
  const limit = reader.fenced ? Math.max(reader.end, reader.boundary) : reader.end;
  let at = reader.position;
  let after = -1;
  let pointers = 0;
  let text = "";
  lastGood = true;
  for (;;) {
    if (at >= limit || (after < 0 && at >= reader.end)) {
      lastGood = false;
      break;
    }
    const length = bytes[at] as number;
    if (length === 0) {
      at++;
      break;
    }
    if (length >= 0xc0) {
      const target = at + 1 < limit ? base + (((length & 0x3f) << 8) | (bytes[at + 1] as number)) : -1;
      if (after < 0) after = Math.min(at + 2, reader.end);
      if (target < 0 || target >= limit || ++pointers > MOST_POINTERS) {
        lastGood = false;
        break;
      }
      at = target;
      continue;
    }
    if (length >= 0x40 || at + 1 + length > limit || text.length > LONGEST_NAME) {
      lastGood = false;
      // Behind a name that the capture cut there is nothing more to read.
      if (length < 0x40 && after < 0 && reader.cutByCapture) at = reader.end;
      break;
    }
    text += (text === "" ? "" : ".") + labelOf(bytes, at + 1, at + 1 + length);
    at += 1 + length;
  }
  reader.position = Math.min(after < 0 ? at : after, reader.end);
  return text === "" ? "." : text;
}

function labelOf(bytes: Uint8Array, start: number, end: number): string {
  let plain = true;
  for (let at = start; at < end; at++) {
    const code = bytes[at] as number;
    if (code < 0x20 || code > 0x7e) {
      plain = false;
      break;
    }
  }
  if (plain) {
    let text = "";
    for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] as number);
    return text;
  }
  let text = "";
  for (const character of utf8Of(bytes, start, end)) {
    const code = character.codePointAt(0) as number;
    text += code < 32 || code === 127 ? `\\${String(code).padStart(3, "0")}` : character;
  }
  return text;
}

/** Skips a name without reading it; answers whether it stays within `limit`. Follows no pointer. */
export function skipName(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const length = bytes[at] as number;
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2 <= limit ? at + 2 : -1;
    if (length >= 0x40) return -1;
    at += 1 + length;
  }
  return -1;
}

/** The address that a reverse name (RFC 1035 section 3.5, RFC 3596 section 2.5) stands for, or "" for other names. */
export function addressOfReverseName(name: string): string {
  const lower = name.toLowerCase();
  if (lower.endsWith(".in-addr.arpa")) {
    const parts = lower.slice(0, -13).split(".");
    if (parts.length !== 4) return "";
    for (const part of parts) if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return "";
    return parts.reverse().map(Number).join(".");
  }
  // 32 digits, the last one first, each a label.
  if (!/^(?:[0-9a-f]\.){32}ip6\.arpa$/.test(lower)) return "";
  const bytes = new Uint8Array(16);
  for (let at = 0; at < 16; at++) bytes[15 - at] = Number.parseInt(`${lower[at * 4 + 2]}${lower[at * 4]}`, 16);
  return v6TextOf(bytes, 0);
}
