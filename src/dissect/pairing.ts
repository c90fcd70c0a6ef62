import type { Talk } from "./talk.ts";

const RING = 16;

/**
 * The last requests that wait for their reply: their frames by mark, a number that request and reply share (identifier and
 * sequence of an echo, a hash of the target of a solicitation, the nonce of a query). A ring, so that a flood costs nothing.
 */
export interface OpenRequests {
  marks: Int32Array;
  frames: Int32Array;
  next: number;
}

/** No request waits. */
export function noRequests(): OpenRequests {
  return { marks: new Int32Array(RING), frames: new Int32Array(RING), next: 0 };
}

/** Remembers a request, or tells which one a reply answers. */
export function pair(talk: Talk<OpenRequests>, isRequest: boolean, mark: number): void {
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
