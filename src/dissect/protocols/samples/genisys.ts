import { withCheck } from "./crc-bytes.ts";
import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

/** A message with its checksum, its high octets escaped, and the terminator. */
function message(from: Sent["from"], hex: string, initial = 0xffff): Sent {
  const [header, ...rest] = withCheck(hex, initial);
  const escaped = rest.map((octet) => (octet.startsWith("f") ? `f00${octet[1]}` : octet));
  return { from, hex: `${header}${escaped.join("")}f6` };
}

const MESSAGES: readonly Sent[] = [
  message("client", "fb01"),
  { from: "server", hex: "f101f6" },
  { from: "client", hex: "fb01f6" },
  message("server", "f201 0005 01f4 e001"),
  message("client", "fa01", 0),
  { from: "server", hex: "f101f6" },
  message("client", "fc01 0001 0180"),
  message("server", "f301 0001 0180"),
  message("client", "fe01"),
  { from: "server", hex: "f101f6" },
  message("client", "fd01"),
  message("server", "f201 0005"),
  message("client", "f900 0001"),
];

/** Polls, indications with escaped octets, controls with checkback and execution, a recall. */
export const SAMPLES: readonly Exchange[] = [
  { name: "over TCP", over: "tcp", port: 10001, messages: MESSAGES },
  { name: "over UDP", over: "udp", port: 10001, messages: MESSAGES },
  {
    name: "faults: a wrong checksum, a checksum that should be escaped",
    over: "udp",
    port: 10001,
    messages: [
      { from: "client", hex: "fc0100011234f6" },
      { from: "server", hex: "f20108060a040c040f0409f0f6" },
    ],
  },
];
