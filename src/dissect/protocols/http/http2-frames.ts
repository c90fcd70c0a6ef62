// HTTP/2 on a connection that began as HTTP/1: after an upgrade (RFC 7540 section 3.2) or when a client just begins
// (RFC 9113 section 3.3). Frames are found here, and read by another dissector.
import { asciiBytes } from "../../digest.ts";
import { type Answer, DONE, MORE, REFUSE } from "../../dissector.ts";
import { latinOf, type Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { printable } from "./head.ts";
import type { HttpMemory, Waiting } from "./memory.ts";

/** Carries whole frames, of DATA also parts in a row, the preface of the client, and before them the request that upgraded. */
export const HTTP2_FRAMES = "http2 frames";
const HEAD = 9;
const PREFACE = 24;
const DATA = 0;
const PADDED = 8;
/** Frames other than DATA are read whole up to this length. */
const LONGEST = 65_536;
const FIRST_OF_PREFACE = 0x50;
/** What the request that upgraded is handed on behind; no frame begins so. */
const UPGRADED = "HTTP/1.1 101";
const LONGEST_UPGRADE = 512;

/** Hands on which request upgraded: RFC 7540 section 3.2 answers it on stream 1. The talk is that of the server's answer. */
export function handUpgrade(talk: Talk<HttpMemory>, { method, path, frame }: Waiting): void {
  const text = `${UPGRADED}\r\n${frame} ${printable(method)} ${printable(path)}`;
  talk.hand(HTTP2_FRAMES, asciiBytes(text), 0, text.length);
}

/** The request that upgraded, as it was handed on; undefined where the octets are a frame. */
export function readUpgrade(reader: Reader): { method: string; path: string; frame: number } | undefined {
  for (let at = 0; at < UPGRADED.length; at++) if (reader.peek(at) !== UPGRADED.charCodeAt(at)) return undefined;
  const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + LONGEST_UPGRADE));
  const [, frame = "0", method = "", path = ""] = /\n(\d+) (\S*) (.*)$/.exec(text) ?? [];
  return { method, path, frame: Number(frame) };
}

/** Whether the next octets are the preface of HTTP/2 ("PRI "), which is no request. */
export function isPreface(reader: Reader): boolean {
  return reader.peek16() === 0x5052 && reader.peek16(2) === 0x4920;
}

/** Hands on one frame, or as much of a DATA frame as is at hand. */
export function handHttp2(reader: Reader, talk: Talk<HttpMemory>): Answer {
  const { passing } = talk.memory;
  const { bytes, start } = reader;
  const left = passing[talk.side];
  let count: number;
  if (left > 0) {
    count = Math.min(left, reader.left());
    passing[talk.side] = left - count;
  } else if (reader.peek() === FIRST_OF_PREFACE) count = PREFACE;
  else {
    const length = reader.u24();
    const type = reader.u8();
    const flags = reader.u8();
    const padding = type === DATA && (flags & PADDED) !== 0 ? 1 : 0;
    reader.skip(HEAD - 5 + padding);
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (type === DATA) {
      count = Math.min(HEAD + length, HEAD + padding + reader.left());
      passing[talk.side] = HEAD + length - count;
    } else if (length > LONGEST) return REFUSE;
    else count = HEAD + length;
  }
  if (!reader.fence(count)) return MORE;
  if (reader.cut) return REFUSE;
  reader.skipRest();
  talk.hand(HTTP2_FRAMES, bytes, start, start + count);
  return DONE;
}
