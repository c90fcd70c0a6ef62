import type { Exchange } from "./sample.ts";

/** Who has 192.0.2.2, its answer, and an announcement. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "request, reply and announcement",
    over: "ethernet",
    port: 0x0806,
    messages: [
      { from: "client", hex: "0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202" },
      { from: "server", hex: "0001 0800 06 04 0002 020000000002 c0000202 020000000001 c0000201" },
      { from: "client", hex: "0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000201" },
    ],
  },
];
