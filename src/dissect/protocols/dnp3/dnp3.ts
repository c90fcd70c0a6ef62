// DNP3: IEEE 1815-2012, sections 9 (data link), 8 (transport function), 4 (application), 13 (IP networks).
// Not decoded: data set contents (groups 85 to 88) and private registration objects, told as octets; the withdrawn
// layouts of groups 70 variation 1 and 82. Secrets (keys, passwords, authentication codes, terminal text) are not told.
import { CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { type Operation, operationAt } from "../../operation.ts";
import { Reader } from "../../reader.ts";
import { type About, type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { HOLDS_ATTRIBUTES, HOLDS_FILES, HOLDS_INDICATIONS, HOLDS_TIME, readHeaders } from "./application.ts";
import { crcFits } from "./crc.ts";
import { type Fragment, fault } from "./fragment.ts";
import {
  INDICATIONS,
  linkCode,
  OPERATIONS,
  READ_ATTRIBUTES,
  READ_FILE,
  refusalOf,
  TRANSPORT_SEGMENT,
  WRITE_ATTRIBUTES,
  WRITE_FILE,
  WRITE_INDICATIONS,
  WRITE_TIME,
  wantsNoResponse,
} from "./functions.ts";
import { type Memory, newMemory, openRequest, pairKey, pairResponse, reassemblyOf, sawOutstation } from "./memory.ts";

const HEADER = 10;
const MOST_USER_OCTETS = 250;
/** Broadcast addresses start here: 65,533 to 65,535. */
const BROADCAST = 0xfffd;
/** Longest application fragment put together from segments; devices use 2,048 to 4,096 octets. */
const LONGEST_FRAGMENT = 16_384;

// One link frame's user data without check values, and the cursor over a fragment: reused, nothing of them is kept.
const userOctets = new Uint8Array(MOST_USER_OCTETS + 6);
const fragmentReader = new Reader();

/** One link frame as its header says. */
interface Frame {
  start: number;
  length: number;
  control: number;
  destination: number;
  source: number;
  /** User data octets without check values. */
  userLength: number;
}

/** DNP3 over TCP and UDP: link frames, transport segments, application fragments and their objects. */
export const dnp3 = dissector<Memory>({
  name: "dnp3",
  title: "DNP3",
  standard: "IEEE 1815-2012",
  world: "ot",
  authentication: "optional",
  carriage: [
    { over: "tcp", ports: [20000] },
    { over: "udp", ports: [20000] },
  ],
  longest: 1024,
  remember: newMemory,
  probe(reader) {
    if (reader.peek() !== 0x05 || (reader.left() > 1 && reader.peek(1) !== 0x64)) return NO;
    if (reader.left() < HEADER) return reader.left() > 2 && reader.peek(2) < 5 ? NO : POSSIBLE;
    const fits = crcFits(reader.bytes, reader.position, reader.position + 8);
    if (reader.peek(2) < 5) return fits ? POSSIBLE : NO;
    return fits ? CERTAIN : POSSIBLE;
  },
  read(reader, talk) {
    let skipped = 0;
    if (reader.u16() !== 0x0564) {
      if (!reader.ok) return MORE;
      skipped = distanceToFrame(reader);
      if (skipped < 0) return REFUSE;
      reader.position = reader.start + skipped + 2;
    }
    const start = reader.start + skipped;
    const length = reader.u8();
    if (!reader.ok) return MORE;
    const userLength = Math.max(0, length - 5);
    if (!reader.fence(skipped + HEADER + userLength + 2 * Math.ceil(userLength / 16))) return MORE;
    if (reader.left() < HEADER - 3) return REFUSE;
    const { bytes } = reader;
    const headerFits = crcFits(bytes, start, start + 8);
    if (length < 5 && !headerFits) return REFUSE;
    const frame: Frame = {
      start,
      length,
      control: reader.u8(),
      destination: reader.u16le(),
      source: reader.u16le(),
      userLength,
    };
    if (skipped > 0) talk.fault("octets between frames", 0);
    if (!headerFits) talk.fault("bad checksum", 8);
    if (length < 5) talk.fault("bad length", 2);
    const blocksFit = !reader.cut && copyBlocks(bytes, start + HEADER, userLength, talk);
    reader.skipRest();
    readFrame(talk, frame, headerFits && blocksFit);
    return DONE;
  },
});

/**
 * How far the next frame is when octets that belong to none stand before it, or -1. Receivers hunt for the start octets
 * (section 9.2.3), so commands behind such octets still act; only a header with a right check value is taken.
 */
function distanceToFrame(reader: Reader): number {
  const { bytes, start, end } = reader;
  for (let at = start + 1; at + HEADER <= end; at++) {
    if (bytes[at] === 0x05 && bytes[at + 1] === 0x64 && crcFits(bytes, at, at + 8)) return at - start;
  }
  return -1;
}

/** Copies the user data without check values; answers whether every block's check value fits. */
function copyBlocks(bytes: Uint8Array, from: number, userLength: number, talk: Talk<Memory>): boolean {
  let fits = true;
  let at = from;
  for (let done = 0; done < userLength; done += 16) {
    const end = at + Math.min(16, userLength - done);
    if (fits && !crcFits(bytes, at, end)) {
      fits = false;
      talk.fault("bad checksum", end - from + HEADER);
    }
    for (let to = done; at < end; at++, to++) userOctets[to] = bytes[at] as number;
    at += 2;
  }
  return fits;
}

/** Emits the one message that a link frame makes. `intact` says that it is whole and its check values fit. */
function readFrame(talk: Talk<Memory>, frame: Frame, intact: boolean): void {
  const { control, userLength } = frame;
  const primary = (control & 0x40) !== 0;
  const code = control & 15;
  const fromMaster = (control & 0x80) !== 0;
  if (!primary || (code !== 3 && code !== 4)) {
    const operation = OPERATIONS.of(linkCode(primary, code));
    if (operation === OPERATIONS.unnamed) talk.fault("unknown function", 3);
    if (userLength > 0) talk.fault("unexpected user data", HEADER);
    const direction = fromMaster === primary ? (primary ? REQUEST : RESPONSE) : UNDIRECTED;
    talk.emit(operation, direction, talk.detailed ? linkFields(frame) : undefined);
    return;
  }
  const towards = fromMaster ? REQUEST : RESPONSE;
  if (userLength === 0) {
    // A wrong length was told already.
    if (frame.length >= 5) talk.fault("missing user data", 2);
    talk.emit(OPERATIONS.of(linkCode(true, code)), towards, talk.detailed ? linkFields(frame) : undefined);
    return;
  }
  // A receiver throws away frames with wrong check values, so their octets are not taken for a fragment.
  if (!intact || !readSegment(talk, frame)) {
    const fields = talk.detailed ? { ...linkFields(frame), ...(intact ? transportFields(0) : undefined) } : undefined;
    talk.emit(TRANSPORT_SEGMENT, towards, fields);
  }
}

/** Adds a transport segment; answers whether it completed a fragment, which then was emitted. */
function readSegment(talk: Talk<Memory>, frame: Frame): boolean {
  const { memory } = talk;
  const transport = userOctets[0] as number;
  const first = (transport & 0x40) !== 0;
  const final = (transport & 0x80) !== 0;
  const sequence = transport & 0x3f;
  const key = pairKey(frame.source, frame.destination);
  const added = frame.userLength - 1;
  const known = reassemblyOf(memory, talk.side, key, !(first && final));
  if (first && known !== undefined && known.segments > 0) {
    // The same first segment again is a repetition by the link layer, not a lost fragment.
    if (known.segments > 1 || known.next !== ((sequence + 1) & 0x3f)) talk.fault("incomplete fragment", HEADER);
    known.segments = 0;
  }
  if (first && final) {
    readFragment(talk, frame, userOctets, 1, frame.userLength, 1);
    return true;
  }
  if (known === undefined) return false;
  if (first) known.length = 0;
  else if (known.segments === 0) return false;
  else if (sequence !== known.next) {
    // The segment before once more: a repetition, which the standard discards.
    if (((sequence + 1) & 0x3f) === known.next) return false;
    known.segments = 0;
    talk.fault("missing segment", HEADER);
    return false;
  }
  const length = known.length + added;
  if (length > LONGEST_FRAGMENT) {
    known.segments = 0;
    talk.fault("fragment too long", HEADER);
    return false;
  }
  if (length > known.octets.length) {
    const grown = new Uint8Array(Math.max(length, known.octets.length * 2, 512));
    grown.set(known.octets);
    known.octets = grown;
  }
  for (let at = 0; at < added; at++) known.octets[known.length + at] = userOctets[at + 1] as number;
  known.length = length;
  known.next = (sequence + 1) & 0x3f;
  known.segments++;
  if (!final) return false;
  const segments = known.segments;
  known.segments = 0;
  readFragment(talk, frame, known.octets, 0, length, segments);
  return true;
}

/** Reads and emits a whole application fragment. */
function readFragment(
  talk: Talk<Memory>,
  frame: Frame,
  octets: Uint8Array,
  start: number,
  end: number,
  segments: number,
): void {
  const reader = fragmentReader;
  reader.open(octets, start, end, true);
  const application = reader.u8();
  const code = reader.u8();
  const response = code >= 129 && reader.ok;
  const fromMaster = (frame.control & 0x80) !== 0;
  const fragment: Fragment = {
    reader,
    talk: talk as Talk,
    detailed: talk.detailed,
    functionCode: code,
    response,
    outstation: outstationOf(talk, frame, response),
    outstationAddress: response ? frame.source : frame.destination,
    frameAt: segments === 1 ? frame.start : -1,
    refusal: "",
    commonTime: -1,
  };
  const indications = response ? reader.u16() : 0;
  if (!reader.ok) {
    talk.fault("short fragment", HEADER);
    talk.emit(
      TRANSPORT_SEGMENT,
      fromMaster ? REQUEST : RESPONSE,
      talk.detailed ? { ...linkFields(frame), ...transportFields(segments) } : undefined,
    );
    return;
  }
  const named = OPERATIONS.of(code);
  const headers: object[] = [];
  let holds = 0;
  if (named === OPERATIONS.unnamed) fault(fragment, "unknown function");
  else holds = readHeaders(fragment, headers);
  // Confirmations go both ways in the oldest devices; every other function belongs to one kind of station.
  if (code !== 0 && response === fromMaster) talk.fault("bad direction", 3);
  const operation = response
    ? responseOperation(talk, frame, application, code, named)
    : requestOperation(talk, frame, application, code, named, holds);
  const refusal = fragment.refusal || refusalOf(response ? indications & 0xff : 0);
  if (refusal !== "") talk.refused(refusal);
  const confirmed: Direction = fromMaster ? REQUEST : RESPONSE;
  const direction = code === 0 ? confirmed : code === 130 ? NOTICE : response ? RESPONSE : REQUEST;
  talk.emit(
    operation,
    direction,
    talk.detailed
      ? {
          ...linkFields(frame),
          ...transportFields(segments),
          application_control: application,
          application_fir: (application & 0x80) !== 0,
          application_fin: (application & 0x40) !== 0,
          application_con: (application & 0x20) !== 0,
          application_uns: (application & 0x10) !== 0,
          application_sequence: application & 15,
          function_code: code,
          function: named.name,
          ...(response ? { iin: indications, internal_indications: indicationNames(indications) } : undefined),
          object_headers: headers,
        }
      : undefined,
  );
}

/** The operation of a request by its function and objects; remembers it for its response. */
function requestOperation(
  talk: Talk<Memory>,
  frame: Frame,
  application: number,
  code: number,
  named: Operation,
  holds: number,
): Operation {
  let operation = named;
  if (code === 1) {
    if ((holds & HOLDS_FILES) !== 0) operation = READ_FILE;
    else if (holds === HOLDS_ATTRIBUTES) operation = READ_ATTRIBUTES;
  } else if (code === 2) {
    if ((holds & HOLDS_FILES) !== 0) operation = WRITE_FILE;
    else if ((holds & HOLDS_ATTRIBUTES) !== 0) operation = WRITE_ATTRIBUTES;
    else if (holds === HOLDS_TIME) operation = WRITE_TIME;
    else if (holds === HOLDS_INDICATIONS) operation = WRITE_INDICATIONS;
  }
  if (!wantsNoResponse(code) && frame.destination < BROADCAST) {
    openRequest(talk.memory, pairKey(frame.source, frame.destination), application & 15, talk.frame, operation.index);
  }
  return operation;
}

/** A response does what its request asked for; one without its request stands for itself. */
function responseOperation(
  talk: Talk<Memory>,
  frame: Frame,
  application: number,
  code: number,
  named: Operation,
): Operation {
  if (code === 130 || named === OPERATIONS.unnamed) return named;
  const slot = pairResponse(
    talk.memory,
    pairKey(frame.destination, frame.source),
    application & 15,
    (application & 0x40) !== 0,
  );
  if (slot === undefined) return named;
  talk.answersFrame(slot.frame);
  return code === 129 ? operationAt(slot.operation) : named;
}

/** The outstation that speaks or is spoken to: a part of the endpoint once several addresses were seen behind it. */
function outstationOf(talk: Talk<Memory>, frame: Frame, response: boolean): About {
  const address = response ? frame.source : frame.destination;
  const whole = response ? "sender" : "receiver";
  if (address >= BROADCAST) return whole;
  const side = response ? talk.side : 1 - talk.side;
  // Only answers count: a master may ask for addresses that nobody has.
  if (response) sawOutstation(talk.memory, side, address);
  if (talk.memory.several[side] !== true) return whole;
  return { part: `outstation ${address}`, of: whole };
}

function indicationNames(indications: number): string[] {
  // The first octet holds IIN1; bit 0 of each octet is the indication numbered 0.
  const bits = (indications >> 8) | ((indications & 0xff) << 8);
  return INDICATIONS.filter((_, bit) => ((bits >> bit) & 1) === 1);
}

function linkFields(frame: Frame): object {
  const { control } = frame;
  const primary = (control & 0x40) !== 0;
  return {
    source: frame.source,
    destination: frame.destination,
    link_length: frame.length,
    link_control: control,
    link_dir: (control & 0x80) !== 0,
    link_prm: primary,
    link_fcb: primary && (control & 0x20) !== 0,
    link_fcv: primary && (control & 0x10) !== 0,
    link_dfc: !primary && (control & 0x10) !== 0,
    link_function_code: control & 15,
    link_function: OPERATIONS.of(linkCode(primary, control & 15)).name,
  };
}

/** The transport header of the frame at hand; `segments` is how many made the fragment, 0 when it is not complete. */
function transportFields(segments: number): object {
  const transport = userOctets[0] as number;
  return {
    transport_fir: (transport & 0x40) !== 0,
    transport_fin: (transport & 0x80) !== 0,
    transport_sequence: transport & 0x3f,
    segments,
  };
}
