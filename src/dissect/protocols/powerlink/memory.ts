// What one conversation of POWERLINK remembers: open SDO commands and what was told.

/** Most commands that wait for their response; the oldest gives way. */
const MOST_ASKED = 8;

/** One command that waits; the record is reused. */
export interface Asked {
  /** Frame of the request, 0 when none waits. */
  frame: number;
  transaction: number;
  /** Sending side. */
  side: number;
  index: number;
  subindex: number;
}

/** Memory of a conversation. */
export interface Memory {
  asked: Asked[];
  next: number;
  /** Whether the roles of each side were told. */
  told: [boolean, boolean];
  /** NMT state last told of each side, -1 before. */
  states: [number, number];
}

/** A conversation before its first frame. */
export function newMemory(): Memory {
  return {
    asked: Array.from({ length: MOST_ASKED }, () => ({ frame: 0, transaction: 0, side: 0, index: 0, subindex: 0 })),
    next: 0,
    told: [false, false],
    states: [-1, -1],
  };
}

/** Remembers a command. */
export function ask(
  memory: Memory,
  frame: number,
  side: number,
  transaction: number,
  index: number,
  subindex: number,
): void {
  const slot = memory.asked[memory.next] as Asked;
  memory.next = (memory.next + 1) % MOST_ASKED;
  slot.frame = frame;
  slot.side = side;
  slot.transaction = transaction;
  slot.index = index;
  slot.subindex = subindex;
}

/** The command that a response from `side` answers, taken off; the caller reads it at once. */
export function answer(memory: Memory, side: number, transaction: number): Asked | undefined {
  for (const slot of memory.asked) {
    if (slot.frame !== 0 && slot.transaction === transaction && slot.side !== side) return slot;
  }
  return undefined;
}
