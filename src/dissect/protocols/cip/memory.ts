// What one conversation remembers of CIP: requests that wait for their answer, connections, names and claims made.
import type { Path } from "./path.ts";
import { emptyPath, pointText, routeText, tagText } from "./path.ts";

/** A request whose answer may still come. Answers do not repeat the path, so it is kept here. */
export interface Pending {
  side: 0 | 1;
  /** Frame of the request; 0 in an unused record. */
  frame: number;
  /** Sequence count of a connected request, or -1 for an unconnected one. */
  sequence: number;
  /** Connection id of a connected request, or the low half of the sender context. */
  key: number;
  /** High half of the sender context. */
  keyHigh: number;
  service: number;
  classId: number;
  instance: number;
  attribute: number;
  isTag: boolean;
  tag: string;
  /** Where the request was sent on to behind the device: "slot 2", or "". */
  route: string;
  /** The tag that values of a tag service belong to, without the element asked for: "Line.Speed"; "" for none. */
  point: string;
  /** First element of the point's values; -1 for a single value without element. */
  element: number;
  /** Octets of values before those asked for, in reads and writes in several parts. */
  offset: number;
  /** Embedded requests: the first `innerCount` of `inner`. */
  inner: Pending[];
  innerCount: number;
  /** Attribute numbers asked for, where the answer does not name them. */
  attributes: number[];
}

/** A class 3 connection that was opened in this conversation. */
export interface Connection {
  originatorToTarget: number;
  targetToOriginator: number;
  serial: number;
  route: string;
}

/** Ceilings: requests outstanding, embedded requests in one, connections, names, and claims remembered. */
const MOST_PENDING = 64;
const MOST_EMBEDDED = 256;
/** Embedded records that stay with a request record for its next use. */
const KEPT_EMBEDDED = 32;
const MOST_CONNECTIONS = 128;
const MOST_NAMES = 2048;
const MOST_CLAIMED = 512;

interface Name {
  bytes: Uint8Array;
  text: string;
}

/** The memory of a CIP conversation; a few KB in practice, 4 MB at its ceilings. */
export interface CipMemory {
  pending: Pending[];
  next: number;
  /** Stands in for the request of an answer without one. */
  unknown: Pending;
  /** Stands in for embedded requests beyond the ceiling. */
  spare: Pending;
  /** Embedded requests remembered of the message now read. */
  embedded: number;
  path: Path;
  innerPath: Path;
  /** Of the message now read: its connection, and its sequence count or -1. */
  connection: number;
  sequence: number;
  byOriginator: Map<number, Connection>;
  byTarget: Map<number, Connection>;
  tags: Map<number, Name>;
  points: Map<number, Name>;
  routes: Map<number, Name>;
  claimed: Set<number>;
}

/** An unused request record. */
export function emptyPending(): Pending {
  return {
    side: 0,
    frame: 0,
    sequence: -1,
    key: 0,
    keyHigh: 0,
    service: -1,
    classId: -1,
    instance: -1,
    attribute: -1,
    isTag: false,
    tag: "",
    route: "",
    point: "",
    element: -1,
    offset: 0,
    inner: [],
    innerCount: 0,
    attributes: [],
  };
}

/** A fresh memory. */
export function cipMemory(): CipMemory {
  return {
    pending: [],
    next: 0,
    unknown: emptyPending(),
    spare: emptyPending(),
    embedded: 0,
    path: emptyPath(),
    innerPath: emptyPath(),
    connection: 0,
    sequence: -1,
    byOriginator: new Map(),
    byTarget: new Map(),
    tags: new Map(),
    points: new Map(),
    routes: new Map(),
    claimed: new Set(),
  };
}

/** The record for a new request: the oldest one is given up when all are in use. */
export function nextPending(memory: CipMemory): Pending {
  const at = memory.next;
  memory.next = (at + 1) % MOST_PENDING;
  let pending = memory.pending[at];
  if (pending === undefined) {
    pending = emptyPending();
    memory.pending[at] = pending;
  }
  clearPending(pending);
  if (pending.inner.length > KEPT_EMBEDDED) pending.inner.length = KEPT_EMBEDDED;
  memory.embedded = 0;
  return pending;
}

/** Makes a record ready for another request. */
export function clearPending(pending: Pending): void {
  pending.frame = 0;
  pending.sequence = -1;
  pending.service = -1;
  pending.classId = -1;
  pending.instance = -1;
  pending.attribute = -1;
  pending.isTag = false;
  pending.tag = "";
  pending.route = "";
  pending.point = "";
  pending.element = -1;
  pending.offset = 0;
  pending.innerCount = 0;
  pending.attributes.length = 0;
}

/** The record for the next embedded request; beyond the ceiling a spare one, whose answer will not be known. */
export function nextEmbedded(memory: CipMemory, pending: Pending): Pending {
  if (memory.embedded >= MOST_EMBEDDED) {
    clearPending(memory.spare);
    return memory.spare;
  }
  memory.embedded++;
  let inner = pending.inner[pending.innerCount];
  if (inner === undefined) {
    inner = emptyPending();
    pending.inner[pending.innerCount] = inner;
  }
  pending.innerCount++;
  clearPending(inner);
  inner.inner.length = 0;
  inner.side = pending.side;
  inner.frame = pending.frame;
  return inner;
}

/**
 * The request that an answer from `side` belongs to, newest first; undefined when none fits. It stays in place, so
 * that an answer seen twice finds it again.
 */
export function pendingFor(
  memory: CipMemory,
  side: 0 | 1,
  service: number,
  sequence: number,
  key: number,
  keyHigh: number,
): Pending | undefined {
  const count = memory.pending.length;
  const connection = sequence >= 0 ? memory.byTarget.get(key) : undefined;
  for (let step = 1; step <= count; step++) {
    const pending = memory.pending[(memory.next + MOST_PENDING - step) % MOST_PENDING];
    if (pending === undefined || pending.frame === 0 || pending.side === side || pending.sequence !== sequence)
      continue;
    if (sequence < 0) {
      if (pending.key !== key || pending.keyHigh !== keyHigh) continue;
    } else if (connection !== undefined && pending.key !== connection.originatorToTarget) continue;
    if (pending.service === service) return pending;
    if (pending.innerCount === 1 && pending.inner[0]?.service === service) return pending;
  }
  return undefined;
}

/** Remembers an opened connection under both of its ids; the oldest is forgotten at the ceiling. */
export function rememberConnection(memory: CipMemory, connection: Connection): void {
  put(memory.byOriginator, connection.originatorToTarget, connection, MOST_CONNECTIONS);
  put(memory.byTarget, connection.targetToOriginator, connection, MOST_CONNECTIONS);
}

function put<Value>(map: Map<number, Value>, key: number, value: Value, most: number): void {
  if (map.size >= most && !map.has(key)) {
    for (const oldest of map.keys()) {
      map.delete(oldest);
      break;
    }
  }
  map.set(key, value);
}

/** The tag named in `bytes[start..end)`: built once per conversation while the names fit. */
export function tagOf(memory: CipMemory, bytes: Uint8Array, start: number, end: number): string {
  return named(memory.tags, tagText, bytes, start, end);
}

/** The tag that the path in `bytes[start..end)` names, as values are told with it: built once while the names fit. */
export function pointOf(memory: CipMemory, bytes: Uint8Array, start: number, end: number): string {
  return named(memory.points, pointText, bytes, start, end);
}

/** The route of the port segments in `bytes[start..end)`: built once per conversation while they fit. */
export function routeOf(memory: CipMemory, bytes: Uint8Array, start: number, end: number): string {
  return named(memory.routes, routeText, bytes, start, end);
}

function named(
  names: Map<number, Name>,
  build: (bytes: Uint8Array, start: number, end: number) => string,
  bytes: Uint8Array,
  start: number,
  end: number,
): string {
  const hash = hashOf(bytes, start, end, 0x811c9dc5);
  const known = names.get(hash);
  if (known !== undefined && same(known.bytes, bytes, start, end)) return known.text;
  const text = build(bytes, start, end);
  put(names, hash, { bytes: bytes.slice(start, end), text }, MOST_NAMES);
  return text;
}

/** FNV-1a over `bytes[start..end)`, going on from `hash`. */
export function hashOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
  let mixed = hash;
  for (let at = start; at < end; at++) mixed = Math.imul(mixed ^ (bytes[at] as number), 0x01000193);
  return mixed;
}

function same(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

/**
 * Whether these bytes about this part were not yet told in this conversation. Identities are polled for ever; telling
 * them once is enough.
 */
export function isNews(
  memory: CipMemory,
  route: string,
  salt: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  let hash = 0x811c9dc5 ^ salt;
  for (let at = 0; at < route.length; at++) hash = Math.imul(hash ^ route.charCodeAt(at), 0x01000193);
  hash = hashOf(bytes, start, end, hash);
  if (memory.claimed.has(hash)) return false;
  if (memory.claimed.size >= MOST_CLAIMED) memory.claimed.clear();
  memory.claimed.add(hash);
  return true;
}
