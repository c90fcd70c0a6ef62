// S7comm-plus of SIMATIC S7-1200 and S7-1500 controllers, in class 0 transport (RFC 1006). Siemens published no
// standard: layout after the traffic of such controllers.
// Decoded: header, integrity part, opcode, function, sequence and session; identity in the answer that opens a session.
// Not decoded: objects, attributes and values; what follows InitSSL is TLS and only recognized.
import { CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../dissector.ts";
import { type Operation, operation, operationTable } from "../operation.ts";
import { latinOf, type Reader } from "../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";

const PROTOCOL = 0x72;
const TLS_FIRST = 0x14;
const TLS_LAST = 0x17;
const KEEP_ALIVE_EXTENDED = 0xfe;
const ASKS = 0x31;
const ANSWERS = 0x32;
const NOTIFIES = 0x33;
const CREATE_OBJECT = 0x04ca;
/** The object that sessions are created in. */
const SESSION_CONTAINER = 285;
/** Outstanding requests that are remembered. */
const MOST_REQUESTS = 32;
/** Octets of an opening answer in which identity is looked for. */
const MOST_SCANNED = 8192;

/** By function code. */
const OPERATIONS = operationTable("s7comm-plus", [
  [0x04bb, "explore", "identify"],
  [CREATE_OBJECT, "create_object", "program"],
  [0x04d4, "delete_object", "program"],
  [0x04f2, "set_variable", "write"],
  [0x04fc, "get_variable", "read"],
  [0x0524, "get_link", "read"],
  [0x0542, "set_multi_variables", "write"],
  [0x054c, "get_multi_variables", "read"],
  [0x0556, "begin_sequence", "other"],
  [0x0560, "end_sequence", "other"],
  [0x056b, "invoke", "control"],
  [0x0586, "get_variable_sub_streamed", "read"],
  [0x05b3, "init_ssl", "other"],
]);
const CREATE_SESSION: Operation = operation("s7comm-plus", "create_session", "identify");
const NOTIFICATION: Operation = operation("s7comm-plus", "notification", "read");
const KEEP_ALIVE: Operation = operation("s7comm-plus", "keep_alive", "other");
const FRAGMENT: Operation = operation("s7comm-plus", "fragment", "other");
const TLS_RECORD: Operation = operation("s7comm-plus", "tls_record", "other");

interface Memory {
  sequences: Int32Array;
  frames: Float64Array;
  sides: Uint8Array;
  operations: Operation[];
  next: number;
  /** Per side, whether the next PDU continues the last one, and whether that one opened a session. */
  continues: [boolean, boolean];
  opens: [boolean, boolean];
}

/** S7comm-plus inside COTP, and the TLS that newer firmware wraps around it. */
export const s7commPlus = dissector<Memory>({
  name: "s7comm-plus",
  aliases: ["s7plus"],
  title: "S7comm-plus",
  standard: "Siemens S7comm-plus (no public standard)",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: "cotp", keys: [PROTOCOL, TLS_FIRST, 0x15, 0x16, TLS_LAST] }],
  remember: () => ({
    sequences: new Int32Array(MOST_REQUESTS).fill(-1),
    frames: new Float64Array(MOST_REQUESTS),
    sides: new Uint8Array(MOST_REQUESTS),
    operations: [],
    next: 0,
    continues: [false, false],
    opens: [false, false],
  }),
  probe(reader) {
    if (reader.left() < 5) return reader.peek() === PROTOCOL && reader.left() === 4 ? LIKELY : NO;
    if (isTls(reader)) return LIKELY;
    if (reader.peek() !== PROTOCOL || !isVersion(reader.peek(1))) return NO;
    return 4 + reader.peek16(2) <= reader.left() ? CERTAIN : NO;
  },
  read(reader, talk) {
    const total = reader.left();
    if (isTls(reader)) {
      reader.fence(total);
      reader.skipRest();
      talk.emit(TLS_RECORD, UNDIRECTED, talk.detailed ? { length: total } : undefined);
      return DONE;
    }
    if (reader.u8() !== PROTOCOL) return REFUSE;
    reader.fence(total);
    const version = reader.u8();
    const length = reader.u16();
    if (!reader.ok || !isVersion(version)) return REFUSE;
    const outer = reader.narrow(length);
    readPdu(reader, talk, version, length, outer);
    return DONE;
  },
});

/** Whether a TLS record header stands here. */
function isTls(reader: Reader): boolean {
  const type = reader.peek();
  return type >= TLS_FIRST && type <= TLS_LAST && reader.peek(1) === 3 && reader.peek(2) >= 1 && reader.peek(2) <= 4;
}

/** Versions 1 to 3 hold data; 254 and 255 keep the connection alive. */
function isVersion(version: number): boolean {
  return (version >= 1 && version <= 3) || version >= KEEP_ALIVE_EXTENDED;
}

function readPdu(reader: Reader, talk: Talk<Memory>, version: number, length: number, outer: number): void {
  const { memory, side } = talk;
  // The last PDU of a message ends with a trailer that repeats protocol and version.
  const ends = outer - reader.end >= 4;
  const fields: Record<string, unknown> | undefined = talk.detailed ? { version, length } : undefined;
  let found: Operation = KEEP_ALIVE;
  let direction: Direction = UNDIRECTED;
  if (version < KEEP_ALIVE_EXTENDED) {
    const continued = memory.continues[side];
    if (version === 3) {
      const digest = reader.u8();
      reader.skip(digest);
      if (fields !== undefined) fields["integrity_length"] = digest;
    }
    if (continued) found = FRAGMENT;
    else {
      const opcode = reader.u8();
      if (fields !== undefined) fields["opcode"] = opcode;
      if (opcode === NOTIFIES) {
        found = NOTIFICATION;
        direction = NOTICE;
        const object = reader.u32();
        if (fields !== undefined) fields["subscription_object_id"] = object;
      } else if (opcode === ASKS || opcode === ANSWERS) {
        direction = opcode === ASKS ? REQUEST : RESPONSE;
        found = readFunction(reader, talk, opcode, fields);
      } else {
        found = OPERATIONS.unnamed;
        if (reader.ok) talk.fault("unknown opcode", reader.position - 1 - reader.start);
      }
      memory.opens[side] = found === CREATE_SESSION && opcode === ANSWERS;
    }
    if (memory.opens[side]) claimIdentity(talk, reader.bytes, reader.position, reader.end);
    memory.continues[side] = !ends;
    if (ends) memory.opens[side] = false;
    if (fields !== undefined) fields["last_fragment"] = ends;
  }
  reader.widen(outer);
  if (reader.left() > 4) talk.fault("leftover", reader.position - reader.start);
  reader.skipRest();
  talk.emit(found, direction, fields);
}

function readFunction(
  reader: Reader,
  talk: Talk<Memory>,
  opcode: number,
  fields: Record<string, unknown> | undefined,
): Operation {
  const { memory } = talk;
  reader.skip(2);
  const code = reader.u16();
  reader.skip(2);
  const sequence = reader.u16();
  const session = opcode === ASKS ? reader.u32() : 0;
  const flags = reader.u8();
  if (!reader.ok) return OPERATIONS.of(code);
  if (!OPERATIONS.has(code)) talk.fault("unknown function", reader.position - 9 - reader.start);
  let found = OPERATIONS.of(code);
  if (opcode === ASKS) {
    // A session is an object too, created by every station that connects.
    if (code === CREATE_OBJECT && reader.left() >= 4 && reader.u32() === SESSION_CONTAINER) found = CREATE_SESSION;
    const slot = memory.next;
    memory.sequences[slot] = sequence;
    memory.frames[slot] = talk.frame;
    memory.sides[slot] = talk.side;
    memory.operations[slot] = found;
    memory.next = (slot + 1) % MOST_REQUESTS;
  } else {
    for (let slot = 0; slot < MOST_REQUESTS; slot++) {
      if (memory.sequences[slot] !== sequence || memory.sides[slot] === talk.side) continue;
      talk.answersFrame(memory.frames[slot] as number);
      const asked = memory.operations[slot] as Operation;
      if (asked === CREATE_SESSION && code === CREATE_OBJECT) found = CREATE_SESSION;
      memory.sequences[slot] = -1;
      break;
    }
  }
  if (fields !== undefined) {
    fields["function_code"] = code;
    fields["sequence_number"] = sequence;
    if (opcode === ASKS) fields["session_id"] = session;
    fields["transport_flags"] = flags;
  }
  return found;
}

/** Controllers tell themselves as "1;6ES7 214-1AG40-0XB0 ;V4.2": order number and firmware between semicolons. */
function claimIdentity(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number): void {
  const last = Math.min(end, start + MOST_SCANNED) - 6;
  for (let at = start; at < last; at++) {
    // ";6" begins the order number of a SIMATIC product.
    if (bytes[at] !== 0x3b || bytes[at + 1] !== 0x36) continue;
    const first = at + 1;
    let to = first;
    while (to < end && to - first < 48 && (bytes[to] as number) >= 32 && (bytes[to] as number) < 127) to++;
    const found = /^(6[A-Z]{2}\d [0-9A-Z]{3,5}-[0-9A-Z]{4,5}(?:-[0-9A-Z]{4})?) *;[VS](\d+\.\d+(?:\.\d+)?)/.exec(
      latinOf(bytes, first, to),
    );
    if (found === null) continue;
    const method = "S7comm-plus session";
    const order = found[1] as string;
    const version = first + found[0].length - (found[2] as string).length;
    talk.claim("sender", "orderNumber", order, 0.95, method, first, first + order.length);
    talk.claim("sender", "vendor", "Siemens", 0.9, method, first, first + order.length);
    talk.claim("sender", "firmware", found[2] as string, 0.9, method, version, first + found[0].length);
    return;
  }
}
