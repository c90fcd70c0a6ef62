import { lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function message(id: string, session: string, type: string, body: string, code = "00"): string {
  const hex = `0001${session}0102${type}${code}${body}`.replace(/\s/g, "");
  return id + lengthOf(hex, 8) + hex;
}

function discovery(entries: string, options: string): string {
  const all = entries.replace(/\s/g, "");
  const more = options.replace(/\s/g, "");
  const hex = `000000010101 0200 c0000000 ${lengthOf(all, 8)}${all}${lengthOf(more, 8)}${more}`.replace(/\s/g, "");
  return `ffff8100${lengthOf(hex, 8)}${hex}`;
}

const ENDPOINT = "0009 04 00 c0000202 00 11 7725";

/** Discovery, calls and events in datagrams and a stream, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "service discovery",
    over: "udp",
    port: 30490,
    messages: [
      { from: "client", hex: discovery("00 00 00 00 1234 ffff ff 000003 ffffffff", "") },
      { from: "server", hex: discovery("01 00 00 10 1234 0001 01 000003 00000000", ENDPOINT) },
      { from: "client", hex: discovery("06 00 00 10 1234 0001 01 000003 0000 0005", `${ENDPOINT} 0003 01 00 0000`) },
      { from: "server", hex: discovery("07 00 00 00 1234 0001 01 000000 0000 0005", "") },
      { from: "server", hex: discovery("01 00 00 10 1234 0001 01 000000 00000000", ENDPOINT) },
    ],
  },
  {
    name: "calls and events",
    over: "udp",
    port: 30501,
    messages: [
      { from: "client", hex: message("12340001", "0001", "00", "0102") },
      { from: "server", hex: message("12340001", "0001", "80", "03") },
      { from: "client", hex: message("12340002", "0002", "00", "") },
      { from: "server", hex: message("12340002", "0002", "81", "", "03") },
      { from: "client", hex: message("12340003", "0003", "01", "") },
      {
        from: "server",
        hex: message("12348001", "0004", "02", "0a0b") + message("12348001", "0005", "22", "00000591 0c0d"),
      },
    ],
  },
  {
    name: "calls in a stream",
    over: "tcp",
    port: 30501,
    messages: [
      { from: "client", hex: message("12340001", "0001", "00", "0102") },
      { from: "server", hex: message("12340001", "0001", "80", "03") },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 30490,
    messages: [{ from: "client", hex: discovery("09 00 00 00 1234 ffff ff 000003 ffffffff 00", "") }],
  },
];
