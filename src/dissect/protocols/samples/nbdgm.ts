import { hexText, lengthOf } from "./dns-bytes.ts";
import { encodedName } from "./nbns.ts";
import type { Exchange } from "./sample.ts";
import { smbHeader } from "./smb-bytes.ts";

const NAMES = `${encodedName("HIST-01", 0)} ${encodedName("PLANT", 0x1d)}`;
const MESSAGE = `${smbHeader("2b", "18")} 00 0000`;

/** A datagram to a group, an error, and a query. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "datagrams",
    over: "udp",
    port: 138,
    messages: [
      { from: "client", hex: `11 0a 8001 c0000201 008a ${lengthOf(NAMES + MESSAGE)} 0000 ${NAMES} ${MESSAGE}` },
      { from: "server", hex: "13 02 8001 c0000202 008a 82" },
      { from: "client", hex: `14 02 8002 c0000201 008a ${encodedName("HIST-01", 0x20)}` },
    ],
  },
  {
    name: "faults: a name that is not encoded",
    over: "udp",
    port: 138,
    messages: [
      { from: "client", hex: `10 02 8003 c0000201 008a 0005 0000 03${hexText("abc")}00 03${hexText("abc")}00` },
    ],
  },
];
