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

const SERVER = "050d75600101";
const CLIENT = "c0a801630101";

/** A message between the client's port 32,783 and a service of the server. */
function message(from: Sent["from"], command: number, port: number, invoke: number, data: string, error = 0): Sent {
  const server = `${SERVER}${little(port, 2)}`;
  const client = `${CLIENT}0f80`;
  const notification = command === 8;
  const flags = from === "server" && !notification ? 5 : 4;
  const ends = from === "client" ? `${server}${client}` : `${client}${server}`;
  return {
    from,
    hex: `0000 ${little(size(data) + 32, 4)} ${ends} ${little(command, 2)} ${little(flags, 2)} ${little(size(data), 4)} ${little(error, 4)} ${little(invoke, 4)} ${data}`,
  };
}

function asked(command: number, port: number, invoke: number, data: string): Sent {
  return message("client", command, port, invoke, data);
}

function answered(command: number, port: number, invoke: number, data: string, error = 0): Sent {
  return message("server", command, port, invoke, data, error);
}

const PLC = 851;
const SYSTEM = 10_000;
const NAME = `${text("MAIN.Level")}00`;
const DESCRIPTION = `${text("<TcTargetDesc><TargetType>CX1020-CE</TargetType><SerialNo>12345</SerialNo><OsName>Win CE</OsName></TcTargetDesc>")}00`;

/** A tagged value of discovery. */
function tag(number: number, data: string): string {
  return `${little(number, 2)}${little(size(data), 2)}${data}`;
}

/** Identity, symbols and their values, notifications, states, system service, refusals, router and discovery. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "identity and state",
    over: "tcp",
    port: 48898,
    messages: [
      asked(1, PLC, 1, ""),
      answered(1, PLC, 1, `00000000 03 01 ae0f ${text("Plc30 App")}00000000000000`),
      asked(4, SYSTEM, 2, ""),
      answered(4, SYSTEM, 2, "00000000 0500 0200"),
      asked(5, SYSTEM, 3, "0200 0000 00000000"),
      answered(5, SYSTEM, 3, "04070000"),
      asked(1, 900, 4, ""),
      answered(1, 900, 4, "", 6),
      asked(2, SYSTEM, 5, "bc020000 01000000 00040000"),
      answered(2, SYSTEM, 5, `00000000 ${little(size(DESCRIPTION), 4)} ${DESCRIPTION}`),
      asked(9, SYSTEM, 6, `83000000 00000000 00000000 ${little(12, 4)} ${text("C:\\Boot.wbp")}00`),
      asked(3, SYSTEM, 7, "c8000000 00000000 08000000 5365747570000000"),
      asked(9, SYSTEM, 8, "f4010000 00000000 00000000 00000000"),
    ],
  },
  {
    name: "symbols",
    over: "tcp",
    port: 48898,
    messages: [
      asked(9, PLC, 1, `09f00000 00000000 00010000 ${little(size(NAME), 4)} ${NAME}`),
      answered(9, PLC, 1, "00000000 18000000 18000000 40400000 10000000 04000000 04000000 00000000"),
      asked(9, PLC, 2, `03f00000 00000000 04000000 ${little(size(NAME), 4)} ${NAME}`),
      answered(9, PLC, 2, "00000000 04000000 2a000001"),
      asked(2, PLC, 3, "05f00000 2a000001 04000000"),
      answered(2, PLC, 3, "00000000 04000000 0000c841"),
      asked(3, PLC, 4, "05f00000 2a000001 04000000 00002041"),
      answered(3, PLC, 4, "00000000"),
      asked(6, PLC, 5, `05f00000 2a000001 04000000 04000000 00000000 10270000 ${"00".repeat(16)}`),
      answered(6, PLC, 5, "00000000 07000000"),
      message("server", 8, PLC, 0, "24000000 01000000 00c0d10a65d5d801 01000000 07000000 04000000 0000c041"),
      asked(7, PLC, 6, "07000000"),
      answered(7, PLC, 6, "00000000"),
      asked(2, PLC, 7, "20f00000 10000000 02000000"),
      answered(2, PLC, 7, "00000000 02000000 3412"),
      asked(3, PLC, 8, "31f00000 08000000 01000000 01"),
      asked(9, PLC, 9, `04f00000 00000000 04000000 ${little(size(NAME), 4)} ${NAME}`),
      answered(9, PLC, 9, "00000000 04000000 0000c841"),
      asked(9, PLC, 10, `03f00000 00000000 04000000 04000000 ${text("NONE")}`),
      answered(9, PLC, 10, "10070000"),
      asked(9, PLC, 11, "81f00000 01000000 04000000 0d000000 20400000 00000000 01000000 05"),
    ],
  },
  {
    name: "router",
    over: "tcp",
    port: 48898,
    messages: [
      { from: "client", hex: "0010 02000000 0000" },
      { from: "server", hex: "0010 08000000 c0a8016301010f80" },
      { from: "client", hex: "0100 02000000 0f80" },
    ],
  },
  {
    name: "discovery and a route",
    over: "udp",
    port: 48899,
    messages: [
      { from: "client", hex: `03661471 01000000 01000000 ${CLIENT} 1027 00000000` },
      {
        from: "server",
        hex: `03661471 01000000 01000080 ${SERVER} 1027 03000000 ${tag(5, `${text("CX-0D7560")}00`)} ${tag(4, "14010000 07000000 00000000 00000000 03000000")} ${tag(3, "0301ae0f")}`,
      },
      {
        from: "client",
        hex: `03661471 02000000 06000000 ${CLIENT} 1027 05000000 ${tag(12, `${text("HMI")}00`)} ${tag(7, CLIENT)} ${tag(13, `${text("Guest")}00`)} ${tag(2, "3100")} ${tag(5, `${text("HMI")}00`)}`,
      },
      { from: "server", hex: `03661471 02000000 06000080 ${SERVER} 1027 01000000 ${tag(1, "04070000")}` },
    ],
  },
];
