import { extendedFrame } from "./can-bytes.ts";
import { frame } from "./canopen.ts";
import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const TYPE = 0x020c;
const short = (identifier: number, data: string): { from: "client"; hex: string } => ({
  from: "client",
  hex: frame(identifier, data),
});
const long = (identifier: number, data: string): { from: "client"; hex: string } => ({
  from: "client",
  hex: extendedFrame(identifier, data),
});
const VIN = hexText("1EXAMPLE000000042");

/** On-board diagnostics of a car, a session with a control unit, a truck's by 29 bits, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "on-board diagnostics",
    over: "ethernet",
    port: TYPE,
    messages: [
      short(0x7df, "02 01 0c 5555555555"),
      short(0x7e8, "04 41 0c 1af8 555555"),
      short(0x7e9, "04 41 0c 1af0 555555"),
      short(0x7e0, "03 01 05 2f 55555555"),
      short(0x7e8, "05 41 05 7b 2f 80 5555"),
      short(0x7df, "02 09 02 5555555555"),
      short(0x7e8, `10 14 49 02 01 ${VIN.slice(0, 6)}`),
      short(0x7e0, "30 00 00 5555555555"),
      short(0x7e8, `21 ${VIN.slice(6, 20)}`),
      short(0x7e8, `22 ${VIN.slice(20, 34)}`),
      short(0x7df, "01 03 555555555555"),
      short(0x7e8, "06 43 02 0301 c100 55"),
      short(0x7df, "01 04 555555555555"),
      short(0x7e8, "03 7f 04 22 55555555"),
      short(0x7df, "02 01 20 5555555555"),
      short(0x7e8, "06 41 20 80000001 55"),
    ],
  },
  {
    name: "a session with a control unit",
    over: "ethernet",
    port: TYPE,
    messages: [
      short(0x7e0, "02 10 03 0000000000"),
      short(0x7e8, "03 7f 10 78 00000000"),
      short(0x7e8, "06 50 03 0032 01f4 00"),
      short(0x7e0, "03 22 f1 8c 00000000"),
      short(0x7e8, `10 0b 62 f1 8c ${hexText("ECU")}`),
      short(0x7e0, "31 00 14 0000000000"),
      short(0x7e0, "30 08 14 0000000000"),
      short(0x7e8, `21 ${hexText("00042")} 0000`),
      short(0x7e0, "02 27 01 0000000000"),
      short(0x7e8, "06 67 01 11223344 00"),
      short(0x7e0, "06 27 02 55667788 00"),
      short(0x7e8, "03 7f 27 35 00000000"),
      short(0x7e4, "02 3e 80 0000000000"),
    ],
  },
  {
    name: "a truck, by identifiers of 29 bits",
    over: "ethernet",
    port: TYPE,
    messages: [
      long(0x18db33f1, "02 01 0d 0000000000"),
      long(0x18daf110, "03 41 0d 50 00000000"),
      long(0x18da10f1, "02 11 01 0000000000"),
      long(0x18daf110, "02 51 01 0000000000"),
      long(0x18da10f1, "10 0b 34 00 44 00010000"),
      long(0x18daf110, "32 00 00 0000000000"),
    ],
  },
  {
    name: "faults",
    over: "ethernet",
    port: TYPE,
    messages: [
      short(0x7e0, "00 00 000000000000"),
      short(0x7e0, "02 b9 01 0000000000"),
      short(0x7e8, "10 0b 62 f1 8c 414243"),
      short(0x7e8, "23 4142434445 4647"),
      short(0x7e8, "10 03 62 f1 8c 414243"),
      short(0x7e8, "90 03 62 f1 8c 414243"),
      short(0x7e0, "08 22 f1 8c"),
    ],
  },
];
