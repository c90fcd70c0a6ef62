import type { Exchange } from "./sample.ts";

const NONE = (octets: number): string => "00".repeat(octets);
const MASTER = "010000000002 04 0103a8c0";

/** Cyclic data of Field Basic, node search, and a frame of which only the EtherType is known. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "cyclic data",
    over: "udp",
    port: 61450,
    messages: [
      {
        from: "client",
        hex: `5000 00ff ff03 00 8600 0000 700e 0000 0100 0000 2400 ${NONE(14)} 0100 0000 0011223344550000
          0103a8c0 01 00 0700 f401 0300 0100 0100 0100 0000 0203a8c0 2a00 ${NONE(62)} 05 ${NONE(7)}`,
      },
      {
        from: "server",
        hex: `d000 00ff ff03 00 7a00 0000 0100 0000 2800 ${NONE(14)} 3412 0000 78563412 0200 0000 0100 0000 00000000
          0203a8c0 01 00 0700 0700 ${NONE(62)} 01 ${NONE(7)}`,
      },
      {
        from: "server",
        hex: `d000 00ff ff03 00 7a00 0000 0100 e0cf 2800 ${NONE(14)} 3412 0000 78563412 0200 0000 0100 0000 00000000
          0203a8c0 01 00 0800 ${NONE(72)}`,
      },
    ],
  },
  {
    name: "node search",
    over: "udp",
    port: 61451,
    messages: [
      { from: "client", hex: `5400 0100 0000 00ff ff03 00 1100 0000 300e 0000 ${MASTER}` },
      {
        from: "server",
        hex: `d400 0100 0000 00ff ff03 00 3500 0000 ${MASTER} 030000000002 04 0203a8c0 00ffffff ffffffff 00 3412 78563412 0200
          04 ffffffff ffff 0000 0bf0 01`,
      },
      {
        from: "client",
        hex: `5400 0200 0000 00ff ff03 00 2d00 0000 310e 0000 ${MASTER} 030000000002 04 0903a8c0 00ffffff ffffffff 00
          04 ffffffff ffff 01`,
      },
      { from: "server", hex: "d400 0200 0000 00ff ff03 00 0800 0000 010000000002" },
      { from: "server", hex: "d400 0300 0000 00ff ff03 00 0b00 f0cf 00ff ff03 00 310e 0000" },
    ],
  },
  {
    name: "a frame of Control, Field or TSN",
    over: "ethernet",
    port: 0x890f,
    messages: [{ from: "client", hex: `0102 0304 ${NONE(42)}` }],
  },
];
