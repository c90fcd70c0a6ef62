// MQTT 3.1.1 (OASIS) sections 2 and 3.
import { asciiBytes, type ByteWriter, writer } from "../bytes.ts";

function packet(first: number, body: ByteWriter): Uint8Array {
  return head(writer(), first, body.length).bytes(body.done()).done();
}

function head(out: ByteWriter, first: number, length: number): ByteWriter {
  out.u8(first);
  let left = length;
  do {
    const rest = left >> 7;
    out.u8(rest > 0 ? (left & 0x7f) | 0x80 : left);
    left = rest;
  } while (left > 0);
  return out;
}

function text(out: ByteWriter, value: string): ByteWriter {
  return out.u16(value.length).text(value);
}

/** Opens a clean session without any credential. */
export function encodeConnect(client: string, keepAlive: number): Uint8Array {
  return packet(0x10, text(text(writer(), "MQTT").u8(4, 2).u16(keepAlive), client));
}

/** Accepts a session. */
export function encodeConnectAcknowledgment(): Uint8Array {
  return packet(0x20, writer().u8(0, 0));
}

/** Publishes once at most (quality of service 0). */
export function encodePublish(topic: string, payload: string, retain = false): Uint8Array {
  return packet(retain ? 0x31 : 0x30, text(writer(), topic).bytes(asciiBytes(payload)));
}

/** Begins a PUBLISH of quality of service 0; its topic and its payload must follow, with these numbers of bytes. */
export function beginPublish(out: ByteWriter, topic: number, payload: number): ByteWriter {
  return head(out, 0x30, 2 + topic + payload).u16(topic);
}

/** Asks for a topic filter at quality of service 0. */
export function encodeSubscribe(identifier: number, filter: string): Uint8Array {
  return packet(0x82, text(writer().u16(identifier), filter).u8(0));
}

/** Grants quality of service 0. */
export function encodeSubscribeAcknowledgment(identifier: number): Uint8Array {
  return packet(0x90, writer().u16(identifier).u8(0));
}

/** Asks for, or gives, a sign of life. */
export function encodePing(answer: boolean): Uint8Array {
  return packet(answer ? 0xd0 : 0xc0, writer());
}
