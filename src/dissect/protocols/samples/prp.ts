import type { Exchange } from "./sample.ts";

/** Supervision of PRP nodes of both versions, of an HSR node, and of a redundancy box. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "nodes say that they are there",
    over: "ethernet",
    port: 0x88fb,
    messages: [
      { from: "client", hex: `0000 0001 14 0c 020000000001 020000000002 00 00 ${"00".repeat(28)}` },
      { from: "client", hex: `0001 0002 14 06 020000000001 00 00 ${"00".repeat(30)} 0005 a034 88fb` },
      { from: "client", hex: `0001 0003 15 06 020000000001 00 00 ${"00".repeat(30)}` },
      { from: "client", hex: "1001 0004 17 06 020000000003 00 00" },
      { from: "client", hex: "0001 0005 14 06 020000000004 1e 06 020000000005 00 00" },
      { from: "client", hex: "0001 0005 16 06 020000000006 1f 06 020000000007 40 02 0102 00 00" },
    ],
  },
];
