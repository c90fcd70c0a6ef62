import type { Exchange } from "./sample.ts";

const ACTOR = "01 14 8000 020000000001 0001 8000 0003 3d 000000";
const PARTNER = "02 14 8000 020000000002 0001 8000 0007 3f 000000";
const REST = `03 10 0001 ${"00".repeat(12)} 00 00 ${"00".repeat(50)}`;

/** Aggregation, markers, watching of links, and quality of clocks. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "slow protocols",
    over: "ethernet",
    port: 0x8809,
    messages: [
      { from: "client", hex: `01 01 ${ACTOR} ${PARTNER} ${REST}` },
      { from: "client", hex: `01 01 ${ACTOR} ${PARTNER} ${REST}` },
      { from: "client", hex: `02 01 01 10 0003 020000000001 00000009 0000 00 00 ${"00".repeat(90)}` },
      { from: "server", hex: `02 01 02 10 0003 020000000001 00000009 0000 00 00 ${"00".repeat(90)}` },
      { from: "client", hex: `03 0050 00 01 10 01 0001 00 1d 05dc 001122 00000000 ${"00".repeat(26)}` },
      { from: "client", hex: `03 0052 04 01 ${"00".repeat(37)}` },
      { from: "client", hex: `0a 0019a7 0001 10000000 01 0004 02 ${"00".repeat(32)}` },
      { from: "client", hex: `0a 001122 0102 ${"00".repeat(40)}` },
    ],
  },
];
