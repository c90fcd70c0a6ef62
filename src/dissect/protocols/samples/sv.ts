import { ascii, ber, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** What one unit of a frame may differ in from the usual one. */
export interface Unit {
  id?: string;
  count?: number;
  revision?: number;
  synchronized?: number;
  more?: string;
}

/** Digits of one ASDU with eight channels of value and quality. */
export function unit({ id = "MU7", count = 0, revision = 1, synchronized = 2, more = "" }: Unit = {}): string {
  return ber(
    "30",
    ber("80", ascii(id)),
    ber("82", wide(count, 2)),
    ber("83", wide(revision, 4)),
    ber("85", wide(synchronized, 1)),
    more,
    ber("87", "000003e8 00000000".repeat(8)),
  );
}

/** Digits of a frame behind its EtherType. */
export function frame(units: readonly string[], reserved = "0000"): string {
  const pdu = ber("60", ber("80", wide(units.length, 1)), ber("a2", ...units));
  return `4000 ${wide(pdu.length / 2 + 8, 2)} ${reserved} 0000 ${pdu}`;
}

const OPTIONS = ber("86", "0fa0") + ber("88", "01");

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a merging unit over the turn of a second",
    over: "ethernet",
    port: 0x88ba,
    messages: [
      { from: "client", hex: frame([unit({ count: 3998 })]) },
      { from: "client", hex: frame([unit({ count: 3999 })]) },
      { from: "client", hex: frame([unit({ count: 0 })]) },
      { from: "client", hex: frame([unit({ count: 1, more: OPTIONS }), unit({ count: 2 })]) },
      { from: "client", hex: frame([unit({ count: 3 })]) },
    ],
  },
];
