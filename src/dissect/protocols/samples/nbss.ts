import { lengthOf } from "./dns-bytes.ts";
import { encodedName } from "./nbns.ts";
import type { Exchange } from "./sample.ts";
import { little, smb2Message, smbHeader } from "./smb-bytes.ts";

const ECHO = smb2Message(13, 1, false, "0400 0000");
const LARGE = smb2Message(
  9,
  2,
  false,
  `3100 7000 ${little(25_000, 4)} 0000000000000000 ${"00".repeat(16)} 00000000 00000000 0000 0000 00000000 ${"ab".repeat(25_000)}`,
);

function framed(message: string): string {
  return `00 ${lengthOf(message, 6)} ${message}`;
}

/** A session by names with its refusal, messages of both versions, and a long one. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "session by names",
    over: "tcp",
    port: 139,
    messages: [
      { from: "client", hex: `81 000044 ${encodedName("HIST-01", 0x20)} ${encodedName("HMI-7", 0)}` },
      { from: "server", hex: "83 000001 82" },
      { from: "client", hex: `81 000044 ${encodedName("*SMBSERVER", 0x20)} ${encodedName("HMI-7", 0)}` },
      { from: "server", hex: "82 000000" },
      { from: "client", hex: framed(`${smbHeader("2b", "18")} 00 0000`) },
      { from: "client", hex: "85 000000" },
    ],
  },
  {
    name: "direct, and a long write",
    over: "tcp",
    port: 445,
    messages: [
      { from: "client", hex: framed(ECHO) },
      { from: "client", hex: framed(LARGE) },
      { from: "client", hex: framed(ECHO) },
    ],
  },
];
