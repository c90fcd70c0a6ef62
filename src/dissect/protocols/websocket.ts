// WebSocket: RFC 6455, frames of section 5. The opening is told as HTTP; what was agreed in it is told here.
// Messages over several frames are joined (section 5.4); streams are cut by their own lengths.
// Not decoded: compressed messages (permessage-deflate, RFC 7692) and those of more than 32,768 octets, beyond their frames;
// connections whose opening was not captured; of WAMP, STOMP and others only that they are spoken.
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../dissector.ts";
import { operation, operationTable } from "../operation.ts";
import { latinOf, type Reader } from "../reader.ts";
import { RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";
import { OPENED, readFrameHead, WEBSOCKET_FRAMES } from "./http/websocket-frames.ts";
import { forgetMessage, type Joined, type Joining, join, newJoining, type Part, unmask } from "./websocket-joining.ts";
import { protocolKey, WEBSOCKET_MESSAGES } from "./websocket-protocols.ts";
import { clearParts, isStreamed, newParts, type Parts, skipPart, takePart } from "./websocket-streams.ts";

const FINAL = 0x80;
const COMPRESSED = 0x40;
const CLOSE = 8;
const LONGEST_OPENING = 1024;

const OPEN = operation("websocket", "open", "other");
const FRAMES = operationTable("websocket", [
  [0, "continuation", "other"],
  [1, "text", "other"],
  [2, "binary", "other"],
  [CLOSE, "close", "other"],
  [9, "ping", "other"],
  [10, "pong", "other"],
]);

interface Memory {
  readonly joining: readonly [Joining, Joining];
  /** The side that answered the opening; -1 when it was not seen. */
  server: -1 | 0 | 1;
  /** The protocol inside as a key; -1 when none was agreed on. */
  key: number;
  /** What each side has sent of the next message of a stream. */
  readonly parts: readonly [Parts, Parts];
}

/** Messages both ways over a connection that began as HTTP. */
export const websocket = dissector<Memory>({
  name: "websocket",
  title: "WebSocket",
  standard: "RFC 6455",
  world: "it",
  carriage: [{ over: "inside", carrier: WEBSOCKET_FRAMES }],
  remember: () => ({ joining: [newJoining(), newJoining()], server: -1, key: -1, parts: [newParts(), newParts()] }),
  probe(reader) {
    return reader.left() >= 2 && (FRAMES.has(reader.peek() & 15) || isOpening(reader)) ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    if (isOpening(reader)) return readOpening(reader, talk);
    const { first, opcode, isMasked, length } = readFrameHead(reader);
    const keyAt = isMasked ? reader.position : -1;
    if (isMasked) reader.skip(4);
    if (!reader.ok || !FRAMES.has(opcode)) return REFUSE;
    reader.fence(reader.end - reader.start);
    const { bytes, position } = reader;
    const size = Math.min(reader.left(), length);
    reader.skipRest();
    const { server, key } = talk.memory;
    const joining = talk.memory.joining[talk.side];
    const parts = talk.memory.parts[talk.side];
    if (talk.resumed) {
      forgetMessage(joining, "unknown");
      clearParts(parts, true);
    }
    const isLast = (first & FINAL) !== 0;
    const isCompressed = (first & COMPRESSED) !== 0;
    const part = { opcode, isLast, isCompressed, length, size, bytes, start: position, keyAt };
    const isStream = isStreamed(key);
    const isPacked = opcode === 0 ? joining.isCompressed : isCompressed;
    const joined = opcode < CLOSE ? join(joining, part, !isStream) : undefined;
    if (joined !== undefined && joined.defect !== "") talk.fault(joined.defect, 0);
    else if (joined === undefined && !isLast) talk.fault("control frame in parts", 0);
    // RFC 6455 section 5.1: what a client sends is masked, and nothing else is.
    if (server === talk.side && isMasked) talk.fault("masked frame of a server", 1);
    else if (server >= 0 && server !== talk.side && !isMasked) talk.fault("unmasked frame of a client", 1);
    const code = opcode === CLOSE && size >= 2 ? closeCode(bytes, position, keyAt) : 0;
    talk.emit(
      FRAMES.of(opcode),
      UNDIRECTED,
      talk.detailed
        ? {
            fin: isLast,
            opcode,
            mask: isMasked,
            payload_length: length,
            ...(isCompressed ? { compressed: true } : {}),
            ...(joined === undefined || joined.length === 0 ? {} : { message_length: joined.length }),
            ...(joined?.isTooLong === true ? { too_long: true } : {}),
            ...(code === 0 ? {} : { close_code: code }),
          }
        : undefined,
    );
    if (joined === undefined) return DONE;
    if (!isStream) {
      const { message } = joined;
      if (message !== undefined) talk.hand(WEBSOCKET_MESSAGES, message, 0, message.length, key);
    } else if (isPacked || !joined.belongs) clearParts(parts, true);
    else readStream(talk, parts, part, joined);
    return DONE;
  },
});

function isOpening(reader: Reader): boolean {
  for (let at = 0; at < OPENED.length; at++) if (reader.peek(at) !== OPENED.charCodeAt(at)) return false;
  return true;
}

/** What the server agreed to; who rides inside is told it too, for the path may say more. */
function readOpening(reader: Reader, talk: Talk<Memory>): Answer {
  const { bytes, position, end } = reader;
  const text = latinOf(bytes, position, Math.min(end, position + LONGEST_OPENING));
  reader.fence(end - reader.start);
  reader.skipRest();
  const told = (name: string): string => new RegExp(`^${name}: ?(.*)\\r$`, "m").exec(text)?.[1] ?? "";
  const said = told("sec-websocket-protocol");
  // Some programs put a token there, because a page can set no other field.
  const subprotocol = /^[\w.+:/-]{1,32}$/.test(said) && !/bearer|token|^ey/i.test(said) ? said : "";
  const extensions = told("sec-websocket-extensions");
  talk.memory.server = talk.side;
  for (const side of talk.memory.joining) forgetMessage(side, "between");
  for (const side of talk.memory.parts) clearParts(side, false);
  talk.memory.key = protocolKey(said);
  if (subprotocol !== "") talk.object(subprotocol);
  talk.emit(OPEN, RESPONSE, talk.detailed ? { subprotocol, extensions } : undefined);
  if (talk.memory.key >= 0) talk.hand(WEBSOCKET_MESSAGES, bytes, position, end, talk.memory.key);
  return DONE;
}

/** Hands on what is whole of a stream, wherever frames cut it. */
function readStream(
  talk: Talk<Memory>,
  parts: Parts,
  { bytes, start, size, length, keyAt }: Part,
  joined: Joined,
): void {
  const { key } = talk.memory;
  if (joined.defect !== "") clearParts(parts, false);
  if (size < length) {
    skipPart(parts, key, length);
    return;
  }
  const octets = new Uint8Array(size);
  unmask(bytes, start, size, keyAt, octets, 0);
  const whole = takePart(parts, key, octets);
  talk.hand(WEBSOCKET_MESSAGES, whole, 0, whole.length, key);
}

/** The reason of an end, without the mask whose key begins at `keyAt`; -1 where there is none. */
function closeCode(bytes: Uint8Array, at: number, keyAt: number): number {
  const code = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  return keyAt < 0 ? code : code ^ (((bytes[keyAt] as number) << 8) | (bytes[keyAt + 1] as number));
}
