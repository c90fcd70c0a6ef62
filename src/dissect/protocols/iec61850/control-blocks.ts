// What a GOOSE publisher's control blocks said last: IEC 61850-8-1 section 18.1 (stNum, sqNum), IEC 61850-7-2 section 18.
import { textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { isRepeat, type Repeat } from "./repeat.ts";

/** More control blocks than any device publishes from one hardware address to one group. */
const MOST_BLOCKS = 32;
/** Longest references by IEC 61850-8-1 are 129 octets. */
const LONGEST_REFERENCE = 192;
const LARGEST = 4_294_967_295;

/** One control block as last heard. */
export interface ControlBlock {
  reference: Uint8Array;
  dataSetReference: Uint8Array;
  gocbRef: string;
  datSet: string;
  /** Last two pairs of numbers, -1 before; the older pair so that a late copy is no step back. */
  stNum: number;
  sqNum: number;
  olderStNum: number;
  olderSqNum: number;
  confRev: number;
  /** Seconds since 1970-01-01 UTC when it was last heard, and its time allowed to live in seconds. */
  heard: number;
  timeToLive: number;
  /** The last message, when it was sound: what is sent again need not be read again. */
  repeat: Repeat | undefined;
}

/** Control blocks of one publisher, at most 32; the oldest gives way. */
export interface Memory {
  readonly blocks: ControlBlock[];
  /** Where the last one was found, for a publisher repeats. */
  last: number;
  /** Which gives way next. */
  next: number;
  /** How many were told as new. */
  told: number;
}

/** An empty memory. */
export function newMemory(): Memory {
  return { blocks: [], last: 0, next: 0, told: 0 };
}

/** The control block whose reference lies at `bytes[start..end)`, or undefined when it was not heard before. */
export function findBlock(memory: Memory, bytes: Uint8Array, start: number, end: number): ControlBlock | undefined {
  const last = memory.blocks[memory.last];
  if (last !== undefined && isSame(last.reference, bytes, start, end)) return last;
  for (let index = 0; index < memory.blocks.length; index++) {
    const block = memory.blocks[index] as ControlBlock;
    if (!isSame(block.reference, bytes, start, end)) continue;
    memory.last = index;
    return block;
  }
  return undefined;
}

/** The control block whose last message `bytes[start..end)` sends again, or undefined. */
export function findRepeated(memory: Memory, bytes: Uint8Array, start: number, end: number): ControlBlock | undefined {
  for (let index = 0; index < memory.blocks.length; index++) {
    const block = memory.blocks[index] as ControlBlock;
    if (block.repeat !== undefined && isRepeat(block.repeat, bytes, start, end)) return block;
  }
  return undefined;
}

/** Remembers a control block that is new. */
export function addBlock(memory: Memory, bytes: Uint8Array, start: number, end: number): ControlBlock {
  const stop = Math.min(end, start + LONGEST_REFERENCE);
  const block: ControlBlock = {
    reference: bytes.slice(start, stop),
    dataSetReference: new Uint8Array(0),
    gocbRef: textOf(bytes, start, stop),
    datSet: "",
    stNum: -1,
    sqNum: -1,
    olderStNum: -1,
    olderSqNum: -1,
    confRev: -1,
    heard: Number.NaN,
    timeToLive: Number.NaN,
    repeat: undefined,
  };
  const at = memory.blocks.length < MOST_BLOCKS ? memory.blocks.length : memory.next;
  memory.blocks[at] = block;
  memory.last = at;
  memory.next = (at + 1) % MOST_BLOCKS;
  return block;
}

/** Keeps the data set's reference; answers whether it was another before. */
export function renameDataSet(block: ControlBlock, bytes: Uint8Array, start: number, end: number): boolean {
  if (isSame(block.dataSetReference, bytes, start, end)) return false;
  const isChange = block.stNum >= 0;
  const stop = Math.min(end, start + LONGEST_REFERENCE);
  block.dataSetReference = bytes.slice(start, stop);
  block.datSet = textOf(bytes, start, stop);
  return isChange;
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  const length = Math.min(end - start, LONGEST_REFERENCE);
  if (known.length !== length) return false;
  // References of one publisher differ near their end.
  for (let index = length - 1; index >= 0; index--) if (known[index] !== bytes[start + index]) return false;
  return true;
}

/**
 * Holds the numbers of a message against those before and keeps them. Names as faults what a publisher that works never
 * does: numbers that go back or leave some out. A second copy and a fresh start are none. Answers whether the state is new.
 */
export function follow(talk: Talk, block: ControlBlock, stNum: number, sqNum: number, at: number): boolean {
  const { stNum: lastStNum, sqNum: lastSqNum } = block;
  if (lastStNum === stNum && lastSqNum === sqNum) return false;
  if (block.olderStNum === stNum && block.olderSqNum === sqNum) return false;
  if (lastStNum >= 0 && !isFreshStart(stNum, sqNum)) {
    if (stNum < lastStNum) talk.fault("stNum went back", at);
    else if (stNum > lastStNum + 1) talk.fault("stNum jumped", at);
    else if (stNum === lastStNum + 1) {
      if (sqNum > 1) talk.fault("sqNum jumped", at);
    } else if (sqNum < lastSqNum && !(lastSqNum === LARGEST && sqNum <= 1)) talk.fault("sqNum went back", at);
    else if (sqNum > lastSqNum + 1) talk.fault("sqNum jumped", at);
  }
  block.olderStNum = lastStNum;
  block.olderSqNum = lastSqNum;
  block.stNum = stNum;
  block.sqNum = sqNum;
  return stNum !== lastStNum;
}

/** After power-up and after the last number a publisher begins again with state 1. */
function isFreshStart(stNum: number, sqNum: number): boolean {
  return stNum <= 1 && sqNum <= 1;
}
