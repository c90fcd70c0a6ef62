// Device codes of SLMP: Mitsubishi Electric SH-080956ENG, section 5.2 (device code list).
import type { PointSpace } from "../../points.ts";
import { pointSpace } from "../../points.ts";

/** One kind of device. */
export interface Device {
  readonly name: string;
  readonly bit: boolean;
  readonly space: PointSpace;
}

const DEVICES: (Device | undefined)[] = new Array<Device | undefined>(256).fill(undefined);

for (const [code, name, bit] of [
  [0x91, "SM", true],
  [0xa9, "SD", false],
  [0x9c, "X", true],
  [0x9d, "Y", true],
  [0x90, "M", true],
  [0x92, "L", true],
  [0x93, "F", true],
  [0x94, "V", true],
  [0xa0, "B", true],
  [0xa8, "D", false],
  [0xb4, "W", false],
  [0xc1, "TS", true],
  [0xc0, "TC", true],
  [0xc2, "TN", false],
  [0x51, "LTS", true],
  [0x50, "LTC", true],
  [0x52, "LTN", false],
  [0xc7, "STS", true],
  [0xc6, "STC", true],
  [0xc8, "STN", false],
  [0x59, "LSTS", true],
  [0x58, "LSTC", true],
  [0x5a, "LSTN", false],
  [0xc4, "CS", true],
  [0xc3, "CC", true],
  [0xc5, "CN", false],
  [0x55, "LCS", true],
  [0x54, "LCC", true],
  [0x56, "LCN", false],
  [0xa1, "SB", true],
  [0xb5, "SW", false],
  [0xa2, "DX", true],
  [0xa3, "DY", true],
  [0x98, "S", true],
  [0xcc, "Z", false],
  [0x62, "LZ", false],
  [0xaf, "R", false],
  [0xb0, "ZR", false],
  [0x2c, "RD", false],
  [0xab, "G", false],
] as const) {
  DEVICES[code] = { name, bit, space: pointSpace("slmp", name, bit ? "bool" : "uint16", "station") };
}

/** The kind of device of a code; undefined where the manual names none. */
export function deviceOf(code: number): Device | undefined {
  return DEVICES[code];
}
