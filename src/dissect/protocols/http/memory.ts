// What an HTTP conversation remembers: the message that each side is in the middle of, and requests without an answer.
import type { Passing } from "../../passing.ts";
import type { Head } from "./head.ts";

/** Where a side stands: before a start line, or in a body framed by length, by chunks, or by the end of the connection. */
export type Phase = 0 | 1 | 2 | 3 | 4 | 5 | 6;
export const HEAD: Phase = 0;
export const LENGTH: Phase = 1;
export const CLOSE: Phase = 2;
/** The line with the size of a chunk, the chunk, the line end behind it, and the lines behind the last one. */
export const CHUNK_SIZE: Phase = 3;
export const CHUNK_DATA: Phase = 4;
export const CHUNK_END: Phase = 5;
export const TRAILER: Phase = 6;

/** What a connection became after an upgrade or CONNECT. */
export type Tunnel = 0 | 1 | 2 | 3;
export const NO_TUNNEL: Tunnel = 0;
export const UNREAD_TUNNEL: Tunnel = 1;
export const WEBSOCKET_TUNNEL: Tunnel = 2;
export const HTTP2_TUNNEL: Tunnel = 3;

/** Bytes of a body that are looked at: of any, and of one whose type says that another protocol is inside. */
export const MOST_INSPECTED = 8192;
export const MOST_HANDED = 65_536;
/** Requests that may wait for their answers; pipelining beyond is forgotten, oldest first. */
const MOST_WAITING = 32;

/** A request that was not answered yet. */
export interface Waiting {
  method: string;
  /** Path without its query, shortened. */
  path: string;
  frame: number;
  side: 0 | 1;
  /** Whether it had no version: the answer is then a body alone. */
  isSimple: boolean;
}

/** What was told last of a sender, so that each is claimed once. */
export interface ToldOf {
  product: string;
  host: string;
  /** Words of other headers noted last. */
  powered: string;
  challenge: string;
}

/** One direction. */
export interface HttpSide extends ToldOf {
  phase: Phase;
  /** Bytes of body or chunk that are still to come. */
  rest: number;
  /** Whether the byte at hand was counted already: the last one is kept back, so that the end of the connection is noticed. */
  carried: boolean;
  /** Whether the body's end was reached. */
  finished: boolean;
  /** Bytes searched for the end of the head, and whether a line end was among them. */
  searched: number;
  sawLine: boolean;
  head: Head | undefined;
  request: Waiting | undefined;
  bodyLength: number;
  /** The first bytes of the body where it is looked at. */
  body: Uint8Array;
  inspected: number;
  /** How many of its bytes are looked at. */
  most: number;
  /** A defect of the body's framing. */
  defect: string;
}

/** The whole conversation. */
export interface HttpMemory {
  readonly sides: readonly [HttpSide, HttpSide];
  readonly waiting: Waiting[];
  /** What both sides went over to: nothing, something that is not read here, WebSocket, or HTTP/2. */
  tunnel: Tunnel;
  /** Octets of a long frame of WebSocket that are passed over as they come, or of HTTP/2 that are handed on so, by side. */
  passing: Passing;
}

/** A memory of nothing. */
export function newMemory(): HttpMemory {
  return { sides: [newSide(), newSide()], waiting: [], tunnel: NO_TUNNEL, passing: [0, 0] };
}

function newSide(): HttpSide {
  return {
    phase: HEAD,
    rest: 0,
    carried: false,
    finished: false,
    searched: 0,
    sawLine: false,
    head: undefined,
    request: undefined,
    bodyLength: 0,
    body: new Uint8Array(0),
    inspected: 0,
    most: 0,
    defect: "",
    product: "",
    host: "",
    powered: "",
    challenge: "",
  };
}

/** The message of a side is over, or bytes of it are missing: a start line comes next. */
export function forgetMessage(side: HttpSide): void {
  side.phase = HEAD;
  side.rest = 0;
  side.carried = false;
  side.finished = false;
  side.searched = 0;
  side.sawLine = false;
  side.head = undefined;
  side.request = undefined;
  side.bodyLength = 0;
  side.inspected = 0;
  side.defect = "";
}

/** Keeps a request until it is answered. */
export function remember(memory: HttpMemory, request: Waiting): void {
  if (memory.waiting.length >= MOST_WAITING) memory.waiting.shift();
  memory.waiting.push(request);
}
