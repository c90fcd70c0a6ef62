import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

function size(hex: string): number {
  return hex.replace(/\s+/g, "").length / 2;
}

function little(value: number): string {
  return `${(value & 0xff).toString(16).padStart(2, "0")}${(value >> 8).toString(16).padStart(2, "0")}`;
}

function text(value: string): string {
  return Array.from(value, (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function ask(code: string, reference: number, data = ""): Sent {
  const inner = `1c 0a 16 14 ${"00".repeat(20)} ${code} ${little(reference)} ${data === "" ? "0000" : data}`;
  return {
    from: "client",
    hex: `57 01 00 ${"00".repeat(7)} ff ff03 ${"00".repeat(6)} ${little(size(inner))} ${inner}`,
  };
}

function answer(code: string, reference: number, data = "", status = "0000"): Sent {
  const inner = `9c 0a 18 14 ${status} ${"00".repeat(20)} ${code} ${little(reference)} ${data === "" ? "0000" : data}`;
  return {
    from: "server",
    hex: `d7 01 00 ${"00".repeat(7)} ff ff03 ${"00".repeat(6)} ${little(size(inner))} ${inner}`,
  };
}

const PATH = Array.from("$MELPRJ$\\CPU.PRM", (one) => `${text(one)}00`).join("");
const MESSAGES: readonly Sent[] = [
  ask("0121", 1, "0000 0001"),
  answer("0121", 1, `0000 ${text("FX5U-32MT/ES")}00000000 294a 0800`),
  ask("185f", 2, `0000 0000 0000 0400 2200 ${PATH} 0000`),
  answer("185f", 2, "0000 00000000"),
  ask("1869", 3, "0000 0200 0102"),
  answer("1869", 3, "", "8040"),
  ask("1002", 4),
  answer("1002", 4),
  ask("0132", 5, "0000 0102030405060708"),
  ask("7777", 6),
];

/** Discovery, identity, files, modes, logins, refusals. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "over UDP",
    over: "udp",
    port: 5560,
    messages: [
      { from: "client", hex: "5a000001" },
      { from: "server", hex: "da000001 1400 c0000202 c0000202" },
      ...MESSAGES,
    ],
  },
  { name: "over TCP", over: "tcp", port: 5562, messages: MESSAGES },
];
