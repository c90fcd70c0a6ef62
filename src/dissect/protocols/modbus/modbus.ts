// Modbus/TCP: Modbus Messaging on TCP/IP Implementation Guide V1.0b section 3.1, Modbus Application Protocol V1.1b3.
// Not decoded: what CANopen general references carry, the maker's own functions 65 to 72 and 100 to 110, and Modbus/TCP
// Security on port 802, which is TLS. Function 90 is handed on to UMAS, with the header, whose transaction UMAS pairs by.
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { UNDIRECTED } from "../../talk.ts";
import { functionsOf } from "./functions.ts";
import { type Memory, newMemory } from "./memory.ts";
import { type Framing, PORTS, readPdu } from "./pdu.ts";
import { ANY, isNamedFunction, requestLength, responseLength } from "./shape.ts";

const HEADER = 7;
/** Unit and protocol data unit of the standard: 254 bytes; UMAS goes far beyond. */
const STANDARD_LENGTH = 254;
const LONGEST_LENGTH = 4096;
const UMAS = 90;
/** Bytes after the function code from which on an exact length counts as evidence. */
const SHORTEST_PROOF = 3;

const FUNCTIONS = functionsOf("modbus");
// Reused for every message; nothing of it is kept.
const framing: Framing = { functions: FUNCTIONS, transaction: 0, unit: 0, portsTell: true, intact: true };

/** Modbus over TCP and UDP with the MBAP header: every public function, pairing, addresses, values and identities. */
export const modbus = dissector<Memory>({
  name: "modbus",
  aliases: ["mbtcp", "modbus_tcp"],
  title: "Modbus/TCP",
  standard: "Modbus Application Protocol V1.1b3",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "tcp", ports: PORTS },
    { over: "udp", ports: [502] },
  ],
  longest: LONGEST_LENGTH + HEADER,
  remember: newMemory,
  probe(reader) {
    const left = reader.left();
    if (reader.peek16(2) > 0 || left < 3) return NO;
    if (left < HEADER + 1) return !reader.complete && reader.peek(2) === 0 ? POSSIBLE : NO;
    const length = reader.peek16(4);
    if (length < 2 || length > LONGEST_LENGTH || reader.peek(HEADER) === 0) return NO;
    return fits(reader, length) ? LIKELY : POSSIBLE;
  },
  read(reader, talk) {
    const transaction = reader.u16();
    const protocol = reader.u16();
    const length = reader.u16();
    if (!reader.ok) return MORE;
    if (length > LONGEST_LENGTH) return REFUSE;
    // A wrong header is a defect of a known conversation, but in an unknown one it is another protocol.
    const { memory } = talk;
    if (memory.messages === 0 && (protocol !== 0 || length < 2)) return REFUSE;
    if (protocol !== 0 && (length < 2 || length > STANDARD_LENGTH)) return REFUSE;
    if (!reader.fence(HEADER - 1 + length)) return MORE;
    if (length < 2) {
      talk.fault("length out of range", 4);
      reader.skipRest();
      talk.emit(
        FUNCTIONS.plain.unnamed,
        UNDIRECTED,
        talk.detailed ? { transaction_id: transaction, protocol_id: protocol, length } : undefined,
      );
      return DONE;
    }
    const unit = reader.u8();
    if (reader.left() === 0) return REFUSE;
    if (protocol !== 0) talk.fault("bad protocol id", 2);
    const functionCode = reader.peek();
    if (length > STANDARD_LENGTH && (functionCode & 0x7f) !== UMAS) talk.fault("length out of range", 4);
    framing.transaction = transaction;
    framing.unit = unit;
    readPdu(reader, talk, framing, headerFields(talk, transaction, protocol, length, unit, functionCode));
    if (functionCode === UMAS) talk.hand("modbus", reader.bytes, reader.start, reader.end, UMAS);
    return DONE;
  },
});

function headerFields(
  talk: Talk<Memory>,
  transaction: number,
  protocol: number,
  length: number,
  unit: number,
  functionCode: number,
): object | undefined {
  if (!talk.detailed) return undefined;
  return {
    transaction_id: transaction,
    protocol_id: protocol,
    length,
    unit_id: unit,
    function_code: functionCode,
  };
}

/** Whether the function is a named one, its body has a length that fits it, and what follows is another header or nothing. */
function fits(reader: Reader, length: number): boolean {
  const { bytes } = reader;
  const start = reader.position;
  const functionCode = bytes[start + HEADER] as number;
  if (!isNamedFunction(functionCode)) return false;
  const end = start + HEADER - 1 + length;
  if (end > reader.end) return false;
  const at = start + HEADER + 1;
  const body = end - at;
  // Other protocols have a length at the same place (DICOM's rejections look like a coil's answer): little proves little.
  if (body < SHORTEST_PROOF) return false;
  const asRequest = requestLength(functionCode, bytes, at, end);
  const asResponse = responseLength(functionCode, bytes, at, end);
  const exact = asRequest === body || asResponse === body;
  if (!exact && !(body >= 2 && (asRequest === ANY || asResponse === ANY))) return false;
  if (end === reader.end) return true;
  if (end + HEADER + 1 > reader.end) return false;
  return bytes[end + 2] === 0 && bytes[end + 3] === 0 && isNamedFunction(bytes[end + HEADER] as number);
}
