import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

function two(value: number): string {
  return value.toString(16).padStart(2, "0");
}

function little(value: number): string {
  return `${two(value & 0xff)}${two((value >> 8) & 0xff)}`;
}

function text(value: string): string {
  return Array.from(value, (one) => two(one.charCodeAt(0))).join("");
}

/** An ASCII message: the checksum covers unit, letters and operands. */
function ascii(from: Sent["from"], transaction: number, content: string): Sent {
  const sum = Array.from(content).reduce((total, one) => total + one.charCodeAt(0), 0) & 0xff;
  const line = `${from === "client" ? "/" : "/A"}${content}${two(sum).toUpperCase()}\r`;
  return { from, hex: `${little(transaction)} 65 00 ${little(line.length)} ${text(line)}` };
}

/** A binary message with the checksums of header and data. */
function binary(from: Sent["from"], transaction: number, command: number, data: string): Sent {
  const length = data.length / 2;
  const head = `${text("/_OPLC")}${from === "client" ? "00fe" : "fe00"}01000000${two(command)}00000000000000${little(length)}`;
  const sum = (hex: string): string =>
    little(
      (0x10000 - ((hex.match(/../g) ?? []).reduce((total, one) => total + Number.parseInt(one, 16), 0) & 0xffff)) &
        0xffff,
    );
  const all = `${head}${sum(head)}${data}${length === 0 ? "0000" : sum(data)}5c`;
  return { from, hex: `${little(transaction)} 66 00 ${little(all.length / 2)} ${all}` };
}

/** Identity, operands, clock, modes, names, memory and passwords, refusals. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "ASCII mode",
    over: "tcp",
    port: 20256,
    messages: [
      ascii("client", 1, "00ID"),
      ascii("server", 1, "00ID13T38 A00300941B1000"),
      ascii("client", 2, "01RNJ000901"),
      ascii("server", 2, "01RN0000D431"),
      ascii("client", 3, "01RW000A02"),
      ascii("server", 3, "01RW0007FFFE"),
      ascii("client", 4, "01RB000003"),
      ascii("server", 4, "01RB101"),
      ascii("client", 5, "01SW000A010011"),
      ascii("server", 5, "01SW"),
      ascii("client", 6, "01SA0001011"),
      ascii("client", 7, "01CCS"),
      ascii("server", 7, "01CC"),
      ascii("client", 8, "01RC"),
      ascii("server", 8, "01RC30150903030325"),
      ascii("client", 9, "A1RE000001"),
      ascii("server", 9, "A1RE1"),
    ],
  },
  {
    name: "binary mode",
    over: "tcp",
    port: 20256,
    messages: [
      binary("client", 1, 0x0c, ""),
      binary("server", 1, 0x8c, text("Pump 1")),
      binary("client", 2, 0x4d, "010003ff0000"),
      binary("server", 2, 0xcd, "010003ff0700"),
      binary("client", 3, 0x41, "01020304"),
      binary("server", 3, 0xff, "00"),
      binary("client", 4, 0x02, text("1234")),
    ],
  },
  {
    name: "faults: a wrong checksum, a command nobody names",
    over: "tcp",
    port: 20256,
    messages: [
      { from: "client", hex: `0100 65 00 0800 ${text("/00ID00\r")}` },
      ascii("client", 2, "00ZZ"),
      binary("client", 3, 0x33, ""),
    ],
  },
];
