// MQTT-SN: version 1.2 (Stanford-Clark, Truong 2013) section 5; version 2 of OASIS keeps its forms of these messages.
// Not decoded: payloads but for numbers in plain text and flat JSON; messages of version 2 alone (AUTH, PUBWOS).
import { DONE, dissector, LIKELY, type Likeness, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operation, operationTable } from "../operation.ts";
import { noRequests, type OpenRequests, pair } from "../pairing.ts";
import { pointSpace } from "../points.ts";
import { type Reader, utf8Of } from "../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";
import type { Topic } from "./mqtt/memory.ts";
import { type Spaces, tellPayload } from "./mqtt/values.ts";

const ADVERTISE = 0x00;
const GWINFO = 0x02;
const CONNECT = 0x04;
const CONNACK = 0x05;
const REGISTER = 0x0a;
const REGACK = 0x0b;
const PUBLISH = 0x0c;
const PUBACK = 0x0d;
const SUBSCRIBE = 0x12;
const SUBACK = 0x13;
const UNSUBSCRIBE = 0x14;
const UNSUBACK = 0x15;
const PINGREQ = 0x16;
const DISCONNECT = 0x18;
const ENCAPSULATED = 0xfe;
const NORMAL_TOPIC = 0;
const SHORT_TOPIC = 2;
const MOST_TOPICS = 128;
const SPACES: Spaces = { number: pointSpace("mqttsn", "", "number"), boolean: pointSpace("mqttsn", "", "boolean") };

/** By message type; a publish that goes to a client is told apart. */
const MESSAGES = operationTable("mqttsn", [
  [ADVERTISE, "advertise", "identify"],
  [0x01, "searchgw", "identify"],
  [GWINFO, "gwinfo", "identify"],
  [CONNECT, "connect", "authenticate"],
  [CONNACK, "connack", "authenticate"],
  [0x06, "willtopicreq", "other"],
  [0x07, "willtopic", "configure"],
  [0x08, "willmsgreq", "other"],
  [0x09, "willmsg", "configure"],
  [REGISTER, "register", "other"],
  [REGACK, "regack", "other"],
  [PUBLISH, "publish", "write"],
  [PUBACK, "puback", "other"],
  [0x0e, "pubcomp", "other"],
  [0x0f, "pubrec", "other"],
  [0x10, "pubrel", "other"],
  [SUBSCRIBE, "subscribe", "read"],
  [SUBACK, "suback", "other"],
  [UNSUBSCRIBE, "unsubscribe", "other"],
  [UNSUBACK, "unsuback", "other"],
  [PINGREQ, "pingreq", "other"],
  [0x17, "pingresp", "other"],
  [DISCONNECT, "disconnect", "other"],
  [0x1a, "willtopicupd", "configure"],
  [0x1b, "willtopicresp", "other"],
  [0x1c, "willmsgupd", "configure"],
  [0x1d, "willmsgresp", "other"],
  [ENCAPSULATED, "forwarder_encapsulation", "other"],
]);
const DELIVERY = operation("mqttsn", "publish_delivery", "read");
const RETURN_CODES: readonly string[] = [
  "accepted",
  "rejected_congestion",
  "rejected_invalid_topic_id",
  "rejected_not_supported",
];
/** What answers what. */
const ANSWERS: Readonly<Record<number, number>> = {
  5: CONNECT,
  11: REGISTER,
  13: PUBLISH,
  14: 0x10,
  15: PUBLISH,
  19: SUBSCRIBE,
  21: UNSUBSCRIBE,
  23: PINGREQ,
  27: 0x1a,
  29: 0x1c,
};

interface Memory extends OpenRequests {
  /** Which side is the client; -1 while unknown. */
  client: -1 | 0 | 1;
  /** Names by topic identifier, and those that wait for theirs by message identifier. */
  readonly topics: Map<number, Topic>;
  readonly waiting: Map<number, string>;
}

/** MQTT of sensor networks: small datagrams between clients and a gateway. */
export const mqttsn = dissector<Memory>({
  name: "mqttsn",
  aliases: ["mqtt-sn"],
  title: "MQTT-SN",
  standard: "MQTT-SN 1.2",
  world: "iot",
  authentication: "none",
  carriage: [{ over: "udp", ports: [1883, 1884] }],
  remember: () => ({ ...noRequests(), client: -1, topics: new Map(), waiting: new Map() }),
  probe: likenessOf,
  read(reader, talk) {
    let length = reader.u8();
    if (length === 1) length = reader.u16();
    const type = reader.u8();
    if (!reader.ok || length < 2 || !MESSAGES.has(type)) return REFUSE;
    if (length > reader.end - reader.start && !reader.cutByCapture) return REFUSE;
    reader.fence(length);
    if (reader.left() < leastOf(type)) {
      if (!reader.cutByCapture) return REFUSE;
    }
    readMessage(reader, talk, type);
    return DONE;
  },
});

/** Fewest bytes behind the type. */
function leastOf(type: number): number {
  switch (type) {
    case CONNECT:
    case PUBLISH:
      return type === CONNECT ? 4 : 5;
    case REGISTER:
      return 4;
    case REGACK:
    case PUBACK:
      return 5;
    case SUBACK:
      return 6;
    case SUBSCRIBE:
    case UNSUBSCRIBE:
    case ADVERTISE:
      return 3;
    case 0x0e:
    case 0x0f:
    case 0x10:
    case UNSUBACK:
      return 2;
    case 0x01:
    case GWINFO:
    case CONNACK:
      return 1;
    default:
      return 0;
  }
}

function topicOf(memory: Memory, id: number, text: string): Topic {
  const made: Topic = { bytes: new Uint8Array(0), text, bornNode: "", members: [] };
  if (memory.topics.size >= MOST_TOPICS) memory.topics.clear();
  memory.topics.set(id, made);
  return made;
}

/** Keys of topics: predefined and short ones have identifiers of their own. */
function keyOf(kind: number, id: number): number {
  return kind * 65536 + id;
}

function readMessage(reader: Reader, talk: Talk<Memory>, type: number): void {
  const { memory } = talk;
  const fields: Record<string, unknown> = { message_type: type };
  let what = MESSAGES.of(type);
  let identifier = 0;
  let code = 0;
  let direction: Direction = UNDIRECTED;
  const isClient = memory.client < 0 ? talk.fromClient : memory.client === talk.side;
  switch (type) {
    case CONNECT: {
      memory.client = talk.side;
      direction = REQUEST;
      const flags = reader.u8();
      const protocol = reader.u8();
      fields["clean_session"] = (flags & 4) !== 0;
      fields["will"] = (flags & 8) !== 0;
      fields["duration"] = reader.u16();
      const name = reader.utf8(reader.left());
      fields["client_id"] = name;
      if (protocol !== 1) talk.fault("unknown protocol identifier", 3);
      talk.claim("sender", "description", name, 0.4, "MQTT-SN client identifier");
      talk.note("sender", { kind: "session", protocol: "MQTT-SN", anonymous: true, ...(name === "" ? {} : { name }) });
      break;
    }
    case REGISTER: {
      direction = isClient ? REQUEST : NOTICE;
      const id = reader.u16();
      identifier = reader.u16();
      const name = reader.utf8(reader.left());
      Object.assign(fields, { topic_id: id, topic_name: name });
      talk.object(name);
      // A gateway tells the identifier at once; a client gets it with the acknowledgment.
      if (id !== 0) topicOf(memory, keyOf(NORMAL_TOPIC, id), name);
      else wait(memory, identifier, name);
      break;
    }
    case REGACK:
    case PUBACK:
    case SUBACK: {
      direction = RESPONSE;
      if (type === SUBACK) reader.skip(1);
      const id = reader.u16();
      identifier = reader.u16();
      code = reader.u8();
      fields["topic_id"] = id;
      const name = memory.waiting.get(identifier);
      if (type !== PUBACK && name !== undefined && code === 0 && id !== 0)
        topicOf(memory, keyOf(NORMAL_TOPIC, id), name);
      memory.waiting.delete(identifier);
      break;
    }
    case PUBLISH: {
      direction = isClient ? REQUEST : NOTICE;
      if (!isClient) what = DELIVERY;
      identifier = readPublish(reader, talk, fields);
      break;
    }
    case SUBSCRIBE:
    case UNSUBSCRIBE: {
      direction = REQUEST;
      memory.client = talk.side;
      const flags = reader.u8();
      identifier = reader.u16();
      const kind = flags & 3;
      const name =
        kind === NORMAL_TOPIC || kind === SHORT_TOPIC ? reader.utf8(reader.left()) : `predefined topic ${reader.u16()}`;
      fields["topic"] = name;
      fields["qos"] = (flags >> 5) & 3;
      talk.object(name);
      if (type === SUBSCRIBE && kind === NORMAL_TOPIC) wait(memory, identifier, name);
      break;
    }
    case CONNACK:
      memory.client = talk.side === 0 ? 1 : 0;
      direction = RESPONSE;
      code = reader.u8();
      if (code === 0) talk.claim("sender", "kind", "MQTT-SN gateway", 0.7, "answers MQTT-SN connections");
      break;
    case ADVERTISE:
    case GWINFO:
      direction = type === ADVERTISE ? NOTICE : RESPONSE;
      fields["gateway_id"] = reader.u8();
      talk.claim("sender", "kind", "MQTT-SN gateway", 0.7, "MQTT-SN gateway announcement");
      break;
    case PINGREQ:
      direction = REQUEST;
      if (reader.left() > 0) fields["client_id"] = reader.utf8(reader.left());
      break;
    case DISCONNECT:
      if (reader.left() >= 2) fields["duration"] = reader.u16();
      break;
    case 0x01:
      direction = REQUEST;
      break;
    case 0x0e:
    case 0x0f:
    case 0x10:
    case UNSUBACK:
      identifier = reader.u16();
      break;
    case 0x1b:
    case 0x1d:
      direction = RESPONSE;
      code = reader.left() > 0 ? reader.u8() : 0;
      break;
    default:
      if (type === ENCAPSULATED) fields["encapsulated"] = true;
  }
  if (type !== ENCAPSULATED) reader.skipRest();
  else reader.position = reader.end;
  const answers = ANSWERS[type];
  const own = talk.side === 0 ? 1 : 0;
  if (answers !== undefined) pair(talk, false, (answers << 17) | (own << 16) | identifier);
  else pair(talk, true, (type << 17) | (talk.side << 16) | identifier);
  if (identifier > 0) fields["message_id"] = identifier;
  if (code !== 0) talk.refused(RETURN_CODES[code] ?? `return_code_${code}`);
  talk.emit(what, direction, talk.detailed ? fields : undefined);
}

function wait(memory: Memory, identifier: number, name: string): void {
  if (memory.waiting.size >= MOST_TOPICS) memory.waiting.clear();
  memory.waiting.set(identifier, name);
}

function readPublish(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): number {
  const { memory } = talk;
  const flags = reader.u8();
  const kind = flags & 3;
  const at = reader.position;
  const id = reader.u16();
  const identifier = reader.u16();
  const key = keyOf(kind, id);
  const topic =
    memory.topics.get(key) ??
    (kind === SHORT_TOPIC
      ? topicOf(memory, key, utf8Of(reader.bytes, at, Math.min(reader.end, at + 2)))
      : topicOf(memory, key, `${kind === NORMAL_TOPIC ? "topic" : "predefined topic"} ${id}`));
  talk.object(topic.text);
  Object.assign(fields, {
    qos: (flags >> 5) & 3,
    retain: (flags & 0x10) !== 0,
    duplicate: (flags & 0x80) !== 0,
    topic_id: id,
    topic: topic.text,
    payload_length: reader.left(),
  });
  tellPayload(talk, topic, reader.bytes, reader.position, reader.end, (flags & 0x10) !== 0, SPACES);
  return identifier;
}

function likenessOf(reader: Reader): Likeness {
  const first = reader.peek();
  const head = first === 1 ? 3 : 1;
  const length = first === 1 ? reader.peek16(1) : first;
  const type = reader.peek(head);
  if (type < 0 || !MESSAGES.has(type)) return NO;
  if (type === ENCAPSULATED ? length > reader.left() : length !== reader.left()) return NO;
  const rest = length - head - 1;
  if (rest < leastOf(type)) return NO;
  if (type !== CONNECT) return POSSIBLE;
  // Protocol identifier 1, reserved flags clear, and a name of at most 23 printable characters.
  const flags = reader.peek(head + 1);
  if (reader.peek(head + 2) !== 1 || (flags & 0xf3) !== 0 || rest < 5 || rest > 4 + 23) return NO;
  for (let ahead = head + 5; ahead < length; ahead++)
    if (reader.peek(ahead) < 33 || reader.peek(ahead) > 126) return NO;
  return LIKELY;
}
