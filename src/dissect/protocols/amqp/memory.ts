// What an AMQP connection remembers.
import { utf8Of } from "../../reader.ts";

const OPEN = 32;
const TEXTS = 32;
const LONGEST_KEPT = 256;
const MOST_LINKS = 64;

/** One direction: what is left of a frame whose rest is passed over. */
export interface Side {
  left: number;
  /** Length of a content body, or -1 for another frame. */
  body: number;
  channel: number;
}

/** All of bounded size. */
export interface Memory {
  readonly sides: readonly [Side, Side];
  /** Which side is the client; -1 while unknown. */
  client: -1 | 0 | 1;
  /** Requests: channel, class and method in one number, side, frame. */
  readonly keys: Int32Array;
  readonly senders: Int8Array;
  readonly frames: Int32Array;
  next: number;
  /** Names seen before, so that publishing again and again builds no text. */
  readonly texts: ({ bytes: Uint8Array; text: string } | undefined)[];
  /** AMQP 1.0: addresses by side and handle. */
  readonly links: Map<number, string>;
}

/** An empty memory. */
export function newMemory(): Memory {
  return {
    sides: [
      { left: 0, body: -1, channel: 0 },
      { left: 0, body: -1, channel: 0 },
    ],
    client: -1,
    keys: new Int32Array(OPEN),
    senders: new Int8Array(OPEN),
    frames: new Int32Array(OPEN),
    next: 0,
    texts: [],
    links: new Map(),
  };
}

/** Remembers a method that wants an answer. */
export function opened(memory: Memory, key: number, side: 0 | 1, frame: number): void {
  memory.keys[memory.next] = key;
  memory.senders[memory.next] = side;
  memory.frames[memory.next] = frame;
  memory.next = (memory.next + 1) % OPEN;
}

/** Frame of the other side's latest method of this key, which is then forgotten; 0 without one. */
export function closed(memory: Memory, key: number, side: 0 | 1): number {
  for (let back = 1; back <= OPEN; back++) {
    const at = (memory.next - back + OPEN) % OPEN;
    const frame = memory.frames[at] as number;
    if (frame === 0 || memory.keys[at] !== key || memory.senders[at] === side) continue;
    memory.frames[at] = 0;
    return frame;
  }
  return 0;
}

/** The text of `bytes[start..end)`, the same string when it was seen before. */
export function textAt(memory: Memory, bytes: Uint8Array, start: number, end: number): string {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  const slot = (hash >>> 16) % TEXTS;
  const known = memory.texts[slot];
  if (known !== undefined && isSame(known.bytes, bytes, start, end)) return known.text;
  const text = utf8Of(bytes, start, end);
  if (end - start <= LONGEST_KEPT) memory.texts[slot] = { bytes: bytes.slice(start, end), text };
  return text;
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

/** Remembers the address of a link. */
export function linked(memory: Memory, side: 0 | 1, channel: number, handle: number, address: string): void {
  if (memory.links.size >= MOST_LINKS) memory.links.clear();
  memory.links.set(linkKey(side, channel, handle), address);
}

/** Address of a link, or "". */
export function linkOf(memory: Memory, side: 0 | 1, channel: number, handle: number): string {
  return memory.links.get(linkKey(side, channel, handle)) ?? "";
}

function linkKey(side: 0 | 1, channel: number, handle: number): number {
  return (side * 65536 + channel) * 65536 + (handle & 0xffff);
}
