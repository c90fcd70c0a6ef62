// Service Request Transport Protocol of GE controllers, as publicly described: Denton et al. (2017), tables 1 and 4.
// Not decoded: programs, fault tables, clocks, most of the controller's type, and requests of several packets.
import type { Answer, Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import * as services from "./services.ts";

const HEADER = 56;
/** Length of the text is told in 16 bits; controllers stay far below. */
const MOST_TEXT = 16_384;
const INIT = 0;
const INIT_ACKNOWLEDGE = 1;
const REQUEST_TYPE = 2;
const RESPONSE_TYPE = 3;
/** Kinds of mail. */
const SHORT_REQUEST = 0xc0;
const TEXT_REQUEST = 0x80;
const SHORT_ANSWER = 0xd4;
const TEXT_ANSWER = 0x94;
const ERROR_ANSWER = 0xd1;
const MOST_POINTS = 2048;
const STATES: ReadonlyMap<number, string> = new Map([
  [0, "stop_outputs_disabled"],
  [1, "run_outputs_enabled"],
  [2, "run_outputs_disabled"],
]);

type Fields = Record<string, unknown>;

/** Services of Series 90, VersaMax, PACSystems and of robots that speak as they do. */
export const gesrtp = dissector<Asked>({
  name: "gesrtp",
  aliases: ["ge-srtp", "srtp-ge"],
  title: "GE-SRTP",
  standard: "Denton et al. 2017 (public description)",
  world: "ot",
  authentication: "optional",
  longest: HEADER + MOST_TEXT,
  carriage: [{ over: "tcp", ports: [18245] }],
  remember: nothingAsked,
  probe: (reader) => probeHeader(reader),
  read(reader, talk): Answer {
    const type = reader.u8();
    const known = type <= RESPONSE_TYPE;
    if (reader.ok && !known) return REFUSE;
    reader.skip(1);
    const sequence = reader.u16le();
    const text = reader.u16le();
    if (!reader.ok) return MORE;
    if (text > MOST_TEXT || (reader.complete && reader.left() < HEADER - 6)) return REFUSE;
    if (!reader.fence(HEADER + text)) return MORE;
    const fields: Fields | undefined = talk.detailed ? { type, sequence, text_length: text } : undefined;
    if (type === INIT || type === INIT_ACKNOWLEDGE) {
      if (type === INIT) ask(talk, talk.memory, -1);
      else {
        answer(talk, talk.memory, -1);
        talk.note("sender", { kind: "session", protocol: "GE-SRTP", anonymous: true });
      }
      reader.skipRest();
      talk.emit(services.SERVICES.of(services.INITIALIZE), type === INIT ? REQUEST : RESPONSE, fields);
      return DONE;
    }
    reader.skip(24);
    const number = reader.u8();
    const kind = reader.u8();
    const source = reader.u32();
    const destination = reader.u32();
    const packet = reader.u8();
    const total = reader.u8();
    if (fields !== undefined)
      Object.assign(fields, {
        sequence_number: number,
        message_type: kind,
        mailbox_source: source,
        mailbox_destination: destination,
        packet_number: packet,
        total_packets: total,
      });
    const code =
      type === REQUEST_TYPE
        ? readRequest(reader, talk, kind, number, destination, fields)
        : readAnswer(reader, talk, kind, number, source, fields);
    if (fields !== undefined && reader.left() > 0 && code !== services.LOGON && code !== services.PRIVILEGE)
      fields["data"] = reader.hex(Math.min(reader.left(), 256));
    reader.skipRest();
    talk.emit(services.SERVICES.of(code), type === REQUEST_TYPE ? REQUEST : RESPONSE, fields);
    return DONE;
  },
});

/** The slot of a mailbox: CPUs in the first slots are told as they are, -1 for the usual first one. */
function slotOf(mailbox: number): number {
  const slot = mailbox >>> 28;
  return slot > 1 ? slot : -1;
}

/** Service, selector, offset and count; with a text they stand eight octets later. */
function readRequest(
  reader: Reader,
  talk: Talk<Asked>,
  kind: number,
  number: number,
  destination: number,
  fields: Fields | undefined,
): number {
  if (kind !== SHORT_REQUEST && kind !== TEXT_REQUEST) talk.fault("unknown message type", 31);
  if (kind === TEXT_REQUEST) reader.skip(8);
  const code = reader.u8();
  const selector = reader.u8();
  const offset = reader.u16le();
  const count = reader.u16le();
  if (!services.SERVICES.has(code)) talk.fault("unknown service", kind === TEXT_REQUEST ? 50 : 42);
  ask(talk, talk.memory, number, code, selector, offset, count);
  if (fields !== undefined) fields["service_request_code"] = code;
  const segment = services.segmentOf(selector);
  if (code >= READ_FIRST && code <= WRITE_LAST) {
    talk.target(segment?.name ?? "memory", offset + 1, count);
    if (fields !== undefined)
      Object.assign(fields, {
        segment_selector: selector,
        segment: segment?.name,
        data_offset: offset,
        data_length: count,
      });
    if (code === services.WRITE_MEMORY && segment !== undefined)
      readValues(reader, talk, segment, slotOf(destination), offset, count, fields);
  } else if (code === services.LOGON || code === services.PRIVILEGE) {
    reader.position -= 4;
    // Eight characters of password follow where levels are protected; without a password they are zero.
    if (holdsText(reader))
      talk.note("sender", { kind: "credential", method: "GE-SRTP privilege password", exposure: "clear" });
  } else if (code === services.SET_STATE) {
    const state = STATES.get(selector);
    if (state !== undefined) talk.object(`state ${state}`);
    if (fields !== undefined) Object.assign(fields, { state: selector, state_name: state });
  }
  return code;
}

const READ_FIRST = services.READ_MEMORY;
const WRITE_LAST = 0x09;

function holdsText(reader: Reader): boolean {
  for (let ahead = 0; ahead < reader.left() && ahead < 64; ahead++) {
    const octet = reader.peek(ahead);
    if (octet >= 0x30 && octet <= 0x7a) return true;
  }
  return false;
}

/** Status, six octets of data, and what every answer tells of the controller; or a text behind the header. */
function readAnswer(
  reader: Reader,
  talk: Talk<Asked>,
  kind: number,
  number: number,
  source: number,
  fields: Fields | undefined,
): number {
  const { numbers } = talk.memory;
  const request = answer(talk, talk.memory, number);
  const code = request < 0 ? services.RESPONSE_ALONE : (numbers[request] as number);
  const status = reader.u8();
  const minor = reader.u8();
  const at = reader.position;
  if (kind === ERROR_ANSWER)
    talk.refused(`error_0x${status.toString(16).padStart(2, "0")}_0x${minor.toString(16).padStart(2, "0")}`);
  else if (kind !== SHORT_ANSWER && kind !== TEXT_ANSWER) talk.fault("unknown message type", 31);
  if (fields !== undefined) Object.assign(fields, { status_code: status, minor_status_code: minor });
  reader.skip(6);
  const program = reader.u8();
  const privilege = reader.u8();
  const sweep = reader.u16le();
  const state = reader.u16le();
  if (fields !== undefined && kind === SHORT_ANSWER)
    Object.assign(fields, {
      control_program: program,
      privilege_level: privilege,
      sweep_time: sweep,
      plc_status_word: state,
    });
  if (request < 0 || kind === ERROR_ANSWER || !reader.ok) return code;
  if (kind === SHORT_ANSWER) reader.position = at;
  const outer = kind === SHORT_ANSWER ? reader.narrow(6) : reader.end;
  const segment = services.segmentOf(numbers[request + 1] as number);
  if (code === services.READ_MEMORY && segment !== undefined)
    readValues(
      reader,
      talk,
      segment,
      slotOf(source),
      numbers[request + 2] as number,
      numbers[request + 3] as number,
      fields,
    );
  else if (code === services.CONTROLLER_TYPE && kind === TEXT_ANSWER) {
    const from = reader.position;
    const name = reader.text(Math.min(8, reader.left()));
    talk.claim("sender", "vendor", "GE", 0.5, "GE-SRTP controller type", from, from + 8);
    if (/^[\x20-\x7e]+$/.test(name)) talk.claim("sender", "name", name, 0.5, "GE-SRTP controller type", from, from + 8);
    if (fields !== undefined) fields["controller_id"] = name;
  }
  if (kind === SHORT_ANSWER) reader.widen(outer);
  return code;
}

/** Points are counted from 1; bits lie in the octets that hold them, the first octet whole. */
function readValues(
  reader: Reader,
  talk: Talk<Asked>,
  segment: services.Segment,
  slot: number,
  offset: number,
  count: number,
  fields: Fields | undefined,
): void {
  const values: number[] = [];
  const most = Math.min(count, MOST_POINTS);
  if (segment.unit === "bit") {
    const start = offset & 7;
    for (let index = 0; index < most; index++) {
      const octet = reader.peek((start + index) >> 3);
      if (octet < 0) break;
      const value = (octet >> ((start + index) & 7)) & 1;
      talk.sample(segment.space, slot, "", offset + index + 1, value);
      if (fields !== undefined) values.push(value);
    }
    reader.skip(Math.min(reader.left(), (start + most + 7) >> 3));
  } else {
    const size = segment.unit === "word" ? 2 : 1;
    for (let index = 0; index < most && reader.left() >= size; index++) {
      const value = size === 2 ? reader.u16le() : reader.u8();
      talk.sample(segment.space, slot, "", offset + index + 1, value);
      if (fields !== undefined) values.push(value);
    }
  }
  if (fields !== undefined) fields["values"] = values;
}

/** Type, kind of mail and service fit each other, and the sequence number stands twice. */
function probeHeader(reader: Reader): Likeness {
  const left = reader.left();
  const type = reader.peek();
  if (type < 0 || type > RESPONSE_TYPE || reader.peek(1) > 0) return NO;
  if (left < HEADER) return reader.complete ? NO : POSSIBLE;
  if (type === INIT || type === INIT_ACKNOWLEDGE)
    return reader.peek16(4) === 0 && reader.peek16(2) === 0 ? POSSIBLE : NO;
  const kind = reader.peek(31);
  if (reader.peek16(6) !== 0 || reader.peek(8) !== 0) return NO;
  if (type === RESPONSE_TYPE)
    return kind === SHORT_ANSWER || kind === TEXT_ANSWER || kind === ERROR_ANSWER
      ? reader.peek(30) === reader.peek(2)
        ? LIKELY
        : POSSIBLE
      : NO;
  if (kind !== SHORT_REQUEST && kind !== TEXT_REQUEST) return NO;
  const code = reader.peek(kind === TEXT_REQUEST ? 50 : 42);
  return services.SERVICES.has(code) && code < services.INITIALIZE ? LIKELY : POSSIBLE;
}
