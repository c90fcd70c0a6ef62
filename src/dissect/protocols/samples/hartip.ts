import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

function octets(hex: string): number[] {
  return (hex.replace(/\s+/g, "").match(/../g) ?? []).map((two) => Number.parseInt(two, 16));
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/** A HART frame with its checksum in a token-passing message. */
function frame(
  from: Sent["from"],
  transaction: number,
  head: string,
  data: string,
  type = from === "client" ? 0 : 1,
): Sent {
  const content = octets(data);
  const all = [...octets(head), content.length, ...content];
  all.push(all.reduce((sum, one) => sum ^ one, 0));
  return {
    from,
    hex: `01 ${hex(type, 2)} 03 00 ${hex(transaction, 4)} ${hex(all.length + 8, 4)} ${all.map((one) => hex(one, 2)).join("")}`,
  };
}

const DEVICE = "11ca00d431";
const ASK = `82 ${DEVICE}`;
const ANSWER = `86 ${DEVICE}`;
const INITIATE: readonly Sent[] = [
  { from: "client", hex: "01 00 00 00 0001 000d 01 00007530" },
  { from: "server", hex: "01 01 00 00 0001 000d 01 00007530" },
];
// Rev. 7 identity: type 0x11ca, software 3, hardware 2, id 0x00d431, Endress+Hauser, process device.
const IDENTITY = "0000 fe 11ca 05 07 01 03 10 00 00d431 05 04 0001 00 0011 0011 01";
const GATEWAY = "00d0 fe 264e 05 07 04 01 0e 0c 0000d2 05 02 0002 00 0026 0026 84";
// "TT-101" and blanks in six bits each.
const TAG = "514b71c31820";

function exchange(name: string, over: "udp" | "tcp", messages: readonly Sent[]): Exchange {
  return { name, over, port: 5094, messages };
}

const COMMANDS: readonly Sent[] = [
  ...INITIATE,
  frame("client", 2, "02 80 00", ""),
  frame("server", 2, "06 80 00", GATEWAY),
  frame("client", 3, `${ASK} 00`, ""),
  frame("server", 3, `${ANSWER} 00`, IDENTITY),
  frame("client", 4, `${ASK} 01`, ""),
  frame("server", 4, `${ANSWER} 01`, "0000 20 41c80000"),
  frame("client", 5, `${ASK} 02`, ""),
  frame("server", 5, `${ANSWER} 02`, "0000 41400000 42480000"),
  frame("client", 6, `${ASK} 03`, ""),
  frame("server", 6, `${ANSWER} 03`, "0000 41400000 20 41c80000 20 7fa00000"),
  frame("client", 7, `${ASK} 09`, "00 01"),
  frame("server", 7, `${ANSWER} 09`, "0000 00 00 40 20 41c80000 c0 01 40 20 41200000 30 00000010"),
  frame("client", 8, `${ASK} 0c`, ""),
  frame("server", 8, `${ANSWER} 0c`, `0000 ${"820820".repeat(8)}`),
  frame("client", 9, `${ASK} 0d`, ""),
  frame("server", 9, `${ANSWER} 0d`, `0000 ${TAG} ${"820820".repeat(4)} 03 03 7d`),
  frame("client", 10, `${ASK} 14`, ""),
  frame("server", 10, `${ANSWER} 14`, `0000 524541435f5454313031 ${"00".repeat(22)}`),
  frame("client", 11, `${ASK} 30`, ""),
  frame("server", 11, `${ANSWER} 30`, "0000 000000000000 00 00"),
  frame("client", 12, `${ASK} 28`, "41400000"),
  frame("server", 12, `${ANSWER} 28`, "0700"),
  frame("client", 13, `${ASK} 1f`, "0300 00112233445566778899aabbccddeeff"),
  frame("client", 14, "02 80 4d", `00 01 05 82 ${DEVICE} 01 00`),
  frame("server", 0, `81 ${DEVICE} 01`, "0000 20 41c80000", 2),
  { from: "client", hex: "01 00 02 00 000f 0008" },
  { from: "server", hex: "01 01 02 00 000f 0008" },
  { from: "client", hex: "02 00 04 00 0010 000d 0000 0000 00" },
  { from: "client", hex: "01 00 01 00 0011 0008" },
  { from: "server", hex: "01 0f 01 00 0011 0008" },
];

/** Sessions, every universal command whose answer is read, refusals, bursts and commands passed through. */
export const SAMPLES: readonly Exchange[] = [
  exchange("commands over UDP", "udp", COMMANDS),
  exchange("commands over TCP", "tcp", COMMANDS),
  exchange("sessions refused", "tcp", [
    INITIATE[0] as Sent,
    { from: "server", hex: "01 01 00 0f 0001 000d 01 00007530" },
  ]),
];
