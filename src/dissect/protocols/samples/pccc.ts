import { ascii } from "./enip-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Requestor id: seven bytes, vendor 77, serial number 0x01020304. */
const WHO = "07 4d00 04030201";

/** Diagnostic status of a made-up MicroLogix 1400, series B revision C, running. */
export const STATUS = `00 ee 4c 9e 22 ${ascii("1766-LEC   ")} 0000 2600 3412 30 fc 01`;

export const SAMPLES: readonly Exchange[] = [
  {
    name: "status, logical read and write, mode change and a refusal",
    over: "inside",
    carrier: "cip",
    port: 0x67,
    messages: [
      { from: "client", hex: `${WHO} 06 00 0100 03` },
      { from: "server", hex: `${WHO} 46 00 0100 ${STATUS}` },
      { from: "client", hex: `${WHO} 0f 00 0200 a2 04 07 89 00 00` },
      { from: "server", hex: `${WHO} 4f 00 0200 0a00 ff00` },
      { from: "client", hex: `${WHO} 0f 00 0300 aa 04 08 8a 05 00 0000c03f` },
      { from: "server", hex: `${WHO} 4f 00 0300` },
      { from: "client", hex: `${WHO} 0f 00 0400 ab 02 03 85 ff0001 00 0400 0400` },
      { from: "server", hex: `${WHO} 4f f0 0400 0b` },
      { from: "client", hex: `${WHO} 0f 00 0500 80 01` },
      { from: "server", hex: `${WHO} 4f 10 0500` },
      { from: "client", hex: `${WHO} 0f 00 0600 68 0000 0a00 00 24 ${ascii("N7:0")} 00 0a00` },
      { from: "server", hex: `${WHO} 4f 00 0600 99 09 04 42 0100` },
      { from: "client", hex: `${WHO} 0f 00 0700 01 0000 0a00 06 07 05 14` },
      { from: "server", hex: `${WHO} 4f 00 0700 01020304` },
      { from: "client", hex: `${WHO} 0f 00 0800 81 03 00 22` },
      { from: "server", hex: `${WHO} 4f 00 0800 0100` },
      { from: "client", hex: `${WHO} 0f 00 0900 a7 50 0100 0000 22` },
      { from: "server", hex: `${WHO} 4f 00 0900 aabb` },
      { from: "client", hex: `${WHO} 0f 00 0a00 82 0100` },
      { from: "server", hex: `${WHO} 4f 00 0a00` },
      { from: "client", hex: `${WHO} 08 00 0b00 1000 0100 0200` },
      { from: "server", hex: `${WHO} 48 00 0b00` },
      { from: "client", hex: `${WHO} 01 00 0c00 1000 04` },
      { from: "server", hex: `${WHO} 41 00 0c00 01000200` },
      { from: "client", hex: `${WHO} 0f 00 0d00 a9 02 07 89 03 0500` },
      { from: "server", hex: `${WHO} 4f 00 0d00` },
      { from: "client", hex: `${WHO} 0f 00 0e00 a1 02 07 89 03` },
      { from: "server", hex: `${WHO} 4f 00 0e00 0500` },
      { from: "client", hex: `${WHO} 0f 00 0f00 50` },
      { from: "server", hex: `${WHO} 4f 00 0f00` },
    ],
  },
];
