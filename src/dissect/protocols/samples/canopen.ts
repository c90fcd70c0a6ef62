import type { Exchange } from "./sample.ts";

/** A frame as SocketCAN captures it. */
export function frame(identifier: number, data = "", flags = 0): string {
  const octets = data.replace(/\s+/g, "");
  const word = (identifier + flags).toString(16).padStart(8, "0");
  return `${word}${(octets.length / 2).toString(16).padStart(2, "0")}000000${octets}`;
}

const sent = (identifier: number, data = "", flags = 0): { from: "client"; hex: string } => ({
  from: "client",
  hex: frame(identifier, data, flags),
});

/** A network starts, is read and configured, works, and fails; layer settings; faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a drive is identified, started and driven",
    over: "ethernet",
    port: 0x0c,
    messages: [
      sent(0x705, "00"),
      sent(0x605, "40 1810 01 00000000"),
      sent(0x585, "43 1810 01 08010000"),
      sent(0x605, "40 1810 04 00000000"),
      sent(0x585, "43 1810 04 39300000"),
      sent(0x605, "40 0810 00 00000000"),
      sent(0x585, "41 0810 00 0a000000"),
      sent(0x605, "60 00000000000000"),
      sent(0x585, "00 44726976652037"),
      sent(0x605, "70 00000000000000"),
      sent(0x585, "19 2d4142 00000000"),
      sent(0x605, "2b 4060 00 0f000000"),
      sent(0x585, "60 4060 00 00000000"),
      sent(0x605, "23 1714 01 05020000"),
      sent(0x585, "80 1714 01 00000206"),
      sent(0x605, "21 501f 01 00100000"),
      sent(0x585, "60 501f 01 00000000"),
      sent(0x605, "00 01020304050607"),
      sent(0x585, "20 00000000000000"),
      sent(0, "01 05"),
      sent(0x80, "07"),
      sent(0x185, "3712 000000ff"),
      sent(0x205, "0f00"),
      sent(0x705, "05"),
      sent(0x705, "", 0x40000000),
      sent(0x85, "1081 10 0000000000"),
      sent(0x100, "00000000 0000"),
      sent(0, "81 00"),
      sent(0x605, "c2 501f 01 00010000"),
    ],
  },
  {
    name: "layer settings",
    over: "ethernet",
    port: 0x0c,
    messages: [
      sent(0x7e5, "04 01000000000000"),
      sent(0x7e5, "5a 00000000000000"),
      sent(0x7e4, "5a 02000000 000000"),
      sent(0x7e5, "5d 00000000000000"),
      sent(0x7e4, "5d 39300000 000000"),
      sent(0x7e5, "11 07000000000000"),
      sent(0x7e4, "11 01000000000000"),
    ],
  },
  {
    name: "faults",
    over: "ethernet",
    port: 0x0c,
    messages: [
      sent(0, "33 05"),
      sent(0x605, "40 1810 01 00000000"),
      sent(0x585, "43 1810 02 08010000"),
      sent(0x7e5, "ff 00000000000000"),
      { from: "client", hex: frame(0x585, "43 1810 02 08010000").slice(0, -8) },
    ],
  },
];
