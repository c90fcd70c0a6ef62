import type { Exchange } from "./sample.ts";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a stream", over: "tcp", port: 5938 },
    messages: [
      { from: "client", hex: "1724 0b0a 00200000 00000000" },
      { from: "server", hex: "1724 110a 00200000 00000000" },
    ],
  },
  {
    ...{ name: "datagrams", over: "udp", port: 5938 },
    messages: [{ from: "client", hex: "00 01020304 05060708 0000 1724 0b0a" }],
  },
];
