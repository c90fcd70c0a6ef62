// PCCC: values in data table files as process points; Rockwell 1770-6.5.16, chapter 7 and "Data types" of the SLC 500
// and MicroLogix. Status, text, message and PID files are not told.
import { type PointSpace, pointSpace } from "../../points.ts";
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { elementSize, fileLetter } from "./functions.ts";

const BIT = 0x85;
const TIMER = 0x86;
const CONTROL = 0x88;
const INTEGER = 0x89;
const FLOAT = 0x8a;
const LONG = 0x91;
const PRESET = 1;
const ACCUMULATOR = 2;
/** Names of files kept in one conversation, and elements of one message that are told. */
const MOST_FILES = 1024;
const MOST_ELEMENTS = 256;

const BOOL = pointSpace("pccc", "", "BOOL");
const INT = pointSpace("pccc", "", "INT");
const WORD = pointSpace("pccc", "", "WORD");
const REAL = pointSpace("pccc", "", "REAL");
const DINT = pointSpace("pccc", "", "DINT");
/** By file type: O, I and B are words of bits, D is BCD as it is sent. */
const SPACES: Readonly<Record<number, PointSpace>> = {
  130: WORD,
  131: WORD,
  [BIT]: WORD,
  [TIMER]: INT,
  135: INT,
  [CONTROL]: INT,
  [INTEGER]: INT,
  [FLOAT]: REAL,
  139: WORD,
  140: WORD,
  143: WORD,
  [LONG]: DINT,
};

/** A logical address: which file, element and word of the element. */
export interface Address {
  type: number;
  file: number;
  element: number;
  sub: number;
}

// Reads numbers from bytes that the message's own reader leaves for its fields.
const valueReader = new Reader();

/**
 * Tells `bytes[start..end)` as the values that begin at `address`. Elements of one word are told as "N7"; words of timers and
 * counters as "T4.PRE" and "T4.ACC", those of controls as "R6.LEN" and "R6.POS"; further words of an I/O slot as
 * "I1.2". The index is the element.
 */
export function tellFile(
  talk: Talk<unknown>,
  names: Map<number, string>,
  address: Address,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  const { type, file, element, sub } = address;
  const space = SPACES[type];
  if (space === undefined) return;
  valueReader.open(bytes, start, end, true);
  const size = elementSize(type);
  if (size === 6) {
    let at = element;
    let word = sub;
    for (let told = 0; valueReader.left() >= 2 && told < MOST_ELEMENTS; told++) {
      const value = valueReader.i16le();
      if (word === PRESET || word === ACCUMULATOR) talk.sample(space, -1, nameOf(names, type, file, word), at, value);
      word++;
      if (word > ACCUMULATOR) {
        word = 0;
        at++;
      }
    }
    return;
  }
  const isSlot = type !== BIT && space === WORD && type !== 143;
  const count = Math.min(Math.floor(valueReader.left() / size), MOST_ELEMENTS);
  for (let index = 0; index < count; index++) {
    const value = space === REAL ? valueReader.f32le() : size === 4 ? valueReader.i32le() : numberOf(space);
    // An I/O element is a slot with as many words as the module has.
    if (isSlot) talk.sample(space, -1, nameOf(names, type, file, sub + index), element, value);
    else talk.sample(space, -1, nameOf(names, type, file, sub), element + index, value);
  }
}

function numberOf(space: PointSpace): number {
  return space === WORD ? valueReader.u16le() : valueReader.i16le();
}

/**
 * Tells a write through a mask to one word: as BOOL with element * 16 + bit as index when it reaches a single bit, as the
 * word when it reaches all of them.
 */
export function tellMasked(
  talk: Talk<unknown>,
  names: Map<number, string>,
  address: Address,
  mask: number,
  value: number,
): void {
  const space = SPACES[address.type];
  if (space === undefined || elementSize(address.type) !== 2 || address.sub !== 0) return;
  const name = nameOf(names, address.type, address.file, 0);
  if (mask === 0xffff) {
    talk.sample(space, -1, name, address.element, space === WORD ? value : (value << 16) >> 16);
  } else if (mask !== 0 && (mask & (mask - 1)) === 0) {
    const bit = 31 - Math.clz32(mask);
    talk.sample(BOOL, -1, name, address.element * 16 + bit, (value & mask) === 0 ? 0 : 1);
  }
}

/** "N7", "T4.ACC": built once per conversation while the names fit. */
function nameOf(names: Map<number, string>, type: number, file: number, sub: number): string {
  const key = (sub * 256 + type) * 65536 + file;
  const known = names.get(key);
  if (known !== undefined) return known;
  const part = sub === 0 ? "" : `.${elementSize(type) === 6 ? wordName(type, sub) : sub}`;
  const name = `${fileLetter(type)}${file}${part}`;
  if (names.size < MOST_FILES) names.set(key, name);
  return name;
}

function wordName(type: number, sub: number): string {
  if (type === CONTROL) return sub === PRESET ? "LEN" : "POS";
  return sub === PRESET ? "PRE" : "ACC";
}
