import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

function size(hex: string): number {
  return hex.replace(/\s+/g, "").length / 2;
}

function little(value: number): string {
  return `${(value & 0xff).toString(16).padStart(2, "0")}${(value >> 8).toString(16).padStart(2, "0")}`;
}

function text(value: string, length: number): string {
  return Array.from(value.padEnd(length), (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** A 3E request of the own station: monitoring timer 4 s. */
function ask(data: string): Sent {
  return { from: "client", hex: `5000 00 ff ff03 00 ${little(size(data) + 2)} 1000 ${data}` };
}

/** A 3E answer. */
function answer(data: string): Sent {
  return { from: "server", hex: `d000 00 ff ff03 00 ${little(size(data))} ${data}` };
}

const MESSAGES: readonly Sent[] = [
  ask("0101 0000"),
  answer(`0000 ${text("Q03UDECPU", 16)} 6802`),
  ask("0104 0000 640000 a8 0200"),
  answer("0000 3412 ff00"),
  ask("0104 0100 100000 90 0300"),
  answer("0000 10 10"),
  ask("0104 0000 200000 9d 0100"),
  answer("0000 0500"),
  ask("0114 0000 0a0000 a8 0100 0700"),
  answer("0000"),
  ask("0114 0100 010000 90 0100 10"),
  answer("5bc0 00 ff ff03 00 0114 0100"),
  ask("0304 0000 01 01 0a0000 a8 140000 a8"),
  answer("0000 0700 78563412"),
  ask("0214 0000 01 00 0a0000 a8 0800"),
  ask("0214 0100 01 050000 90 01"),
  ask("0604 0000 01 01 000000 a8 0400 000000 90 0100"),
  ask("0614 0000 01 00 000000 a8 0100 0900"),
  ask("0110 0000 0300 00 00"),
  ask("0210 0000 0100"),
  ask("3016 0000 0600 313233343536"),
  answer("00c2 00 ff ff03 00 3016 0000"),
  ask("2918 0000 0000"),
  ask("0104 8000 0000 640000 a8 0000 00 00 0200"),
];

/** Identity, devices by words and bits, random and block access, modes, passwords, refusals; 4E frames of other stations. */
export const SAMPLES: readonly Exchange[] = [
  { name: "3E frames over TCP", over: "tcp", port: 5007, messages: MESSAGES },
  {
    name: "4E frames over UDP",
    over: "udp",
    port: 5007,
    messages: [
      { from: "client", hex: "5400 0100 0000 01 02 ff03 00 0e00 1000 0104 0200 64000000 a800 0100" },
      { from: "server", hex: "d400 0100 0000 01 02 ff03 00 0400 0000 2a00" },
      { from: "client", hex: "5400 0200 0000 00 ff ff03 00 0600 1000 0101 0000" },
      { from: "server", hex: "d400 0200 0000 00 ff ff03 00 0b00 59c0 00 ff ff03 00 0101 0000" },
    ],
  },
  {
    name: "faults: a command nobody names, too few values",
    over: "udp",
    port: 5007,
    messages: [ask("9999 0000"), ask("0114 0000 0a0000 a8 ffff 0700")],
  },
];
