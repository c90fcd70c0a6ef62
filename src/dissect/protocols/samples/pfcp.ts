import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of one information element. */
export function element(type: number, ...contents: string[]): string {
  const digits = contents.join("").replace(/\s+/g, "");
  return `${wide(type, 2)}${wide(digits.length / 2, 2)}${digits}`;
}

/** Digits of a message; those of a session have its identifier. */
export function message(type: number, sequence: number, ...elements: string[]): string {
  const session = type >= 50 ? "0000000000000007" : "";
  const body = `${session}${wide(sequence, 3)}00${elements.join("")}`;
  return `${type >= 50 ? "21" : "20"}${wide(type, 1)}${wide(body.length / 2, 2)}${body}`;
}

const V4_NODE = element(60, "00 c0000201");
const NAMED_NODE = element(60, "02 03", ascii("upf"), "05", ascii("plant"));
const ACCEPTED = element(19, "01");
const INTERNET = element(22, "05", ascii("plant"));
const USER = element(93, "02 0a3c0001");

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "association and a session", over: "udp", port: 8805 },
    messages: [
      { from: "client", hex: message(5, 1, V4_NODE, element(96, "e9000000"), element(89, "00")) },
      { from: "server", hex: message(6, 1, NAMED_NODE, ACCEPTED, element(96, "e9000000"), element(43, "0100")) },
      {
        from: "client",
        hex: message(
          50,
          2,
          V4_NODE,
          element(57, "02 0000000000000001 c0000201"),
          element(
            1,
            element(56, "0001"),
            element(2, element(20, "00"), element(21, "01 00000001 c0000203"), INTERNET, USER),
          ),
          element(
            3,
            element(108, "00000001"),
            element(44, "02"),
            element(4, element(42, "01"), element(84, "0100 00000009 c0000204")),
          ),
          element(141, "01 08 00010000000000f1"),
        ),
      },
      { from: "server", hex: message(51, 2, V4_NODE, ACCEPTED, element(57, "02 0000000000000009 c0000202")) },
      { from: "client", hex: message(54, 3) },
      { from: "server", hex: message(55, 3, element(19, "41")) },
      { from: "client", hex: message(1, 4, element(96, "e9000000")) },
      { from: "server", hex: message(2, 4, element(96, "e9000000")) },
      { from: "server", hex: message(56, 5, element(39, "02")) },
    ],
  },
];
