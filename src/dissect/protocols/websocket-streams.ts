// Protocols that are streams of octets, in which the frames of a WebSocket mean nothing (MQTT 5.0 section 6.0, AMQP WebSocket
// Binding 1.0 section 2.4).
import { OVER_AMQP, OVER_MQTT } from "./websocket-protocols.ts";

/** Octets held at most for each side. */
const MOST = 65_536;
const FIRST_ROOM = 256;
const NOTHING = new Uint8Array(0);
/** "AMQP", which begins the header of 8 octets before the frames. */
const AMQP_MAGIC = 0x414d_5150;

/** What one side has sent of a message that is not whole yet; at most 64 KiB. */
export interface Parts {
  bytes: Uint8Array;
  length: number;
  /** Octets still to come of a message that is not read. */
  skipped: number;
  /** Whether octets are missing, so that the next start is to be found. */
  lost: boolean;
}

/** A side that has sent nothing. */
export function newParts(): Parts {
  return { bytes: NOTHING, length: 0, skipped: 0, lost: false };
}

/** Forgets what is held; `lost` says that what follows does not begin a message. */
export function clearParts(parts: Parts, lost: boolean): void {
  parts.length = 0;
  parts.skipped = 0;
  parts.lost = lost;
}

/** Adds octets to what is held; false when that is too much, and then all is forgotten. */
function addPart(parts: Parts, octets: Uint8Array, from: number): boolean {
  const whole = parts.length + octets.length - from;
  if (whole > MOST) {
    clearParts(parts, true);
    return false;
  }
  if (whole > parts.bytes.length) {
    const wider = new Uint8Array(Math.min(MOST, Math.max(FIRST_ROOM, whole * 2)));
    wider.set(parts.bytes.subarray(0, parts.length));
    parts.bytes = wider;
  }
  parts.bytes.set(from === 0 ? octets : octets.subarray(from), parts.length);
  parts.length = whole;
  return true;
}

/** Whether frames mean nothing to the protocol of a key. */
export function isStreamed(key: number): boolean {
  return key === OVER_MQTT || key === OVER_AMQP;
}

/** Passes over octets that are not at hand. */
export function skipPart(parts: Parts, key: number, count: number): void {
  if (parts.lost) return;
  const left = parts.skipped > 0 ? parts.skipped : messageLength(key, parts.bytes, 0, parts.length) - parts.length;
  if (left < count) clearParts(parts, true);
  else {
    clearParts(parts, false);
    parts.skipped = left - count;
  }
}

/** Takes the next octets of a stream; returns all whole messages that are at hand now, or nothing. */
export function takePart(parts: Parts, key: number, octets: Uint8Array): Uint8Array {
  const from = Math.min(parts.skipped, octets.length);
  parts.skipped -= from;
  if (from === octets.length) return NOTHING;
  if (parts.length === 0 && from === 0 && wholeMessages(key, octets, octets.length) === octets.length) {
    parts.lost = false;
    return octets;
  }
  if (parts.lost || !addPart(parts, octets, from)) return NOTHING;
  const whole = wholeMessages(key, parts.bytes, parts.length);
  if (whole < 0) {
    clearParts(parts, true);
    return NOTHING;
  }
  const taken = whole === 0 ? NOTHING : parts.bytes.slice(0, whole);
  if (whole > 0) parts.bytes.copyWithin(0, whole, parts.length);
  parts.length -= whole;
  const next = messageLength(key, parts.bytes, 0, parts.length);
  if (next > MOST) {
    const left = next - parts.length;
    clearParts(parts, false);
    parts.skipped = left;
  }
  return taken;
}

/** Octets of whole messages at the front; -1 when something else stands there. */
function wholeMessages(key: number, bytes: Uint8Array, end: number): number {
  let at = 0;
  while (at < end) {
    const length = messageLength(key, bytes, at, end);
    if (length < 0) return -1;
    if (length === 0 || at + length > end) break;
    at += length;
  }
  return at;
}

/** Octets of the message that begins at `at`: 0 when they are not told yet, -1 when none begins there. */
function messageLength(key: number, bytes: Uint8Array, at: number, end: number): number {
  return key === OVER_MQTT ? mqttLength(bytes, at, end) : amqpLength(bytes, at, end);
}

/** MQTT section 2.1: a type that is not 0, and at most four octets of length. */
function mqttLength(bytes: Uint8Array, at: number, end: number): number {
  if (at < end && (bytes[at] as number) < 0x10) return -1;
  let remaining = 0;
  for (let index = 1; index <= 4; index++) {
    if (at + index >= end) return 0;
    const octet = bytes[at + index] as number;
    remaining |= (octet & 0x7f) << (7 * (index - 1));
    if (octet < 0x80) return 1 + index + remaining;
  }
  return -1;
}

/** AMQP 1.0 sections 2.2 and 2.3: the protocol header, or a frame of at least 8 octets. */
function amqpLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return 0;
  const word = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
  if (word === AMQP_MAGIC) return 8;
  return word < 8 ? -1 : word;
}
