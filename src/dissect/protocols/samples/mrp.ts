import type { Exchange } from "./sample.ts";

const MANAGER = "020000000001";
const CLIENT = "020000000002";
const COMMON = `01 12 0007 ${"ff".repeat(16)}`;
const PADDING = "00".repeat(10);

/** Frames of a manager, of a client, of an interconnection, and options. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a ring opens and closes",
    over: "ethernet",
    port: 0x88e3,
    messages: [
      { from: "client", hex: `0001 02 12 8000 ${MANAGER} 0000 0001 0001 00000064 ${COMMON} 00 00 ${PADDING}` },
      { from: "client", hex: `0001 02 12 8000 ${MANAGER} 0001 0001 0001 00000078 ${COMMON} 00 00` },
      { from: "client", hex: `0001 02 12 8000 ${MANAGER} 0001 0000 0002 0000008c ${COMMON} 00 00` },
      { from: "client", hex: `0001 03 0a 8000 ${MANAGER} 0014 ${COMMON} 00 00` },
      { from: "server", hex: `0001 04 0c ${CLIENT} 0001 0014 0001 ${COMMON} 00 00` },
      { from: "server", hex: `0001 05 0c ${CLIENT} 0001 0014 0001 0000 ${COMMON} 00 00` },
      { from: "server", hex: `0001 06 12 0005 ${CLIENT} 0002 0000 0001 00000064 ${COMMON} 00 00` },
      { from: "server", hex: `0001 07 0a ${CLIENT} 0005 0014 ${COMMON} 00 00` },
      { from: "server", hex: `0001 08 0e ${CLIENT} 0002 0005 0014 0100 ${COMMON} 00 00` },
      { from: "server", hex: `0001 09 0e ${CLIENT} 0002 0005 0014 0100 ${COMMON} 00 00` },
      { from: "server", hex: `0001 0a 0a ${CLIENT} 0002 0005 ${COMMON} 00 00` },
      { from: "client", hex: `0001 7f 1a 080006 00 0000 01 12 8000 ${MANAGER} 9000 ${CLIENT} 0000 ${COMMON} 00 00` },
      { from: "client", hex: `0001 7f 18 000ecf 01 02 12 8000 ${MANAGER} 9000 ${CLIENT} 0000 ${COMMON} 00 00` },
      { from: "client", hex: `0001 7f 06 080006 01 03 00 ${COMMON} 7f 05 001122 0102 00 00` },
    ],
  },
];
