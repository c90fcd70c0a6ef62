// What FINS commands and answers carry: OMRON W342 section 5-3.
import type { Asked } from "../../pairing.ts";
import { ask } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { type Area, areaOf } from "./areas.ts";
import * as commands from "./commands.ts";

/** Fields of a message while they are gathered. */
export type Fields = Record<string, unknown>;

/** An answer of 2,048 words is longer than any frame. */
const MOST_VALUES = 2048;
const MOST_UNITS = 32;
const MODES: Readonly<Record<number, string>> = { 0: "program", 1: "debug", 2: "monitor", 4: "run" };

/** Reads what follows the command code of a request, and remembers the request. */
export function readCommandData(
  reader: Reader,
  talk: Talk<Asked>,
  code: number,
  node: number,
  mark: number,
  fields: Fields | undefined,
): void {
  let area = -1;
  let first = 0;
  let count = 0;
  switch (code) {
    case commands.MEMORY_READ:
    case commands.MEMORY_WRITE:
    case commands.MEMORY_FILL: {
      area = reader.u8();
      const word = reader.u16();
      const bit = reader.u8();
      count = reader.u16();
      if (!reader.ok) break;
      const known = areaOf(area);
      first = known?.bits === true ? word * 16 + bit : word;
      talk.target(known?.space.space ?? "memory area", first, count);
      if (fields !== undefined)
        Object.assign(fields, { area_code: area, area: known?.name, address: word, bit, count });
      if (code === commands.MEMORY_WRITE && known !== undefined)
        readValues(reader, talk, known, node, first, count, fields);
      if (code === commands.MEMORY_FILL && known !== undefined && reader.left() >= 2) {
        const value = reader.u16();
        if (fields !== undefined) fields["fill_data"] = value;
        if (known.size === 2)
          for (let index = 0; index < Math.min(count, MOST_VALUES); index++)
            talk.sample(known.space, node, "", first + index, value);
      }
      break;
    }
    case commands.MULTIPLE_READ: {
      const items: object[] = [];
      for (let index = 0; reader.left() >= 4 && index < 256; index++) {
        const itemArea = reader.u8();
        const word = reader.u16();
        const bit = reader.u8();
        const known = areaOf(itemArea);
        talk.target(known?.space.space ?? "memory area", known?.bits === true ? word * 16 + bit : word, 1);
        if (fields !== undefined) items.push({ area_code: itemArea, area: known?.name, address: word, bit });
        // Only a single item can be understood later without keeping the list.
        area = index === 0 ? itemArea : -1;
        first = known?.bits === true ? word * 16 + bit : word;
        count = 1;
      }
      if (fields !== undefined) fields["items"] = items;
      break;
    }
    case commands.MEMORY_TRANSFER: {
      const from = areaOf(reader.u8());
      const source = reader.u16();
      reader.skip(1);
      const to = areaOf(reader.u8());
      const destination = reader.u16();
      reader.skip(1);
      const words = reader.u16();
      if (!reader.ok) break;
      talk.target(to?.space.space ?? "memory area", destination, words);
      if (fields !== undefined)
        Object.assign(fields, {
          area: from?.name,
          address: source,
          to_area: to?.name,
          to_address: destination,
          count: words,
        });
      break;
    }
    case 0x0201:
    case 0x0202:
    case 0x0203: {
      const parameter = reader.u16();
      const word = reader.u16();
      const words = reader.u16();
      if (!reader.ok) break;
      talk.target(`parameter area 0x${parameter.toString(16)}`, word, words & 0x7fff);
      if (fields !== undefined) Object.assign(fields, { parameter_area_code: parameter, address: word, count: words });
      break;
    }
    case commands.PROGRAM_PROTECT:
    case commands.PROGRAM_PROTECT_CLEAR: {
      const program = reader.u16();
      const protection = reader.u8();
      const from = reader.u32();
      const last = reader.u32();
      if (fields !== undefined)
        Object.assign(fields, {
          program_number: program,
          protect_code: protection,
          beginning_word: from,
          last_word: last,
        });
      if (reader.left() > 0)
        talk.note("sender", { kind: "credential", method: "FINS program protection password", exposure: "clear" });
      reader.skipRest();
      break;
    }
    case 0x0306:
    case 0x0307:
    case 0x0308: {
      const program = reader.u16();
      const from = reader.left() >= 6 ? reader.u32() : 0;
      const octets = reader.left() >= 2 ? reader.u16() : 0;
      if (!reader.ok) break;
      talk.target(`program ${program}`, from, octets & 0x7fff);
      if (fields !== undefined)
        Object.assign(fields, { program_number: program, beginning_word: from, number_of_bytes: octets });
      break;
    }
    case 0x0401: {
      if (reader.left() < 3) break;
      const program = reader.u16();
      const mode = reader.u8();
      if (fields !== undefined) Object.assign(fields, { program_number: program, mode, mode_name: MODES[mode] });
      break;
    }
    case 0x0501:
    case 0x0620:
      if (reader.left() > 0) {
        first = reader.u8();
        if (fields !== undefined) fields["parameter"] = first;
      }
      break;
    case 0x0702:
      readClock(reader, fields);
      break;
    case 0x2201:
    case 0x2202:
    case 0x2203:
    case 0x2205:
    case 0x2208:
    case 0x2209:
      readFile(reader, talk, code, fields);
      break;
    case 0x2207:
    case 0x220a:
    case 0x220b:
    case 0x220c:
      readTransfer(reader, talk, code, fields);
      break;
    case 0x0c01:
    case 0x0c02:
    case 0x0c03: {
      const program = reader.left() >= 2 ? reader.u16() : 0;
      if (fields !== undefined) fields["program_number"] = program;
      break;
    }
    case 0x2301:
      readForced(reader, talk, fields);
      break;
    case 0x2601: {
      const name = reader.text(Math.min(8, reader.left()));
      if (fields !== undefined) fields["name"] = name;
      break;
    }
  }
  ask(talk, talk.memory, mark, area, first, count);
}

/** Reads what follows the end code of an answer that was not refused; `request` is where its numbers begin, or -1. */
export function readResponseData(
  reader: Reader,
  talk: Talk<Asked>,
  code: number,
  node: number,
  request: number,
  fields: Fields | undefined,
): void {
  const { numbers } = talk.memory;
  switch (code) {
    case commands.MEMORY_READ: {
      if (request < 0) return;
      const area = areaOf(numbers[request] as number);
      const first = numbers[request + 1] as number;
      if (area !== undefined) readValues(reader, talk, area, node, first, numbers[request + 2] as number, fields);
      return;
    }
    case commands.MULTIPLE_READ: {
      if (request < 0 || (numbers[request] as number) < 0) return;
      const area = areaOf(numbers[request] as number);
      if (reader.u8() !== numbers[request]) return;
      if (area !== undefined) readValues(reader, talk, area, node, numbers[request + 1] as number, 1, fields);
      return;
    }
    case 0x0501:
      readController(reader, talk, request < 0 ? 0 : (numbers[request + 1] as number), fields);
      return;
    case 0x0502:
      readConnections(reader, talk, fields);
      return;
    case 0x0601: {
      const status = reader.u8();
      const mode = reader.u8();
      const fatal = reader.u16();
      const other = reader.u16();
      if (fields !== undefined)
        Object.assign(fields, {
          status,
          mode,
          mode_name: MODES[mode],
          fatal_error_data: fatal,
          non_fatal_error_data: other,
          message: reader.left() >= 2 ? reader.u16() : undefined,
          fal_fals_no: reader.left() >= 2 ? reader.u16() : undefined,
          error_message: reader.text(Math.min(16, reader.left())),
        });
      return;
    }
    case 0x0620:
      if (fields !== undefined && reader.left() >= 12)
        Object.assign(fields, {
          average_cycle_time: reader.u32(),
          maximum_cycle_time: reader.u32(),
          minimum_cycle_time: reader.u32(),
        });
      return;
    case 0x0701:
      readClock(reader, fields);
      return;
    case 0x2603: {
      const name = reader.text(Math.min(8, reader.left()));
      talk.claim("sender", "name", name, 0.9, "FINS name read");
      if (fields !== undefined) fields["name"] = name;
    }
  }
}

function readValues(
  reader: Reader,
  talk: Talk<Asked>,
  area: Area,
  node: number,
  first: number,
  count: number,
  fields: Fields | undefined,
): void {
  const values: number[] = [];
  const most = Math.min(count, MOST_VALUES);
  if (most * area.size > reader.left()) talk.fault("fewer values than the count");
  for (let index = 0; index < most && reader.left() >= area.size; index++) {
    const value = area.size === 2 ? reader.u16() : area.size === 1 ? reader.u8() : reader.u32();
    talk.sample(area.space, node, "", first + index, area.size === 1 ? value & 1 : value);
    if (fields !== undefined) values.push(value);
  }
  if (fields !== undefined) fields["values"] = values;
}

/** W342 5-3-16: model and version as 20 characters each, then what the system uses, then sizes of areas. */
function readController(reader: Reader, talk: Talk<Asked>, parameter: number, fields: Fields | undefined): void {
  // With parameter 1 the answer holds units on the CPU bus instead.
  if (parameter === 1 || reader.left() < 40 || reader.peek() < 0x20) return;
  const at = reader.position;
  const model = reader.text(20);
  const version = reader.text(20);
  talk.claim("sender", "vendor", "OMRON", 0.9, "FINS controller data read", at, at + 20);
  talk.claim("sender", "model", model, 0.95, "FINS controller data read", at, at + 20);
  talk.claim("sender", "firmware", version, 0.9, "FINS controller data read", at + 20, at + 40);
  talk.claim("sender", "role", "plc", 0.9, "FINS controller data read");
  if (fields === undefined) return;
  Object.assign(fields, { controller_model: model, controller_version: version });
  if (reader.left() < 52) return;
  reader.skip(40);
  Object.assign(fields, {
    program_area_size: reader.u16(),
    iom_size: reader.u8(),
    dm_words: reader.u16(),
    timer_counter_size: reader.u8(),
    expansion_dm_size: reader.u8(),
    steps_transitions: reader.u16(),
    memory_card_kind: reader.u8(),
    memory_card_size: reader.u16(),
  });
}

/** W342 5-3-17: units beside the CPU, each with its unit address and 20 characters of model. */
function readConnections(reader: Reader, talk: Talk<Asked>, fields: Fields | undefined): void {
  const told = reader.u8();
  const units: object[] = [];
  for (let index = 0; index < MOST_UNITS && reader.left() >= 21; index++) {
    const unit = reader.u8();
    const at = reader.position;
    const model = reader.text(20);
    talk.claim({ part: `unit ${unit}`, of: "sender" }, "model", model, 0.9, "FINS connection data read", at, at + 20);
    if (fields !== undefined) units.push({ unit_address: unit, model_number: model });
  }
  if (fields !== undefined) Object.assign(fields, { number_of_units: told & 0x7f, last: (told & 0x80) !== 0, units });
}

/** Binary-coded decimals: year, month, date, hour, minute, and where told second and day of the week. */
function readClock(reader: Reader, fields: Fields | undefined): void {
  if (fields === undefined || reader.left() < 5) return;
  const digits = reader.hex(Math.min(6, reader.left()));
  const two = (at: number): string => digits.slice(at, at + 2);
  const seconds = digits.length >= 12 ? `:${two(10)}` : "";
  fields["clock"] = `${two(0)}-${two(2)}-${two(4)} ${two(6)}:${two(8)}${seconds}`;
  if (reader.left() > 0) fields["day_of_week"] = reader.u8();
}

function readFile(reader: Reader, talk: Talk<Asked>, code: number, fields: Fields | undefined): void {
  const disk = reader.u16();
  if (fields !== undefined) fields["disk_no"] = disk;
  if (code === 0x2201) {
    if (fields !== undefined && reader.left() >= 4)
      Object.assign(fields, { beginning_file_position: reader.u16(), number_of_files: reader.u16() });
    return;
  }
  // Deleting names a count of files first, writing its parameter.
  if (code === 0x2205 || code === 0x2203) {
    const parameter = reader.u16();
    if (fields !== undefined) fields[code === 0x2205 ? "number_of_files" : "parameter_code"] = parameter;
  }
  if (reader.left() < 12) return;
  const names: string[] = [];
  const most = code === 0x2205 ? 64 : code === 0x2208 ? 2 : 1;
  for (let index = 0; index < most && reader.left() >= 12; index++) {
    const name = reader.text(12);
    names.push(name);
    talk.object(`file ${name}`);
  }
  if (fields === undefined) return;
  fields["file_names"] = names;
  if ((code === 0x2202 || code === 0x2203) && reader.left() >= 6)
    Object.assign(fields, { file_position: reader.u32(), data_length: reader.u16() });
}

/** Copies between files and memory, parameters or programs: each place is given before the file. */
function readTransfer(reader: Reader, talk: Talk<Asked>, code: number, fields: Fields | undefined): void {
  const names: string[] = [];
  if (code === 0x220a) {
    const parameter = reader.u16();
    const area = areaOf(reader.u8());
    const word = reader.u16();
    reader.skip(1);
    const count = reader.u16();
    if (!reader.ok) return;
    talk.target(area?.space.space ?? "memory area", word, count);
    if (fields !== undefined)
      Object.assign(fields, { parameter_code: parameter, area: area?.name, address: word, count });
  } else if (code !== 0x2207) {
    const parameter = reader.u16();
    const place = reader.u16();
    reader.skip(code === 0x220b ? 4 : 8);
    if (fields !== undefined) {
      fields["parameter_code"] = parameter;
      fields[code === 0x220b ? "parameter_area_code" : "program_number"] = place;
    }
  }
  for (let index = 0; index < (code === 0x2207 ? 2 : 1) && reader.left() >= 14; index++) {
    reader.skip(2);
    const name = reader.text(12);
    names.push(name);
    talk.object(`file ${name}`);
  }
  if (fields !== undefined) fields["file_names"] = names;
}

/** W342 5-3-33: which bits are held on or off, or set free. */
function readForced(reader: Reader, talk: Talk<Asked>, fields: Fields | undefined): void {
  const count = reader.u16();
  const items: object[] = [];
  for (let index = 0; index < Math.min(count, 64) && reader.left() >= 6; index++) {
    const specification = reader.u16();
    const code = reader.u8();
    const word = reader.u16();
    const bit = reader.u8();
    const area = areaOf(code);
    talk.target(area?.space.space ?? "memory area", area?.bits === true ? word * 16 + bit : word, 1);
    if (fields !== undefined) items.push({ specification, area_code: code, area: area?.name, address: word, bit });
  }
  if (fields !== undefined) Object.assign(fields, { number_of_bits_flags: count, items });
}
