// What an RTSP conversation remembers: requests without an answer, media that is passed over, and what was told already.

const MOST_WAITING = 32;

/** A request that was not answered yet. */
export interface Waiting {
  method: string;
  sequence: number;
  frame: number;
  side: 0 | 1;
  isAuthorized: boolean;
}

export interface Memory {
  readonly waiting: Waiting[];
  /** Octets of media that are still to be passed over, by side. */
  readonly rest: [number, number];
  /** Product texts and realms told last, by side, so that each is claimed once. */
  readonly products: [string, string];
  realm: string;
  /** Whether the client ever showed credentials, and whether its session was told. */
  isAuthorized: boolean;
  isTold: boolean;
}

/** A memory of nothing. */
export function newMemory(): Memory {
  return { waiting: [], rest: [0, 0], products: ["", ""], realm: "", isAuthorized: false, isTold: false };
}

/** Keeps a request until it is answered; the oldest goes first. */
export function remember(memory: Memory, request: Waiting): void {
  if (memory.waiting.length >= MOST_WAITING) memory.waiting.shift();
  memory.waiting.push(request);
}

/** The request of the other side with that sequence number, taken out; a 1xx answer never comes in RTSP. */
export function requestOf(memory: Memory, sequence: number, side: 0 | 1): Waiting | undefined {
  const { waiting } = memory;
  for (let index = waiting.length - 1; index >= 0; index--) {
    const one = waiting[index] as Waiting;
    if (one.sequence === sequence && one.side !== side) return waiting.splice(index, 1)[0];
  }
  return undefined;
}
