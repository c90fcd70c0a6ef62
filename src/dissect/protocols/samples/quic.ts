import type { Exchange } from "./sample.ts";

const CLIENT = "08 c1c2c3c4c5c6c7c8";
const SERVER = "08 5152535455565758";
const protectedBytes = (count: number): string => "a7".repeat(count);
const one = (first: string): string => `${first} 00000001 ${SERVER} ${CLIENT}`;

/** Connections of version 1 and 2, a retry, a negotiation, early data, and a fault. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "version 1: initial, handshake, data",
    over: "udp",
    port: 443,
    messages: [
      { from: "client", hex: `c3 00000001 ${CLIENT} 00 00 4498 ${protectedBytes(0x498)} ${"00".repeat(30)}` },
      {
        from: "server",
        hex: `${`c1 00000001 00 ${SERVER}`} 00 4040 ${protectedBytes(0x40)} ${`e1 00000001 00 ${SERVER}`} 4030 ${protectedBytes(0x30)}`,
      },
      { from: "client", hex: `${one("e2")} 4028 ${protectedBytes(0x28)} 4a ${protectedBytes(40)}` },
      { from: "client", hex: `${one("d2")} 4028 ${protectedBytes(0x28)}` },
      { from: "server", hex: `43 ${protectedBytes(60)}` },
    ],
  },
  {
    name: "negotiation, retry and version 2",
    over: "udp",
    port: 443,
    messages: [
      { from: "client", hex: `c0 1a2a3a4a ${CLIENT} 00 00 4498 ${protectedBytes(0x498)}` },
      { from: "server", hex: `80 00000000 00 ${CLIENT} 00000001 6b3343cf 51303436` },
      { from: "client", hex: `d0 6b3343cf ${CLIENT} 00 00 4498 ${protectedBytes(0x498)}` },
      { from: "server", hex: `c0 6b3343cf 00 ${SERVER} ${"7b".repeat(24)} ${protectedBytes(16)}` },
      { from: "client", hex: `d0 6b3343cf ${SERVER} 00 18 ${"7b".repeat(24)} 4480 ${protectedBytes(0x480)}` },
      { from: "client", hex: `c0 ff00001d ${CLIENT} 00 00 4498 ${protectedBytes(0x498)}` },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 443,
    messages: [{ from: "client", hex: `c3 00000001 ${CLIENT} 00 00 4498 ${protectedBytes(50)}` }],
  },
];
