import { wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a message of version 1. */
export function message(type: number, sequence: number, ...elements: string[]): string {
  const body = elements.join("").replace(/\s+/g, "");
  return `2e${wide(type, 1)}${wide(body.length / 2, 2)}${wide(sequence, 2)}${body}`;
}

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "records on their way", over: "udp", port: 3386 },
    messages: [
      { from: "client", hex: message(4, 1, "fb 0004 c0000207") },
      { from: "server", hex: message(5, 1) },
      { from: "client", hex: message(240, 2, "7e 01", "fc 0008 02 01 1c06 a0a1a2a3") },
      { from: "server", hex: message(241, 2, "01 80", "fd 0002 0002") },
      { from: "server", hex: message(6, 3, "01 3f", "fe 0004 c0000208") },
      { from: "client", hex: message(7, 3, "01 c8") },
      { from: "client", hex: "0e 01 0000 0004 ffff00ff 00000000 00000000 0000" },
    ],
  },
];
