import { ascii } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

export const REGISTRATION = "7e 00 41 79 000d 01 00f110 0000 00 00 0000000010";
export const MODE_COMMAND = "7e 00 5d 02 00 02 f0f0";
const REQUEST = "2e 0a 01 c1 ffff 91";
const ACCEPT = `2e 0a 01 c2 11 0004 01020304 06 010203040506 29 05 01 0a3c0001 22 04 01010203 25 06 05${ascii("plant")}`;

function octets(digits: string): string {
  return (digits.replace(/\s+/g, "").length / 2).toString(16).padStart(4, "0");
}

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "registration and a session", over: "inside", carrier: "nas", port: 0 },
    messages: [
      { from: "client", hex: REGISTRATION },
      { from: "server", hex: "7e 00 5b 01" },
      { from: "client", hex: "7e 00 5c 000b f2 00f110 010040 00000001" },
      { from: "server", hex: `7e 03 a1a2a3a4 00 ${MODE_COMMAND}` },
      { from: "client", hex: "7e 04 a1a2a3a4 00 b1b2b3b4" },
      {
        from: "client",
        hex: `7e 00 67 01 ${octets(REQUEST)} ${REQUEST} 12 0a 81 22 04 01010203 25 06 05${ascii("plant")}`,
      },
      { from: "server", hex: `7e 00 68 01 ${octets(ACCEPT)} ${ACCEPT} 12 0a` },
      { from: "server", hex: "7e 00 44 0b" },
    ],
  },
];
