import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of one information element. */
export function element(type: number, ...contents: string[]): string {
  const digits = contents.join("").replace(/\s+/g, "");
  return `${wide(type, 1)}${wide(digits.length / 2, 2)}00${digits}`;
}

/** Digits of a message; echoes have no tunnel. */
export function message(type: number, sequence: number, ...elements: string[]): string {
  const hasTunnel = type > 3;
  const body = `${hasTunnel ? "00000007" : ""}${wide(sequence, 3)}00${elements.join("")}`;
  return `${hasTunnel ? "48" : "40"}${wide(type, 1)}${wide(body.length / 2, 2)}${body}`;
}

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a session", over: "udp", port: 2123 },
    messages: [
      { from: "client", hex: message(1, 1, element(3, "07")) },
      { from: "server", hex: message(2, 1, element(3, "07")) },
      {
        from: "client",
        hex: message(
          32,
          2,
          element(1, "00010000000000f1"),
          element(75, "5302980000000010"),
          element(82, "06"),
          element(83, "00f110"),
          element(71, "05", ascii("plant")),
          element(87, "8a 00000011 c0000201"),
          element(79, "01 00000000"),
          element(93, element(73, "05"), element(87, "84 00000012 c0000202")),
        ),
      },
      {
        from: "server",
        hex: message(33, 2, element(2, "10 00"), element(79, "03 40 20010db8000000000000000000000001 0a3c0001")),
      },
      { from: "client", hex: message(36, 3, element(73, "05")) },
      { from: "server", hex: message(37, 3, element(2, "40 00")) },
    ],
  },
];
