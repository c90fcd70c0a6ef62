// XMPP: RFC 6120 (streams, STARTTLS, SASL, stanzas), RFC 7395 (over WebSocket); XEP-0092 (software version).
// What people write to each other is not told: of stanzas only their kind, addresses and what they carry by namespace.
// Not decoded: contents of stanzas; what follows STARTTLS; XMPP over HTTP.
import {
  type Answer,
  CERTAIN,
  DONE,
  dissector,
  LIKELY,
  type Likeness,
  MORE,
  NO,
  POSSIBLE,
  REFUSE,
} from "../dissector.ts";
import { type Operation, operation } from "../operation.ts";
import { latinOf, type Reader } from "../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";
import { OVER_XMPP, WEBSOCKET_MESSAGES } from "./websocket-protocols.ts";

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const LONGEST = 65_536;
const LONGEST_TAG = 4096;
const OPEN = 16;

const STREAM_OPEN = operation("xmpp", "stream_open", "other");
const STREAM_CLOSE = operation("xmpp", "stream_close", "other");
const ELEMENTS: ReadonlyMap<string, readonly [Operation, Direction]> = new Map([
  ["stream:features", [operation("xmpp", "stream_features", "other"), NOTICE]],
  ["stream:error", [operation("xmpp", "stream_error", "other"), UNDIRECTED]],
  ["starttls", [operation("xmpp", "starttls", "authenticate"), REQUEST]],
  ["proceed", [operation("xmpp", "proceed", "authenticate"), RESPONSE]],
  ["auth", [operation("xmpp", "auth", "authenticate"), REQUEST]],
  ["challenge", [operation("xmpp", "challenge", "authenticate"), NOTICE]],
  ["response", [operation("xmpp", "response", "authenticate"), REQUEST]],
  ["success", [operation("xmpp", "success", "authenticate"), RESPONSE]],
  ["failure", [operation("xmpp", "failure", "authenticate"), RESPONSE]],
  ["abort", [operation("xmpp", "abort", "authenticate"), REQUEST]],
  ["message", [operation("xmpp", "message", "other"), UNDIRECTED]],
  ["presence", [operation("xmpp", "presence", "other"), UNDIRECTED]],
]);
const IQ: ReadonlyMap<string, Operation> = new Map([
  ["get", operation("xmpp", "iq_get", "read")],
  ["set", operation("xmpp", "iq_set", "write")],
  ["result", operation("xmpp", "iq_result", "other")],
  ["error", operation("xmpp", "iq_error", "other")],
]);
const UNNAMED = operation("xmpp", "unnamed_function", "other");

interface Memory {
  encrypted: boolean;
  /** Which side opened the stream; -1 while unknown. */
  client: -1 | 0 | 1;
  openFrame: number;
  authFrame: number;
  /** Requests by their identifiers. */
  readonly open: { id: string; side: 0 | 1; frame: number }[];
}

/** Messages and presence of people and things. */
export const xmpp = dissector<Memory>({
  name: "xmpp",
  aliases: ["jabber"],
  title: "XMPP",
  standard: "RFC 6120",
  world: "it",
  carriage: [
    { over: "tcp", ports: [5222, 5269] },
    { over: "inside", carrier: WEBSOCKET_MESSAGES, keys: [OVER_XMPP] },
  ],
  longest: LONGEST,
  remember: () => ({ encrypted: false, client: -1, openFrame: 0, authFrame: 0, open: [] }),
  probe: likenessOf,
  read(reader, talk) {
    const { memory } = talk;
    if (memory.encrypted) {
      reader.skipRest();
      return DONE;
    }
    let at = reader.position;
    while (at < reader.end && isBlank(reader.bytes[at] as number)) at++;
    if (at > reader.position) {
      // Blanks between stanzas keep connections open.
      reader.position = at;
      return DONE;
    }
    if (reader.bytes[at] !== LESS) return REFUSE;
    const second = reader.peek(1);
    if (second < 0) return reader.complete ? REFUSE : MORE;
    const tagEnd = tagEndAt(reader, at);
    if (tagEnd < 0) return reader.complete || reader.left() > LONGEST_TAG ? REFUSE : MORE;
    if (second === 0x3f) {
      reader.position = tagEnd;
      return DONE;
    }
    const tag = latinOf(reader.bytes, at, tagEnd);
    const name = nameOf(tag);
    if (name === "") return REFUSE;
    if (name === "stream:stream" || isFraming(name, tag)) return readStream(reader, talk, tag, tagEnd);
    if (second === SLASH) return REFUSE;
    const end = elementEnd(reader, at);
    if (end < 0) return reader.complete || reader.left() >= LONGEST ? REFUSE : MORE;
    reader.fence(end - reader.start);
    readElement(talk, name, tag, latinOf(reader.bytes, tagEnd, end));
    reader.skipRest();
    return DONE;
  },
});

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** One past the end of the tag at a place; -1 when it is not here. Values in quotes may hold anything but their quote. */
function tagEndAt(reader: Reader, from: number): number {
  let quote = 0;
  const last = Math.min(reader.end, from + LONGEST_TAG);
  for (let at = from; at < last; at++) {
    const code = reader.bytes[at] as number;
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x22 || code === 0x27) quote = code;
    else if (code === GREATER) return at + 1;
  }
  return -1;
}

/** One past the end of the element at a place; -1 when it is not all here. */
function elementEnd(reader: Reader, from: number): number {
  let depth = 0;
  let at = from;
  while (at < reader.end) {
    if (reader.bytes[at] !== LESS) {
      at++;
      continue;
    }
    const end = tagEndAt(reader, at);
    if (end < 0) return -1;
    if (reader.bytes[at + 1] === SLASH) depth--;
    else if (reader.bytes[end - 2] !== SLASH) depth++;
    at = end;
    if (depth <= 0) return at;
  }
  return -1;
}

function nameOf(tag: string): string {
  return /^<\/?([A-Za-z][\w:.-]{0,63})/.exec(tag)?.[1] ?? "";
}

/** Value of an attribute of a tag; "" without one. */
function attributeOf(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]{0,1024})"|'([^']{0,1024})')`).exec(tag);
  return found?.[1] ?? found?.[2] ?? "";
}

/** Over WebSocket each message is one element, so that two stand for the tags around a stream (RFC 7395 sections 3.4 and 3.6). */
function isFraming(name: string, tag: string): boolean {
  return (name === "open" || name === "close") && attributeOf(tag, "xmlns") === FRAMING;
}

function readStream(reader: Reader, talk: Talk<Memory>, tag: string, tagEnd: number): Answer {
  const { memory } = talk;
  reader.fence(tagEnd - reader.start);
  reader.skipRest();
  if (tag.startsWith("</") || tag.startsWith("<close")) {
    talk.emit(STREAM_CLOSE, UNDIRECTED, talk.detailed ? {} : undefined);
    return DONE;
  }
  if (memory.client < 0) memory.client = talk.side;
  const isClient = memory.client === talk.side;
  const from = attributeOf(tag, "from");
  const to = attributeOf(tag, "to");
  const version = attributeOf(tag, "version");
  const space = attributeOf(tag, "xmlns");
  if (isClient) memory.openFrame = talk.frame;
  else {
    if (memory.openFrame > 0) talk.answersFrame(memory.openFrame);
    talk.claim("sender", "domainName", from, 0.6, "XMPP stream");
  }
  if (to !== "") talk.object(to);
  talk.emit(
    STREAM_OPEN,
    isClient ? REQUEST : RESPONSE,
    talk.detailed ? { from, to, version, namespace: space, id: attributeOf(tag, "id") } : undefined,
  );
  return DONE;
}

function readElement(talk: Talk<Memory>, name: string, tag: string, rest: string): void {
  const { memory } = talk;
  const type = attributeOf(tag, "type");
  const id = attributeOf(tag, "id");
  const child = /^\s*(<[^>]{0,512}>)/.exec(rest)?.[1] ?? "";
  const fields: Record<string, unknown> = { element: name };
  for (const attribute of ["type", "id", "from", "to"]) {
    const value = attributeOf(tag, attribute);
    if (value !== "") fields[attribute] = value;
  }
  const space = attributeOf(child, "xmlns") || attributeOf(tag, "xmlns");
  if (space !== "") fields["namespace"] = space;
  if (name === "iq") {
    const isAnswer = type === "result" || type === "error";
    let direction: Direction = isAnswer ? UNDIRECTED : talk.side === memory.client ? REQUEST : UNDIRECTED;
    if (isAnswer) {
      const at = memory.open.findIndex((one) => one.side !== talk.side && one.id === id);
      if (at >= 0) {
        talk.answersFrame((memory.open.splice(at, 1)[0] as { frame: number }).frame);
        if (memory.client >= 0 && memory.client !== talk.side) direction = RESPONSE;
      }
      if (type === "error") talk.refused(conditionOf(rest));
      else if (space === "jabber:iq:version") tellVersion(talk, rest);
    } else {
      if (memory.open.length >= OPEN) memory.open.shift();
      memory.open.push({ id: id.slice(0, 64), side: talk.side, frame: talk.frame });
    }
    if (space !== "") talk.object(space);
    talk.emit(IQ.get(type) ?? UNNAMED, direction, talk.detailed ? fields : undefined);
    return;
  }
  const known = ELEMENTS.get(name);
  if (known === undefined) talk.fault("unknown element", 0);
  if (name === "auth") {
    const mechanism = attributeOf(tag, "mechanism");
    fields["mechanism"] = mechanism;
    memory.authFrame = talk.frame;
    const user = mechanism === "PLAIN" ? plainUser(rest) : "";
    if (mechanism === "ANONYMOUS") talk.note("sender", { kind: "session", protocol: "XMPP", anonymous: true });
    else if (mechanism !== "EXTERNAL")
      talk.note("sender", {
        kind: "credential",
        method: `XMPP ${mechanism}`,
        ...(user === "" ? {} : { user }),
        exposure: mechanism === "PLAIN" ? "clear" : "challenge",
      });
  } else if (name === "success" || name === "failure") {
    if (memory.authFrame > 0) talk.answersFrame(memory.authFrame);
    if (name === "failure") talk.refused(conditionOf(`<error>${rest}`));
  } else if (name === "stream:error") talk.refused(conditionOf(`<error>${rest}`));
  else if (name === "stream:features") {
    fields["starttls"] = rest.includes("<starttls");
    fields["mechanisms"] = [...rest.matchAll(/<mechanism>([\w-]{1,32})<\/mechanism>/g)]
      .slice(0, 16)
      .map((one) => one[1]);
  }
  talk.emit(known?.[0] ?? UNNAMED, known?.[1] ?? UNDIRECTED, talk.detailed ? fields : undefined);
  if (name === "proceed") memory.encrypted = true;
}

/** The condition within an error, in the standard's words. */
function conditionOf(rest: string): string {
  const condition = /<error\b[^>]{0,256}>\s*<([a-z][a-z-]{2,40})\b/.exec(rest)?.[1] ?? "error";
  return condition.replaceAll("-", "_");
}

/** XEP-0092: what a client or server runs. */
function tellVersion(talk: Talk<Memory>, rest: string): void {
  const told = (name: string): string => new RegExp(`<${name}>([^<]{1,128})</${name}>`).exec(rest)?.[1]?.trim() ?? "";
  const method = "XMPP software version";
  talk.claim("sender", "software", `${told("name")} ${told("version")}`.trim(), 0.85, method);
  talk.claim("sender", "operatingSystem", told("os"), 0.7, method);
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The user between the first two NUL of a base64 text: RFC 4616. What proves it is not read. */
function plainUser(rest: string): string {
  let text = "";
  let bits = 0;
  let held = 0;
  let parts = 0;
  for (const digit of rest.slice(0, 512)) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) break;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const code = (held >> bits) & 255;
    if (code === 0) {
      parts++;
      if (parts === 2) return text;
    } else if (parts === 1) text += String.fromCharCode(code);
  }
  return "";
}

const STREAM = "<stream:stream";
const FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

function likenessOf(reader: Reader): Likeness {
  if (reader.peek() !== LESS) return reader.left() > 0 && isBlank(reader.peek()) ? POSSIBLE : NO;
  const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 512));
  const head = text.replace(/^<\?xml[^>]{0,128}\?>\s*/, "");
  if (head.startsWith(STREAM)) return /etherx\.jabber\.org|jabber:/.test(head) ? CERTAIN : LIKELY;
  if (/^<(?:open|close)\s/.test(head)) return head.includes(FRAMING) ? CERTAIN : NO;
  if (/^<(?:iq|message|presence)[\s>/]/.test(head))
    return /\s(?:from|to)=["'][^"']*[@.]|jabber:/.test(head) ? LIKELY : POSSIBLE;
  return /^<(?:starttls|proceed|auth|success|failure|stream:\w+)\b/.test(head) || text.startsWith("<?xml")
    ? POSSIBLE
    : NO;
}
