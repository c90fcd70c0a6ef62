import type { Exchange } from "./sample.ts";

function text(value: string): string {
  const octets = Array.from(value, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0"));
  return `${octets.length.toString(16).padStart(2, "0")}000000 ${octets.join("")}`;
}

/** Key frames, delta frames, keep-alives, discovery and protected messages. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a publisher",
    over: "udp",
    port: 4840,
    messages: [
      {
        from: "client",
        hex: "f1 01 d204 0f 6400 01000000 0100 0700 01 3e00 01 0400 01 01 07 2a000000 0a 00004040 0c 02000000 6869",
      },
      {
        from: "client",
        hex: "51 07 02 3e00 3f00 0b00 0700 81 01 0100 0200 06 ffffffff 81 03 0000 00 00 00",
      },
      { from: "client", hex: "11 07 05 0100 03 0b 000000000000f03f 00000000" },
      { from: "client", hex: "d1 10 07 01 3e00 03 05000000 04 01020304 aabbccddeeff" },
      { from: "client", hex: "91 81 04 d204 02" },
      {
        from: "client",
        hex: `91 84 08 ${text("pub")} 05 0100 0100 ${text("urn:a")} ${text("urn:p")} 03 ${text("en")} ${text("Line 1")} 00000000`,
      },
      { from: "client", hex: `91 81 08 d204 02 0200 3e00 00000000` },
      { from: "client", hex: `d1 81 01 d204 3e00 0100 00000000 10000000 01020304` },
    ],
  },
];
