import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Discovery in clear, then commands under encryption. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "discovery",
    over: "udp",
    port: 19788,
    messages: [
      { from: "client", hex: "ff101a0480020000" },
      { from: "server", hex: `ff111a15800200000208dead00beef00cafe0305${hexText("Home1")}`.replace("1a15", "1a15") },
      { from: "client", hex: `0015010000000000000001${"ab".repeat(20)}` },
      { from: "server", hex: "ff0f00020000" },
    ],
  },
];
