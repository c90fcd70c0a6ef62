// Niagara Fox, session protocol of Tridium's Niagara framework versions 3 and 4: no public standard; the form of frames
// and of the hello is as stations and workbenches send it.
// Values are told of the hello alone: other frames name their channel, command and members.
// Not decoded: contents of channels (objects, histories, files); Fox inside TLS (Foxs, port 4911).
import { CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { type Operation, operation } from "../operation.ts";
import { noRequests, type OpenRequests, pair } from "../pairing.ts";
import { type Reader, textOf } from "../reader.ts";
import { REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";

const LINE_FEED = 10;
const LONGEST = 65_536;
const LONGEST_HEAD = 256;
const MOST_MEMBERS = 128;
const MOST_WORDS = 6;

const HELLO = operation("fox", "hello", "identify");
const CHALLENGE = operation("fox", "challenge", "authenticate");
const LOGIN = operation("fox", "login", "authenticate");
const WELCOME = operation("fox", "welcome", "authenticate");
const REJECTED = operation("fox", "rejected", "authenticate");
const CHANNEL_MESSAGE = operation("fox", "channel_message", "other");
/** Commands of the session's own channel, in lower case. */
const COMMANDS: ReadonlyMap<string, Operation> = new Map([
  ["hello", HELLO],
  ["challenge", CHALLENGE],
  ["authenticate", LOGIN],
  ["login", LOGIN],
  ["welcome", WELCOME],
  ["rejected", REJECTED],
  ["keepalive", operation("fox", "keep_alive", "other")],
  ["close", operation("fox", "close", "other")],
]);
/** Commands of object channels that say by their name what they do. */
const CHANNEL_COMMANDS: ReadonlyMap<string, Operation> = new Map([
  ["invoke", operation("fox", "invoke", "control")],
  ["synctomaster", operation("fox", "sync_to_master", "write")],
  ["syncfrommaster", operation("fox", "sync_from_master", "read")],
  ["load", operation("fox", "load", "read")],
  ["sub", operation("fox", "subscribe", "read")],
  ["unsub", operation("fox", "unsubscribe", "other")],
]);
const FILE_MESSAGE = operation("fox", "file_channel_message", "file");

/** What the second part of a host identifier says of the hardware. */
const HARDWARE: Readonly<Record<string, string>> = {
  NPM2: "JACE-2",
  NPM3: "JACE-3E",
  NPM6: "JACE-6",
  JVLN: "JACE-7",
  TITAN: "JACE-8000",
};

interface Memory extends OpenRequests {
  helloFrame: number;
  challengeFrame: number;
  method: string;
}

/** Members of a frame, as text; binary ones by their length. */
type Members = Map<string, string>;

/** Stations of building automation and the workbenches that manage them. */
export const fox = dissector<Memory>({
  name: "fox",
  aliases: ["niagara_fox"],
  title: "Niagara Fox",
  standard: "Tridium Niagara Fox 1.0",
  world: "building",
  authentication: "required",
  carriage: [{ over: "tcp", ports: [1911, 4911] }],
  longest: LONGEST,
  remember: () => ({ ...noRequests(), helloFrame: 0, challengeFrame: 0, method: "" }),
  probe: likenessOf,
  read(reader, talk) {
    if (likenessOf(reader) === NO) return REFUSE;
    const headEnd = lineEnd(reader, reader.position, LONGEST_HEAD);
    if (headEnd < 0) return reader.left() < LONGEST_HEAD && !reader.complete ? MORE : REFUSE;
    const members: Members = new Map();
    const end = bodyEnd(reader, headEnd + 1, members);
    if (end === 0) return reader.complete || reader.left() >= LONGEST ? REFUSE : MORE;
    if (end < 0) return REFUSE;
    reader.fence(end - reader.start);
    const words = textOf(reader.bytes, reader.start, headEnd).split(" ", MOST_WORDS);
    readFrame(talk, words, members);
    reader.skipRest();
    return DONE;
  },
});

/** Where the next line feed stands, or -1. */
function lineEnd(reader: Reader, from: number, limit: number): number {
  const last = Math.min(reader.end, from + limit);
  for (let at = from; at < last; at++) if (reader.bytes[at] === LINE_FEED) return at;
  return -1;
}

/**
 * Reads members up to "};;" and answers one past its line feed; 0 when it is not all here, -1 when this is no frame.
 * Members of bytes tell their length, for they may hold anything.
 */
function bodyEnd(reader: Reader, from: number, members: Members): number {
  const { bytes } = reader;
  let at = from;
  for (let count = 0; count < MOST_MEMBERS; count++) {
    if (at >= reader.end) return 0;
    const first = bytes[at];
    if (first === 0x3b || first === 0x7d) {
      const marks = first === 0x7d ? 3 : 2;
      if (at + marks >= reader.end) return 0;
      const closes = bytes[at + marks - 1] === 0x3b && bytes[at + marks - 2] === 0x3b;
      return closes && bytes[at + marks] === LINE_FEED ? at + marks + 1 : -1;
    }
    const equals = indexOf(reader, at, 0x3d);
    const line = lineEnd(reader, at, LONGEST);
    const colon = equals + 2;
    if (equals >= 0 && (line < 0 || equals < line) && colon < reader.end && isBytes(bytes[equals + 1] as number)) {
      const open = indexOf(reader, colon, 0x5b);
      const length = open < 0 ? -1 : numberAt(bytes, wordStart(bytes, colon + 1, open), open);
      if (open < 0) return reader.end - colon > LONGEST_HEAD ? -1 : 0;
      if (length < 0) return -1;
      const close = open + 1 + length;
      if (close + 1 >= reader.end) return close - reader.start > LONGEST ? -1 : 0;
      if (bytes[close] !== 0x5d || bytes[close + 1] !== LINE_FEED) return -1;
      members.set(textOf(bytes, at, equals), `${length} bytes`);
      at = close + 2;
      continue;
    }
    if (line < 0) return 0;
    if (first !== 0x7b && (equals < 0 || equals > line)) return -1;
    if (equals >= 0 && equals < line)
      members.set(textOf(bytes, at, equals), textOf(bytes, Math.min(line, equals + 3), line));
    at = line + 1;
  }
  return -1;
}

function isBytes(type: number): boolean {
  return type === 0x62 || type === 0x6f;
}

function indexOf(reader: Reader, from: number, code: number): number {
  const last = Math.min(reader.end, from + LONGEST_HEAD);
  for (let at = from; at < last; at++) if (reader.bytes[at] === code) return at;
  return -1;
}

/** Where the last word begins: objects tell their encoding before their length. */
function wordStart(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && bytes[at - 1] !== 32) at--;
  return at;
}

function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  if (start >= end || end - start > 8) return -1;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function readFrame(talk: Talk<Memory>, words: string[], members: Members): void {
  const { memory } = talk;
  const [, type = "", sequence = "", reply = "", channel = "", command = ""] = words;
  const isSession = channel === "fox";
  const key = command.toLowerCase();
  const known = isSession ? COMMANDS.get(key) : CHANNEL_COMMANDS.get(key);
  const what = known ?? (channel === "file" ? FILE_MESSAGE : CHANNEL_MESSAGE);
  const fields: Record<string, unknown> = {
    frame_type: type,
    sequence: Number(sequence) | 0,
    reply: Number(reply) | 0,
    channel,
    command,
  };
  if (!isSession) talk.object(`${channel} ${command}`.trim());
  const isReply = (Number(reply) | 0) >= 0;
  let direction = isReply ? RESPONSE : type === "s" ? REQUEST : UNDIRECTED;
  const mark = ((Number(isReply ? reply : sequence) | 0) << 1) | (isReply ? 1 - talk.side : talk.side);
  pair(talk, !isReply, mark);
  if (what === HELLO) {
    direction = memory.helloFrame === 0 ? REQUEST : RESPONSE;
    if (memory.helloFrame === 0) memory.helloFrame = talk.frame;
    else talk.answersFrame(memory.helloFrame);
    Object.assign(fields, tellHello(talk, members));
  } else {
    fields["members"] = [...members.keys()];
    if (what === CHALLENGE) {
      direction = RESPONSE;
      memory.challengeFrame = talk.frame;
      memory.method = members.get("method") ?? "";
      fields["method"] = memory.method;
    } else if (what === LOGIN) {
      direction = REQUEST;
      const user = members.get("username") ?? members.get("user") ?? "";
      const method = members.get("method") ?? memory.method;
      talk.note("sender", {
        kind: "credential",
        method: `Fox ${method || "login"}`,
        ...(user === "" ? {} : { user }),
        exposure: /basic|plain/i.test(method) ? "clear" : "challenge",
      });
      if (user !== "") fields["username"] = user;
    } else if (what === REJECTED) {
      direction = RESPONSE;
      talk.refused("rejected");
    } else if (what === WELCOME) direction = RESPONSE;
  }
  if (type === "e") talk.refused("error");
  talk.emit(what, direction, talk.detailed ? fields : undefined);
}

const TOLD: readonly string[] = [
  "fox.version",
  "hostName",
  "hostAddress",
  "app.name",
  "app.version",
  "vm.name",
  "vm.version",
  "os.name",
  "os.version",
  "station.name",
  "lang",
  "timeZone",
  "hostId",
  "brandId",
];

function tellHello(talk: Talk<Memory>, members: Members): object {
  const told = (key: string): string => members.get(key) ?? "";
  const method = "Niagara Fox hello";
  const claim = (attribute: Parameters<typeof talk.claim>[1], value: string, confidence: number): void =>
    talk.claim("sender", attribute, value, confidence, method);
  const isStation = told("app.name") === "Station";
  const host = told("hostName");
  claim("name", told("station.name"), 0.8);
  // Stations without a name of their own give an address.
  if (!/^[\d.:a-fA-F]+$/.test(host)) claim("name", host, 0.75);
  claim("operatingSystem", `${told("os.name")} ${told("os.version")}`.trim(), 0.9);
  if (told("app.name") !== "") claim("software", `Niagara ${told("app.name")} ${told("app.version")}`.trim(), 0.9);
  claim("serial", told("hostId"), 0.8);
  const hardware = HARDWARE[told("hostId").split("-")[1] ?? ""];
  if (hardware !== undefined) {
    claim("vendor", "Tridium", 0.7);
    claim("model", hardware, 0.7);
  }
  if (told("brandId") !== "") claim("description", `Niagara, brand ${told("brandId")}`, 0.5);
  if (told("app.name") !== "") claim("kind", `Niagara ${told("app.name")}`, 0.7);
  if (isStation) claim("role", "building controller", hardware === undefined ? 0.5 : 0.75);
  else if (told("app.name") === "Workbench") claim("role", "engineering station", 0.6);
  const fields: Record<string, string> = {};
  for (const key of TOLD) if (members.has(key)) fields[key.replace(".", "_")] = told(key);
  return fields;
}

/** "fox ", a letter, and two numbers. */
function likenessOf(reader: Reader): Likeness {
  const { bytes, position } = reader;
  const left = Math.min(reader.left(), 8);
  for (let ahead = 0; ahead < Math.min(left, 4); ahead++)
    if (bytes[position + ahead] !== "fox ".charCodeAt(ahead)) return NO;
  if (left < 7) return reader.complete || left === 0 ? NO : POSSIBLE;
  const type = reader.peek(4);
  const digit = reader.peek(6);
  const isType = type >= 97 && type <= 122;
  const isNumber = (digit >= 48 && digit <= 57) || digit === 45;
  return isType && reader.peek(5) === 32 && isNumber ? CERTAIN : NO;
}
