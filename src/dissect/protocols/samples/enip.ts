import { ascii, connected, item, le, packet, unconnected } from "./enip-bytes.ts";
import type { Exchange } from "./sample.ts";

const NAME = "1769-L33ER/A LOGIX5333ER";
const SOCKET = "0002 af12 c0a80a15 0000000000000000";

/** An identity as List Identity carries it. */
export const IDENTITY = `0100 ${SOCKET} 0100 0e00 9500 210b 6031 4e3d6270 ${le(NAME.length, 1)} ${ascii(NAME)} 03`;

export const SAMPLES: readonly Exchange[] = [
  {
    name: "discovery by broadcast",
    over: "udp",
    port: 44818,
    messages: [
      { from: "client", hex: packet(0x63, 0, "") },
      { from: "server", hex: packet(0x63, 0, `0100 ${item(0x0c, IDENTITY)}`) },
      { from: "client", hex: packet(0x04, 0, "") },
      { from: "server", hex: packet(0x04, 0, `0100 ${item(0x100, `0100 2001 ${ascii("Communications")}0000`)}`) },
      { from: "client", hex: packet(0x64, 0, "") },
      { from: "server", hex: packet(0x64, 0, "0000") },
    ],
  },
  {
    name: "a session with unconnected and connected messages",
    over: "tcp",
    port: 44818,
    messages: [
      { from: "client", hex: packet(0x65, 0, "0100 0000") },
      { from: "server", hex: packet(0x65, 0x00250117, "0100 0000") },
      { from: "client", hex: packet(0x00, 0x00250117, "01020304") },
      { from: "client", hex: unconnected("0e 03 2001 2401 3006") },
      { from: "server", hex: unconnected("8e 00 00 00 4e3d6270") },
      { from: "client", hex: connected(0x20000001, 7, "0e 03 2001 2401 3005") },
      { from: "server", hex: connected(0x80000001, 7, "8e 00 00 00 6031") },
      {
        from: "client",
        hex: packet(0x6f, 0x99, `00000000 0a00 0200 ${item(0, "")} ${item(0xb2, "0e 03 2001 2401 3006")}`),
      },
      { from: "server", hex: packet(0x6f, 0x99, "", "0102030405060708", 0x64) },
      { from: "client", hex: packet(0x66, 0x00250117, "") },
    ],
  },
];
