import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** A call with audio, reports and a farewell; video with an extension; a fault. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "audio and its reports",
    over: "udp",
    port: 5004,
    messages: [
      { from: "client", hex: `80 88 0001 00000000 11223344 ${"d5".repeat(160)}` },
      { from: "client", hex: `80 08 0002 000000a0 11223344 ${"d5".repeat(160)}` },
      { from: "server", hex: `80 00 0101 00000000 55667788 ${"ff".repeat(160)}` },
      {
        from: "client",
        hex: `80 c8 0006 11223344 e0000000 00000000 00000140 00000002 00000140 81 ca 0008 11223344 01 04 ${hexText("a@pc")} 06 0c ${hexText("Softphone 4.")} 05 04 ${hexText("Hall")} 00 00`,
      },
      {
        from: "server",
        hex: "81 c9 0007 55667788 11223344 00000000 00000002 00000001 00000000 00000000 80 cc 0003 55667788 54455354 00000001",
      },
      { from: "client", hex: "80 c8 0006 11223344 e0000000 00000000 00000140 00000002 00000140 81 cb 0001 11223344" },
    ],
  },
  {
    name: "video with contributors, an extension and feedback",
    over: "udp",
    port: 5004,
    messages: [
      { from: "client", hex: `91 e0 0001 00000bb8 0a0b0c0d 00000001 bede 0001 10aa0000 ${"65".repeat(40)}` },
      { from: "client", hex: `80 21 0001 00000bb8 0a0b0c0e ${`47${"1f".repeat(187)}`.repeat(2)}` },
      { from: "server", hex: "80 c9 0001 0a0b0c0f 81 cd 0003 0a0b0c0f 0a0b0c0d 00010000" },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 5004,
    messages: [{ from: "client", hex: "80 d0 0001 11223344" }],
  },
];
