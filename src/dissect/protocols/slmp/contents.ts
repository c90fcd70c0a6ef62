// What SLMP commands and answers carry: Mitsubishi Electric SH-080956ENG section 5.
import type { Asked } from "../../pairing.ts";
import { nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import * as commands from "./commands.ts";
import { type Device, deviceOf } from "./devices.ts";

/** Fields of a message while they are gathered. */
export type Fields = Record<string, unknown>;

/** Most devices of one random access: 192 words in binary code. */
const MOST_RANDOM = 192;
const MOST_POINTS = 2048;
const MOST_BLOCKS = 120;
/** Subcommand bits: access by bits, long device numbers of iQ-R, extended specification. */
const BY_BIT = 1;
const LONG_NUMBERS = 2;
const EXTENDED = 0x80;

/** Where a request begins, for its answer. */
interface Wanted {
  device: number;
  first: number;
  count: number;
}

/** Open requests, and the devices of the latest random access. */
export interface Memory {
  readonly asked: Asked;
  readonly wanted: Wanted;
  /** Device code and number of each point of the latest random read. */
  readonly list: Int32Array;
  words: number;
  doubles: number;
  /** Counts random reads, so that only the latest one's answer is read. */
  generation: number;
}

/** An empty memory. */
export function newMemory(): Memory {
  return {
    asked: nothingAsked(),
    wanted: { device: 0, first: 0, count: 0 },
    list: new Int32Array(MOST_RANDOM * 2),
    words: 0,
    doubles: 0,
    generation: 0,
  };
}

/** The device number and code last read by `readDevice`. */
let number = 0;
let code = 0;

function readDevice(reader: Reader, sub: number): Device | undefined {
  const long = (sub & LONG_NUMBERS) !== 0;
  number = long ? reader.u32le() : reader.u24le();
  code = long ? reader.u16le() & 0xff : reader.u8();
  return deviceOf(code);
}

/** Reads a request's data; the memory's `wanted` then says what its answer will hold. */
export function readRequest(
  reader: Reader,
  talk: Talk<Memory>,
  command: number,
  sub: number,
  unit: number,
  fields: Fields | undefined,
): Memory {
  const { memory } = talk;
  const { wanted } = memory;
  wanted.device = 0;
  wanted.first = 0;
  wanted.count = 0;
  if ((sub & EXTENDED) !== 0) return memory;
  switch (command) {
    case commands.READ:
    case commands.WRITE: {
      const device = readDevice(reader, sub);
      const count = reader.u16le();
      if (!reader.ok) break;
      wanted.device = code;
      wanted.first = number;
      wanted.count = count;
      talk.target(device?.name ?? "device", number, count);
      if (fields !== undefined)
        Object.assign(fields, { device_code: code, device: device?.name, device_number: number, points: count });
      if (command === commands.WRITE && device !== undefined)
        tellPoints(reader, talk, device, unit, number, count, (sub & BY_BIT) !== 0, fields);
      break;
    }
    case commands.READ_RANDOM:
    case commands.ENTRY_MONITOR:
    case commands.WRITE_RANDOM:
      readRandom(reader, talk, command, sub, unit, fields);
      break;
    case commands.READ_BLOCK:
    case commands.WRITE_BLOCK: {
      const blocks = reader.u8() + reader.u8();
      const told: object[] = [];
      for (let index = 0; index < Math.min(blocks, MOST_BLOCKS) && reader.left() >= 6; index++) {
        const device = readDevice(reader, sub);
        const first = number;
        const count = reader.u16le();
        if (!reader.ok) break;
        talk.target(device?.name ?? "device", first, device?.bit === true ? count * 16 : count);
        if (fields !== undefined)
          told.push({ device_code: code, device: device?.name, device_number: first, points: count });
        if (command === commands.WRITE_BLOCK && device !== undefined)
          tellPoints(reader, talk, device, unit, first, count, false, undefined);
      }
      if (fields !== undefined) fields["blocks"] = told;
      break;
    }
    case commands.PASSWORD_UNLOCK:
    case commands.PASSWORD_LOCK:
      talk.note("sender", { kind: "credential", method: "SLMP remote password", exposure: "clear" });
      reader.skipRest();
      break;
    case 0x1001:
    case 0x1003: {
      const mode = reader.u16le();
      if (fields !== undefined) {
        fields["mode"] = mode === 3 ? "forced" : "not_forced";
        if (command === 0x1001 && reader.left() >= 1) fields["clear_mode"] = reader.u8();
      }
    }
  }
  return memory;
}

/** Random access: counts of words and double words, or of bits, then each device. */
function readRandom(
  reader: Reader,
  talk: Talk<Memory>,
  command: number,
  sub: number,
  unit: number,
  fields: Fields | undefined,
): void {
  const { memory } = talk;
  const writes = command === commands.WRITE_RANDOM;
  const byBit = writes && (sub & BY_BIT) !== 0;
  const words = reader.u8();
  const doubles = byBit ? 0 : reader.u8();
  const count = Math.min(words + doubles, MOST_RANDOM);
  const told: object[] = [];
  memory.generation++;
  memory.words = 0;
  memory.doubles = 0;
  memory.wanted.count = memory.generation;
  for (let index = 0; index < count && reader.left() >= 4; index++) {
    const device = readDevice(reader, sub);
    const isDouble = index >= words;
    let value: number | undefined;
    if (byBit) value = ((sub & LONG_NUMBERS) === 0 ? reader.u8() : reader.u16le()) & 1;
    else if (writes) value = isDouble ? reader.u32le() : reader.u16le();
    if (!reader.ok) break;
    talk.target(
      device?.name ?? "device",
      number,
      byBit || device?.bit !== true ? (isDouble ? 2 : 1) : isDouble ? 32 : 16,
    );
    if (value !== undefined && device !== undefined) tellWord(talk, device, unit, number, value, isDouble, byBit);
    if (fields !== undefined) told.push({ device_code: code, device: device?.name, device_number: number, value });
    if (writes) continue;
    memory.list[index * 2] = code;
    memory.list[index * 2 + 1] = number;
    if (isDouble) memory.doubles++;
    else memory.words++;
  }
  if (fields !== undefined) Object.assign(fields, { word_points: words, double_word_points: doubles, items: told });
}

/** Reads the data of an answer that succeeded; `request` is where its request's numbers begin. */
export function readResponse(
  reader: Reader,
  talk: Talk<Memory>,
  unit: number,
  request: number,
  fields: Fields | undefined,
): void {
  const { memory } = talk;
  const { numbers } = memory.asked;
  const command = numbers[request] as number;
  const sub = numbers[request + 1] as number;
  const place = numbers[request + 2] as number;
  const count = numbers[request + 3] as number;
  switch (command) {
    case commands.READ_TYPE_NAME: {
      const at = reader.position;
      const model = reader.text(Math.min(16, reader.left()));
      if (fields !== undefined) {
        fields["type_name"] = model;
        if (reader.left() >= 2) fields["type_code"] = reader.u16le();
      }
      talk.claim("sender", "vendor", "Mitsubishi Electric", 0.9, "SLMP read type name", at, at + 16);
      talk.claim("sender", "model", model, 0.95, "SLMP read type name", at, at + 16);
      return;
    }
    case commands.READ: {
      const device = deviceOf(Math.floor(place / 0x1000000));
      if ((sub & EXTENDED) !== 0 || device === undefined) return;
      tellPoints(reader, talk, device, unit, place % 0x1000000, count, (sub & BY_BIT) !== 0, fields);
      return;
    }
    case commands.READ_RANDOM: {
      if (count !== memory.generation || (sub & EXTENDED) !== 0) return;
      const values: number[] = [];
      const all = memory.words + memory.doubles;
      for (let index = 0; index < all && reader.left() >= (index < memory.words ? 2 : 4); index++) {
        const isDouble = index >= memory.words;
        const value = isDouble ? reader.u32le() : reader.u16le();
        const device = deviceOf(memory.list[index * 2] as number);
        if (device !== undefined)
          tellWord(talk, device, unit, memory.list[index * 2 + 1] as number, value, isDouble, false);
        if (fields !== undefined) values.push(value);
      }
      if (fields !== undefined) fields["values"] = values;
    }
  }
}

/** Tells a value at one device: a word, two words, or as many bits. */
function tellWord(
  talk: Talk<Memory>,
  device: Device,
  unit: number,
  first: number,
  value: number,
  isDouble: boolean,
  one: boolean,
): void {
  if (one) talk.sample(device.space, unit, "", first, value);
  else if (device.bit)
    for (let bit = 0; bit < (isDouble ? 32 : 16); bit++)
      talk.sample(device.space, unit, "", first + bit, (value >>> bit) & 1);
  else {
    talk.sample(device.space, unit, "", first, value & 0xffff);
    if (isDouble) talk.sample(device.space, unit, "", first + 1, value >>> 16);
  }
}

/** Tells a row of points: words, or bits of which two share an octet, the first in the upper half. */
function tellPoints(
  reader: Reader,
  talk: Talk<Memory>,
  device: Device,
  unit: number,
  first: number,
  count: number,
  byBit: boolean,
  fields: Fields | undefined,
): void {
  const values: number[] = [];
  const most = Math.min(count, MOST_POINTS);
  const needed = byBit ? (most + 1) >> 1 : most * 2;
  if (needed > reader.left() && !reader.cut) talk.fault("fewer values than the count");
  if (byBit) {
    for (let index = 0; index < most && reader.left() > 0; index += 2) {
      const two = reader.u8();
      talk.sample(device.space, unit, "", first + index, (two >> 4) & 1);
      if (fields !== undefined) values.push((two >> 4) & 1);
      if (index + 1 >= most) break;
      talk.sample(device.space, unit, "", first + index + 1, two & 1);
      if (fields !== undefined) values.push(two & 1);
    }
  } else {
    for (let index = 0; index < most && reader.left() >= 2; index++) {
      const value = reader.u16le();
      tellWord(talk, device, unit, device.bit ? first + index * 16 : first + index, value, false, false);
      if (fields !== undefined) values.push(value);
    }
  }
  if (fields !== undefined) fields["values"] = values;
}
