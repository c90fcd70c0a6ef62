// S7 communication: addresses of variables, and their values.
import { hexOf, Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { ITEM, type Items, type Memory, type Request, rememberItem, spaceOf } from "./memory.ts";
import { ADDRESS_SIZES, AREAS, nameOf, octetsOf, RETURN_CODES, SYNTAXES, VALUE_SIZES } from "./names.ts";
import { tellValues } from "./values.ts";

const SPECIFICATION = 0x12;
const S7ANY = 0x10;
const NCK = 0x82;
const NCK_I = 0x84;
const DRIVE_PARAMETER = 0xa2;
const DB_READ = 0xb0;
const SYMBOLIC = 0xb2;
const COUNTERS = 0x1c;
const TIMERS = 0x1d;
const SYMBOLIC_DB = 0x8a0e;
const SYMBOLIC_AREAS: Readonly<Record<number, string>> = { 80: "I", 81: "Q", 82: "M", 83: "C", 84: "T" };
/** Octets of a Control NCK value whose address does not say its kind. */
const UNKNOWN_SIZE = 0;
const SUCCESS = 0xff;

export type Fields = Record<string, unknown>;

// Reads numbers out of a stretch whose length was checked before.
const numberReader = new Reader();

/**
 * Reads `count` addresses: tells the targets, remembers in `request` what kind of value each asks for, and answers the
 * fields where somebody reads them.
 */
export function readAddresses(
  reader: Reader,
  talk: Talk<Memory>,
  count: number,
  request: Request | undefined,
): Fields[] | undefined {
  const list: Fields[] | undefined = talk.detailed ? [] : undefined;
  for (let index = 0; index < count; index++) {
    const specification = reader.u8();
    const length = reader.u8();
    if (!reader.ok) break;
    if (specification !== SPECIFICATION || length < 1) {
      talk.fault("unknown variable specification", reader.position - 2 - reader.start);
      reader.skipRest();
      break;
    }
    const outer = reader.narrow(length);
    const fields = readAddress(reader, talk, request);
    if (fields !== undefined) list?.push(fields);
    reader.widen(outer);
    // Every address begins at an even place.
    if (length % 2 === 1 && index < count - 1) reader.skip(1);
    if (!reader.ok) break;
  }
  return list;
}

function readAddress(reader: Reader, talk: Talk<Memory>, request: Request | undefined): Fields | undefined {
  const syntax = reader.u8();
  switch (syntax) {
    case S7ANY:
      return readAnyPointer(reader, talk, request);
    case DB_READ:
      return readDataBlocks(reader, talk, request);
    case SYMBOLIC:
      return readSymbol(reader, talk, request);
    case DRIVE_PARAMETER:
      return readDriveParameter(reader, talk, request);
    default:
      if (request !== undefined) rememberItem(request, UNKNOWN_SIZE);
      if (syntax >= NCK && syntax <= NCK_I) return readNumericalControl(reader, talk, syntax);
      if (!SYNTAXES[syntax]) talk.fault("unknown address syntax", reader.position - 1 - reader.start);
      return talk.detailed
        ? { ...syntaxFields(syntax), address_octets: hexOf(reader.bytes, reader.position, reader.end) }
        : undefined;
  }
}

function syntaxFields(syntax: number): Fields {
  return { syntax_id: syntax, syntax: nameOf(SYNTAXES, syntax) };
}

function readAnyPointer(reader: Reader, talk: Talk<Memory>, request: Request | undefined): Fields | undefined {
  const size = reader.u8();
  const length = reader.u16();
  const block = reader.u16();
  const area = reader.u8();
  const address = reader.u24();
  if (!reader.ok) return undefined;
  if (reader.left() > 0) talk.fault("bad address length", reader.position - reader.start);
  if (AREAS[area] === undefined) talk.fault("unknown area", reader.position - 4 - reader.start);
  if (request !== undefined) rememberItem(request, size, area, block, address, length);
  const numbered = area === COUNTERS || area === TIMERS;
  // Counters and timers are numbered; all else is addressed by octet, with the bit in the lowest three bits.
  const first = numbered ? address & 0xffff : address >> 3;
  const octets = size === 1 ? Math.ceil(((address & 7) + length) / 8) : length * octetsOf(size);
  talk.target(spaceOf(talk.memory, area, block), first, numbered ? length : octets);
  if (!talk.detailed) return undefined;
  return {
    ...syntaxFields(S7ANY),
    transport_size: size,
    transport_size_name: nameOf(ADDRESS_SIZES, size),
    length,
    db_number: block,
    area,
    area_name: nameOf(AREAS, area),
    ...(numbered ? { number: first } : { byte_address: first, bit_address: address & 7 }),
  };
}

function readDataBlocks(reader: Reader, talk: Talk<Memory>, request: Request | undefined): Fields | undefined {
  const count = reader.u8();
  const ranges: Fields[] | undefined = talk.detailed ? [] : undefined;
  if (request !== undefined) rememberItem(request, UNKNOWN_SIZE);
  for (let index = 0; index < count && reader.ok; index++) {
    const length = reader.u8();
    const block = reader.u16();
    const first = reader.u16();
    if (!reader.ok) break;
    talk.target(spaceOf(talk.memory, 0x84, block), first, length);
    ranges?.push({ db_number: block, byte_address: first, length });
  }
  return talk.detailed ? { ...syntaxFields(DB_READ), ranges } : undefined;
}

function readSymbol(reader: Reader, talk: Talk<Memory>, request: Request | undefined): Fields | undefined {
  reader.u8();
  const first = reader.u16();
  const second = reader.u16();
  const checksum = reader.u32();
  if (!reader.ok) return undefined;
  if (request !== undefined) rememberItem(request, UNKNOWN_SIZE);
  const inBlock = first === SYMBOLIC_DB;
  // The octets meant by a symbol are known to the controller alone.
  talk.target(inBlock ? spaceOf(talk.memory, 0x84, second) : (SYMBOLIC_AREAS[second] ?? "unknown area"), 0, 0);
  if (!talk.detailed) return undefined;
  const identifiers: { flags: number; value: number }[] = [];
  while (reader.left() >= 4) {
    const raw = reader.u32();
    identifiers.push({ flags: raw >>> 28, value: raw & 0x0fffffff });
  }
  return {
    ...syntaxFields(SYMBOLIC),
    root_area: first,
    sub_area: second,
    db_number: inBlock ? second : undefined,
    symbol_crc: checksum.toString(16).padStart(8, "0"),
    local_ids: identifiers,
  };
}

function readDriveParameter(reader: Reader, talk: Talk<Memory>, request: Request | undefined): Fields | undefined {
  const octets = reader.position;
  reader.skip(5);
  const parameter = reader.u16();
  const index = reader.u16();
  if (!reader.ok) return undefined;
  if (request !== undefined) rememberItem(request, UNKNOWN_SIZE);
  talk.target("drive parameter", parameter, 1);
  if (!talk.detailed) return undefined;
  return {
    ...syntaxFields(DRIVE_PARAMETER),
    parameter_number: parameter,
    parameter_index: index,
    unknown_octets: hexOf(reader.bytes, octets, octets + 5),
  };
}

function readNumericalControl(reader: Reader, talk: Talk<Memory>, syntax: number): Fields | undefined {
  const areaAndUnit = reader.u8();
  const column = reader.u16();
  const line = reader.u16();
  const module = reader.u8();
  const lines = reader.u8();
  if (!reader.ok) return undefined;
  talk.target("NCK variable", column, 1);
  if (!talk.detailed) return undefined;
  return {
    ...syntaxFields(syntax),
    nck_area: areaAndUnit >> 5,
    nck_unit: areaAndUnit & 31,
    nck_column: column,
    nck_line: line,
    nck_module: module,
    nck_line_count: lines,
  };
}

/** Octets of a value whose length field counts bits for the sizes 3 to 5. */
function lengthInOctets(size: number, length: number): number {
  return size >= 3 && size <= 5 ? (length + 7) >> 3 : length;
}

/**
 * Reads `count` values, each with return code, transport size and length. `asked` says which values they are. A code
 * other than success refuses the message where the values answer a request.
 */
export function readValues(
  reader: Reader,
  talk: Talk<Memory>,
  count: number,
  asked: Items | undefined,
  answers: boolean,
): Fields[] | undefined {
  const list: Fields[] | undefined = talk.detailed ? [] : undefined;
  let refused = false;
  for (let index = 0; index < count; index++) {
    const code = reader.u8();
    const size = reader.u8();
    const length = reader.u16();
    if (!reader.ok) break;
    const holds = code === SUCCESS || code === 0;
    const octets = holds ? lengthInOctets(size, length) : 0;
    const start = reader.position;
    reader.skip(octets);
    if (!reader.ok) break;
    if (answers && !holds && !refused) {
      refused = true;
      talk.refused(nameOf(RETURN_CODES, code));
    }
    if (asked !== undefined && octets > 0) tellValues(talk, asked, index, reader.bytes, start, reader.position);
    list?.push({
      return_code: code,
      return_code_name: nameOf(RETURN_CODES, code),
      transport_size: size,
      transport_size_name: nameOf(VALUE_SIZES, size),
      length,
      octets: hexOf(reader.bytes, start, start + octets),
      value: typedValue(reader.bytes, start, start + octets, size, sizeAt(asked, index)),
    });
    if (octets % 2 === 1 && index < count - 1) reader.skip(1);
  }
  return list;
}

function sizeAt(asked: Items | undefined, index: number): number {
  return asked !== undefined && index < asked.count ? (asked.numbers[index * ITEM] as number) : UNKNOWN_SIZE;
}

/** Reads the return codes of a write's answer, one octet each. */
export function readReturnCodes(reader: Reader, talk: Talk<Memory>, count: number): Fields[] | undefined {
  const list: Fields[] | undefined = talk.detailed ? [] : undefined;
  let refused = false;
  for (let index = 0; index < count; index++) {
    const code = reader.u8();
    if (!reader.ok) break;
    if (code !== SUCCESS && !refused) {
      refused = true;
      talk.refused(nameOf(RETURN_CODES, code));
    }
    list?.push({ return_code: code, return_code_name: nameOf(RETURN_CODES, code) });
  }
  return list;
}

/** The value in the kind that was asked for, else as its own transport size says; undefined for mere octets. */
function typedValue(bytes: Uint8Array, start: number, end: number, size: number, asked: number): unknown {
  const kind = asked !== UNKNOWN_SIZE ? asked : size === 3 ? 1 : size === 5 ? 5 : size === 6 ? 7 : size === 7 ? 8 : 0;
  if (kind === 1) return start < end ? (bytes[start] as number) & 1 : undefined;
  const width = octetsOf(kind);
  if (width === 1 || width === 8 || kind === 0 || end - start < width || (end - start) % width !== 0) return undefined;
  numberReader.open(bytes, start, end, true);
  const numbers: (number | string)[] = [];
  while (numberReader.left() >= width) numbers.push(numberOf(numberReader, kind));
  return numbers.length === 1 ? numbers[0] : numbers;
}

function numberOf(reader: Reader, kind: number): number | string {
  switch (kind) {
    case 5:
      return reader.i16();
    case 6:
    case 10:
      return reader.u32();
    case 7:
    case 11:
      return reader.i32();
    case 8: {
      const value = reader.f32();
      return Number.isFinite(value) ? value : String(value);
    }
    default:
      return reader.u16();
  }
}
