import type { Exchange } from "./sample.ts";

const HEAD = "0d01 0100 c000020a 07000000 80977565 00ca9a3b";

/** Productions of one exchange, with and without an error of the producer, and a second exchange. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "exchanges",
    over: "udp",
    port: 18246,
    messages: [
      {
        from: "client",
        hex: "0d01 0100 c000020a 07000000 80977565 0065cd1d 00000000 01000000 00000000 0102030405060708",
      },
      {
        from: "client",
        hex: "0d01 0200 c000020a 07000000 81977565 0065cd1d 07000000 01000000 00000000 0102030405060708",
      },
      { from: "client", hex: "0d01 0300 c000020a 08000000 81977565 0065cd1d 01000000 01000000 00000000" },
    ],
  },
  {
    name: "fault: a second of more than a thousand million nanoseconds",
    over: "udp",
    port: 18246,
    messages: [{ from: "client", hex: `${HEAD} 00000000 00000000 00000000 01` }],
  },
];
