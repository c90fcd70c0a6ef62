import { item, le } from "./enip-bytes.ts";
import type { Exchange } from "./sample.ts";

export const SAMPLES: readonly Exchange[] = [
  {
    name: "outputs and inputs of a class 1 connection",
    over: "udp",
    port: 2222,
    messages: [
      {
        from: "client",
        hex: `0200 ${item(0x8002, le(0x12340001, 4) + le(41, 4))} ${item(0xb1, "2900 01000000 ff00")}`,
      },
      { from: "server", hex: `0200 ${item(0x8002, le(0x56780002, 4) + le(90, 4))} ${item(0xb1, "5a00 11223344")}` },
      { from: "client", hex: `0200 ${item(0x8002, le(0x12340001, 4) + le(42, 4))} ${item(0xb1, "")}` },
    ],
  },
];
