// MQTT PUBLISH: MQTT 3.1.1 (OASIS) and MQTT 5.0 (OASIS) section 3.3.
import type { Reader } from "../../reader.ts";
import { hexOf, utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, UNDIRECTED } from "../../talk.ts";
import { type HeldPublish, type Memory, openPacket, setAlias, topicOf } from "./memory.ts";
import { DELIVERY, OPERATIONS, PUBLISH } from "./names.ts";
import { readProperties, readVarint } from "./properties.ts";
import { tellPayload } from "./values.ts";

/** Longest payload that is shown; longer ones are told by their length. */
const SHOWN_PAYLOAD = 256;
/** Carries payloads of clients that begin like a message of another protocol. */
export const PAYLOADS = "mqtt payload";
const HANDED = '{"code":"';
const HASH = 35;
const PLUS = 43;

// Reused for every message that is whole; nothing of it is kept.
const whole: HeldPublish = {
  left: 0,
  topic: undefined,
  first: 0,
  packetId: 0,
  payloadLength: 0,
  remaining: 0,
  properties: undefined,
  faults: [],
};

/** Reads a publish that lies whole before the fence and emits it. */
export function readPublish(reader: Reader, talk: Talk<Memory>, first: number, remaining: number): void {
  const end = reader.end;
  readVariableHeader(reader, talk, whole, first, remaining, end);
  const payloadStart = Math.min(reader.position, end);
  reader.skipRest();
  whole.payloadLength = end - payloadStart;
  const { topic } = whole;
  if (topic !== undefined && reader.ok && !reader.cut) {
    // Version 5 lets live messages keep the mark of stored ones.
    const isStored = (first & 1) !== 0 && talk.memory.version < 5 && !isFromClient(talk);
    tellPayload(talk, topic, reader.bytes, payloadStart, end, isStored);
  }
  const payload =
    talk.detailed && reader.ok && !reader.cut ? payloadFields(reader.bytes, payloadStart, end) : undefined;
  emitPublish(reader, talk, whole, payload);
  // A broker passes on what others say.
  if (payloadStart < end && reader.ok && !reader.cut && isFromClient(talk))
    handPayload(reader, talk, payloadStart, end);
}

/** Hands on a payload that another protocol is inside of, by its first octets: to ask for each would cost too much. */
function handPayload(reader: Reader, talk: Talk<Memory>, start: number, end: number): void {
  const { bytes } = reader;
  for (let at = 0; at < HANDED.length; at++) if (bytes[start + at] !== HANDED.charCodeAt(at)) return;
  talk.hand(PAYLOADS, bytes, start, end);
}

/** Reads the beginning of a publish too long to be held; its payload comes with `skipPayload`. Answers whether the beginning was all there. */
export function beginPublish(
  reader: Reader,
  talk: Talk<Memory>,
  first: number,
  remaining: number,
  messageLength: number,
): boolean {
  const held: HeldPublish = { ...whole, faults: [] };
  readVariableHeader(reader, talk, held, first, remaining, reader.start + messageLength);
  if (!reader.ok) return false;
  held.payloadLength = messageLength - (reader.position - reader.start);
  held.left = held.payloadLength;
  if (held.left < 0) return false;
  talk.memory.held[talk.side] = held;
  skipPayload(reader, talk, held);
  return true;
}

/** Takes what is there of a held publish's payload; emits the publish when the payload has ended. */
export function skipPayload(reader: Reader, talk: Talk<Memory>, held: HeldPublish): void {
  const take = Math.min(held.left, reader.left());
  reader.skip(take);
  held.left -= take;
  if (held.left > 0) return;
  talk.memory.held[talk.side] = undefined;
  emitPublish(reader, talk, held, undefined);
}

function readVariableHeader(
  reader: Reader,
  talk: Talk<Memory>,
  publish: HeldPublish,
  first: number,
  remaining: number,
  end: number,
): void {
  const { memory } = talk;
  const quality = (first >> 1) & 3;
  publish.first = first;
  publish.remaining = remaining;
  publish.topic = undefined;
  publish.packetId = 0;
  publish.properties = undefined;
  if (publish.faults.length > 0) publish.faults.length = 0;
  const topicLength = reader.u16();
  const topicStart = reader.position;
  reader.skip(topicLength);
  if (quality > 0) publish.packetId = reader.u16();
  if (!reader.ok) return;
  if (topicLength > 0) publish.topic = topicOf(memory, reader.bytes, topicStart, topicStart + topicLength);
  if (memory.version === 5 || (memory.version === 0 && reader.fenced && looksLikeProperties(reader))) {
    const properties = readProperties(reader, talk.detailed);
    publish.properties = properties.fields;
    if (properties.unknown) publish.faults.push("unknown property");
    const alias = properties.topicAlias;
    if (alias > 0 && reader.ok) {
      if (publish.topic !== undefined) setAlias(memory, talk.side, alias, publish.topic);
      else publish.topic = memory.aliases[talk.side].get(alias);
    } else if (topicLength === 0) publish.faults.push("empty topic");
  } else if (topicLength === 0) publish.faults.push("empty topic");
  if (quality === 3) publish.faults.push("illegal quality of service");
  if (quality === 0 && (first & 8) !== 0) publish.faults.push("bad flags");
  if (quality > 0 && publish.packetId === 0) publish.faults.push("illegal packet identifier");
  for (let at = topicStart; at < topicStart + topicLength && at < end; at++) {
    const byte = reader.bytes[at];
    if (byte === HASH || byte === PLUS || byte === 0) {
      publish.faults.push("illegal topic name");
      break;
    }
  }
}

/**
 * Whether a connection whose CONNECT was not seen has version 5: a payload seldom starts with bytes that read as
 * properties, or with a zero before printable text.
 */
function looksLikeProperties(reader: Reader): boolean {
  const { position, end } = reader;
  const length = readVarint(reader);
  const start = reader.position;
  let fits = reader.ok && length >= 0 && start + length <= end;
  if (fits && length > 0) {
    reader.position = position;
    fits = !readProperties(reader, false).unknown && reader.ok && reader.position === start + length;
  } else if (fits) {
    const next = start < end ? (reader.bytes[start] as number) : 32;
    fits = next >= 32 && next < 127;
  }
  reader.position = position;
  reader.end = end;
  reader.ok = true;
  return fits;
}

function isFromClient(talk: Talk<Memory>): boolean {
  const { client } = talk.memory;
  return client < 0 ? talk.fromClient : client === talk.side;
}

function emitPublish(reader: Reader, talk: Talk<Memory>, publish: HeldPublish, payload: object | undefined): void {
  const { memory } = talk;
  const { topic, first, packetId } = publish;
  const quality = (first >> 1) & 3;
  const fromClient = isFromClient(talk);
  for (let index = 0; index < publish.faults.length; index++) talk.fault(publish.faults[index] as string, 0);
  if (topic !== undefined) {
    talk.object(topic.text);
    if (fromClient && topic.bornNode !== "") {
      const method = "Sparkplug birth certificate (edge node)";
      talk.claim("sender", "name", topic.bornNode, 0.6, method, reader.start, reader.position);
    }
  }
  if (quality > 0) openPacket(memory, PUBLISH, packetId, talk.side, talk.frame);
  const direction = memory.client < 0 ? UNDIRECTED : fromClient ? REQUEST : NOTICE;
  talk.emit(
    fromClient ? OPERATIONS.of(PUBLISH) : DELIVERY,
    direction,
    talk.detailed
      ? {
          packet_type: PUBLISH,
          dup: (first & 8) !== 0,
          qos: quality,
          retain: (first & 1) !== 0,
          remaining_length: publish.remaining,
          topic: topic?.text ?? "",
          ...(quality > 0 ? { packet_identifier: packetId } : {}),
          ...(publish.properties === undefined ? {} : { properties: publish.properties }),
          payload_length: publish.payloadLength,
          ...payload,
        }
      : undefined,
  );
}

/** A short payload, as text when it is printable UTF-8. */
function payloadFields(bytes: Uint8Array, start: number, end: number): object {
  if (end - start > SHOWN_PAYLOAD) return {};
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) return { payload_hex: hexOf(bytes, start, end) };
  }
  const text = utf8Of(bytes, start, end);
  return text.includes("\ufffd") ? { payload_hex: hexOf(bytes, start, end) } : { payload: text };
}
