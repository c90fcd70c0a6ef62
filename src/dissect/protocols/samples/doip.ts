import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function message(type: string, body: string): string {
  const hex = body.replace(/\s/g, "");
  return `02fd${type}${lengthOf(hex, 8)}${hex}`;
}

const ask = (uds: string): string => message("8001", `0e80 1001 ${uds}`);
const tell = (uds: string): string => message("8001", `1001 0e80 ${uds}`);

/** Discovery, and a session that reads, is refused, proves itself and loads software. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "discovery",
    over: "udp",
    port: 13400,
    messages: [
      { from: "client", hex: message("0001", "") },
      { from: "server", hex: message("0004", `${hexText("WVWZZZ1KZAW000001")} 1001 020000000002 000000000000 00 00`) },
      { from: "client", hex: message("4001", "") },
      { from: "server", hex: message("4002", "00 10 01 00010000") },
      { from: "client", hex: message("4003", "") },
      { from: "server", hex: message("4004", "01") },
      { from: "server", hex: message("0000", "01") },
    ],
  },
  {
    name: "a session",
    over: "tcp",
    port: 13400,
    messages: [
      { from: "client", hex: message("0005", "0e80 00 00000000") },
      { from: "server", hex: message("0006", "0e80 1001 10 00000000") },
      { from: "client", hex: ask("22 f18c") },
      { from: "server", hex: message("8002", "1001 0e80 00") },
      { from: "server", hex: tell(`62 f18c ${hexText("ECU00042")}`) },
      { from: "client", hex: ask("10 02") },
      { from: "server", hex: tell("7f 10 78") },
      { from: "server", hex: tell("50 02 003201f4") },
      { from: "client", hex: ask("27 01") },
      { from: "server", hex: tell("67 01 11223344") },
      { from: "client", hex: ask("27 02 55667788") },
      { from: "server", hex: tell("7f 27 35") },
      { from: "client", hex: ask("34 00 44 00010000 00002000") },
      { from: "server", hex: tell("74 20 0402") },
      { from: "client", hex: ask(`36 01 ${"aa".repeat(64)}`) },
      { from: "client", hex: ask("31 01 ff00") },
      { from: "client", hex: ask("2e f190 41") },
      { from: "client", hex: ask("11 01") },
      { from: "server", hex: message("8003", "1001 0e80 06") },
      { from: "server", hex: message("0007", "") },
      { from: "client", hex: message("0008", "0e80") },
    ],
  },
  {
    name: "faults",
    over: "tcp",
    port: 13400,
    messages: [
      { from: "client", hex: message("7777", "00") },
      { from: "client", hex: ask("b9 01") },
    ],
  },
];
