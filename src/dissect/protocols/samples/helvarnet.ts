import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a panel steers lights", over: "tcp", port: 50000 },
    messages: [
      { from: "client", hex: hexText(">V:1,C:11,G:1,S:3,B:1,F:100#") },
      { from: "client", hex: hexText(">V:1,C:14,L:75,F:0,@1.2.1.5#>V:2,C:109,G:17#") },
      { from: "server", hex: hexText("?V:2,C:109,G:17=14#") },
      { from: "client", hex: hexText(">V:1,C:190#") },
      { from: "server", hex: hexText("?V:1,C:190=5.4.2#") },
      { from: "client", hex: hexText(">V:1,C:106,@1.2.1.5#") },
      { from: "server", hex: hexText("?V:1,C:106,@1.2.1.5=window row$?V:1,C:106,@1.2.1.5= north#") },
      { from: "client", hex: hexText(">V:1,C:152,@1.2.1.5#") },
      { from: "server", hex: hexText("?V:1,C:152,@1.2.1.5=75#") },
      { from: "client", hex: hexText(">V:1,C:104,@:2.2.1.1#") },
      { from: "server", hex: hexText("!V:1,C:104,@:2.2.1.1=11#\r\n") },
    ],
  },
  {
    ...{ name: "a scene is announced", over: "udp", port: 50001 },
    messages: [{ from: "client", hex: hexText(">V:1,C:13,G:4,L:50#") }],
  },
];
