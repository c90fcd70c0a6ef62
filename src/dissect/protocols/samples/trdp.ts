import { crc32 } from "../../crc32.ts";
import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits with the sum over them, low byte first. */
function summed(hex: string): string {
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  const sum = crc32(bytes, 0, bytes.length);
  let digits = "";
  for (let shift = 0; shift < 32; shift += 8) digits += ((sum >>> shift) & 255).toString(16).padStart(2, "0");
  return hex + digits;
}

function padded(hex: string): string {
  return hex + "00".repeat((4 - ((hex.length / 2) & 3)) & 3);
}

function process(type: string, communication: string, reply: string, data: string): string {
  const head = `00000001 0100 ${hexText(type)} ${communication} 00000000 00000000 ${lengthOf(data, 8)} 00000000 ${reply} c0000201`;
  return summed(head.replace(/\s/g, "")) + padded(data);
}

function uri(text: string): string {
  return hexText(text).padEnd(64, "0");
}

function message(type: string, status: string, data: string): string {
  const head = `00000002 0100 ${hexText(type)} 000003e8 00000000 00000000 ${lengthOf(data, 8)} ${status} ${"ab".repeat(16)} 000f4240 ${uri("door1")} ${uri("ccu")}`;
  return summed(head.replace(/\s/g, "")) + padded(data);
}

/** Cyclic data, a pull, a dialog of message data, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "process data",
    over: "udp",
    port: 17224,
    messages: [
      { from: "server", hex: process("Pd", "00000064", "00000000", "0102030405") },
      { from: "server", hex: process("Pd", "00000064", "00000000", "0102030406") },
      { from: "client", hex: process("Pr", "000007d0", "000007d1", "") },
      { from: "server", hex: process("Pp", "000007d1", "00000000", "01020304") },
      { from: "server", hex: process("Pe", "000007d1", "00000000", "") },
    ],
  },
  {
    name: "message data",
    over: "udp",
    port: 17225,
    messages: [
      { from: "client", hex: message("Mr", "00000000", "010203") },
      { from: "server", hex: message("Mq", "00000000", "0a0b") },
      { from: "client", hex: message("Mc", "00000000", "") },
      { from: "client", hex: message("Mn", "00000000", "01") },
      { from: "server", hex: message("Me", "fffffffe", "") },
      { from: "server", hex: message("Mp", "00000000", "") },
    ],
  },
  {
    name: "message data in a stream",
    over: "tcp",
    port: 17225,
    messages: [
      { from: "client", hex: message("Mr", "00000000", "010203") },
      { from: "server", hex: message("Mp", "00000000", "0a0b0c0d0e") },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 17224,
    messages: [
      { from: "server", hex: process("Pd", "00000064", "00000000", "01020304").replace(/^00000001/, "00000009") },
    ],
  },
];
