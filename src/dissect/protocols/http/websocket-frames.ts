// Frames of WebSocket in a stream that HTTP opened: RFC 6455 section 5.2. What is in them is another dissector's.
import { asciiBytes } from "../../digest.ts";
import { type Answer, DONE, MORE, REFUSE } from "../../dissector.ts";
import { passOver } from "../../passing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { type Head, headerText, printable } from "./head.ts";
import type { HttpMemory } from "./memory.ts";

/** Carries whole frames, and before them the answer that opened the connection, as far as it matters to them. */
export const WEBSOCKET_FRAMES = "websocket frames";
/** Longer frames are handed on this far. */
const LONGEST = 32_768;
const MASKED = 0x80;
const MOST_HEAD = 14;
const LONGEST_FIELD = 256;

/** What the answer to an opening begins with; no frame can. */
export const OPENED = "HTTP/1.1 101";

/** Hands on what both sides agreed on: the path, the protocol inside and the extensions. */
export function handOpening(talk: Talk<HttpMemory>, head: Head, path: string): void {
  const fields = ["sec-websocket-protocol", "sec-websocket-extensions"]
    .map((name) => `${name}: ${printable(headerText(head, name)).slice(0, LONGEST_FIELD)}`)
    .join("\r\n");
  const text = `${OPENED}\r\npath: ${printable(path)}\r\n${fields}\r\n\r\n`;
  talk.hand(WEBSOCKET_FRAMES, asciiBytes(text), 0, text.length);
}

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
