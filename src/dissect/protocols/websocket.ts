// WebSocket: RFC 6455, frames of section 5. The opening is told as HTTP; what was agreed in it is told here.
// Not decoded: compressed messages (permessage-deflate, RFC 7692), and those of more than 65,536 octets in several frames or
// 32,768 in one, beyond their frames;
// connections whose opening was not captured; of WAMP, STOMP and others only that they are spoken.
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../dissector.ts";
import { operation, operationTable } from "../operation.ts";
import { latinOf, type Reader } from "../reader.ts";
import { RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";
import { OPENED, readFrameHead, WEBSOCKET_FRAMES } from "./http/websocket-frames.ts";
import { clearParts, gathered, isStreamed, newParts, type Parts, skipPart, takePart } from "./websocket-parts.ts";
import { protocolKey, WEBSOCKET_MESSAGES } from "./websocket-protocols.ts";

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
  /** Whether the side is in the middle of a message. */
  goesOn: [boolean, boolean];
  /** The side that answered the opening; -1 when it was not seen. */
  server: -1 | 0 | 1;
  /** The protocol inside as a key; -1 when none was agreed on. */
  key: number;
  /** What each side has sent of a message that is not whole yet. */
  readonly parts: readonly [Parts, Parts];
}

/** Messages both ways over a connection that began as HTTP. */
export const websocket = dissector<Memory>({
  name: "websocket",
  title: "WebSocket",
  standard: "RFC 6455",
  world: "it",
  carriage: [{ over: "inside", carrier: WEBSOCKET_FRAMES }],
  remember: () => ({ goesOn: [false, false], server: -1, key: -1, parts: [newParts(), newParts()] }),
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
    const { goesOn, server, key } = talk.memory;
    const isWhole = (first & FINAL) !== 0;
    const wentOn = goesOn[talk.side];
    const isCompressed = (first & COMPRESSED) !== 0;
    if (opcode < CLOSE) goesOn[talk.side] = !isWhole;
    else if (!isWhole) talk.fault("control frame in parts", 0);
    // RFC 6455 section 5.1: what a client sends is masked, and nothing else is.
    if (server === talk.side && isMasked) talk.fault("masked frame of a server", 1);
    else if (server >= 0 && server !== talk.side && !isMasked) talk.fault("unmasked frame of a client", 1);
    const reason = opcode === CLOSE && size >= 2 ? unmasked(bytes, position, 2, keyAt) : undefined;
    const code = reason === undefined ? 0 : ((reason[0] as number) << 8) | (reason[1] as number);
    talk.emit(
      FRAMES.of(opcode),
      UNDIRECTED,
      talk.detailed
        ? {
            fin: isWhole,
            opcode,
            mask: isMasked,
            payload_length: length,
            ...(isCompressed ? { compressed: true } : {}),
            ...(code === 0 ? {} : { close_code: code }),
          }
        : undefined,
    );
    if (opcode < CLOSE) {
      const parts = talk.memory.parts[talk.side];
      // What comes after a gap, or continues what did not begin, is no start of a message.
      if (isCompressed || talk.resumed || (opcode === 0 && !wentOn)) clearParts(parts, true);
      if (!isStreamed(key) && opcode !== 0) clearParts(parts, isCompressed);
      if (isCompressed) return DONE;
      if (size < length) skipPart(parts, key, length);
      else {
        const octets = unmasked(bytes, position, size, keyAt);
        const whole = isStreamed(key) ? takePart(parts, key, octets) : gathered(parts, octets, isWhole);
        talk.hand(WEBSOCKET_MESSAGES, whole, 0, whole.length, key);
      }
    }
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
  talk.memory.key = protocolKey(said);
  if (subprotocol !== "") talk.object(subprotocol);
  talk.emit(OPEN, RESPONSE, talk.detailed ? { subprotocol, extensions } : undefined);
  if (talk.memory.key >= 0) talk.hand(WEBSOCKET_MESSAGES, bytes, position, end, talk.memory.key);
  return DONE;
}

/** A copy of `size` octets of a payload, without the mask whose key begins at `keyAt`; -1 where there is none. */
function unmasked(bytes: Uint8Array, start: number, size: number, keyAt: number): Uint8Array {
  const payload = new Uint8Array(bytes.subarray(start, start + size));
  if (keyAt >= 0)
    for (let at = 0; at < size; at++) payload[at] = (payload[at] as number) ^ (bytes[keyAt + (at & 3)] as number);
  return payload;
}
