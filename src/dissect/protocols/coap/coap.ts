// CoAP: RFC 7252 section 3, RFC 7641 (observe), RFC 7959 (blocks), RFC 8132; requests of OMA Lightweight M2M 1.2.
// Not decoded: CoAP over TCP and WebSocket (RFC 8323); what OSCORE or DTLS protect; payloads but for numbers in plain
// text and flat JSON, lists of links, and the object Device; payloads that are spread over several blocks.
import { DONE, dissector, LIKELY, type Likeness, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { pointSpace } from "../../points.ts";
import { hexOf, type Reader, utf8Of } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { type Spaces, tellPayload } from "../mqtt/values.ts";
import { isSecret, managementOf, tellDevice, tellRegistration } from "./lwm2m.ts";
import { type Memory, newMemory, type Open, opened, pathOf, requestOf } from "./memory.ts";
import {
  ACKNOWLEDGMENT,
  BOOTSTRAP,
  CANCEL_OBSERVE,
  CODES,
  GET,
  LINK_FORMAT,
  METHOD_NAMES,
  METHODS,
  NOTIFICATION,
  OBSERVE,
  PING,
  REGISTER,
  RESET,
  RESPONSE_MESSAGE,
  TEXT_FORMATS,
  TLV_FORMAT,
  UNNAMED,
} from "./names.ts";
import { type Options, readOptions, walkOptions } from "./options.ts";

const HEAD = 4;
const CONFIRMABLE = 0;
const ACK = 2;
const RST = 3;
const TYPES: readonly string[] = ["CON", "NON", "ACK", "RST"];
const MOST_LINKS = 64;
const LONGEST_SHOWN = 128;
const SPACES: Spaces = { number: pointSpace("coap", "", "number"), boolean: pointSpace("coap", "", "boolean") };

/** Requests on resources of small devices. */
export const coap = dissector<Memory>({
  name: "coap",
  title: "CoAP",
  standard: "RFC 7252",
  world: "iot",
  authentication: "optional",
  carriage: [{ over: "udp", ports: [5683] }],
  remember: newMemory,
  probe: likenessOf,
  read(reader, talk) {
    if (likenessOf(reader) === NO) return REFUSE;
    const first = reader.u8();
    const code = reader.u8();
    const messageId = reader.u16();
    const tokenLength = first & 15;
    const type = (first >> 4) & 3;
    const start = reader.position + tokenLength;
    if (start > reader.end) return REFUSE;
    if (code === 0) readEmpty(reader, talk, type, messageId);
    else readWhole(reader, talk, type, code, messageId, start);
    reader.skipRest();
    return DONE;
  },
});

function readEmpty(reader: Reader, talk: Talk<Memory>, type: number, messageId: number): void {
  const request = type >= ACK ? requestOf(talk, "", messageId, false) : undefined;
  if (request !== undefined) talk.answersFrame(request.frame);
  if (type === RST) {
    // Also how an observer says that it wants no more.
    if (request !== undefined) talk.refused("reset");
    for (const one of talk.memory.open) if (one.observes && one.messageId === messageId) one.observes = false;
  }
  const operation = type === RST ? RESET : type === ACK ? ACKNOWLEDGMENT : PING;
  if (reader.left() > 0) talk.fault("empty message with content");
  talk.emit(operation, UNDIRECTED, talk.detailed ? headOf(type, 0, messageId, "") : undefined);
}

function headOf(type: number, code: number, messageId: number, token: string): Record<string, unknown> {
  return {
    type: TYPES[type],
    code: `${code >> 5}.${String(code & 31).padStart(2, "0")}`,
    message_id: messageId,
    token,
  };
}

function readWhole(
  reader: Reader,
  talk: Talk<Memory>,
  type: number,
  code: number,
  messageId: number,
  start: number,
): void {
  const { bytes, end } = reader;
  const token = hexOf(bytes, reader.position, start);
  const { payload, unknownCritical, badLength } = walkOptions(bytes, start, end);
  const isRequest = code < 32;
  const payloadStart = payload < 0 ? end : payload;
  const options = readOptions(bytes, start, payload < 0 ? end : payload, isRequest);
  if (payload < 0 && !reader.cutByCapture) talk.fault("bad option", start - reader.start);
  if (unknownCritical > 0) talk.fault("unknown critical option", start - reader.start);
  if (badLength > 0) talk.fault("bad option length", start - reader.start);
  const fields: Record<string, unknown> = headOf(type, code, messageId, token);
  const whole = options.block <= 0 && !options.hasMore && !options.isProtected;
  if (isRequest) readRequest(reader, talk, type, code, messageId, token, options, fields, payloadStart, whole);
  else readResponse(reader, talk, type, code, messageId, token, options, fields, payloadStart, whole);
}

function readRequest(
  reader: Reader,
  talk: Talk<Memory>,
  type: number,
  code: number,
  messageId: number,
  token: string,
  options: Options,
  fields: Record<string, unknown>,
  payloadStart: number,
  whole: boolean,
): void {
  const { memory } = talk;
  const { bytes, end } = reader;
  const path = pathOf(memory, options.path === "" ? "/" : options.path);
  const observes = code === GET && options.observe === 0;
  let operation = METHODS[code as 1] ?? UNNAMED;
  if (observes) operation = OBSERVE;
  else if (code === GET && options.observe === 1) operation = CANCEL_OBSERVE;
  else operation = managementOf(code, path.text, options.queries) ?? operation;
  if (operation === UNNAMED) talk.fault("unknown method", 1);
  if (operation === REGISTER || operation === BOOTSTRAP) tellRegistration(talk, options.queries);
  if (options.observe === 1)
    for (const one of memory.open) if (one.side === talk.side && one.token === token) one.observes = false;
  if (!options.isProtected) talk.object(path.text);
  for (const query of options.queries)
    if (query.endsWith("=") && query.length > 1)
      talk.note("sender", { kind: "credential", method: "CoAP query", exposure: "clear" });
  if (whole && !isSecret(path.text)) tellPayload(talk, path, bytes, payloadStart, end, false, SPACES);
  opened(talk, { token, messageId, side: talk.side, frame: talk.frame, method: code, path, observes, done: false });
  if (talk.detailed) {
    Object.assign(fields, { method: METHOD_NAMES[code] ?? code, uri_path: path.text }, options.fields);
    if (options.queries.length > 0) fields["uri_query"] = options.queries;
    addPayload(fields, bytes, payloadStart, end, options, whole, path.text);
  }
  if (type >= ACK) talk.fault("request in an acknowledgment or reset", 0);
  talk.emit(operation, REQUEST, talk.detailed ? fields : undefined);
}

function readResponse(
  reader: Reader,
  talk: Talk<Memory>,
  type: number,
  code: number,
  messageId: number,
  token: string,
  options: Options,
  fields: Record<string, unknown>,
  payloadStart: number,
  whole: boolean,
): void {
  const { bytes, end } = reader;
  const request: Open | undefined =
    requestOf(talk, token, messageId, type !== ACK || token !== "") ??
    (type === ACK ? requestOf(talk, token, messageId, false) : undefined);
  const isNotice = request?.observes === true && request.done && options.observe >= 0;
  const isFailure = code >= 0x80;
  if (request !== undefined) {
    if (!isNotice) talk.answersFrame(request.frame);
    request.done = true;
    if (isFailure || options.observe < 0) request.observes = false;
    // A notification that is confirmable may be answered by a reset.
    else if (isNotice && type === CONFIRMABLE) request.messageId = messageId;
    const path = request.path;
    if (code === 0x45 && whole) {
      if (!isSecret(path.text)) tellPayload(talk, path, bytes, payloadStart, end, false, SPACES);
      tellDevice(talk, path.text, bytes, payloadStart, end, options.contentFormat === TLV_FORMAT);
    }
    if (isNotice) talk.object(path.text);
  }
  if (isFailure) talk.refused(CODES[code] ?? (code < 0xa0 ? "client_error" : "server_error"));
  if (talk.detailed) {
    Object.assign(fields, { response_code: CODES[code] ?? code }, options.fields);
    if (request !== undefined) fields["uri_path"] = request.path.text;
    addPayload(fields, bytes, payloadStart, end, options, whole, request?.path.text ?? "/0");
  }
  talk.emit(
    isNotice ? NOTIFICATION : RESPONSE_MESSAGE,
    isNotice ? NOTICE : RESPONSE,
    talk.detailed ? fields : undefined,
  );
}

/** Length of the payload; short text is shown, and links as a list. */
function addPayload(
  fields: Record<string, unknown>,
  bytes: Uint8Array,
  start: number,
  end: number,
  options: Options,
  whole: boolean,
  path: string,
): void {
  if (start >= end) return;
  fields["payload_length"] = end - start;
  if (options.isProtected || isSecret(path) || !TEXT_FORMATS.has(options.contentFormat)) return;
  if (options.contentFormat === LINK_FORMAT) {
    const links: string[] = [];
    for (const part of utf8Of(bytes, start, Math.min(end, start + 4096)).split(",")) {
      const link = /<([^>]{0,256})>/.exec(part);
      if (link !== null && links.length < MOST_LINKS) links.push(link[1] as string);
    }
    fields["links"] = links;
    return;
  }
  if (!whole || end - start > LONGEST_SHOWN) return;
  for (let at = start; at < end; at++) if ((bytes[at] as number) < 32 || (bytes[at] as number) > 126) return;
  fields["payload"] = utf8Of(bytes, start, end);
}

function likenessOf(reader: Reader): Likeness {
  const first = reader.peek();
  if (reader.left() < HEAD || first >> 6 !== 1) return NO;
  const tokenLength = first & 15;
  const type = (first >> 4) & 3;
  const code = reader.peek(1);
  if (tokenLength > 8 || HEAD + tokenLength > reader.left()) return NO;
  if (code === 0) return tokenLength === 0 && reader.left() === HEAD ? POSSIBLE : NO;
  const group = code >> 5;
  const isRequest = group === 0;
  if (isRequest ? code > 7 : group !== 2 && group !== 4 && group !== 5) return NO;
  if (!isRequest && CODES[code] === undefined) return POSSIBLE;
  // Requests are never acknowledgments, and a reset is always empty.
  if (type === RST || (isRequest && type === ACK)) return NO;
  const found = walkOptions(reader.bytes, reader.position + HEAD + tokenLength, reader.end);
  if (found.payload < 0) return reader.cutByCapture ? POSSIBLE : NO;
  if (found.unknown > 0 || found.badLength > 0 || found.strange) return POSSIBLE;
  if ((isRequest ? found.ofResponses : found.ofRequests) > 0) return POSSIBLE;
  return found.count > 0 ? LIKELY : POSSIBLE;
}
