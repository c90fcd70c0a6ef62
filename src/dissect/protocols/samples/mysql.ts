import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

function le(value: number, size: 1 | 2 | 3 | 4): string {
  return (wide(value, size).match(/../g) ?? []).reverse().join("");
}

/** Digits of a packet. */
export function packet(sequence: number, body: string): string {
  const digits = body.replace(/\s+/g, "");
  return `${le(digits.length / 2, 3)}${wide(sequence, 1)}${digits}`;
}

/** Digits of a greeting. */
export function greeting(version: string, low = "ffff"): string {
  const rest = `01000000 6162636465666768 00 ${low} 21 0200 ff81 15 ${"00".repeat(10)} 696a6b6c6d6e6f7071727374 00`;
  return packet(0, `0a ${ascii(version)}00 ${rest} ${ascii("mysql_native_password")}00`);
}

/** Digits of a log-in. */
export function login(user: string, answer: string, plugin: string): string {
  const digits = answer.replace(/\s+/g, "");
  const head = `0da23a00 00000001 21 ${"00".repeat(23)}`;
  return packet(
    1,
    `${head} ${ascii(user)}00 ${wide(digits.length / 2, 1)}${digits} ${ascii("plant")}00 ${ascii(plugin)}00`,
  );
}

const query = (text: string): string => packet(0, `03 ${ascii(text)}`);
const OK = "00 00 00 0200 0000";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a program asks", over: "tcp", port: 3306 },
    messages: [
      { from: "server", hex: greeting("5.5.5-10.6.12-MariaDB-0ubuntu0.22.04.1") },
      { from: "client", hex: login("reader", "00".repeat(20), "mysql_native_password") },
      { from: "server", hex: packet(2, OK) },
      { from: "client", hex: query("SELECT * FROM `tags` LIMIT 2") },
      { from: "server", hex: packet(1, "02") + packet(2, "03646566") + packet(3, "fe00000200") },
      { from: "client", hex: query("INSERT INTO readings VALUES (1)") },
      { from: "server", hex: packet(1, `ff 1504 23 ${ascii("28000Access denied")}`) },
      { from: "client", hex: packet(0, "0e") },
      { from: "server", hex: packet(1, OK) },
      { from: "client", hex: packet(0, "08") },
    ],
  },
];
