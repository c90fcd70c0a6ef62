import { nameOf, recordOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** A question for a neighbor's name, and its answer with an address of the sender. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "question and answer",
    over: "udp",
    port: 5355,
    messages: [
      { from: "client", hex: `7a01 0000 0001 0000 0000 0000 ${nameOf("ENG-PC-2")} 0001 0001` },
      {
        from: "server",
        hex: `7a01 8000 0001 0001 0000 0000 ${nameOf("ENG-PC-2")} 0001 0001 ${recordOf("c00c", "0001", "c0000202")}`,
      },
    ],
  },
];
