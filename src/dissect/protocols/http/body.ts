// Bodies by length, by chunks and by the end of the connection: RFC 9112 sections 6 and 7.1. They are counted, not held:
// only the first bytes of some are kept to be looked at.
import type { HttpSide } from "./memory.ts";
import { CHUNK_DATA, CHUNK_END, CHUNK_SIZE, CLOSE, LENGTH, MOST_INSPECTED, TRAILER } from "./memory.ts";

/** Longest line between chunks, extensions included. */
const LONGEST_LINE = 1024;

/**
 * Takes body bytes from `bytes[at..end)`; answers where it stopped. `side.finished` tells that the body ended there,
 * with `side.defect` set when its framing was broken. Stops early only before a line that is not all here.
 */
export function advance(side: HttpSide, bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (!side.finished) {
    switch (side.phase) {
      case CLOSE:
        keep(side, bytes, position, end);
        return end;
      case LENGTH:
      case CHUNK_DATA: {
        const count = Math.min(side.rest, end - position);
        keep(side, bytes, position, position + count);
        position += count;
        side.rest -= count;
        if (side.rest > 0) return position;
        if (side.phase === LENGTH) side.finished = true;
        else side.phase = CHUNK_END;
        break;
      }
      default: {
        const stop = lineFeed(bytes, position, end);
        if (stop < 0) {
          if (end - position > LONGEST_LINE) breakOff(side, "chunk line too long");
          return side.finished ? end : position;
        }
        readLine(side, bytes, position, stop);
        position = stop + 1;
      }
    }
  }
  return position;
}

function lineFeed(bytes: Uint8Array, at: number, end: number): number {
  const stop = Math.min(end, at + LONGEST_LINE);
  for (let position = at; position < stop; position++) if (bytes[position] === 10) return position;
  return -1;
}

function readLine(side: HttpSide, bytes: Uint8Array, at: number, stop: number): void {
  const isEmpty = stop === at || (stop === at + 1 && bytes[at] === 13);
  switch (side.phase) {
    case CHUNK_SIZE: {
      const size = chunkSize(bytes, at, stop);
      if (size < 0) breakOff(side, "bad chunk size");
      else if (size === 0) side.phase = TRAILER;
      else {
        side.phase = CHUNK_DATA;
        side.rest = size;
      }
      return;
    }
    case CHUNK_END:
      if (isEmpty) side.phase = CHUNK_SIZE;
      else breakOff(side, "bad chunk end");
      return;
    default:
      if (isEmpty) side.finished = true;
  }
}

function breakOff(side: HttpSide, defect: string): void {
  side.defect = defect;
  side.finished = true;
}

/** Hexadecimal digits up to an extension; -1 when there are none or too many. */
function chunkSize(bytes: Uint8Array, at: number, stop: number): number {
  let size = 0;
  let digits = 0;
  for (let position = at; position < stop; position++) {
    const code = bytes[position] as number;
    const digit =
      code >= 48 && code <= 57
        ? code - 48
        : code >= 97 && code <= 102
          ? code - 87
          : code >= 65 && code <= 70
            ? code - 55
            : -1;
    if (digit < 0) {
      // A blank, an extension or the line end.
      if (code !== 13 && code !== 59 && code !== 32 && code !== 9) return -1;
      break;
    }
    size = size * 16 + digit;
    digits++;
  }
  return digits === 0 || digits > 12 ? -1 : size;
}

function keep(side: HttpSide, bytes: Uint8Array, at: number, end: number): void {
  side.bodyLength += end - at;
  const stop = Math.min(end, at + side.most - side.inspected);
  if (stop <= at) return;
  const needed = side.inspected + (stop - at);
  if (needed > side.body.length) {
    const grown = new Uint8Array(Math.min(side.most, Math.max(needed, side.body.length * 2)));
    grown.set(side.body);
    side.body = grown;
  }
  for (let position = at; position < stop; position++) side.body[side.inspected++] = bytes[position] as number;
}

/** Says how many of the first bytes of the next body are looked at; makes room for the usual number. */
export function prepare(side: HttpSide, most: number): void {
  side.most = most;
  if (most === 0 || side.body.length > MOST_INSPECTED) side.body = NOTHING;
  if (most > 0 && side.body.length === 0) side.body = new Uint8Array(MOST_INSPECTED);
}

const NOTHING = new Uint8Array(0);
