// What a CoAP conversation remembers: requests that wait, and resources that are observed.
import type { Talk } from "../../talk.ts";
import type { Topic } from "../mqtt/memory.ts";

const RING = 32;

/** One request. */
export interface Open {
  token: string;
  messageId: number;
  side: 0 | 1;
  frame: number;
  method: number;
  path: Topic;
  observes: boolean;
  /** Whether it was answered: then its token may only bring notifications, and its message identifier copies. */
  done: boolean;
}

/** Of bounded size: the last requests, each with its path. */
export interface Memory {
  readonly open: Open[];
  next: number;
  /** Paths that were asked for, so that what is asked again and again makes no new text of members. */
  readonly paths: Map<string, Topic>;
}

/** An empty memory. */
export function newMemory(): Memory {
  return { open: [], next: 0, paths: new Map() };
}

/** The kept form of a path. */
export function pathOf(memory: Memory, text: string): Topic {
  const known = memory.paths.get(text);
  if (known !== undefined) return known;
  if (memory.paths.size >= RING) memory.paths.clear();
  const made: Topic = { bytes: new Uint8Array(0), text, bornNode: "", members: [] };
  memory.paths.set(text, made);
  return made;
}

/** Remembers a request in the place of the oldest that is not observed, else of the oldest. */
export function opened(talk: Talk<Memory>, entry: Open): void {
  const { memory } = talk;
  if (memory.open.length < RING) {
    memory.open.push(entry);
    return;
  }
  for (let tries = 0; tries < RING; tries++) {
    const at = (memory.next + tries) % RING;
    const known = memory.open[at] as Open;
    if (known.observes && known.done) continue;
    memory.open[at] = entry;
    memory.next = (at + 1) % RING;
    return;
  }
  memory.open[memory.next] = entry;
  memory.next = (memory.next + 1) % RING;
}

/** The latest request of the other side with this token, or (when it is told by a message alone) this message identifier. */
export function requestOf(talk: Talk<Memory>, token: string, messageId: number, byToken: boolean): Open | undefined {
  let best: Open | undefined;
  for (const one of talk.memory.open) {
    if (one.side === talk.side || (byToken ? one.token !== token : one.messageId !== messageId)) continue;
    if (best === undefined || one.frame > best.frame) best = one;
  }
  return best;
}
