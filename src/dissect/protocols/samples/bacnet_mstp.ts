import { bytesOf } from "../../testing.ts";
import type { Exchange } from "./sample.ts";

function check(bytes: Uint8Array, start: number, polynomial: number): number {
  let value = start;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >> 1 : (value >> 1) ^ polynomial;
  }
  return ~value & start;
}

const digits = (value: number, octets: number): string => value.toString(16).padStart(octets * 2, "0");

/** A frame between two stations, with both checks. */
export function frame(type: number, destination: number, source: number, contents = ""): string {
  const octets = bytesOf(contents);
  const head = `${digits(type, 1)}${digits(destination, 1)}${digits(source, 1)}${digits(octets.length, 2)}`;
  const headCheck = digits(check(bytesOf(head), 0xff, 0x81), 1);
  const dataCheck = check(octets, 0xffff, 0x8408);
  const tail = octets.length === 0 ? "" : digits(dataCheck & 0xff, 1) + digits(dataCheck >> 8, 1);
  return `55ff${head}${headCheck}${contents.replace(/\s+/g, "")}${tail}`;
}

/** Tokens and polls, a property asked for and told, a test, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "masters pass the token and ask",
    over: "ethernet",
    port: 165,
    messages: [
      { from: "client", hex: frame(1, 5, 4) },
      { from: "server", hex: frame(2, 4, 5) },
      { from: "client", hex: frame(0, 5, 4) },
      { from: "client", hex: frame(6, 255, 4, "01 20 ffff 00 ff 10 08") },
      { from: "client", hex: frame(5, 5, 4, "01 04 00 05 01 0c 0c 00000007 19 55") },
      { from: "server", hex: frame(6, 4, 5, "01 00 30 01 0c 0c 00000007 19 55 3e 44 41b80000 3f") },
      { from: "client", hex: frame(3, 5, 4, "0102") },
      { from: "server", hex: frame(4, 4, 5, "0102") },
      { from: "server", hex: frame(7, 4, 5) },
      { from: "client", hex: frame(200, 5, 4, "0008 00") },
    ],
  },
  {
    name: "faults",
    over: "ethernet",
    port: 165,
    messages: [
      { from: "client", hex: `${frame(0, 5, 4).slice(0, -2)}00` },
      { from: "client", hex: `${frame(6, 255, 4, "01 20 ffff 00 ff 10 08").slice(0, -2)}99` },
      { from: "client", hex: frame(77, 5, 4) },
      { from: "client", hex: frame(3, 5, 4, "01020304").slice(0, -8) },
    ],
  },
];
