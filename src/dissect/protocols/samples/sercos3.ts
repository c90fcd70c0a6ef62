import type { Exchange } from "./sample.ts";

const NONE = (octets: number): string => "00".repeat(octets);

/** Address allocation, a service channel, and the switch between phases. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a ring starts",
    over: "ethernet",
    port: 0x88cd,
    messages: [
      { from: "client", hex: `00 00 11223344 01000000 ${NONE(36)}` },
      { from: "client", hex: `40 00 11223344 0300 0180 0280 ffff ${NONE(32)}` },
      { from: "client", hex: `00 01 11223344 ${NONE(40)}` },
      { from: "client", hex: `20 11 11223344 0900 2f000000 ${NONE(34)}` },
      { from: "client", hex: `20 21 11223344 3e00 05000000 ${NONE(34)}` },
      { from: "client", hex: `00 02 11223344 0900 1a840102 ${NONE(34)}` },
      { from: "client", hex: `00 04 11223344 ${NONE(40)}` },
      { from: "client", hex: `c0 04 11223344 ${NONE(40)}` },
    ],
  },
];
