import type { Exchange } from "./sample.ts";

const RESERVED = "00".repeat(12);
const SUBDOMAIN = `0216 020000000001 ${"a1".repeat(16)}`;
const TIME = "040a 0000 65000000 0000000a";

/** Synchronization with and without follow-up, an announcement, and delays. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "clocks are synchronized and delays measured",
    over: "inside",
    carrier: "profinet_rt",
    port: 0xff40,
    messages: [
      {
        from: "client",
        hex: `0080 0000000000000000 00000064 0007 05 00 00000003 ${SUBDOMAIN} ${TIME} 0604 0001 0025 0806 09 ff ff 21 0001 0000`,
      },
      { from: "client", hex: `0020 0000000000000000 00000000 0008 00 00 00000000 ${SUBDOMAIN} 0000` },
      { from: "client", hex: `ff20 ${RESERVED} 0008 0000 fffffff6 ${SUBDOMAIN} 0000` },
      {
        from: "client",
        hex: `ff00 ${RESERVED} 0009 000000000000 ${SUBDOMAIN} fe18 000ecf 01 0000 ${"b2".repeat(16)} 0000 fe05 0000de 07 01 0000`,
      },
      { from: "client", hex: `ff40 ${RESERVED} 001c 0000 00000000 0c06 020000000002 0000${"00".repeat(10)}` },
      { from: "server", hex: `ff41 ${RESERVED} 001c 0000 00000000 0c06 020000000003 0a0a 0000 00000020 00000030 0000` },
      { from: "server", hex: `ff42 ${RESERVED} 001c 0000 00000005 0c06 020000000003 0000` },
      { from: "server", hex: `ff43 ${RESERVED} 001d 0000 00000000 0c06 020000000003 0e06 0000 00000040 0000` },
    ],
  },
];
