// What a DICOM connection remembers: where each side is within a protocol data unit, contexts, and open commands.
import type { Talk } from "../../talk.ts";

const OPEN = 16;
/** Commands are a few hundred bytes; what is longer is no command. */
export const LONGEST_COMMAND = 16_384;

/** One direction. */
export interface Side {
  /** Bytes of the P-DATA unit that are still to come. */
  unitLeft: number;
  /** Bytes of the data fragment that are still to come. */
  valueLeft: number;
  valueLength: number;
  context: number;
  isLast: boolean;
  /** Fragments of a command that goes on. */
  command: Uint8Array;
}

/** All of bounded size: contexts have odd numbers below 256. */
export interface Memory {
  readonly sides: readonly [Side, Side];
  /** Abstract syntax by presentation context. */
  readonly contexts: Map<number, string>;
  associateFrame: number;
  /** Who asked for the association that waits for its answer, and whether without saying which user; undefined when unknown. */
  calling: string;
  anonymous: boolean | undefined;
  releaseFrame: number;
  /** Requests that wait for a response: message identifiers, sides and frames. */
  readonly identifiers: Int32Array;
  readonly senders: Int8Array;
  readonly frames: Int32Array;
  next: number;
}

const NOTHING = new Uint8Array(0);

function newSide(): Side {
  return { unitLeft: 0, valueLeft: 0, valueLength: 0, context: 0, isLast: false, command: NOTHING };
}

/** An empty memory. */
export function newMemory(): Memory {
  return {
    sides: [newSide(), newSide()],
    contexts: new Map(),
    associateFrame: 0,
    calling: "",
    anonymous: false,
    releaseFrame: 0,
    identifiers: new Int32Array(OPEN),
    senders: new Int8Array(OPEN),
    frames: new Int32Array(OPEN),
    next: 0,
  };
}

/** Forgets how far a unit was read, when the next one is looked for. */
export function resetSide(side: Side): void {
  side.unitLeft = 0;
  side.valueLeft = 0;
  side.command = NOTHING;
}

/** Adds a fragment to the command of a side. */
export function addFragment(side: Side, bytes: Uint8Array): void {
  if (side.command.length === 0) {
    side.command = bytes;
    return;
  }
  const joined = new Uint8Array(side.command.length + bytes.length);
  joined.set(side.command);
  joined.set(bytes, side.command.length);
  side.command = joined;
}

/** Remembers a request. */
export function opened(talk: Talk<Memory>, identifier: number): void {
  const { memory } = talk;
  memory.identifiers[memory.next] = identifier;
  memory.senders[memory.next] = talk.side;
  memory.frames[memory.next] = talk.frame;
  memory.next = (memory.next + 1) % OPEN;
}

/** Frame of the request that is answered, or 0; it stays open, for several responses may come. */
export function answered(talk: Talk<Memory>, identifier: number, isFinal: boolean): number {
  const { memory } = talk;
  for (let back = 1; back <= OPEN; back++) {
    const at = (memory.next - back + OPEN) % OPEN;
    const frame = memory.frames[at] as number;
    if (frame === 0 || memory.identifiers[at] !== identifier || memory.senders[at] === talk.side) continue;
    if (isFinal) memory.frames[at] = 0;
    return frame;
  }
  return 0;
}
