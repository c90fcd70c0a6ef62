// HL7 version 2: chapter 2 (control), in frames of the minimal lower layer protocol (MLLP releases 1 and 2).
// Nothing of a patient leaves this file: only the segments MSH, MSA, ERR and SFT are read, OBX-3 tells what is observed, OBX-18 names equipment, and of
// all others the name is told. Messages beyond 32,768 bytes are read that far.
// Not decoded: every clinical and administrative segment by intent; the messages within a batch; HL7 without MLLP.
import {
  type Answer,
  CERTAIN,
  DONE,
  dissector,
  LIKELY,
  type Likeness,
  MORE,
  NO,
  POSSIBLE,
  REFUSE,
} from "../../dissector.ts";
import { type Reader, textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { type Family, familyOf } from "./families.ts";
import { BATCH, COMMIT, ERRORS, MESSAGES, REFUSALS, UNNAMED } from "./names.ts";

const START_BLOCK = 0x0b;
const END_BLOCK = 0x1c;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const ACK = 0x06;
const NAK = 0x15;
/** Messages are read this far; what follows up to the end of the block is passed over. */
const LONGEST = 32_768;
const MOST_SEGMENTS = 1024;
const MOST_NAMES = 48;
const MOST_EQUIPMENT = 16;
const OPEN_MESSAGES = 8;

interface Memory {
  /** Whether the rest of a long message is still coming, by side. */
  skipping: [boolean, boolean];
  /** Control identifiers that wait for their acknowledgment, oldest first. */
  open: { control: string; side: 0 | 1; frame: number }[];
  /** The application that each side sends for; "*" when it sends for several. */
  senders: [string, string];
}

/** What the head of a message says; places in the reader's bytes. */
interface Head {
  separator: number;
  component: number;
}

const head: Head = { separator: 0x7c, component: 0x5e };

/** Messages between clinical systems and devices: admissions, orders, results. */
export const hl7 = dissector<Memory>({
  name: "hl7",
  aliases: ["mllp"],
  title: "HL7 version 2 (MLLP)",
  standard: "HL7 version 2.8.2",
  world: "iomt",
  authentication: "none",
  carriage: [{ over: "tcp", ports: [2575, 6661] }],
  remember: () => ({ skipping: [false, false], open: [], senders: ["", ""] }),
  probe(reader, talk) {
    const likeness = likenessOf(reader);
    // Being asked means that the start of a message is looked for: the rest that was awaited is lost.
    if (likeness !== NO) talk.memory.skipping[talk.side] = false;
    return likeness;
  },
  read(reader, talk) {
    const { memory } = talk;
    if (memory.skipping[talk.side]) return skipToEnd(reader, memory, talk.side);
    if (reader.peek() !== START_BLOCK) return REFUSE;
    if (reader.left() < 4 && !reader.complete) return MORE;
    if (likenessOf(reader) < LIKELY) return REFUSE;
    const limit = Math.min(reader.end, reader.start + LONGEST);
    let end = reader.start + 1;
    while (end < limit && reader.bytes[end] !== END_BLOCK) end++;
    const isLong = end - reader.start >= LONGEST;
    const isEnded = end < limit;
    if (!isEnded && !isLong && !reader.complete) return MORE;
    if (isEnded && end + 1 >= reader.end && !reader.complete) return MORE;
    const hasReturn = isEnded && end + 1 < reader.end && reader.bytes[end + 1] === CARRIAGE_RETURN;
    reader.fence(end - reader.start + (isEnded ? 1 : 0) + (hasReturn ? 1 : 0));
    reader.end = end;
    memory.skipping[talk.side] = isLong;
    if (isEnded && !hasReturn) talk.fault("no carriage return after the block", end - reader.start);
    if (!isEnded && !isLong && !reader.cutByCapture) talk.fault("short", end - reader.start);
    reader.skip(1);
    if (reader.peek() === ACK || reader.peek() === NAK) readCommit(reader, talk);
    else readMessage(reader, talk, isLong);
    reader.position = reader.boundary;
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  if (reader.peek() !== START_BLOCK) return NO;
  const first = reader.peek(1);
  if (first === ACK || first === NAK)
    return reader.peek(2) === END_BLOCK && (reader.peek(3) === CARRIAGE_RETURN || reader.peek(3) < 0) ? LIKELY : NO;
  const second = reader.peek(2);
  const third = reader.peek(3);
  // MSH, BHS or FHS.
  const isMessage = first === 0x4d && second === 0x53 && third === 0x48;
  const isBatch = (first === 0x42 || first === 0x46) && second === 0x48 && third === 0x53;
  if (third < 0) return first < 0 || first === 0x4d || first === 0x42 || first === 0x46 ? POSSIBLE : NO;
  if (!isMessage && !isBatch) return NO;
  const separator = reader.peek(4);
  if (separator < 0) return LIKELY;
  // Separators are printable and no letters or digits.
  return isMark(separator) && (reader.peek(5) < 0 || isMark(reader.peek(5))) ? CERTAIN : NO;
}

function isMark(code: number): boolean {
  return (code > 32 && code < 48) || (code > 57 && code < 65) || (code > 90 && code < 97) || (code > 122 && code < 127);
}

function skipToEnd(reader: Reader, memory: Memory, side: 0 | 1): Answer {
  let at = reader.position;
  while (at < reader.end && reader.bytes[at] !== END_BLOCK) at++;
  if (at >= reader.end) {
    reader.skipRest();
    return DONE;
  }
  if (at + 1 >= reader.end && !reader.complete && at > reader.position) {
    reader.position = at;
    return DONE;
  }
  if (at + 1 >= reader.end && !reader.complete) return MORE;
  memory.skipping[side] = false;
  reader.position = at + (reader.bytes[at + 1] === CARRIAGE_RETURN && at + 1 < reader.end ? 2 : 1);
  return DONE;
}

function readCommit(reader: Reader, talk: Talk<Memory>): void {
  const isRefusal = reader.u8() === NAK;
  const { open } = talk.memory;
  const at = open.findIndex((one) => one.side !== talk.side);
  if (at >= 0) talk.answersFrame((open[at] as { frame: number }).frame);
  if (isRefusal) talk.refused("negative_commit_acknowledgment");
  talk.emit(COMMIT, RESPONSE, talk.detailed ? { commit: isRefusal ? "NAK" : "ACK" } : undefined);
}

function readMessage(reader: Reader, talk: Talk<Memory>, isLong: boolean): void {
  const { bytes, end } = reader;
  let at = reader.position;
  head.separator = bytes[at + 3] ?? 0x7c;
  head.component = bytes[at + 4] ?? 0x5e;
  const isBatch = at < end && bytes[at] !== 0x4d;
  const firstEnd = segmentEnd(bytes, at, end);
  // The separator itself counts as MSH-1, so that everything is one further than in other segments.
  const field = (number: number): string => fieldText(bytes, at, firstEnd, number - 1, -1);
  const start = at;
  const from = field(3);
  const facility = field(4);
  const to = field(5);
  const toFacility = field(6);
  const control = isBatch ? field(11) : field(10);
  const type = isBatch ? "" : fieldText(bytes, at, firstEnd, 8, 0);
  const trigger = isBatch ? "" : fieldText(bytes, at, firstEnd, 8, 1);
  const version = isBatch ? "" : fieldText(bytes, at, firstEnd, 11, 0);
  const hasSecurity = field(8) !== "";
  const fields: Record<string, unknown> = {
    sending_application: from,
    sending_facility: facility,
    receiving_application: to,
    receiving_facility: toFacility,
    date_time: field(7),
    ...(isBatch
      ? { batch_control_id: control }
      : {
          message_type: type,
          trigger_event: trigger,
          message_structure: fieldText(bytes, at, firstEnd, 8, 2),
          message_control_id: control,
          processing_id: fieldText(bytes, at, firstEnd, 10, 0),
          version_id: version,
          accept_acknowledgment_type: field(15),
          application_acknowledgment_type: field(16),
          country_code: field(17),
          character_set: field(18),
          message_profile: field(21),
        }),
  };
  if (!isBatch && (type === "" || version === "")) talk.fault("message without type or version", 1);
  const names: string[] = [];
  let count = 0;
  let acknowledged: string | undefined;
  let code = "";
  let error = "";
  let equipment = 0;
  const families = new Set<string>();
  let hasPatient = false;
  at = firstEnd + 1;
  for (; at < end && count < MOST_SEGMENTS; count++) {
    while (at < end && (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN)) at++;
    if (at >= end) break;
    const stop = segmentEnd(bytes, at, end);
    const name = segmentName(bytes, at, stop);
    if (name === "") talk.fault("illegal segment name", at - reader.start);
    if (names.length < MOST_NAMES && name !== "") names.push(name);
    if (name === "MSA" && acknowledged === undefined) {
      code = fieldText(bytes, at, stop, 1, -1);
      acknowledged = fieldText(bytes, at, stop, 2, -1);
    } else if (name === "ERR" && error === "") error = errorOf(bytes, at, stop);
    else if (name === "PID") hasPatient = true;
    else if (name === "SFT") tellSoftware(talk, bytes, at, stop);
    else if (name === "OBX" && equipment < MOST_EQUIPMENT) {
      const identifier = fieldText(bytes, at, stop, 18, -1);
      if (identifier !== "") {
        equipment++;
        talk.object(`equipment ${identifier}`);
      }
      const family = observedBy(bytes, at, stop);
      if (family !== "") families.add(family);
    }
    at = stop + 1;
  }
  if (at < end && count >= MOST_SEGMENTS) fields["segments_left_out"] = true;
  if (isLong) fields["read_in_part"] = true;
  fields["segments"] = names;
  if (acknowledged !== undefined) {
    Object.assign(fields, { acknowledgment_code: code, acknowledged_control_id: acknowledged });
    const refusal = REFUSALS[code];
    if (refusal !== undefined) talk.refused(ERRORS[error] ?? refusal);
    if (error !== "") fields["error_code"] = error;
    const frame = closed(talk.memory, acknowledged, talk.side);
    if (frame > 0) talk.answersFrame(frame);
  } else remember(talk, control);
  if (hasPatient)
    talk.note("sender", {
      kind: "personal",
      content: "patient data",
      method: "HL7 patient segment",
      exposure: "clear",
    });
  if (hasSecurity) talk.note("sender", { kind: "credential", method: "HL7 security field (MSH-8)", exposure: "clear" });
  if (version !== "") talk.note("sender", { kind: "version", protocol: "HL7", version, obsolete: false });
  // An interface engine passes on messages of others under their names.
  const method = `HL7 ${isBatch ? "batch" : "message"} header`;
  talk.claim("sender", "software", firstComponent(from), 0.4, method, start, firstEnd);
  talk.claim("sender", "location", firstComponent(facility), 0.3, method, start, firstEnd);
  talk.claim("receiver", "software", firstComponent(to), 0.3, method, start, firstEnd);
  tellFamily(talk, type, from, families);
  const operation = isBatch ? BATCH : (MESSAGES.get(type) ?? UNNAMED);
  talk.emit(operation, acknowledged === undefined ? REQUEST : RESPONSE, talk.detailed ? fields : undefined);
}

/** What the observation is of says what kind of device made it: OBX-3, coded by name. */
function observedBy(bytes: Uint8Array, start: number, end: number): Family {
  const code = fieldText(bytes, start, end, 3, 0);
  return familyOf(code, fieldText(bytes, start, end, 3, 1), fieldText(bytes, start, end, 3, 2));
}

/** A device sends for itself; an engine passes on what many devices observed, under their names. */
function tellFamily(talk: Talk<Memory>, type: string, from: string, families: ReadonlySet<string>): void {
  const { senders } = talk.memory;
  const known = senders[talk.side];
  senders[talk.side] = known === "" || known === from ? from : "*";
  if (senders[talk.side] === "*" || from === "") return;
  if (type === "OUL")
    talk.claim("sender", "kind", "laboratory analyzer", 0.5, "HL7 unsolicited laboratory observation");
  else if (type === "ORU" && families.size === 1) {
    talk.claim("sender", "kind", [...families][0] as string, 0.6, "HL7 observations that it reports");
  }
}

function remember(talk: Talk<Memory>, control: string): void {
  const { open } = talk.memory;
  if (open.length >= OPEN_MESSAGES) open.shift();
  open.push({ control: control.slice(0, 64), side: talk.side, frame: talk.frame });
}

/** Frame of the other side's message with this control identifier, which is then forgotten; 0 without one. */
function closed(memory: Memory, control: string, side: 0 | 1): number {
  const { open } = memory;
  const at = open.findIndex((one) => one.side !== side && one.control === control.slice(0, 64));
  return at < 0 ? 0 : (open.splice(at, 1)[0] as { frame: number }).frame;
}

function segmentEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== CARRIAGE_RETURN && bytes[at] !== LINE_FEED) at++;
  return at;
}

/** Three capitals or digits before the separator, or "". */
function segmentName(bytes: Uint8Array, at: number, end: number): string {
  if (at + 3 > end || (at + 3 < end && bytes[at + 3] !== head.separator)) return "";
  let name = "";
  for (let index = at; index < at + 3; index++) {
    const code = bytes[index] as number;
    if (!((code > 64 && code < 91) || (code > 47 && code < 58))) return "";
    name += String.fromCharCode(code);
  }
  return name;
}

/** Text of a field counted from 1 (the name is 0), or of one of its components counted from 0; "" where there is none. */
function fieldText(bytes: Uint8Array, start: number, end: number, number: number, component: number): string {
  let at = start;
  for (let passed = 0; passed < number; passed++) {
    while (at < end && bytes[at] !== head.separator) at++;
    if (at >= end) return "";
    at++;
  }
  let stop = at;
  while (stop < end && bytes[stop] !== head.separator) stop++;
  if (component < 0) return textOf(bytes, at, Math.min(stop, at + 256));
  for (let passed = 0; passed < component; passed++) {
    while (at < stop && bytes[at] !== head.component) at++;
    if (at >= stop) return "";
    at++;
  }
  let last = at;
  while (last < stop && bytes[last] !== head.component) last++;
  return textOf(bytes, at, Math.min(last, at + 256));
}

function firstComponent(text: string): string {
  const at = text.indexOf(String.fromCharCode(head.component));
  return at < 0 ? text : text.slice(0, at) || text.slice(at + 1);
}

/** The error's number: ERR-3 since version 2.5, before that the fourth component of ERR-1. */
function errorOf(bytes: Uint8Array, start: number, end: number): string {
  const number = fieldText(bytes, start, end, 3, 0) || fieldText(bytes, start, end, 1, 3);
  // Only numbers of the table: free text may name a patient.
  return /^\d{1,6}$/.test(number) ? number : "";
}

/** SFT: who made the sending software, its version and name; section 2.14.12. */
function tellSoftware(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number): void {
  const method = "HL7 software segment";
  const product = fieldText(bytes, start, end, 3, -1);
  const version = fieldText(bytes, start, end, 2, -1);
  talk.claim("sender", "vendor", fieldText(bytes, start, end, 1, 0), 0.8, method, start, end);
  talk.claim("sender", "software", `${product} ${version}`.trim(), 0.9, method, start, end);
}
