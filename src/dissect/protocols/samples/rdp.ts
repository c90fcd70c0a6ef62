import { text } from "./s7comm.ts";
import type { Exchange } from "./sample.ts";

function octets(hex: string): number {
  return hex.replace(/\s+/g, "").length / 2;
}

function word(value: number): string {
  return value.toString(16).padStart(4, "0");
}

/** A data block: type and length with their octets swapped, content. */
export function block(type: number, content: string): string {
  return `${swapped(type)} ${swapped(octets(content) + 4)} ${content}`;
}

function swapped(value: number): string {
  const digits = word(value);
  return digits.slice(2) + digits.slice(0, 2);
}

/** UTF-16 little-endian text, filled with zeros to `length` octets. */
export function wide(value: string, length = value.length * 2): string {
  let hex = "";
  for (const letter of value) hex += swapped(letter.charCodeAt(0));
  return hex + "00".repeat(length - value.length * 2);
}

const CORE = [
  "04000800 0004 0003 01ca 03aa 07040000",
  "b11d0000",
  wide("ENG-LAPTOP", 32),
  "04000000 00000000 0c000000",
  "00".repeat(64),
  "01ca 0100 00000000 1800 0700 0100",
  "00".repeat(64),
  "06 00 00000000",
].join(" ");

/** MCS Connect-Initial around the blocks of a client. */
export function connectInitial(blocks: string): string {
  const conference = `000800100001c00044756361 ${perLength(octets(blocks))} ${blocks}`;
  const user = `00050014 7c00 01 ${perLength(octets(conference))} ${conference}`;
  const domain = "3019 020122 020102 020100 020101 020100 020101 0202ffff 020102";
  const body = `040101 040101 0101ff ${domain} ${domain} ${domain} 0482${word(octets(user))} ${user}`;
  return `7f6582${word(octets(body))} ${body}`;
}

/** MCS Connect-Response around the blocks of a server. */
export function connectResponse(blocks: string): string {
  const conference = `2a14760a01010001c0004d63446e ${perLength(octets(blocks))} ${blocks}`;
  const user = `00050014 7c00 01 ${perLength(octets(conference))} ${conference}`;
  const body = `0a0100 020100 3019 020122 020103 020100 020101 020100 020101 0202fff8 020102 0482${word(octets(user))} ${user}`;
  return `7f6682${word(octets(body))} ${body}`;
}

function perLength(length: number): string {
  return word(0x8000 + length);
}

/** MCS Send-Data from client (0x64) or server (0x68). */
export function sendData(code: string, content: string): string {
  return `${code} 0003 03eb 70 ${perLength(octets(content))} ${content}`;
}

const CLIENT_INFO = `40000000 09040000 33010000 0c00 1000 0e00 0000 0000 ${wide("PLANT2")} 0000 ${wide("operator")} 0000 ${wide("secret1")} 0000 0000 0000`;

export const SAMPLES: readonly Exchange[] = [
  {
    name: "TLS is agreed upon",
    over: "inside",
    carrier: "cotp-connect",
    port: 1,
    messages: [
      { from: "client", hex: `${text("Cookie: mstshash=operator\r\n")} 01 00 0800 0b000000` },
      { from: "server", hex: "02 1f 0800 02000000" },
    ],
  },
  {
    name: "a server wants another way",
    over: "inside",
    carrier: "cotp-connect",
    port: 1,
    messages: [
      { from: "client", hex: "01 00 0800 00000000" },
      { from: "server", hex: "03 00 0800 05000000" },
    ],
  },
  {
    name: "RDP's own security without encryption",
    over: "inside",
    carrier: "cotp",
    port: 0x7f,
    messages: [
      {
        from: "client",
        hex: connectInitial(
          `${block(0xc001, CORE)} ${block(0xc002, "1b000000 00000000")} ${block(0xc003, `01000000 ${text("rdpdr", 8)} 00000080`)}`,
        ),
      },
      {
        from: "server",
        hex: connectResponse(
          `${block(0x0c01, "04000800")} ${block(0x0c02, "00000000 00000000")} ${block(0x0c03, "eb03 0000")}`,
        ),
      },
      { from: "client", hex: "04 0100 0100" },
      { from: "client", hex: "28" },
      { from: "server", hex: "2e 00 0006" },
      { from: "client", hex: "38 0006 03eb" },
      { from: "server", hex: "3e 00 0006 03eb 03eb" },
      { from: "client", hex: sendData("64", CLIENT_INFO) },
      { from: "server", hex: sendData("68", "80000000 ff03 1000 07000000 02000000 00000000") },
      { from: "server", hex: sendData("68", "1000 1100 ea03 0000 00000000 00000000") },
      { from: "client", hex: "21 80" },
    ],
  },
];
