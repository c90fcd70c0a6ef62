import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of an encoded NetBIOS name with its suffix. */
export function encodedName(name: string, suffix: number): string {
  let letters = "";
  for (const code of [...name.padEnd(15)].map((letter) => letter.charCodeAt(0)).concat(suffix)) {
    letters += String.fromCharCode(65 + (code >> 4), 65 + (code & 15));
  }
  return `20${hexText(letters)}00`;
}

function statusName(name: string, suffix: string, flags: string): string {
  return `${hexText(name.padEnd(15))} ${suffix} ${flags}`;
}

const ANY = `20${hexText(`CK${"A".repeat(30)}`)}00`;

/** Registration, query, refusal, and a node's status. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "registration and refusal",
    over: "udp",
    port: 137,
    messages: [
      {
        from: "client",
        hex: `8001 2910 0001 0000 0000 0001 ${encodedName("HMI-7", 0)} 0020 0001 c00c 0020 0001 000493e0 0006 6000 c0000201`,
      },
      {
        from: "server",
        hex: `8001 ad86 0000 0001 0000 0000 ${encodedName("HMI-7", 0)} 0020 0001 00000000 0006 6000 c0000201`,
      },
      {
        from: "client",
        hex: `8002 2910 0001 0000 0000 0001 ${encodedName("PLANT", 0x1e)} 0020 0001 c00c 0020 0001 000493e0 0006 e000 c0000201`,
      },
    ],
  },
  {
    name: "query and node status",
    over: "udp",
    port: 137,
    messages: [
      { from: "client", hex: `8003 0110 0001 0000 0000 0000 ${encodedName("HIST-01", 0x20)} 0020 0001` },
      {
        from: "server",
        hex: `8003 8580 0000 0001 0000 0000 ${encodedName("HIST-01", 0x20)} 0020 0001 000493e0 0006 0000 c0000202`,
      },
      { from: "client", hex: `8004 0000 0001 0000 0000 0000 ${ANY} 0021 0001` },
      {
        from: "server",
        hex: `8004 8400 0000 0001 0000 0000 ${ANY} 0021 0001 00000000 0065 03
          ${statusName("HIST-01", "00", "0400")} ${statusName("PLANT", "00", "8400")} ${statusName("HIST-01", "20", "0400")}
          020000000002 ${"00".repeat(40)}`,
      },
    ],
  },
  {
    name: "faults: a name that is not encoded, more names than told",
    over: "udp",
    port: 137,
    messages: [
      { from: "client", hex: "8005 0110 0001 0000 0000 0000 03414243 00 0020 0001" },
      { from: "client", hex: `8006 0110 0002 0000 0000 0000 ${encodedName("HIST-01", 0x20)} 0020 0001` },
    ],
  },
];
