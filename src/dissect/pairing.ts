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

/** The mark of a request whose identifier is a text. */
export function markOf(text: string): number {
  let mark = text.length;
  for (let at = 0; at < text.length && at < 256; at++) mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193);
  return mark;
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

/** Numbers that are kept with each request of `Asked`. */
const NUMBERS = 4;

/** Like OpenRequests, with up to four numbers of each request that its answer cannot be understood without. */
export interface Asked {
  marks: Int32Array;
  sides: Int8Array;
  frames: Int32Array;
  /** Four of each request: address, count and the like. */
  numbers: Float64Array;
  next: number;
}

/** Nothing was asked; as many requests as `ring` can wait. */
export function nothingAsked(ring = RING): Asked {
  return {
    marks: new Int32Array(ring),
    sides: new Int8Array(ring),
    frames: new Int32Array(ring),
    numbers: new Float64Array(ring * NUMBERS),
    next: 0,
  };
}

/** Remembers a request of the sender. */
export function ask(talk: Talk, asked: Asked, mark: number, first = 0, second = 0, third = 0, fourth = 0): void {
  const at = asked.next;
  asked.next = (at + 1) % asked.marks.length;
  asked.marks[at] = mark;
  asked.sides[at] = talk.side;
  asked.frames[at] = talk.frame;
  const { numbers } = asked;
  numbers[at * NUMBERS] = first;
  numbers[at * NUMBERS + 1] = second;
  numbers[at * NUMBERS + 2] = third;
  numbers[at * NUMBERS + 3] = fourth;
}

/**
 * Finds the other side's latest request with the mark, says that it is answered and closes it. Answers where its numbers
 * begin in `asked.numbers`, or -1 when none waits.
 */
export function answer(talk: Talk, asked: Asked, mark: number): number {
  const ring = asked.marks.length;
  for (let step = 1; step <= ring; step++) {
    const at = (asked.next + ring - step) % ring;
    if (asked.marks[at] !== mark || asked.frames[at] === 0 || asked.sides[at] === talk.side) continue;
    talk.answersFrame(asked.frames[at] as number);
    asked.frames[at] = 0;
    return at * NUMBERS;
  }
  return -1;
}
