import { lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a set with its length. */
export function set(id: string, hex: string): string {
  const body = hex.replace(/\s+/g, "");
  return `${id}${lengthOf(`${body}00000000`, 4)}${body}`;
}

/** Digits of an IPFIX message of observation domain 7. */
export function ipfix(...sets: string[]): string {
  return ipfixOf(7, ...sets);
}

/** Digits of an IPFIX message. */
export function ipfixOf(domain: number, ...sets: string[]): string {
  const body = sets.join("");
  return `000a${lengthOf(`${body}${"00".repeat(16)}`, 4)}69aea00000000001${domain.toString(16).padStart(8, "0")}${body}`;
}

const RECORD = `0a000001 0a000002 00000000 0001 0002 0000000a 000003e8 00000001 00000002 c350 01f6 00 18 06 00 0000 0000 18 18 0000`;
/** Version 5 with one flow. */
export const FIVE = `0005 0001 00000001 69aea000 00000000 00000005 00 00 0000 ${RECORD}`;
const TEMPLATE = "0100 0007 0008 0004 000c 0004 0007 0002 000b 0002 0004 0001 0001 0004 0002 0004";
const FLOW = "0a000003 0a000004 c351 0050 06 00000064 00000002";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a switch reports", over: "udp", port: 2055 },
    messages: [
      { from: "client", hex: FIVE },
      {
        from: "client",
        hex: `0009 0002 00000001 69aea000 00000001 00000007 ${set("0000", TEMPLATE)}${set("0100", `${FLOW}${FLOW}000000`)}`,
      },
      {
        from: "client",
        hex: ipfix(set("0002", "0101 0002 801b 0010 00000009 0052 ffff"), set("0101", `${"20".repeat(16)} 03 657430`)),
      },
      { from: "client", hex: ipfix(set("0102", "00000000")) },
    ],
  },
];
