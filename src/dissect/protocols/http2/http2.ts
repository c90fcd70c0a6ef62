// HTTP/2: RFC 9113, with header compression by RFC 7541.
// Not decoded: HTTP/2 inside TLS; content codings; messages of gRPC beyond the names of service and method; headers whose
// announcement was before the capture or lost.
import {
  type Answer,
  CERTAIN,
  DONE,
  dissector,
  LIKELY,
  type Likeness,
  MORE,
  NO,
  POSSIBLE,
  REFUSE,
} from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, type Talk, UNDIRECTED } from "../../talk.ts";
import { HTTP2_FRAMES, readUpgrade } from "../http/http2-frames.ts";
import {
  beginUpgraded,
  closeStream,
  forgetSide,
  gather,
  keep,
  type Memory,
  newMemory,
  type Part,
  type Side,
} from "./memory.ts";
import { endMessage, tellBlock, tellBody } from "./message.ts";
import {
  CONTINUATION,
  DATA,
  ERRORS,
  FRAMES,
  GOAWAY,
  HEADERS,
  PING,
  PREFACE,
  PRIORITY,
  PUSH_PROMISE,
  RST_STREAM,
  SETTINGS,
  WINDOW_UPDATE,
} from "./names.ts";
import { readSettings } from "./settings.ts";

const HEAD = 9;
/** Frames other than DATA are read whole up to this length; peers rarely grant more than 16,384. */
const LONGEST = 65_536;
const END_STREAM = 1;
const END_HEADERS = 4;
const PADDED = 8;
const HAS_PRIORITY = 32;
/** Which flags each type of frame may have. */
const FLAGS = [0x09, 0x2d, 0, 0, 1, 0x0c, 1, 0, 0, 0x04];
/** What each type of frame is about: the connection (stream 0), a stream, or either. */
const CONNECTION = 0;
const STREAM = 1;
const EITHER = 2;
const SCOPES = [STREAM, STREAM, STREAM, STREAM, CONNECTION, STREAM, CONNECTION, CONNECTION, EITHER, STREAM];
/** Lengths of the types that have one. */
const FIXED: Readonly<Record<number, number>> = { [PRIORITY]: 5, [RST_STREAM]: 4, [PING]: 8, [WINDOW_UPDATE]: 4 };
const MAGIC = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/** Programs' interfaces, among them those of the 5G core and of telemetry. */
export const http2 = dissector<Memory>({
  name: "http2",
  aliases: ["h2", "h2c", "grpc"],
  title: "HTTP/2",
  standard: "RFC 9113",
  world: "it",
  carriage: [
    { over: "tcp", ports: [] },
    { over: "inside", carrier: HTTP2_FRAMES },
  ],
  longest: LONGEST + HEAD,
  remember: newMemory,
  probe(reader, talk) {
    // Who hands on frames has found them, and may be in the middle of one.
    if (!talk.stream) return CERTAIN;
    const likeness = likenessOf(reader);
    // Being asked means that the start of a frame is looked for: the rest that was awaited is lost.
    if (likeness !== NO && talk.memory.sides[talk.side].left > 0) forgetSide(talk.memory.sides[talk.side]);
    return likeness;
  },
  read(reader, talk) {
    const side = talk.memory.sides[talk.side];
    if (talk.resumed) forgetSide(side);
    if (side.left > 0) return pass(reader, talk, side);
    const asked = talk.stream ? undefined : readUpgrade(reader);
    if (asked !== undefined) {
      reader.fence(reader.end - reader.start);
      reader.skipRest();
      beginUpgraded(talk.memory, talk.side, asked.method, asked.path, asked.frame);
      return DONE;
    }
    if (reader.peek() === 0x50) return readPreface(reader, talk);
    side.length = reader.u24();
    side.type = reader.u8();
    side.flags = reader.u8();
    side.stream = reader.u32() & 0x7fffffff;
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (side.type > CONTINUATION) return REFUSE;
    if (side.type === DATA) return beginData(reader, talk, side);
    if (side.length > LONGEST) return REFUSE;
    if (!reader.fence(HEAD + side.length)) return MORE;
    if (reader.cut) return REFUSE;
    readFrame(reader, talk, side);
    reader.skipRest();
    return DONE;
  },
});

function readPreface(reader: Reader, talk: Talk<Memory>): Answer {
  for (let at = 0; at < MAGIC.length; at++) {
    const octet = reader.peek(at);
    if (octet < 0) return reader.complete ? REFUSE : MORE;
    if (octet !== MAGIC.charCodeAt(at)) return REFUSE;
  }
  reader.skip(MAGIC.length);
  talk.memory.client = talk.side;
  talk.emit(PREFACE, REQUEST, talk.detailed ? { magic: MAGIC.trim() } : undefined);
  return DONE;
}

/** The head of a DATA frame; the body is taken as it comes, for a frame may be long. */
function beginData(reader: Reader, talk: Talk<Memory>, side: Side): Answer {
  const isPadded = (side.flags & PADDED) !== 0;
  if (isPadded && reader.left() === 0 && !reader.complete) return MORE;
  side.padding = isPadded ? reader.u8() : 0;
  side.left = side.length - (isPadded ? 1 : 0);
  if (side.stream === 0 || !reader.ok || side.padding > side.left) {
    side.left = 0;
    return REFUSE;
  }
  if (side.left > 0) return DONE;
  endData(talk, side);
  return DONE;
}

/** Takes as much of a DATA frame as is at hand. */
function pass(reader: Reader, talk: Talk<Memory>, side: Side): Answer {
  const count = Math.min(reader.left(), side.left);
  const part = partOf(talk, side);
  const content = Math.min(count, Math.max(0, side.left - side.padding));
  if (part !== undefined) keep(part, reader.bytes, reader.position, reader.position + content);
  reader.skip(count);
  side.left -= count;
  if (side.left === 0) endData(talk, side);
  return DONE;
}

/** The message that the sender is in the middle of on the stream at hand. */
function partOf(talk: Talk<Memory>, side: Side): Part | undefined {
  const stream = talk.memory.streams.get(side.stream);
  return isFromClient(talk) ? stream?.request : stream?.response;
}

function isFromClient(talk: Talk<Memory>): boolean {
  return talk.memory.client < 0 ? talk.fromClient : talk.memory.client === talk.side;
}

function endData(talk: Talk<Memory>, side: Side): void {
  const isEnd = (side.flags & END_STREAM) !== 0;
  const isRequest = isFromClient(talk);
  if (isEnd) tellBody(talk, side.stream, isRequest);
  talk.emit(FRAMES.of(DATA), UNDIRECTED, talk.detailed ? headOf(side) : undefined);
  if (isEnd) endMessage(talk, side.stream, isRequest);
}

function headOf(side: Side): Record<string, unknown> {
  return { type: side.type, flags: side.flags, stream_id: side.stream, length: side.length };
}

function readFrame(reader: Reader, talk: Talk<Memory>, side: Side): void {
  if (side.type === HEADERS || side.type === CONTINUATION || side.type === PUSH_PROMISE) {
    readHeaders(reader, talk, side);
    return;
  }
  const fields = talk.detailed ? headOf(side) : undefined;
  switch (side.type) {
    case SETTINGS:
      readSettings(reader, talk, fields);
      break;
    case RST_STREAM:
    case GOAWAY: {
      if (side.type === GOAWAY) {
        const last = reader.u32() & 0x7fffffff;
        if (fields !== undefined) fields["last_stream_id"] = last;
      }
      const code = reader.u32();
      if (fields !== undefined) fields["error_code"] = code;
      if (code !== 0) talk.refused(ERRORS[code] ?? "unnamed_error");
      if (side.type === RST_STREAM) closeStream(talk.memory, side.stream);
      break;
    }
    case WINDOW_UPDATE: {
      const increment = reader.u32() & 0x7fffffff;
      if (fields !== undefined) fields["window_size_increment"] = increment;
      break;
    }
    case PRIORITY:
      if (fields !== undefined) fields["stream_dependency"] = reader.u32() & 0x7fffffff;
      break;
    default:
  }
  if (!reader.ok) talk.fault("short frame");
  talk.emit(FRAMES.of(side.type), UNDIRECTED, fields);
}

function readHeaders(reader: Reader, talk: Talk<Memory>, side: Side): void {
  const isFirst = side.type !== CONTINUATION;
  let padding = 0;
  if (isFirst && (side.flags & PADDED) !== 0) padding = reader.u8();
  if (side.type === HEADERS && (side.flags & HAS_PRIORITY) !== 0) reader.skip(5);
  const promised = side.type === PUSH_PROMISE ? reader.u32() & 0x7fffffff : 0;
  const end = reader.end - padding;
  if (!reader.ok || end < reader.position) {
    talk.fault("short frame");
    forgetSide(side);
    talk.emit(FRAMES.of(side.type), UNDIRECTED, talk.detailed ? headOf(side) : undefined);
    return;
  }
  if (isFirst) {
    side.block.length = 0;
    side.blockStream = side.stream;
    side.isBlockBroken = false;
    side.blockEndsStream = (side.flags & END_STREAM) !== 0;
  } else if (side.blockStream !== side.stream) side.isBlockBroken = true;
  gather(side, reader.bytes, reader.position, end);
  const fields = talk.detailed ? headOf(side) : undefined;
  if ((side.flags & END_HEADERS) === 0) {
    talk.emit(FRAMES.of(side.type), UNDIRECTED, fields);
    return;
  }
  tellBlock(talk, side, promised === 0 ? side.stream : promised, fields);
  side.blockStream = 0;
  if (side.blockEndsStream) endMessage(talk, side.stream, isFromClient(talk));
}

function likenessOf(reader: Reader): Likeness {
  const left = reader.left();
  if (reader.peek() === 0x50) {
    for (let at = 0; at < Math.min(left, MAGIC.length); at++) if (reader.peek(at) !== MAGIC.charCodeAt(at)) return NO;
    return left >= 18 ? CERTAIN : left > 3 ? LIKELY : POSSIBLE;
  }
  // A frame, and behind it the head of another or nothing.
  const length = frameLength(reader, 0);
  if (length < 0) return NO;
  if (left < HEAD) return reader.complete ? NO : POSSIBLE;
  const type = reader.peek(3);
  const next = HEAD + length;
  if (left > next && frameLength(reader, next) < 0) return NO;
  if (type === SETTINGS) return knowsSettings(reader, length) ? CERTAIN : NO;
  // One head has about as many fixed bits as a magic number, but noughts are common.
  const isSure =
    left >= next + HEAD || (left === next && (type === WINDOW_UPDATE || type === PING || type === RST_STREAM));
  return isSure ? LIKELY : POSSIBLE;
}

/** The length of the frame whose head is `ahead`; -1 when that can be none; as far as octets are at hand. */
function frameLength(reader: Reader, ahead: number): number {
  const length = reader.peek(ahead) * 65536 + reader.peek16(ahead + 1);
  const type = reader.peek(ahead + 3);
  const flags = reader.peek(ahead + 4);
  const stream = reader.peek(ahead + 5);
  if (reader.peek(ahead) > 0 || type > CONTINUATION || stream > 127) return -1;
  if (reader.left() < ahead + HEAD) return 0;
  if ((flags & ~(FLAGS[type] as number)) !== 0) return -1;
  const isConnection = reader.peek16(ahead + 5) === 0 && reader.peek16(ahead + 7) === 0;
  const isRight =
    (FIXED[type] ?? length) === length && (SCOPES[type] === EITHER || isConnection === (SCOPES[type] === CONNECTION));
  return isRight ? length : -1;
}

function knowsSettings(reader: Reader, length: number): boolean {
  const isAnswer = reader.peek(4) === 1;
  if (length % 6 !== 0 || length > 96 || (isAnswer && length > 0)) return false;
  for (let at = HEAD; at < HEAD + length; at += 6) {
    const id = reader.peek16(at);
    if (id === 0 || (id > 16 && id < 256)) return false;
  }
  return true;
}
