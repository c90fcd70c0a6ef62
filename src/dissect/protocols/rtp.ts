// RTP and RTCP: RFC 3550 sections 5 and 6; payload types: RFC 3551 table 4 and 5. RTP has no magic number and no port: one
// datagram is taken only when its length is exactly what its payload type makes; else the second of two with the same
// source and numbers that follow each other.
// Not decoded: contents of audio and video; header extensions; feedback and extended reports beyond their kind; what SRTP encrypts.
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operation, operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { NOTICE, type Talk, UNDIRECTED } from "../talk.ts";

const HEAD = 12;
/** Many cameras stream to one recorder; two that share a slot would hide each other. */
const SLOTS = 256;
const FIRST_CONTROL = 192;
const LAST_CONTROL = 223;
const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const DESCRIPTION = 202;
const BYE = 203;
const APPLICATION = 204;
const MPEG_TRANSPORT = 33;
const FIRST_DYNAMIC = 96;
const MOST_SOURCES = 31;
const MOST_PACKETS = 16;

const PACKET = operation("rtp", "packet", "other");
/** RTCP by packet type. */
const CONTROLS = operationTable("rtp", [
  [192, "full_intra_request", "other"],
  [193, "negative_acknowledgment", "other"],
  [SENDER_REPORT, "sender_report", "other"],
  [RECEIVER_REPORT, "receiver_report", "other"],
  [DESCRIPTION, "source_description", "identify"],
  [BYE, "goodbye", "other"],
  [APPLICATION, "application_defined", "other"],
  [205, "transport_feedback", "other"],
  [206, "payload_feedback", "other"],
  [207, "extended_report", "other"],
]);

const PAYLOADS: Readonly<Record<number, string>> = {
  0: "PCMU",
  3: "GSM",
  4: "G723",
  5: "DVI4",
  6: "DVI4",
  7: "LPC",
  8: "PCMA",
  9: "G722",
  10: "L16",
  11: "L16",
  12: "QCELP",
  13: "CN",
  14: "MPA",
  15: "G728",
  16: "DVI4",
  17: "DVI4",
  18: "G729",
  25: "CelB",
  26: "JPEG",
  28: "nv",
  31: "H261",
  32: "MPV",
  33: "MP2T",
  34: "H263",
};
const DESCRIPTIONS: readonly string[] = ["", "cname", "name", "email", "phone", "location", "tool", "note"];

interface Memory {
  /** Packets that may be the first of two: source, payload type and number. Used by probing alone. */
  readonly sources: Int32Array;
  readonly numbers: Int32Array;
  /** Payload types that were told, by side. */
  readonly told: [number, number];
  described: boolean;
}

/** Voice, video and what measures them. */
export const rtp = dissector<Memory>({
  name: "rtp",
  aliases: ["rtcp"],
  title: "RTP and RTCP",
  standard: "RFC 3550",
  world: "it",
  carriage: [{ over: "udp", ports: [5004, 5005] }],
  remember: () => ({
    sources: new Int32Array(SLOTS),
    numbers: new Int32Array(SLOTS),
    told: [-1, -1],
    described: false,
  }),
  probe: likenessOf,
  read(reader, talk) {
    const first = reader.peek();
    const type = reader.peek(1);
    if (first >> 6 !== 2 || type < 0) return REFUSE;
    if (type >= FIRST_CONTROL && type <= LAST_CONTROL) return readControl(reader, talk) ? DONE : REFUSE;
    return readMedia(reader, talk) ? DONE : REFUSE;
  },
});

function readMedia(reader: Reader, talk: Talk<Memory>): boolean {
  const first = reader.u8();
  const second = reader.u8();
  const sequence = reader.u16();
  const timestamp = reader.u32();
  const source = reader.u32();
  reader.skip((first & 15) * 4);
  const hasExtension = (first & 0x10) !== 0;
  if (hasExtension) {
    reader.skip(2);
    reader.skip(reader.u16() * 4);
  }
  if (!reader.ok && !reader.cutByCapture) return false;
  const type = second & 0x7f;
  const { told } = talk.memory;
  if (told[talk.side] !== type) {
    told[talk.side] = type;
    talk.object(PAYLOADS[type] ?? `payload type ${type}`);
  }
  const length = reader.left();
  reader.skipRest();
  talk.emit(
    PACKET,
    UNDIRECTED,
    talk.detailed
      ? {
          padding: (first & 0x20) !== 0,
          extension: hasExtension,
          csrc_count: first & 15,
          marker: second > 127,
          payload_type: type,
          payload_name: PAYLOADS[type] ?? (type >= FIRST_DYNAMIC ? "dynamic" : "unassigned"),
          sequence_number: sequence,
          timestamp,
          ssrc: source,
          payload_length: length,
        }
      : undefined,
  );
  return true;
}

function readControl(reader: Reader, talk: Talk<Memory>): boolean {
  const first = reader.u8();
  const type = reader.u8();
  const length = reader.u16() * 4;
  if (!reader.ok || (length > reader.left() && !reader.cutByCapture)) return false;
  reader.fence(4 + length);
  const count = first & 31;
  const fields: Record<string, unknown> | undefined = talk.detailed ? { packet_type: type, count, length } : undefined;
  if (!CONTROLS.has(type)) talk.fault("unknown packet type", 1);
  if (type === DESCRIPTION) readDescriptions(reader, talk, count, fields);
  else if (length >= 4) {
    const source = reader.u32();
    if (fields !== undefined) fields["ssrc"] = source;
    if (type === SENDER_REPORT && fields !== undefined) {
      reader.skip(8);
      Object.assign(fields, {
        rtp_timestamp: reader.u32(),
        sender_packet_count: reader.u32(),
        sender_octet_count: reader.u32(),
      });
    }
  }
  reader.skipRest();
  talk.emit(CONTROLS.of(type), NOTICE, fields);
  return true;
}

/** Items of sources: section 6.5. Addresses of people are left out. */
function readDescriptions(
  reader: Reader,
  talk: Talk<Memory>,
  count: number,
  fields: Record<string, unknown> | undefined,
): void {
  const sources: object[] = [];
  for (let index = 0; index < Math.min(count, MOST_SOURCES) && reader.left() >= 4; index++) {
    const start = reader.position;
    const items: Record<string, unknown> = { ssrc: reader.u32() };
    while (reader.left() > 0) {
      const type = reader.u8();
      if (type === 0) break;
      const length = reader.u8();
      const text = reader.utf8(Math.min(length, reader.left()));
      const name = DESCRIPTIONS[type] ?? "";
      if (name === "" || name === "email" || name === "phone") continue;
      items[name] = text;
      if (talk.memory.described) continue;
      const method = "RTCP source description";
      if (name === "tool") talk.claim("sender", "software", text, 0.7, method);
      else if (name === "name") talk.claim("sender", "user", text, 0.4, method);
      else if (name === "location") talk.claim("sender", "location", text, 0.5, method);
    }
    // Each source's items end at a multiple of four octets.
    const over = (reader.position - start) & 3;
    if (over !== 0) reader.skip(Math.min(4 - over, reader.left()));
    sources.push(items);
  }
  talk.memory.described = true;
  if (fields !== undefined) fields["sources"] = sources;
}

function likenessOf(reader: Reader, talk: Talk<Memory>): Likeness {
  const first = reader.peek();
  const second = reader.peek(1);
  if (first >> 6 !== 2 || reader.left() < 8) return NO;
  if (second >= FIRST_CONTROL && second <= LAST_CONTROL) return controlLikeness(reader);
  if (reader.left() < HEAD + 1) return NO;
  const type = second & 0x7f;
  // Version 2 alone, without padding, contributors and extension, is how nearly all packets begin.
  if (first === 0x80 && exactLength(reader, type)) return LIKELY;
  if (type < FIRST_DYNAMIC && PAYLOADS[type] === undefined) return NO;
  return followsAnother(reader, talk, type) ? LIKELY : POSSIBLE;
}

/** Compound packets begin with a report, and their lengths make the datagram's: section 6.1. */
function controlLikeness(reader: Reader): Likeness {
  const type = reader.peek(1);
  const isReport = type === SENDER_REPORT || type === RECEIVER_REPORT;
  const count = reader.peek() & 31;
  let at = 0;
  let packets = 0;
  const left = reader.left();
  while (at + 4 <= left && packets < MOST_PACKETS) {
    const next = reader.peek(at + 1);
    if (reader.peek(at) >> 6 !== 2 || next < FIRST_CONTROL || next > LAST_CONTROL) break;
    at += 4 + reader.peek16(at + 2) * 4;
    packets++;
  }
  // Encrypted reports are followed by an index and a tag.
  if (at !== left) return POSSIBLE;
  const least = type === SENDER_REPORT ? 28 : 8;
  if (isReport && 4 + reader.peek16(2) * 4 < least + count * 24) return NO;
  return isReport && packets > 1 ? CERTAIN : isReport || packets > 1 ? LIKELY : POSSIBLE;
}

/** Whether a payload has a length that its type can make: whole frames of audio, or packets of a transport stream. */
function exactLength(reader: Reader, type: number): boolean {
  const length = reader.left() - HEAD;
  switch (type) {
    case 0:
    case 8:
    case 9:
      return length === 80 || length === 160 || length === 240 || length === 320 || length === 480;
    case 3:
      return length === 33 || length === 66 || length === 99;
    case 4:
      return length === 24 || length === 48 || length === 20;
    case 18:
      return length === 10 || length === 20 || length === 30 || length === 40 || length === 60;
    case MPEG_TRANSPORT: {
      if (length === 0 || length % 188 !== 0) return false;
      for (let at = HEAD; at < reader.left(); at += 188) if (reader.peek(at) !== 0x47) return false;
      return true;
    }
    default:
      return false;
  }
}

/** Whether a packet of the same source and type with the number before was seen a moment ago; remembers this one. */
function followsAnother(reader: Reader, talk: Talk<Memory>, type: number): boolean {
  const { sources, numbers } = talk.memory;
  const sequence = reader.peek16(2);
  const source = (reader.peek16(8) << 16) | reader.peek16(10);
  if (source === 0) return false;
  const slot = (Math.imul(source, 0x9e3779b1) >>> 24) & (SLOTS - 1);
  const number = (type << 16) | sequence;
  // Four places for each hash, so that a few that share one do not put each other out again and again.
  let place = slot ^ (sequence & 3);
  for (let way = 0; way < 4; way++) if (sources[slot ^ way] === source) place = slot ^ way;
  const follows = sources[place] === source && numbers[place] === ((type << 16) | ((sequence - 1) & 0xffff));
  sources[place] = source;
  numbers[place] = number;
  return follows;
}
