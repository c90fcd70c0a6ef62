// ISO-TP: ISO 15765-2 (transport over CAN) with the identifiers of ISO 15765-4 (0x7df to 0x7ef, and of 29 bits 0x18daxxxx and
// 0x18dbxxxx); in it UDS (ISO 14229-1) and on-board diagnostics (ISO 15031-5).
// Not decoded: extended and mixed addressing, identifiers of makers' own, answers beyond 4,095 octets, contents of services beyond
// those that DoIP's are read for, parameters but the common ones.
import { CAN_DIAGNOSTIC_TYPE } from "../../buses.ts";
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { type Talk, UNDIRECTED } from "../../talk.ts";
import { OBD_SERVICES, readObd } from "./obd.ts";
import { type Carrier, noRequests, type Requests, readDiagnostic, serviceTable } from "./services.ts";

const HEADER = 8;
const MOST_DATA = 64;
const LONGEST = 4095;
const SESSIONS = 8;
const SINGLE = 0;
const FIRST = 1;
const CONSECUTIVE = 2;
const FLOW_CONTROL = 3;
const WAIT = 1;
const OVERFLOW = 2;
const NEGATIVE = 0x7f;
const POSITIVE = 0x40;
const FUNCTIONAL = 0x7df;
/** Target of 29 bits' identifiers for all control units of emissions. */
const EMISSIONS = 0x33;
/** Answers come under the identifier of the request and 8. */
const ANSWER = 8;
/** The address that stands for the tester where identifiers of 11 bits name only the control unit. */
const TESTER = 0x0e80;

const UNNAMED = operation("isotp", "diagnostic_message", "other");
const FIRST_FRAME = operation("isotp", "first_frame", "other");
const CONSECUTIVE_FRAME = operation("isotp", "consecutive_frame", "other");
const FLOW = operation("isotp", "flow_control", "other");
const RESERVED = operation("isotp", "reserved_frame", "other");
const CARRIER: Carrier = {
  services: serviceTable("isotp", OBD_SERVICES),
  unnamed: UNNAMED,
  everyone: [FUNCTIONAL, EMISSIONS],
  request: UNDIRECTED,
  own: readObd,
};

/** A message in several frames. */
interface Session {
  identifier: number;
  buffer: Uint8Array;
  have: number;
  wanted: number;
  sequence: number;
  used: number;
}

interface Memory {
  requests: Requests;
  readonly sessions: Session[];
  clock: number;
}

type Fields = Record<string, unknown>;

/** Diagnosis of vehicles and machines over CAN. */
export const isotp = dissector<Memory>({
  name: "isotp",
  aliases: ["iso15765", "obd"],
  title: "ISO-TP: UDS and OBD over CAN",
  standard: "ISO 15765-2",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "ethernet", types: [CAN_DIAGNOSTIC_TYPE] }],
  remember: () => ({ requests: noRequests(), sessions: [], clock: 0 }),
  probe: likenessOf,
  read(reader, talk) {
    const identifier = reader.u32() & 0x1fffffff;
    const length = reader.u8();
    reader.skip(3);
    if (!reader.ok || length > MOST_DATA) return REFUSE;
    reader.fence(HEADER + length);
    readFrame(reader, talk, identifier, length);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const length = reader.peek(4);
  if (length < 1 || length > MOST_DATA || reader.left() < HEADER + length) return NO;
  const first = reader.peek(HEADER);
  switch (first >> 4) {
    case SINGLE: {
      const isLong = first === 0 && length > 8;
      const size = isLong ? reader.peek(HEADER + 1) : first;
      const service = reader.peek(HEADER + (isLong ? 2 : 1));
      if (size < 1 || size >= length) return NO;
      return service === NEGATIVE || CARRIER.services.has(service & ~POSITIVE) ? CERTAIN : NO;
    }
    case FIRST: {
      const service = reader.peek(HEADER + 2);
      return length >= 8 && CARRIER.services.has(service & ~POSITIVE) ? LIKELY : NO;
    }
    case CONSECUTIVE:
      return POSSIBLE;
    case FLOW_CONTROL:
      return first <= (FLOW_CONTROL << 4) + OVERFLOW && length >= 3 ? POSSIBLE : NO;
    default:
      return NO;
  }
}

function readFrame(reader: Reader, talk: Talk<Memory>, identifier: number, length: number): void {
  const fields: Fields = talk.detailed ? { can_id: identifier } : {};
  const first = reader.u8();
  const { memory } = talk;
  switch (first >> 4) {
    case SINGLE: {
      // Longer frames of CAN FD tell the length in the next octet.
      const size = (first & 15) === 0 && length > 8 ? reader.u8() : first & 15;
      if (size === 0 || size > reader.left()) talk.fault("bad length", HEADER);
      // What fills up the frame has no meaning.
      const outer = reader.narrow(Math.min(size, reader.left()));
      readMessage(reader, talk, identifier, fields);
      reader.widen(outer);
      reader.skipRest();
      return;
    }
    case FIRST: {
      const size = ((first & 15) << 8) | reader.u8();
      fields["data_length"] = size;
      if (size < length && reader.ok) talk.fault("bad length", HEADER);
      else if (reader.ok) open(memory, reader, identifier, size);
      reader.skipRest();
      talk.emit(FIRST_FRAME, UNDIRECTED, talk.detailed ? fields : undefined);
      return;
    }
    case CONSECUTIVE: {
      fields["sequence_number"] = first & 15;
      const session = memory.sessions.find((one) => one.identifier === identifier && one.wanted > 0);
      if (session !== undefined && session.sequence !== (first & 15)) {
        talk.fault("sequence number out of order", HEADER);
        session.wanted = 0;
      }
      if (session !== undefined && session.wanted > 0) add(session, reader);
      reader.skipRest();
      talk.emit(CONSECUTIVE_FRAME, UNDIRECTED, talk.detailed ? fields : undefined);
      if (session !== undefined && session.wanted > 0 && session.have >= session.wanted)
        readWhole(reader, talk, identifier, session);
      return;
    }
    case FLOW_CONTROL: {
      const status = first & 15;
      fields["flow_status"] = status === 0 ? "continue" : status === WAIT ? "wait" : status;
      fields["block_size"] = reader.u8();
      fields["separation_time"] = reader.u8();
      if (status === OVERFLOW) talk.refused("overflow");
      reader.skipRest();
      talk.emit(FLOW, UNDIRECTED, talk.detailed ? fields : undefined);
      return;
    }
    default:
      talk.fault("unknown frame type", HEADER);
      reader.skipRest();
      talk.emit(RESERVED, UNDIRECTED, talk.detailed ? fields : undefined);
  }
}

/** Begins a message in the place of an earlier one under its identifier, or of the one that was idle the longest. */
function open(memory: Memory, reader: Reader, identifier: number, size: number): void {
  const { sessions } = memory;
  let session = sessions.find((one) => one.identifier === identifier);
  if (session === undefined && sessions.length < SESSIONS) {
    session = { identifier, buffer: new Uint8Array(LONGEST), have: 0, wanted: 0, sequence: 1, used: 0 };
    sessions.push(session);
  }
  session ??= sessions.reduce((oldest, one) => (one.used < oldest.used ? one : oldest));
  session.identifier = identifier;
  session.have = 0;
  session.wanted = size;
  session.sequence = 0;
  session.used = ++memory.clock;
  add(session, reader);
}

/** Takes the octets of a frame, as many as are wanted. */
function add(session: Session, reader: Reader): void {
  const count = Math.min(session.wanted - session.have, reader.left());
  const { bytes, position } = reader;
  for (let at = 0; at < count; at++) session.buffer[session.have + at] = bytes[position + at] as number;
  session.have += count;
  session.sequence = (session.sequence + 1) & 15;
}

/** Reads a message that is all here, with the reader lent to its buffer; what it lacks stays a fault of this frame. */
function readWhole(reader: Reader, talk: Talk<Memory>, identifier: number, session: Session): void {
  const { bytes, start, position, end } = reader;
  reader.bytes = session.buffer;
  reader.start = 0;
  reader.position = 0;
  reader.end = session.wanted;
  readMessage(reader, talk, identifier, talk.detailed ? { can_id: identifier } : {});
  session.wanted = 0;
  reader.bytes = bytes;
  reader.start = start;
  reader.position = position;
  reader.end = end;
}

/** A whole diagnostic message: addresses are parts of identifiers of 29 bits, and meant by those of 11. */
function readMessage(reader: Reader, talk: Talk<Memory>, identifier: number, fields: Fields): void {
  let source = identifier & 0xff;
  let target = (identifier >> 8) & 0xff;
  if (identifier <= 0x7ff) {
    const isAnswer = (identifier & ANSWER) !== 0 && identifier !== FUNCTIONAL;
    source = isAnswer ? identifier : TESTER;
    target = isAnswer ? TESTER : identifier === FUNCTIONAL ? FUNCTIONAL : identifier + ANSWER;
  }
  if (isFunctional(identifier)) fields["functional"] = true;
  readDiagnostic(reader, talk, talk.memory.requests, CARRIER, source, target, fields);
}

/** Whether a message is for every control unit that knows an answer. */
function isFunctional(identifier: number): boolean {
  return identifier === FUNCTIONAL || (identifier > 0x7ff && (identifier & 0xff0000) === 0xdb0000);
}
