// SIP: RFC 3261 sections 7, 18.3 and 20; events RFC 6665; keep-alives RFC 5626 section 3.5.1.
// Not decoded: bodies but session descriptions, multipart bodies, compressed messages (RFC 5049).
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { latinOf } from "../../reader.ts";
import type { Session } from "../../sdp.ts";
import { readSession } from "../../sdp.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { Head } from "../http/head.ts";
import { grammarOf, headerText, readHead } from "../http/head.ts";
import { bodyLength, headEndAt } from "../http/lines.ts";
import { OVER_SIP, WEBSOCKET_MESSAGES } from "../websocket-protocols.ts";
import { readAddress } from "./address.ts";
import type { Memory } from "./memory.ts";
import { frameOf, keyOf, newMemory, remember } from "./memory.ts";
import { ANSWER, ASKING, KEEP_ALIVE, METHODS, OTHER_METHOD, RESYNCHRONIZE, refusalName, SHORT_FORMS } from "./names.ts";
import { tell } from "./tell.ts";

const GRAMMAR = grammarOf("SIP");
/** RFC 3261 sets no limit; over UDP no message is longer than a datagram. */
const LONGEST = 65_535;
const LONGEST_HEAD = 32_768;

/** Header fields whose values are told; the others are only named, since they may hold secrets. */
const TOLD = [
  "via",
  "call-id",
  "cseq",
  "user-agent",
  "server",
  "max-forwards",
  "expires",
  "event",
  "subscription-state",
  "allow",
  "supported",
  "require",
  "content-type",
  "content-length",
  "subject",
  "date",
  "warning",
  "reason",
  "retry-after",
];

/** Calls, and how phones register at their exchange. */
export const sip = dissector<Memory>({
  name: "sip",
  title: "SIP",
  standard: "RFC 3261",
  world: "it",
  longest: LONGEST + LONGEST_HEAD,
  carriage: [
    { over: "udp", ports: [5060] },
    { over: "tcp", ports: [5060] },
    // RFC 7118.
    { over: "inside", carrier: WEBSOCKET_MESSAGES, keys: [OVER_SIP] },
  ],
  remember: newMemory,
  probe(reader, talk) {
    return likeness(reader, talk.stream);
  },
  read(reader, talk) {
    return isKeepAlive(reader, talk.stream) ? readKeepAlive(reader, talk) : readMessage(reader, talk);
  },
});

/** A start line with the version is certain. */
function likeness(reader: Reader, isStream: boolean): Likeness {
  if (isKeepAlive(reader, isStream)) return reader.left() <= 4 ? POSSIBLE : NO;
  if (!mayStart(reader)) return NO;
  const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 1024));
  const line = text.split("\n", 1)[0] as string;
  if (/^SIP\/2\.0 [1-6]\d\d( |\r?$)/.test(line)) return CERTAIN;
  if (/^[A-Z]{3,20} \S+ SIP\/2\.0\r?$/.test(line)) return CERTAIN;
  const method = /^([A-Z]{3,20}) sips?:/.exec(line);
  return method !== null && METHODS.has(method[1] as string) ? LIKELY : NO;
}

/** Line ends alone, or the zeros that some devices send to keep a translated address. */
function isKeepAlive(reader: Reader, isStream: boolean): boolean {
  const first = reader.peek();
  if (first === 13 || first === 10) return true;
  if (first !== 0 || isStream) return false;
  for (let at = 0; at < reader.left(); at++) if (at >= 16 || reader.peek(at) !== 0) return false;
  return true;
}

function readKeepAlive(reader: Reader, talk: Talk<Memory>): Answer {
  const start = reader.position;
  while (reader.position - start < 16 && (reader.peek() === 13 || reader.peek() === 10 || reader.peek() === 0)) {
    reader.skip(1);
  }
  // In a stream line ends stand between messages too, and one may be cut: nothing is told of them.
  if (talk.stream) return DONE;
  reader.fence(reader.position - reader.start);
  talk.emit(KEEP_ALIVE, UNDIRECTED, talk.detailed ? { length: reader.position - start } : undefined);
  return DONE;
}

function readMessage(reader: Reader, talk: Talk<Memory>): Answer {
  const start = reader.position;
  if (!mayStart(reader)) return REFUSE;
  const limit = Math.min(reader.end, start + LONGEST_HEAD);
  let end = headEndAt(reader.bytes, start, limit);
  const isCut = end < 0;
  if (isCut) {
    if (talk.stream && !reader.complete) return reader.left() < LONGEST_HEAD ? MORE : REFUSE;
    end = limit;
  }
  const head = readHead(reader.bytes, start, end, GRAMMAR);
  for (const header of head.headers) header.name = SHORT_FORMS[header.name] ?? header.name;
  const told = bodyLength(head);
  // A datagram ends with its message; in a stream the length must be told (RFC 3261 section 18.3).
  const rest = reader.end - end;
  const length = told >= 0 ? Math.min(told, LONGEST) : talk.stream ? 0 : rest;
  if (!isCut && !reader.fence(end - reader.start + length)) return MORE;
  if (told === -2 || told > LONGEST) talk.fault("bad content length", 0);
  else if (told < 0 && talk.stream) talk.fault("missing content length", 0);
  if (isCut) {
    if (reader.cutByCapture || talk.stream) reader.fence(reader.end - reader.start + 1);
    else {
      reader.fence(reader.left());
      talk.fault("missing empty line", 0);
    }
  }
  reader.skip(end - start);
  const session = readSession(reader.bytes, reader.position, reader.end);
  reader.skipRest();
  emit(talk, head, session, isCut ? 0 : length);
  return DONE;
}

/** Whether a start line may begin here: a word of capitals, or the protocol's name. */
function mayStart(reader: Reader): boolean {
  for (let at = 0; at < 24; at++) {
    const code = reader.peek(at);
    if (code < 0) return true;
    if (code === 32 || code === 47) return at > 2;
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45;
    if (!isLetter) return false;
  }
  return false;
}

function emit(talk: Talk<Memory>, head: Head, session: Session | undefined, length: number): void {
  for (const fault of head.faults) talk.fault(fault.name, fault.offset);
  const call = headerText(head, "call-id");
  const sequence = headerText(head, "cseq").replace(/\s+/g, " ");
  const method = head.isRequest ? head.method : sequence.slice(sequence.indexOf(" ") + 1);
  if (call === "" || !/^\d{1,10} \S/.test(sequence)) talk.fault("missing call or sequence", 0);
  else if (head.isRequest && !sequence.endsWith(` ${head.method}`)) talk.fault("wrong method in sequence", 0);
  tell(talk, head, method, session);
  const key = keyOf(call, sequence);
  const direction: Direction = ASKING.has(method) ? (head.isRequest ? REQUEST : RESPONSE) : UNDIRECTED;
  if (head.isRequest) {
    // An acknowledgment has no answer and repeats the number of its call.
    if (method !== "ACK") remember(talk.memory, key, talk.frame);
    const isResync = method === "NOTIFY" && /^(check-sync|resync|reboot)\b/i.test(headerText(head, "event"));
    talk.emit(
      isResync ? RESYNCHRONIZE : (METHODS.get(method) ?? OTHER_METHOD),
      direction,
      talk.detailed
        ? { method, request_uri: readAddress(head.target).uri, ...fieldsOf(head, session, length) }
        : undefined,
    );
    return;
  }
  if (head.status >= 400) talk.refused(refusalName(head.status));
  const frame = frameOf(talk.memory, key);
  if (frame > 0) talk.answersFrame(frame);
  talk.emit(
    ANSWER,
    direction,
    talk.detailed
      ? {
          status_code: head.status,
          reason_phrase: head.reason,
          request_method: method,
          ...fieldsOf(head, session, length),
        }
      : undefined,
  );
}

function fieldsOf(head: Head, session: Session | undefined, length: number): Record<string, unknown> {
  const fields: Record<string, unknown> = { version: head.version };
  for (const name of ["from", "to", "contact"]) {
    const text = headerText(head, name);
    if (text !== "") fields[name] = readAddress(text);
  }
  for (const header of head.headers) {
    if (TOLD.includes(header.name)) fields[header.name.replaceAll("-", "_")] ??= header.value;
  }
  for (const name of ["authorization", "proxy-authorization", "www-authenticate", "proxy-authenticate"]) {
    const scheme = /^[A-Za-z][\w-]*/.exec(headerText(head, name))?.[0];
    if (scheme !== undefined) fields[`${name.replaceAll("-", "_")}_scheme`] = scheme;
  }
  fields["header_names"] = head.headers.map((header) => header.name);
  fields["body_length"] = length;
  if (session !== undefined) fields["session_description"] = session;
  return fields;
}
