import { withCheck } from "./crc-bytes.ts";
import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

function two(value: number): string {
  return value.toString(16).padStart(2, "0");
}

function text(value: string, length: number): string {
  return Array.from(value.padEnd(length, " "), (one) => two(one.charCodeAt(0))).join("");
}

function ask(opcode: number, data = ""): Sent {
  return {
    from: "client",
    hex: withCheck(`01 02 03 01 ${two(opcode)} ${two(data.replace(/\s+/g, "").length / 2)} ${data}`).join(""),
  };
}

function answer(opcode: number, data = ""): Sent {
  return {
    from: "server",
    hex: withCheck(`03 01 01 02 ${two(opcode)} ${two(data.replace(/\s+/g, "").length / 2)} ${data}`).join(""),
  };
}

const MESSAGES: readonly Sent[] = [
  ask(6),
  answer(6, `01 0400 00 00 01 00 ${"00".repeat(11)} 06 ${"01".repeat(196)}`),
  ask(7),
  answer(7, "1e 2d 0c 03 03 e907 02"),
  ask(8, "1e 2d 0c 03 03 e907"),
  answer(8),
  ask(17, `${text("LOI", 3)} e803 01`),
  answer(17),
  ask(17, `${text("OPERATOR", 30)} ${text("SECRET99", 40)} 05`),
  answer(255, "14 06"),
  ask(17, text("WrappedKeyReq", 13)),
  ask(167, "67 02 03 05"),
  answer(167, "67 02 03 05 000000000000"),
  ask(166, "67 02 01 05 0000c841"),
  answer(166),
  ask(180, "02 67 02 05 5b 00 01"),
  answer(180, "02 67 02 05 0000c841 5b 00 01 01"),
  ask(181, "01 67 02 05 0000c841"),
  answer(255, "04 08"),
  ask(10, "01 00 02"),
  answer(10, "01 00 02 00000000 0000c841"),
  ask(203, `01 00 ${text("/flash/data/", 12)}${"00".repeat(88)}${text("prog.bin", 8)}${"00".repeat(17)}`),
  answer(203, "01 00000007"),
  ask(118, "01 0000"),
  answer(118, "00 0000 0000"),
];

/** Identity, clock, logins, points, parameters, files and errors; a report by exception. */
export const SAMPLES: readonly Exchange[] = [
  { name: "commands over TCP", over: "tcp", port: 4000, messages: MESSAGES },
  {
    name: "a report over UDP",
    over: "udp",
    port: 4000,
    messages: [
      { from: "server", hex: withCheck("03 01 01 02 e0 02 01 02").join("") },
      { from: "client", hex: withCheck("01 02 03 01 e0 00", 0).join("") },
    ],
  },
  { name: "fault: a wrong checksum", over: "udp", port: 4000, messages: [{ from: "client", hex: "0102030106001234" }] },
];
