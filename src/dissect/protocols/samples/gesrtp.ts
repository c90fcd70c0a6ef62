import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

function two(value: number): string {
  return value.toString(16).padStart(2, "0");
}

function padded(hex: string, octets: number): string {
  return hex.replace(/\s+/g, "").padEnd(octets * 2, "0");
}

/** A header with its mail: service and what follows from octet 42 on, and a text behind the header. */
function mail(from: Sent["from"], kind: string, sequence: number, content: string, text = ""): Sent {
  const length = text.replace(/\s+/g, "").length / 2;
  const type = from === "client" ? "02" : "03";
  const boxes = from === "client" ? "00000000 100e0000" : "100e0000 00000000";
  return {
    from,
    hex: `${type} 00 ${two(sequence)}00 ${two(length)}00 ${"00".repeat(3)} 01 ${"00".repeat(7)} 01 ${"00".repeat(12)} ${two(sequence)} ${kind} ${boxes} 01 01 ${padded(content, 14)} ${text}`,
  };
}

function ask(sequence: number, content: string): Sent {
  return mail("client", "c0", sequence, content);
}

function answer(sequence: number, content: string, text = ""): Sent {
  return mail("server", text === "" ? "d4" : "94", sequence, content, text);
}

/** Opening, memory by words, octets and bits, identity, states, logons, refusals. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "services",
    over: "tcp",
    port: 18245,
    messages: [
      { from: "client", hex: "00".repeat(56) },
      { from: "server", hex: `01${"00".repeat(55)}` },
      ask(1, "04 08 0000 0100"),
      answer(1, "00 00 2a00 00000000 00 02 0500 5121"),
      ask(2, "04 0a 6300 0400"),
      answer(2, "00", "0100 0200 0300 0400"),
      ask(3, "04 46 0200 0300"),
      answer(3, "00 00 14"),
      ask(4, "07 08 0900 0100 0700"),
      answer(4, "00"),
      mail("client", "80", 5, "0000000000000101 07 12 0000 0200", "ff01"),
      { from: "server", hex: mail("server", "d1", 5, "05 f4").hex },
      ask(6, "43"),
      answer(6, "00", "4d41494e43505520 0101"),
      ask(7, "23 01"),
      answer(7, "00"),
      ask(8, "21 02 50415353"),
      ask(9, "40 00"),
      answer(10, "00"),
    ],
  },
];
