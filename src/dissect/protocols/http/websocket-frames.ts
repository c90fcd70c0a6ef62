// Frames of WebSocket in a stream that HTTP opened: RFC 6455 section 5.2. What is in them is another dissector's.
import { type Answer, DONE, MORE, REFUSE } from "../../dissector.ts";
import { passOver } from "../../passing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { HttpMemory } from "./memory.ts";

/** Carries whole frames. */
export const WEBSOCKET_FRAMES = "websocket frames";
/** Longer frames are handed on this far. */
const LONGEST = 32_768;
const MASKED = 0x80;
const MOST_HEAD = 14;

/** The head of a frame; the reader stands behind it. */
export interface FrameHead {
  /** Flags and opcode as they stand in the first octet. */
  first: number;
  opcode: number;
  isMasked: boolean;
  length: number;
}

/** Reads flags, opcode and length; what is not there reads as 0, and `reader.ok` tells. */
export function readFrameHead(reader: Reader): FrameHead {
  const first = reader.u8();
  const second = reader.u8();
  const short = second & 0x7f;
  const length = short === 126 ? reader.u16() : short === 127 ? reader.u64() : short;
  return { first, opcode: first & 15, isMasked: (second & MASKED) !== 0, length };
}

/** Hands on one frame; passes over what is beyond the longest. */
export function handFrame(reader: Reader, talk: Talk<HttpMemory>): Answer {
  const { passing } = talk.memory;
  if (passOver(reader, passing, talk.side)) return DONE;
  const { opcode, isMasked, length } = readFrameHead(reader);
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  if ((opcode > 2 && opcode < 8) || opcode > 10 || length > Number.MAX_SAFE_INTEGER) return REFUSE;
  const head = reader.position - reader.start + (isMasked ? 4 : 0);
  const whole = Math.min(head + length, LONGEST + MOST_HEAD);
  if (!reader.fence(whole)) return MORE;
  if (reader.cut) return REFUSE;
  passing[talk.side] = head + length - whole;
  const { bytes, start, boundary } = reader;
  reader.skipRest();
  talk.hand(WEBSOCKET_FRAMES, bytes, start, boundary);
  return DONE;
}
