// WebSocket: RFC 6455, frames of section 5. The opening is told as HTTP.
// Not decoded: messages over several frames and compressed ones (RFC 7692), beyond their frames; connections whose opening
// was not captured.
import { type Answer, CERTAIN, DONE, dissector, NO, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { UNDIRECTED } from "../talk.ts";
import { WEBSOCKET_FRAMES } from "./http/websocket-frames.ts";

/** Carries the payload of messages that fill one frame. */
const MESSAGES = "websocket";
const FINAL = 0x80;
const COMPRESSED = 0x40;
const MASKED = 0x80;
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
    const first = reader.u8();
    const second = reader.u8();
    const short = second & 0x7f;
    const length = short === 126 ? reader.u16() : short === 127 ? reader.u64() : short;
    const isMasked = (second & MASKED) !== 0;
    const keyAt = reader.position;
    if (isMasked) reader.skip(4);
    const opcode = first & 15;
    if (!reader.ok || !FRAMES.has(opcode)) return REFUSE;
    reader.fence(reader.end - reader.start);
    const payload = new Uint8Array(Math.min(reader.left(), length));
    for (let at = 0; at < payload.length; at++) {
      const octet = reader.bytes[reader.position + at] as number;
      payload[at] = isMasked ? octet ^ (reader.bytes[keyAt + (at & 3)] as number) : octet;
    }
    reader.skipRest();
    const isWhole = (first & FINAL) !== 0;
    const { goesOn } = talk.memory;
    const isAlone = isWhole && !goesOn[talk.side] && (opcode === 1 || opcode === 2);
    if (opcode < CLOSE) goesOn[talk.side] = !isWhole;
    else if (!isWhole) talk.fault("control frame in parts");
    const code = opcode === CLOSE && payload.length >= 2 ? ((payload[0] as number) << 8) | (payload[1] as number) : 0;
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
    if (isAlone && (first & COMPRESSED) === 0 && payload.length === length)
      talk.hand(MESSAGES, payload, 0, payload.length);
    return DONE;
  },
});
