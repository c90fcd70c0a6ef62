// Syslog: RFC 5424 section 6, RFC 3164 section 4; over UDP RFC 5426, over TCP RFC 6587 (octets counted, or lines).
// Not decoded: the text of messages beyond what names their writer, and it is never kept; signed messages (RFC 5848).
import type { Answer, Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { latinOf, utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST } from "../../talk.ts";
import { elementNames, shownText, tellContent, tellOrigin } from "./content.ts";
import { isPriority, NEW, newParts, OLD, readParts } from "./header.ts";

/** The one message there is, told by its severity. */
const SEVERITIES = operationTable("syslog", [
  [0, "emergency", "alarm"],
  [1, "alert", "alarm"],
  [2, "critical", "alarm"],
  [3, "error", "alarm"],
  [4, "warning", "alarm"],
  [5, "notice", "other"],
  [6, "informational", "other"],
  [7, "debug", "other"],
]);
const MESSAGE = operation("syslog", "message", "other");

const FACILITIES = [
  "kernel",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "authpriv",
  "ftp",
  "ntp",
  "audit",
  "alert",
  "clock",
  "local0",
  "local1",
  "local2",
  "local3",
  "local4",
  "local5",
  "local6",
  "local7",
];

/** RFC 6587 sets no limit; collectors take 8 to 64 KB. */
const LONGEST = 65_536;
const LONGEST_COUNT = 6;
/** Texts are searched for identity in so many messages of a conversation only: a writer says the same again and again. */
const MOST_SEARCHED = 64;
const MOST_TOLD = 32;
const SEARCHED_BYTES = 1024;

/** What one conversation remembers. */
interface Memory {
  /** Hash of the last host name, and of all names told. */
  host: number;
  hosts: number;
  searched: number;
  told: Set<string>;
}

const parts = newParts();

/** Log messages on their way to a collector. */
export const syslog = dissector<Memory>({
  name: "syslog",
  title: "syslog",
  standard: "RFC 5424",
  world: "network",
  longest: LONGEST + 16,
  carriage: [
    { over: "udp", ports: [514] },
    { over: "tcp", ports: [514, 601] },
  ],
  remember: () => ({ host: 0, hosts: 0, searched: 0, told: new Set() }),
  probe(reader, talk) {
    const { bytes, position, end } = reader;
    return likeness(bytes, talk.stream ? countEnd(bytes, position, end) : position, end, talk.stream);
  },
  read(reader, talk) {
    return talk.stream ? readFramed(reader, talk) : readDatagram(reader, talk);
  },
});

function likeness(bytes: Uint8Array, start: number, end: number, isStream: boolean): Likeness {
  if (start >= end) return NO;
  if (bytes[start] !== 60) return isStream || !isText(bytes, start, end) ? NO : POSSIBLE;
  readParts(bytes, start, end, parts);
  if (!isPriority(parts.priority)) return isStream || !isText(bytes, start, end) ? NO : POSSIBLE;
  return parts.form === NEW || parts.form === OLD || parts.sequence >= 0 ? LIKELY : POSSIBLE;
}

/** Whether the first bytes are printable. */
function isText(bytes: Uint8Array, start: number, end: number): boolean {
  const stop = Math.min(end, start + 64);
  for (let at = start; at < stop; at++) {
    const code = bytes[at] as number;
    if (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 0) return false;
  }
  return stop - start > 1;
}

/** Where the message begins behind the count of its octets, or `start` without one. */
function countEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && at < start + LONGEST_COUNT && (bytes[at] as number) >= 48 && (bytes[at] as number) <= 57) at++;
  return at > start && at < end && bytes[at] === 32 && bytes[start] !== 48 ? at + 1 : start;
}

function readDatagram(reader: Reader, talk: Talk<Memory>): Answer {
  reader.fence(reader.left());
  const isCut = reader.cutByCapture;
  tell(talk, reader, reader.position, trimmedEnd(reader, reader.end));
  reader.skipRest();
  if (isCut) reader.u8();
  return DONE;
}

function readFramed(reader: Reader, talk: Talk<Memory>): Answer {
  const { bytes, position, end } = reader;
  // What stands between messages of some senders.
  if (bytes[position] === 10 || bytes[position] === 13 || bytes[position] === 0) {
    reader.skip(1);
    return DONE;
  }
  const first = bytes[position] as number;
  if (first >= 49 && first <= 57) {
    const from = countEnd(bytes, position, end);
    if (from === position) {
      const isShort = end - position <= LONGEST_COUNT && digitsOnly(bytes, position, end);
      return isShort && !reader.complete ? MORE : REFUSE;
    }
    if (from >= end && !reader.complete) return MORE;
    if (from < end && bytes[from] !== 60) return REFUSE;
    const count = Number(latinOf(bytes, position, from - 1));
    if (count > LONGEST) return REFUSE;
    if (!reader.fence(from - position + count)) return MORE;
    reader.skip(from - position);
    tell(talk, reader, reader.position, trimmedEnd(reader, reader.end));
    reader.skipRest();
    return DONE;
  }
  let stop = position;
  const limit = Math.min(end, position + LONGEST);
  while (stop < limit && bytes[stop] !== 10 && bytes[stop] !== 0) stop++;
  if (stop >= limit) {
    if (!reader.complete && limit - position < LONGEST) return MORE;
    if (!reader.complete || first !== 60) return REFUSE;
  }
  if (first !== 60 && !isText(bytes, position, stop)) return REFUSE;
  reader.fence(Math.min(stop + 1, end) - reader.start);
  tell(talk, reader, position, trimmedEnd(reader, stop));
  reader.skipRest();
  return DONE;
}

function digitsOnly(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] as number) < 48 || (bytes[at] as number) > 57) return false;
  return true;
}

/** Without line ends and zeros behind the text. */
function trimmedEnd(reader: Reader, end: number): number {
  let stop = end;
  while (stop > reader.position) {
    const code = reader.bytes[stop - 1];
    if (code !== 10 && code !== 13 && code !== 0) break;
    stop--;
  }
  return stop;
}

function tell(talk: Talk<Memory>, reader: Reader, start: number, end: number): void {
  const { bytes } = reader;
  readParts(bytes, start, end, parts);
  const { priority } = parts;
  if (priority < 0) talk.fault("missing priority", start - reader.start);
  else if (!isPriority(priority)) talk.fault("bad priority", start - reader.start);
  if (parts.isBroken && !reader.cutByCapture) talk.fault("bad structured data", parts.dataStart - reader.start);
  learn(talk, bytes, end);
  const spoken = isPriority(priority) ? SEVERITIES.of(priority & 7) : MESSAGE;
  talk.emit(spoken, REQUEST, talk.detailed ? fieldsOf(bytes, end) : undefined);
}

function learn(talk: Talk<Memory>, bytes: Uint8Array, end: number): void {
  const { memory } = talk;
  const { hostStart, hostEnd } = parts;
  if (hostEnd > hostStart) {
    const hash = hashOf(bytes, hostStart, hostEnd);
    if (hash !== memory.host) {
      memory.host = hash;
      memory.hosts++;
      // A sender of many names is a relay, and none of them is its own.
      if (memory.hosts <= 2) tellHost(talk, latinOf(bytes, hostStart, hostEnd), memory.hosts === 1 ? 0.5 : 0.2);
    }
  }
  if (memory.searched >= MOST_SEARCHED) return;
  memory.searched++;
  const isNew = (text: string): boolean => {
    if (memory.told.has(text) || memory.told.size >= MOST_TOLD) return false;
    memory.told.add(text);
    return true;
  };
  if (parts.dataEnd > parts.dataStart && !parts.isBroken) {
    const stop = Math.min(parts.dataEnd, parts.dataStart + SEARCHED_BYTES);
    tellOrigin(talk, utf8Of(bytes, parts.dataStart, stop), isNew);
  }
  const app = latinOf(bytes, parts.appStart, parts.appEnd);
  const stop = Math.min(end, parts.contentStart + SEARCHED_BYTES);
  // The header of an event format may itself look like a tag.
  tellContent(talk, app, utf8Of(bytes, Math.min(parts.appStart, parts.contentStart), stop), isNew);
}

/** The host name that stands in the message: the sender's own, unless it passes messages of others on. */
function tellHost(talk: Talk<Memory>, host: string, confidence: number): void {
  const isAddress = /^(\d{1,3}\.){3}\d{1,3}$/.test(host) || host.includes(":");
  if (isAddress || !/[A-Za-z]/.test(host) || /^localhost\b/i.test(host)) return;
  talk.claim("sender", "name", host, confidence, "syslog host name", parts.hostStart, parts.hostEnd);
}

function fieldsOf(bytes: Uint8Array, end: number): object {
  const { priority } = parts;
  const text = (start: number, stop: number): string | undefined =>
    stop > start ? utf8Of(bytes, start, stop) : undefined;
  const data = text(parts.dataStart, Math.min(parts.dataEnd, parts.dataStart + SEARCHED_BYTES));
  return {
    ...(priority < 0
      ? {}
      : {
          priority,
          facility: priority >> 3,
          facility_name: FACILITIES[priority >> 3] ?? "",
          severity: priority & 7,
          severity_name: SEVERITIES.of(priority & 7).name,
        }),
    format: parts.form === NEW ? "RFC 5424" : parts.form === OLD ? "RFC 3164" : "none",
    version: parts.form === NEW ? parts.version : undefined,
    sequence: parts.sequence >= 0 ? parts.sequence : undefined,
    timestamp: text(parts.timeStart, parts.timeEnd),
    hostname: text(parts.hostStart, parts.hostEnd),
    app_name: text(parts.appStart, parts.appEnd),
    procid: text(parts.procStart, parts.procEnd),
    msgid: text(parts.idStart, parts.idEnd),
    structured_data: data === undefined ? undefined : elementNames(data),
    message: shownText(utf8Of(bytes, parts.contentStart, Math.min(end, parts.contentStart + 256))),
    message_length: end - parts.contentStart,
  };
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash;
}
