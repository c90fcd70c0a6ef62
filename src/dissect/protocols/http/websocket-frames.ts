// Frames of WebSocket in a stream that HTTP opened: RFC 6455 section 5.2. What is in them is another dissector's.
import { type Answer, DONE, MORE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { HttpMemory } from "./memory.ts";

/** Carries whole frames. */
export const WEBSOCKET_FRAMES = "websocket frames";
/** Longer frames are handed on this far. */
const LONGEST = 32_768;
const MASKED = 0x80;
const MOST_HEAD = 14;

/** Hands on one frame; passes over what is beyond the longest. */
export function handFrame(reader: Reader, talk: Talk<HttpMemory>): Answer {
  const { passing } = talk.memory;
  const left = passing[talk.side];
  if (left > 0) {
    const count = Math.min(left, reader.left());
    reader.skip(count);
    passing[talk.side] = left - count;
    return DONE;
  }
  const first = reader.u8();
  const second = reader.u8();
  const short = second & 0x7f;
  const length = short === 126 ? reader.u16() : short === 127 ? reader.u64() : short;
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  const opcode = first & 15;
  if ((opcode > 2 && opcode < 8) || opcode > 10 || length > Number.MAX_SAFE_INTEGER) return REFUSE;
  const head = reader.position - reader.start + ((second & MASKED) === 0 ? 0 : 4);
  const whole = Math.min(head + length, LONGEST + MOST_HEAD);
  if (!reader.fence(whole)) return MORE;
  if (reader.cut) return REFUSE;
  passing[talk.side] = head + length - whole;
  const { bytes, start, boundary } = reader;
  reader.skipRest();
  talk.hand(WEBSOCKET_FRAMES, bytes, start, boundary);
  return DONE;
}
