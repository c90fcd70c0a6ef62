// MQTT 3.1 (IBM and Eurotech), MQTT 3.1.1 (OASIS), MQTT 5.0 (OASIS): chapters 2 and 3.
// Not decoded: payloads but for numbers in plain text and flat JSON (short printable ones are shown), among them Sparkplug B
// metrics. Over WebSocket, packets of more than 65,536 octets.
// A publish longer than 8,192 bytes is read in chunks and told by its length; if the capture has a hole in it, it is lost.
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { OVER_MQTT, WEBSOCKET_MESSAGES } from "../websocket-protocols.ts";
import { noteSession, readConnack, readConnect, readText } from "./connect.ts";
import { closePacket, type Memory, newMemory, openPacket } from "./memory.ts";
import {
  AUTH,
  CONNACK,
  CONNECT,
  DISCONNECT,
  OPERATIONS,
  PINGREQ,
  PINGRESP,
  PUBACK,
  PUBCOMP,
  PUBLISH,
  PUBREC,
  PUBREL,
  reasonCodeName,
  SUBACK,
  SUBSCRIBE,
  UNSUBACK,
  UNSUBSCRIBE,
} from "./names.ts";
import { readProperties } from "./properties.ts";
import { beginPublish, readPublish, skipPayload } from "./publish.ts";

const PORTS: readonly number[] = [1883];
const LONGEST = 65_536;
/** Publishes longer than this are not held. */
const LONGEST_WHOLE = 8192;
/** What a client sends once it is let in, or believes so. */
const GOES_ON: readonly number[] = [PUBLISH, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, PUBACK, PUBREC];

/** MQTT between clients and a broker: every packet type and property of versions 3.1, 3.1.1 and 5.0. */
export const mqtt = dissector<Memory>({
  name: "mqtt",
  title: "MQTT",
  standard: "MQTT 5.0 (OASIS)",
  world: "iot",
  authentication: "optional",
  carriage: [
    { over: "tcp", ports: PORTS },
    { over: "inside", carrier: WEBSOCKET_MESSAGES, keys: [OVER_MQTT] },
  ],
  longest: LONGEST,
  remember: newMemory,
  probe(reader, talk) {
    const likeness = likenessOf(reader);
    // Being asked means that the start of a message is looked for: a payload that was awaited has lost bytes.
    if (likeness !== NO) talk.memory.held[talk.side] = undefined;
    return likeness;
  },
  read(reader, talk) {
    const held = talk.memory.held[talk.side];
    if (held !== undefined) {
      skipPayload(reader, talk, held);
      return DONE;
    }
    const headerLength = fixedHeaderLength(reader);
    if (headerLength < 0) return REFUSE;
    if (headerLength === 0) return reader.complete ? REFUSE : MORE;
    const first = reader.u8();
    const type = first >> 4;
    if (type === 0) return REFUSE;
    let remaining = 0;
    for (let index = 1; index < headerLength; index++) remaining |= (reader.u8() & 0x7f) << (7 * (index - 1));
    const length = headerLength + remaining;
    if (length > LONGEST_WHOLE && type === PUBLISH && !reader.complete) {
      return beginPublish(reader, talk, first, remaining, length) ? DONE : reader.ok ? REFUSE : MORE;
    }
    if (length > LONGEST && type !== PUBLISH) return REFUSE;
    if (!reader.fence(length)) return MORE;
    // Where only the client was captured, its going on shows that it was let in.
    if (talk.memory.asked?.side === talk.side && GOES_ON.includes(type)) noteSession(talk);
    if (type === PUBLISH) readPublish(reader, talk, first, remaining);
    else readPacket(reader, talk, first, remaining);
    return DONE;
  },
});

/** Length of the fixed header: 0 when it is not all at hand, -1 when its length field is longer than four bytes. */
function fixedHeaderLength(reader: Reader): number {
  for (let ahead = 1; ahead <= 4; ahead++) {
    const byte = reader.peek(ahead);
    if (byte < 0) return 0;
    if (byte < 0x80) return ahead + 1;
  }
  return -1;
}

function readPacket(reader: Reader, talk: Talk<Memory>, first: number, remaining: number): void {
  const type = first >> 4;
  const flags = first & 15;
  const wanted = type === PUBREL || type === SUBSCRIBE || type === UNSUBSCRIBE ? 2 : 0;
  // Version 3.1 gave acknowledged packets a quality and a duplicate flag.
  if (flags !== wanted && talk.memory.version !== 3) talk.fault("bad flags", 0);
  const header = talk.detailed ? { packet_type: type, flags, remaining_length: remaining } : undefined;
  switch (type) {
    case CONNECT:
      readConnect(reader, talk, header);
      return;
    case CONNACK:
      readConnack(reader, talk, header);
      return;
    case PUBACK:
    case PUBREC:
    case PUBREL:
    case PUBCOMP:
      readAcknowledgment(reader, talk, type, header);
      return;
    case SUBSCRIBE:
    case UNSUBSCRIBE:
      readFilters(reader, talk, type, header);
      return;
    case SUBACK:
    case UNSUBACK:
      readGranted(reader, talk, type, header);
      return;
    case PINGREQ:
      talk.memory.client = talk.side;
      openPacket(talk.memory, PINGREQ, 0, talk.side, talk.frame);
      talk.emit(OPERATIONS.of(type), REQUEST, header);
      return;
    case PINGRESP:
      sentByBroker(talk);
      answers(talk, PINGREQ, 0);
      talk.emit(OPERATIONS.of(type), RESPONSE, header);
      return;
    default:
      readClosing(reader, talk, type, header);
  }
}

/** PUBACK, PUBREC, PUBREL and PUBCOMP; sections 3.4 to 3.7. */
function readAcknowledgment(reader: Reader, talk: Talk<Memory>, type: number, header: object | undefined): void {
  const packetId = reader.u16();
  const reason = readReason(reader, talk);
  if (type === PUBREL) openPacket(talk.memory, PUBREL, packetId, talk.side, talk.frame);
  else answers(talk, type === PUBCOMP ? PUBREL : PUBLISH, packetId);
  if (reason.code >= 0x80) talk.refused(reasonCodeName(reason.code));
  const { client } = talk.memory;
  const direction = client < 0 ? UNDIRECTED : client === talk.side ? REQUEST : RESPONSE;
  talk.emit(
    OPERATIONS.of(type),
    direction,
    header === undefined ? undefined : Object.assign(header, { packet_identifier: packetId }, reason.fields),
  );
}

/** SUBSCRIBE and UNSUBSCRIBE; sections 3.8 and 3.10. */
function readFilters(reader: Reader, talk: Talk<Memory>, type: number, header: object | undefined): void {
  const { memory } = talk;
  memory.client = talk.side;
  const packetId = reader.u16();
  if (packetId === 0) talk.fault("illegal packet identifier");
  const properties = memory.version === 5 ? readProperties(reader, talk.detailed) : undefined;
  if (properties?.unknown === true) talk.fault("unknown property");
  const propertyFields = properties?.fields;
  const topics: unknown[] = [];
  let count = 0;
  while (reader.ok && reader.left() > 0) {
    const filter = readText(reader);
    const options = type === SUBSCRIBE ? reader.u8() : 0;
    if (!reader.ok) break;
    count++;
    talk.object(filter);
    if ((options & 3) === 3) talk.fault("illegal quality of service");
    if (header === undefined) continue;
    topics.push(type === SUBSCRIBE ? { topic_filter: filter, ...subscriptionOptions(options, memory) } : filter);
  }
  if (count === 0) talk.fault("no topic filter");
  openPacket(memory, type, packetId, talk.side, talk.frame);
  talk.emit(
    OPERATIONS.of(type),
    REQUEST,
    header === undefined
      ? undefined
      : Object.assign(header, {
          packet_identifier: packetId,
          ...(propertyFields === undefined ? {} : { properties: propertyFields }),
          topics,
        }),
  );
}

function subscriptionOptions(options: number, memory: Memory): object {
  if (memory.version !== 5) return { qos: options & 3 };
  return {
    qos: options & 3,
    no_local: (options & 4) !== 0,
    retain_as_published: (options & 8) !== 0,
    retain_handling: (options >> 4) & 3,
  };
}

/** SUBACK and UNSUBACK; sections 3.9 and 3.11. */
function readGranted(reader: Reader, talk: Talk<Memory>, type: number, header: object | undefined): void {
  sentByBroker(talk);
  const packetId = reader.u16();
  answers(talk, type === SUBACK ? SUBSCRIBE : UNSUBSCRIBE, packetId);
  const properties = talk.memory.version === 5 ? readProperties(reader, talk.detailed) : undefined;
  if (properties?.unknown === true) talk.fault("unknown property");
  const propertyFields = properties?.fields;
  const codes: number[] = [];
  while (reader.left() > 0) codes.push(reader.u8());
  const failed = codes.find((code) => code >= 0x80);
  if (failed !== undefined) talk.refused(reasonCodeName(failed));
  talk.emit(
    OPERATIONS.of(type),
    RESPONSE,
    header === undefined
      ? undefined
      : Object.assign(header, {
          packet_identifier: packetId,
          ...(propertyFields === undefined ? {} : { properties: propertyFields }),
          reason_codes: codes,
        }),
  );
}

/** DISCONNECT and AUTH; sections 3.14 and 3.15. */
function readClosing(reader: Reader, talk: Talk<Memory>, type: number, header: object | undefined): void {
  const { memory } = talk;
  if (type === AUTH && (memory.version === 3 || memory.version === 4)) talk.fault("illegal packet type", 0);
  const reason = readReason(reader, talk);
  if (reason.code >= 0x80) talk.refused(reasonCodeName(reason.code));
  const { client } = memory;
  const direction = client < 0 ? UNDIRECTED : client === talk.side ? REQUEST : NOTICE;
  talk.emit(OPERATIONS.of(type), direction, header === undefined ? undefined : Object.assign(header, reason.fields));
}

// Reused: read before the next call.
const reason: { code: number; fields: object | undefined } = { code: 0, fields: undefined };

/** The reason code and properties that version 5 may add. */
function readReason(reader: Reader, talk: Talk<Memory>): { code: number; fields: object | undefined } {
  reason.code = 0;
  reason.fields = undefined;
  const { version } = talk.memory;
  if (reader.left() === 0 || version === 3 || version === 4) return reason;
  reason.code = reader.u8();
  const properties = reader.left() > 0 ? readProperties(reader, talk.detailed) : undefined;
  if (properties?.unknown === true) talk.fault("unknown property");
  if (talk.detailed) {
    reason.fields = {
      reason_code: reason.code,
      reason: reasonCodeName(reason.code),
      ...(properties === undefined ? {} : { properties: properties.fields }),
    };
  }
  return reason;
}

function sentByBroker(talk: Talk<Memory>): void {
  talk.memory.client = talk.side === 0 ? 1 : 0;
}

function answers(talk: Talk<Memory>, type: number, packetId: number): void {
  const frame = closePacket(talk.memory, type, packetId, talk.side);
  if (frame > 0) talk.answersFrame(frame);
}

function likenessOf(reader: Reader): Likeness {
  const first = reader.peek();
  const type = first >> 4;
  const flags = first & 15;
  if (first < 0 || type === 0) return NO;
  const headerLength = fixedHeaderLength(reader);
  if (headerLength < 0) return NO;
  if (headerLength === 0) return !reader.complete && reader.left() > 1 ? POSSIBLE : NO;
  let remaining = 0;
  for (let ahead = 1; ahead < headerLength; ahead++) remaining |= (reader.peek(ahead) & 0x7f) << (7 * (ahead - 1));
  const isExact = headerLength + remaining === reader.left();
  switch (type) {
    case CONNECT:
      return connectLikeness(reader, headerLength, flags, remaining);
    case PUBLISH:
      return publishLikeness(reader, headerLength, remaining, isExact);
    case SUBSCRIBE:
    case UNSUBSCRIBE:
      return flags === 2 && remaining >= 5 && isExact && filtersFit(reader, headerLength)
        ? LIKELY
        : possible(remaining >= 5);
    case PINGREQ:
    case PINGRESP:
      return possible(flags === 0 && remaining === 0);
    case CONNACK:
      return possible(flags === 0 && remaining >= 2 && reader.peek(headerLength) < 2);
    case SUBACK:
    case UNSUBACK:
      return possible(flags === 0 && remaining >= 2 && isExact);
    case DISCONNECT:
    case AUTH:
      return possible(flags === 0 && (remaining === 0 || isExact));
    default:
      return possible((flags & 13) === 0 && remaining >= 2 && isExact);
  }
}

function possible(fits: boolean): Likeness {
  return fits ? POSSIBLE : NO;
}

function connectLikeness(reader: Reader, at: number, flags: number, remaining: number): Likeness {
  if (flags !== 0 || remaining < 10) return NO;
  if (reader.left() < at + 6) return POSSIBLE;
  const magic = (reader.peek16(at + 2) << 16) | reader.peek16(at + 4);
  const isStandard = reader.peek16(at) === 4 && magic === 0x4d515454;
  const isOld = reader.peek16(at) === 6 && magic === 0x4d514973;
  return isStandard || isOld ? CERTAIN : NO;
}

function publishLikeness(reader: Reader, at: number, remaining: number, isExact: boolean): Likeness {
  const topicLength = reader.peek16(at);
  if (topicLength < 0) return POSSIBLE;
  if (topicLength + 2 > remaining) return NO;
  let levels = 0;
  for (let index = 0; index < topicLength; index++) {
    const byte = reader.peek(at + 2 + index);
    if (byte < 0) return POSSIBLE;
    if (byte < 32) return NO;
    if (byte === 0x2f) levels++;
  }
  return isExact && levels > 0 && (reader.peek() & 6) !== 6 ? LIKELY : POSSIBLE;
}

/** Whether a packet identifier and then topic filters of printable characters with their options fill the packet. */
function filtersFit(reader: Reader, headerLength: number): boolean {
  const size = reader.peek() >> 4 === SUBSCRIBE ? 1 : 0;
  const { bytes } = reader;
  let at = reader.position + headerLength + 2;
  const end = reader.end;
  while (at + 2 <= end) {
    const length = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
    const next = at + 2 + length;
    if (length === 0 || next + size > end) return false;
    for (let index = at + 2; index < next; index++) if ((bytes[index] as number) < 32) return false;
    if (size === 1 && (bytes[next] as number) > 0x2e) return false;
    at = next + size;
  }
  return at === end;
}
