import type { Exchange } from "./sample.ts";

/** A controller is identified, read, written, refused and stopped. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a controller is read and written",
    over: "udp",
    port: 5050,
    messages: [
      { from: "client", hex: "0000000d01000001000a205318" },
      { from: "server", hex: "00000014010000010144324d34383032300081a8" },
      { from: "client", hex: "0000001001000002000a0601006420be" },
      { from: "server", hex: "0000001301000002010000002affffffffec4b" },
      { from: "client", hex: "0000001001000003000a02080010f2ac" },
      { from: "server", hex: "0000000d010000030181017a61" },
      { from: "client", hex: "0000001401000004000a0e05006400000007170d" },
      { from: "server", hex: "0000000d010000040200004a94" },
      { from: "client", hex: "0000001201000005000a0d03002001033e80" },
      { from: "server", hex: "0000000d010000050200021c62" },
      { from: "client", hex: "0000000d01000006000a1b850d" },
      { from: "server", hex: "0000000c010000060152eced" },
      { from: "client", hex: "0000000d01000007000a4458a3" },
      { from: "server", hex: "0000000d01000007020000d148" },
      { from: "client", hex: "0000000d01000008000a1d4791" },
      { from: "server", hex: "0000000c01000008010a2c11" },
      { from: "client", hex: "0000001001000009000aae0102037e07" },
      { from: "server", hex: "0000000c0100000a0101f31a" },
    ],
  },
];
