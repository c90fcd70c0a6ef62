import type { Exchange } from "./sample.ts";

/** Queries and reports of all versions, and a farewell. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "hosts tell their groups",
    over: "ip",
    port: 2,
    messages: [
      { from: "client", hex: "1164 ee9b 00000000" },
      { from: "client", hex: "1164 4916 e0000105 027d 0001 c0000201" },
      { from: "server", hex: "1200 0cfa e1000005" },
      { from: "server", hex: "1600 08fa e1000005" },
      { from: "server", hex: "1700 07fa e1000005" },
      { from: "server", hex: "2200 54ee 0000 0002 0400 0000 e1000005 0100 0001 e1000006 c0000201" },
    ],
  },
];
