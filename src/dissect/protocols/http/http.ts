// HTTP/1.1: RFC 9112 (messages) and RFC 9110 (semantics); HTTP/1.0 and 0.9.
// Not decoded: HTTP/2 (a protocol of its own, to which what was upgraded is handed on), other protocols than WebSocket and
// HTTP/2 after an upgrade, tunnels of CONNECT, content codings.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { advance, prepare } from "./body.ts";
import type { Head } from "./head.ts";
import { framing, headerText, readHead, simpleAnswer } from "./head.ts";
import { handHttp2, handUpgrade, isPreface } from "./http2-frames.ts";
import { handInner } from "./inner.ts";
import type { HttpMemory, HttpSide, Waiting } from "./memory.ts";
import {
  CHUNK_SIZE,
  CLOSE,
  forgetMessage,
  HEAD,
  HTTP2_TUNNEL,
  LENGTH,
  MOST_INSPECTED,
  NO_TUNNEL,
  newMemory,
  remember,
  UNREAD_TUNNEL,
  WEBSOCKET_TUNNEL,
} from "./memory.ts";
import { emitMessage, inspectedOf, pathOf } from "./message.ts";
import { handFrame, handOpening } from "./websocket-frames.ts";

/** Longest start line and header fields; servers take 8 to 32 KB. */
const LONGEST_HEAD = 65_536;
const LONGEST_PATH = 256;

/** Web pages, devices' settings and programs' interfaces. */
export const http = dissector<HttpMemory>({
  name: "http",
  title: "HTTP",
  standard: "RFC 9112",
  world: "it",
  longest: LONGEST_HEAD + 1024,
  carriage: [
    {
      over: "tcp",
      ports: [
        80, 81, 591, 631, 2869, 3128, 5000, 5357, 5985, 7547, 8000, 8001, 8008, 8080, 8081, 8088, 8888, 49152, 49153,
        49154,
      ],
    },
  ],
  remember: newMemory,
  probe(reader, talk) {
    // A stream asks again after a hole, behind which only a start line helps.
    if (talk.stream) {
      forgetMessage(talk.memory.sides[talk.side]);
      talk.memory.waiting.length = 0;
    }
    return startLikeness(reader);
  },
  read(reader, talk) {
    const { memory } = talk;
    const side = memory.sides[talk.side];
    if (memory.tunnel === NO_TUNNEL && side.phase === HEAD && isPreface(reader)) memory.tunnel = HTTP2_TUNNEL;
    if (memory.tunnel === WEBSOCKET_TUNNEL) return handFrame(reader, talk);
    if (memory.tunnel === HTTP2_TUNNEL) return handHttp2(reader, talk);
    if (memory.tunnel !== NO_TUNNEL) return REFUSE;
    return side.phase === HEAD ? readMessage(reader, talk, side) : readBody(reader, talk, side, false);
  },
});

const METHODS = [
  "GET",
  "POST",
  "HEAD",
  "PUT",
  "DELETE",
  "OPTIONS",
  "CONNECT",
  "PATCH",
  "TRACE",
  "PROPFIND",
  "SUBSCRIBE",
  "UNSUBSCRIBE",
  "NOTIFY",
  "M-POST",
];

/** A status line is certain, and so is a request line that ends with a version; a known method alone is likely. */
function startLikeness(reader: Reader): Likeness {
  let text = "";
  const limit = Math.min(reader.left(), 2048);
  let at = 0;
  for (; at < limit; at++) {
    const code = reader.peek(at);
    if (code === 10 || code === 13) {
      if (text === "") continue;
      break;
    }
    if (code < 32 || code === 127) return NO;
    text += String.fromCharCode(code);
  }
  if (text.startsWith("HTTP/")) return /^HTTP\/[01]\.\d [1-5]\d\d($| )/.test(text) ? CERTAIN : NO;
  const blank = text.indexOf(" ");
  if (blank < 3 || blank > 20) return NO;
  const method = text.slice(0, blank);
  if (/ HTTP\/[01]\.\d\s*$/.test(text)) return /^[A-Z_-]+$/.test(method) ? CERTAIN : NO;
  // A request of HTTP/0.9 is a method and a path, which is little to go by.
  if (/^GET \/\S*\s?$/.test(text) && at < limit) return POSSIBLE;
  // The rest of a long line may follow in the next segment.
  const isWhole = at < reader.left();
  if (!METHODS.includes(method) || (isWhole && limit < 2048 && / [A-Z]+\/\d\.\d$/.test(text))) return NO;
  return isWhole && limit < 2048 ? NO : LIKELY;
}

/** Whether the bytes can still be a start line: 1 yes, 0 too few to tell, -1 no. */
function mayStart(reader: Reader): number {
  const limit = Math.min(reader.left(), 24);
  for (let at = 0; at < limit; at++) {
    const code = reader.peek(at);
    if (code === 32) return at > 0 ? 1 : -1;
    if (code === 47 && at === 4 && reader.peek() === 72) return 1;
    if (code === 10 || code === 13) return at > 2 ? 1 : -1;
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45 || code === 95;
    if (!isLetter) return -1;
  }
  return limit === 24 ? -1 : 0;
}

function readMessage(reader: Reader, talk: Talk<HttpMemory>, side: HttpSide): Answer {
  if (isSimpleAnswer(talk)) {
    const agreeing = statusLinePrefix(reader);
    if (agreeing < 5 && agreeing === reader.left() && !reader.complete) return MORE;
    // A server that knows no 0.9 answers with a status line.
    if (agreeing < 5) {
      side.head = simpleAnswer();
      side.request = talk.memory.waiting.shift();
      side.phase = CLOSE;
      prepare(side, MOST_INSPECTED);
      return readBody(reader, talk, side, true);
    }
  }
  // RFC 9112 section 2.2: an empty line before a message is to be ignored.
  while (reader.peek() === 13 || reader.peek() === 10) reader.skip(1);
  if (reader.left() === 0) return DONE;
  const may = mayStart(reader);
  if (may < 0 || (may === 0 && reader.complete)) return REFUSE;
  if (may === 0) return MORE;
  const start = reader.position;
  const end = headEnd(reader, side);
  if (end < 0) {
    if (reader.left() <= LONGEST_HEAD && !reader.complete) return MORE;
    const isCut = reader.left() <= LONGEST_HEAD;
    side.head = readHead(reader.bytes, start, reader.end);
    // Cut where the capture or the connection ended: the engine says which.
    if (isCut) reader.fence(reader.end - reader.start + 1);
    else talk.fault("head too long", 0);
    reader.skipRest();
    finish(talk, side, true);
    return DONE;
  }
  const head = readHead(reader.bytes, start, end);
  side.head = head;
  side.request = pair(talk, head);
  const { phase, length } = framing(head, side.request);
  reader.skip(end - start);
  if (phase === HEAD) {
    finish(talk, side, true);
    return DONE;
  }
  side.phase = phase;
  side.rest = length;
  prepare(side, inspectedOf(head, side.request?.path ?? ""));
  // The head's last byte is kept back until the body is over: see readBody.
  reader.position = end - 1;
  side.carried = true;
  return readBody(reader, talk, side, true);
}

/** Whether the other side waits for the answer to a request of HTTP/0.9, which is a body alone (RFC 9112 appendix C.1). */
function isSimpleAnswer(talk: Talk<HttpMemory>): boolean {
  const waiting = talk.memory.waiting[0];
  return waiting?.isSimple === true && waiting.side !== talk.side;
}

/** How many of the next bytes agree with "HTTP/". */
function statusLinePrefix(reader: Reader): number {
  const wanted = [72, 84, 84, 80, 47];
  let count = 0;
  while (count < wanted.length && reader.peek(count) === wanted[count]) count++;
  return count;
}

/**
 * Where the head ends: behind the first empty line, or behind the only line of HTTP/0.9; -1 when that is not here. What
 * was searched before is not searched again, so that a head in many small segments costs no more than one.
 */
function headEnd(reader: Reader, side: HttpSide): number {
  const { bytes, start, position, end } = reader;
  const limit = Math.min(end, position + LONGEST_HEAD);
  for (let at = Math.max(position, start + side.searched); at < limit; at++) {
    if (bytes[at] !== 10) continue;
    const before = bytes[at - 1] === 13 ? at - 2 : at - 1;
    if (before >= position && bytes[before] === 10) return at + 1;
    if (!side.sawLine && isSimpleRequest(bytes, position, at)) return at + 1;
    side.sawLine = true;
  }
  side.searched = limit - start;
  return -1;
}

function isSimpleRequest(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== 71 || bytes[start + 1] !== 69 || bytes[start + 2] !== 84 || bytes[start + 3] !== 32)
    return false;
  for (let at = start; at + 5 <= end; at++) {
    if (bytes[at] === 72 && bytes[at + 1] === 84 && bytes[at + 2] === 84 && bytes[at + 3] === 80) return false;
  }
  return true;
}

/**
 * Reads on in a body. Until it is over, the last byte at hand is always left in the stream: so the engine calls once
 * more when the connection ends or bytes are lost, and the message is told then, at the frame of its last byte.
 */
function readBody(reader: Reader, talk: Talk<HttpMemory>, side: HttpSide, inPlace: boolean): Answer {
  const from = reader.position + (side.carried ? 1 : 0);
  const stop = advance(side, reader.bytes, from, reader.end);
  if (side.finished) {
    reader.skip(stop - reader.position);
    finish(talk, side, inPlace);
    return DONE;
  }
  if (reader.complete) {
    // A body without a length ends with the connection, and one that waited for leave may never come; any other is short.
    if (side.phase !== CLOSE && (reader.cutByCapture || !isHeldBack(side))) reader.fence(reader.end - reader.start + 1);
    reader.skipRest();
    finish(talk, side, inPlace);
    return DONE;
  }
  if (stop > from) side.carried = true;
  if (stop - 1 <= reader.start) return MORE;
  reader.skip(stop - 1 - reader.position);
  return DONE;
}

/** Whether a client asked for leave to send its body and sent none of it (RFC 9110 section 10.1.1). */
function isHeldBack(side: HttpSide): boolean {
  const { head, bodyLength, phase } = side;
  if (head === undefined || !head.isRequest || bodyLength > 0 || (phase !== LENGTH && phase !== CHUNK_SIZE))
    return false;
  return headerText(head, "expect").toLowerCase() === "100-continue";
}

/** Remembers a request, or finds the one that a response answers; a 1xx response leaves it waiting for the final one. */
function pair(talk: Talk<HttpMemory>, head: Head): Waiting | undefined {
  const memory = talk.memory;
  if (head.isRequest) {
    const isSimple = head.version === "" && head.method === "GET";
    const path = pathOf(head.target).slice(0, LONGEST_PATH);
    const request = { method: head.method, path, frame: talk.frame, side: talk.side, isSimple };
    remember(memory, request);
    return request;
  }
  const isInterim = head.status >= 100 && head.status < 200 && head.status !== 101;
  return isInterim ? memory.waiting[0] : memory.waiting.shift();
}

/** The message is whole, or as whole as it will be: tells it, and what both sides speak from here on. */
function finish(talk: Talk<HttpMemory>, side: HttpSide, inPlace: boolean): void {
  const head = side.head;
  const request = side.request;
  if (head !== undefined) {
    if (head.isRequest && request !== undefined) request.frame = talk.frame;
    emitMessage(talk, side, head, inPlace);
    // What is only half here would be half understood, and what says that the answer is yet to come is none.
    const isInterim = head.status >= 100 && head.status < 200;
    if (!isInterim && (side.finished || side.phase === CLOSE || side.phase === HEAD)) {
      const { body, inspected, bodyLength } = side;
      const [method, path] = [request?.method ?? head.method, request?.path ?? ""];
      handInner(talk, { head, method, path, body, kept: inspected, length: bodyLength });
    }
    const isUpgrade = head.status === 101 || (request?.method === "CONNECT" && head.status >= 200 && head.status < 300);
    if (isUpgrade) {
      const upgrade = head.status === 101 ? headerText(head, "upgrade").toLowerCase() : "";
      const isSocket = /\bwebsocket\b/.test(upgrade);
      const isHttp2 = !isSocket && /\bh2c\b/.test(upgrade);
      talk.memory.tunnel = isSocket ? WEBSOCKET_TUNNEL : isHttp2 ? HTTP2_TUNNEL : UNREAD_TUNNEL;
      if (isSocket) handOpening(talk, head, request?.path ?? "");
      else if (isHttp2 && request !== undefined) handUpgrade(talk, request);
    }
  }
  forgetMessage(side);
}
