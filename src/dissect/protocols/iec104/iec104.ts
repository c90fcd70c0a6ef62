// IEC 60870-5-104:2006 sections 5 (APCI, sequence numbers, control functions), 7 and 8; ASDUs of IEC 60870-5-101:2003.
// Not decoded: contents of the security ASDUs 41 and 81 to 95 (IEC TS 60870-5-7), of private types 128 to 255 (told as
// octets), and what transferred files hold. Over TLS (port 19998 by IEC 62351-3) nothing is seen.
import { CERTAIN, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { looksLikeAsdu, readAsdu } from "./asdu.ts";
import { type Memory, newMemory } from "./memory.ts";
import {
  controlOf,
  STARTDT_ACT,
  STARTDT_CON,
  STOPDT_ACT,
  STOPDT_CON,
  SUPERVISORY,
  TESTFR_ACT,
  UNNAMED_CONTROL,
} from "./types.ts";

const START = 0x68;
/** Start octet and length. */
const HEAD = 2;
const CONTROL_FIELD = 4;
/** Control field and the shortest ASDU header with an address. */
const SHORTEST_DATA = CONTROL_FIELD + 6;
const LONGEST = 253;
/** Sequence numbers have 15 bits. */
const NUMBERS = 0x7fff;
const HALF = 0x4000;

/** IEC 60870-5-104: control and supervision of stations over TCP, every APDU and ASDU. */
export const iec104 = dissector<Memory>({
  name: "iec104",
  aliases: ["iec60870_104", "iec60870-5-104", "104apci"],
  title: "IEC 60870-5-104",
  standard: "IEC 60870-5-104:2006",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "tcp", ports: [2404, 19998] }],
  longest: HEAD + 255,
  remember: newMemory,
  probe(reader) {
    const { bytes, position: at, end } = reader;
    if (reader.peek() !== START) return NO;
    const length = reader.peek(1);
    if (length < 0) return reader.complete ? NO : POSSIBLE;
    if (length < CONTROL_FIELD || length > LONGEST) return NO;
    if (reader.left() < HEAD + CONTROL_FIELD) return reader.complete ? NO : POSSIBLE;
    const first = bytes[at + 2] as number;
    const next = at + HEAD + length;
    const follows = next === end || (next < end && bytes[next] === START);
    if ((first & 3) === 3) {
      const exact = length === CONTROL_FIELD && controlOf(first & 0xfc) !== undefined;
      const rest = (bytes[at + 3] as number) | (bytes[at + 4] as number) | (bytes[at + 5] as number);
      return exact && rest === 0 ? (follows ? CERTAIN : LIKELY) : NO;
    }
    if (((bytes[at + 4] as number) & 1) !== 0) return NO;
    if ((first & 3) === 1) {
      if (length !== CONTROL_FIELD || first !== 1 || bytes[at + 3] !== 0) return NO;
      return follows ? LIKELY : POSSIBLE;
    }
    if (length < SHORTEST_DATA) return NO;
    return follows && looksLikeAsdu(bytes, at + HEAD + CONTROL_FIELD, next) ? LIKELY : POSSIBLE;
  },
  read(reader, talk) {
    const { memory } = talk;
    let skipped = 0;
    if (reader.u8() !== START) {
      if (!reader.ok) return MORE;
      skipped = memory.known ? distanceToApdu(reader) : -1;
      if (skipped < 0) return REFUSE;
      reader.position = reader.start + skipped + 1;
    }
    const length = reader.u8();
    if (!reader.ok) return MORE;
    if (length < CONTROL_FIELD || (length > LONGEST && !memory.known)) return REFUSE;
    if (!reader.fence(skipped + HEAD + length)) return MORE;
    if (skipped > 0) talk.fault("octets between APDUs", 0);
    if (length > LONGEST) talk.fault("bad length", 1);
    const first = reader.u8();
    if ((first & 1) === 0) readData(reader, talk, length, first);
    else if ((first & 2) === 0) readSupervisory(reader, talk, length, first);
    else readControl(reader, talk, length, first);
    memory.known = true;
    return DONE;
  },
});

/**
 * How far the next APDU is when octets that belong to none stand before it, or -1. Receivers that hunt for the start
 * octet act on what follows; only a whole control field that may be one is taken.
 */
function distanceToApdu(reader: Reader): number {
  const { bytes, start, end } = reader;
  for (let at = start + 1; at + HEAD + CONTROL_FIELD <= end; at++) {
    if (bytes[at] !== START) continue;
    const length = bytes[at + 1] as number;
    if (length < CONTROL_FIELD || length > LONGEST) continue;
    const first = bytes[at + 2] as number;
    const even = ((bytes[at + 4] as number) & 1) === 0;
    const fits =
      (first & 1) === 0
        ? even
        : length === CONTROL_FIELD &&
          even &&
          bytes[at + 3] === 0 &&
          (first === 1 || ((first & 3) === 3 && controlOf(first & 0xfc) !== undefined));
    if (fits) return at - start;
  }
  return -1;
}

/** I format: numbered information. */
function readData(reader: Reader, talk: Talk<Memory>, length: number, first: number): void {
  const { memory, side } = talk;
  const send = (first >> 1) | (reader.u8() << 7);
  const low = reader.u8();
  const receive = (low >> 1) | (reader.u8() << 7);
  if (reader.ok) {
    if ((low & 1) !== 0) talk.fault("bad control field", 4);
    sent(talk, send);
    acknowledged(talk, receive);
    // Either side may hold back what it sends while transfer is stopped; only the controlled one must.
    if (memory.stopped && !talk.fromClient) talk.fault("data while stopped", 2);
    memory.next[side] = (send + 1) & NUMBERS;
  }
  const apci = talk.detailed
    ? { length, format: "I", send_sequence_number: send, receive_sequence_number: receive }
    : undefined;
  readAsdu(reader, talk, apci);
}

/** Holds a send sequence number against the one before; not where bytes in between were lost. */
function sent(talk: Talk<Memory>, number: number): void {
  const expected = talk.memory.next[talk.side];
  if (expected < 0 || number === expected || talk.resumed) return;
  const ahead = (number - expected) & NUMBERS;
  talk.fault(ahead < HALF ? "sequence gap" : "sequence repeated", 2);
}

function acknowledged(talk: Talk<Memory>, number: number): void {
  const { memory, side } = talk;
  const before = memory.acknowledged[side];
  memory.acknowledged[side] = number;
  if (before < 0 || talk.resumed) return;
  if (((number - before) & NUMBERS) >= HALF) talk.fault("acknowledgment goes back", 4);
}

/** S format: acknowledgment alone. */
function readSupervisory(reader: Reader, talk: Talk<Memory>, length: number, first: number): void {
  const second = reader.u8();
  const low = reader.u8();
  const receive = (low >> 1) | (reader.u8() << 7);
  if (reader.ok) {
    if (first !== 1 || second !== 0 || (low & 1) !== 0) talk.fault("bad control field", 2);
    else acknowledged(talk, receive);
  }
  talk.emit(
    SUPERVISORY,
    UNDIRECTED,
    talk.detailed ? { length, format: "S", receive_sequence_number: receive } : undefined,
  );
}

/** U format: starts, stops and tests the transfer. */
function readControl(reader: Reader, talk: Talk<Memory>, length: number, first: number): void {
  const { memory } = talk;
  const rest = reader.u8() | reader.u8() | reader.u8();
  const bits = first & 0xfc;
  const operation = controlOf(bits);
  if (operation === undefined || rest !== 0) talk.fault("bad control field", 2);
  if (operation !== undefined && reader.ok) {
    pairControl(talk, bits);
    if (bits === STOPDT_CON) memory.stopped = true;
    else if (bits === STARTDT_ACT || bits === STARTDT_CON) memory.stopped = false;
  }
  const known: Operation = operation ?? UNNAMED_CONTROL;
  talk.emit(
    known,
    directionOf(bits),
    talk.detailed ? { length, format: "U", control_function: known.name } : undefined,
  );
}

function directionOf(bits: number): Direction {
  if (bits === STARTDT_ACT || bits === STOPDT_ACT) return REQUEST;
  // Tests may come from either side.
  return bits === STARTDT_CON || bits === STOPDT_CON ? RESPONSE : UNDIRECTED;
}

function pairControl(talk: Talk<Memory>, bits: number): void {
  const { asked } = talk.memory;
  const activation = bits & (STARTDT_ACT | STOPDT_ACT | TESTFR_ACT);
  const which = bits < STOPDT_ACT ? 0 : bits < TESTFR_ACT ? 1 : 2;
  if (activation !== 0) {
    asked[which * 2 + talk.side] = talk.frame;
    return;
  }
  const other = which * 2 + 1 - talk.side;
  const frame = asked[other] as number;
  if (frame === 0) return;
  asked[other] = 0;
  talk.answersFrame(frame);
}
