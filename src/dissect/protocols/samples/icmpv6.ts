import type { Exchange } from "./sample.ts";

const ONE = "fe80 0000 0000 0000 0000 0000 0000 0001";
const TWO = "fe80 0000 0000 0000 0000 0000 0000 0002";
const GROUP = "ff02 0000 0000 0000 0000 0000 0000 00fb";
const QUOTE = `6000 0000 000c 11 40 ${ONE} ${TWO} c350 00a1 000c 0000`;

/** Echo, neighbor and router discovery, errors with the packet they are about, and listeners of groups. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "echo and neighbors",
    over: "ip",
    port: 58,
    messages: [
      { from: "client", hex: "8000 0000 1234 0001 61626364" },
      { from: "server", hex: "8100 0000 1234 0001 61626364" },
      { from: "client", hex: `8700 0000 00000000 ${TWO} 01 01 020000000001 0e 01 010203040506` },
      { from: "server", hex: `8800 0000 e0000000 ${TWO} 02 01 020000000002` },
      { from: "client", hex: "8500 0000 00000000 01 01 020000000001" },
      {
        from: "server",
        hex: `8600 0000 40 c8 0708 00000000 00000000 01 01 020000000002 05 01 0000 000005dc
          03 04 40 c0 00015180 00003840 00000000 2001 0db8 0000 0000 0000 0000 0000 0000
          19 03 0000 00000e10 ${TWO} 1f 03 0000 00000e10 05 706c616e74 07 6578616d706c65 00 00
          18 02 40 08 00000e10 20010db8 00000000`,
      },
    ],
  },
  {
    name: "errors, redirect and listeners",
    over: "ip",
    port: 58,
    messages: [
      { from: "server", hex: `0104 0000 00000000 ${QUOTE}` },
      { from: "server", hex: `0200 0000 00000500 ${QUOTE}` },
      { from: "server", hex: `0300 0000 00000000 ${QUOTE}` },
      { from: "server", hex: `0401 0000 00000028 ${QUOTE}` },
      { from: "server", hex: `8900 0000 00000000 ${ONE} ${TWO} 02 01 020000000003 04 07 000000000000 ${QUOTE}` },
      { from: "server", hex: `8200 0000 2710 0000 ${GROUP} 02 7d 0001 ${ONE}` },
      { from: "client", hex: `8300 0000 0000 0000 ${GROUP}` },
      { from: "client", hex: `8400 0000 0000 0000 ${GROUP}` },
      { from: "client", hex: `8f00 0000 0000 0002 04 00 0000 ${GROUP} 01 01 0001 ${GROUP} ${ONE} 00000000` },
    ],
  },
];
