// MMS: ISO 9506-1 and -2 over ISO session, presentation and association control, in the profile of IEC 61850-8-1 and of
// ICCP/TASE.2 (IEC 60870-6-503), which is known by the names of its objects.
// Not decoded: contents of domains, programs and files; types of variables (TypeSpecification); events, semaphores and journals
// beyond their names; alternate access (which part of an array is meant); variables by address alone.
import { APPLICATION, CONTEXT, integerOf, newElement, readElement } from "../../ber.ts";
import { type Answer, CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import type { Operation } from "../../operation.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import {
  AARE,
  AARQ,
  ABORT,
  ABRT,
  type Association,
  DATA_TRANSFER,
  DISCONNECT,
  FINISH,
  layers,
  REFUSE_SESSION,
  RLRE,
  RLRQ,
  readAssociation,
  readLayers,
  SESSION_KEYS,
  sessionFits,
} from "./layers.ts";
import { closeRequest, type Memory, newMemory, openRequest } from "./memory.ts";
import { readAnswer, readRequest, readUnconfirmed, type Said } from "./messages.ts";
import {
  ABORT_ASSOCIATION,
  ASSOCIATE,
  CANCEL,
  CONCLUDE,
  INITIATE,
  REJECT,
  RELEASE,
  SERVICES,
  serviceError,
  UNNAMED_PDU,
} from "./services.ts";
import { tellTase2Answer, tellTase2Request } from "./tase2.ts";

/** Context tags of MMSpdu. */
const CONFIRMED_REQUEST = 0;
const CONFIRMED_RESPONSE = 1;
const CONFIRMED_ERROR = 2;
const UNCONFIRMED = 3;
const REJECT_PDU = 4;
const CANCEL_REQUEST = 5;
const CANCEL_RESPONSE = 6;
const CANCEL_ERROR = 7;
const INITIATE_REQUEST = 8;
const INITIATE_RESPONSE = 9;
const INITIATE_ERROR = 10;
const CONCLUDE_REQUEST = 11;
const CONCLUDE_RESPONSE = 12;
const CONCLUDE_ERROR = 13;

const pdu = newElement();
const element = newElement();
const detail = newElement();
/** What the PDU at hand says; reused. */
const said: Said = { operation: UNNAMED_PDU, fields: undefined };

/** Manufacturing messages of substations and control centers. */
export const mms = dissector<Memory>({
  name: "mms",
  aliases: ["iec61850-mms", "iccp", "tase2"],
  title: "MMS (IEC 61850, ICCP/TASE.2)",
  standard: "ISO 9506, IEC 61850-8-1",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: "cotp", keys: SESSION_KEYS }],
  remember: newMemory,
  probe(reader) {
    const { bytes, position, end } = reader;
    const spdu = reader.peek();
    if (spdu === DATA_TRANSFER) {
      // Tokens and data without parameters, then fully encoded presentation data.
      return reader.left() > 4 && reader.peek16(1) === 1 && reader.peek16(3) === 0x61 ? CERTAIN : NO;
    }
    return reader.left() >= 2 && SESSION_KEYS.includes(spdu) && sessionFits(bytes, position, end) ? LIKELY : NO;
  },
  read(reader, talk): Answer {
    const { bytes, position: start, end } = reader;
    if (!readLayers(bytes, start, end)) return REFUSE;
    reader.fence(end - reader.start);
    reader.skipRest();
    const { count, spdu } = layers;
    if (count === 0) {
      if (spdu === DATA_TRANSFER) return REFUSE;
      tellSession(talk, spdu);
      return DONE;
    }
    for (let index = 0; index < count; index++) {
      const from = layers.starts[index] as number;
      const to = layers.ends[index] as number;
      const association = readAssociation(bytes, from, to);
      if (association === undefined) readPdu(talk, bytes, from, to, undefined);
      else readAssociated(talk, bytes, association);
    }
    return DONE;
  },
});

/** A session PDU without anything of MMS in it. */
function tellSession(talk: Talk<Memory>, spdu: number): void {
  const fields = talk.detailed ? { session: spdu } : undefined;
  if (spdu === REFUSE_SESSION) {
    talk.refused("session refused");
    talk.answersFrame(talk.memory.associateFrame);
    talk.emit(ASSOCIATE, RESPONSE, fields);
  } else if (spdu === FINISH) talk.emit(RELEASE, REQUEST, fields);
  else if (spdu === DISCONNECT) talk.emit(RELEASE, RESPONSE, fields);
  else if (spdu === ABORT) talk.emit(ABORT_ASSOCIATION, UNDIRECTED, fields);
  else talk.emit(UNNAMED_PDU, UNDIRECTED, fields);
}

function readAssociated(talk: Talk<Memory>, bytes: Uint8Array, association: Association): void {
  const { memory } = talk;
  const { tag, fields } = association;
  if (tag === AARQ) {
    memory.associateFrame = talk.frame;
    memory.authenticated = association.authenticated;
    if (association.clearPassword)
      talk.note("receiver", { kind: "credential", method: "MMS association password", exposure: "clear" });
  } else if (tag === AARE) {
    talk.answersFrame(memory.associateFrame);
    if (association.result !== 0) talk.refused(String(fields["result_name"]));
    // Told by the server's consent: asking alone opens nothing.
    else talk.note("sender", { kind: "session", protocol: "MMS", anonymous: !memory.authenticated });
  }
  const told = talk.detailed ? { ...layers.selectors, ...fields } : undefined;
  if (association.end > association.start) {
    readPdu(talk, bytes, association.start, association.end, told);
    return;
  }
  if (tag === AARQ || tag === AARE) talk.emit(ASSOCIATE, tag === AARQ ? REQUEST : RESPONSE, told);
  else if (tag === RLRQ || tag === RLRE) talk.emit(RELEASE, tag === RLRQ ? REQUEST : RESPONSE, told);
  else if (tag === ABRT) talk.emit(ABORT_ASSOCIATION, UNDIRECTED, told);
}

/** Reads one MMS PDU; `outer` are fields of the association around it. */
function readPdu(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  outer: Record<string, unknown> | undefined,
): void {
  if (!readElement(bytes, start, end, pdu) || pdu.tagClass !== CONTEXT) {
    if (pdu.tagClass !== APPLICATION) talk.fault("bad PDU");
    talk.emit(UNNAMED_PDU, UNDIRECTED, outer);
    return;
  }
  const { tag, content, end: stop } = pdu;
  switch (tag) {
    case CONFIRMED_REQUEST:
    case CONFIRMED_RESPONSE:
      readConfirmed(talk, bytes, content, stop, tag === CONFIRMED_REQUEST);
      return;
    case CONFIRMED_ERROR:
      readError(talk, bytes, content, stop);
      return;
    case UNCONFIRMED:
      said.fields = talk.detailed ? {} : undefined;
      readUnconfirmed(talk, bytes, content, stop, said);
      finish(talk, NOTICE);
      return;
    case REJECT_PDU:
      readReject(talk, bytes, content, stop);
      return;
    case INITIATE_REQUEST:
    case INITIATE_RESPONSE:
      readInitiate(talk, bytes, content, stop, tag === INITIATE_REQUEST, outer);
      return;
    case CANCEL_REQUEST:
    case CANCEL_RESPONSE:
    case CANCEL_ERROR:
      talk.emit(
        CANCEL,
        tag === CANCEL_REQUEST ? REQUEST : RESPONSE,
        talk.detailed ? { original_invoke_id: integerOf(bytes, content, stop) } : undefined,
      );
      return;
    case CONCLUDE_REQUEST:
    case CONCLUDE_RESPONSE:
      talk.emit(CONCLUDE, tag === CONCLUDE_REQUEST ? REQUEST : RESPONSE, outer);
      return;
    case INITIATE_ERROR:
    case CONCLUDE_ERROR:
      talk.refused(errorIn(bytes, content, stop));
      talk.emit(tag === INITIATE_ERROR ? INITIATE : CONCLUDE, RESPONSE, outer);
      return;
    default:
      talk.fault("unknown PDU");
      talk.emit(UNNAMED_PDU, UNDIRECTED, outer);
  }
}

function finish(talk: Talk<Memory>, direction: Direction): void {
  const { operation, fields } = said;
  said.fields = undefined;
  talk.emit(operation, direction, fields);
}

function readConfirmed(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number, isRequest: boolean): void {
  if (!readElement(bytes, start, end, element) || element.tag !== 2) {
    talk.fault("no invoke id");
    talk.emit(UNNAMED_PDU, isRequest ? REQUEST : RESPONSE);
    return;
  }
  const invokeId = integerOf(bytes, element.content, element.end);
  let at = element.next;
  if (!readElement(bytes, at, end, element)) element.tag = -1;
  else if (element.tagClass !== CONTEXT) {
    // Modifiers of the service may come first.
    at = element.next;
    if (!readElement(bytes, at, end, element)) element.tag = -1;
  }
  const service = element.tag;
  const { content, end: stop } = element;
  const request = isRequest ? undefined : closeRequest(talk.memory, invokeId);
  said.operation = SERVICES.of(service < 0 && request !== undefined ? request.service : service);
  said.fields = talk.detailed ? { invoke_id: invokeId, service: service < 0 ? undefined : service } : undefined;
  if (service < 0) talk.fault("no service");
  else if (!SERVICES.has(service)) talk.fault("unknown service");
  else if (isRequest) {
    const names = readRequest(talk, bytes, content, stop, service, said);
    const special = tellTase2Request(talk, service, names.names);
    if (special !== undefined) said.operation = special;
    openRequest(talk.memory, { invokeId, frame: talk.frame, service, ...names, special });
  } else {
    if (request !== undefined) talk.answersFrame(request.frame);
    readAnswer(talk, bytes, content, stop, service, request?.service === service ? request : undefined, said);
    if (request?.special !== undefined && request.service === service) {
      said.operation = request.special;
      tellTase2Answer(talk, service, request.names, bytes, content, stop, said);
    }
  }
  finish(talk, isRequest ? REQUEST : RESPONSE);
}

function readError(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number): void {
  let invokeId = -1;
  let reason = "";
  for (let at = start; at < end; at = element.next) {
    if (!readElement(bytes, at, end, element)) break;
    if (element.tag === 0) invokeId = integerOf(bytes, element.content, element.end);
    else if (element.tag === 2) reason = errorIn(bytes, element.content, element.end);
  }
  const request = closeRequest(talk.memory, invokeId);
  if (request !== undefined) talk.answersFrame(request.frame);
  talk.refused(reason);
  const operation: Operation = request === undefined ? UNNAMED_PDU : SERVICES.of(request.service);
  talk.emit(operation, RESPONSE, talk.detailed ? { invoke_id: invokeId, error: reason } : undefined);
}

/** ServiceError: its class in [0] as another choice. */
function errorIn(bytes: Uint8Array, start: number, end: number): string {
  if (!readElement(bytes, start, end, detail)) return "unknown error";
  const { content, end: stop } = detail;
  if (!readElement(bytes, content, stop, detail)) return "unknown error";
  return serviceError(detail.tag, integerOf(bytes, detail.content, detail.end));
}

/** RejectPDU: reasons by the kind of PDU that was refused. */
const REJECTED = [
  "",
  "confirmed_request",
  "confirmed_response",
  "confirmed_error",
  "unconfirmed",
  "pdu_error",
  "cancel_request",
  "cancel_response",
  "cancel_error",
  "conclude_request",
  "conclude_response",
  "conclude_error",
];

function readReject(talk: Talk<Memory>, bytes: Uint8Array, start: number, end: number): void {
  let invokeId = -1;
  let reason = "rejected";
  for (let at = start; at < end; at = element.next) {
    if (!readElement(bytes, at, end, element)) break;
    const number = integerOf(bytes, element.content, element.end);
    if (element.tag === 0) invokeId = number;
    else reason = `${REJECTED[element.tag] ?? `kind_${element.tag}`} rejected: ${number}`;
  }
  const request = closeRequest(talk.memory, invokeId);
  if (request !== undefined) talk.answersFrame(request.frame);
  talk.refused(reason);
  talk.emit(REJECT, RESPONSE, talk.detailed ? { original_invoke_id: invokeId, reason } : undefined);
}

/** Parts of InitiateRequestPDU and InitiateResponsePDU by tag. */
const INITIATE_PARTS = [
  "local_detail",
  "max_services_outstanding_calling",
  "max_services_outstanding_called",
  "data_structure_nesting_level",
];

function readInitiate(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  end: number,
  isRequest: boolean,
  outer: Record<string, unknown> | undefined,
): void {
  const { memory } = talk;
  if (isRequest) memory.initiateFrame = talk.frame;
  else talk.answersFrame(memory.initiateFrame);
  const fields = outer ?? {};
  for (let at = start; at < end && talk.detailed; at = element.next) {
    if (!readElement(bytes, at, end, element)) break;
    const name = INITIATE_PARTS[element.tag];
    if (name !== undefined) fields[name] = integerOf(bytes, element.content, element.end);
    else if (element.tag === 4 && readElement(bytes, element.content, element.end, detail) && detail.tag === 0)
      fields["version"] = integerOf(bytes, detail.content, detail.end);
  }
  talk.emit(INITIATE, isRequest ? REQUEST : RESPONSE, talk.detailed ? fields : undefined);
}
