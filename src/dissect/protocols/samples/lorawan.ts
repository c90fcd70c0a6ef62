import type { Exchange } from "./sample.ts";

/** Joining, data both ways, joining again, and a maker's own. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "messages of a device",
    over: "inside",
    port: 0,
    carrier: "lora",
    messages: [
      { from: "client", hex: "00 0100000000000070 efbeadde0000a370 1234 f08df7fd".replaceAll(" ", "") },
      { from: "server", hex: `20${"5a".repeat(16)}` },
      { from: "client", hex: "40da1b0126800100 02 aabb 12345678".replaceAll(" ", "") },
      { from: "server", hex: "60da1b012621050006 0a aabb 12345678".replaceAll(" ", "") },
      { from: "client", hex: "80da1b0126000200 12345678".replaceAll(" ", "") },
      { from: "server", hex: "a0da1b0126000300 00 aa 12345678".replaceAll(" ", "") },
      { from: "client", hex: "c000aabbccefbeadde0000a3700100a1a2a3a4" },
      { from: "client", hex: "e0010203" },
    ],
  },
];
