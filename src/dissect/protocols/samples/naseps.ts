import { ascii } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

const CONNECTIVITY = "02 01 d0 11 d1 27 00";
/** With the number of the subscriber in it. */
export const ATTACH = `07 41 71 08 09 10 10 00 00 00 00 10 02 e0e0 0007 ${CONNECTIVITY}`;
const BEARER = `52 01 c1 01 09 06 05${ascii("plant")} 05 01 0a2d0002`;
/** What the network grants, with the session inside. */
export const ACCEPT = `07 42 01 49 06 00 00f110 0001 0014 ${BEARER} 50 0b`;

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "attachment and a bearer", over: "inside", carrier: "nas eps", port: 0 },
    messages: [
      { from: "client", hex: ATTACH },
      { from: "server", hex: "07 55 01" },
      { from: "client", hex: "07 56 08 09 10 10 00 00 00 00 10" },
      { from: "server", hex: "37 a1a2a3a4 00 07 5d 00 00 02 e0e0" },
      { from: "client", hex: "27 a1a2a3a4 01 b1b2b3b4" },
      { from: "server", hex: "27 a1a2a3a4 02 02 01 d9" },
      { from: "client", hex: `27 a1a2a3a4 02 02 01 da 28 06 05${ascii("plant")}` },
      { from: "server", hex: `27 a1a2a3a4 03 ${ACCEPT}` },
      { from: "client", hex: "c7 01 a1b2" },
      { from: "client", hex: "07 48 0a 0b f6 00f110 0001 01 00000001" },
      { from: "server", hex: "07 4b 09" },
    ],
  },
];
