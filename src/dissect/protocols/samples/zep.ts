import type { Exchange } from "./sample.ts";

/** A poll in both versions, and an acknowledgment of the sniffer. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "frames",
    over: "udp",
    port: 17754,
    messages: [
      {
        from: "server",
        hex: `455802010b000100ff0000000000000000 00000007 ${"00".repeat(10)}0c 638881592ec018e4b704ffc8`.replaceAll(
          " ",
          "",
        ),
      },
      { from: "server", hex: `4558010b000100ff${"00".repeat(7)}0c638881592ec018e4b704ffc8` },
      { from: "client", hex: "4558020200000007" },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 17754,
    messages: [{ from: "server", hex: `4558010b000101ff${"00".repeat(7)}0c638881592ec018e4b7040000` }],
  },
];
