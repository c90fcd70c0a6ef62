import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a message with its type. */
export function message(type: string, body: string): string {
  const digits = body.replace(/\s+/g, "");
  return `${ascii(type)}${wide(4 + digits.length / 2, 4)}${digits}`;
}

/** Digits of texts, each with its end. */
export function texts(...list: readonly string[]): string {
  return list.map((text) => `${ascii(text)}00`).join("");
}

/** Digits of how a client begins. */
export function startup(...parameters: readonly string[]): string {
  const body = `00030000${texts(...parameters)}00`;
  return `${wide(4 + body.length / 2, 4)}${body}`;
}

export const SSL_REQUEST = "00000008 04d2162f";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a program asks", over: "tcp", port: 5432 },
    messages: [
      { from: "client", hex: SSL_REQUEST },
      { from: "server", hex: ascii("N") },
      { from: "client", hex: startup("user", "grafana", "database", "plant", "application_name", "dash") },
      { from: "server", hex: message("R", "00000003") },
      { from: "client", hex: message("p", texts("secret")) },
      {
        from: "server",
        hex: `${message("R", "00000000")}${message("S", texts("server_version", "14.9"))}${message("K", "0000000100000002")}${message("Z", ascii("I"))}`,
      },
      {
        from: "client",
        hex: message("P", `${texts("s1", "select value from tags where id = $1")}0000`) + message("S", ""),
      },
      { from: "server", hex: message("1", "") + message("D", "0001 00000001 31") + message("C", texts("SELECT 1")) },
      { from: "client", hex: message("Q", texts("COPY t FROM PROGRAM 'id'")) },
      { from: "server", hex: message("E", `${ascii("S")}${texts("ERROR")}${ascii("C")}${texts("42501")}00`) },
      { from: "client", hex: message("X", "") },
    ],
  },
];
