import type { Exchange } from "./sample.ts";

const ROOT = "8001 020000000001";
const BRIDGE = "9001 020000000002";
const TIMES = "8002 0100 1400 0200 0f00";

/** Spanning trees of every version, and the notice of a change. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "bridges agree on trees",
    over: "llc",
    port: 0x42,
    messages: [
      { from: "client", hex: `424203 0000 00 00 01 ${ROOT} 00000004 ${BRIDGE} ${TIMES} 0000000000000000` },
      { from: "client", hex: "424203 0000 00 80" },
      { from: "client", hex: `424203 0000 02 02 7c ${ROOT} 00000004 ${BRIDGE} ${TIMES} 00` },
      {
        from: "client",
        hex: `424203 0000 03 02 7c ${ROOT} 00000004 ${BRIDGE} ${TIMES} 00 0050 00 ${"706c616e74".padEnd(64, "0")} 0001
          ${"ab".repeat(16)} 00000008 ${BRIDGE} 14 7c 8002 020000000003 00000010 80 80 13`,
      },
    ],
  },
  {
    name: "a tree of one VLAN",
    over: "llc",
    port: 0xc010b,
    messages: [{ from: "client", hex: `0000 00 00 01 ${ROOT} 00000004 ${BRIDGE} ${TIMES} 00 0000 0002 000a` }],
  },
];
