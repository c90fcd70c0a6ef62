// Modbus protocol data units, whatever frames them: Modbus Application Protocol V1.1b3, sections 6 and 7.
// The hot path of polling: nothing is allocated per message unless fields are wanted.
import type { Operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { requestFields, responseFields } from "./fields.ts";
import {
  ACKNOWLEDGE,
  exceptionName,
  type Functions,
  GATEWAY_PATH_UNAVAILABLE,
  GATEWAY_TARGET_SILENT,
  SPACES,
} from "./functions.ts";
import { answeredBy, claimIdentification, claimServerId } from "./identity.ts";
import { findRequest, type Memory, openRequest, type Request } from "./memory.ts";
import { ANY, NEVER, requestLength, responseLength, UNKNOWN } from "./shape.ts";
import { tellAnswer, tellWritten } from "./values.ts";

/** Ports that servers own by registration or habit. */
export const PORTS: readonly number[] = [502, 503];

const HIGHEST_COUNT = 1_000_000;

/** What the framing around a unit of protocol says. */
export interface Framing {
  functions: Functions;
  /** Transaction identifier; 0 where the framing has none. */
  transaction: number;
  unit: number;
  /** Whether ports may tell who asks: not on serial lines in tunnels. */
  portsTell: boolean;
  /** Whether values may be believed: not where the check value is wrong, for then the receiver drops the frame. */
  intact: boolean;
}

/** Reads a function code and its body up to the reader's end, and emits it. `header` begins the fields when they are wanted. */
export function readPdu(reader: Reader, talk: Talk<Memory>, framing: Framing, header: object | undefined): void {
  const { memory } = talk;
  const { transaction, unit } = framing;
  const functionCode = reader.u8();
  const code = functionCode & 0x7f;
  const { bytes, position: at, end } = reader;
  const asked = findRequest(memory, transaction, unit, code, talk.side);
  const isRequest = asked === undefined && asks(reader, talk, functionCode, framing.portsTell);
  const expected = isRequest
    ? requestLength(functionCode, bytes, at, end)
    : responseLength(functionCode, bytes, at, end);
  if (functionCode === 0 || (isRequest && functionCode >= 0x80)) talk.fault("illegal function code", at - reader.start);
  if (expected === ANY || expected === NEVER) reader.skipRest();
  else reader.skip(expected === UNKNOWN ? end - at + 1 : expected);
  const whole = reader.ok && !reader.cut;
  if (memory.messages < HIGHEST_COUNT) memory.messages++;
  if (isRequest) request(reader, talk, framing, functionCode, at, whole, header);
  else response(reader, talk, framing, functionCode, at, whole, asked, header);
}

/** Whether the sender asks: its port and role say so, else the only shape that fits does, else the port, else the role. */
function asks(reader: Reader, talk: Talk<Memory>, functionCode: number, portsTell: boolean): boolean {
  const toServer = portsTell && PORTS.includes(talk.destinationPort);
  const portsDiffer = portsTell && PORTS.includes(talk.sourcePort) !== toServer;
  if (portsDiffer && toServer === talk.fromClient) return toServer;
  if (!reader.cut) {
    const { bytes, position: at, end } = reader;
    const length = end - at;
    const asRequest = requestLength(functionCode, bytes, at, end);
    const asResponse = responseLength(functionCode, bytes, at, end);
    const requestFits = asRequest === length || asRequest === ANY;
    const responseFits = asResponse === length || asResponse === ANY;
    if (requestFits !== responseFits) return requestFits;
  }
  return portsDiffer ? toServer : talk.fromClient;
}

function request(
  reader: Reader,
  talk: Talk<Memory>,
  framing: Framing,
  functionCode: number,
  at: number,
  whole: boolean,
  header: object | undefined,
): void {
  const { bytes, end } = reader;
  const operation = operationOf(framing.functions, functionCode, subFunction(functionCode, bytes, at, end));
  let address = -1;
  let quantity = -1;
  let value = -1;
  if (whole) {
    switch (functionCode) {
      case 1:
      case 2:
        address = u16(bytes, at);
        quantity = u16(bytes, at + 2);
        checkQuantity(talk, quantity, 2000);
        break;
      case 3:
      case 4:
        address = u16(bytes, at);
        quantity = u16(bytes, at + 2);
        checkQuantity(talk, quantity, 125);
        break;
      case 5:
        address = u16(bytes, at);
        quantity = 1;
        value = u16(bytes, at + 2);
        if (value !== 0 && value !== 0xff00) talk.fault("illegal value", at + 2 - reader.start);
        break;
      case 6:
        address = u16(bytes, at);
        quantity = 1;
        value = u16(bytes, at + 2);
        break;
      case 15:
        address = u16(bytes, at);
        quantity = u16(bytes, at + 2);
        checkQuantity(talk, quantity, 1968);
        if (bytes[at + 4] !== (quantity + 7) >> 3) talk.fault("byte count mismatch", at + 4 - reader.start);
        break;
      case 16:
        address = u16(bytes, at);
        quantity = u16(bytes, at + 2);
        checkQuantity(talk, quantity, 123);
        if (bytes[at + 4] !== quantity * 2) talk.fault("byte count mismatch", at + 4 - reader.start);
        break;
      case 20:
      case 21:
        fileTargets(reader, talk, functionCode, at);
        break;
      case 22:
        address = u16(bytes, at);
        quantity = 1;
        value = (u16(bytes, at + 2) << 16) | u16(bytes, at + 4);
        break;
      case 23:
        address = u16(bytes, at);
        quantity = u16(bytes, at + 2);
        checkQuantity(talk, quantity, 125);
        checkQuantity(talk, u16(bytes, at + 6), 121);
        if (bytes[at + 8] !== u16(bytes, at + 6) * 2) talk.fault("byte count mismatch", at + 8 - reader.start);
        talk.target("holding register", u16(bytes, at + 4), u16(bytes, at + 6));
        break;
      case 24:
        address = u16(bytes, at);
        quantity = 1;
        break;
    }
    const space = SPACES[functionCode];
    if (space !== undefined) {
      if (address + quantity > 65_536) talk.fault("illegal address range", at - reader.start);
      talk.target(space, address, quantity);
      if (framing.intact) tellWritten(talk, framing.functions, framing.unit, functionCode, bytes, at);
    }
  }
  if (address < 0) address = subFunction(functionCode, bytes, at, end);
  // Unit 0 is the broadcast address of a serial line, but plain servers on TCP answer it too.
  openRequest(
    talk.memory,
    framing.transaction,
    framing.unit,
    functionCode & 0x7f,
    talk.side,
    talk.frame,
    address,
    quantity,
    value,
  );
  if (header === undefined) talk.emit(operation, REQUEST);
  else talk.emit(operation, REQUEST, Object.assign(header, requestFields(functionCode, bytes, at, end)));
}

function response(
  reader: Reader,
  talk: Talk<Memory>,
  framing: Framing,
  functionCode: number,
  at: number,
  whole: boolean,
  asked: Request | undefined,
  header: object | undefined,
): void {
  const { memory } = talk;
  const { bytes, end } = reader;
  const { unit } = framing;
  const paired = asked !== undefined;
  const address = paired ? asked.address : -1;
  const quantity = paired ? asked.quantity : -1;
  const code = functionCode & 0x7f;
  const own = functionCode < 0x80 ? subFunction(functionCode, bytes, at, end) : -1;
  const operation = operationOf(framing.functions, code, own >= 0 ? own : address);
  if (paired) {
    talk.answersFrame(asked.frame);
    asked.side = -1;
  }
  if (functionCode >= 0x80) {
    const exception = at < end ? (bytes[at] as number) : 0;
    if (exception === GATEWAY_PATH_UNAVAILABLE || exception === GATEWAY_TARGET_SILENT) memory.gateway = true;
    if (whole && exception !== ACKNOWLEDGE) talk.refused(exceptionName(exception));
    if (whole && exceptionName(exception) === "unnamed_exception")
      talk.fault("illegal exception code", at - reader.start);
  } else if (whole) {
    checkResponse(reader, talk, functionCode, at, address, quantity, paired ? asked.value : -1);
    if (quantity >= 0 && framing.intact) {
      tellAnswer(talk, framing.functions, unit, functionCode, bytes, at, address, quantity);
    }
    if (paired && SPACES[functionCode] !== undefined) answeredBy(talk, unit, reader.start);
    else if (functionCode === 43 && bytes[at] === 14) claimIdentification(reader, talk, unit, at);
    else if (functionCode === 17) claimServerId(reader, talk, unit, at);
  }
  if (header === undefined) talk.emit(operation, RESPONSE);
  else {
    const fields = responseFields(functionCode, bytes, at, end, paired, address, quantity);
    talk.emit(operation, RESPONSE, Object.assign(header, fields));
  }
}

/** Holds an answer against its request, or against itself when the request was not seen. */
function checkResponse(
  reader: Reader,
  talk: Talk<Memory>,
  functionCode: number,
  at: number,
  address: number,
  quantity: number,
  value: number,
): void {
  const { bytes } = reader;
  switch (functionCode) {
    case 1:
    case 2:
      if (quantity >= 0 && bytes[at] !== (quantity + 7) >> 3) talk.fault("byte count mismatch", at - reader.start);
      return;
    case 3:
    case 4:
    case 23: {
      const count = bytes[at] as number;
      if (quantity >= 0 ? count !== quantity * 2 : (count & 1) !== 0) {
        talk.fault("byte count mismatch", at - reader.start);
      }
      return;
    }
    case 5:
    case 6:
    case 15:
    case 16: {
      const first = u16(bytes, at);
      const second = u16(bytes, at + 2);
      if (address >= 0) {
        const wanted = functionCode < 15 ? value : quantity;
        if (first !== address || second !== wanted) talk.fault("echo mismatch", at - reader.start);
      } else talk.target(SPACES[functionCode] as string, first, functionCode < 15 ? 1 : second);
      return;
    }
    case 22: {
      const first = u16(bytes, at);
      const masks = (u16(bytes, at + 2) << 16) | u16(bytes, at + 4);
      if (address < 0) talk.target("holding register", first, 1);
      else if (first !== address || masks !== value) talk.fault("echo mismatch", at - reader.start);
      return;
    }
    case 24: {
      const count = u16(bytes, at + 2);
      if (count > 31) talk.fault("illegal quantity", at + 2 - reader.start);
      if (u16(bytes, at) !== 2 + count * 2) talk.fault("byte count mismatch", at - reader.start);
      return;
    }
  }
}

/** Which sub-function a body names (diagnostics, MEI type); -1 where there is none. */
function subFunction(functionCode: number, bytes: Uint8Array, at: number, end: number): number {
  switch (functionCode) {
    case 8:
      return at + 1 < end ? u16(bytes, at) : -1;
    case 43:
      return at < end ? (bytes[at] as number) : -1;
    default:
      return -1;
  }
}

function operationOf(functions: Functions, functionCode: number, sub: number): Operation {
  if (sub >= 0) {
    const table = functionCode === 8 ? functions.diagnostics : functionCode === 43 ? functions.encapsulated : undefined;
    const found = table?.get(sub);
    if (found !== undefined) return found;
  }
  return functions.plain.of(functionCode & 0x7f);
}

function checkQuantity(talk: Talk<Memory>, quantity: number, most: number): void {
  if (quantity < 1 || quantity > most) talk.fault("illegal quantity");
}

/** Sub-requests of file access: reference type 6, file, record, length; sections 6.14 and 6.15. */
function fileTargets(reader: Reader, talk: Talk<Memory>, functionCode: number, at: number): void {
  const { bytes } = reader;
  const end = Math.min(reader.end, at + 1 + (bytes[at] as number));
  let from = at + 1;
  while (from + 7 <= end) {
    const length = u16(bytes, from + 5);
    if (bytes[from] !== 6) talk.fault("illegal reference type", from - reader.start);
    talk.target("file record", u16(bytes, from + 3), length);
    from += 7 + (functionCode === 21 ? length * 2 : 0);
  }
  if (from !== end) talk.fault("byte count mismatch", at - reader.start);
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
