// Where the parts of a syslog message stand: RFC 5424 section 6, RFC 3164 section 4, and what routers send instead (a sequence
// number in front, the host before the time). Works on bytes, because logs can be most of a network's traffic.

/** RFC 3164, RFC 5424, or neither. */
export type Form = 0 | 1 | 2;
export const BARE: Form = 0;
export const OLD: Form = 1;
export const NEW: Form = 2;

/** Offsets of the parts in the buffer; start and end are equal where a part is missing. */
export interface Parts {
  form: Form;
  /** 0 to 191; -1 without one. */
  priority: number;
  version: number;
  /** The counter that routers put in front; -1 without one. */
  sequence: number;
  timeStart: number;
  timeEnd: number;
  hostStart: number;
  hostEnd: number;
  appStart: number;
  appEnd: number;
  procStart: number;
  procEnd: number;
  idStart: number;
  idEnd: number;
  dataStart: number;
  dataEnd: number;
  contentStart: number;
  /** Whether structured data was opened and not closed. */
  isBroken: boolean;
}

/** Parts that are reused for every message. */
export function newParts(): Parts {
  return {
    form: BARE,
    priority: -1,
    version: 0,
    sequence: -1,
    timeStart: 0,
    timeEnd: 0,
    hostStart: 0,
    hostEnd: 0,
    appStart: 0,
    appEnd: 0,
    procStart: 0,
    procEnd: 0,
    idStart: 0,
    idEnd: 0,
    dataStart: 0,
    dataEnd: 0,
    contentStart: 0,
    isBroken: false,
  };
}

const BLANK = 32;
const COLON = 58;
const OPEN = 91;
const CLOSE = 93;
const NIL = 45;
const HIGHEST_PRIORITY = 191;
/** RFC 5424 section 6: the longest of its fields. */
const LONGEST_WORD = 255;
const LONGEST_TAG = 64;

/** Finds the parts of the message in `bytes[start..end)`. */
export function readParts(bytes: Uint8Array, start: number, end: number, parts: Parts): void {
  let at = readPriority(bytes, start, end, parts);
  parts.form = BARE;
  parts.version = 0;
  parts.sequence = -1;
  parts.isBroken = false;
  parts.timeStart = parts.timeEnd = at;
  parts.hostStart = parts.hostEnd = at;
  parts.appStart = parts.appEnd = at;
  parts.procStart = parts.procEnd = at;
  parts.idStart = parts.idEnd = at;
  parts.dataStart = parts.dataEnd = at;
  const isNew = at + 2 < end && bytes[at] === 49 && bytes[at + 1] === BLANK && isTimeOrNil(bytes[at + 2] as number);
  at = parts.priority >= 0 && isNew ? readNew(bytes, at + 2, end, parts) : readOld(bytes, at, end, parts);
  parts.contentStart = Math.min(at, end);
}

/** Where the priority ends, or `start` without one. Values above 191 are kept for the fault they are. */
function readPriority(bytes: Uint8Array, start: number, end: number, parts: Parts): number {
  parts.priority = -1;
  if (start >= end || bytes[start] !== 60) return start;
  let value = 0;
  let at = start + 1;
  while (at < end && at < start + 5 && isDigit(bytes[at] as number)) value = value * 10 + (bytes[at++] as number) - 48;
  if (at === start + 1 || at >= end || bytes[at] !== 62) return start;
  parts.priority = value;
  return at + 1;
}

/** Whether a priority is one that the standard has. */
export function isPriority(priority: number): boolean {
  return priority >= 0 && priority <= HIGHEST_PRIORITY;
}

function isTimeOrNil(code: number): boolean {
  return code === NIL || isDigit(code);
}

function readNew(bytes: Uint8Array, from: number, end: number, parts: Parts): number {
  parts.form = NEW;
  parts.version = 1;
  let at = from;
  for (let field = 0; field < 5; field++) {
    const stop = wordEnd(bytes, at, end);
    const isNil = stop - at === 1 && bytes[at] === NIL;
    setField(parts, field, at, isNil ? at : stop);
    at = Math.min(end, stop + 1);
  }
  parts.dataStart = parts.dataEnd = at;
  if (at < end && bytes[at] === OPEN) {
    const stop = dataEnd(bytes, at, end);
    parts.isBroken = stop < 0;
    parts.dataEnd = stop < 0 ? end : stop;
    at = parts.dataEnd;
  } else if (at < end && bytes[at] === NIL) at++;
  if (at < end && bytes[at] === BLANK) at++;
  // The byte order mark says that the message is UTF-8.
  if (at + 2 < end && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
  return at;
}

function setField(parts: Parts, field: number, start: number, end: number): void {
  if (field === 0) {
    parts.timeStart = start;
    parts.timeEnd = end;
  } else if (field === 1) {
    parts.hostStart = start;
    parts.hostEnd = end;
  } else if (field === 2) {
    parts.appStart = start;
    parts.appEnd = end;
  } else if (field === 3) {
    parts.procStart = start;
    parts.procEnd = end;
  } else {
    parts.idStart = start;
    parts.idEnd = end;
  }
}

/** One past the elements "[id name="value" ...]" that follow each other; -1 when one is not closed. */
function dataEnd(bytes: Uint8Array, from: number, end: number): number {
  let isQuoted = false;
  for (let at = from; at < end; at++) {
    const code = bytes[at] as number;
    if (isQuoted && code === 92) at++;
    else if (code === 34) isQuoted = !isQuoted;
    else if (!isQuoted && code === CLOSE && (at + 1 >= end || bytes[at + 1] !== OPEN)) return at + 1;
  }
  return -1;
}

function readOld(bytes: Uint8Array, from: number, end: number, parts: Parts): number {
  let at = skipBlanks(bytes, from, end);
  const counted = readSequence(bytes, at, end, parts);
  if (counted > at) {
    at = skipBlanks(bytes, counted, end);
    at = readOrigin(bytes, at, end, parts);
  }
  const first = byteAt(bytes, at, end);
  const mark = first === 42 || first === 46 ? at + 1 : at;
  const stop = timeEnd(bytes, mark, end);
  if (stop > mark) {
    parts.form = OLD;
    parts.timeStart = mark;
    parts.timeEnd = stop;
    at = byteAt(bytes, stop, end) === COLON ? stop + 1 : stop;
    at = skipBlanks(bytes, at, end);
    if (parts.sequence < 0) at = readHost(bytes, at, end, parts);
  }
  return readTag(bytes, at, end, parts);
}

function readSequence(bytes: Uint8Array, from: number, end: number, parts: Parts): number {
  let at = from;
  let value = 0;
  while (at < end && at < from + 10 && isDigit(bytes[at] as number)) value = value * 10 + (bytes[at++] as number) - 48;
  if (at === from || at + 1 >= end || bytes[at] !== COLON || bytes[at + 1] !== BLANK) return from;
  parts.sequence = value;
  return at + 2;
}

/** What a router may put between its counter and the time: its name and structured data, each with a colon behind. */
function readOrigin(bytes: Uint8Array, from: number, end: number, parts: Parts): number {
  let at = from;
  const first = byteAt(bytes, at, end);
  if (isWord(first) && timeEnd(bytes, at, end) === at) {
    let stop = at;
    while (stop < end && stop < at + LONGEST_TAG && bytes[stop] !== COLON && bytes[stop] !== BLANK) stop++;
    if (stop + 1 < end && bytes[stop] === COLON && bytes[stop + 1] === BLANK) {
      parts.hostStart = at;
      parts.hostEnd = stop;
      at = stop + 2;
    }
  }
  if (at < end && bytes[at] === OPEN) {
    const stop = dataEnd(bytes, at, end);
    if (stop > 0 && stop < end && bytes[stop] === COLON) {
      parts.dataStart = at;
      parts.dataEnd = stop;
      at = skipBlanks(bytes, stop + 1, end);
    }
  }
  return at;
}

/** The word behind the time is the host, unless it is the tag already. */
function readHost(bytes: Uint8Array, from: number, end: number, parts: Parts): number {
  const stop = wordEnd(bytes, from, end);
  const last = byteAt(bytes, stop - 1, end);
  if (stop === from || stop >= end || last === COLON || last === CLOSE || bytes[from] === 37) return from;
  for (let at = from; at < stop; at++) if (!isHostByte(bytes[at] as number)) return from;
  parts.hostStart = from;
  parts.hostEnd = stop;
  return skipBlanks(bytes, stop, end);
}

/** "program[process]: " or "program: ". */
function readTag(bytes: Uint8Array, from: number, end: number, parts: Parts): number {
  const limit = Math.min(end, from + LONGEST_TAG);
  let at = from;
  while (at < limit && isTagByte(bytes[at] as number)) at++;
  if (at === from || at >= end) return from;
  let procEnd = at;
  if (bytes[at] === OPEN) {
    procEnd = at + 1;
    while (procEnd < end && procEnd < at + 33 && bytes[procEnd] !== CLOSE) procEnd++;
    if (byteAt(bytes, procEnd, end) !== CLOSE) return from;
    parts.procStart = at + 1;
    parts.procEnd = procEnd;
  } else if (bytes[at] !== COLON) return from;
  parts.appStart = from;
  parts.appEnd = at;
  let next = bytes[at] === OPEN ? procEnd + 1 : at;
  if (next < end && bytes[next] === COLON) next++;
  return skipBlanks(bytes, next, end);
}

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** Where a time that begins at `from` ends; `from` when there is none. */
function timeEnd(bytes: Uint8Array, from: number, end: number): number {
  if (from + 8 > end) return from;
  let at = from;
  if (isDigit(bytes[at] as number)) {
    // RFC 3339, with "T" or a blank between date and time.
    if (bytes[at + 4] !== NIL || bytes[at + 7] !== NIL) return from;
    at = wordEnd(bytes, at, end);
    return at - from === 10 && clockEnd(bytes, at + 1, end) > at + 1 ? wordEnd(bytes, at + 1, end) : at;
  }
  if (!isMonth(bytes, at)) return from;
  at = skipBlanks(bytes, at + 3, end);
  at = digitsEnd(bytes, at, end, 2);
  at = skipBlanks(bytes, at, end);
  const year = digitsEnd(bytes, at, end, 4);
  if (year === at + 4) at = skipBlanks(bytes, year, end);
  const clock = clockEnd(bytes, at, end);
  if (clock === at) return from;
  at = clock;
  const fraction = byteAt(bytes, at, end);
  if (fraction === 46 || fraction === 44) at = digitsEnd(bytes, at + 1, end, 9);
  if (byteAt(bytes, at, end) !== BLANK) return at;
  // A year or time zone may follow.
  const next = at + 1;
  const late = digitsEnd(bytes, next, end, 4);
  if (late === next + 4 && byteAt(bytes, late, end) === BLANK) return late;
  const zone = wordEnd(bytes, next, end);
  const isZone = zone - next >= 4 && zone - next <= 6 && bytes[zone - 1] === COLON;
  return isZone && bytes[next] !== 37 && isUpper(bytes[next] as number) && isUpper(bytes[next + 1] as number)
    ? zone - 1
    : at;
}

function clockEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = digitsEnd(bytes, from, end, 2);
  if (at === from || byteAt(bytes, at, end) !== COLON) return from;
  const minutes = digitsEnd(bytes, at + 1, end, 2);
  if (minutes === at + 1 || byteAt(bytes, minutes, end) !== COLON) return from;
  at = digitsEnd(bytes, minutes + 1, end, 2);
  return at === minutes + 1 ? from : at;
}

function isMonth(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < MONTHS.length; index += 3) {
    const fits =
      bytes[at] === MONTHS.charCodeAt(index) &&
      bytes[at + 1] === MONTHS.charCodeAt(index + 1) &&
      bytes[at + 2] === MONTHS.charCodeAt(index + 2);
    if (fits) return true;
  }
  return false;
}

/** The byte there; -1 beyond the message. */
function byteAt(bytes: Uint8Array, at: number, end: number): number {
  return at < end ? (bytes[at] as number) : -1;
}

function digitsEnd(bytes: Uint8Array, from: number, end: number, most: number): number {
  let at = from;
  while (at < end && at < from + most && isDigit(bytes[at] as number)) at++;
  return Math.max(at, from);
}

function wordEnd(bytes: Uint8Array, from: number, end: number): number {
  const limit = Math.min(end, from + LONGEST_WORD);
  let at = from;
  while (at < limit && bytes[at] !== BLANK) at++;
  return Math.max(at, Math.min(from, end));
}

function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] === BLANK) at++;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isWord(code: number): boolean {
  return isDigit(code) || isUpper(code) || (code >= 97 && code <= 122);
}

/** Letters, digits, and what names and addresses hold besides. */
function isHostByte(code: number): boolean {
  return isWord(code) || code === NIL || code === 46 || code === 95 || code === COLON || code > 127;
}

/** RFC 3164 wants letters and digits only; programs use more. */
function isTagByte(code: number): boolean {
  return (
    isWord(code) ||
    code === NIL ||
    code === 46 ||
    code === 95 ||
    code === 47 ||
    code === 37 ||
    code === 40 ||
    code === 41
  );
}
