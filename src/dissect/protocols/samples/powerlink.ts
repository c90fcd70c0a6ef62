import type { Exchange } from "./sample.ts";

const NONE = (octets: number): string => "00".repeat(octets);
const HOST = `6178 6973 2d31 ${NONE(26)}`;

/** A cycle, identification, states, and service data of one node. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a managing node starts a node",
    over: "ethernet",
    port: 0x88ab,
    messages: [
      { from: "client", hex: `01 ff f0 00 80 00 01000000 02000000 0300000000000000 ${NONE(20)}` },
      { from: "client", hex: `05 ff f0 1d 00 00 01 05 20 ${NONE(36)}` },
      {
        from: "server",
        hex: `06 ff 05 01 00 00 1d 00 20 00 45000000 dc05 2400 2400 10270000 0000 92010000
          6c000000 35820000 02000100 d2040000 ${NONE(8)} 01000000 02000000 40380000 00000000
          0564a8c0 00ffffff fe64a8c0 ${HOST} ${NONE(48)}`,
      },
      { from: "client", hex: `05 ff f0 fd 00 00 02 05 20 ${NONE(36)}` },
      {
        from: "server",
        hex: `06 ff 05 02 10 00 5d 000000 01 ${NONE(7)} 0340 1082 0000000000000000 0000000000000000 ${NONE(20)}`,
      },
      { from: "client", hex: `06 05 f0 04 21 00 ${NONE(40)}` },
      { from: "client", hex: `06 05 f0 04 62 00 ${HOST} ${NONE(10)}` },
      { from: "server", hex: `06 f0 05 03 28 07 ${NONE(40)}` },
      { from: "client", hex: `03 05 f0 00 01 00 10 00 0400 11223344 ${NONE(32)}` },
      { from: "server", hex: `04 ff 05 fd 01 00 10 00 0400 55667788 ${NONE(32)}` },
      { from: "client", hex: `05 ff f0 fd 00 00 00 00 20 ${NONE(36)}` },
    ],
  },
  {
    name: "service data",
    over: "ethernet",
    port: 0x88ab,
    messages: [
      { from: "client", hex: `06 20 f0 05 00 01 0000 ${NONE(38)}` },
      { from: "server", hex: `06 f0 20 05 01 01 0000 ${NONE(38)}` },
      { from: "client", hex: `06 20 f0 05 01 02 0000 ${NONE(38)}` },
      { from: "server", hex: `06 f0 20 05 02 02 0000 ${NONE(38)}` },
      { from: "client", hex: `06 20 f0 05 02 06 0000 00 07 00 02 0400 0000 1810 01 00 ${NONE(26)}` },
      { from: "server", hex: `06 f0 20 05 06 06 0000 00 07 80 02 0400 0000 6c000000 ${NONE(26)}` },
      { from: "client", hex: `06 20 f0 05 06 0a 0000 00 08 00 02 0400 0000 0810 00 00 ${NONE(26)}` },
      { from: "server", hex: `06 f0 20 05 0a 0a 0000 00 08 80 02 0500 0000 5832304249 ${NONE(25)}` },
      { from: "client", hex: `06 20 f0 05 0a 0e 0000 00 09 00 01 0600 0000 0060 01 00 0500 ${NONE(24)}` },
      { from: "server", hex: `06 f0 20 05 0e 0e 0000 00 09 c0 01 0400 0000 02000106 ${NONE(26)}` },
      { from: "client", hex: `06 20 f0 05 0e 12 0000 00 0a 00 20 0800 0000 61707000 01020304 ${NONE(22)}` },
      { from: "client", hex: `06 20 f0 05 0e 16 0000 00 0b 00 32 0800 0000 0060 01 00 0060 02 00 ${NONE(22)}` },
      {
        from: "client",
        hex: `06 20 f0 05 0e 1a 0000 00 0c 00 31 1400 0000 0c000000 0060 01 00 01020304 00000000 0060 02 00`,
      },
      { from: "server", hex: `06 f0 20 05 16 16 0000 ${NONE(38)}` },
      { from: "client", hex: `06 20 f0 05 14 14 0000 ${NONE(38)}` },
    ],
  },
];
