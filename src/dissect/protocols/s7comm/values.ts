// S7 communication: values of variables as process points.
import { type PointSpace, pointSpace } from "../../points.ts";
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { AT_ADDRESS, AT_AREA, AT_BLOCK, AT_COUNT, areaOf, ITEM, type Items, type Memory } from "./memory.ts";
import { octetsOf } from "./names.ts";

const BIT = 1;
const INT = 5;
const DINT = 7;
const REAL = 8;
const TIME = 11;
const COUNTERS = 0x1c;
const TIMERS = 0x1d;
/** Elements of one item that are told. */
const MOST_ELEMENTS = 512;

/** By transport size of the address; sizes that hold text or dates are not among them. */
const SPACES: (PointSpace | undefined)[] = [];
const TYPES: readonly (readonly [number, string])[] = [
  [BIT, "BOOL"],
  [2, "BYTE"],
  [4, "WORD"],
  [INT, "INT"],
  [6, "DWORD"],
  [DINT, "DINT"],
  [REAL, "REAL"],
  [TIME, "TIME"],
  [12, "S5TIME"],
  [COUNTERS, "COUNTER"],
  [TIMERS, "TIMER"],
];
for (const [size, type] of TYPES) SPACES[size] = pointSpace("s7comm", "", type, "", size === BIT ? "bit" : "byte");

// Reads numbers out of a stretch whose length was checked before.
const numberReader = new Reader();

/**
 * Tells the value of item `index` of what was asked, `bytes[start..end)`, as points: one for each element of an array.
 * The name is the area ("DB5", "M", "I", "Q"). The index of BOOL is the bit's address (byte * 8 + bit), that of
 * counters and timers their number, and that of every other type the address of its first byte. S5TIME, TIMER and
 * COUNTER are the word as it is sent (BCD is not resolved).
 */
export function tellValues(
  talk: Talk<Memory>,
  asked: Items,
  index: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  if (index >= asked.count) return;
  const { numbers } = asked;
  const at = index * ITEM;
  const size = numbers[at] as number;
  const area = numbers[at + AT_AREA] as number;
  const space = SPACES[size];
  if (space === undefined || area < 0) return;
  const name = areaOf(talk.memory, area, numbers[at + AT_BLOCK] as number);
  const address = numbers[at + AT_ADDRESS] as number;
  const wanted = numbers[at + AT_COUNT] as number;
  if (size === BIT) {
    // Only single bits can be asked for.
    if (wanted === 1) talk.sample(space, -1, name, address, (bytes[start] as number) & 1);
    return;
  }
  const width = octetsOf(size);
  const count = Math.min(Math.floor((end - start) / width), wanted, MOST_ELEMENTS);
  const isNumbered = area === COUNTERS || area === TIMERS;
  const first = isNumbered ? address & 0xffff : address >> 3;
  const step = isNumbered ? 1 : width;
  numberReader.open(bytes, start, end, true);
  for (let element = 0; element < count; element++) {
    talk.sample(space, -1, name, first + element * step, numberOf(numberReader, size));
  }
}

function numberOf(reader: Reader, size: number): number {
  switch (size) {
    case 2:
      return reader.u8();
    case INT:
      return reader.i16();
    case 6:
      return reader.u32();
    case DINT:
    case TIME:
      return reader.i32();
    case REAL:
      return reader.f32();
    default:
      return reader.u16();
  }
}
