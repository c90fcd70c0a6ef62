// What a conversation of ICMPv6 remembers: requests that wait for their reply.
import type { Talk } from "../../talk.ts";

const RING = 16;

/** Frames of requests by mark: of an echo identifier and sequence, of a neighbor a hash of the target, of a query its nonce. */
export interface Memory {
  marks: Int32Array;
  frames: Int32Array;
  next: number;
}

/** A memory of nothing. */
export function newMemory(): Memory {
  return { marks: new Int32Array(RING), frames: new Int32Array(RING), next: 0 };
}

/** Remembers a request, or tells which one a reply answers. */
export function pair(talk: Talk<Memory>, isRequest: boolean, mark: number): void {
  const { marks, frames } = talk.memory;
  if (isRequest) {
    marks[talk.memory.next] = mark;
    frames[talk.memory.next] = talk.frame;
    talk.memory.next = (talk.memory.next + 1) % RING;
    return;
  }
  for (let index = 0; index < RING; index++) {
    if (marks[index] !== mark || frames[index] === 0) continue;
    talk.answersFrame(frames[index] as number);
    frames[index] = 0;
    return;
  }
}
