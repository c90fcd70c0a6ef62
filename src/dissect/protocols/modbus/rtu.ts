// Modbus RTU frames carried over TCP and UDP: Modbus over Serial Line V1.02 section 2.5.1.
// A frame has no length: the function's own lengths are tried and the check value decides. Not decoded: ASCII frames, and
// functions without a length of their own (UMAS, CANopen, unnamed ones), which no passive reader can delimit.
import { type Answer, CERTAIN, DONE, dissector, MORE, NO, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { crcFits } from "./crc.ts";
import { functionsOf } from "./functions.ts";
import { type Memory, newMemory } from "./memory.ts";
import { type Framing, readPdu } from "./pdu.ts";
import { isNamedFunction, requestLength, responseLength, UNKNOWN } from "./shape.ts";

const LONGEST = 256;
const HIGHEST_UNIT = 247;
/** Unit, function and check value. */
const AROUND = 4;
const DIAGNOSTICS = 8;
/** Unit, function, two fields of 16 bits, check value. */
const SHORT_REQUEST = 8;

const WAIT = -1;
const NONE = -2;

// Reused for every message; nothing of it is kept.
const framing: Framing = {
  functions: functionsOf("modbus_rtu"),
  transaction: 0,
  unit: 0,
  portsTell: false,
  intact: true,
};

/** Serial Modbus frames in TCP or UDP, as serial device servers tunnel them; recognized by their check value on any port. */
export const modbusRtu = dissector<Memory>({
  name: "modbus_rtu",
  aliases: ["mbrtu"],
  title: "Modbus RTU over TCP",
  standard: "Modbus over Serial Line V1.02",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "tcp", ports: [] },
    { over: "udp", ports: [] },
  ],
  longest: LONGEST,
  remember: newMemory,
  probe(reader) {
    const { bytes, position, end } = reader;
    if (!mayStart(bytes, position, end)) return NO;
    const length = frameLength(bytes, position, end);
    if (length < 0 || !isPlausible(bytes, position, length)) return NO;
    const next = position + length;
    // A check value of 16 bits is not enough alone: the rest must be another frame.
    return next === end || (mayStart(bytes, next, end) && frameLength(bytes, next, end) > 0) ? CERTAIN : NO;
  },
  read(reader, talk) {
    const { bytes, start, end } = reader;
    if (end - start < 2) return reader.complete ? REFUSE : MORE;
    if (!mayStart(bytes, start, end)) return REFUSE;
    const length = frameLength(bytes, start, end);
    if (length === WAIT && !reader.complete) return MORE;
    if (length < 0) return readBroken(reader, talk);
    reader.fence(length);
    return readFrame(reader, talk, true);
  },
});

function readFrame(reader: Reader, talk: Talk<Memory>, intact: boolean): Answer {
  framing.unit = reader.u8();
  framing.intact = intact;
  const outer = reader.narrow(reader.left() - 2);
  if (!intact) talk.fault("bad checksum", reader.end - reader.start);
  readPdu(reader, talk, framing, talk.detailed ? { unit_id: framing.unit, function_code: reader.peek() } : undefined);
  reader.widen(outer);
  reader.skip(2);
  return DONE;
}

/** A frame of the right length and a wrong check value, in a conversation that has shown right ones. */
function readBroken(reader: Reader, talk: Talk<Memory>): Answer {
  const { bytes, start, end } = reader;
  if (talk.memory.messages === 0 || end - start < AROUND) return REFUSE;
  const functionCode = bytes[start + 1] as number;
  const body = talk.fromClient
    ? requestLength(functionCode, bytes, start + 2, end)
    : responseLength(functionCode, bytes, start + 2, end);
  if (body < 0 || start + body + AROUND > end) return REFUSE;
  reader.fence(body + AROUND);
  return readFrame(reader, talk, false);
}

function mayStart(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 1 < end && (bytes[at] as number) <= HIGHEST_UNIT && isNamedFunction(bytes[at + 1] as number);
}

/**
 * Whether a frame of right check value makes sense: other protocols of serial lines use the same check value and put
 * counts of zero (Emerson ROC) where a request of 8 bytes has the low byte of its quantity or value.
 */
function isPlausible(bytes: Uint8Array, at: number, length: number): boolean {
  const functionCode = bytes[at + 1] as number;
  if (functionCode >= 0x80) return (bytes[at + 2] as number) >= 1 && (bytes[at + 2] as number) <= 11;
  if (length !== SHORT_REQUEST) return true;
  const high = bytes[at + 4] as number;
  const low = bytes[at + 5] as number;
  if (functionCode === 5) return low === 0 && (high === 0 || high === 0xff);
  if (functionCode === 3 || functionCode === 4) return high === 0 && low > 0 && low <= 125;
  return functionCode === DIAGNOSTICS ? bytes[at + 2] === 0 : low !== 0;
}

/** Length of the frame at `at` by its check value; WAIT when a longer one may still come, NONE when none fits. */
function frameLength(bytes: Uint8Array, at: number, end: number): number {
  const functionCode = bytes[at + 1] as number;
  const one = lengthOf(functionCode, requestLength(functionCode, bytes, at + 2, end));
  const other = lengthOf(functionCode, responseLength(functionCode, bytes, at + 2, end));
  const shorter = Math.min(one, other);
  const longer = Math.max(one, other);
  if (shorter > 0 && at + shorter <= end && crcFits(bytes, at, at + shorter)) return shorter;
  if (longer > 0 && longer !== shorter && at + longer <= end && crcFits(bytes, at, at + longer)) return longer;
  return one === WAIT || other === WAIT || (longer > 0 && at + longer > end) ? WAIT : NONE;
}

function lengthOf(functionCode: number, body: number): number {
  if (body === UNKNOWN) return WAIT;
  if (functionCode === DIAGNOSTICS && body < 0) return 4 + AROUND;
  return body < 0 || body + AROUND > LONGEST ? NONE : body + AROUND;
}
