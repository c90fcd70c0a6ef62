import type { Operation } from "../../operation.ts";
import { AREAS } from "./names.ts";

/** Outstanding requests that are remembered; controllers grant 1 to 16 parallel jobs. */
const MOST_REQUESTS = 32;
/** Items of one request whose addresses are remembered for its answer; a PDU of 960 octets has room for 79. */
const MOST_ITEMS = 80;
/** Octets of user data put together from several PDUs. */
const MOST_PARTIAL = 65_536;
const MOST_SPACES = 256;

/** A request that waits for its answer. */
export interface Request {
  open: boolean;
  side: 0 | 1;
  reference: number;
  frame: number;
  /** Function code of a job, or the code of a user-data function. */
  code: number;
  operation: Operation | undefined;
  /** Transport sizes of the items asked for; only `itemCount` of them count. */
  sizes: Uint8Array;
  itemCount: number;
}

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
}

export function newMemory(): Memory {
  const partial = (): Partial => ({ code: 0, unit: 0, bytes: new Uint8Array(0), length: 0, lost: false });
  return { requests: [], next: 0, partials: [partial(), partial()], spaces: new Map() };
}

/** Remembers a request; the oldest gives way. Its item sizes are filled in by `rememberItem`. */
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
      sizes: new Uint8Array(4),
      itemCount: 0,
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
  request.itemCount = 0;
  return request;
}

/** Remembers what kind of value the next item of a request asks for. */
export function rememberItem(request: Request, size: number): void {
  if (request.itemCount >= MOST_ITEMS) return;
  if (request.itemCount === request.sizes.length) {
    const grown = new Uint8Array(Math.min(MOST_ITEMS, request.sizes.length * 2));
    grown.set(request.sizes);
    request.sizes = grown;
  }
  request.sizes[request.itemCount++] = size;
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
