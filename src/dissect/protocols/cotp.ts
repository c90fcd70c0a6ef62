// TPKT: RFC 1006 section 6 (RFC 2126); COTP: ISO/IEC 8073 = ITU-T X.224 section 13 (TPDU structure).
// Over TCP only class 0 is in use.
// Not decoded: of classes 2 to 4 more than references and extended numbers; TPDUs that were concatenated, sent again or
// lost are not put in order.
import type { Answer } from "../dissector.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { type Operation, operation, operationTable } from "../operation.ts";
import { hexOf, latinOf, type Reader } from "../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";

const TPKT_HEADER = 4;
/** A TPKT with the shortest TPDU: length indicator, code and one octet. */
const SHORTEST = 7;
/** Most bytes of a TSDU that is put together from several DT TPDUs. */
const LONGEST_TSDU = 262_144;

const CR = 0xe;
const CC = 0xd;
const DR = 0x8;
const DC = 0xc;
const DT = 0xf;
const ED = 0x1;
const AK = 0x6;
const EA = 0x2;
const RJ = 0x5;
const ER = 0x7;

/** By the upper four bits of the TPDU code. */
const OPERATIONS = operationTable("cotp", [
  [ED, "expedited_data", "other"],
  [EA, "expedited_data_acknowledgement", "other"],
  [RJ, "reject", "other"],
  [AK, "data_acknowledgement", "other"],
  [ER, "tpdu_error", "other"],
  [DR, "disconnect_request", "other"],
  [DC, "disconnect_confirm", "other"],
  [CC, "connection_confirm", "other"],
  [CR, "connection_request", "other"],
  [DT, "data", "other"],
]);
const UNKNOWN_TPDU: Operation = operation("cotp", "unknown_tpdu", "other");
const DATA = OPERATIONS.of(DT);

const DISCONNECT_REASONS: Record<number, string> = {
  0: "reason_not_specified",
  1: "congestion_at_tsap",
  2: "session_entity_not_attached_to_tsap",
  3: "address_unknown",
  128: "normal_disconnect",
  129: "remote_transport_entity_congestion",
  130: "connection_negotiation_failed",
  131: "duplicate_source_reference",
  132: "mismatched_references",
  133: "protocol_error",
  135: "reference_overflow",
  136: "connection_request_refused",
  138: "header_or_parameter_length_invalid",
};
const REJECT_CAUSES: Record<number, string> = {
  0: "reason_not_specified",
  1: "invalid_parameter_code",
  2: "invalid_tpdu_type",
  3: "invalid_parameter_value",
};
/** First octet of the called selector of SIMATIC controllers: what the connection is for. */
const CONNECTION_TYPES: Record<number, string> = { 1: "PG", 2: "OP", 3: "S7 basic" };

/** One direction's TSDU in the making. */
interface Assembly {
  bytes: Uint8Array;
  length: number;
  /** Whether a DT without end of TSDU came before. */
  open: boolean;
  /** Whether the TSDU is lost: too long, or a part of it is missing. */
  lost: boolean;
}

interface Memory {
  assemblies: [Assembly, Assembly];
  /** Frame of the last connection request, and whether an answer to it is due. */
  requestFrame: number;
  awaiting: boolean;
}

const NO_BYTES = new Uint8Array(0);

function newMemory(): Memory {
  const empty = (): Assembly => ({ bytes: NO_BYTES, length: 0, open: false, lost: false });
  return { assemblies: [empty(), empty()], requestFrame: 0, awaiting: false };
}

/**
 * ISO transport over TCP. Whole TSDUs are handed on under the carrier name "cotp" with their first octet as key, and
 * what stands in place of the parameters of a connection request or confirm (RDP negotiation) under "cotp-connect".
 */
export const cotp = dissector<Memory>({
  name: "cotp",
  aliases: ["tpkt"],
  title: "ISO transport (TPKT/COTP)",
  standard: "RFC 1006, ISO/IEC 8073",
  world: "ot",
  carriage: [{ over: "tcp", ports: [102, 3389] }],
  remember: newMemory,
  probe(reader) {
    if (reader.peek() !== 3 || (reader.left() > 1 && reader.peek(1) !== 0)) return NO;
    if (reader.left() < TPKT_HEADER) return POSSIBLE;
    const length = reader.peek16(2);
    if (length < SHORTEST) return NO;
    const indicator = reader.peek(4);
    if (reader.left() < 6) return indicator >= 0 && !indicatorFits(indicator, length) ? NO : POSSIBLE;
    return indicatorFits(indicator, length) && headerFits(reader.peek(5), indicator, length) ? LIKELY : NO;
  },
  read(reader, talk) {
    if (isRecord(reader, talk)) return readRecord(reader, talk);
    if (reader.u8() !== 3) return REFUSE;
    const reserved = reader.u8();
    const length = reader.u16();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (length < SHORTEST) return REFUSE;
    if (!reader.fence(length)) return MORE;
    if (reader.left() < 2) return REFUSE;
    const indicator = reader.u8();
    const code = reader.u8();
    if (reserved !== 0) talk.fault("reserved octet not zero", 1);
    // The indicator counts what follows it; 255 is reserved.
    if (indicator < 1 || indicator === 255 || TPKT_HEADER + 1 + indicator > length) {
      talk.fault("bad length indicator", 4);
      reader.skipRest();
      talk.emit(UNKNOWN_TPDU, UNDIRECTED, talk.detailed ? { length_indicator: indicator, pdu_type: code } : undefined);
      return DONE;
    }
    readTpdu(reader, talk, code, indicator);
    return DONE;
  },
});

/** Whether a TLS record follows: it takes the place of a TPKT once both sides agreed so (MS-RDPBCGR section 5.4.5). */
function isRecord(reader: Reader, talk: Talk<Memory>): boolean {
  const type = reader.peek();
  return talk.memory.requestFrame > 0 && type >= 20 && type <= 23 && (reader.left() < 2 || reader.peek(1) === 3);
}

function readRecord(reader: Reader, talk: Talk<Memory>): Answer {
  reader.skip(3);
  const length = reader.u16();
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  if (!reader.fence(reader.position - reader.start + length)) return MORE;
  reader.skipRest();
  return talk.hand("starttls", reader.bytes, reader.start, reader.boundary) ? DONE : REFUSE;
}

function indicatorFits(indicator: number, length: number): boolean {
  return indicator >= 2 && indicator < 255 && TPKT_HEADER + 1 + indicator <= length;
}

/** Whether code and header length belong together; credit bits stand only where ISO 8073 has them. */
function headerFits(code: number, indicator: number, length: number): boolean {
  const credit = code & 15;
  switch (code >> 4) {
    case CR:
    case CC:
      return indicator >= 6;
    case DR:
      return credit === 0 && indicator >= 6;
    case DC:
      return credit === 0 && indicator >= 5;
    case DT:
      return credit <= 1 && (indicator === 2 || (indicator >= 4 && indicator <= 20));
    case ED:
    case EA:
      return credit === 0 && indicator >= 4;
    case AK:
    case RJ:
      return indicator >= 4 && length <= 128;
    case ER:
      return credit === 0 && indicator >= 4;
    default:
      return false;
  }
}

function readTpdu(reader: Reader, talk: Talk<Memory>, code: number, indicator: number): void {
  const headerEnd = reader.start + TPKT_HEADER + 1 + indicator;
  const type = code >> 4;
  if (type === DT) {
    readData(reader, talk, indicator, headerEnd);
    return;
  }
  const outer = reader.narrow(headerEnd - reader.position);
  if (type === CR || type === CC) {
    readConnect(reader, talk, type, code & 15, outer);
    return;
  }
  const operation = OPERATIONS.has(type) ? OPERATIONS.of(type) : UNKNOWN_TPDU;
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? { length_indicator: indicator, pdu_type: code }
    : undefined;
  let direction: Direction = UNDIRECTED;
  if (operation === UNKNOWN_TPDU) {
    talk.fault("unknown TPDU type", 5);
    reader.skipRest();
  } else {
    const destination = reader.u16();
    if (fields !== undefined) fields["dst_ref"] = destination;
    if (type === DR) direction = readDisconnect(reader, talk, fields);
    else if (type === DC) {
      const source = reader.u16();
      if (fields !== undefined) fields["src_ref"] = source;
    } else if (type === ER) direction = readError(reader, talk, fields);
    else readNumber(reader, fields, type, code);
    if (fields !== undefined) fields["parameters"] = parametersOf(reader.bytes, reader.position, reader.end);
  }
  reader.widen(outer);
  if (fields !== undefined && reader.left() > 0) fields["user_data"] = hexOf(reader.bytes, reader.position, reader.end);
  reader.skipRest();
  talk.emit(operation, direction, fields);
}

function readDisconnect(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): Direction {
  const source = reader.u16();
  const reason = reader.u8();
  const word = DISCONNECT_REASONS[reason] ?? `reason_${reason}`;
  const refuses = answersRequest(talk);
  // A disconnect in place of a confirm refuses the connection.
  if (refuses) talk.refused(word);
  if (fields !== undefined) {
    fields["src_ref"] = source;
    fields["reason"] = reason;
    fields["reason_name"] = word;
  }
  return refuses ? RESPONSE : UNDIRECTED;
}

function readError(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): Direction {
  const cause = reader.u8();
  const word = REJECT_CAUSES[cause] ?? `cause_${cause}`;
  talk.refused(word);
  if (fields !== undefined) {
    fields["cause"] = cause;
    fields["cause_name"] = word;
  }
  return answersRequest(talk) ? RESPONSE : UNDIRECTED;
}

/** Whether a connection request waits for an answer; tells which frame held it. */
function answersRequest(talk: Talk<Memory>): boolean {
  if (!talk.memory.awaiting) return false;
  talk.memory.awaiting = false;
  talk.answersFrame(talk.memory.requestFrame);
  return true;
}

/** The number field of ED, EA, AK and RJ; extended formats have four octets. */
function readNumber(reader: Reader, fields: Record<string, unknown> | undefined, type: number, code: number): void {
  const extended = reader.left() >= 4 && (type === ED || type === EA || (code & 15) === 0);
  const raw = extended ? reader.u32() : reader.u8();
  if (fields === undefined) return;
  fields["tpdu_number"] = extended ? raw % 0x80000000 : raw & 0x7f;
  if (type === ED) fields["eot"] = extended ? raw >= 0x80000000 : (raw & 0x80) !== 0;
  if (type === AK || type === RJ) fields["credit"] = extended && reader.left() >= 2 ? reader.u16() : code & 15;
}

function readConnect(reader: Reader, talk: Talk<Memory>, type: number, credit: number, outer: number): void {
  const { memory } = talk;
  const destination = reader.u16();
  const source = reader.u16();
  const options = reader.u8();
  const variable = reader.position;
  const variableEnd = reader.end;
  // Parameter codes of ISO 8073 begin at 0x85; RDP puts its cookie and its negotiation in their place.
  const foreign = reader.ok && variable < variableEnd && (reader.bytes[variable] as number) < 0x80;
  const parameters = foreign || !reader.ok ? undefined : readParameters(reader, talk, type === CR);
  reader.position = variableEnd;
  reader.widen(outer);
  const userStart = reader.position;
  reader.skipRest();
  const fields = talk.detailed
    ? {
        src_ref: source,
        dst_ref: destination,
        credit,
        class: options >> 4,
        extended_formats: (options & 2) !== 0,
        no_explicit_flow_control: (options & 1) !== 0,
        ...parameters,
        parameters: foreign ? [] : parametersOf(reader.bytes, variable, variableEnd),
        user_data: userStart < reader.end ? hexOf(reader.bytes, userStart, reader.end) : undefined,
      }
    : undefined;
  for (const assembly of memory.assemblies) discard(assembly);
  if (type === CR) {
    memory.requestFrame = talk.frame;
    memory.awaiting = true;
  } else answersRequest(talk);
  talk.emit(OPERATIONS.of(type), type === CR ? REQUEST : RESPONSE, fields);
  if (foreign) talk.hand("cotp-connect", reader.bytes, variable, variableEnd, reader.bytes[variable]);
}

/** Reads the parameters that say who talks to whom; connections are rare, so this costs nothing. */
function readParameters(reader: Reader, talk: Talk<Memory>, asks: boolean): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  while (reader.left() > 0) {
    const code = reader.u8();
    const length = reader.u8();
    const start = reader.position;
    if (!reader.ok || length > reader.left()) {
      talk.fault("bad parameter length", start - 1 - reader.start);
      break;
    }
    reader.skip(length);
    if (code === 0xc0 && length === 1) {
      const exponent = reader.bytes[start] as number;
      if (exponent >= 7 && exponent <= 13) found["tpdu_size"] = 2 ** exponent;
      else talk.fault("illegal TPDU size", start - reader.start);
    } else if (code === 0xc1) {
      found["src_tsap"] = hexOf(reader.bytes, start, start + length);
      found["src_tsap_text"] = printable(reader.bytes, start, start + length);
    } else if (code === 0xc2) {
      found["dst_tsap"] = hexOf(reader.bytes, start, start + length);
      const text = printable(reader.bytes, start, start + length);
      found["dst_tsap_text"] = text;
      if (text === undefined && length === 2) Object.assign(found, controllerSelector(reader.bytes, start));
      else if (text !== undefined) claimFromSelector(talk, asks, text, start, start + length);
    }
  }
  return found;
}

/** How SIMATIC controllers read a called selector of two octets: connection type, then rack (3 bits) and slot (5 bits). */
function controllerSelector(bytes: Uint8Array, at: number): Record<string, unknown> {
  const type = bytes[at] as number;
  if (type < 1 || type > 3) return {};
  const place = bytes[at + 1] as number;
  return { connection_type: CONNECTION_TYPES[type], rack: place >> 5, slot: place & 31 };
}

/** TIA Portal and SIMATIC panels call newer controllers by these names, and so say what they are themselves. */
function claimFromSelector(talk: Talk<Memory>, asks: boolean, text: string, start: number, end: number): void {
  if (!text.startsWith("SIMATIC-ROOT-")) return;
  const method = "COTP called selector";
  const station = asks ? "sender" : "receiver";
  talk.claim(asks ? "receiver" : "sender", "vendor", "Siemens", 0.7, method, start, end);
  if (text === "SIMATIC-ROOT-ES") talk.claim(station, "role", "engineering station", 0.7, method, start, end);
  if (text === "SIMATIC-ROOT-HMI") talk.claim(station, "role", "hmi", 0.6, method, start, end);
}

function printable(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (start >= end) return undefined;
  for (let at = start; at < end; at++) {
    const value = bytes[at] as number;
    if (value < 32 || value > 126) return undefined;
  }
  return latinOf(bytes, start, end);
}

/** Every parameter as code and octets, as far as they are whole. */
function parametersOf(bytes: Uint8Array, start: number, end: number): { code: number; value: string }[] {
  const list: { code: number; value: string }[] = [];
  let at = start;
  while (at + 2 <= end) {
    const next = at + 2 + (bytes[at + 1] as number);
    if (next > end) break;
    list.push({ code: bytes[at] as number, value: hexOf(bytes, at + 2, next) });
    at = next;
  }
  return list;
}

/** DT: in class 0 three octets of header, then the user data. */
function readData(reader: Reader, talk: Talk<Memory>, indicator: number, headerEnd: number): void {
  const hasReference = indicator >= 4;
  const destination = hasReference ? reader.u16() : 0;
  const extended = indicator >= 7;
  const raw = indicator < 2 ? 0x80 : extended ? reader.u32() : reader.u8();
  if (indicator < 2) talk.fault("bad length indicator", 4);
  const endsTsdu = extended ? raw >= 0x80000000 : (raw & 0x80) !== 0;
  const number = extended ? raw % 0x80000000 : raw & 0x7f;
  if (headerEnd <= reader.end) reader.position = headerEnd;
  const { bytes, position: start, end, cut } = reader;
  reader.skipRest();
  const assembly = talk.memory.assemblies[talk.side];
  const single = endsTsdu && !assembly.open;
  if (!single) {
    if (cut || !reader.ok) assembly.lost = true;
    append(assembly, bytes, start, end);
    if (assembly.lost && assembly.length > LONGEST_TSDU) talk.fault("TSDU too long", 4);
  }
  const fields = talk.detailed
    ? {
        eot: endsTsdu,
        tpdu_number: number,
        dst_ref: hasReference ? destination : undefined,
        user_data_length: end - start,
        tsdu_length: endsTsdu && !single ? assembly.length : undefined,
      }
    : undefined;
  talk.emit(DATA, UNDIRECTED, fields);
  if (single) {
    if (start < end) talk.hand("cotp", bytes, start, end, bytes[start]);
    return;
  }
  if (!endsTsdu) return;
  if (!assembly.lost) talk.hand("cotp", assembly.bytes, 0, assembly.length, assembly.bytes[0]);
  discard(assembly);
}

function append(assembly: Assembly, bytes: Uint8Array, start: number, end: number): void {
  const wanted = assembly.length + end - start;
  assembly.open = true;
  if (wanted > LONGEST_TSDU) assembly.lost = true;
  if (!assembly.lost && wanted > assembly.bytes.length) {
    const grown = new Uint8Array(Math.max(wanted, assembly.bytes.length * 2, 1024));
    for (let at = 0; at < assembly.length; at++) grown[at] = assembly.bytes[at] as number;
    assembly.bytes = grown;
  }
  if (!assembly.lost)
    for (let at = start, to = assembly.length; at < end; at++, to++) assembly.bytes[to] = bytes[at] as number;
  assembly.length = Math.min(wanted, LONGEST_TSDU + 1);
}

function discard(assembly: Assembly): void {
  assembly.length = 0;
  assembly.open = false;
  assembly.lost = false;
  // A long TSDU must not keep its memory for the rest of the connection.
  if (assembly.bytes.length > 65_536) assembly.bytes = NO_BYTES;
}
