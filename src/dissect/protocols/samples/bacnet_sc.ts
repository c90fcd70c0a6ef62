import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const NODE = "5a0000000007";
const HUB = "5a0000000001";
const UUID = "00112233445566778899aabbccddeeff";

/** A connection to a hub, discovery and a property by way of it, everything else between nodes, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a node connects to its hub",
    over: "inside",
    carrier: "websocket",
    port: 0,
    messages: [
      { from: "client", hex: `06000001${NODE}${UUID}058e0580` },
      { from: "server", hex: `07000001${HUB}ffeeddccbbaa99887766554433221100058e0580` },
      { from: "client", hex: "01040002 ffffffffffff 0120ffff00ff 1008" },
      { from: "server", hex: "0108000a 5a0000000009 0120ffff00ff 1000c4020004d22205c4910322013d" },
      { from: "client", hex: "01040003 5a0000000009 0104 0005010c0c000000071955" },
      { from: "server", hex: "01090003 5a0000000009 01 0100 30010c0c0000000719553e4441b800003f" },
      { from: "client", hex: "0a000004" },
      { from: "server", hex: "0b000004" },
      { from: "client", hex: `020400055a0000000009` },
      { from: "server", hex: `030800055a0000000009${hexText("wss://192.0.2.9:4443/bsc")}` },
      { from: "client", hex: `050400065a0000000009` },
      { from: "server", hex: `040800075a00000000090101058e0580` },
      { from: "client", hex: `0c000008000803ff00` },
      { from: "server", hex: `000000080c01000007008f${hexText("unknown")}` },
      { from: "client", hex: "08000009" },
      { from: "server", hex: "09000009" },
    ],
  },
  {
    name: "faults",
    over: "inside",
    carrier: "websocket",
    port: 0,
    messages: [
      { from: "client", hex: "0a02000142" },
      { from: "client", hex: "0a000002ff" },
      { from: "client", hex: `06000003${NODE}` },
    ],
  },
];
