import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

function little(value: number, octets: number): string {
  let text = "";
  for (let at = 0; at < octets; at++) text += ((value / 256 ** at) & 0xff).toString(16).padStart(2, "0");
  return text;
}

function size(hex: string): number {
  return hex.replace(/\s+/g, "").length / 2;
}

function text(value: string): string {
  return Array.from(value, (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function wide(value: string): string {
  return `${Array.from(value, (one) => little(one.charCodeAt(0), 2)).join("")}0000`;
}

/** A datagram with short addresses, filled up to four octets. */
function datagram(from: Sent["from"], service: string, data: string): Sent {
  return { from, hex: `c56b 40 ${service} 00 11 0065 0003 0000 ${data}` };
}

/** The same with addresses of TCP, in a block. */
function block(from: Sent["from"], service: string, data: string): Sent {
  const inner = `c56b 40 ${service} 00 33 2ddcc0000202 d431c0000201 0000 ${data}`;
  return { from, hex: `000117e8 ${little(size(inner) + 8, 4)} ${inner}` };
}

const DEVICE = `80c2 0004 01000000 0400 01 00 0000 0400 0500 0600 ${little(0x1006, 4)} ${little(1, 4)} 00050306 00000000 04 ${"00".repeat(11)} ${wide("LINE")} ${wide("CX200")} ${wide("Vendor")} ${text("A123")}`;

/** A service in the first block of a channel. */
function service(from: Sent["from"], group: number, subcommand: number, tags = ""): string {
  const isAnswer = from === "server";
  const content = `55cd 0c00 ${little(isAnswer ? group | 0x80 : group, 2)} ${little(subcommand, 2)} ${little(0x11, 4)} ${little(size(tags), 4)} ${tags}`;
  return `01 ${isAnswer ? "01" : "81"} 0100 01000000 00000000 ${little(size(content), 4)} 12345678 ${content}`;
}

const USER = `10 05 ${text("admin")}`;
const LOGIN_TAGS = `22 84 80 00 01000000 81 01 ${little(size(USER) + 6, 1)} ${USER} 11 04 5a5a5a5a`;

/** Discovery, channels, services, logins and refusals. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "discovery over UDP",
    over: "udp",
    port: 1740,
    messages: [
      datagram("client", "03", "02c2 0004 01000000"),
      datagram("server", "04", DEVICE),
      datagram("client", "03", "01c2 0004 02000000"),
      datagram("client", "01", ""),
      datagram("server", "02", "00000000"),
      datagram("client", "40", "c3 00 0101 12345678 81d42183 00401f00 05000000"),
      datagram("server", "40", "83 00 0101 12345678 81d42183 0000 0100 00401f00 04000000"),
    ],
  },
  {
    name: "services over TCP",
    over: "tcp",
    port: 11740,
    messages: [
      block("client", "40", "c3 00 0101 12345678 81d42183 00401f00 05000000"),
      block("server", "40", "83 00 0101 12345678 81d42183 0000 0100 00401f00 04000000"),
      block("client", "40", service("client", 1, 1)),
      block("server", "40", service("server", 1, 1)),
      block("client", "40", "02 80 0100 01000000"),
      block("client", "40", service("client", 1, 2, LOGIN_TAGS)),
      block("server", "40", service("server", 1, 2)),
      block("client", "40", service("client", 2, 0x11)),
      block("client", "40", service("client", 2, 5)),
      block("client", "40", "01 80 0100 02000000 00000000 0102030405060708"),
      block("client", "40", service("client", 0x11, 1)),
      block("client", "40", service("client", 8, 2)),
      block("client", "40", "01 81 0100 01000000 00000000 10000000 12345678 5775 0c00 000000000000000000000000"),
      block("client", "40", "03 00 0100"),
      block("client", "40", "c4 00 0101 12345678 0100 0000"),
      block("server", "40", "83 00 0101 12345678 81d42183 0200 0000 00401f00 04000000"),
    ],
  },
];
