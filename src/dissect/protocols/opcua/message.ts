// OPC 10000-6 section 6.7.2 and OPC 10000-4 sections 7.33 to 7.35: the body of a whole message, a service's structure
// behind its encoding id.
import type { Operation } from "../../operation.ts";
import { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { Decoder } from "./decoder.ts";
import type { ChunkHeader, Memory, Request } from "./memory.ts";
import { closeRequest, openRequest, requestFor } from "./memory.ts";
import { skipNodeId, standardId } from "./node-ids.ts";
import { isSignatureSize } from "./policies.ts";
import { REQUEST_READINGS } from "./requests.ts";
import { RESPONSE_READINGS } from "./responses.ts";
import type { Scene } from "./scene.ts";
import { skipStructure } from "./scene.ts";
import type { Structure } from "./schema.ts";
import { STRUCTURE } from "./schema.ts";
import type { Service } from "./services.ts";
import * as services from "./services.ts";
import { isBad, statusName } from "./status-codes.ts";
import { structureNamed } from "./structures.ts";

const REQUEST_HEADER = structureNamed("RequestHeader");
const RESPONSE_HEADER = structureNamed("ResponseHeader");
const FAULT: Structure = {
  name: "ServiceFault",
  fields: [{ name: "response_header", type: STRUCTURE, isArray: false, structure: RESPONSE_HEADER, enumeration: "" }],
};

const bodyReader = new Reader();
const decoder = new Decoder();
const scene: Scene = {
  reader: bodyReader,
  talk: undefined as never,
  decoder,
  request: undefined,
  operation: services.UNNAMED,
  isResponse: false,
  placed: false,
};

/** Where the body of a message lies, and how far it may be trusted. */
export interface Body {
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Whether it lies in the message's own bytes. */
  placed: boolean;
  /** Bytes at its end that were not kept. */
  dropped: number;
  /** Whether the capture or the connection ended before it did. */
  cut: boolean;
}

/** Reads a whole body and emits its service; `header` has the fields of the chunk, where fields are wanted. */
export function readMessage(
  body: Body,
  talk: Talk<Memory>,
  chunk: ChunkHeader,
  header: Record<string, unknown> | undefined,
): void {
  const { memory } = talk;
  bodyReader.open(body.bytes, body.start, body.end, true);
  skipNodeId(bodyReader);
  const id = bodyReader.ok ? standardId(body.bytes, body.start, bodyReader.position) : 0;
  const requested = services.requestedService(id);
  const answered = requested === undefined ? services.answeredService(id) : undefined;
  const isFault = id === services.SERVICE_FAULT;
  const side = memory.sides[talk.side];
  const start = bodyReader.position;
  if (requested === undefined && answered === undefined && !isFault) {
    // After a hole these may be the later bytes of a message whose beginning is lost.
    if (side.sure && !body.cut) talk.fault("unknown service", 0);
    if (header !== undefined) header["type_id"] = id;
    talk.emit(services.UNNAMED, UNDIRECTED, header);
    return;
  }
  side.sure = true;
  const isResponse = requested === undefined;
  const structure = requested?.request ?? answered?.response ?? FAULT;
  if (header !== undefined) {
    header["type_id"] = id;
    header["type"] = structure.name;
    if (body.dropped > 0) header["bytes_not_kept"] = body.dropped;
  }
  decoder.open(bodyReader, header !== undefined);
  decoder.structure(structure, header ?? NO_FIELDS);
  checkEnd(body, talk);
  bodyReader.open(body.bytes, start, body.end, true);
  decoder.open(bodyReader, false);
  scene.talk = talk;
  scene.placed = body.placed;
  scene.isResponse = isResponse;
  scene.request = undefined;
  if (requested !== undefined) tellRequest(requested, talk, chunk);
  else tellResponse(answered, talk, chunk);
  const direction: Direction = isResponse ? RESPONSE : REQUEST;
  talk.emit(scene.operation, direction, header);
}

const NO_FIELDS: Record<string, unknown> = {};

/** What is left is a signature where nobody knows whether there is one, else a defect. */
function checkEnd(body: Body, talk: Talk<Memory>): void {
  if (body.cut || body.dropped > 0) return;
  const { memory } = talk;
  if (!bodyReader.ok) {
    talk.fault(decoder.tooDeep ? "nested too deep" : "short", 0);
    return;
  }
  const left = bodyReader.left();
  if (left === 0) return;
  if (memory.policy < 0 && memory.signature < 0 && isSignatureSize(left)) memory.signature = left;
  else talk.fault("leftover", 0);
}

function tellRequest(service: Service, talk: Talk<Memory>, chunk: ChunkHeader): void {
  const { memory } = talk;
  const request = openRequest(memory, chunk.requestId, talk.side, talk.frame, service);
  scene.operation = service.operation;
  scene.request = request;
  skipStructure(scene, REQUEST_HEADER);
  if (bodyReader.ok) REQUEST_READINGS[service.operation.name]?.(scene);
  request.operation = scene.operation;
}

function tellResponse(service: Service | undefined, talk: Talk<Memory>, chunk: ChunkHeader): void {
  const { memory } = talk;
  const request = matching(service, requestFor(memory, chunk.requestId, talk.side));
  scene.request = request;
  scene.operation = request?.operation ?? service?.operation ?? services.FAULT;
  if (request !== undefined) talk.answersFrame(request.frame);
  const start = bodyReader.position;
  bodyReader.skip(12);
  const status = bodyReader.u32le();
  bodyReader.position = start;
  if (bodyReader.ok) skipStructure(scene, RESPONSE_HEADER);
  if (isBad(status)) talk.refused(statusName(status));
  else if (service !== undefined && bodyReader.ok) RESPONSE_READINGS[service.operation.name]?.(scene);
  if (request !== undefined) closeRequest(memory, request);
}

/** A request that an answer of this service may belong to: request ids begin anew with each channel. */
function matching(service: Service | undefined, request: Request | undefined): Request | undefined {
  return request === undefined || service === undefined || request.service === service ? request : undefined;
}

/** What an abort chunk of this request id ends, from this side: the operation, and the way it went. */
export function abortedOperation(talk: Talk<Memory>, requestId: number): Operation {
  const request = requestFor(talk.memory, requestId, talk.side);
  if (request === undefined) return services.ABORT;
  talk.answersFrame(request.frame);
  closeRequest(talk.memory, request);
  return request.operation;
}
