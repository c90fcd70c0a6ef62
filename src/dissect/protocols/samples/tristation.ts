import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

function two(value: number): string {
  return value.toString(16).padStart(2, "0");
}

/** A command with its function, counter and data; the checksums are made up, for nobody reads them. */
function command(from: Sent["from"], code: number, counter: number, data = ""): Sent {
  const length = data.replace(/\s+/g, "").length / 2 + 10;
  return {
    from,
    hex: `0500 ${two(length)}00 0000 ${two(code)} ${two(counter)} 0000 1234 ${two(length)}00 ${data} abcd`,
  };
}

/** Connection, states, download, points, answers and refusals. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "commands",
    over: "udp",
    port: 1502,
    messages: [
      { from: "client", hex: "0100 0000 abcd" },
      { from: "server", hex: "0200 0000 abcd" },
      { from: "client", hex: "0600 0000 abcd" },
      command("client", 19, 1),
      command("server", 108, 1, "00000000000000"),
      command("client", 1, 2, "0102030405060708"),
      command("server", 100, 2, "d4"),
      command("client", 55, 3, "00010203"),
      command("server", 153, 3),
      command("client", 21, 4),
      command("server", 212, 4),
      command("client", 28, 5, "0001"),
      command("server", 121, 5, "2a00"),
      command("server", 109, 9),
      { from: "client", hex: "0400 0000 abcd" },
      { from: "server", hex: "0300 0000 abcd" },
      { from: "server", hex: "0a00 0000 abcd" },
    ],
  },
  {
    name: "faults: functions nobody names",
    over: "udp",
    port: 1502,
    messages: [command("client", 90, 1), command("server", 190, 1)],
  },
];
