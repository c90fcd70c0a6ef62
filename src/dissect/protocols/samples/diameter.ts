import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of an attribute of the standard, or of 3GPP, filled to whole words. */
export function attribute(code: number, hex: string, isVendors = false): string {
  const data = hex.replace(/\s+/g, "");
  const length = data.length / 2 + (isVendors ? 12 : 8);
  const head = `${wide(code, 4)}${isVendors ? "c0" : "40"}${wide(length, 3)}${isVendors ? wide(10_415, 4) : ""}`;
  return `${head}${data}${"00".repeat((4 - (length % 4)) % 4)}`;
}

/** Digits of a message. */
export function message(
  flags: string,
  code: number,
  application: number,
  hop: number,
  ...attributes: string[]
): string {
  const body = attributes.join("");
  const head = `01${wide(20 + body.length / 2, 3)}${flags}${wide(code, 3)}${wide(application, 4)}`;
  return `${head}${wide(hop, 4)}${wide(hop + 256, 4)}${body}`;
}

const S6A = 16_777_251;
const MME = [attribute(264, ascii("mme.plant.example")), attribute(296, ascii("plant.example"))];
const HSS = [attribute(264, ascii("hss.plant.example")), attribute(296, ascii("plant.example"))];
const SESSION = attribute(263, ascii("mme.plant.example;1;1"));
const USER = attribute(1, ascii("001010000000001"));
const VECTOR = attribute(1414, attribute(1447, "00".repeat(16), true) + attribute(1450, "00".repeat(32), true), true);

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "two nodes of a core", over: "tcp", port: 3868 },
    messages: [
      {
        from: "client",
        hex: message(
          "80",
          ...([257, 0, 1] as const),
          ...MME,
          attribute(257, "0001c0000201"),
          attribute(266, "00000000"),
          attribute(269, ascii("core-mme")),
          attribute(267, "0000000c"),
        ),
      },
      {
        from: "server",
        hex: message("00", 257, 0, 1, attribute(268, "000007d1"), ...HSS, attribute(269, ascii("core-hss"))),
      },
      {
        from: "client",
        hex: message("c0", 318, S6A, 2, SESSION, ...MME, USER, attribute(1407, "00f110", true)),
      },
      {
        from: "server",
        hex: message("40", 318, S6A, 2, SESSION, attribute(268, "000007d1"), ...HSS, attribute(1413, VECTOR, true)),
      },
      { from: "client", hex: message("c0", 316, S6A, 3, SESSION, ...MME, USER) },
      {
        from: "server",
        hex: message("60", 316, S6A, 3, SESSION, attribute(297, attribute(298, "00001389")), ...HSS),
      },
      { from: "server", hex: message("80", 280, 0, 4, ...HSS) },
      { from: "client", hex: message("00", 280, 0, 4, attribute(268, "000007d1"), ...MME) },
    ],
  },
];
