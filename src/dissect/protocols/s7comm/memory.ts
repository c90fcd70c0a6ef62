import type { Operation } from "../../operation.ts";
import { AREAS } from "./names.ts";

/** Outstanding requests that are remembered; controllers grant 1 to 16 parallel jobs. */
const MOST_REQUESTS = 32;
/** Items of one request whose addresses are remembered for its answer; a PDU of 960 octets has room for 79. */
const MOST_ITEMS = 80;
/** Octets of user data put together from several PDUs. */
const MOST_PARTIAL = 65_536;
const MOST_SPACES = 256;
/** Cyclic jobs remembered; controllers grant 4 to 32. */
const MOST_SUBSCRIPTIONS = 32;

/** A request that waits for its answer. */
export interface Request {
  open: boolean;
  side: 0 | 1;
  reference: number;
  frame: number;
  /** Function code of a job, or the code of a user-data function. */
  code: number;
  operation: Operation | undefined;
  items: Items;
}

/** The addresses that a request names, so that its answer's values can be told apart. */
export interface Items {
  /** ITEM numbers for each: transport size, area, block number, address with the bit in the lowest three bits, count. */
  numbers: Int32Array;
  count: number;
}

/** Cyclic reading that a partner ordered: what its reports hold. */
export interface Subscription {
  /** The side that reports. */
  side: 0 | 1;
  job: number;
  items: Items;
}

/** Numbers kept of one item; see Items. */
export const ITEM = 5;
/** Where the address stands among an item's numbers. */
export const AT_AREA = 1;
export const AT_BLOCK = 2;
export const AT_ADDRESS = 3;
export const AT_COUNT = 4;

/** User data of one direction that comes in several PDUs. */
export interface Partial {
  code: number;
  /** Data unit reference number; 0 when nothing waits. */
  unit: number;
  bytes: Uint8Array;
  length: number;
  lost: boolean;
}

/** What one conversation remembers: requests, unfinished user data, names of address spaces. */
export interface Memory {
  requests: Request[];
  next: number;
  partials: [Partial, Partial];
  spaces: Map<number, string>;
  /** Names of blocks as values are told with them: "DB5". */
  blocks: Map<number, string>;
  subscriptions: Subscription[];
  nextSubscription: number;
}

export function newMemory(): Memory {
  const partial = (): Partial => ({ code: 0, unit: 0, bytes: new Uint8Array(0), length: 0, lost: false });
  return {
    requests: [],
    next: 0,
    partials: [partial(), partial()],
    spaces: new Map(),
    blocks: new Map(),
    subscriptions: [],
    nextSubscription: 0,
  };
}

function newItems(): Items {
  return { numbers: new Int32Array(ITEM * 4), count: 0 };
}

/** Remembers a request; the oldest gives way. Its items are filled in by `rememberItem`. */
export function openRequest(memory: Memory, side: 0 | 1, reference: number, code: number, frame: number): Request {
  let request = memory.requests[memory.next];
  if (request === undefined) {
    request = {
      open: true,
      side,
      reference,
      frame,
      code,
      operation: undefined,
      items: newItems(),
    };
    memory.requests[memory.next] = request;
  }
  memory.next = (memory.next + 1) % MOST_REQUESTS;
  request.open = true;
  request.side = side;
  request.reference = reference;
  request.frame = frame;
  request.code = code;
  request.operation = undefined;
  request.items.count = 0;
  return request;
}

/** Remembers what the next item of a request asks for; -1 stands for an address that is no S7ANY pointer. */
export function rememberItem(request: Request, size: number, area = -1, block = 0, address = 0, count = 0): void {
  const { items } = request;
  if (items.count >= MOST_ITEMS) return;
  const at = items.count * ITEM;
  if (at === items.numbers.length) {
    const grown = new Int32Array(Math.min(MOST_ITEMS * ITEM, at * 2));
    grown.set(items.numbers);
    items.numbers = grown;
  }
  items.numbers[at] = size;
  items.numbers[at + AT_AREA] = area;
  items.numbers[at + AT_BLOCK] = block;
  items.numbers[at + AT_ADDRESS] = address;
  items.numbers[at + AT_COUNT] = count;
  items.count++;
}

/** Remembers what the reports of `side` under this job hold; the oldest job gives way. */
export function subscribe(memory: Memory, side: 0 | 1, job: number, asked: Items): void {
  let entry = memory.subscriptions.find((one) => one.side === side && one.job === job);
  if (entry === undefined) {
    const at = memory.nextSubscription;
    memory.nextSubscription = (at + 1) % MOST_SUBSCRIPTIONS;
    entry = memory.subscriptions[at];
    if (entry === undefined) {
      entry = { side, job, items: newItems() };
      memory.subscriptions[at] = entry;
    }
  }
  entry.side = side;
  entry.job = job;
  entry.items.numbers = asked.numbers.slice(0, Math.max(ITEM, asked.count * ITEM));
  entry.items.count = asked.count;
}

/** What reports of `side` under this job hold; undefined when the order was not seen. */
export function subscribed(memory: Memory, side: 0 | 1, job: number): Items | undefined {
  for (let index = 0; index < memory.subscriptions.length; index++) {
    const entry = memory.subscriptions[index] as Subscription;
    if (entry.side === side && entry.job === job) return entry.items;
  }
  return undefined;
}

/** The request that a PDU of `side` with this reference answers, newest first; it is open no more. */
export function closeRequest(memory: Memory, side: 0 | 1, reference: number): Request | undefined {
  const { requests } = memory;
  for (let back = 1; back <= requests.length; back++) {
    const request = requests[(memory.next - back + MOST_REQUESTS) % MOST_REQUESTS];
    if (request === undefined || !request.open || request.side === side || request.reference !== reference) continue;
    request.open = false;
    return request;
  }
  return undefined;
}

/** Adds a piece of user data; a piece of another unit begins anew. */
export function addPartial(
  partial: Partial,
  code: number,
  unit: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  if (partial.unit !== unit || partial.code !== code) {
    partial.unit = unit;
    partial.code = code;
    partial.length = 0;
    partial.lost = false;
  }
  const wanted = partial.length + end - start;
  if (wanted > MOST_PARTIAL) partial.lost = true;
  if (partial.lost) return;
  if (wanted > partial.bytes.length) {
    const grown = new Uint8Array(Math.max(wanted, partial.bytes.length * 2, 512));
    for (let at = 0; at < partial.length; at++) grown[at] = partial.bytes[at] as number;
    partial.bytes = grown;
  }
  for (let at = start, to = partial.length; at < end; at++, to++) partial.bytes[to] = bytes[at] as number;
  partial.length = wanted;
}

/** The name of an address space: "DB 5", "M", "I"; kept, so that cyclic requests build no text. */
export function spaceOf(memory: Memory, area: number, block: number): string {
  if (area !== 0x84 && area !== 0x85) return AREAS[area] ?? "unknown area";
  const key = area * 65_536 + block;
  const known = memory.spaces.get(key);
  if (known !== undefined) return known;
  const name = `${AREAS[area]} ${block}`;
  if (memory.spaces.size < MOST_SPACES) memory.spaces.set(key, name);
  return name;
}

/** The name of an area as values are told with it: "DB5", "M", "I"; kept like `spaceOf`. */
export function areaOf(memory: Memory, area: number, block: number): string {
  if (area !== 0x84 && area !== 0x85) return AREAS[area] ?? "unknown area";
  const key = area * 65_536 + block;
  const known = memory.blocks.get(key);
  if (known !== undefined) return known;
  const name = `${AREAS[area]}${block}`;
  if (memory.blocks.size < MOST_SPACES) memory.blocks.set(key, name);
  return name;
}
