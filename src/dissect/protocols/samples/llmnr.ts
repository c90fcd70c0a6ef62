import { nameOf, recordOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const REVERSE = `9.${"0.".repeat(27)}0.8.e.f.ip6.arpa`;

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
  {
    name: "the name of an address, a conflict and a question over TCP",
    over: "udp",
    port: 5355,
    messages: [
      { from: "client", hex: `7a02 0000 0001 0000 0000 0000 ${nameOf(REVERSE)} 000c 0001` },
      {
        from: "server",
        hex: `7a02 8000 0001 0001 0000 0000 ${nameOf(REVERSE)} 000c 0001 ${recordOf("c00c", "000c", nameOf("plc-9"))}`,
      },
      { from: "client", hex: `7a03 0400 0001 0000 0000 0000 ${nameOf("plc-9")} 001c 0001` },
    ],
  },
  {
    name: "an answer too long for a datagram",
    over: "tcp",
    port: 5355,
    messages: [{ from: "client", hex: `0017 7a04 0000 0001 0000 0000 0000 ${nameOf("plc-9")} 00ff 0001` }],
  },
];
