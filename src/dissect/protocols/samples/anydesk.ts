import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const text = (words: string): string => lengthOf(hexText(words), 8) + hexText(words);

/** Digits of the packet by which a machine looks for others. */
export function discovery(host: string, user: string): string {
  return `3ed101 12345678 00000000 0201 ${text(host)}${text(user)}00000000${text("eth0")}00${text("main")}02c351`;
}

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a machine looks for others", over: "udp", port: 50001 },
    messages: [{ from: "client", hex: discovery("EWS-7", "ada") }],
  },
  {
    ...{ name: "names in TLS", over: "inside", carrier: "tls words", port: 0 },
    messages: [
      { from: "client", hex: hexText("server name: relay-0a1b2c3d.net.anydesk.com") },
      {
        from: "server",
        hex: hexText("subject: C=DE, O=philandro Software GmbH, CN=AnyNet Relay\nissuer: CN=AnyNet Root CA"),
      },
    ],
  },
];
