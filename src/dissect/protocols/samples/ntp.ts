import type { Exchange } from "./sample.ts";

/** A client's question, the answer, a refusal, and a control message. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "client and server",
    over: "udp",
    port: 123,
    messages: [
      { from: "client", hex: `23 00 06 ec 00000000 00000000 00000000 ${"00".repeat(24)} e8f0000012345678` },
      {
        from: "server",
        hex: "24 02 06 e9 00000123 00000456 c0000263 e8efffff00000000 e8f0000012345678 e8f0000080000000 e8f0000080010000",
      },
      { from: "server", hex: `e4 00 06 ec 00000000 00000000 52415445 ${"00".repeat(24)} e8f0000012345678` },
      {
        from: "client",
        hex: `23 00 06 ec 00000000 00000000 00000000 ${"00".repeat(24)} e8f0000012345678 00000001 ${"ab".repeat(16)}`,
      },
      { from: "client", hex: "16 02 0001 0000 0000 0000 0000" },
      { from: "server", hex: "16 82 0001 0000 0000 0000 0004 61626364" },
      { from: "client", hex: "17 00 03 2a 00000000" },
    ],
  },
];
