// S7 communication: user data (ROSCTR 7): function groups, pieces that belong together, and what they hold.
import type { Operation } from "../../operation.ts";
import { hexOf, latinOf, Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { readMessage } from "./alarms.ts";
import { readBlockFunction } from "./blocks.ts";
import { dateAndTime } from "./clock.ts";
import { type Fields, readAddresses, readValues } from "./items.ts";
import { addPartial, closeRequest, type Memory, openRequest, type Request, subscribe, subscribed } from "./memory.ts";
import { errorName, nameOf, RETURN_CODES, TRANSITIONS, VALUE_SIZES } from "./names.ts";
import {
  BLOCK_FUNCTIONS,
  BLOCK_TRANSFER,
  CPU_FUNCTIONS,
  CYCLIC_DATA,
  MODE_TRANSITION_INDICATION,
  NC_PROGRAMMING,
  OPERATIONS,
  PROGRAMMER_COMMANDS,
  SECURITY,
  TIME_FUNCTIONS,
  USEND,
  userDataCode,
} from "./operations.ts";
import { readList, readListRequest } from "./status-lists.ts";
import { readTestFunction } from "./test-functions.ts";

const READ_LIST = userDataCode(CPU_FUNCTIONS, 1);
const PASSWORD = userDataCode(SECURITY, 1);
const UNSUBSCRIBE = userDataCode(CYCLIC_DATA, 4);
const READ_RECORD = userDataCode(CYCLIC_DATA, 8);
const PARAMETER_HEAD = 0x0001;
const SPECIFICATION = 0x12;
/** Syntax identifiers in the head of the parameters: a request, a response, and USEND. */
const ASKS = 0x11;
const ANSWERS = 0x12;
const R_ID = 0x13;
const NO_VALUE = 0;
const SUCCESS = 0xff;

// Payloads that came in several PDUs are read from their own buffer.
const wholeReader = new Reader();

/** What the head of the parameters says. */
interface Head {
  code: number;
  group: number;
  /** 0 an indication, 1 a request, 2 a response. */
  type: number;
  sequence: number;
  unit: number;
  more: boolean;
  errorCode: number;
}

/** What a PDU was found to be. */
export interface Found {
  operation: Operation;
  direction: Direction;
  fields: Fields | undefined;
}

/** Reads the parameters and the payload of user data whose parameters end at `split`, into `found`. */
export function readUserData(reader: Reader, talk: Talk<Memory>, reference: number, split: number, found: Found): void {
  const payloadEnd = reader.end;
  const parameters = reader.narrow(split - reader.position);
  const service = reader.u16();
  if (service !== PARAMETER_HEAD) {
    // Function 0 with another count of items tells a mode transition.
    reader.skip(4);
    const mode = reader.u8();
    reader.widen(parameters);
    reader.skipRest();
    found.operation = MODE_TRANSITION_INDICATION;
    found.direction = NOTICE;
    found.fields = { mode, mode_name: nameOf(TRANSITIONS, mode) };
    return;
  }
  const specification = reader.u8();
  reader.u8();
  const syntax = reader.u8();
  if (reader.ok && specification !== SPECIFICATION) talk.fault("unknown variable specification", 12);
  if (syntax === R_ID) {
    reader.skip(1);
    const identifier = reader.u32();
    reader.widen(parameters);
    found.operation = USEND;
    found.direction = UNDIRECTED;
    found.fields = { r_id: identifier, ...readSent(reader, talk) };
    return;
  }
  const head = readHead(reader, talk, syntax);
  reader.widen(parameters);
  found.operation = OPERATIONS.of(head.code);
  found.direction = directionOf(head);
  let request: Request | undefined;
  if (head.type === 1) request = openRequest(talk.memory, talk.side, reference, head.code, talk.frame);
  else if (head.type === 2) {
    request = closeRequest(talk.memory, talk.side, reference);
    if (request !== undefined) talk.answersFrame(request.frame);
  }
  if (head.errorCode !== 0) talk.refused(errorName(head.errorCode));
  const fields: Fields = {
    type: head.type,
    function_group: head.group,
    subfunction: head.code & 0xff,
    sequence_number: head.sequence,
    ...(syntax === ANSWERS
      ? { data_unit_reference: head.unit, last_data_unit: !head.more, error_code: head.errorCode }
      : undefined),
  };
  if (reader.position < payloadEnd) Object.assign(fields, readPayload(reader, talk, head, request));
  found.fields = fields;
}

function readHead(reader: Reader, talk: Talk<Memory>, syntax: number): Head {
  const typeAndGroup = reader.u8();
  const subfunction = reader.u8();
  const sequence = reader.u8();
  const group = typeAndGroup & 0x3f;
  const head: Head = {
    code: userDataCode(group, subfunction),
    group,
    type: typeAndGroup >> 6,
    sequence,
    unit: 0,
    more: false,
    errorCode: 0,
  };
  if (syntax === ANSWERS) {
    head.unit = reader.u8();
    head.more = reader.u8() !== 0;
    head.errorCode = reader.u16();
  } else if (syntax !== ASKS && reader.ok) talk.fault("unknown parameter method", reader.position - 4 - reader.start);
  return head;
}

/** Who asks whom; blocks are sent by either partner, so their direction says nothing. */
function directionOf(head: Head): Direction {
  if (head.group === BLOCK_TRANSFER) return UNDIRECTED;
  return head.type === 1 ? REQUEST : head.type === 2 ? RESPONSE : NOTICE;
}

/** Reads return code, transport size and length, then what they hold. */
function readPayload(reader: Reader, talk: Talk<Memory>, head: Head, request: Request | undefined): Fields {
  const code = reader.u8();
  const size = reader.u8();
  const length = reader.u16();
  const fields: Fields = {
    return_code: code,
    return_code_name: nameOf(RETURN_CODES, code),
    transport_size: size,
    transport_size_name: nameOf(VALUE_SIZES, size),
    length,
  };
  if (!reader.ok) return fields;
  if (head.type === 2 && code !== SUCCESS && code !== 0 && head.errorCode === 0 && size !== NO_VALUE) {
    talk.refused(nameOf(RETURN_CODES, code));
  }
  if (head.code === PASSWORD && head.type === 1) {
    // Eight octets, masked in a way that everyone knows.
    talk.note("sender", { kind: "credential", method: "S7 password", exposure: "clear" });
    reader.skip(length);
    return fields;
  }
  const start = reader.position;
  const outer = reader.narrow(length);
  const end = reader.end;
  if (head.more || (head.unit !== 0 && talk.memory.partials[talk.side].unit === head.unit)) {
    const partial = talk.memory.partials[talk.side];
    addPartial(partial, head.code, head.unit, reader.bytes, start, end);
    fields["fragment"] = true;
    if (!head.more) {
      const { lost } = partial;
      partial.unit = 0;
      if (!lost) {
        fields["reassembled_length"] = partial.length;
        wholeReader.open(partial.bytes, 0, partial.length, true);
        Object.assign(fields, readContent(wholeReader, talk, head, request, false));
        if (!wholeReader.ok) talk.fault("bad length", 0);
      }
    }
    reader.skipRest();
  } else if (length > 0) Object.assign(fields, readContent(reader, talk, head, request, true));
  reader.widen(outer);
  return fields;
}

/** Reads a whole payload by its function group; what is not known is told as octets. */
function readContent(
  reader: Reader,
  talk: Talk<Memory>,
  head: Head,
  request: Request | undefined,
  located: boolean,
): Fields {
  const asks = head.type === 1;
  const answers = head.type === 2;
  switch (head.group) {
    case PROGRAMMER_COMMANDS:
      return readTestFunction(reader, talk, head.code & 0xff, head.type);
    case CYCLIC_DATA:
      return readCyclic(reader, talk, head, request);
    case BLOCK_FUNCTIONS:
      return readBlockFunction(reader, talk, head.code, asks);
    case CPU_FUNCTIONS:
      if (head.code === READ_LIST) return asks ? readListRequest(reader) : readList(reader, talk, located);
      if (OPERATIONS.has(head.code)) return readMessage(reader, talk, head.code, asks, answers);
      break;
    case TIME_FUNCTIONS: {
      // Two octets stand before the time.
      if (reader.left() < 10) break;
      const time = dateAndTime(reader.bytes, reader.position + 2);
      reader.skipRest();
      return { timestamp: time };
    }
    case BLOCK_TRANSFER:
      return readBlockTransfer(reader);
    case NC_PROGRAMMING:
      return readFileFunction(reader, talk, head.code & 0xff, asks);
  }
  const start = reader.position;
  reader.skipRest();
  return { octets: hexOf(reader.bytes, start, reader.end) };
}

/** Cyclic and change-driven transfer: the addresses when asked for, their values ever after. */
function readCyclic(reader: Reader, talk: Talk<Memory>, head: Head, request: Request | undefined): Fields {
  if (head.code === UNSUBSCRIBE) {
    if (head.type !== 1) return rest(reader);
    return { cyclic_function: reader.u8(), job_id: reader.u8() };
  }
  if (!OPERATIONS.has(head.code)) return rest(reader);
  reader.skip(1);
  const count = reader.u8();
  if (head.code === READ_RECORD) {
    return head.type === 1 ? { items: readAddresses(reader, talk, count, request) } : rest(reader);
  }
  if (head.type !== 1) {
    // The answer's sequence number becomes the job that reports carry.
    if (request !== undefined) subscribe(talk.memory, talk.side, head.sequence, request.items);
    const asked = subscribed(talk.memory, talk.side, head.sequence);
    return { items: readValues(reader, talk, count, asked, head.type === 2) };
  }
  const base = reader.u8();
  const factor = reader.u8();
  const interval = base <= 2 ? factor * 10 ** (base - 1) : undefined;
  return {
    interval_timebase: base,
    interval_time: factor,
    interval_seconds: interval,
    items: readAddresses(reader, talk, count, request),
  };
}

function rest(reader: Reader): Fields {
  const start = reader.position;
  reader.skipRest();
  return start < reader.end ? { octets: hexOf(reader.bytes, start, reader.end) } : {};
}

/** BSEND: the partners' common R_ID, then octets whose meaning is the plant's own. */
function readBlockTransfer(reader: Reader): Fields {
  if (reader.left() < 8) return rest(reader);
  reader.skip(4);
  return { r_id: reader.u32(), ...rest(reader) };
}

/** USEND: up to four values. */
function readSent(reader: Reader, talk: Talk<Memory>): Fields {
  if (reader.left() === 0) return {};
  reader.skip(3);
  const count = reader.u8();
  return { items: readValues(reader, talk, count, undefined, false) };
}

const NC_START_UPLOAD = 6;
const NC_REQUEST_DOWNLOAD = 1;

/** Files of numerical controls: their names; the contents stay untold. */
function readFileFunction(reader: Reader, talk: Talk<Memory>, subfunction: number, asks: boolean): Fields {
  if (!asks || (subfunction !== NC_REQUEST_DOWNLOAD && subfunction !== NC_START_UPLOAD)) {
    reader.skipRest();
    return {};
  }
  if (subfunction === NC_START_UPLOAD) reader.skip(2);
  const start = reader.position;
  reader.skipRest();
  const name = latinOf(reader.bytes, start, reader.end);
  talk.object(name);
  return { filename: name };
}
