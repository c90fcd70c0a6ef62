import type { Exchange } from "./sample.ts";

/** Serial frames in a stream and in datagrams, and one with a wrong check value. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "functions both ways",
    over: "tcp",
    port: 4001,
    messages: [
      { from: "client", hex: "11 03 006b 0003 7687" },
      { from: "server", hex: "11 03 06 ae41 5652 4340 49ad" },
      { from: "client", hex: "11 05 00ac ff00 4e8b" },
      { from: "server", hex: "11 05 00ac ff00 4e8b" },
      { from: "client", hex: "11 10 0001 0002 04 000a 0102 c6f0" },
      { from: "server", hex: "11 10 0001 0002 1298" },
      { from: "client", hex: "12 11 cd1c" },
      { from: "server", hex: "12 11 0a 01 ff 4d69786572203137 07c7" },
      { from: "client", hex: "12 08 0000 a537 d82e" },
      { from: "server", hex: "12 08 0000 a537 d82e" },
      { from: "client", hex: "12 03 ffff 0001 868d" },
      { from: "server", hex: "12 83 02 3134" },
      { from: "client", hex: "12 2b 0e 01 00 f5b4" },
      { from: "server", hex: "12 2b 0e 01 01 00 00 01 00 04 41434d45 905d" },
    ],
  },
  {
    name: "in datagrams",
    over: "udp",
    port: 4001,
    messages: [
      { from: "client", hex: "01 04 0000 0002 71cb" },
      { from: "server", hex: "01 04 04 0000 1111 37d8" },
    ],
  },
  {
    name: "fault: bad checksum",
    over: "tcp",
    port: 4001,
    messages: [
      { from: "client", hex: "11 03 006b 0001 f746" },
      { from: "server", hex: "11 03 02 0001 b847" },
      { from: "client", hex: "11 06 006b 0001 0000" },
    ],
  },
];
