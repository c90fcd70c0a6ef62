import { ascii, wide } from "./ber-bytes.ts";
import { hexWide } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a packet; `ends` says whether the message is whole with it. */
export function packet(type: number, body: string, ends = true): string {
  const digits = body.replace(/\s+/g, "");
  return `${wide(type, 1)}${ends ? "01" : "00"}${wide(8 + digits.length / 2, 2)}00000100${digits}`;
}

function le(value: number, size: 2 | 4): string {
  return (wide(value, size).match(/../g) ?? []).reverse().join("");
}

/** Digits of a prelogin with a version and what is said of encryption. */
export function prelogin(version: string, encryption: string): string {
  return packet(18, `00 000b 0006 01 0011 0001 ff ${version} ${encryption}`);
}

/** Digits of a login: host, user, password, program, server, unused, library, language, database. */
export function login(...texts: readonly string[]): string {
  let places = "";
  let data = "";
  for (const text of texts) {
    places += le(36 + 58 + data.length / 2, 2) + le(text.length, 2);
    data += hexWide(text);
  }
  const rest = "00".repeat(6) + "00000000".repeat(3) + "00000000";
  const fixed = `${le(0x74000004, 4)}${"00".repeat(28)}${places}${rest}`;
  const body = `${fixed}${data}`;
  return packet(16, le(4 + body.length / 2, 4) + body);
}

/** Digits of a statement behind its headers. */
export function batch(text: string, ends = true): string {
  return packet(1, `16000000 12000000 0200 0000000000000000 01000000 ${hexWide(text)}`, ends);
}

const ACKNOWLEDGED = `ad ${le(10 + 26, 2)} 01 74000004 0d ${hexWide("SQL Server XX")} 0f 00 07d0`;
const ERROR = `aa ${le(14, 2)} ${le(18_456, 4)} 01 0e 0000 00 00 01000000`;
const DONE_TOKEN = "fd 1000 0000 0000000000000000";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a historian asks", over: "tcp", port: 1433 },
    messages: [
      { from: "client", hex: prelogin("0b000c380000", "00") },
      { from: "server", hex: prelogin("0f0007d00000", "02") },
      { from: "client", hex: login("HIST-1", "sa", "secret", "Historian", "DB-1", "", "ODBC", "", "Process") },
      { from: "server", hex: packet(4, `${ACKNOWLEDGED} ${DONE_TOKEN}`) },
      { from: "client", hex: batch("SELECT value FROM dbo.Tags WHERE name = 'x'", false) },
      { from: "client", hex: packet(1, hexWide(" AND 1 = 1")) },
      { from: "server", hex: packet(4, DONE_TOKEN) },
      { from: "client", hex: batch("EXEC master..xp_cmdshell 'dir'") },
      { from: "server", hex: packet(4, `${ERROR} ${DONE_TOKEN}`) },
      { from: "client", hex: packet(3, `ffff 0a00 0000 ${ascii("x")}00`) },
      { from: "client", hex: packet(6, "") },
    ],
  },
];
