// What an HTTP/2 connection remembers: the frame that each side is in the middle of, its header table, and open streams.
import { MOST_INSPECTED, type ToldOf } from "../http/memory.ts";
import { type Block, miss, newTable, type Table } from "./hpack.ts";

/** Streams that may be open at once; the oldest is forgotten beyond. */
const MOST_STREAMS = 100;
/** Bodies that are held at once. */
const MOST_BODIES = 8;
/** Octets of one header block over all its frames. */
const MOST_BLOCK = 32_768;

/** A message within a stream: from headers to the end of the stream. */
export interface Part {
  fields: Block["fields"];
  frame: number;
  /** Octets of the body so far, of which the first are kept where they are looked at. */
  length: number;
  body: Uint8Array | undefined;
  kept: number;
  /** How many of its octets are kept at most. */
  most: number;
}

/** A request and its answer. */
export interface Stream {
  request: Part | undefined;
  response: Part | undefined;
}

/** One direction. */
export interface Side extends ToldOf {
  table: Table;
  /** Octets of the frame at hand that are passed over as they come, and the frame's head. */
  left: number;
  type: number;
  flags: number;
  length: number;
  stream: number;
  /** Octets of padding at the end of the DATA frame at hand. */
  padding: number;
  /** A header block that goes on in the next frame: its octets so far and whether it ends the stream. */
  block: number[];
  blockStream: number;
  blockEndsStream: boolean;
  /** Whether the block's first frames are missing or it became too long. */
  isBlockBroken: boolean;
}

/** The whole connection. */
export interface Memory {
  readonly sides: readonly [Side, Side];
  readonly streams: Map<number, Stream>;
  bodies: number;
  /** Which side sent the preface; -1 when that was not seen. */
  client: number;
}

/** A memory of nothing. */
export function newMemory(): Memory {
  return { sides: [newSide(), newSide()], streams: new Map(), bodies: 0, client: -1 };
}

function newSide(): Side {
  return {
    table: newTable(),
    left: 0,
    type: 0,
    flags: 0,
    length: 0,
    stream: 0,
    padding: 0,
    block: [],
    blockStream: 0,
    blockEndsStream: false,
    isBlockBroken: false,
    product: "",
    host: "",
    powered: "",
    challenge: "",
  };
}

/** Octets of a side were lost: what it announced and the block it was in cannot be relied on. */
export function forgetSide(side: Side): void {
  miss(side.table);
  side.left = 0;
  side.block.length = 0;
  side.blockStream = 0;
}

/** The stream of that number, opened when it is new. */
export function streamOf(memory: Memory, id: number): Stream {
  const known = memory.streams.get(id);
  if (known !== undefined) return known;
  if (memory.streams.size >= MOST_STREAMS) closeStream(memory, memory.streams.keys().next().value as number);
  const stream: Stream = { request: undefined, response: undefined };
  memory.streams.set(id, stream);
  return stream;
}

/** Opens stream 1 for the request of HTTP/1.1 that upgraded and is answered there: RFC 7540 section 3.2. */
export function beginUpgraded(memory: Memory, server: 0 | 1, method: string, path: string, frame: number): void {
  memory.client = server === 0 ? 1 : 0;
  const fields = [
    { name: ":method", value: method },
    { name: ":path", value: path },
  ];
  streamOf(memory, 1).request = newPart(memory, fields, frame, 0);
}

/** Forgets a stream and what was kept of its bodies. */
export function closeStream(memory: Memory, id: number): void {
  const stream = memory.streams.get(id);
  if (stream === undefined) return;
  release(memory, stream.request);
  release(memory, stream.response);
  memory.streams.delete(id);
}

/** Lets go of the body of a part. */
export function release(memory: Memory, part: Part | undefined): void {
  if (part?.body === undefined) return;
  part.body = undefined;
  memory.bodies--;
}

/** A part that begins with its headers; so many octets of its body are held at most, where there is room. */
export function newPart(memory: Memory, fields: Block["fields"], frame: number, most: number): Part {
  const isHeld = most > 0 && memory.bodies < MOST_BODIES;
  if (isHeld) memory.bodies++;
  const body = isHeld ? new Uint8Array(Math.min(most, MOST_INSPECTED)) : undefined;
  return { fields, frame, length: 0, body, kept: 0, most };
}

/** Takes octets of a body. */
export function keep(part: Part, bytes: Uint8Array, start: number, end: number): void {
  part.length += end - start;
  if (part.body === undefined) return;
  const stop = Math.min(end, start + part.most - part.kept);
  const wanted = part.kept + stop - start;
  if (wanted > part.body.length) {
    const grown = new Uint8Array(Math.min(part.most, wanted * 2));
    grown.set(part.body);
    part.body = grown;
  }
  const { body } = part;
  for (let at = start; at < stop; at++) body[part.kept++] = bytes[at] as number;
}

/** Takes octets of a header block. */
export function gather(side: Side, bytes: Uint8Array, start: number, end: number): void {
  if (side.block.length + end - start > MOST_BLOCK) side.isBlockBroken = true;
  else for (let at = start; at < end; at++) side.block.push(bytes[at] as number);
}
