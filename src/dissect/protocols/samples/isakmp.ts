import { wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

const INITIATOR = "0102030405060708";
const RESPONDER = "1112131415161718";

/** Digits of a message; payloads stand behind the header. */
export function message(
  exchange: number,
  next: number,
  payloads: string,
  { version = 0x20, flags = 8, responder = RESPONDER, id = 0 } = {},
): string {
  const digits = payloads.replace(/\s+/g, "");
  const head = `${INITIATOR}${responder}${wide(next, 1)}${wide(version, 1)}${wide(exchange, 1)}${wide(flags, 1)}`;
  return `${head}${wide(id, 4)}${wide(28 + digits.length / 2, 4)}${digits}`;
}

export const NOBODY = "0000000000000000";
/** Version 2: one proposal with AES-CBC and 3DES. */
const TRANSFORMS_V2 = "0300000c 0100000c 800e0100 00000008 01000003";
export const SA_V2 = `00000020 0000001c 01010002 ${TRANSFORMS_V2}`;
/** Version 1: one proposal with DES. */
export const SA_V1 =
  "0d00002c 00000001 00000001 00000020 01010001 00000018 01010000 80010001 80020001 80030001 80040002";
const VENDOR = "00000014 afcad71368a1f1c96b8696fc77570100";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "version 2", over: "udp", port: 500 },
    messages: [
      { from: "client", hex: message(34, 33, SA_V2, { responder: NOBODY }) },
      { from: "server", hex: message(34, 33, SA_V2, { flags: 0x20 }) },
      { from: "client", hex: message(35, 46, "00000008 a1a2a3a4", { id: 1 }) },
      { from: "server", hex: message(35, 46, "00000008 b1b2b3b4", { id: 1, flags: 0x20 }) },
    ],
  },
  {
    ...{ name: "version 1, then ESP", over: "udp", port: 4500 },
    messages: [
      {
        from: "client",
        hex: `00000000 ${message(4, 1, `${SA_V1} ${VENDOR}`, { version: 0x10, flags: 0, responder: NOBODY })}`,
      },
      { from: "server", hex: `00000000 ${message(4, 1, `${SA_V1} ${VENDOR}`, { version: 0x10, flags: 0 })}` },
      { from: "client", hex: "ff" },
      { from: "client", hex: "11223344 00000001 a1a2a3a4a5a6a7a8" },
    ],
  },
];
