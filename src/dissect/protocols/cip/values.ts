// CIP volume 1, appendix C-6: elementary data types by their type code, and values in Logix tag services (1756-PM020).
import type { Reader } from "../../reader.ts";

const NAMES: Readonly<Record<number, string>> = {
  193: "BOOL",
  194: "SINT",
  195: "INT",
  196: "DINT",
  197: "LINT",
  198: "USINT",
  199: "UINT",
  200: "UDINT",
  201: "ULINT",
  202: "REAL",
  203: "LREAL",
  204: "STIME",
  205: "DATE",
  206: "TIME_OF_DAY",
  207: "DATE_AND_TIME",
  208: "STRING",
  209: "BYTE",
  210: "WORD",
  211: "DWORD",
  212: "LWORD",
  213: "STRING2",
  214: "FTIME",
  215: "LTIME",
  216: "ITIME",
  217: "STRINGN",
  218: "SHORT_STRING",
  219: "TIME",
  220: "EPATH",
  221: "ENGUNIT",
  222: "STRINGI",
};

/** Abbreviated structure: the type is told by a handle that follows. */
export const STRUCTURE = 0x02a0;

/** The standard's name of a type code; "" when it has none. */
export function typeName(type: number): string {
  if (type === STRUCTURE) return "STRUCT";
  // Bits 8 to 10 of a BOOL say which bit of its host it is.
  return NAMES[type & 0xff] ?? "";
}

/** Bytes of one value of a fixed-size elementary type; 0 for the others. */
export function typeSize(type: number): number {
  switch (type & 0xff) {
    case 0xc1:
    case 0xc2:
    case 0xc6:
    case 0xd1:
      return 1;
    case 0xc3:
    case 0xc7:
    case 0xcd:
    case 0xd2:
    case 0xd8:
      return 2;
    case 0xc4:
    case 0xc8:
    case 0xca:
    case 0xce:
    case 0xd3:
    case 0xd6:
    case 0xdb:
    case 0xcc:
      return 4;
    case 0xc5:
    case 0xc9:
    case 0xcb:
    case 0xd4:
    case 0xd7:
    case 0xcf:
      return type === 0xcf ? 6 : 8;
    default:
      return 0;
  }
}

/** Unsigned 64 bits of two halves: a number up to 2^53, decimal text beyond. */
export function wide(high: number, low: number): number | string {
  if (high < 0x200000) return high * 4294967296 + low;
  // Long division by 10^9 in two steps keeps every digit without big integers.
  const upper = Math.floor(high / 1e9);
  let rest = (high - upper * 1e9) * 65536 + Math.floor(low / 65536);
  const middle = Math.floor(rest / 1e9);
  rest = (rest - middle * 1e9) * 65536 + (low % 65536);
  const lower = Math.floor(rest / 1e9);
  const tail = rest - lower * 1e9;
  const head = upper * 4294967296 + middle * 65536 + lower;
  return `${head}${String(tail).padStart(9, "0")}`;
}

/** Signed 64 bits of two halves: a number within 2^53, decimal text beyond. */
export function signedWide(high: number, low: number): number | string {
  if (high < 0x80000000) return wide(high, low);
  const negatedLow = (~low + 1) >>> 0;
  const negatedHigh = (~high + (negatedLow === 0 ? 1 : 0)) >>> 0;
  const magnitude = wide(negatedHigh, negatedLow);
  return typeof magnitude === "number" ? -magnitude : `-${magnitude}`;
}

/** Numbers that JSON cannot say are told in words. */
function finite(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** One value of an elementary type, little-endian; undefined for types without a layout here, which consumes nothing. */
export function readValue(reader: Reader, type: number): number | string | boolean | undefined {
  switch (type & 0xff) {
    case 0xc1:
      return reader.u8() !== 0;
    case 0xc2:
      return reader.i8();
    case 0xc3:
    case 0xd8:
      return reader.i16le();
    case 0xc4:
    case 0xcc:
    case 0xd6:
    case 0xdb:
      return reader.i32le();
    case 0xc5:
    case 0xd7: {
      const low = reader.u32le();
      return signedWide(reader.u32le(), low);
    }
    case 0xc6:
    case 0xd1:
      return reader.u8();
    case 0xc7:
    case 0xd2:
    case 0xcd:
      return reader.u16le();
    case 0xc8:
    case 0xd3:
    case 0xce:
      return reader.u32le();
    case 0xc9:
    case 0xd4: {
      const low = reader.u32le();
      return wide(reader.u32le(), low);
    }
    case 0xca:
      return finite(Math.fround(reader.f32le()));
    case 0xcb:
      return finite(reader.f64le());
    case 0xcf: {
      const milliseconds = reader.u32le();
      return `day ${reader.u16le()} since 1972-01-01, ${milliseconds} ms`;
    }
    case 0xd0:
      return reader.text(reader.u16le());
    case 0xd5:
      return reader.utf16le(reader.u16le() * 2);
    case 0xda:
      return reader.text(reader.u8());
    case 0xde:
      return readInternational(reader);
    default:
      return undefined;
  }
}

/** STRINGI: the same text in several languages; the first is taken. */
function readInternational(reader: Reader): string {
  const languages = reader.u8();
  let first = "";
  for (let index = 0; index < languages && reader.ok; index++) {
    reader.skip(3);
    const kind = reader.u8();
    reader.skip(2);
    const text =
      kind === 0xd0
        ? reader.text(reader.u16le())
        : kind === 0xd5
          ? reader.utf16le(reader.u16le() * 2)
          : reader.text(reader.u8());
    if (first === "") first = text;
  }
  return first;
}

/** Values of one type up to the reader's end, as an array; hexadecimal digits when the type or the size does not fit. */
export function readValues(reader: Reader, type: number): unknown {
  const size = typeSize(type);
  const left = reader.left();
  if (size === 0 || left % size !== 0) return reader.hex(left);
  const values: unknown[] = [];
  while (reader.left() > 0 && reader.ok) values.push(readValue(reader, type));
  return values;
}
