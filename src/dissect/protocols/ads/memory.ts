// What a connection's ADS traffic teaches of its symbols: handles by name, notifications by handle, types by name.
import type { Asked } from "../../pairing.ts";
import { nothingAsked } from "../../pairing.ts";
import type { PointSpace } from "../../points.ts";
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";

/** Most names, handles and notifications kept of one connection. */
const MOST = 256;

/** A symbol, or a place in an index group where its name is unknown. */
export interface Variable {
  name: string;
  group: number;
  offset: number;
  /** ADS data type, 0 where nothing told it. */
  type: number;
}

/** Requests by invoke identifier, and the symbols that they name. */
export interface Memory {
  readonly asked: Asked;
  /** Names that requests asked by, in the places of their requests' third number. */
  readonly names: string[];
  next: number;
  /** By AMS port * 2^32 + handle. */
  readonly handles: Map<number, Variable>;
  readonly notifications: Map<number, Variable>;
  readonly types: Map<string, number>;
  /** Device information told last. */
  told: string;
}

/** An empty memory. */
export function newMemory(): Memory {
  return {
    asked: nothingAsked(),
    names: [],
    next: 0,
    handles: new Map(),
    notifications: new Map(),
    types: new Map(),
    told: "",
  };
}

/** Keeps the name of a request; answers its place. */
export function keepName(memory: Memory, name: string): number {
  const at = memory.next;
  memory.next = (at + 1) % 32;
  if (at < memory.names.length) memory.names[at] = name;
  else memory.names.push(name);
  return at;
}

/** Sets a value in a map that forgets its oldest entry when full. */
export function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  if (map.size >= MOST && !map.has(key)) {
    const oldest = map.keys().next();
    if (oldest.done !== true) map.delete(oldest.value);
  }
  map.set(key, value);
}

const UNTYPED_BYTE = pointSpace("ads", "", "BYTE");
const UNTYPED_WORD = pointSpace("ads", "", "WORD");
const TYPED: readonly { type: number; size: number; space: PointSpace }[] = [
  { type: 2, size: 2, space: pointSpace("ads", "", "INT") },
  { type: 3, size: 4, space: pointSpace("ads", "", "DINT") },
  { type: 4, size: 4, space: pointSpace("ads", "", "REAL") },
  { type: 5, size: 8, space: pointSpace("ads", "", "LREAL") },
  { type: 16, size: 1, space: pointSpace("ads", "", "SINT") },
  { type: 17, size: 1, space: pointSpace("ads", "", "USINT") },
  { type: 18, size: 2, space: pointSpace("ads", "", "UINT") },
  { type: 19, size: 4, space: pointSpace("ads", "", "UDINT") },
  { type: 33, size: 1, space: pointSpace("ads", "", "BOOL") },
];
const AREAS: readonly { group: number; byte: PointSpace; word: PointSpace }[] = [
  {
    group: 0x4020,
    byte: pointSpace("ads", "memory byte", "BYTE"),
    word: pointSpace("ads", "memory word at byte", "WORD"),
  },
  {
    group: 0xf020,
    byte: pointSpace("ads", "input byte", "BYTE"),
    word: pointSpace("ads", "input word at byte", "WORD"),
  },
  {
    group: 0xf030,
    byte: pointSpace("ads", "output byte", "BYTE"),
    word: pointSpace("ads", "output word at byte", "WORD"),
  },
];
const BITS: readonly { group: number; space: PointSpace }[] = [
  { group: 0x4021, space: pointSpace("ads", "memory bit", "BOOL") },
  { group: 0xf021, space: pointSpace("ads", "input bit", "BOOL") },
  { group: 0xf031, space: pointSpace("ads", "output bit", "BOOL") },
];

/**
 * Tells the value of a symbol that fills the next `size` octets. The wire names no type: without one, only one and two
 * octets are told, for four may be a number or a float.
 */
export function tellValue(reader: Reader, talk: Talk<Memory>, symbol: Variable, size: number): void {
  if (size > reader.left() || size > 8 || size < 1) return;
  const { name, group, offset } = symbol;
  if (name === "") {
    const bit = BITS.find((entry) => entry.group === group);
    const area = AREAS.find((entry) => entry.group === group);
    if (bit !== undefined && size === 1) talk.sample(bit.space, -1, "", offset, reader.peek() & 1);
    else if (area !== undefined && size === 1) talk.sample(area.byte, -1, "", offset, reader.peek());
    else if (area !== undefined && size === 2)
      talk.sample(area.word, -1, "", offset, reader.peek() | (reader.peek(1) << 8));
    return;
  }
  const known = TYPED.find((entry) => entry.type === symbol.type && entry.size === size);
  const position = reader.position;
  if (known !== undefined) talk.sample(known.space, -1, name, -1, typed(reader, known.type));
  else if (size === 1) talk.sample(UNTYPED_BYTE, -1, name, -1, reader.u8());
  else if (size === 2) talk.sample(UNTYPED_WORD, -1, name, -1, reader.u16le());
  reader.position = position;
}

function typed(reader: Reader, type: number): number {
  switch (type) {
    case 2:
      return reader.i16le();
    case 3:
      return reader.i32le();
    case 4:
      return reader.f32le();
    case 5:
      return reader.f64le();
    case 16:
      return reader.i8();
    case 18:
      return reader.u16le();
    case 19:
      return reader.u32le();
    default:
      return reader.u8();
  }
}
