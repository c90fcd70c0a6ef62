// S7 communication (S7comm) of SIMATIC S7-300/400 and compatible controllers, in class 0 transport (RFC 1006). Siemens
// published no standard: layouts follow the traffic, names and codes STEP 7 and the SFC/SSL reference manual.
// Not decoded: contents of blocks and NC files, stacks and block status of test functions, BSEND/USEND contents.
import { CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import type { Operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { movesBlock, readBlockAnswer, readBlockJob, readInvocation, readPiece, readStop } from "./blocks.ts";
import { type Fields, readAddresses, readReturnCodes, readValues } from "./items.ts";
import { closeRequest, type Memory, newMemory, openRequest, type Request } from "./memory.ts";
import { ERROR_CLASSES, errorName, nameOf, ROSCTR } from "./names.ts";
import {
  ACKNOWLEDGEMENT,
  DOWNLOAD_BLOCK,
  DOWNLOAD_ENDED,
  invocationOf,
  OPERATIONS,
  PI_SERVICE,
  PLC_STOP,
  READ_VAR,
  SETUP_COMMUNICATION,
  UPLOAD,
  WRITE_VAR,
} from "./operations.ts";
import { type Found, readUserData } from "./userdata.ts";

const PROTOCOL = 0x32;
const ACK = 2;
const ACK_DATA = 3;
const USERDATA = 7;
const HEADER = 10;

/** The header of every PDU, and where its parameters end. */
interface Header {
  rosctr: number;
  reference: number;
  parameterLength: number;
  dataLength: number;
  /** Error class and code, 16 bits; 0 in jobs. */
  error: number;
  /** Reader position behind the parameters. */
  split: number;
}

// Both are reused for every PDU; nothing of them is kept.
const header: Header = { rosctr: 0, reference: 0, parameterLength: 0, dataLength: 0, error: 0, split: 0 };
const found: Found = { operation: ACKNOWLEDGEMENT, direction: UNDIRECTED, fields: undefined };

/** S7 communication inside COTP: one PDU per TSDU. */
export const s7comm = dissector<Memory>({
  name: "s7comm",
  aliases: ["s7"],
  title: "S7 communication",
  standard: "Siemens S7 communication (no public standard)",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: "cotp", keys: [PROTOCOL] }],
  remember: newMemory,
  probe(reader) {
    if (reader.peek() !== PROTOCOL || reader.left() < HEADER) return NO;
    const rosctr = reader.peek(1);
    if (ROSCTR[rosctr] === undefined) return NO;
    const head = rosctr === ACK || rosctr === ACK_DATA ? HEADER + 2 : HEADER;
    return head + reader.peek16(6) <= reader.left() + 2 ? CERTAIN : NO;
  },
  read(reader, talk) {
    const total = reader.left();
    if (reader.u8() !== PROTOCOL) return REFUSE;
    reader.fence(total);
    header.rosctr = reader.u8();
    if (ROSCTR[header.rosctr] === undefined) return REFUSE;
    reader.u16();
    header.reference = reader.u16();
    header.parameterLength = reader.u16();
    header.dataLength = reader.u16();
    const answers = header.rosctr === ACK || header.rosctr === ACK_DATA;
    header.error = answers ? reader.u16() : 0;
    header.split = Math.min(reader.position + header.parameterLength, reader.end);
    const declared = header.parameterLength + header.dataLength;
    // A PDU that ends too early is told by the reader.
    if (declared < reader.left()) talk.fault("bad length", 6);
    const outer = reader.narrow(declared);
    if (header.rosctr === USERDATA) readUserData(reader, talk, header.reference, header.split, found);
    else if (answers) readAnswer(reader, talk);
    else readJob(reader, talk);
    if (reader.ok && reader.position < reader.end) talk.fault("leftover", reader.position - reader.start);
    reader.widen(outer);
    reader.skipRest();
    talk.emit(found.operation, found.direction, talk.detailed ? { ...headerFields(), ...found.fields } : undefined);
    found.fields = undefined;
    return DONE;
  },
});

function headerFields(): Fields {
  const fields: Fields = {
    rosctr: header.rosctr,
    rosctr_name: nameOf(ROSCTR, header.rosctr),
    pdu_reference: header.reference,
    parameter_length: header.parameterLength,
    data_length: header.dataLength,
  };
  if (header.rosctr === ACK || header.rosctr === ACK_DATA) {
    fields["error_class"] = header.error >> 8;
    fields["error_class_name"] = nameOf(ERROR_CLASSES, header.error >> 8);
    fields["error_code"] = header.error & 0xff;
  }
  return fields;
}

function readJob(reader: Reader, talk: Talk<Memory>): void {
  const inner = reader.narrow(header.split - reader.position);
  const code = reader.left() > 0 ? reader.u8() : -1;
  if (code < 0) talk.fault("missing parameters", 6);
  else if (!OPERATIONS.has(code)) talk.fault("unknown function", reader.position - 1 - reader.start);
  found.operation = code < 0 ? OPERATIONS.unnamed : OPERATIONS.of(code);
  // In a download the controller sends jobs: it asks the station, its client, for the next piece.
  found.direction = code === DOWNLOAD_BLOCK || code === DOWNLOAD_ENDED ? NOTICE : REQUEST;
  const request = openRequest(talk.memory, talk.side, header.reference, code, talk.frame);
  let fields: Fields | undefined = talk.detailed ? { function_code: code < 0 ? undefined : code } : undefined;
  let count = 0;
  switch (code) {
    case READ_VAR:
    case WRITE_VAR: {
      count = reader.u8();
      const items = readAddresses(reader, talk, count, request);
      if (fields !== undefined) Object.assign(fields, { item_count: count, items });
      break;
    }
    case SETUP_COMMUNICATION:
      fields = { function_code: code, ...readSetup(reader) };
      break;
    case PI_SERVICE: {
      const invocation = readInvocation(reader, talk);
      found.operation = invocationOf(invocation.service);
      fields = { function_code: code, ...invocation.fields };
      break;
    }
    case PLC_STOP:
      fields = { function_code: code, ...readStop(reader) };
      break;
    default:
      if (movesBlock(code)) fields = { function_code: code, ...readBlockJob(reader, talk, code) };
      else reader.skipRest();
  }
  request.operation = found.operation;
  if (reader.ok && reader.position < reader.end) talk.fault("leftover parameters", reader.position - reader.start);
  reader.widen(inner);
  if (code === WRITE_VAR) {
    const values = readValues(reader, talk, count, request.items, false);
    if (fields !== undefined) fields["values"] = values;
  }
  found.fields = fields;
}

function readSetup(reader: Reader): Fields {
  reader.u8();
  return { max_amq_calling: reader.u16(), max_amq_called: reader.u16(), pdu_length: reader.u16() };
}

/** An acknowledgement, with or without what was asked for. */
function readAnswer(reader: Reader, talk: Talk<Memory>): void {
  const inner = reader.narrow(header.split - reader.position);
  const request = closeRequest(talk.memory, talk.side, header.reference);
  if (request !== undefined) talk.answersFrame(request.frame);
  if (header.error !== 0) talk.refused(errorName(header.error));
  const code = reader.left() > 0 ? reader.u8() : -1;
  found.operation = operationOf(request, code);
  if (code >= 0 && !OPERATIONS.has(code)) talk.fault("unknown function", reader.position - 1 - reader.start);
  const asked = code >= 0 ? code : (request?.code ?? code);
  // The station that answers a controller's job in a download is its client all the same.
  found.direction = asked === DOWNLOAD_BLOCK || asked === DOWNLOAD_ENDED ? REQUEST : RESPONSE;
  let fields: Fields | undefined = talk.detailed ? { function_code: code >= 0 ? code : undefined } : undefined;
  let count = 0;
  if (code === READ_VAR || code === WRITE_VAR) {
    count = reader.u8();
    if (fields !== undefined) fields["item_count"] = count;
  } else if (code === SETUP_COMMUNICATION) fields = { function_code: code, ...readSetup(reader) };
  else if (movesBlock(code)) fields = { function_code: code, ...readBlockAnswer(reader, code) };
  // Some controllers let a result follow the function code.
  reader.widen(inner);
  if (reader.left() > 0) {
    if (code === READ_VAR) {
      const values = readValues(reader, talk, count, request?.code === READ_VAR ? request.items : undefined, true);
      if (fields !== undefined) fields["values"] = values;
    } else if (code === WRITE_VAR) {
      const results = readReturnCodes(reader, talk, count);
      if (fields !== undefined) fields["results"] = results;
    } else if (code === UPLOAD || code === DOWNLOAD_BLOCK) {
      fields = { ...fields, ...readPiece(reader, talk) };
    } else reader.skipRest();
  }
  found.fields = fields;
}

function operationOf(request: Request | undefined, code: number): Operation {
  if (code < 0) return request?.operation ?? ACKNOWLEDGEMENT;
  return request?.code === code && request.operation !== undefined ? request.operation : OPERATIONS.of(code);
}
