// ASHRAE 135-2020, clause 20.1: the PDUs of the application layer, segments put together, answers with their requests.
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { Walk } from "./body.ts";
import { claim, objectText, tellValue, walkBody } from "./body.ts";
import type { Memory, Pending } from "./memory.ts";
import { addSegment, keepRequest, requestOf, walkOf } from "./memory.ts";
import { ABORT_REASONS, ERROR_CODES, objectTypeName, REJECT_REASONS } from "./names.ts";
import type { Route } from "./network.ts";
import {
  ABORT,
  isNotification,
  OPERATIONS,
  PROGRAM_DRIVEN,
  PROGRAM_EXCHANGED,
  REJECT,
  SEGMENT_ACK,
  UNCONFIRMED_SERVICE,
} from "./services.ts";
import type { Field, Production } from "./shapes.ts";
import { CONFIRMED, UNCONFIRMED, UNKNOWN_PRODUCTION } from "./shapes.ts";
import { vendorName } from "./vendors.ts";

const PDU_NAMES: readonly string[] = [
  "confirmed_request",
  "unconfirmed_request",
  "simple_ack",
  "complex_ack",
  "segment_ack",
  "error",
  "reject",
  "abort",
];
const CONFIRMED_REQUEST = 0;
const COMPLEX_ACK = 3;
const SEGMENTED = 8;
const MORE_FOLLOWS = 4;
/** Octets of an APDU that a device accepts, by the code it sends (clause 20.1.2.5). */
const MAX_APDU: readonly number[] = [50, 128, 206, 480, 1024, 1476];
const I_AM = 0;
const LOAD = 1;
const UNLOAD = 5;

type Shown = Record<string, unknown>;

/** Reads an APDU from the walk's reader to its end, and emits it. */
export function readApplication(talk: Talk<Memory>, route: Route, fields: Shown | undefined): void {
  const walk = walkOf(talk);
  const { reader } = walk;
  const first = reader.u8();
  const type = first >> 4;
  if (fields !== undefined) {
    fields["pdu_type"] = type;
    fields["pdu_type_name"] = PDU_NAMES[type] ?? "";
  }
  switch (type) {
    case CONFIRMED_REQUEST:
    case COMPLEX_ACK:
      readSegmentable(talk, walk, route, fields, first);
      return;
    case 1:
      readUnconfirmed(talk, walk, fields);
      return;
    case 2:
      readSimpleAck(talk, walk, route, fields);
      return;
    case 4:
      readSegmentAck(talk, walk, fields, first);
      return;
    case 5:
      readError(talk, walk, route, fields);
      return;
    case 6:
    case 7:
      readRefusal(talk, walk, route, fields, first);
      return;
    default:
      talk.fault("reserved PDU type", 0);
      reader.skipRest();
      talk.emit(OPERATIONS.unnamed, UNDIRECTED, fields);
  }
}

function productionOf(service: number): Production {
  return CONFIRMED[service] ?? UNKNOWN_PRODUCTION;
}

/** Requests and ComplexACKs, which alone may come in segments. */
function readSegmentable(talk: Talk<Memory>, walk: Walk, route: Route, fields: Shown | undefined, first: number): void {
  const { reader } = walk;
  const { memory } = talk;
  const type = first >> 4;
  const isRequest = type === CONFIRMED_REQUEST;
  const isSegmented = (first & SEGMENTED) !== 0;
  const moreFollows = (first & MORE_FOLLOWS) !== 0;
  const limits = isRequest ? reader.u8() : 0;
  const invokeId = reader.u8();
  const sequence = isSegmented ? reader.u8() : 0;
  const window = isSegmented ? reader.u8() : 0;
  const service = reader.u8();
  if (fields !== undefined) {
    fields["segmented_message"] = isSegmented;
    fields["more_follows"] = moreFollows;
    if (isRequest) {
      const segments = (limits >> 4) & 7;
      fields["segmented_response_accepted"] = (first & 2) !== 0;
      // 0 says nothing, 7 says more than 64 (clause 20.1.2.4).
      fields["max_segments_accepted"] = segments === 0 || segments === 7 ? null : 2 ** segments;
      fields["max_apdu_length_accepted"] = MAX_APDU[limits & 15] ?? null;
    }
    fields["invoke_id"] = invokeId;
    if (isSegmented) {
      fields["sequence_number"] = sequence;
      fields["proposed_window_size"] = window;
    }
    fields["service_choice"] = service;
  }
  const mark = isRequest ? route.mark : route.backMark;
  const asking = isRequest ? talk.side : 1 - talk.side;
  let asked = requestOf(memory, asking, invokeId, mark);
  if (!isRequest && asked !== undefined && asked.service !== service) asked = undefined;
  if (isRequest && reader.ok && (sequence === 0 || asked?.service !== service)) {
    asked = keepRequest(memory, talk.side, invokeId, mark, service, talk.frame);
  } else if (!isRequest && asked !== undefined) talk.answersFrame(asked.frame);
  const direction = directionOf(service, isRequest);
  if (!isSegmented) {
    if (reader.ok) readParameters(talk, walk, service, isRequest, asked, fields, direction);
    else talk.emit(OPERATIONS.of(service), direction, fields);
    return;
  }
  const start = reader.position;
  const isCut = reader.cut || !reader.ok;
  const key = { side: talk.side, invokeId, route: mark, type, service };
  reader.skipRest();
  const whole = isCut ? undefined : addSegment(memory, key, sequence, moreFollows, reader.bytes, start, reader.end);
  if (fields !== undefined) fields["reassembled"] = whole !== undefined;
  if (whole === undefined) {
    talk.emit(OPERATIONS.of(service), direction, fields);
    return;
  }
  const datagram = walk.reader;
  walk.reader = memory.assembled;
  walk.isAssembled = true;
  walk.reader.open(whole.bytes, 0, whole.length, true);
  readParameters(talk, walk, service, isRequest, asked, fields, direction);
  walk.reader = datagram;
}

function directionOf(service: number, isRequest: boolean): Direction {
  if (isNotification(service)) return isRequest ? NOTICE : UNDIRECTED;
  return isRequest ? REQUEST : RESPONSE;
}

function readParameters(
  talk: Talk<Memory>,
  walk: Walk,
  service: number,
  isRequest: boolean,
  asked: Pending | undefined,
  fields: Shown | undefined,
  direction: Direction,
): void {
  const production = productionOf(service);
  walk.isAnswer = !isRequest || isNotification(service);
  walk.method = METHODS[service] ?? "BACnet answer";
  walkParameters(walk, isRequest ? production.request : production.answer, fields);
  if (walk.isAssembled && !walk.reader.ok) talk.fault("short", 0);
  if (isRequest && asked !== undefined && walk.hasObject) {
    asked.hasObject = true;
    asked.objectType = walk.objectType;
    asked.instance = walk.instance;
    asked.property = walk.property;
  }
  let code = service;
  if (isRequest && walk.programRequest >= LOAD && (service === 15 || service === 16)) {
    const isExchange = walk.programRequest === LOAD || walk.programRequest === UNLOAD;
    code += isExchange ? PROGRAM_EXCHANGED : PROGRAM_DRIVEN;
  }
  talk.emit(OPERATIONS.of(code), direction, fields);
}

/** How identity in answers of a service was learned. */
const METHODS: Readonly<Record<number, string>> = {
  1: "BACnet COV notification",
  12: "BACnet ReadProperty",
  13: "BACnet ReadPropertyConditional",
  14: "BACnet ReadPropertyMultiple",
};

function walkParameters(walk: Walk, production: readonly Field[], fields: Shown | undefined): void {
  walk.hasObject = false;
  walk.property = -1;
  walk.vendor = -1;
  walk.programRequest = -1;
  walk.errorCode = -1;
  walkBody(walk, production, fields);
  tellValue(walk);
}

function readUnconfirmed(talk: Talk<Memory>, walk: Walk, fields: Shown | undefined): void {
  const { reader } = walk;
  const service = reader.u8();
  if (fields !== undefined) fields["service_choice"] = service;
  const start = reader.position;
  walk.isAnswer = service === 2 || service === 11;
  walk.method = service === I_AM ? "BACnet I-Am" : service === 1 ? "BACnet I-Have" : "BACnet Who-Am-I";
  const production = UNCONFIRMED[service] ?? UNKNOWN_PRODUCTION;
  if (reader.ok) walkParameters(walk, production.request, fields);
  if ((service === I_AM || service === 13) && walk.vendor >= 0) {
    claim(walk, "vendor", vendorName(walk.vendor), 0.9, start, reader.position);
    // Not a name that anybody gave it, but the one by which the site's BACnet knows it.
    if (walk.hasObject) claim(walk, "name", `device ${walk.instance}`, 0.4, start, reader.position);
  }
  talk.emit(OPERATIONS.of(UNCONFIRMED_SERVICE + service), UNCONFIRMED_DIRECTIONS[service] ?? UNDIRECTED, fields);
}

/** I-Am and I-Have answer; notifications are news of a server; the others ask. */
const UNCONFIRMED_DIRECTIONS: readonly Direction[] = [
  RESPONSE,
  RESPONSE,
  NOTICE,
  NOTICE,
  UNDIRECTED,
  UNDIRECTED,
  REQUEST,
  REQUEST,
  REQUEST,
  REQUEST,
  REQUEST,
  NOTICE,
  NOTICE,
  UNDIRECTED,
  REQUEST,
];

function readSimpleAck(talk: Talk<Memory>, walk: Walk, route: Route, fields: Shown | undefined): void {
  const { reader } = walk;
  const invokeId = reader.u8();
  const service = reader.u8();
  if (fields !== undefined) {
    fields["invoke_id"] = invokeId;
    fields["service_choice"] = service;
  }
  tellAsked(talk, walk, route, invokeId, service);
  talk.emit(OPERATIONS.of(service), isNotification(service) ? UNDIRECTED : RESPONSE, fields);
}

/** Names the request that a message without parameters answers. */
function tellAsked(
  talk: Talk<Memory>,
  walk: Walk,
  route: Route,
  invokeId: number,
  service: number,
): Pending | undefined {
  const asked = requestOf(talk.memory, 1 - talk.side, invokeId, route.backMark);
  if (asked === undefined || (service >= 0 && asked.service !== service)) return undefined;
  talk.answersFrame(asked.frame);
  if (asked.hasObject) {
    talk.object(objectText(walk, asked.objectType, asked.instance, asked.property));
    talk.target(objectTypeName(asked.objectType), asked.instance, 1);
  }
  return asked;
}

function readSegmentAck(talk: Talk<Memory>, walk: Walk, fields: Shown | undefined, first: number): void {
  const { reader } = walk;
  const invokeId = reader.u8();
  const sequence = reader.u8();
  const window = reader.u8();
  if (fields !== undefined) {
    fields["negative_ack"] = (first & 2) !== 0;
    fields["server"] = (first & 1) !== 0;
    fields["invoke_id"] = invokeId;
    fields["sequence_number"] = sequence;
    fields["actual_window_size"] = window;
  }
  talk.emit(OPERATIONS.of(SEGMENT_ACK), (first & 1) !== 0 ? RESPONSE : REQUEST, fields);
}

function readError(talk: Talk<Memory>, walk: Walk, route: Route, fields: Shown | undefined): void {
  const { reader } = walk;
  const invokeId = reader.u8();
  const service = reader.u8();
  if (fields !== undefined) {
    fields["invoke_id"] = invokeId;
    fields["service_choice"] = service;
  }
  tellAsked(talk, walk, route, invokeId, service);
  walk.isAnswer = false;
  if (reader.ok) walkParameters(walk, productionOf(service).error, fields);
  talk.refused(errorName(walk.errorCode));
  talk.emit(OPERATIONS.of(service), isNotification(service) ? UNDIRECTED : RESPONSE, fields);
}

function errorName(code: number): string {
  const name = ERROR_CODES[code] ?? "";
  if (name !== "") return underscored(name);
  return code >= 0 ? `error_code_${code}` : "error";
}

function underscored(name: string): string {
  return name.replaceAll("-", "_");
}

/** Reject and Abort, which name no service: their request does. */
function readRefusal(talk: Talk<Memory>, walk: Walk, route: Route, fields: Shown | undefined, first: number): void {
  const { reader } = walk;
  const isAbort = first >> 4 === 7;
  const invokeId = reader.u8();
  const reason = reader.u8();
  const names = isAbort ? ABORT_REASONS : REJECT_REASONS;
  const name = names[reason] ?? "";
  if (fields !== undefined) {
    if (isAbort) fields["server"] = (first & 1) !== 0;
    fields["invoke_id"] = invokeId;
    fields[isAbort ? "abort_reason" : "reject_reason"] = reason;
    if (name !== "") fields[isAbort ? "abort_reason_name" : "reject_reason_name"] = name;
  }
  const fromServer = !isAbort || (first & 1) !== 0;
  const asked = fromServer ? tellAsked(talk, walk, route, invokeId, -1) : undefined;
  const kind = isAbort ? "abort" : "reject";
  talk.refused(`${kind}_${name === "" ? reason : underscored(name)}`);
  const direction = asked !== undefined && isNotification(asked.service) ? UNDIRECTED : fromServer ? RESPONSE : REQUEST;
  talk.emit(OPERATIONS.of(asked?.service ?? (isAbort ? ABORT : REJECT)), direction, fields);
}
