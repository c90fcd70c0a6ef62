import { ascii } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

const over = "udp";
const port = 69;

/** Digits of a request for a file; `code` 1 reads, 2 writes. */
export function asks(code: 1 | 2, name: string, more = ""): string {
  return `000${code} ${ascii(name)}00 ${ascii("octet")}00 ${more}`;
}

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a configuration is fetched, firmware stored", over, port },
    messages: [
      { from: "client", hex: asks(1, "switch-7.cfg", `${ascii("blksize")}00 ${ascii("1428")}00`) },
      { from: "server", hex: `0006 ${ascii("blksize")}00 ${ascii("1428")}00` },
      { from: "client", hex: "0004 0000" },
      { from: "server", hex: `0003 0001 ${"61".repeat(512)}` },
      { from: "client", hex: asks(2, "firmware.bin") },
      { from: "server", hex: `0005 0002 ${ascii("denied")}00` },
    ],
  },
];
