// SAE J1939-21 (network), -71 (vehicle), -73 (diagnostics), -81 (addresses) over CAN frames with identifiers of 29 bits, with its kin ISO 11783
// (agriculture) and NMEA 2000 (vessels), as captured by SocketCAN.
// Not decoded: parameters but the common ones, the extended transport protocol (beyond 1,785 octets), object pools and device
// descriptions of ISO 11783, fast packets of NMEA 2000 but product information, frames of CAN FD (J1939-22).
import { CAN_EXTENDED_TYPE } from "../../buses.ts";
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, NOTICE, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { readCodes, readProcess, terminalOperation } from "./contents.ts";
import {
  ACKNOWLEDGMENT,
  ACTIVE_CODES,
  ADDRESS_CLAIMED,
  ALARM,
  COMMANDED_ADDRESS,
  CONNECTION,
  CONNECTIONS,
  FAST_PACKET,
  groupOf,
  isIdentity,
  isKnownGroup,
  NO_ALARM,
  PROCESS_DATA,
  PRODUCT,
  REQUEST_GROUP,
  REQUEST_IDENTITY,
  TRANSPORT,
  TRANSPORT_DATA,
  VT_TO_ECU,
} from "./groups.ts";
import { nodeOf, tellIdentification, tellName } from "./identity.ts";
import { usualAt } from "./names.ts";
import { tellParameters } from "./parameters.ts";
import {
  ALL,
  addFast,
  addPacket,
  begin,
  fastFrames,
  noTransfers,
  type Session,
  sizesFit,
  type Transfers,
  under,
} from "./transport.ts";

const HEADER = 8;
const MOST_DATA = 8;
const NO_ADDRESS = 254;
const NAME = 8;
const OPEN = 16;
/** Seconds after which nobody waits for an answer any more: SAE J1939-21 section 5.12.3. */
const LONGEST_WAIT = 1.25;
/** Seconds that a message in 255 packets may take, with 0.75 between two (T1). */
const LONGEST_MESSAGE = 255 * 0.75;
/** Frames with identifiers of 29 bits, and neither remote nor of errors. */
const PLAIN = 4;
const REQUEST_TO_SEND = 16;
const END_OF_MESSAGE = 19;
const ANNOUNCE = 32;
const ABORT = 255;
const ANSWERS: readonly string[] = ["", "negative_acknowledgment", "access_denied", "cannot_respond"];
const ABORTS: Readonly<Record<number, string>> = {
  1: "already_in_session",
  2: "resources_needed_elsewhere",
  3: "timeout",
  4: "clear_to_send_during_transfer",
  5: "retransmit_limit",
  6: "unexpected_data_packet",
  7: "bad_sequence_number",
  8: "duplicate_sequence_number",
  9: "size_too_large",
  250: "other",
};

interface Memory {
  transfers: Transfers;
  fast: Transfers;
  /** Groups that were asked for: a ring. */
  readonly groups: Int32Array;
  readonly askers: Int32Array;
  readonly asked: Int32Array;
  readonly frames: Int32Array;
  /** When, in seconds. */
  readonly times: Float64Array;
  next: number;
  /** How many are open, so that a bus without requests costs nothing. */
  waiting: number;
  /** Nodes whose usual purpose was told. */
  readonly told: Uint8Array;
}

type Fields = Record<string, unknown> | undefined;

/** Engines, trucks, machines, tractors and their implements, generators, vessels. */
export const j1939 = dissector<Memory>({
  name: "j1939",
  aliases: ["isobus", "nmea2000"],
  title: "J1939, ISO 11783 and NMEA 2000",
  standard: "SAE J1939-21",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "ethernet", types: [CAN_EXTENDED_TYPE] }],
  remember: () => ({
    transfers: noTransfers(),
    fast: noTransfers(),
    groups: new Int32Array(OPEN),
    askers: new Int32Array(OPEN),
    asked: new Int32Array(OPEN),
    frames: new Int32Array(OPEN),
    times: new Float64Array(OPEN),
    next: 0,
    waiting: 0,
    told: new Uint8Array(256),
  }),
  probe: likenessOf,
  read(reader, talk) {
    const priority = (reader.peek() >> 2) & 7;
    if (reader.peek() >> 5 !== PLAIN) return REFUSE;
    const identifier = reader.u32() & 0x3ffffff;
    const length = reader.u8();
    reader.skip(3);
    if (!reader.ok || length > MOST_DATA) return REFUSE;
    reader.fence(HEADER + length);
    const source = identifier & 0xff;
    const group = groupNumber(identifier);
    const destination = (group & 0xff00) < 0xf000 ? (identifier >> 8) & 0xff : ALL;
    let fields: Fields;
    if (talk.detailed) fields = { pgn: group, priority, source_address: source, destination_address: destination };
    if (talk.memory.told[source] === 0) tellUsual(talk, source);
    readGroup(reader, talk, group, source, destination, fields);
    reader.skipRest();
    return DONE;
  },
});

/** Groups below 0xf000 in their page are for one node, whose address stands in the group's last octet. */
function groupNumber(identifier: number): number {
  const group = (identifier >> 8) & 0x3ffff;
  return (group & 0xff00) < 0xf000 ? group & 0x3ff00 : group;
}

function likenessOf(reader: Reader): Likeness {
  const length = reader.peek(4);
  if (length < 0 || length > MOST_DATA || reader.left() < HEADER + length || reader.peek() >> 5 !== PLAIN) return NO;
  const group = groupNumber(((reader.peek() & 3) << 24) | (reader.peek(1) << 16) | reader.peek16(2));
  switch (group) {
    case REQUEST_GROUP:
      return (length === 3 || length === 8) && reader.peek(HEADER + 2) < 4 ? CERTAIN : NO;
    case ADDRESS_CLAIMED:
      // One bit of the NAME is reserved; all addresses claim to everybody.
      return length === NAME && (reader.peek(HEADER + 6) & 1) === 0 && reader.peek(2) === ALL ? CERTAIN : NO;
    case TRANSPORT:
      return length === 8 && CONNECTIONS.has(reader.peek(HEADER)) ? CERTAIN : NO;
    case ACKNOWLEDGMENT:
      return length === 8 && reader.peek(HEADER) < ANSWERS.length ? LIKELY : NO;
    default:
  }
  if (length !== 8 || !isKnownGroup(group)) return NO;
  // Other protocols number what they send in the same bits: only groups for everybody tell J1939 from them.
  if ((group & 0xff00) < 0xf000) return group >= 0xe600 ? POSSIBLE : NO;
  return (group & 0xff00) === 0xff00 ? POSSIBLE : LIKELY;
}

/** Told once of each node: what usually has its address. */
function tellUsual(talk: Talk<Memory>, source: number): void {
  talk.memory.told[source] = 1;
  const usual = usualAt(source);
  if (usual !== "") talk.claim(nodeOf(source), "kind", usual, 0.4, "J1939 preferred address");
}

function readGroup(
  reader: Reader,
  talk: Talk<Memory>,
  group: number,
  source: number,
  destination: number,
  fields: Fields,
): void {
  switch (group) {
    case REQUEST_GROUP:
      readRequest(reader, talk, source, destination, fields);
      return;
    case ACKNOWLEDGMENT:
      readAcknowledgment(reader, talk, source, fields);
      return;
    case TRANSPORT:
      readConnection(reader, talk, source, destination, fields);
      return;
    case TRANSPORT_DATA:
      readPacket(reader, talk, source, destination, fields);
      return;
    case PRODUCT:
      readFast(reader, talk, source, fields);
      return;
    default:
      tellGroup(reader, talk, group, source, destination, talk.time, fields);
  }
}

function readRequest(reader: Reader, talk: Talk<Memory>, source: number, destination: number, fields: Fields): void {
  const { memory } = talk;
  const group = reader.u24le();
  if (fields !== undefined) fields["requested_pgn"] = group;
  talk.target("parameter group", group, 1);
  memory.groups[memory.next] = group;
  memory.askers[memory.next] = source;
  memory.asked[memory.next] = destination;
  if (memory.frames[memory.next] === 0) memory.waiting++;
  memory.frames[memory.next] = talk.frame;
  memory.times[memory.next] = talk.time;
  memory.next = (memory.next + 1) % OPEN;
  talk.emit(isIdentity(group) ? REQUEST_IDENTITY : groupOf(REQUEST_GROUP), UNDIRECTED, fields);
}

/**
 * Frame of the latest request for a group that a node may answer, which is then closed unless it asked all; 0 without one.
 * `time` is when the node began to send.
 */
function answered(memory: Memory, group: number, source: number, time: number): number {
  if (memory.waiting === 0) return 0;
  for (let back = 1; back <= OPEN; back++) {
    const at = (memory.next - back + OPEN) % OPEN;
    const frame = memory.frames[at] as number;
    const asked = memory.asked[at] as number;
    // Most groups are sent all the time: what comes later than others wait for is no answer to all that were asked.
    const waited = time - (memory.times[at] as number);
    if (frame > 0 && asked === ALL && waited > LONGEST_WAIT) {
      // Until then one may be under way that began in time.
      if (waited > LONGEST_WAIT + LONGEST_MESSAGE) {
        memory.frames[at] = 0;
        memory.waiting--;
      }
      continue;
    }
    if (frame === 0 || memory.groups[at] !== group || (asked !== source && asked !== ALL)) continue;
    // Others may answer what was asked of all.
    if (asked !== ALL) {
      memory.frames[at] = 0;
      memory.waiting--;
    }
    return frame;
  }
  return 0;
}

function readAcknowledgment(reader: Reader, talk: Talk<Memory>, source: number, fields: Fields): void {
  const code = reader.u8();
  reader.skip(3);
  const address = reader.u8();
  const group = reader.u24le();
  if (fields !== undefined)
    Object.assign(fields, { control_byte: code, acknowledged_address: address, acknowledged_pgn: group });
  if (reader.ok && code > 0) talk.refused(ANSWERS[code] ?? `code_${code}`);
  const frame = answered(talk.memory, group, source, talk.time);
  if (frame > 0) talk.answersFrame(frame);
  talk.emit(groupOf(ACKNOWLEDGMENT), RESPONSE, fields);
}

function readConnection(reader: Reader, talk: Talk<Memory>, source: number, destination: number, fields: Fields): void {
  const { transfers } = talk.memory;
  const control = reader.u8();
  const size = reader.u16le();
  const packets = reader.u8();
  reader.skip(1);
  const group = reader.u24le();
  if (fields !== undefined) Object.assign(fields, { control_byte: control, transported_pgn: group });
  if (!reader.ok) {
    talk.emit(CONNECTION, UNDIRECTED, fields);
    return;
  }
  if (control === REQUEST_TO_SEND || control === ANNOUNCE) {
    if (fields !== undefined) Object.assign(fields, { total_message_size: size, number_of_packets: packets });
    if (sizesFit(size, packets)) begin(transfers, source, destination, group, size, packets, talk.frame, talk.time);
    else talk.fault("sizes of a transfer do not fit", HEADER + 1);
  } else if (control === ABORT) {
    const reason = size & 0xff;
    if (fields !== undefined) fields["abort_reason"] = ABORTS[reason] ?? reason;
    talk.refused(ABORTS[reason] ?? `abort_${reason}`);
    const session = under(transfers, source, destination) ?? under(transfers, destination, source);
    if (session !== undefined) session.packets = 0;
  } else if (control === END_OF_MESSAGE) {
    const session = transfers.sessions.find((one) => one.source === destination && one.destination === source);
    if (session !== undefined && session.group === group) talk.answersFrame(session.frame);
  }
  talk.emit(CONNECTIONS.get(control) ?? CONNECTION, UNDIRECTED, fields);
}

function readPacket(reader: Reader, talk: Talk<Memory>, source: number, destination: number, fields: Fields): void {
  const number = reader.u8();
  if (fields !== undefined) fields["sequence_number"] = number;
  const session = under(talk.memory.transfers, source, destination);
  const isWhole = session !== undefined && reader.ok && addPacket(session, number, reader);
  if (session !== undefined && reader.ok && number > session.packets) talk.fault("packet beyond the message", HEADER);
  reader.skipRest();
  talk.emit(groupOf(TRANSPORT_DATA), UNDIRECTED, fields);
  if (isWhole) readWhole(reader, talk, session, source, destination);
}

/** Product information comes in a sequence of its own number. */
function readFast(reader: Reader, talk: Talk<Memory>, source: number, fields: Fields): void {
  const { fast } = talk.memory;
  const counter = reader.u8();
  const number = counter & 31;
  if (fields !== undefined) fields["frame_counter"] = number;
  if (number === 0 && reader.ok) {
    const size = reader.u8();
    begin(fast, source, counter >> 5, PRODUCT, size, fastFrames(size), talk.frame, talk.time);
  }
  const session = under(fast, source, counter >> 5);
  const isWhole = session !== undefined && reader.ok && addFast(session, number, reader);
  reader.skipRest();
  talk.emit(FAST_PACKET, UNDIRECTED, fields);
  if (isWhole) readWhole(reader, talk, session, source, ALL);
}

/** Reads a message that is all here, with the reader lent to its buffer. */
function readWhole(reader: Reader, talk: Talk<Memory>, session: Session, source: number, destination: number): void {
  const { bytes, start, position, end } = reader;
  const { group } = session;
  session.packets = 0;
  reader.bytes = session.buffer;
  reader.start = 0;
  reader.position = 0;
  reader.end = session.size;
  let fields: Fields;
  if (talk.detailed)
    fields = { pgn: group, source_address: source, destination_address: destination, message_size: session.size };
  tellGroup(reader, talk, group, source, destination, session.time, fields);
  reader.bytes = bytes;
  reader.start = start;
  reader.position = position;
  reader.end = end;
}

/** A group whose octets lie from the reader's position to its end, and that its node began to send at `time`. */
function tellGroup(
  reader: Reader,
  talk: Talk<Memory>,
  group: number,
  source: number,
  destination: number,
  time: number,
  fields: Fields,
): void {
  const { memory } = talk;
  const { bytes, position, end } = reader;
  let what: Operation = groupOf(group);
  let direction: Direction = destination === ALL ? NOTICE : UNDIRECTED;
  switch (group) {
    case ADDRESS_CLAIMED:
      if (reader.left() < NAME) reader.skip(NAME);
      else if (source === NO_ADDRESS) talk.refused("cannot_claim_address");
      else tellName(talk, source, bytes, position, fields);
      break;
    case COMMANDED_ADDRESS: {
      reader.skip(NAME);
      const address = reader.u8();
      if (fields !== undefined) fields["new_address"] = address;
      if (reader.ok) talk.object(`node ${address}`);
      break;
    }
    case ACTIVE_CODES:
      what = readCodes(reader, talk, source, fields) ? ALARM : NO_ALARM;
      break;
    case PROCESS_DATA:
      what = readProcess(reader, talk, source, fields);
      break;
    case VT_TO_ECU:
      what = terminalOperation(reader.peek());
      if (fields !== undefined) fields["vt_function"] = reader.peek();
      break;
    default:
      if (isIdentity(group)) tellIdentification(talk, group, source, bytes, position, end, fields);
      // What is asked of one node is a point of that node.
      else tellParameters(talk, group, destination === ALL ? source : destination, bytes, position, end);
  }
  const frame = answered(memory, group, source, time);
  if (frame > 0) {
    talk.answersFrame(frame);
    direction = RESPONSE;
  }
  talk.emit(what, direction, fields);
}
