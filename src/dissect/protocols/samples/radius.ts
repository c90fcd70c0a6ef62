import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of one attribute. */
export function attribute(type: number, value: string): string {
  const digits = value.replace(/\s+/g, "");
  return `${wide(type, 1)}${wide(digits.length / 2 + 2, 1)}${digits}`;
}

/** Digits of a packet. */
export function packet(code: number, identifier: number, ...attributes: string[]): string {
  const body = attributes.join("");
  return `${wide(code, 1)}${wide(identifier, 1)}${wide(20 + body.length / 2, 2)}${"5a".repeat(16)}${body}`;
}

const USER = attribute(1, ascii("ada"));
const SWITCH = attribute(32, ascii("switch-7"));

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a switch asks for a port", over: "udp", port: 1812 },
    messages: [
      { from: "client", hex: packet(1, 7, USER, attribute(2, "ab".repeat(16)), attribute(4, "c0000201"), SWITCH) },
      { from: "server", hex: packet(3, 7, attribute(18, ascii("no"))) },
      { from: "client", hex: packet(1, 8, USER, attribute(79, "0201000801616461"), attribute(80, "cd".repeat(16))) },
      { from: "server", hex: packet(11, 8, attribute(79, "01020006152000"), attribute(80, "cd".repeat(16))) },
      { from: "server", hex: packet(40, 9, USER) },
      { from: "client", hex: packet(42, 9) },
    ],
  },
];
