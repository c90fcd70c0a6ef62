// CLSI LIS1-A (ASTM E1381, frames) and LIS2-A2 (ASTM E1394, records): laboratory analyzers and their host over TCP.
// Nothing of a patient leaves this file: only the header record is read, of all others the type is told.
// Not decoded: patients, orders, results and comments by intent; records of manufacturers; records without frames.
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, MORE, NO, REFUSE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { RESPONSE, UNDIRECTED } from "../../talk.ts";

const STX = 2;
const ETX = 3;
const EOT = 4;
const ENQ = 5;
const ACK = 6;
const CARRIAGE_RETURN = 13;
const NAK = 21;
const ETB = 23;
/** LIS1-A section 8.3.1: 64,000 characters of text; E1381 had 240. */
const LONGEST = 64_000;
const MOST_RECORDS = 256;
const MOST_COMPONENTS = 8;

/** LIS1-A section 8.2: characters that stand alone. */
const CONTROLS = operationTable("astm", [
  [EOT, "termination", "other"],
  [ENQ, "establishment", "other"],
  [ACK, "acknowledgment", "other"],
  [NAK, "negative_acknowledgment", "other"],
]);
const CONTINUED = operation("astm", "continued_frame", "other");
/** LIS2-A2 section 5.2, by the letter that a record begins with. */
const RECORDS = operationTable("astm", [
  [0x43, "comment_record", "other"],
  [0x48, "header_record", "identify"],
  [0x4c, "message_terminator_record", "other"],
  [0x4d, "manufacturer_information_record", "other"],
  [0x4f, "test_order_record", "write"],
  [0x50, "patient_information_record", "write"],
  [0x51, "request_information_record", "read"],
  [0x52, "result_record", "write"],
  [0x53, "scientific_record", "write"],
]);

interface Memory {
  /** By side: octets searched for the end of a frame, number of the last frame (-1 none), whether a record goes on in the next. */
  searched: [number, number];
  last: [number, number];
  continued: [boolean, boolean];
  /** Frame of the capture that waits for its acknowledgment, by side; 0 none. */
  waiting: [number, number];
  /** Components of the sender's name in the last header, by side, and whether they were told as an analyzer's. */
  name: [string[], string[]];
  told: [boolean, boolean];
}

/** Orders and results between laboratory analyzers and the laboratory's information system. */
export const astm = dissector<Memory>({
  name: "astm",
  aliases: ["lis2", "e1394", "e1381"],
  title: "ASTM E1381/E1394 (LIS1-A, LIS2-A2)",
  standard: "CLSI LIS2-A2",
  world: "iomt",
  authentication: "none",
  carriage: [{ over: "tcp", ports: [] }],
  remember: () => ({
    searched: [0, 0],
    last: [-1, -1],
    continued: [false, false],
    waiting: [0, 0],
    name: [[], []],
    told: [false, false],
  }),
  probe(reader, talk) {
    const likeness = likenessOf(reader);
    // Being asked means that the start of a message is looked for.
    if (likeness !== NO) {
      talk.memory.searched[talk.side] = 0;
      talk.memory.last[talk.side] = -1;
      talk.memory.continued[talk.side] = false;
    }
    return likeness;
  },
  read(reader, talk) {
    const { memory, side } = talk;
    const first = reader.peek();
    if (first !== STX) return CONTROLS.has(first) ? readControl(reader, talk) : REFUSE;
    if (reader.left() > 1 && !isFrameNumber(reader.peek(1))) return REFUSE;
    const { bytes, start } = reader;
    const limit = Math.min(reader.end, start + LONGEST + 2);
    let at = Math.max(start + 2, start + memory.searched[side]);
    while (at < limit && bytes[at] !== ETX && bytes[at] !== ETB && bytes[at] !== STX) at++;
    memory.searched[side] = at - start;
    if (at < limit && bytes[at] === STX) {
      memory.searched[side] = 0;
      return REFUSE;
    }
    const isEnded = at < limit;
    if (!isEnded && limit < reader.end) return REFUSE;
    if (!isEnded && !reader.complete) return MORE;
    if (!reader.fence((isEnded ? at - start : reader.left() + 1) + 5)) return MORE;
    memory.searched[side] = 0;
    readFrame(reader, talk, Math.min(at, reader.end), isEnded);
    return DONE;
  },
});

function isFrameNumber(code: number): boolean {
  return code >= 0x30 && code <= 0x37;
}

function isMark(code: number): boolean {
  return (code > 32 && code < 48) || (code > 57 && code < 65) || (code > 90 && code < 97) || (code > 122 && code < 127);
}

function likenessOf(reader: Reader): Likeness {
  // The establishment and the first frame may come together.
  const ahead = reader.peek() === ENQ || reader.peek() === ACK ? 1 : 0;
  if (reader.peek(ahead) !== STX || !isFrameNumber(reader.peek(ahead + 1))) return NO;
  const { bytes } = reader;
  const from = reader.position + ahead;
  for (let at = from + 2; at + 2 < reader.end && at < from + LONGEST; at++) {
    const code = bytes[at] as number;
    if (code === STX || code === 0) return NO;
    if (code !== ETX && code !== ETB) continue;
    return checksumOf(bytes, from + 1, at + 1) === checksumAt(bytes, at + 1) ? CERTAIN : NO;
  }
  return reader.peek(ahead + 2) === 0x48 && isMark(reader.peek(ahead + 3)) && isMark(reader.peek(ahead + 4))
    ? LIKELY
    : NO;
}

/** Sum of the octets from the frame number up to the end mark, modulo 256. */
function checksumOf(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += bytes[at] as number;
  return sum & 0xff;
}

/** Two hexadecimal digits; -1 when they are none. */
function checksumAt(bytes: Uint8Array, at: number): number {
  const high = digitOf(bytes[at] ?? 0);
  const low = digitOf(bytes[at + 1] ?? 0);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 70) return code - 55;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

function readControl(reader: Reader, talk: Talk<Memory>): typeof DONE {
  const { memory, side } = talk;
  reader.fence(1);
  const code = reader.u8();
  const other = side === 0 ? 1 : 0;
  const isAnswer = code === ACK || code === NAK;
  if (isAnswer) {
    if (memory.waiting[other] > 0) talk.answersFrame(memory.waiting[other]);
    memory.waiting[other] = 0;
    if (code === NAK) talk.refused("negative_acknowledgment");
  } else {
    memory.last[side] = code === ENQ ? 0 : -1;
    memory.continued[side] = false;
    if (code === ENQ) memory.waiting[side] = talk.frame;
  }
  talk.emit(CONTROLS.of(code), isAnswer ? RESPONSE : UNDIRECTED, talk.detailed ? {} : undefined);
  return DONE;
}

function readFrame(reader: Reader, talk: Talk<Memory>, end: number, isEnded: boolean): void {
  const { memory, side } = talk;
  const { bytes, start } = reader;
  const number = (bytes[start + 1] ?? 0x30) - 0x30;
  const isLast = bytes[end] === ETX;
  // A frame comes again under its number when it was not acknowledged.
  const last = memory.last[side];
  if (last >= 0 && number !== (last + 1) % 8 && number !== last && !talk.resumed) talk.fault("frame number jumped", 1);
  const isRepeated = last === number && last > 0;
  memory.last[side] = number;
  memory.waiting[side] = talk.frame;
  if (isEnded && end + 2 < reader.end && checksumOf(bytes, start + 1, end + 1) !== checksumAt(bytes, end + 1))
    talk.fault("bad checksum", end + 1 - start);
  const isContinued = memory.continued[side] && !isRepeated;
  memory.continued[side] = isEnded && !isLast;
  const shown = (type: string): Record<string, unknown> | undefined =>
    talk.detailed
      ? { frame_number: number, type, intermediate: isEnded && !isLast, text_length: end - start - 2 }
      : undefined;
  let at = start + 2;
  let count = 0;
  if (isContinued) {
    while (at < end && bytes[at] !== CARRIAGE_RETURN) at++;
    at++;
    count++;
    talk.emit(CONTINUED, UNDIRECTED, shown(""));
  }
  for (; at < end && count < MOST_RECORDS; count++) {
    let stop = at;
    while (stop < end && bytes[stop] !== CARRIAGE_RETURN) stop++;
    // An empty line is no record.
    if (stop > at) readRecord(talk, bytes, at, stop, start, shown);
    else if (count > 0) count--;
    at = stop + 1;
  }
  if (count === 0) talk.emit(CONTINUED, UNDIRECTED, shown(""));
  reader.position = end;
  reader.skipRest();
  if (!isEnded) reader.u8();
}

function readRecord(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  at: number,
  stop: number,
  start: number,
  shown: (type: string) => Record<string, unknown> | undefined,
): void {
  const { memory, side } = talk;
  // Letters are capitals; LIS2-A2 section 5.2 lets small ones stand for them.
  const letter = (bytes[at] as number) & 0xdf;
  const record = RECORDS.of(letter);
  const fields = shown(RECORDS.has(letter) ? String.fromCharCode(letter) : "");
  if (!RECORDS.has(letter)) talk.fault("unknown record type", at - start);
  if (letter === 0x48) readHeader(talk, bytes, at, stop, fields);
  else if (letter === 0x50) {
    talk.note("sender", {
      kind: "personal",
      content: "patient data",
      method: "ASTM patient record",
      exposure: "clear",
    });
  } else if (letter === 0x52 && !memory.told[side]) {
    memory.told[side] = true;
    tellAnalyzer(talk, memory.name[side]);
  }
  talk.emit(record, UNDIRECTED, fields);
}

/** LIS2-A2 section 6: the header defines the separators and names sender and receiver. */
function readHeader(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  at: number,
  stop: number,
  fields: Record<string, unknown> | undefined,
): void {
  const separator = bytes[at + 1] ?? 0x7c;
  const component = bytes[at + 3] ?? 0x5e;
  const field = (number: number): [number, number] => fieldAt(bytes, at, stop, separator, number);
  const text = (number: number): string => {
    const [from, to] = field(number);
    return textOf(bytes, from, Math.min(to, from + 128));
  };
  const [from, to] = field(5);
  const components: string[] = [];
  for (let place = from; place <= to && components.length < MOST_COMPONENTS && to > from; ) {
    let end = place;
    while (end < to && bytes[end] !== component) end++;
    components.push(textOf(bytes, place, Math.min(end, place + 64)));
    place = end + 1;
  }
  const { memory, side } = talk;
  const name = components.find((one) => one !== "") ?? "";
  if (memory.name[side].join("^") !== components.join("^")) memory.told[side] = false;
  memory.name[side] = components;
  talk.claim("sender", "software", name, 0.4, "ASTM header record", from, to);
  const [receiverFrom, receiverTo] = field(10);
  talk.claim("receiver", "software", text(10), 0.3, "ASTM header record", receiverFrom, receiverTo);
  const [passwordFrom, passwordTo] = field(4);
  if (passwordTo > passwordFrom)
    talk.note("sender", { kind: "credential", method: "ASTM access password (H-4)", exposure: "clear" });
  const version = text(13);
  if (version !== "") talk.note("sender", { kind: "version", protocol: "ASTM", version, obsolete: false });
  if (fields === undefined) return;
  Object.assign(fields, {
    message_control_id: text(3),
    sender_name: components.join("^"),
    receiver_id: text(10),
    processing_id: text(12),
    version_number: version,
    date_and_time: text(14),
  });
}

/** Who sends results is an analyzer; how its name is made up is left to its maker. */
function tellAnalyzer(talk: Talk<Memory>, components: readonly string[]): void {
  const method = "ASTM header of a sender of results";
  talk.claim("sender", "role", "medical device", 0.6, method);
  talk.claim("sender", "kind", "laboratory analyzer", 0.7, method);
  const rest = components.filter((one) => one !== "");
  const model = rest.shift() ?? "";
  talk.claim("sender", "model", model, 0.5, method);
  for (const one of rest) {
    if (/^v?\d+(?:\.\d+)+/i.test(one)) talk.claim("sender", "firmware", one, 0.5, method);
    else if (/^(?=.*\d.*\d.*\d)[A-Z0-9-]{5,24}$/i.test(one)) talk.claim("sender", "serial", one, 0.35, method);
  }
}

/** Where a field counted from 1 (the letter is 1, and the delimiters are 2) begins and ends; empty where there is none. */
function fieldAt(bytes: Uint8Array, start: number, end: number, separator: number, number: number): [number, number] {
  let at = start;
  for (let passed = 1; passed < number; passed++) {
    while (at < end && bytes[at] !== separator) at++;
    if (at >= end) return [end, end];
    at++;
  }
  let stop = at;
  while (stop < end && bytes[stop] !== separator) stop++;
  return [at, stop];
}
