// LonTalk: ISO/IEC 14908-1 = EIA-709.1, link (PPDU), network (NPDU), transport, session, authentication and application PDUs.
import type { Operation } from "../../operation.ts";
import { type Asked, answer, ask } from "../../pairing.ts";
import { pointSpace } from "../../points.ts";
import { hexOf, type Reader, textOf } from "../../reader.ts";
import type { About, Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import {
  ACKNOWLEDGMENT,
  APPLICATION_MESSAGE,
  CHALLENGE,
  FOREIGN_FRAME,
  MESSAGES,
  NODE_MODES,
  PACKET_PDUS,
  POLL,
  QUERY_ID,
  READ_MEMORY,
  REMINDER,
  REPLY,
  SERVICE_PIN,
  SET_NODE_MODE,
  UNNAMED_PDU,
  UPDATE,
  WRITE_MEMORY,
} from "./names.ts";

const VARIABLE = pointSpace("lonworks", "network variable", "octets", "node");
const DOMAIN_LENGTHS = [0, 1, 3, 6];
/** PDU formats of the network layer. */
const TPDU = 0;
const SPDU = 1;
const AUTHPDU = 2;
/** Codes of answers: network management and diagnostic, with success and without. */
const SUCCESS_MANAGEMENT = 0x20;
const SUCCESS_DIAGNOSTIC = 0x30;
const FAILURE_DIAGNOSTIC = 0x10;
const LONGEST_VALUE = 4;

/** What a conversation of LonTalk remembers. */
export interface Memory {
  asked: Asked;
  toldSession: boolean;
}

interface Addresses {
  from: number;
  to: number;
  mark: number;
}
const addresses: Addresses = { from: 0, to: 0, mark: 0 };

/** Reads one LonTalk packet to the reader's end and emits it. */
export function readLonTalk(talk: Talk<Memory>, reader: Reader, fields: Record<string, unknown> | undefined): void {
  const link = reader.u8();
  const head = reader.u8();
  const format = (head >> 4) & 3;
  if (fields !== undefined) {
    fields["priority"] = link >> 7;
    fields["pdu_format"] = PACKET_PDUS[format];
  }
  if (reader.ok && head >> 6 !== 0) talk.fault("unknown protocol version", reader.position - reader.start - 1);
  readAddresses(talk, reader, (head >> 2) & 3, fields);
  const length = DOMAIN_LENGTHS[head & 3] as number;
  const domain = reader.position;
  reader.skip(length);
  if (fields !== undefined && reader.ok) fields["domain"] = hexOf(reader.bytes, domain, domain + length);
  switch (format) {
    case TPDU:
      readTransport(talk, reader, fields);
      return;
    case SPDU:
      readSession(talk, reader, fields);
      return;
    case AUTHPDU: {
      const kind = reader.u8();
      reader.skipRest();
      const isReply = (kind & 2) !== 0;
      if (fields !== undefined) fields["transaction_number"] = kind >> 4;
      talk.note("sender", { kind: "credential", method: "LonTalk authentication", exposure: "challenge" });
      talk.emit(isReply ? REPLY : CHALLENGE, UNDIRECTED, fields);
      return;
    }
    default:
      readApplication(talk, reader, false, false, fields);
  }
}

function readAddresses(
  talk: Talk<Memory>,
  reader: Reader,
  format: number,
  fields: Record<string, unknown> | undefined,
): void {
  const subnet = reader.u8();
  const node = reader.u8();
  const from = subnet * 128 + (node & 0x7f);
  let to = -1;
  let group = -1;
  let neuron = "";
  if (format === 0) to = reader.u8() * 128;
  else if (format === 1) group = reader.u8();
  else if (format === 2) {
    to = reader.u8() * 128;
    to += reader.u8() & 0x7f;
    if ((node & 0x80) === 0) {
      group = reader.u8();
      reader.skip(1);
    }
  } else {
    to = reader.u8() * 128;
    const at = reader.position;
    reader.skip(6);
    if (reader.ok && (talk.detailed || fields !== undefined)) neuron = hexOf(reader.bytes, at, at + 6);
  }
  addresses.from = from;
  addresses.to = to;
  // The same for a question and its answer.
  addresses.mark = to < 0 ? from : Math.min(from, to) * 65536 + Math.max(from, to);
  if (fields === undefined) return;
  Object.assign(fields, { source_subnet: subnet, source_node: node & 0x7f });
  if (to >= 0) Object.assign(fields, { destination_subnet: to >> 7, destination_node: to & 0x7f });
  if (group >= 0) fields["destination_group"] = group;
  if (neuron !== "") fields["destination_neuron_id"] = neuron;
}

function readTransport(talk: Talk<Memory>, reader: Reader, fields: Record<string, unknown> | undefined): void {
  const head = reader.u8();
  const type = (head >> 4) & 7;
  if (fields !== undefined) Object.assign(fields, { authenticated: head >> 7 !== 0, transaction_number: head & 15 });
  if (type === 2 || type === 4) {
    // Lists of members that did not answer yet.
    reader.skipRest();
    talk.emit(type === 2 ? ACKNOWLEDGMENT : REMINDER, type === 2 ? RESPONSE : REQUEST, fields);
    return;
  }
  if (type === 5) reader.skip(reader.u8());
  else if (type > 1) {
    talk.fault("unknown transport PDU");
    reader.skipRest();
    talk.emit(UNNAMED_PDU, UNDIRECTED, fields);
    return;
  }
  readApplication(talk, reader, false, head >> 7 !== 0, fields);
}

function readSession(talk: Talk<Memory>, reader: Reader, fields: Record<string, unknown> | undefined): void {
  const head = reader.u8();
  const type = (head >> 4) & 7;
  const transaction = head & 15;
  if (fields !== undefined) Object.assign(fields, { authenticated: head >> 7 !== 0, transaction_number: transaction });
  const mark = Math.imul(addresses.mark, 31) + transaction;
  if (type === 2) {
    readAnswer(talk, reader, mark, fields);
    return;
  }
  if (type === 4) {
    reader.skipRest();
    talk.emit(REMINDER, REQUEST, fields);
    return;
  }
  if (type === 5) reader.skip(reader.u8());
  else if (type !== 0) {
    talk.fault("unknown session PDU");
    reader.skipRest();
    talk.emit(UNNAMED_PDU, UNDIRECTED, fields);
    return;
  }
  ask(talk, talk.memory.asked, mark, reader.peek());
  readApplication(talk, reader, true, head >> 7 !== 0, fields);
}

/** An APDU that is no answer. */
function readApplication(
  talk: Talk<Memory>,
  reader: Reader,
  isQuestion: boolean,
  authenticated: boolean,
  fields: Record<string, unknown> | undefined,
): void {
  const code = reader.u8();
  if (!authenticated && reader.ok) noteSession(talk);
  if ((code & 0x80) !== 0) {
    const selector = ((code & 0x3f) << 8) | reader.u8();
    readVariable(talk, reader, selector, isQuestion ? "poll" : "update", fields);
    talk.emit(isQuestion ? POLL : UPDATE, isQuestion ? REQUEST : UNDIRECTED, fields);
    return;
  }
  const operation = operationOf(code);
  if (fields !== undefined) fields["code"] = code;
  if (code === SERVICE_PIN) tellIdentity(talk, reader, fields);
  else if (code === SET_NODE_MODE) {
    const mode = reader.u8();
    if (fields !== undefined) fields["mode"] = NODE_MODES[mode] ?? mode;
  } else if (code === READ_MEMORY || code === WRITE_MEMORY) {
    reader.skip(1);
    const address = reader.u16();
    const count = reader.u8();
    if (reader.ok) talk.target("memory", address, count);
  }
  reader.skipRest();
  const direction: Direction = code === SERVICE_PIN ? UNDIRECTED : REQUEST;
  talk.emit(operation, code < 0x50 ? UNDIRECTED : direction, fields);
}

function operationOf(code: number): Operation {
  if (MESSAGES.has(code)) return MESSAGES.of(code);
  if (code < 0x40) return APPLICATION_MESSAGE;
  return code < 0x50 ? FOREIGN_FRAME : MESSAGES.unnamed;
}

/** The APDU of an answer: its code is that of the question with other upper bits. */
function readAnswer(
  talk: Talk<Memory>,
  reader: Reader,
  mark: number,
  fields: Record<string, unknown> | undefined,
): void {
  const { asked } = talk.memory;
  const place = answer(talk, asked, mark);
  const question = place < 0 ? -1 : (asked.numbers[place] as number);
  const code = reader.u8();
  if (fields !== undefined) fields["code"] = code;
  if ((code & 0x80) !== 0) {
    readVariable(talk, reader, ((code & 0x3f) << 8) | reader.u8(), "value", fields);
    talk.emit(POLL, RESPONSE, fields);
    return;
  }
  const isDiagnostic = (code & 0xf0) === SUCCESS_DIAGNOSTIC || (code & 0xf0) === FAILURE_DIAGNOSTIC;
  const asks = question >= 0 ? question : isDiagnostic ? 0x50 | (code & 15) : 0x60 | (code & 31);
  if (asks >= 0x50 && asks < 0x80) {
    const isSuccess = asks < 0x60 ? (code & 0xf0) === SUCCESS_DIAGNOSTIC : (code & 0xe0) === SUCCESS_MANAGEMENT;
    if (!isSuccess) talk.refused("failure");
    else if (asks === QUERY_ID) tellIdentity(talk, reader, fields);
    reader.skipRest();
    talk.emit(operationOf(asks), RESPONSE, fields);
    return;
  }
  reader.skipRest();
  talk.emit(APPLICATION_MESSAGE, RESPONSE, fields);
}

/** Numbers of up to four octets are told; what longer variables are made of only their types say. */
function readVariable(
  talk: Talk<Memory>,
  reader: Reader,
  selector: number,
  how: "poll" | "update" | "value",
  fields: Record<string, unknown> | undefined,
): void {
  const { bytes, position } = reader;
  const length = reader.left();
  if (fields !== undefined) fields["selector"] = selector;
  if (!reader.ok) return;
  talk.target("network variable", selector, 1);
  if (how !== "poll" && length > 0 && length <= LONGEST_VALUE) {
    let value = 0;
    for (let at = position; at < reader.end; at++) value = value * 256 + (bytes[at] as number);
    talk.sample(VARIABLE, addresses.from, "", selector, value);
  }
  if (fields !== undefined) fields["value"] = hexOf(bytes, position, Math.min(reader.end, position + 31));
  reader.skipRest();
}

/** Unique identifier of the chip, and the program's: of a node behind whoever sends it. */
function tellIdentity(talk: Talk<Memory>, reader: Reader, fields: Record<string, unknown> | undefined): void {
  const at = reader.position;
  const neuron = reader.hex(6);
  const programAt = reader.position;
  const program = reader.hex(8);
  if (!reader.ok) return;
  const { from } = addresses;
  const about: About =
    from === 0
      ? { part: `neuron ${neuron}`, of: "sender" }
      : { part: `subnet ${from >> 7} node ${from & 0x7f}`, of: "sender" };
  talk.claim(about, "serial", neuron, 0.9, "LonTalk unique node identifier", at, programAt);
  // Programs of the standard begin with format 8 or 9; others are words.
  const isStandard = program.charCodeAt(0) === 0x38 || program.charCodeAt(0) === 0x39;
  const words = textOf(reader.bytes, programAt, reader.position);
  const isWords = !isStandard && /^[\x20-\x7e]{3,8}$/.test(words);
  talk.claim(
    about,
    "model",
    isWords ? words : `program ${program}`,
    isWords ? 0.6 : 0.5,
    "LonTalk program identifier",
    programAt,
    reader.position,
  );
  if (isStandard && fields !== undefined) fields["manufacturer"] = program.slice(1, 6);
  if (fields !== undefined) Object.assign(fields, { neuron_id: neuron, program_id: program });
}

function noteSession(talk: Talk<Memory>): void {
  if (talk.memory.toldSession) return;
  talk.memory.toldSession = true;
  talk.note("sender", { kind: "session", protocol: "LonTalk", anonymous: true });
}
