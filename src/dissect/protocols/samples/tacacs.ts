import type { Exchange } from "./sample.ts";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "an administrator logs in to a switch", over: "tcp", port: 49 },
    messages: [
      { from: "client", hex: "c0 01 01 00 11223344 00000008 a1a2a3a4a5a6a7a8" },
      { from: "server", hex: "c0 01 02 00 11223344 00000006 b1b2b3b4b5b6" },
      { from: "client", hex: "c0 01 03 01 11223344 00000008 0000000361626300" },
      { from: "server", hex: "c0 01 04 01 11223344 00000006 010000000000" },
      { from: "client", hex: "c0 02 01 00 11223345 00000004 a1a2a3a4" },
      { from: "server", hex: "c0 02 02 00 11223345 00000004 b1b2b3b4" },
    ],
  },
];
