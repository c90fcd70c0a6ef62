// NetBIOS session service: RFC 1002 section 4.3; direct TCP transport: MS-SMB2 section 2.1.
// Messages beyond 24 KiB are files in transit: of them the first kilobyte is read, when their end has passed.
// Not decoded: what is compounded behind that first kilobyte in the same message.
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { isHostName, netbiosOf, suffixName } from "../../netbios.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { nameWasGood, readName } from "../dns/names.ts";

const MESSAGE = 0x00;
const SESSION_REQUEST = 0x81;
const NEGATIVE = 0x83;
const RETARGET = 0x84;

const TYPES = operationTable("nbss", [
  [MESSAGE, "session_message", "other"],
  [SESSION_REQUEST, "session_request", "identify"],
  [0x82, "positive_session_response", "other"],
  [NEGATIVE, "negative_session_response", "other"],
  [RETARGET, "retarget_session_response", "other"],
  [0x85, "session_keepalive", "other"],
]);

const REFUSALS: Readonly<Record<number, string>> = {
  128: "not_listening_on_called_name",
  129: "not_listening_for_calling_name",
  130: "called_name_not_present",
  131: "insufficient_resources",
  143: "unspecified_error",
};

const LONGEST_WHOLE = 24_576;
const HEAD = 1024;

/** A long message that passes, for each side: what is left of it, and its first bytes. */
interface Memory {
  left: [number, number];
  lengths: [number, number];
  heads: [Uint8Array, Uint8Array];
}

/** The frame around SMB on TCP. */
export const nbss = dissector<Memory>({
  name: "nbss",
  aliases: ["netbios-ssn"],
  title: "NetBIOS session service",
  standard: "RFC 1002 section 4.3",
  world: "it",
  longest: LONGEST_WHOLE + 4,
  carriage: [{ over: "tcp", ports: [445, 139] }],
  remember: () => ({ left: [0, 0], lengths: [0, 0], heads: [new Uint8Array(0), new Uint8Array(0)] }),
  probe(reader, talk) {
    const type = reader.peek();
    if (!TYPES.has(type)) return NO;
    const magic = isSmb(reader, 4);
    // After a hole the rest of a long message is lost too.
    if (magic) talk.memory.left[talk.side] = 0;
    if (type !== MESSAGE) return (reader.peek(1) | 1) === 1 && reader.peek16(2) <= 256 ? POSSIBLE : NO;
    if (magic) return LIKELY;
    return reader.left() < 8 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const memory = talk.memory;
    const side = talk.side;
    if (memory.left[side] > 0) return passLong(reader, talk);
    const type = reader.u8();
    const length = reader.u24();
    if (!TYPES.has(type) || (type !== MESSAGE && length > 1024)) return REFUSE;
    if (type === MESSAGE && length > LONGEST_WHOLE) {
      if (reader.left() < HEAD && !reader.complete) return MORE;
      if (!isSmb(reader, 0)) return REFUSE;
      const kept = Math.min(HEAD, reader.left());
      memory.heads[side] = reader.take(kept);
      memory.lengths[side] = length;
      memory.left[side] = length - kept;
      return DONE;
    }
    if (!reader.fence(4 + length)) return MORE;
    const names = type === SESSION_REQUEST ? readNames(reader, talk) : undefined;
    const rest: Record<string, unknown> = {};
    if (type === NEGATIVE) {
      const code = reader.u8();
      rest["error_code"] = code;
      talk.refused(REFUSALS[code] ?? "unspecified_error");
    }
    const direction =
      type === SESSION_REQUEST ? REQUEST : type > SESSION_REQUEST && type <= RETARGET ? RESPONSE : UNDIRECTED;
    const inner = reader.position;
    if (type !== MESSAGE && type !== NEGATIVE && reader.ok) reader.skipRest();
    if (type === MESSAGE) reader.skipRest();
    talk.emit(TYPES.of(type), direction, talk.detailed ? { type, length, ...names, ...rest } : undefined);
    if (type === MESSAGE) talk.hand("nbss", reader.bytes, inner, reader.end);
    return DONE;
  },
});

function passLong(reader: Reader, talk: Talk<Memory>): 0 {
  const memory = talk.memory;
  const side = talk.side;
  const passed = Math.min(reader.left(), memory.left[side]);
  reader.skip(passed);
  memory.left[side] -= passed;
  if (memory.left[side] > 0) return DONE as 0;
  const head = memory.heads[side];
  talk.emit(TYPES.of(MESSAGE), UNDIRECTED, talk.detailed ? { type: MESSAGE, length: memory.lengths[side] } : undefined);
  talk.hand("nbss", head, 0, head.length);
  memory.heads[side] = new Uint8Array(0);
  return DONE as 0;
}

function isSmb(reader: Reader, ahead: number): boolean {
  const first = reader.peek(ahead);
  return first >= 0xfc && reader.peek(ahead + 1) === 0x53 && reader.peek16(ahead + 2) === 0x4d42;
}

function readNames(reader: Reader, talk: Talk<Memory>): object {
  const start = reader.position;
  const called = netbiosOf(readName(reader, reader.position));
  if (!nameWasGood() || called.name === "") talk.fault("bad name", start - reader.start);
  const middle = reader.position;
  const calling = netbiosOf(readName(reader, reader.position));
  if (!nameWasGood() || calling.name === "") talk.fault("bad name", middle - reader.start);
  const method = "NetBIOS session request";
  if (isHostName(called.name) && !called.name.startsWith("*")) {
    talk.claim("receiver", "name", called.name, 0.8, method, start, middle);
  }
  if (isHostName(calling.name)) talk.claim("sender", "name", calling.name, 0.9, method, middle, reader.position);
  return {
    called_name: called.name,
    called_suffix: called.suffix,
    called_suffix_name: suffixName(called.suffix),
    calling_name: calling.name,
    calling_suffix: calling.suffix,
  };
}
