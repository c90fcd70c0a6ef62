import { lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const HEAD_REST = "000b86112233 0000";
const SIGNATURE = "aa".repeat(20);

function unsigned(type: string, identifier: string, body = ""): string {
  return `${type}${identifier}0100${lengthOf(body)}${HEAD_REST}${body}`.replaceAll(" ", "");
}

function message(type: string, identifier: string, body = ""): string {
  return unsigned(type, identifier, body.replaceAll(" ", "")) + SIGNATURE;
}

/** Of access point, strength, noise, time, tag, frame, sequence, rate, power, channel, battery, reserved. */
const TAG = "000b86112234 c4 a0 00000010 000ccc5e0001 0208 0001 00 12 06 5a 0000".replaceAll(" ", "");
/** Station, noise, rate, channel, strength, type, association, radio, monitor, age. */
const STATION = "02aabbccdd01 a0 08 06 c4 01 01 000b86112234 000b86112234 00000001".replaceAll(" ", "");

/** A server configures an access point, which reports what it hears; a refusal; faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "tags and stations are heard",
    over: "udp",
    port: 5050,
    messages: [
      { from: "client", hex: message("0000", "0001", "010c cc00 0000 0000") },
      { from: "server", hex: message("0010", "0001") },
      { from: "server", hex: message("0015", "0002") },
      { from: "client", hex: message("0010", "0002") },
      { from: "server", hex: message("0012", "0003", TAG) },
      {
        from: "server",
        hex: message(
          "0014",
          "0004",
          `0003 0000 ${unsigned("0012", "0005", TAG)}${unsigned("0013", "0006", STATION)}${unsigned("0013", "0007", STATION)}`,
        ),
      },
      { from: "client", hex: message("0001", "0008", "02aabbccdd02 0000") },
      { from: "server", hex: message("0011", "0008", "4000 0000") },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 5050,
    messages: [
      { from: "server", hex: message("0077", "0001") },
      { from: "server", hex: message("0014", "0002", "0002 0000 0012").slice(0, -20) },
    ],
  },
];
