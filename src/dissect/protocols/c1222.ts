// ANSI C12.22-2012 (IEEE 1703) section 5: APDUs in BER with EPSEM services; tables of ANSI C12.19.
// Not decoded: what is ciphered; contents of tables but the manufacturer's (table 1); segmented APDUs; resolve, trace and registration
// beyond their names.
import { APPLICATION, CONTEXT, newElement, objectIdentifierOf, readElement, unsignedOf } from "../ber.ts";
import { type Answer, CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { type Operation, operation, operationTable } from "../operation.ts";
import { hexOf, latinOf } from "../reader.ts";
import { REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";

const MESSAGE_TAG = 0x60;
const CALLED_TITLE = 2;
const CALLED_INVOCATION = 4;
const CALLING_TITLE = 6;
const CALLING_INVOCATION = 8;
const AUTHENTICATION = 12;
const USER_INFORMATION = 30;
const LONGEST = 65_000;
const MOST_SERVICES = 32;
const RING = 16;

/** Services by code: ANSI C12.22 section 5.3.2.4 (requests). */
const SERVICES = operationTable("c1222", [
  [0x20, "identification", "identify"],
  [0x21, "terminate", "other"],
  [0x22, "disconnect", "other"],
  [0x24, "deregistration", "configure"],
  [0x25, "resolve", "identify"],
  [0x26, "trace", "identify"],
  [0x27, "registration", "configure"],
  [0x30, "full_read", "read"],
  ...Array.from({ length: 9 }, (_, index) => [0x31 + index, `partial_read_index_${index + 1}`, "read"] as const),
  [0x3e, "read_default_table", "read"],
  [0x3f, "partial_read_offset", "read"],
  [0x40, "full_write", "write"],
  ...Array.from({ length: 9 }, (_, index) => [0x41 + index, `partial_write_index_${index + 1}`, "write"] as const),
  [0x4f, "partial_write_offset", "write"],
  [0x50, "logon", "authenticate"],
  [0x51, "security", "authenticate"],
  [0x52, "logoff", "other"],
  [0x53, "authenticate", "authenticate"],
  [0x60, "negotiate", "other"],
  [0x70, "wait", "other"],
  [0x71, "timing_setup", "configure"],
]);
const ANSWER = operation("c1222", "response", "other");
const CIPHERED = operation("c1222", "ciphered_services", "other");
const NO_SERVICE = operation("c1222", "no_service", "other");
/** A write to table 7 starts a procedure of the meter: ANSI C12.19 section 9.2. */
const PROCEDURE = operation("c1222", "initiate_procedure", "control");
const RESET = operation("c1222", "reset_procedure", "control");
const LOAD_CONTROL = operation("c1222", "direct_load_control", "control");
const SET_TIME = operation("c1222", "set_date_time", "time");
const PROCEDURE_TABLE = 7;
const MANUFACTURER_TABLE = 1;
const PROCEDURES: Readonly<Record<number, Operation>> = {
  0: RESET,
  1: RESET,
  3: RESET,
  10: SET_TIME,
  21: LOAD_CONTROL,
};

/** Answers other than ok, in the standard's words. */
const CODES: Readonly<Record<number, string>> = {
  1: "error",
  2: "service_not_supported",
  3: "insufficient_security_clearance",
  4: "operation_not_possible",
  5: "inappropriate_action_requested",
  6: "device_busy",
  7: "data_not_ready",
  8: "data_locked",
  9: "renegotiate_request",
  10: "invalid_service_sequence_state",
  11: "security_mechanism_error",
  12: "unknown_application_title",
  13: "network_time_out",
  14: "network_not_reachable",
  15: "request_too_large",
  16: "response_too_large",
  17: "segmentation_not_possible",
  18: "segmentation_error",
};

interface Request {
  invocation: number | string;
  frame: number;
  operation: Operation;
  table: number;
}

interface Memory {
  requests: (Request | undefined)[];
  next: number;
}

const outer = newElement();
const part = newElement();
const inner = newElement();

/** What one APDU says before its services; reused. */
const said = { invocation: 0 as number | string, called: 0 as number | string, start: 0, end: 0 };

/** Meters of North America and their collectors. */
export const c1222 = dissector<Memory>({
  name: "c1222",
  aliases: ["ansi-c12.22"],
  title: "ANSI C12.22",
  standard: "ANSI C12.22, ANSI C12.19",
  world: "ot",
  authentication: "optional",
  carriage: [
    { over: "tcp", ports: [1153] },
    { over: "udp", ports: [1153] },
  ],
  remember: () => ({ requests: new Array<Request | undefined>(RING).fill(undefined), next: 0 }),
  probe(reader) {
    if (reader.peek() !== MESSAGE_TAG) return NO;
    const { bytes, position, end } = reader;
    const fits = readElement(bytes, position, end, outer);
    if (!fits && outer.content === 0) return reader.left() < 4 ? POSSIBLE : NO;
    const at = outer.content;
    if (at >= end) return POSSIBLE;
    // A title of the called or the calling application comes first, which other users of this tag do not have.
    const first = bytes[at] as number;
    const second = bytes[at + 2] ?? -1;
    const isTitle = (first === 0xa2 || first === 0xa6) && (second === 6 || second === 0x80 || second === -1);
    if (!isTitle) return NO;
    return fits && isC1222(bytes, at, outer.end) ? CERTAIN : POSSIBLE;
  },
  read(reader, talk): Answer {
    if (reader.u8() !== MESSAGE_TAG) return REFUSE;
    const length = sizeOf(reader.bytes, reader.position, reader.end);
    if (length === 0) return reader.complete || reader.left() > 4 ? REFUSE : MORE;
    if (length < 0 || length > LONGEST) return REFUSE;
    if (!reader.fence(1 + length)) return MORE;
    const { bytes, start, end } = reader;
    reader.skipRest();
    if (!readElement(bytes, start, end, outer) || outer.tagClass !== APPLICATION) {
      talk.fault("malformed BER");
      talk.emit(NO_SERVICE, UNDIRECTED);
      return DONE;
    }
    readMessage(talk, bytes);
    return DONE;
  },
});

/** Octets of the length at `at` and what it counts; 0 when it is not here, -1 when it is none. */
function sizeOf(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0;
  const first = bytes[at] as number;
  if (first < 0x80) return 1 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 3) return -1;
  if (at + octets >= end) return 0;
  let length = 0;
  for (let index = 1; index <= octets; index++) length = length * 256 + (bytes[at + index] as number);
  return 1 + octets + length;
}

/** Whether user information in EPSEM follows somewhere: its control octet has the first bit set. */
function isC1222(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part) || part.tagClass !== CONTEXT) return false;
    if (part.tag !== USER_INFORMATION) continue;
    const { content } = part;
    return bytes[content] === 0x28 && part.end - content > 5;
  }
  return false;
}

function readMessage(talk: Talk<Memory>, bytes: Uint8Array): void {
  const fields: Record<string, unknown> | undefined = talk.detailed ? {} : undefined;
  said.invocation = 0;
  said.called = 0;
  said.start = 0;
  said.end = 0;
  const stop = outer.end;
  for (let at = outer.content; at < stop; at = part.next) {
    if (!readElement(bytes, at, stop, part) || part.tagClass !== CONTEXT) {
      talk.fault("malformed BER");
      break;
    }
    readPart(bytes, fields);
  }
  if (said.start === 0) {
    talk.emit(NO_SERVICE, UNDIRECTED, fields);
    return;
  }
  readServices(talk, bytes, fields);
}

function readPart(bytes: Uint8Array, fields: Record<string, unknown> | undefined): void {
  const { tag, content, end } = part;
  const hasInner = readElement(bytes, content, end, inner);
  if (tag === USER_INFORMATION) {
    // EXTERNAL with the services in [1], octet aligned.
    if (hasInner && readElement(bytes, inner.content, inner.end, inner) && inner.tag === 1) {
      said.start = inner.content;
      said.end = inner.end;
    }
  } else if (tag === CALLING_INVOCATION && hasInner) said.invocation = unsignedOf(bytes, inner.content, inner.end);
  else if (tag === CALLED_INVOCATION && hasInner) said.called = unsignedOf(bytes, inner.content, inner.end);
  if (fields === undefined) return;
  if (tag === CALLED_TITLE) fields["called_ap_title"] = titleOf(bytes, hasInner);
  else if (tag === CALLING_TITLE) fields["calling_ap_title"] = titleOf(bytes, hasInner);
  else if (tag === CALLING_INVOCATION) fields["calling_ap_invocation_id"] = said.invocation;
  else if (tag === CALLED_INVOCATION) fields["called_ap_invocation_id"] = said.called;
  else if (tag === AUTHENTICATION) fields["authentication_value"] = true;
}

function titleOf(bytes: Uint8Array, hasInner: boolean): string {
  if (!hasInner) return "";
  if (inner.tag === 6) return objectIdentifierOf(bytes, inner.content, inner.end);
  // Relative to the root of C12.22.
  return `.${hexOf(bytes, inner.content, Math.min(inner.end, inner.content + 32))}`;
}

const MODES = ["cleartext", "cleartext with authentication", "ciphertext with authentication", "reserved"];

function readServices(talk: Talk<Memory>, bytes: Uint8Array, fields: Record<string, unknown> | undefined): void {
  const { end } = said;
  let at = said.start;
  const control = bytes[at++] as number;
  const mode = (control >> 2) & 3;
  if (fields !== undefined) {
    fields["security_mode"] = MODES[mode];
    fields["response_control"] = control & 3;
  }
  if ((control & 0x10) !== 0) {
    if (fields !== undefined) fields["device_class"] = hexOf(bytes, at, Math.min(end, at + 4));
    at += 4;
  }
  if (mode >= 2) {
    pairAnswer(talk);
    talk.emit(CIPHERED, UNDIRECTED, fields);
    return;
  }
  // Four octets of authentication end it.
  const stop = mode === 1 ? end - 4 : end;
  let count = 0;
  while (at < stop && count < MOST_SERVICES) {
    const size = sizeOf(bytes, at, stop);
    if (size < 1 || at + size > stop) {
      talk.fault("service does not fit");
      break;
    }
    const first = bytes[at] as number;
    const octets = first < 0x80 ? 1 : 1 + (first & 0x7f);
    count++;
    if (size > octets) readService(talk, bytes, at + octets, at + size, fields);
    at += size;
  }
  if (count === 0) talk.emit(NO_SERVICE, UNDIRECTED, fields);
}

function readService(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  outside: Record<string, unknown> | undefined,
): void {
  const code = bytes[start] as number;
  const fields = outside === undefined ? undefined : { ...outside, service: code };
  if (code < 0x20) readAnswer(talk, bytes, start, end, code, fields);
  else readRequest(talk, bytes, start, end, code, fields);
}

function readRequest(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  code: number,
  fields: Record<string, unknown> | undefined,
): void {
  // Negotiation tells in its code how many speeds it offers.
  let named = SERVICES.of(code > 0x60 && code < 0x6c ? 0x60 : code);
  if (named === SERVICES.unnamed) talk.fault("unknown service");
  let table = -1;
  if (code >= 0x30 && code <= 0x4f && code !== 0x3e && end - start >= 3) {
    table = ((bytes[start + 1] as number) << 8) | (bytes[start + 2] as number);
    if (fields !== undefined) fields["table"] = table;
    talk.object(`table ${table}`);
    talk.target("table", table, 1);
    if (table === PROCEDURE_TABLE && code >= 0x40) named = procedureOf(bytes, start, end, code, fields);
  } else if (code === 0x50 && end - start >= 13) {
    const user = latinOf(bytes, start + 3, start + 13).trim();
    if (fields !== undefined) {
      fields["user_id"] = ((bytes[start + 1] as number) << 8) | (bytes[start + 2] as number);
      fields["user"] = user;
    }
    talk.claim("sender", "user", user, 0.6, "C12.22 logon", start + 3, start + 13);
  } else if (code === 0x51) {
    talk.note("receiver", { kind: "credential", method: "C12.22 password", exposure: "clear" });
  }
  const { memory } = talk;
  memory.requests[memory.next] = { invocation: said.invocation, frame: talk.frame, operation: named, table };
  memory.next = (memory.next + 1) % RING;
  talk.emit(named, REQUEST, fields);
}

/** Table 7: the number of the procedure in 11 bits, low octet first, behind the count of a whole write. */
function procedureOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  code: number,
  fields: Record<string, unknown> | undefined,
): Operation {
  const at = start + (code === 0x40 ? 5 : code === 0x4f ? 8 : 7);
  if (at + 2 > end) return PROCEDURE;
  const word = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  const isStandard = (word & 0x800) === 0;
  if (fields !== undefined) fields["procedure"] = `${isStandard ? "standard" : "manufacturer"} ${word & 0x7ff}`;
  return isStandard ? (PROCEDURES[word & 0x7ff] ?? PROCEDURE) : PROCEDURE;
}

/** Finds and tells which request the APDU at hand answers. */
function pairAnswer(talk: Talk<Memory>): Request | undefined {
  const { requests } = talk.memory;
  const wanted = said.called === 0 ? said.invocation : said.called;
  let found = -1;
  for (let step = 1; step <= RING; step++) {
    const place = (talk.memory.next + RING - step) % RING;
    const request = requests[place];
    if (request === undefined || request.invocation !== wanted) continue;
    // Services of one request are answered in their order; requests before that one are answered no more.
    if (found < 0 || request.frame === requests[found]?.frame) found = place;
    else requests[place] = undefined;
  }
  const request = requests[found];
  if (request === undefined) return undefined;
  requests[found] = undefined;
  talk.answersFrame(request.frame);
  return request;
}

function readAnswer(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  code: number,
  fields: Record<string, unknown> | undefined,
): void {
  const request = pairAnswer(talk);
  if (code !== 0) talk.refused(CODES[code] ?? `code_${code}`);
  else if (request?.table === MANUFACTURER_TABLE && request.operation === SERVICES.of(0x30))
    claimManufacturer(talk, bytes, start + 3, end);
  if (fields !== undefined && request !== undefined && request.table >= 0) fields["table"] = request.table;
  if (fields !== undefined) fields["data_length"] = end - start - 1;
  talk.emit(request?.operation ?? ANSWER, RESPONSE, fields);
}

/** Table 1, general manufacturer identification: ANSI C12.19 section 9.1.2. */
function claimManufacturer(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number): void {
  if (end - start < 16) return;
  const method = "C12.19 table 1";
  const text = (from: number, length: number): string =>
    latinOf(bytes, start + from, Math.min(end, start + from + length))
      .replace(/[^\x20-\x7e]/g, "")
      .trim();
  const claim = (attribute: "vendor" | "model" | "serial", from: number, length: number, confidence: number): void => {
    const value = text(from, length);
    if (value !== "")
      talk.claim("sender", attribute, value, confidence, method, start + from, Math.min(end, start + from + length));
  };
  claim("vendor", 0, 4, 0.8);
  claim("model", 4, 8, 0.85);
  const version = (at: number): string => `${bytes[start + at] as number}.${bytes[start + at + 1] as number}`;
  talk.claim("sender", "hardware", version(12), 0.8, method, start + 12, start + 14);
  talk.claim("sender", "firmware", version(14), 0.85, method, start + 14, start + 16);
  claim("serial", 16, 16, 0.85);
}
