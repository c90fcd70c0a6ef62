// AMQP 0-9-1 methods and content headers: specification sections 1 and 4.2.
import { type Reader, textOf } from "../../reader.ts";
import { REQUEST, type Talk, UNDIRECTED } from "../../talk.ts";
import { closed, type Memory, opened, textAt } from "./memory.ts";
import {
  answeredBy,
  BASIC,
  CHANNEL,
  CONNECTION,
  CONTENT_HEADER,
  directionOf,
  EXCHANGE,
  METHODS,
  QUEUE,
  REPLY_CODES,
} from "./names.ts";
import { tellPeer, tellSasl } from "./peer.ts";

const MOST_ENTRIES = 64;
const DEEPEST = 3;

/** Reads a method to the fence and emits it. */
export function readMethod(reader: Reader, talk: Talk<Memory>, channel: number): void {
  const group = reader.u16();
  const method = reader.u16();
  const key = group * 256 + method;
  const { memory } = talk;
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? { channel, class_id: group, method_id: method }
    : undefined;
  if (reader.ok && !METHODS.has(key)) talk.fault("unknown method");
  const answer = answeredBy(key);
  const place = (channel & 0x3fff) << 16;
  if (answer > 0) {
    const frame = closed(memory, place | (group * 256 + answer), talk.side);
    if (frame > 0) talk.answersFrame(frame);
  } else opened(memory, place | key, talk.side, talk.frame);
  let direction = directionOf(key);
  if (direction === REQUEST) memory.client = talk.side;
  else if (direction !== UNDIRECTED) memory.client = talk.side === 0 ? 1 : 0;
  if (group === CONNECTION) readConnection(reader, talk, method, fields);
  else if (group === CHANNEL && method === 40) readClose(reader, talk, fields);
  else if (group === EXCHANGE || group === QUEUE) readDeclaration(reader, talk, group, method, fields);
  else if (group === BASIC) {
    readBasic(reader, talk, method, fields);
    // A broker's acknowledgment answers nothing of a client.
    if (method === 80 && memory.client === talk.side) direction = REQUEST;
  }
  reader.skipRest();
  talk.emit(METHODS.of(key), direction, fields);
}

function readConnection(
  reader: Reader,
  talk: Talk<Memory>,
  method: number,
  fields: Record<string, unknown> | undefined,
): void {
  if (method === 10) {
    const version = `${reader.u8()}-${reader.u8()}`;
    const properties = readTable(reader, 0);
    const mechanisms = reader.text(reader.u32());
    if (reader.ok) {
      tellPeer(talk, properties, true);
      talk.note("sender", { kind: "version", protocol: "AMQP", version, obsolete: false });
      if (/\bANONYMOUS\b/.test(mechanisms)) {
        const address = talk.senderAddress();
        const security = "none";
        const users = mechanisms.split(" ");
        talk.note("sender", { kind: "endpoint", protocol: "AMQP", address, security, users, weak: true });
      }
    }
    if (fields !== undefined) Object.assign(fields, { version, server_properties: properties, mechanisms });
  } else if (method === 11) {
    const properties = readTable(reader, 0);
    const mechanism = shortText(reader);
    const length = reader.u32();
    const at = reader.position;
    reader.skip(length);
    if (reader.ok) {
      tellPeer(talk, properties, false);
      const name = properties["connection_name"];
      tellSasl(talk, mechanism, reader.bytes, at, at + length, typeof name === "string" ? name : "");
    }
    if (fields !== undefined)
      Object.assign(fields, { client_properties: properties, mechanism, response_length: length });
  } else if (method === 30 || method === 31) {
    const channels = reader.u16();
    const longest = reader.u32();
    if (fields !== undefined)
      Object.assign(fields, { channel_max: channels, frame_max: longest, heartbeat: reader.u16() });
  } else if (method === 40) {
    const host = shortText(reader);
    talk.object(`virtual host ${host}`);
    if (fields !== undefined) fields["virtual_host"] = host;
  } else if (method === 50) readClose(reader, talk, fields);
}

function readClose(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const code = reader.u16();
  const text = shortText(reader);
  if (code >= 300 && reader.ok) talk.refused(REPLY_CODES[code] ?? `reply_${code}`);
  if (fields !== undefined)
    Object.assign(fields, {
      reply_code: code,
      reply_text: text,
      failing_class_id: reader.u16(),
      failing_method_id: reader.u16(),
    });
}

function readDeclaration(
  reader: Reader,
  talk: Talk<Memory>,
  group: number,
  method: number,
  fields: Record<string, unknown> | undefined,
): void {
  const isQueue = group === QUEUE;
  if (isQueue && method === 11) {
    const queue = shortText(reader);
    talk.object(`queue ${queue}`);
    if (fields !== undefined)
      Object.assign(fields, { queue, message_count: reader.u32(), consumer_count: reader.u32() });
    return;
  }
  // All the others that have names begin with a reserved short.
  if (method % 10 !== 0) return;
  reader.skip(2);
  const name = shortText(reader);
  if (name !== "") talk.object(`${isQueue ? "queue" : "exchange"} ${name}`);
  if (fields === undefined) return;
  fields[isQueue ? "queue" : "exchange"] = name;
  if (!isQueue && method === 10) fields["type"] = shortText(reader);
  else if ((isQueue && (method === 20 || method === 50)) || (!isQueue && method >= 30)) {
    fields[isQueue ? "exchange" : "source"] = shortText(reader);
    fields["routing_key"] = shortText(reader);
  }
}

function readBasic(
  reader: Reader,
  talk: Talk<Memory>,
  method: number,
  fields: Record<string, unknown> | undefined,
): void {
  switch (method) {
    case 20: {
      reader.skip(2);
      const queue = shortText(reader);
      talk.object(`queue ${queue}`);
      if (fields !== undefined) Object.assign(fields, { queue, consumer_tag: shortText(reader) });
      return;
    }
    case 40:
      reader.skip(2);
      readPlace(reader, talk, fields);
      return;
    case 50: {
      const code = reader.u16();
      const text = shortText(reader);
      talk.refused(REPLY_CODES[code] ?? `reply_${code}`);
      if (fields !== undefined) Object.assign(fields, { reply_code: code, reply_text: text });
      readPlace(reader, talk, fields);
      return;
    }
    case 60: {
      const tag = shortText(reader);
      const delivery = reader.u64();
      const redelivered = reader.u8();
      if (fields !== undefined)
        Object.assign(fields, { consumer_tag: tag, delivery_tag: delivery, redelivered: redelivered !== 0 });
      readPlace(reader, talk, fields);
      return;
    }
    case 70: {
      reader.skip(2);
      const queue = shortText(reader);
      talk.object(`queue ${queue}`);
      if (fields !== undefined) fields["queue"] = queue;
      return;
    }
    case 71: {
      const delivery = reader.u64();
      reader.skip(1);
      if (fields !== undefined) fields["delivery_tag"] = delivery;
      readPlace(reader, talk, fields);
      return;
    }
    case 80:
    case 90:
    case 120: {
      const delivery = reader.u64();
      if (fields !== undefined) Object.assign(fields, { delivery_tag: delivery, bits: reader.u8() });
      return;
    }
    default:
  }
}

/** Exchange and routing key, told as one object without building text again for what was seen before. */
function readPlace(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const exchange = keptText(reader, talk.memory);
  const key = keptText(reader, talk.memory);
  if (!reader.ok) return;
  if (exchange !== "") talk.object(exchange);
  if (key !== "") talk.object(key);
  if (fields !== undefined) Object.assign(fields, { exchange, routing_key: key });
}

function keptText(reader: Reader, memory: Memory): string {
  const length = reader.u8();
  const at = reader.position;
  reader.skip(length);
  return reader.ok ? textAt(memory, reader.bytes, at, at + length) : "";
}

function shortText(reader: Reader): string {
  return reader.utf8(reader.u8());
}

/** Reads a content header to the fence and emits it. */
export function readContentHeader(reader: Reader, talk: Talk<Memory>, channel: number): void {
  const group = reader.u16();
  reader.skip(2);
  const size = reader.u64();
  const flags = reader.u16();
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? { channel, class_id: group, body_size: size }
    : undefined;
  if (fields !== undefined && group === BASIC) {
    if ((flags & 0x8000) !== 0) fields["content_type"] = shortText(reader);
    if ((flags & 0x4000) !== 0) fields["content_encoding"] = shortText(reader);
    if ((flags & 0x2000) !== 0) reader.skip(reader.u32());
    if ((flags & 0x1000) !== 0) fields["delivery_mode"] = reader.u8();
    if ((flags & 0x0800) !== 0) fields["priority"] = reader.u8();
    if ((flags & 0x0400) !== 0) fields["correlation_id"] = shortText(reader);
    if ((flags & 0x0200) !== 0) fields["reply_to"] = shortText(reader);
    if ((flags & 0x0100) !== 0) fields["expiration"] = shortText(reader);
    if ((flags & 0x0080) !== 0) fields["message_id"] = shortText(reader);
    if ((flags & 0x0040) !== 0) fields["timestamp"] = reader.u64();
    if ((flags & 0x0020) !== 0) fields["type"] = shortText(reader);
    if ((flags & 0x0010) !== 0) fields["user_id"] = shortText(reader);
    if ((flags & 0x0008) !== 0) fields["app_id"] = shortText(reader);
  }
  // Whether properties are whole is asked only of who looks at them.
  reader.ok = true;
  reader.skipRest();
  talk.emit(CONTENT_HEADER, UNDIRECTED, fields);
}

/** A field table: texts, numbers and booleans by name; section 4.2.5.5. */
function readTable(reader: Reader, depth: number): Record<string, unknown> {
  const table: Record<string, unknown> = {};
  const outer = reader.narrow(reader.u32());
  for (let entries = 0; entries < MOST_ENTRIES && reader.left() > 1; entries++) {
    const name = shortText(reader);
    const value = readValue(reader, reader.u8(), depth);
    if (!reader.ok) break;
    if (name !== "__proto__") table[name] = value;
  }
  reader.widen(outer);
  return table;
}

function readValue(reader: Reader, type: number, depth: number): unknown {
  switch (String.fromCharCode(type)) {
    case "t":
      return reader.u8() !== 0;
    case "b":
      return reader.i8();
    case "B":
      return reader.u8();
    case "s":
    case "U":
      return reader.i16();
    case "u":
      return reader.u16();
    case "I":
      return reader.i32();
    case "i":
      return reader.u32();
    case "l":
    case "L":
    case "T":
      return reader.u64();
    case "f":
      reader.skip(4);
      return null;
    case "d":
      reader.skip(8);
      return null;
    case "D":
      reader.skip(5);
      return null;
    case "S": {
      const length = reader.u32();
      const at = reader.position;
      reader.skip(length);
      return reader.ok ? textOf(reader.bytes, at, Math.min(at + length, at + 256)) : "";
    }
    case "x":
    case "A":
      reader.skip(reader.u32());
      return null;
    case "F":
      if (depth < DEEPEST) return readTable(reader, depth + 1);
      reader.skip(reader.u32());
      return null;
    case "V":
      return null;
    default:
      reader.ok = false;
      return null;
  }
}
