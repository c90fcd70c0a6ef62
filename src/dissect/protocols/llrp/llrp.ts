// EPCglobal Low Level Reader Protocol (LLRP) 1.0.1 and 1.1: section 15 (connection), 16 (encodings). Of tags only how many were seen is
// told: they may be worn by persons.
// Not decoded: contents of reader operations and configurations but antennas, inputs and outputs; results of commands to tags; extensions
// of makers; LLRP inside TLS (port 5085).
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { type Asked, answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { MESSAGES, makerOf } from "./names.ts";
import { nothingTold, readParameters, tellCounts } from "./parameters.ts";

const HEAD = 10;
/** Reports of many tags at once. */
const LONGEST = 262_144;
const GET_CONFIG = 2;
const SET_CONFIG = 3;
const CAPABILITIES_ANSWER = 11;
const CLIENT_OPERATION = 45;
const SET_VERSION = 47;
const CLIENT_ANSWER = 55;
const VERSION_ANSWER = 56;
const REPORT = 61;
const KEEPALIVE = 62;
const EVENT = 63;
const KEEPALIVE_ACK = 72;
const FAILED = 100;
const CUSTOM = 1023;
/** First parameters of messages, which may be empty where it is 0. */
const NOTIFICATION = 246;
const STATUS = 287;

interface Memory {
  asked: Asked;
  /** Whether it was told what the reader is, and noted that nobody proved who he is. */
  told: boolean;
  noted: boolean;
}

type Fields = Record<string, unknown>;

/** Readers of radio tags, and who drives them: gates of halls, doors of wards, tools of locating. */
export const llrp = dissector<Memory>({
  name: "llrp",
  title: "LLRP",
  standard: "EPCglobal LLRP 1.1",
  world: "iot",
  authentication: "none",
  carriage: [{ over: "tcp", ports: [5084] }],
  longest: LONGEST,
  remember: () => ({ asked: nothingAsked(), told: false, noted: false }),
  probe: likenessOf,
  read(reader, talk) {
    const word = reader.u16();
    const length = reader.u32();
    const identifier = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    const version = (word >> 10) & 7;
    const type = word & 0x3ff;
    if (word >> 13 !== 0 || version < 1 || version > 2 || length < HEAD || length > LONGEST) return REFUSE;
    if (!reader.fence(length)) return MORE;
    const fields: Fields = { version, message_type: type, message_id: identifier };
    if (!MESSAGES.has(type)) talk.fault("unknown message type", 0);
    readMessage(reader, talk, type, identifier, fields);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const word = reader.peek16();
  const high = reader.peek16(2);
  const low = reader.peek16(4);
  if (word < 0) return reader.complete || reader.peek() >> 4 !== 0 ? NO : POSSIBLE;
  const version = (word >> 10) & 7;
  const type = word & 0x3ff;
  if (word >> 13 !== 0 || version < 1 || version > 2 || !MESSAGES.has(type)) return NO;
  if (low < 0) return high > 4 ? NO : POSSIBLE;
  const length = high * 65_536 + low;
  if (length < HEAD || length > LONGEST) return NO;
  const shortest = fixedOf(type);
  if (length < HEAD + shortest) return NO;
  const first = reader.peek16(HEAD) & 0x3ff;
  const isHere = reader.peek16(HEAD) >= 0;
  if (type === EVENT || isAnswer(type)) {
    if (length === HEAD) return NO;
    if (!isHere) return POSSIBLE;
    return reader.peek16(HEAD) === first && first === (type === EVENT ? NOTIFICATION : STATUS) ? CERTAIN : NO;
  }
  // Messages of a fixed length without parameters: few octets must speak for themselves.
  if (type === KEEPALIVE || type === KEEPALIVE_ACK) return length === HEAD ? LIKELY : NO;
  if (type >= 21 && type <= 25) return length === HEAD + 4 ? LIKELY : NO;
  if (type >= 41 && type <= 43) return length === HEAD + 4 ? LIKELY : NO;
  return POSSIBLE;
}

/** Answers that begin with their status. */
function isAnswer(type: number): boolean {
  if (type === 4 || type === FAILED) return true;
  return (type >= 11 && type <= 13) || (type >= 30 && type <= 36) || (type >= 50 && type <= 54) || type === 57;
}

/** Octets in front of a message's parameters. */
function fixedOf(type: number): number {
  if (type === 1 || type === SET_CONFIG || type === SET_VERSION) return 1;
  if (type === GET_CONFIG) return 7;
  if (type === VERSION_ANSWER) return 2;
  if (type === CUSTOM) return 5;
  return (type >= 21 && type <= 25) || (type >= 41 && type <= 43) ? 4 : 0;
}

/** Readers are servers, and call what they send unasked. */
function directionOf(type: number): Direction {
  if (type === REPORT || type === KEEPALIVE || type === EVENT || type === CLIENT_OPERATION) return NOTICE;
  if (type === KEEPALIVE_ACK || type === CLIENT_ANSWER || type === CUSTOM || !MESSAGES.has(type)) return UNDIRECTED;
  return isAnswer(type) || type === VERSION_ANSWER ? RESPONSE : REQUEST;
}

function readMessage(reader: Reader, talk: Talk<Memory>, type: number, identifier: number, fields: Fields): void {
  const { memory } = talk;
  const direction = directionOf(type);
  const told = nothingTold();
  readFixed(reader, talk, type, fields);
  if (type === CUSTOM) reader.skipRest();
  else readParameters(reader, talk, fields, told);
  tellCounts(talk, fields, told);
  noteSession(talk, type);
  if ((direction === NOTICE || type === CAPABILITIES_ANSWER) && !memory.told) {
    memory.told = true;
    talk.claim("sender", "kind", "RFID reader", 0.9, "LLRP messages of a reader");
    talk.claim("sender", "role", "sensor", 0.8, "LLRP messages of a reader");
  }
  if (direction === REQUEST || type === KEEPALIVE || type === CLIENT_OPERATION) ask(talk, memory.asked, identifier | 0);
  else if (direction === RESPONSE || type === KEEPALIVE_ACK || type === CLIENT_ANSWER)
    answer(talk, memory.asked, identifier | 0);
  talk.emit(MESSAGES.of(type), direction, talk.detailed ? fields : undefined);
}

/** What stands in front of the parameters. */
function readFixed(reader: Reader, talk: Talk<Memory>, type: number, fields: Fields): void {
  switch (type) {
    case 1:
      fields["requested_data"] = reader.u8();
      return;
    case GET_CONFIG:
      fields["antenna_id"] = reader.u16();
      fields["requested_data"] = reader.u8();
      reader.skip(4);
      return;
    case SET_CONFIG: {
      const isReset = reader.u8() >> 7 === 1;
      fields["reset_to_factory_default"] = isReset;
      if (isReset) talk.object("factory default");
      return;
    }
    case SET_VERSION:
      fields["protocol_version"] = reader.u8();
      return;
    case VERSION_ANSWER:
      fields["current_version"] = reader.u8();
      fields["supported_version"] = reader.u8();
      return;
    case CUSTOM: {
      const vendor = reader.u32();
      fields["vendor"] = makerOf(vendor) || vendor;
      fields["subtype"] = reader.u8();
      return;
    }
    default: {
      if (fixedOf(type) !== 4) return;
      const specification = reader.u32();
      const word = type < 40 ? "ROSpec" : "AccessSpec";
      // 0 stands for all of them.
      if (reader.ok) talk.object(specification === 0 ? `all ${word}s` : `${word} ${specification}`);
    }
  }
}

/** Told once: readers ask nobody who he is. */
function noteSession(talk: Talk<Memory>, type: number): void {
  const { memory } = talk;
  if (memory.noted || directionOf(type) !== REQUEST) return;
  memory.noted = true;
  talk.note("sender", { kind: "session", protocol: "LLRP", anonymous: true });
}
