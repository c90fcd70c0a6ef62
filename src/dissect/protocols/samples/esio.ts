import type { Exchange } from "./sample.ts";

/** Data and status of one station. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a station sends data and its status",
    over: "udp",
    port: 6060,
    messages: [
      {
        from: "client",
        hex: "4553494f 0001 0000 0030 7616 00000018 0000000d 02 00 0000005c 00000001 0004 000b3001 0000005d 00000002 0002 ff00",
      },
      { from: "client", hex: "4553494f 0002 0000 0018 0000 0001 000c 0000000d 00 01 01 00" },
    ],
  },
];
