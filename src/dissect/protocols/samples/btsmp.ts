import type { Exchange } from "./sample.ts";

/** Pairings by all methods, and one that fails. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "Just Works as of old",
    over: "inside",
    port: 6,
    carrier: "btl2cap",
    messages: [
      { from: "server", hex: "0b01" },
      { from: "client", hex: "01040001100707" },
      { from: "server", hex: "02030001100707" },
      { from: "client", hex: `03${"11".repeat(16)}` },
      { from: "server", hex: `03${"22".repeat(16)}` },
      { from: "client", hex: `04${"33".repeat(16)}` },
      { from: "server", hex: "0504" },
    ],
  },
  {
    name: "Secure Connections with comparison",
    over: "inside",
    port: 6,
    carrier: "btl2cap",
    messages: [
      { from: "client", hex: "0104000d100b0b" },
      { from: "server", hex: "0201000d100b0b" },
      { from: "client", hex: `0c${"44".repeat(64)}` },
      { from: "client", hex: `0d${"55".repeat(16)}` },
      { from: "client", hex: "0e03" },
      { from: "client", hex: `07${"00".repeat(10)}` },
      { from: "client", hex: `09${"00".repeat(7)}` },
    ],
  },
  {
    name: "a passkey, out-of-band data, a short key, and keys in clear",
    over: "inside",
    port: 6,
    carrier: "btl2cap",
    messages: [
      { from: "client", hex: "01020005100707" },
      { from: "server", hex: "02000005100707" },
      { from: "client", hex: "01020105100707" },
      { from: "server", hex: "02000105070707" },
      { from: "client", hex: `06${"66".repeat(16)}` },
    ],
  },
];
