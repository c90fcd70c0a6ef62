// WebSocket: RFC 6455, frames of section 5. The opening is told as HTTP.
// Not decoded: messages over several frames and compressed ones (RFC 7692), beyond their frames; connections whose opening
// was not captured.
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { UNDIRECTED } from "../talk.ts";
import { readFrameHead, WEBSOCKET_FRAMES } from "./http/websocket-frames.ts";

/** Carries the payload of messages that fill one frame. */
const MESSAGES = "websocket";
const FINAL = 0x80;
const COMPRESSED = 0x40;
const CLOSE = 8;

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
}

/** Messages both ways over a connection that began as HTTP. */
export const websocket = dissector<Memory>({
  name: "websocket",
  title: "WebSocket",
  standard: "RFC 6455",
  world: "it",
  carriage: [{ over: "inside", carrier: WEBSOCKET_FRAMES }],
  remember: () => ({ goesOn: [false, false] }),
  probe(reader) {
    return reader.left() >= 2 && FRAMES.has(reader.peek() & 15) ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    const { first, opcode, isMasked, length } = readFrameHead(reader);
    const keyAt = isMasked ? reader.position : -1;
    if (isMasked) reader.skip(4);
    if (!reader.ok || !FRAMES.has(opcode)) return REFUSE;
    reader.fence(reader.end - reader.start);
    const { bytes, position } = reader;
    const size = Math.min(reader.left(), length);
    reader.skipRest();
    const isWhole = (first & FINAL) !== 0;
    const { goesOn } = talk.memory;
    const isAlone = isWhole && !goesOn[talk.side] && (opcode === 1 || opcode === 2);
    if (opcode < CLOSE) goesOn[talk.side] = !isWhole;
    else if (!isWhole) talk.fault("control frame in parts");
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
            ...(code === 0 ? {} : { close_code: code }),
          }
        : undefined,
    );
    if (isAlone && (first & COMPRESSED) === 0 && size === length) {
      talk.hand(MESSAGES, unmasked(bytes, position, size, keyAt), 0, size);
    }
    return DONE;
  },
});

/** A copy of `size` octets of a payload, without the mask whose key begins at `keyAt`; -1 where there is none. */
function unmasked(bytes: Uint8Array, start: number, size: number, keyAt: number): Uint8Array {
  const payload = new Uint8Array(bytes.subarray(start, start + size));
  if (keyAt >= 0)
    for (let at = 0; at < size; at++) payload[at] = (payload[at] as number) ^ (bytes[keyAt + (at & 3)] as number);
  return payload;
}
