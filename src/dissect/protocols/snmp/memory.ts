// What an SNMP conversation remembers, within the ceilings below.
import type { Cursor } from "./cursor.ts";
import { newCursor } from "./cursor.ts";

/** Most requests that wait for their answers. */
const MOST_PENDING = 64;

/** The memory of a conversation: a few hundred bytes. */
export interface Memory {
  cursor: Cursor;
  ids: Float64Array;
  frames: Float64Array;
  sides: Uint8Array;
  next: number;
  /** Whether the message now read asks for reports, as only requests do. */
  isReportable: boolean;
  /** The user that the message now read names without proof, or "". */
  user: string;
  /** Version told of each side, or -1. */
  versions: [number, number];
  /** Mark of the community or user told of each side. */
  credentials: [number, number];
  /** Mark of the engine id told of each side. */
  engines: [number, number];
}

/** An empty memory. */
export function snmpMemory(): Memory {
  return {
    cursor: newCursor(),
    ids: new Float64Array(MOST_PENDING),
    frames: new Float64Array(MOST_PENDING),
    sides: new Uint8Array(MOST_PENDING),
    next: 0,
    isReportable: false,
    user: "",
    versions: [-1, -1],
    credentials: [0, 0],
    engines: [0, 0],
  };
}

/** Keeps a request by its id; the oldest gives way. */
export function keepRequest(memory: Memory, side: number, id: number, frame: number): void {
  memory.ids[memory.next] = id;
  memory.frames[memory.next] = frame;
  memory.sides[memory.next] = side;
  memory.next = (memory.next + 1) % MOST_PENDING;
}

/** Frame of the newest request of `side` with this id; 0 when it was not seen. */
export function requestFrame(memory: Memory, side: number, id: number): number {
  for (let back = 1; back <= MOST_PENDING; back++) {
    const slot = (memory.next - back + MOST_PENDING) % MOST_PENDING;
    if (memory.ids[slot] === id && memory.sides[slot] === side) return memory.frames[slot] as number;
  }
  return 0;
}

/** A mark of a text; see markOf. */
export function markOfText(text: string): number {
  let mark = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193);
  return mark | 1;
}

/** A mark of octets, never 0, to tell whether they are the same as before. */
export function markOf(bytes: Uint8Array, start: number, end: number): number {
  let mark = 0x811c9dc5;
  for (let at = start; at < end; at++) mark = Math.imul(mark ^ (bytes[at] as number), 0x01000193);
  return mark | 1;
}
