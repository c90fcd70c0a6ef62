// What a BACnet conversation remembers, within the ceilings below.
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Walk } from "./body.ts";
import { newWalk } from "./body.ts";

/** Ceilings: requests outstanding, messages being put together and octets of each. */
const MOST_PENDING = 64;
const MOST_ASSEMBLIES = 4;
const LONGEST_ASSEMBLED = 131_072;

/** One confirmed request that may still be answered. */
export interface Pending {
  side: number;
  invokeId: number;
  /** Mark of both ends' network addresses, as `routeMark` makes it. */
  route: number;
  service: number;
  /** 0 when the slot is free. */
  frame: number;
  hasObject: boolean;
  objectType: number;
  instance: number;
  /** Property asked for when it was one, or -1. */
  property: number;
}

/** A segmented message being put together. */
export interface Assembly {
  isOpen: boolean;
  side: number;
  invokeId: number;
  route: number;
  type: number;
  service: number;
  /** Sequence number of the segment to come. */
  next: number;
  bytes: Uint8Array;
  length: number;
}

/** The memory of a conversation: about 100 KB, and 128 KB more for each segmented message under way. */
export interface Memory {
  pending: Pending[];
  nextPending: number;
  assemblies: Assembly[];
  nextAssembly: number;
  walk: Walk | undefined;
  assembled: Reader;
}

/** An empty memory. */
export function bacnetMemory(): Memory {
  return {
    pending: [],
    nextPending: 0,
    assemblies: [],
    nextAssembly: 0,
    walk: undefined,
    assembled: new Reader(),
  };
}

/** The conversation's walk record. */
export function walkOf(talk: Talk<Memory>): Walk {
  talk.memory.walk ??= newWalk(talk);
  talk.memory.walk.talk = talk;
  return talk.memory.walk;
}

/** Keeps a confirmed request; the oldest gives way. */
export function keepRequest(
  memory: Memory,
  side: number,
  invokeId: number,
  route: number,
  service: number,
  frame: number,
): Pending {
  const slot = memory.nextPending;
  memory.nextPending = (slot + 1) % MOST_PENDING;
  const known = memory.pending[slot];
  if (known !== undefined) {
    known.side = side;
    known.invokeId = invokeId;
    known.route = route;
    known.service = service;
    known.frame = frame;
    known.hasObject = false;
    known.property = -1;
    return known;
  }
  const made = { side, invokeId, route, service, frame, hasObject: false, objectType: 0, instance: 0, property: -1 };
  memory.pending[slot] = made;
  return made;
}

/** The newest request of `side` with this invoke id between these addresses; undefined when it was not seen. */
export function requestOf(memory: Memory, side: number, invokeId: number, route: number): Pending | undefined {
  for (let back = 1; back <= memory.pending.length; back++) {
    const entry = memory.pending[(memory.nextPending - back + MOST_PENDING) % MOST_PENDING];
    if (entry?.invokeId === invokeId && entry.side === side && entry.route === route) return entry;
  }
  return undefined;
}

/**
 * Adds a segment's octets. Answers the assembly once the last segment is in, undefined while more are to come or when
 * one was missed. A segment sent again is let pass.
 */
export function addSegment(
  memory: Memory,
  key: { side: number; invokeId: number; route: number; type: number; service: number },
  sequence: number,
  moreFollows: boolean,
  bytes: Uint8Array,
  start: number,
  end: number,
): Assembly | undefined {
  let open: Assembly | undefined;
  for (const entry of memory.assemblies) {
    if (
      entry.isOpen &&
      entry.side === key.side &&
      entry.invokeId === key.invokeId &&
      entry.route === key.route &&
      entry.type === key.type &&
      entry.service === key.service
    ) {
      open = entry;
    }
  }
  if (sequence === 0 && (open === undefined || open.next !== 256)) open = openAssembly(memory, key, open);
  if (open === undefined || (open.next & 255) !== sequence) return undefined;
  if (open.length + end - start > LONGEST_ASSEMBLED) {
    open.isOpen = false;
    return undefined;
  }
  if (open.length + end - start > open.bytes.length) {
    const grown = new Uint8Array(Math.min(LONGEST_ASSEMBLED, Math.max(4096, (open.length + end - start) * 2)));
    grown.set(open.bytes);
    open.bytes = grown;
  }
  for (let at = start; at < end; at++) open.bytes[open.length++] = bytes[at] as number;
  open.next++;
  if (open.next > 256) open.next -= 256;
  if (moreFollows) return undefined;
  open.isOpen = false;
  return open;
}

function openAssembly(
  memory: Memory,
  key: { side: number; invokeId: number; route: number; type: number; service: number },
  known: Assembly | undefined,
): Assembly {
  let open = known ?? memory.assemblies.find((entry) => !entry.isOpen);
  if (open === undefined) {
    if (memory.assemblies.length < MOST_ASSEMBLIES) {
      open = { isOpen: true, ...key, next: 0, bytes: new Uint8Array(0), length: 0 };
      memory.assemblies.push(open);
    } else {
      open = memory.assemblies[memory.nextAssembly] as Assembly;
      memory.nextAssembly = (memory.nextAssembly + 1) % MOST_ASSEMBLIES;
    }
  }
  open.isOpen = true;
  open.side = key.side;
  open.invokeId = key.invokeId;
  open.route = key.route;
  open.type = key.type;
  open.service = key.service;
  open.next = 0;
  open.length = 0;
  return open;
}
