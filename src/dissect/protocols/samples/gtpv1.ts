import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a message with a sequence number. */
export function message(type: number, sequence: number, elements: string): string {
  const body = `${wide(sequence, 2)}0000${elements.replace(/\s+/g, "")}`;
  return `32${wide(type, 1)}${wide(body.length / 2, 2)}00000007${body}`;
}

const APN = `83 0006 05${ascii("plant")}`;

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a context", over: "udp", port: 2123 },
    messages: [
      { from: "client", hex: message(1, 1, "") },
      { from: "server", hex: message(2, 1, "0e07") },
      {
        from: "client",
        hex: message(
          16,
          2,
          `02 00010000000000f1 03 00f110 0001 01 10 00000011 11 00000012 1405 80 0002 f121 ${APN} 85 0004 c0000201 9a 0008 5302980000000010`,
        ),
      },
      { from: "server", hex: message(17, 2, "0180 10 00000021 80 0006 f121 0a3c0001 85 0004 c0000202") },
      { from: "client", hex: message(20, 3, "13ff 1405") },
      { from: "server", hex: message(21, 3, "01c1") },
      { from: "server", hex: "34fe 0008 00000007 0000 00c0 01000000" },
    ],
  },
];
