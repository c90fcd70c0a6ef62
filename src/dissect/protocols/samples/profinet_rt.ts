import { dcp } from "./profinet_dcp.ts";
import type { Exchange } from "./sample.ts";

const IO = "80".repeat(40);

/** Cyclic frames of all classes, alarms, and what is carried. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a controller and a device exchange values and alarms",
    over: "ethernet",
    port: 0x8892,
    messages: [
      { from: "client", hex: `c000 ${IO} fd20 35 00` },
      { from: "server", hex: `8001 ${IO} fd20 15 00` },
      { from: "client", hex: `0102 ${IO} fd20 35 00` },
      {
        from: "server",
        hex: `fe01 0001 0002 11 11 ffff fffe 0020 0002 001c 01 00 0001 00000000 0002 0001 00000017 00000001 a801 8002 0102 0304
          0000`,
      },
      { from: "client", hex: `fe01 0002 0001 13 01 fffe ffff 0000 ${"00".repeat(24)}` },
      {
        from: "client",
        hex: `fe01 0002 0001 11 11 ffff fffe 0016 8002 0012 01 00 0001 00000000 0002 0001 a801 00000000 ${"00".repeat(8)}`,
      },
      { from: "server", hex: `fe01 0001 0002 13 01 ffff ffff 0000 ${"00".repeat(24)}` },
      { from: "client", hex: `fc01 0002 0001 14 01 ffff fffe 0004 cf81fd05 ${"00".repeat(20)}` },
      { from: "client", hex: dcp("fefe", "0500", 1, "ffff 0000") },
      { from: "client", hex: `ff40 ${"00".repeat(12)} 001c 0000 00000000 0c06 020000000002 0000` },
      { from: "client", hex: `ff81 05 82 ${"11".repeat(40)}` },
      { from: "client", hex: `fe02 0001 ${"00".repeat(40)}` },
    ],
  },
];
