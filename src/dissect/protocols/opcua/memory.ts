// What an OPC UA connection remembers: OPC 10000-6 section 6.7 (chunks and request ids), OPC 10000-4 section 5.13
// (monitored items). Everything has a ceiling; the oldest gives way.
import type { Operation } from "../../operation.ts";
import { nodeIdText, standardId } from "./node-ids.ts";
import type { Service } from "./services.ts";

/** Longest body of a message in chunks that is held; what is beyond is counted. */
export const MOST_HELD = 262_144;
/** Held buffers up to this size stay for the next message. */
const KEPT_BUFFER = 16_384;
const MOST_REQUESTS = 64;
/** Publish requests wait at the server until there is news, while hundreds of others come and go. */
const MOST_PUBLISHES = 32;
/** Nodes remembered of one request, and of all outstanding ones. */
const MOST_ITEMS = 2048;
const MOST_ITEMS_TOGETHER = 8192;
/** Item records that stay with a request record for its next use. */
const KEPT_ITEMS = 256;
const MOST_NODES = 4096;
/** Longer NodeIds are made into text anew each time. */
const LONGEST_NODE = 512;
const MOST_SUBSCRIPTIONS = 64;
const MOST_MONITORED = 8192;
/** Ids of a subscription whose items are gone. */
const MOST_STALE = 64;
const MOST_TOLD = 256;

/** A node seen before, so that cyclic reading builds no text. */
export interface Node {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Its number when it is one of namespace 0, else 0. */
  readonly standard: number;
}

/** What a request asks of one node. */
export interface Item {
  node: Node;
  attribute: number;
  /** First element asked for; 0 for the whole value. */
  first: number;
  /** The handle a client gave to a monitored item. */
  handle: number;
}

/** An outstanding request; the record is reused. */
export interface Request {
  requestId: number;
  /** Sending side; -1 when it was answered or never used. */
  side: -1 | 0 | 1;
  frame: number;
  service: Service;
  /** What it was told as, which may be more than its service. */
  operation: Operation;
  /** Subscription it is about, or 0. */
  subscription: number;
  /** Of these, the first `count` belong to the request. */
  items: Item[];
  count: number;
}

/** The monitored items of one subscription. */
interface Subscription {
  byHandle: Map<number, Item>;
  byId: Map<number, Item>;
}

/** One direction. */
export interface Side {
  /** Bytes of a large chunk that are still to come, and what its headers said. */
  rest: number;
  chunk: ChunkHeader;
  /** Whether the large chunk can be read, and so is gathered. */
  large: boolean;
  /** The message being gathered from chunks. */
  gathering: boolean;
  requestId: number;
  held: Uint8Array;
  heldLength: number;
  /** Body bytes beyond what is held. */
  dropped: number;
  chunks: number;
  /** Sequence number of the last chunk that could be read, or -1. */
  sequence: number;
  /** Whether no bytes are missing since a message began, so that what is odd is the sender's. */
  sure: boolean;
}

/** The headers of a chunk of a service message. */
export interface ChunkHeader {
  /** The letter F, C or A. */
  kind: number;
  size: number;
  channelId: number;
  tokenId: number;
  sequence: number;
  requestId: number;
}

/** A message that wants an answer and has no request id. */
export interface Awaited {
  /** Sending side; -1 when nothing is awaited. */
  side: -1 | 0 | 1;
  frame: number;
}

/** Frame of the other side's message that `side` answers now, which is then no more awaited; 0 without one. */
export function answered(awaited: Awaited, side: 0 | 1): number {
  if (awaited.side !== 1 - side) return 0;
  awaited.side = -1;
  return awaited.frame;
}

/** The memory of one connection. */
export interface Memory {
  readonly sides: readonly [Side, Side];
  /** The hello, and the request of a channel under a policy, that wait for their answer. */
  readonly hello: Awaited;
  readonly opening: Awaited;
  /** Index into the policies of policies.ts; -1 before an open secure channel message was seen. */
  policy: number;
  policyTold: boolean;
  /** Whether messages can be read: there is no policy, or one that only signs. */
  readable: boolean;
  modeTold: boolean;
  /** Bytes of signature behind each body; -1 while unknown. */
  signature: number;
  sessionName: string;
  /** Product name and software version of the server, where they were read one by one. */
  product: string;
  version: string;
  readonly requests: Request[];
  nextRequest: number;
  readonly publishes: Request[];
  nextPublish: number;
  itemsTogether: number;
  readonly nodes: Map<number, Node>;
  readonly subscriptions: Map<number, Subscription>;
  monitored: number;
  readonly told: Set<number>;
}

/** A memory of nothing. */
export function newMemory(): Memory {
  return {
    sides: [newSide(), newSide()],
    hello: { side: -1, frame: 0 },
    opening: { side: -1, frame: 0 },
    policy: -1,
    policyTold: false,
    readable: false,
    modeTold: false,
    signature: -1,
    sessionName: "",
    product: "",
    version: "",
    requests: [],
    nextRequest: 0,
    publishes: [],
    nextPublish: 0,
    itemsTogether: 0,
    nodes: new Map(),
    subscriptions: new Map(),
    monitored: 0,
    told: new Set(),
  };
}

const NOTHING = new Uint8Array(0);

function newSide(): Side {
  return {
    rest: 0,
    chunk: { kind: 0, size: 0, channelId: 0, tokenId: 0, sequence: 0, requestId: 0 },
    large: false,
    gathering: false,
    requestId: 0,
    held: NOTHING,
    heldLength: 0,
    dropped: 0,
    chunks: 0,
    sequence: -1,
    sure: false,
  };
}

/** Bytes are missing, or a message is over: nothing is gathered any more. */
export function forgetMessage(side: Side): void {
  side.gathering = false;
  side.heldLength = 0;
  side.dropped = 0;
  side.chunks = 0;
  if (side.held.length > KEPT_BUFFER) side.held = NOTHING;
}

/** Adds part of a body to what is gathered; bytes beyond the ceiling are counted. */
export function gather(side: Side, bytes: Uint8Array, start: number, end: number): void {
  const room = Math.max(0, Math.min(end - start, MOST_HELD - side.heldLength));
  side.dropped += Math.max(0, end - start) - room;
  const wanted = side.heldLength + room;
  if (wanted > side.held.length) {
    const grown = new Uint8Array(Math.min(MOST_HELD, Math.max(1024, wanted * 2)));
    for (let at = 0; at < side.heldLength; at++) grown[at] = side.held[at] as number;
    side.held = grown;
  }
  for (let at = start, to = side.heldLength; at < start + room; at++, to++) side.held[to] = bytes[at] as number;
  side.heldLength = wanted;
}

/** The record for a new request. */
export function openRequest(memory: Memory, requestId: number, side: 0 | 1, frame: number, service: Service): Request {
  const waits = service.waits;
  const ring = waits ? memory.publishes : memory.requests;
  const at = waits ? memory.nextPublish : memory.nextRequest;
  if (waits) memory.nextPublish = (at + 1) % MOST_PUBLISHES;
  else memory.nextRequest = (at + 1) % MOST_REQUESTS;
  let request = ring[at];
  if (request === undefined) {
    const { operation } = service;
    request = { requestId: 0, side: -1, frame: 0, service, operation, subscription: 0, items: [], count: 0 };
    ring[at] = request;
  } else closeRequest(memory, request);
  request.requestId = requestId;
  request.side = side;
  request.frame = frame;
  request.service = service;
  request.operation = service.operation;
  request.subscription = 0;
  return request;
}

/** The request that an answer from `side` belongs to, newest first. */
export function requestFor(memory: Memory, requestId: number, side: 0 | 1): Request | undefined {
  const found = newest(memory.requests, memory.nextRequest, requestId, side);
  return found ?? newest(memory.publishes, memory.nextPublish, requestId, side);
}

function newest(ring: readonly Request[], next: number, requestId: number, side: 0 | 1): Request | undefined {
  const count = ring.length;
  for (let step = 1; step <= count; step++) {
    const request = ring[(next + count - step) % count] as Request;
    if (request.requestId === requestId && request.side === 1 - side) return request;
  }
  return undefined;
}

/** A request was answered: its items are free. */
export function closeRequest(memory: Memory, request: Request): void {
  request.side = -1;
  memory.itemsTogether -= request.count;
  request.count = 0;
  if (request.items.length > KEPT_ITEMS) request.items.length = KEPT_ITEMS;
}

/** Remembers what a request asks of one node; beyond the ceilings it is not remembered, and nor is what follows. */
export function addItem(
  memory: Memory,
  request: Request,
  node: Node,
  attribute: number,
  first: number,
  handle: number,
): void {
  if (request.count >= MOST_ITEMS || memory.itemsTogether >= MOST_ITEMS_TOGETHER) return;
  const known = request.items[request.count];
  if (known === undefined) request.items.push({ node, attribute, first, handle });
  else {
    known.node = node;
    known.attribute = attribute;
    known.first = first;
    known.handle = handle;
  }
  request.count++;
  memory.itemsTogether++;
}

/** The node whose NodeId fills `bytes[start..end)`. */
export function nodeOf(memory: Memory, bytes: Uint8Array, start: number, end: number): Node {
  const hash = hashOf(bytes, start, end);
  const known = memory.nodes.get(hash);
  if (known !== undefined && isSame(known.bytes, bytes, start, end)) return known;
  const node: Node = {
    bytes: bytes.slice(start, end),
    text: nodeIdText(bytes, start, end),
    standard: standardId(bytes, start, end),
  };
  if (end - start > LONGEST_NODE) return node;
  if (memory.nodes.size >= MOST_NODES && known === undefined) {
    for (const oldest of memory.nodes.keys()) {
      memory.nodes.delete(oldest);
      break;
    }
  }
  memory.nodes.set(hash, node);
  return node;
}

/** From now on the NodeId in `bytes[start..end)` stands for `node`, under whose name its values are told. */
export function aliasNode(memory: Memory, bytes: Uint8Array, start: number, end: number, node: Node): void {
  if (end - start > LONGEST_NODE || isSame(node.bytes, bytes, start, end)) return;
  nodeOf(memory, bytes, start, end);
  memory.nodes.set(hashOf(bytes, start, end), {
    bytes: bytes.slice(start, end),
    text: node.text,
    standard: node.standard,
  });
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash;
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

/** Remembers what a client calls a monitored item of a subscription. */
export function monitor(memory: Memory, subscription: number, item: Item): void {
  let known = memory.subscriptions.get(subscription);
  if (known === undefined) {
    if (memory.subscriptions.size >= MOST_SUBSCRIPTIONS) {
      for (const oldest of memory.subscriptions.keys()) {
        forgetSubscription(memory, oldest);
        break;
      }
    }
    known = { byHandle: new Map(), byId: new Map() };
    memory.subscriptions.set(subscription, known);
  }
  if (!known.byHandle.has(item.handle)) {
    if (memory.monitored >= MOST_MONITORED) return;
    memory.monitored++;
  }
  known.byHandle.set(item.handle, { ...item });
}

/** The server gave a monitored item its id. */
export function identifyMonitored(memory: Memory, subscription: number, handle: number, id: number): void {
  const known = memory.subscriptions.get(subscription);
  const item = known?.byHandle.get(handle);
  if (known === undefined || item === undefined) return;
  if (known.byId.size < known.byHandle.size + MOST_STALE || known.byId.has(id)) known.byId.set(id, item);
}

/** A client calls a monitored item otherwise from now on. */
export function renameMonitored(memory: Memory, subscription: number, id: number, handle: number): void {
  const known = memory.subscriptions.get(subscription);
  const item = known?.byId.get(id);
  if (known === undefined || item === undefined || item.handle === handle) return;
  if (known.byHandle.get(item.handle) === item) known.byHandle.delete(item.handle);
  else memory.monitored++;
  if (known.byHandle.has(handle)) memory.monitored--;
  item.handle = handle;
  known.byHandle.set(handle, item);
}

/** A monitored item is no more. */
export function forgetMonitored(memory: Memory, subscription: number, id: number): void {
  const known = memory.subscriptions.get(subscription);
  const item = known?.byId.get(id);
  if (known === undefined || item === undefined) return;
  known.byId.delete(id);
  if (known.byHandle.get(item.handle) === item && known.byHandle.delete(item.handle)) memory.monitored--;
}

/** A subscription is no more. */
export function forgetSubscription(memory: Memory, subscription: number): void {
  const known = memory.subscriptions.get(subscription);
  if (known === undefined) return;
  memory.monitored -= known.byHandle.size;
  memory.subscriptions.delete(subscription);
}

/** What a client's handle stands for. */
export function monitoredItem(memory: Memory, subscription: number, handle: number): Item | undefined {
  return memory.subscriptions.get(subscription)?.byHandle.get(handle);
}

/** Whether these bytes were not yet told with this salt in this conversation: identities are read for ever. */
export function isNews(memory: Memory, salt: number, bytes: Uint8Array, start: number, end: number): boolean {
  const hash = hashOf(bytes, start, end) ^ Math.imul(salt + 1, 0x9e3779b1);
  if (memory.told.has(hash)) return false;
  if (memory.told.size >= MOST_TOLD) memory.told.clear();
  memory.told.add(hash);
  return true;
}
