import type { Exchange } from "./sample.ts";

/** A device asks for access, says who it is, answers a challenge and is let in; keys, then its farewell. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a device is let in",
    over: "ethernet",
    port: 0x888e,
    messages: [
      { from: "client", hex: `0101 0000 ${"00".repeat(42)}` },
      { from: "server", hex: "0100 0005 01 01 0005 01 0000000000" },
      { from: "client", hex: "0100 000b 02 01 000b 01 63616d2d3037" },
      { from: "server", hex: `0100 0016 01 02 0016 04 10 ${"5a".repeat(16)}` },
      { from: "client", hex: `0100 0016 02 02 0016 04 10 ${"a5".repeat(16)}` },
      { from: "server", hex: "0100 0004 03 02 0004" },
      { from: "server", hex: `0203 005f 02 008a 0010 0000000000000001 ${"00".repeat(82)}` },
      { from: "server", hex: "0100 0004 04 03 0004" },
      { from: "client", hex: "0102 0000" },
    ],
  },
];
