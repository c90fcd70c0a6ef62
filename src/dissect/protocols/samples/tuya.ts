import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function frame(sequence: number, command: string, body: string): string {
  const payload = `${body}c0ffee00 0000aa55`.replace(/\s/g, "");
  return `000055aa${sequence.toString(16).padStart(8, "0")}000000${command}${lengthOf(payload, 8)}${payload}`;
}

function later(sequence: number, command: string, body: string): string {
  return `00006699 0000 ${sequence.toString(16).padStart(8, "0")}000000${command}${lengthOf(body, 8)}${body}00009966`;
}

/** An announcement of version 3.3, encrypted with the key that all share. */
const ANNOUNCEMENT =
  "95711497a75677fa4f6cbbc2e7eb0774738e43b9793befcd5f19ea93d29276f39a722e12a8ea2620d0480514483b1c78d3fa3a53cdeff493f804329bfd00071ab14d42dae779bd097a6783986171667278ed3edf0d085b17e7138b5644228fcbe49c004448bbb46cfe98d45bdf5e09e6bcc651832dd9b60158654b01a12a9a52";

/** Announcements, a dialog of version 3.1 in clear, one of 3.3, and one of 3.5. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "announcements",
    over: "udp",
    port: 6667,
    messages: [
      { from: "server", hex: frame(0, "13", `00000000${ANNOUNCEMENT}`) },
      {
        from: "server",
        hex: frame(
          0,
          "00",
          `00000000${hexText('{"ip":"192.0.2.3","gwId":"00000001","productKey":"key1","version":"3.1"}')}`,
        ),
      },
      { from: "server", hex: later(0, "13", "ab".repeat(60)) },
    ],
  },
  {
    name: "dialogs of versions 3.1, 3.3 and 3.5",
    over: "tcp",
    port: 6668,
    messages: [
      { from: "client", hex: frame(1, "0a", hexText('{"gwId":"00000001","devId":"00000001"}')) },
      {
        from: "server",
        hex: frame(1, "0a", `00000000${hexText('{"devId":"00000001","dps":{"1":true,"2":417,"3":"x"}}')}`),
      },
      { from: "client", hex: frame(2, "07", `${hexText("3.3")}${"00".repeat(12)}${"5a".repeat(32)}`) },
      { from: "server", hex: frame(2, "07", "00000001") },
      { from: "server", hex: frame(0, "08", `00000000${hexText("3.3")}${"00".repeat(12)}${"5a".repeat(32)}`) },
      { from: "client", hex: frame(3, "09", "") },
      { from: "server", hex: frame(3, "09", "00000000") },
      { from: "client", hex: frame(4, "03", "5a".repeat(64)) },
      { from: "server", hex: frame(4, "04", `00000000${"5a".repeat(96)}`) },
      { from: "client", hex: later(5, "0d", "cd".repeat(64)) },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 6667,
    messages: [
      { from: "server", hex: frame(0, "13", `00000000${"11".repeat(16)}`) },
      { from: "server", hex: frame(0, "77", "00000000").replace(/0000aa55$/, "00000000") },
    ],
  },
];
