// Arguments and results of operations of NFS version 4 that are only gone over, by letters; RFC 7531, RFC 5662, RFC 7863.
import type { Reader } from "../../reader.ts";
import { passOpaque } from "../../xdr.ts";

const LONGEST_OPAQUE = 65_536;
const MOST_WORDS = 1024;

/**
 * Goes over fields: u 32 bits, U or v 64, s a state or session identifier, o opaque data or a string, b a bitmap or other
 * row of 32 bits, a attributes (opaque, behind their bitmap), r a row of state identifiers. False when they are not there.
 */
export function passShape(reader: Reader, shape: string): boolean {
  for (let index = 0; index < shape.length; index++) {
    switch (shape.charAt(index)) {
      case "u":
        reader.skip(4);
        break;
      case "U":
      case "v":
        reader.skip(8);
        break;
      case "s":
        reader.skip(16);
        break;
      case "o":
      case "a":
        if (!passOpaque(reader, LONGEST_OPAQUE)) return false;
        break;
      case "b":
        passRow(reader, 4);
        break;
      case "r":
        passRow(reader, 16);
        break;
    }
  }
  return reader.ok;
}

function passRow(reader: Reader, size: number): void {
  const count = reader.u32();
  reader.skip(count > MOST_WORDS ? -1 : count * size);
}

const CHANGE = "uUU";

/** Arguments by operation; what is not here is not read, and nothing behind it. */
export const ARGUMENTS: ReadonlyMap<number, string> = new Map([
  [3, "u"],
  [4, "us"],
  [5, "Uu"],
  [7, "U"],
  [8, "s"],
  [9, "b"],
  [10, ""],
  [13, "uUUUo"],
  [14, "uusUU"],
  [16, ""],
  [17, "ba"],
  [19, "u"],
  [20, "su"],
  [21, "suuu"],
  [23, ""],
  [26, "Uvuub"],
  [27, ""],
  [30, "U"],
  [31, ""],
  [32, ""],
  [34, "sba"],
  [35, "vouoou"],
  [36, "Uv"],
  [37, "ba"],
  [39, "Uo"],
  [41, "suu"],
  [44, "s"],
  [45, "s"],
  [47, "suub"],
  [50, "uuuUUUsu"],
  [52, "u"],
  [53, "suuuu"],
  [55, "r"],
  [57, "U"],
  [58, "u"],
  [59, "sUU"],
  [62, "sUU"],
  [63, "sUUb"],
  [66, "s"],
  [67, "s"],
  [69, "sUu"],
  [71, "ssUUU"],
  [74, "Uu"],
]);

/** Results by operation, where it succeeded. */
export const RESULTS: ReadonlyMap<number, string> = new Map([
  [3, "uu"],
  [4, "s"],
  [5, "v"],
  [6, `${CHANGE}b`],
  [7, ""],
  [8, ""],
  [9, "ba"],
  [11, CHANGE],
  [12, "s"],
  [13, ""],
  [14, "s"],
  [15, ""],
  [16, ""],
  [17, ""],
  [19, ""],
  [20, "s"],
  [21, "s"],
  [22, ""],
  [23, ""],
  [24, ""],
  [27, "o"],
  [28, CHANGE],
  [29, `${CHANGE}${CHANGE}`],
  [30, ""],
  [31, ""],
  [32, ""],
  [34, "b"],
  [35, "Uv"],
  [36, ""],
  [37, ""],
  [39, ""],
  [41, "suu"],
  [44, ""],
  [45, ""],
  [53, "suuuuu"],
  [55, "b"],
  [57, ""],
  [58, ""],
  [59, ""],
  [62, ""],
  [63, "b"],
  [66, ""],
  [69, "uU"],
  [71, ""],
  [72, "o"],
  [73, CHANGE],
  [75, CHANGE],
]);
