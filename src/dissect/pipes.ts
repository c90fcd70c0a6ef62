// Named pipes of file sharing (MS-SMB2 section 3.3.5.12, MS-CIFS section 2.2.4.33): what is written to and read from one
// goes to the dissectors inside "pipe", behind a mark that tells the pipes of one connection apart.
import type { Reader } from "./reader.ts";
import type { Talk } from "./talk.ts";

/** Octets before the contents: a letter and the pipe's mark. */
export const PIPE_PREFIX = 5;
const LETTER = 0x50;
const MOST_PIPES = 16;

/** The pipes known in one connection, by mark. */
export interface Pipes {
  marks: Int32Array;
  next: number;
}

/** No pipes yet. */
export function newPipes(): Pipes {
  return { marks: new Int32Array(MOST_PIPES), next: 0 };
}

/** The mark at the reader, 0 when its bytes are not from a pipe. */
export function markOfPipe(reader: Reader): number {
  if (reader.peek() !== LETTER || reader.left() <= PIPE_PREFIX) return 0;
  return (reader.peek(1) << 24) | (reader.peek(2) << 16) | (reader.peek(3) << 8) | reader.peek(4);
}

/** A mark of an open file's identifier, never 0. */
export function pipeMark(bytes: Uint8Array, start: number, end: number): number {
  let mark = 0x811c9dc5;
  for (let at = start; at < end; at++) mark = Math.imul(mark ^ (bytes[at] as number), 0x01000193);
  return mark === 0 ? 1 : mark;
}

/**
 * Hands on what was written to or read from an open file, when it is a pipe: known from before, or by a packet of remote
 * calls that begins here, so that a capture need not show how it was opened. Call it behind `emit`.
 */
export function handPipe(talk: Talk, pipes: Pipes, mark: number, bytes: Uint8Array, start: number, end: number): void {
  if (start >= end) return;
  if (!pipes.marks.includes(mark)) {
    if (!beginsCalls(bytes, start, end)) return;
    pipes.marks[pipes.next] = mark;
    pipes.next = (pipes.next + 1) % MOST_PIPES;
  }
  const marked = new Uint8Array(PIPE_PREFIX + end - start);
  marked[0] = LETTER;
  marked[1] = mark >>> 24;
  marked[2] = mark >>> 16;
  marked[3] = mark >>> 8;
  marked[4] = mark;
  marked.set(bytes.subarray(start, end), PIPE_PREFIX);
  talk.hand("pipe", marked, 0, marked.length);
}

/** Version 5 of remote calls, a bind, a request or an answer, and a byte order (C706 section 12.6.3). */
function beginsCalls(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 16 || bytes[start] !== 5 || (bytes[start + 1] as number) > 1) return false;
  const type = bytes[start + 2] as number;
  const order = bytes[start + 4] as number;
  return (
    (type === 0 || type === 2 || (type >= 11 && type <= 16)) &&
    (order === 0x10 || order === 0) &&
    bytes[start + 6] === 0 &&
    bytes[start + 7] === 0
  );
}
