import type { Operation } from "../../operation.ts";
import { type NameCache, newNameCache } from "./names.ts";
import { newTase2, type Tase2 } from "./tase2.ts";

/** Requests that may wait; both sides agree on fewer. */
const RING = 32;
/** Named variable lists whose members are known. */
const MOST_LISTS = 64;
const MOST_MEMBERS = 1024;
/** Files that are open at once. */
const MOST_FILES = 16;

/** A confirmed request that waits for its answer. */
export interface Request {
  invokeId: number;
  frame: number;
  service: number;
  /** What it names: variables, a list, a file. */
  names: readonly string[];
  isList: boolean;
  /** What it is in TASE.2, where that is more than the service says. */
  special: Operation | undefined;
}

/** What one association remembers. */
export interface Memory {
  readonly requests: (Request | undefined)[];
  next: number;
  readonly names: NameCache;
  /** Members of named variable lists, by the list's name. */
  readonly lists: Map<string, readonly string[]>;
  /** Names of open files by their state machine id. */
  readonly files: Map<number, string>;
  associateFrame: number;
  initiateFrame: number;
  /** Whether the association request proved who asks. */
  authenticated: boolean;
  toldIdentity: boolean;
  readonly tase2: Tase2;
}

/** An empty memory. */
export function newMemory(): Memory {
  return {
    requests: new Array<Request | undefined>(RING).fill(undefined),
    next: 0,
    names: newNameCache(),
    lists: new Map(),
    files: new Map(),
    associateFrame: 0,
    initiateFrame: 0,
    authenticated: false,
    toldIdentity: false,
    tase2: newTase2(),
  };
}

/** Remembers a request; the oldest gives way. */
export function openRequest(memory: Memory, request: Request): void {
  memory.requests[memory.next] = request;
  memory.next = (memory.next + 1) % RING;
}

/** The newest request with an invoke id, which its answer closes. */
export function closeRequest(memory: Memory, invokeId: number): Request | undefined {
  for (let step = 1; step <= RING; step++) {
    const place = (memory.next + RING - step) % RING;
    const request = memory.requests[place];
    if (request === undefined || request.invokeId !== invokeId) continue;
    memory.requests[place] = undefined;
    return request;
  }
  return undefined;
}

/** Keeps the members of a list. */
export function learnList(memory: Memory, name: string, members: readonly string[]): void {
  if (name === "" || members.length > MOST_MEMBERS) return;
  if (memory.lists.size >= MOST_LISTS && !memory.lists.has(name))
    memory.lists.delete(memory.lists.keys().next().value as string);
  memory.lists.set(name, members);
}

/** Keeps the name of a file that was opened. */
export function learnFile(memory: Memory, id: number, name: string): void {
  if (memory.files.size >= MOST_FILES && !memory.files.has(id))
    memory.files.delete(memory.files.keys().next().value as number);
  memory.files.set(id, name);
}

/** The name of a list's member: its own where it is known, else its place. */
export function memberName(memory: Memory, list: string, index: number): string {
  return memory.lists.get(list)?.[index] ?? `${list}#${index}`;
}
