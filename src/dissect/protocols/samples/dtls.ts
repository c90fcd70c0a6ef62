import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function record(type: string, epoch: number, sequence: number, body: string): string {
  const hex = body.replace(/\s/g, "");
  return `${type}fefd000${epoch}00000000000${sequence}${lengthOf(hex)}${hex}`;
}

function message(type: string, sequence: number, body: string): string {
  const hex = body.replace(/\s/g, "");
  const length = lengthOf(hex, 6);
  return `${type}${length}000${sequence}000000${length}${hex}`;
}

const NAME = hexText("lwm2m.example");
const SERVER_NAME = `0000${lengthOf(`0000000000${NAME}`)}${lengthOf(`000000${NAME}`)}00${lengthOf(NAME)}${NAME}`;
const EXTENSIONS = `${lengthOf(SERVER_NAME)}${SERVER_NAME}`;
const hello = (cookie: string): string =>
  `fefd ${"11".repeat(32)} 00 ${lengthOf(cookie, 2)}${cookie} 0004 c0a8 c0ae 01 00 ${EXTENSIONS}`;

/** A handshake with a cookie and a pre-shared key, what follows it, an alert, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a handshake with a pre-shared key",
    over: "udp",
    port: 5684,
    messages: [
      { from: "client", hex: record("16", 0, 0, message("01", 0, hello(""))) },
      { from: "server", hex: record("16", 0, 0, message("03", 0, "fefd 04 a1a2a3a4")) },
      { from: "client", hex: record("16", 0, 1, message("01", 1, hello("a1a2a3a4"))) },
      {
        from: "server",
        hex:
          record("16", 0, 1, message("02", 1, `fefd ${"22".repeat(32)} 00 c0a8 00`)) +
          record("16", 0, 2, message("0e", 2, "")),
      },
      {
        from: "client",
        hex:
          record("16", 0, 2, message("10", 2, `0007${hexText("meter-7")}`)) +
          record("14", 0, 3, "01") +
          record("16", 1, 0, "5a".repeat(40)),
      },
      { from: "server", hex: record("17", 1, 1, "5a".repeat(40)) },
      { from: "server", hex: `2e 0001 ${"5a".repeat(30)}` },
      { from: "client", hex: record("15", 1, 2, "5a".repeat(24)) },
    ],
  },
  {
    name: "an alert and a fragment",
    over: "udp",
    port: 5684,
    messages: [
      { from: "client", hex: record("16", 0, 0, `010000c8 0000 000000 000020 fefd ${"11".repeat(30)}`) },
      { from: "server", hex: record("15", 0, 0, "0228") },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 5684,
    messages: [
      { from: "client", hex: record("16", 0, 0, message("01", 0, "fefd 1111")) },
      { from: "client", hex: record("16", 0, 0, "01000010 0000 000000 0000ff 1111") },
      { from: "client", hex: record("17", 0, 0, "1111") },
      { from: "client", hex: record("16", 0, 0, message("4d", 0, "00")) },
    ],
  },
];
