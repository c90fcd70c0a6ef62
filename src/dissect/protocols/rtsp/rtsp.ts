// RTSP: RFC 2326 (1.0) sections 4 to 12, RFC 7826 (2.0); interleaved media RFC 2326 section 10.12.
// Not decoded: media inside (RTP and RTCP are passed over), RTSP tunneled through HTTP, bodies but session descriptions.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { latinOf } from "../../reader.ts";
import type { Session } from "../../sdp.ts";
import { readSession } from "../../sdp.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { Head } from "../http/head.ts";
import { grammarOf, headerText, readHead } from "../http/head.ts";
import { bodyLength, headEndAt } from "../http/lines.ts";
import { withoutSecrets } from "../http/secrets.ts";
import type { Memory, Waiting } from "./memory.ts";
import { newMemory, remember, requestOf } from "./memory.ts";
import { METHODS, OTHER_METHOD, refusalName } from "./names.ts";
import { tellRequest, tellResponse } from "./tell.ts";

const ANSWER = operation("rtsp", "response", "other");
const INTERLEAVED = operation("rtsp", "interleaved_data", "read");

const GRAMMAR = grammarOf("RTSP");
const DOLLAR = 36;
const PORTS = [554, 8554, 5554];
const LONGEST_HEAD = 16_384;
const LONGEST_BODY = 65_536;

/** Header fields whose values are told; the others are only named, since they may hold secrets. */
const TOLD = [
  "cseq",
  "user-agent",
  "server",
  "content-type",
  "content-base",
  "content-length",
  "accept",
  "public",
  "allow",
  "require",
  "supported",
  "unsupported",
  "transport",
  "range",
  "scale",
  "speed",
  "rtp-info",
  "date",
  "location",
  "via",
  "connection",
  "cache-control",
  "blocksize",
  "x-accept-dynamic-rate",
];

/** Video and audio of cameras and recorders: how it is asked for. */
export const rtsp = dissector<Memory>({
  name: "rtsp",
  title: "RTSP",
  standard: "RFC 2326",
  world: "iot",
  longest: LONGEST_HEAD + LONGEST_BODY,
  carriage: [
    { over: "tcp", ports: PORTS },
    { over: "udp", ports: [554] },
  ],
  remember: newMemory,
  probe(reader, talk) {
    // What was passed over is not where it was any more.
    talk.memory.rest[talk.side] = 0;
    return likeness(reader);
  },
  read(reader, talk) {
    const { memory, side } = talk;
    const rest = memory.rest[side];
    if (rest > 0) {
      const count = Math.min(rest, reader.left());
      memory.rest[side] = rest - count;
      reader.skip(count);
      return DONE;
    }
    if (reader.peek() === DOLLAR) return readInterleaved(reader, talk);
    return readMessage(reader, talk);
  },
});

/** A start line with a version is certain; a known method in front of an address is likely. */
function likeness(reader: Reader): Likeness {
  if (reader.peek() === DOLLAR) {
    // RTP and RTCP are of version 2.
    const isMedia = reader.peek(4) >> 6 === 2 && reader.peek16(2) >= 8;
    return isMedia ? POSSIBLE : NO;
  }
  if (!mayStart(reader)) return NO;
  const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 512));
  const line = text.split("\n", 1)[0] as string;
  if (/^RTSP\/[12]\.0 [1-5]\d\d( |\r?$)/.test(line)) return CERTAIN;
  if (/^[A-Z_]{3,20} \S+ RTSP\/[12]\.0\r?$/.test(line)) return CERTAIN;
  const method = /^([A-Z_]{3,20}) rtsps?:\/\//.exec(line);
  return method !== null && METHODS.has(method[1] as string) ? LIKELY : NO;
}

/** A block of media between messages: four octets of head, then what is passed over. */
function readInterleaved(reader: Reader, talk: Talk<Memory>): Answer {
  reader.skip(1);
  const channel = reader.u8();
  const length = reader.u16();
  if (!reader.ok) return talk.stream ? MORE : REFUSE;
  reader.fence(4);
  talk.memory.rest[talk.side] = length;
  talk.emit(INTERLEAVED, isServerPort(talk) ? NOTICE : UNDIRECTED, talk.detailed ? { channel, length } : undefined);
  return DONE;
}

function isServerPort(talk: Talk<Memory>): boolean {
  return PORTS.includes(talk.sourcePort);
}

function readMessage(reader: Reader, talk: Talk<Memory>): Answer {
  // Empty lines between messages are to be ignored.
  while (reader.peek() === 13 || reader.peek() === 10) reader.skip(1);
  if (reader.left() === 0) return DONE;
  const start = reader.position;
  if (!mayStart(reader)) return REFUSE;
  const limit = Math.min(reader.end, start + LONGEST_HEAD);
  let end = headEndAt(reader.bytes, start, limit);
  const isCut = end < 0;
  if (isCut) {
    if (!reader.complete) return reader.left() < LONGEST_HEAD ? MORE : REFUSE;
    end = limit;
  }
  const head = readHead(reader.bytes, start, end, GRAMMAR);
  const length = bodyLength(head);
  const isHuge = length > LONGEST_BODY;
  const body = Math.max(0, Math.min(length, LONGEST_BODY));
  if (!isCut && !isHuge && !reader.fence(end - reader.start + body)) return MORE;
  if (length === -2) talk.fault("bad content length", 0);
  // What is too long to be held is passed over.
  if (isHuge) {
    talk.fault("body too long", 0);
    talk.memory.rest[talk.side] = length;
  }
  if (isCut) reader.fence(reader.end - reader.start + 1);
  reader.skip(end - start);
  const session = isHuge ? undefined : readSession(reader.bytes, reader.position, reader.end);
  if (!isHuge) reader.skipRest();
  tell(talk, head, session, Math.max(0, length));
  return DONE;
}

/** Whether a start line may begin here: a word of capitals, or the protocol's name. */
function mayStart(reader: Reader): boolean {
  for (let at = 0; at < 24; at++) {
    const code = reader.peek(at);
    if (code < 0) return true;
    if (code === 32 || code === 47) return at > 2;
    if (!((code >= 65 && code <= 90) || code === 95)) return false;
  }
  return false;
}

function tell(talk: Talk<Memory>, head: Head, session: Session | undefined, length: number): void {
  for (const fault of head.faults) talk.fault(fault.name, fault.offset);
  const sequence = Number.parseInt(headerText(head, "cseq"), 10);
  if (Number.isNaN(sequence)) talk.fault("missing sequence number", 0);
  const authorization = headerText(head, "authorization");
  if (head.isRequest) {
    const request = {
      method: head.method,
      sequence,
      frame: talk.frame,
      side: talk.side,
      isAuthorized: authorization !== "",
    };
    remember(talk.memory, request);
    tellRequest(talk, head, session);
    const path = pathOf(head.target);
    if (path !== "") talk.object(path);
    const fromServer = isServerPort(talk) || head.method === "REDIRECT" || head.method === "PLAY_NOTIFY";
    talk.emit(
      METHODS.get(head.method) ?? OTHER_METHOD,
      fromServer ? NOTICE : REQUEST,
      talk.detailed ? requestFields(head, session, length) : undefined,
    );
    return;
  }
  const request = requestOf(talk.memory, sequence, talk.side);
  tellResponse(talk, head, session, request);
  if (head.status >= 400) talk.refused(refusalName(head.status));
  if (request !== undefined) talk.answersFrame(request.frame);
  const fromClient = request !== undefined && PORTS.includes(talk.destinationPort) && !isServerPort(talk);
  talk.emit(
    ANSWER,
    fromClient && request.method !== "" && isServerAsking(request.method) ? UNDIRECTED : RESPONSE,
    talk.detailed ? responseFields(head, session, length, request) : undefined,
  );
}

/** Methods that a server may send too: an answer to one does not make a server of the client. */
function isServerAsking(method: string): boolean {
  return /^(OPTIONS|ANNOUNCE|REDIRECT|SET_PARAMETER|GET_PARAMETER|PLAY_NOTIFY|TEARDOWN)$/.test(method);
}

/** The path without its query, which may hold secrets, and without scheme and host. */
function pathOf(target: string): string {
  const bare = withoutSecrets(target).replace(/^[a-z]+:\/\/[^/]*/i, "");
  const query = bare.search(/[?#]/);
  return query < 0 ? bare : bare.slice(0, query);
}

function requestFields(head: Head, session: Session | undefined, length: number): object {
  return {
    method: head.method,
    uri: withoutSecrets(head.target),
    version: head.version,
    ...headerFields(head),
    authorization_scheme: /^[A-Za-z][\w-]*/.exec(headerText(head, "authorization"))?.[0],
    body_length: length,
    ...(session === undefined ? {} : { session_description: session }),
  };
}

function responseFields(
  head: Head,
  session: Session | undefined,
  length: number,
  request: Waiting | undefined,
): object {
  const schemes = head.headers
    .filter((header) => header.name === "www-authenticate")
    .map((header) => /^[A-Za-z][\w-]*/.exec(header.value)?.[0] ?? "");
  return {
    version: head.version,
    status_code: head.status,
    reason_phrase: head.reason,
    request_method: request?.method,
    ...headerFields(head),
    www_authenticate_schemes: schemes.length > 0 ? schemes : undefined,
    body_length: length,
    ...(session === undefined ? {} : { session_description: session }),
  };
}

function headerFields(head: Head): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const header of head.headers) {
    if (TOLD.includes(header.name)) fields[header.name.replaceAll("-", "_")] ??= withoutSecrets(header.value);
  }
  fields["has_session"] = headerText(head, "session") !== "";
  fields["header_names"] = head.headers.map((header) => header.name);
  return fields;
}
