// AMQP 0-9-1 (specification sections 2.3 and 4.2) and AMQP 1.0 (OASIS, parts 2 and 5).
// Not decoded: contents of messages, which are told by their length; headers of 0-9-1 contents, and sections of 1.0
// messages; AMQP inside TLS; versions 0-8, 0-9 and 0-10 but for their protocol header.
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
import { NOTICE, REQUEST, type Talk, UNDIRECTED } from "../../talk.ts";
import { OVER_AMQP, WEBSOCKET_MESSAGES } from "../websocket-protocols.ts";
import { type Memory, newMemory, type Side } from "./memory.ts";
import { readContentHeader, readMethod } from "./methods.ts";
import { CONTENT_BODY, HEARTBEAT, METHODS, PERFORMATIVES, PROTOCOL_HEADER } from "./names.ts";
import { readPerformative } from "./performatives.ts";

const METHOD = 1;
const HEADER = 2;
const BODY = 3;
const HEARTBEAT_FRAME = 8;
const HEAD = 7;
const FRAME_END = 0xce;
const LONGEST = 65_536;
/** More than brokers agree to in one frame. */
const LONGEST_BODY = 0x8000000;
/** Frames of version 1.0 are read this far. */
const LONGEST_PERFORMATIVE = 4096;
const MAGIC = 0x414d5150;

/** Messages between publishers, brokers and consumers. */
export const amqp = dissector<Memory>({
  name: "amqp",
  title: "AMQP",
  standard: "AMQP 0-9-1, AMQP 1.0 (OASIS)",
  world: "iot",
  authentication: "optional",
  carriage: [
    { over: "tcp", ports: [5672] },
    { over: "inside", carrier: WEBSOCKET_MESSAGES, keys: [OVER_AMQP] },
  ],
  longest: LONGEST + HEAD + 1,
  remember: newMemory,
  probe(reader, talk) {
    const likeness = likenessOf(reader);
    // Being asked means that the start of a frame is looked for: the rest that was awaited is lost.
    if (likeness !== NO) talk.memory.sides[talk.side].left = 0;
    return likeness;
  },
  read(reader, talk) {
    const side = talk.memory.sides[talk.side];
    if (side.left > 0) return pass(reader, talk, side);
    const first = reader.peek();
    if (first === 0x41) return readProtocolHeader(reader, talk);
    if (first === 0) return readFrame(reader, talk, side);
    const type = reader.u8();
    const channel = reader.u16();
    const size = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (type === BODY && size <= LONGEST_BODY) {
      // A content may be long: it is passed over as it comes, up to the octet that ends the frame.
      side.left = size + 1;
      side.body = size;
      side.channel = channel;
      return DONE;
    }
    if ((type !== METHOD && type !== HEADER && type !== HEARTBEAT_FRAME) || size > LONGEST) return REFUSE;
    if (!reader.fence(HEAD + size + 1)) return MORE;
    if (reader.cut) return REFUSE;
    const last = reader.end - 1;
    if (reader.bytes[last] !== FRAME_END) return REFUSE;
    reader.end = last;
    if (type === METHOD) readMethod(reader, talk, channel);
    else if (type === HEADER) readContentHeader(reader, talk, channel);
    else talk.emit(HEARTBEAT, UNDIRECTED, talk.detailed ? { channel } : undefined);
    reader.position = reader.boundary;
    return DONE;
  },
});

/** Passes over as much of a frame as is at hand. */
function pass(reader: Reader, talk: Talk<Memory>, side: Side): Answer {
  const count = Math.min(reader.left(), side.left);
  reader.skip(count);
  side.left -= count;
  if (side.left > 0 || side.body < 0) return DONE;
  if (reader.bytes[reader.position - 1] !== FRAME_END) talk.fault("no frame end", 0);
  talk.emit(CONTENT_BODY, UNDIRECTED, talk.detailed ? { channel: side.channel, body_length: side.body } : undefined);
  return DONE;
}

function readProtocolHeader(reader: Reader, talk: Talk<Memory>): Answer {
  const magic = reader.u32();
  const id = reader.u8();
  const version = [reader.u8(), reader.u8(), reader.u8()];
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  if (magic !== MAGIC) return REFUSE;
  const { memory } = talk;
  // A client begins; a broker of 1.0 sends the header back, and one that does not know the version says which it knows.
  const isAnswer = memory.client >= 0 && memory.client !== talk.side;
  if (memory.client < 0) memory.client = talk.side;
  talk.emit(
    PROTOCOL_HEADER,
    isAnswer ? NOTICE : REQUEST,
    talk.detailed ? { protocol_id: id, version: version.join("-") } : undefined,
  );
  return DONE;
}

/** A frame of version 1.0. */
function readFrame(reader: Reader, talk: Talk<Memory>, side: Side): Answer {
  const size = reader.u32();
  const offset = reader.u8();
  const type = reader.u8();
  const channel = reader.u16();
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  if (size < 8 || size > LONGEST_BODY || offset < 2 || offset * 4 > size || type > 1) return REFUSE;
  const whole = Math.min(size, LONGEST_PERFORMATIVE);
  if (!reader.fence(whole)) return MORE;
  side.left = size - whole;
  side.body = -1;
  reader.skip(offset * 4 - 8);
  readPerformative(reader, talk, channel, size);
  reader.skipRest();
  return DONE;
}

function likenessOf(reader: Reader): Likeness {
  const first = reader.peek();
  const left = reader.left();
  if (first === 0x41) {
    const word = reader.peek16(0) === 0x414d && (left < 4 || reader.peek16(2) === 0x5150);
    if (!word) return left === 1 && !reader.complete ? POSSIBLE : NO;
    return left >= 8 ? (reader.peek(4) <= 3 ? CERTAIN : NO) : POSSIBLE;
  }
  if (left < HEAD) return first >= 0 && first <= HEARTBEAT_FRAME && !reader.complete ? POSSIBLE : NO;
  if (first === 0) return performativeLikeness(reader);
  if (first !== METHOD && first !== HEADER && first !== BODY && first !== HEARTBEAT_FRAME) return NO;
  const size = reader.peek16(3) * 65536 + reader.peek16(5);
  if (size > (first === BODY ? LONGEST_BODY : LONGEST)) return NO;
  const end = reader.peek(HEAD + size);
  if (end >= 0 && end !== FRAME_END) return NO;
  const isEnded = end === FRAME_END;
  if (first === HEARTBEAT_FRAME) return size === 0 && isEnded && reader.peek16(1) === 0 ? CERTAIN : NO;
  if (first === BODY) return isEnded ? LIKELY : POSSIBLE;
  const group = reader.peek16(HEAD);
  const second = reader.peek16(HEAD + 2);
  if (second < 0) return POSSIBLE;
  if (first === HEADER) return group === 60 && second === 0 && size >= 14 ? (isEnded ? CERTAIN : LIKELY) : NO;
  return size >= 4 && METHODS.has(group * 256 + second) ? (isEnded ? CERTAIN : LIKELY) : NO;
}

function performativeLikeness(reader: Reader): Likeness {
  const size = reader.peek16(0) * 65536 + reader.peek16(2);
  const offset = reader.peek(4);
  if (size < 8 || size > LONGEST_BODY || offset < 2 || offset * 4 > size || reader.peek(5) > 1) return NO;
  if (size === 8) return POSSIBLE;
  const body = offset * 4;
  if (reader.left() < body + 3) return POSSIBLE;
  const isSmall = reader.peek16(body) === 0x0053;
  const code = isSmall ? reader.peek(body + 2) : reader.peek16(body) === 0x0080 ? reader.peek(body + 9) : -1;
  return code >= 0 && PERFORMATIVES.has(code) ? LIKELY : NO;
}
