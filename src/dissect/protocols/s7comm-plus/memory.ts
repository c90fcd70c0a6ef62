// S7comm-plus: what one conversation remembers.
import type { Operation } from "../../operation.ts";

/** Ceilings: requests outstanding, addresses of each, subscriptions, references of each, and addresses kept by name. */
const MOST_REQUESTS = 32;
const MOST_ITEMS = 128;
const MOST_SUBSCRIPTIONS = 16;
export const MOST_REFERENCES = 1024;
const MOST_POINTS = 2048;
const MOST_CREATED = 64;
/** Octets of one message that are put together from several PDUs. */
export const MOST_ASSEMBLED = 262_144;

/** A variable that an address names. */
export interface Point {
  /** The address as it is sent. */
  bytes: Uint8Array;
  /** "DB5", "M", or "DB5 LID 9.1"; "" when it is no process value. */
  name: string;
  /** Octet or bit address where the name has none; -1 for a variable named by LIDs. */
  index: number;
  /** Whether the address was not seen, so that only its number in the subscription (the index) is known. */
  isReference: boolean;
}

/** A request that waits for its answer. */
export interface Request {
  sequence: number;
  side: 0 | 1;
  frame: number;
  operation: Operation;
  /** What is asked for, by item; the first `count` of them. */
  items: (Point | undefined)[];
  /** The attributes that the same items are, 0 for variables. */
  attributes: number[];
  count: number;
  references: Map<number, Point> | undefined;
}

/** Variables that a partner reports on, by reference number. */
interface Subscription {
  object: number;
  references: Map<number, Point>;
}

/** A message in several PDUs. */
export interface Assembly {
  isOpen: boolean;
  isLost: boolean;
  /** Whether each PDU holds a piece of a stream with its own length. */
  isStream: boolean;
  operation: Operation | undefined;
  bytes: Uint8Array;
  length: number;
}

/** About 20 KB; 256 KB more for each side that sends a message in pieces, 2 MB at all ceilings. */
export interface Memory {
  requests: Request[];
  next: number;
  assemblies: [Assembly, Assembly];
  subscriptions: Subscription[];
  nextSubscription: number;
  points: Map<number, Point>;
  /** What created objects with ids of their own are. */
  created: Map<number, Operation>;
  /** Whether the session was seen to be opened, and nothing since that says who opened it. */
  isUnproven: boolean;
}

export function newMemory(): Memory {
  const assembly = (): Assembly => ({
    isOpen: false,
    isLost: false,
    isStream: false,
    operation: undefined,
    bytes: new Uint8Array(0),
    length: 0,
  });
  return {
    requests: [],
    next: 0,
    assemblies: [assembly(), assembly()],
    subscriptions: [],
    nextSubscription: 0,
    points: new Map(),
    created: new Map(),
    isUnproven: false,
  };
}

/** Remembers a request; the oldest gives way. */
export function openRequest(
  memory: Memory,
  side: 0 | 1,
  sequence: number,
  frame: number,
  operation: Operation,
): Request {
  const slot = memory.next;
  memory.next = (slot + 1) % MOST_REQUESTS;
  let request = memory.requests[slot];
  if (request === undefined) {
    request = { sequence, side, frame, operation, items: [], attributes: [], count: 0, references: undefined };
    memory.requests[slot] = request;
  }
  request.sequence = sequence;
  request.side = side;
  request.frame = frame;
  request.operation = operation;
  request.count = 0;
  request.references = undefined;
  return request;
}

/** Remembers what the next item of a request is: a variable, or an attribute of an object. */
export function addItem(request: Request, point: Point | undefined, attribute: number): void {
  if (request.count >= MOST_ITEMS) return;
  request.items[request.count] = point;
  request.attributes[request.count++] = attribute;
}

/** Stands for the attribute of an item that nothing is remembered of: it may be any, also a secret one. */
export const UNKNOWN = -1;

/** The attribute that an item of a request is, counted from 1: 0 where it is none. */
export function attributeOf(request: Request | undefined, item: number): number {
  return request !== undefined && item > 0 && item <= request.count
    ? (request.attributes[item - 1] as number)
    : UNKNOWN;
}

/** The variable that an item of a request is, counted from 1. */
export function pointOf(request: Request | undefined, item: number): Point | undefined {
  return request !== undefined && item > 0 && item <= request.count ? request.items[item - 1] : undefined;
}

/** The request that an answer of `side` with this sequence number belongs to; it waits no more. */
export function closeRequest(memory: Memory, side: 0 | 1, sequence: number): Request | undefined {
  for (let back = 1; back <= memory.requests.length; back++) {
    const request = memory.requests[(memory.next - back + MOST_REQUESTS) % MOST_REQUESTS];
    if (request === undefined || request.sequence !== sequence || request.side === side) continue;
    request.sequence = -1;
    return request;
  }
  return undefined;
}

/** Remembers what the notifications of a subscription hold: adds to what is known of it. */
export function subscribe(memory: Memory, object: number, references: Map<number, Point>): void {
  const known = referencesOf(memory, object);
  if (known === undefined) {
    memory.subscriptions[memory.nextSubscription] = { object, references };
    memory.nextSubscription = (memory.nextSubscription + 1) % MOST_SUBSCRIPTIONS;
    return;
  }
  for (const [reference, point] of references) {
    if (known.size < MOST_REFERENCES || known.has(reference)) known.set(reference, point);
  }
}

/** What the notifications of a subscription hold; undefined when it was not seen to be made. */
export function referencesOf(memory: Memory, object: number): Map<number, Point> | undefined {
  for (let index = 0; index < memory.subscriptions.length; index++) {
    const entry = memory.subscriptions[index] as Subscription;
    if (entry.object === object) return entry.references;
  }
  return undefined;
}

/** The point that the address `bytes[start..end)` names: built by `build` once while the points fit. */
export function pointAt(
  memory: Memory,
  bytes: Uint8Array,
  start: number,
  end: number,
  build: (bytes: Uint8Array) => Point,
): Point {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  const known = memory.points.get(hash);
  if (known !== undefined && isSame(known.bytes, bytes, start, end)) return known;
  const made = build(bytes.slice(start, end));
  if (memory.points.size < MOST_POINTS || known !== undefined) memory.points.set(hash, made);
  return made;
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

/** Remembers what an object is that the controller gave an id, so that its deletion can be named. */
export function rememberCreated(memory: Memory, object: number, operation: Operation): void {
  if (memory.created.size >= MOST_CREATED && !memory.created.has(object)) {
    for (const oldest of memory.created.keys()) {
      memory.created.delete(oldest);
      break;
    }
  }
  memory.created.set(object, operation);
}

/** Adds a piece to a message. */
export function addPiece(assembly: Assembly, bytes: Uint8Array, start: number, end: number): void {
  const wanted = assembly.length + end - start;
  if (wanted > MOST_ASSEMBLED) assembly.isLost = true;
  if (assembly.isLost) return;
  if (wanted > assembly.bytes.length) {
    const grown = new Uint8Array(Math.min(MOST_ASSEMBLED, Math.max(wanted, assembly.bytes.length * 2, 2048)));
    for (let at = 0; at < assembly.length; at++) grown[at] = assembly.bytes[at] as number;
    assembly.bytes = grown;
  }
  for (let at = start, to = assembly.length; at < end; at++, to++) assembly.bytes[to] = bytes[at] as number;
  assembly.length = wanted;
}
