import type { Exchange } from "./sample.ts";

function text(value: string): string {
  return Array.from(value, (one) => one.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("")
    .padEnd(64, "0");
}

const IDENTITY = `${"00".repeat(58)} ${text("Linux")} ${text("3.16.0")} ${text("3S PLCWinNT")} 0000`;

/** Identification in both byte orders, a command of the shell, and a service that is not public. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "little-endian",
    over: "tcp",
    port: 2455,
    messages: [
      { from: "client", hex: "bbbb 01000000 01" },
      { from: "server", hex: `bbbb 9c000000 ${IDENTITY}` },
      { from: "client", hex: "bbbb 0a000000 92 00000000 73746f7000" },
      { from: "server", hex: "bbbb 02000000 0000" },
      { from: "client", hex: "bbbb 02000000 4501" },
      { from: "server", hex: "bbbb 01000000 00" },
      { from: "server", hex: "bbbb 01000000 00" },
    ],
  },
  {
    name: "big-endian",
    over: "tcp",
    port: 1200,
    messages: [
      { from: "client", hex: "bbbb 00000001 01" },
      { from: "server", hex: `bbbb 0000009c ${IDENTITY}` },
    ],
  },
];
