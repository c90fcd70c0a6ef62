// Numbers and booleans that MQTT payloads hold as text: plain, or as members of a flat JSON object (RFC 8259). Not read:
// Sparkplug B and other binary payloads, numbers in nested objects, arrays and strings, text with a unit.
import { GOOD, type PointSpace, pointSpace, type Quality, UNCERTAIN } from "../../points.ts";
import { latinOf, utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Topic } from "./memory.ts";

/** Where numbers and booleans of a protocol's payloads are told. */
export interface Spaces {
  number: PointSpace;
  boolean: PointSpace;
}

const MQTT: Spaces = { number: pointSpace("mqtt", "", "number"), boolean: pointSpace("mqtt", "", "boolean") };
/** Ceilings: octets of a payload that are looked at, members told of one object, octets of a member's name. */
const LONGEST = 4096;
const LONGEST_PLAIN = 32;
const MOST_MEMBERS = 32;
const LONGEST_NAME = 128;
/** Digits that a double holds for sure, and powers of ten that it holds exactly. */
const EXACT_DIGITS = 15;
const EXACT_POWER = 22;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** What `readNumber` and `readWord` found: where it ends (-1 for nothing), and its value. */
const found = { end: -1, value: 0 };

/**
 * Tells what the payload `bytes[start..end)` under a topic holds. A value that the broker had stored (`isStored`) is
 * uncertain, because nothing says how old it is.
 */
export function tellPayload(
  talk: Talk<unknown>,
  topic: Topic,
  bytes: Uint8Array,
  start: number,
  end: number,
  isStored: boolean,
  spaces: Spaces = MQTT,
): void {
  if (end <= start || end - start > LONGEST) return;
  const quality = isStored ? UNCERTAIN : GOOD;
  const at = skipBlanks(bytes, start, end);
  if (at >= end) return;
  if (bytes[at] === OPEN) {
    tellMembers(talk, topic, bytes, at + 1, end, quality, spaces);
    return;
  }
  if (end - at > LONGEST_PLAIN || !startsValue(bytes[at] as number)) return;
  readNumber(bytes, at, end);
  let space = spaces.number;
  if (found.end < 0) {
    readWord(bytes, at, end, true);
    space = spaces.boolean;
  }
  if (found.end < 0 || skipBlanks(bytes, found.end, end) < endOfText(bytes, found.end, end)) return;
  talk.sample(space, -1, topic.text, -1, found.value, quality);
}

/** Some senders count the NUL that ends their text. */
function endOfText(bytes: Uint8Array, at: number, end: number): number {
  return end > at && bytes[end - 1] === 0 ? end - 1 : end;
}

/** A digit, a sign, or the first letter of true, false, on and off. */
function startsValue(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b || "tfoTFO".includes(String.fromCharCode(code))
  );
}

function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 10 || bytes[at] === 13)) at++;
  return at;
}

/** Members of the outermost object; stops where the text is no JSON. */
function tellMembers(
  talk: Talk<unknown>,
  topic: Topic,
  bytes: Uint8Array,
  start: number,
  end: number,
  quality: Quality,
  spaces: Spaces,
): void {
  let at = skipBlanks(bytes, start, end);
  for (let told = 0; told < MOST_MEMBERS && at < end && bytes[at] === QUOTE; ) {
    const nameStart = at + 1;
    const nameEnd = stringEnd(bytes, nameStart, end);
    at = skipBlanks(bytes, nameEnd + 1, end);
    if (at >= end || bytes[at] !== COLON) return;
    at = skipBlanks(bytes, at + 1, end);
    if (at >= end) return;
    readNumber(bytes, at, end);
    let space = spaces.number;
    if (found.end < 0) {
      readWord(bytes, at, end, false);
      space = spaces.boolean;
    }
    const valueEnd = found.end < 0 ? skipValue(bytes, at, end) : found.end;
    const after = skipBlanks(bytes, valueEnd, end);
    if (valueEnd < 0 || after >= end || (bytes[after] !== COMMA && bytes[after] !== CLOSE)) return;
    if (found.end >= 0 && nameEnd - nameStart <= LONGEST_NAME) {
      const name = memberOf(topic, told, bytes, nameStart, nameEnd);
      talk.sample(space, -1, name, -1, found.value, quality);
      told++;
    }
    if (bytes[after] === CLOSE) return;
    at = skipBlanks(bytes, after + 1, end);
  }
}

/** "topic/member": kept with the topic, at the place where the member usually stands. */
function memberOf(topic: Topic, place: number, bytes: Uint8Array, start: number, end: number): string {
  const known = topic.members[place];
  if (known !== undefined && isSame(known.bytes, bytes, start, end)) return known.text;
  const text = `${topic.text}/${utf8Of(bytes, start, end)}`;
  topic.members[place] = { bytes: bytes.slice(start, end), text };
  return text;
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

/** Where the closing quote of a string stands; `end` without one. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, end);
}

/** Goes behind a string, list, object or word; -1 when it has no end. */
function skipValue(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const code = bytes[at] as number;
    if (code === QUOTE) {
      at = stringEnd(bytes, at + 1, end);
      if (at >= end) return -1;
    } else if (code === OPEN || code === OPEN_LIST) depth++;
    else if (code === CLOSE || code === CLOSE_LIST) {
      if (depth === 0) return at;
      depth--;
    } else if (code === COMMA && depth === 0) return at;
  }
  return -1;
}

/** Reads a number of JSON's form (a plus sign is let pass) into `found`. */
function readNumber(bytes: Uint8Array, start: number, end: number): void {
  found.end = -1;
  let at = start;
  const isNegative = bytes[at] === 0x2d;
  if (isNegative || bytes[at] === 0x2b) at++;
  let digits = 0;
  let mantissa = 0;
  let scale = 0;
  const first = at;
  for (; at < end && isDigit(bytes[at] as number); at++, digits++)
    mantissa = mantissa * 10 + (bytes[at] as number) - 48;
  if (at === first) return;
  if (at + 1 < end && bytes[at] === 0x2e && isDigit(bytes[at + 1] as number)) {
    for (at++; at < end && isDigit(bytes[at] as number); at++, digits++, scale--) {
      mantissa = mantissa * 10 + (bytes[at] as number) - 48;
    }
  }
  if (at < end && ((bytes[at] as number) | 0x20) === 0x65) {
    let next = at + 1;
    const sign = next < end && bytes[next] === 0x2d ? -1 : 1;
    if (next < end && (bytes[next] === 0x2d || bytes[next] === 0x2b)) next++;
    let exponent = 0;
    const exponentAt = next;
    for (; next < end && next - exponentAt < 4 && isDigit(bytes[next] as number); next++) {
      exponent = exponent * 10 + (bytes[next] as number) - 48;
    }
    if (next === exponentAt) return;
    scale += sign * exponent;
    at = next;
  }
  // A quotient or product of two exact doubles is the nearest one; longer numbers are left to the language.
  if (digits > EXACT_DIGITS || Math.abs(scale) > EXACT_POWER) mantissa = Math.abs(Number(latinOf(bytes, start, at)));
  else if (scale < 0) mantissa /= 10 ** -scale;
  else mantissa *= 10 ** scale;
  if (!Number.isFinite(mantissa)) return;
  found.value = isNegative && mantissa !== 0 ? -mantissa : mantissa;
  found.end = at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Reads true or false, and on or off where `isPlain`, into `found`; JSON knows small letters only. */
function readWord(bytes: Uint8Array, start: number, end: number, isPlain: boolean): void {
  found.end = -1;
  for (let index = 0; index < (isPlain ? WORDS.length : 2); index++) {
    const word = WORDS[index] as Word;
    if (!matches(bytes, start, end, word.text, isPlain ? 0x20 : 0)) continue;
    found.end = start + word.text.length;
    found.value = word.value;
    return;
  }
}

interface Word {
  readonly text: string;
  readonly value: number;
}

const WORDS: readonly Word[] = [
  { text: "true", value: 1 },
  { text: "false", value: 0 },
  { text: "on", value: 1 },
  { text: "off", value: 0 },
];

function matches(bytes: Uint8Array, start: number, end: number, word: string, fold: number): boolean {
  if (start + word.length > end) return false;
  for (let at = 0; at < word.length; at++) {
    if (((bytes[start + at] as number) | fold) !== word.charCodeAt(at)) return false;
  }
  return true;
}
