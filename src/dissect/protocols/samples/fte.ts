import type { Exchange } from "./sample.ts";

/** Exchanges that the laws and mutation play. What the messages hold is not public: these octets are invented. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "diagnostic messages", over: "udp", port: 51966 },
    messages: [
      { from: "client", hex: "00010203 04050607 08090a0b 0c0d0e0f" },
      { from: "client", hex: "00010203 04050607 08090a0b 0c0d0e10" },
    ],
  },
];
