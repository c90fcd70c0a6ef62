import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

function little(value: number, octets: number): string {
  let text = "";
  for (let at = 0; at < octets; at++) text += ((value / 256 ** at) & 0xff).toString(16).padStart(2, "0");
  return text;
}

function text(value: string): string {
  return `${Array.from(value, (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("")}00`;
}

/** One message within a datagram. */
function part(sequence: number, data: string): string {
  const content = `0c ${little(sequence, 4)} ${data}`;
  return `${little(content.replace(/\s+/g, "").length / 2 + 4, 4)} ${content}`;
}

function datagram(from: Sent["from"], type: number, sequence: number, parts: readonly string[]): Sent {
  return {
    from,
    hex: `0e00 ${little(parts.length, 2)} ${little(type, 2)} ${little(sequence, 4)} ${little(sequence - 1, 4)} ${parts.join(" ")}`,
  };
}

function ask(sequence: number, data: string): Sent {
  return datagram("client", 6, sequence, [part(sequence, data)]);
}

function answer(sequence: number, data: string): Sent {
  return datagram("server", 5, sequence, [part(sequence, data)]);
}

/** Signals by name and address, two answers at once, writes, refusals, the extension, and a poll. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "signals",
    over: "udp",
    port: 1234,
    messages: [
      ask(100, `a0 00 04 03 d0 01 0f 02 ${text("@GV.Level")} ${text("@GV.Manual")}`),
      answer(100, "00 02 02 0000a042 0600 2477 00 01 1100 2477"),
      { from: "client", hex: "0e00 0000 0000 00000000 64000000" },
      ask(101, "a0 00 00 03 d0 01 2477 0f 02 0600 0700"),
      ask(102, `a0 00 04 01 c0 0f 01 ${text("@GV.Manual")}`),
      datagram("server", 5, 103, [part(101, "00 02 02 0000a042 0600 2477 00 00 0700 2477"), part(102, "00 01 00 01")]),
      ask(104, "a0 00 80 2477 0f 01 1100 0a"),
      answer(104, "00"),
      ask(105, `a0 00 84 0f 01 ${text("@GV.Pump")} 09`),
      answer(105, "80"),
      ask(106, "a0 00 80 2477 0f 01 0600 0b 0000a042"),
      ask(107, "a0 00 0c 01 c0 05 0f"),
      ask(108, "a1 00 0101"),
      ask(109, "03 00 00"),
      answer(200, "00"),
    ],
  },
];
