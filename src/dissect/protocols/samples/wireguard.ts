import type { Exchange } from "./sample.ts";

export const INITIATION = `01000000 11111111 ${"a1".repeat(140)}`;
export const ANSWER = `02000000 22222222 11111111 ${"b2".repeat(80)}`;

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a tunnel is opened", over: "udp", port: 51_820 },
    messages: [
      { from: "client", hex: INITIATION },
      { from: "server", hex: ANSWER },
      { from: "client", hex: `04000000 22222222 0000000000000000 ${"c3".repeat(16)}` },
      { from: "server", hex: `03000000 11111111 ${"d4".repeat(56)}` },
    ],
  },
];
