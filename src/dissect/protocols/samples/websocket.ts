import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a frame; that of a client is masked. */
export function frame(first: string, hex: string, isMasked = false): string {
  const payload = hex.replace(/\s+/g, "");
  const length = payload.length / 2;
  const short = Math.min(length, 126);
  const head =
    first + (short | (isMasked ? 0x80 : 0)).toString(16).padStart(2, "0") + (short === 126 ? lengthOf(payload, 4) : "");
  if (!isMasked) return head + payload;
  const key = [0x37, 0xfa, 0x21, 0x3d];
  const octets = payload.match(/../g) ?? [];
  const masked = octets.map((octet, at) =>
    (Number.parseInt(octet, 16) ^ (key[at & 3] as number)).toString(16).padStart(2, "0"),
  );
  return `${head}37fa213d${masked.join("")}`;
}

/** Digits of the opening and its answer. */
export const OPENING = hexText("GET /ws HTTP/1.1\r\nHost: plc\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
export const OPENED = hexText("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a page follows values", over: "inside", port: 0, carrier: "websocket frames" },
    messages: [
      { from: "client", hex: frame("81", hexText('{"follow":"tank"}'), true) },
      { from: "server", hex: frame("81", hexText(`{"level":${"6".repeat(140)}}`)) },
      { from: "server", hex: frame("01", hexText("in two ")) },
      { from: "server", hex: frame("80", hexText("parts")) },
      { from: "server", hex: frame("82", "00 01 02") },
      { from: "server", hex: frame("89", "") },
      { from: "client", hex: frame("8a", "", true) },
      { from: "client", hex: frame("88", "03e8", true) },
    ],
  },
];
