import type { Exchange } from "./sample.ts";

/** A managed switch with name, description, capabilities, address, VLAN and MED inventory; then its farewell. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a switch announces itself and leaves",
    over: "ethernet",
    port: 0x88cc,
    messages: [
      {
        from: "client",
        hex: `0207 04 020000000001 0406 05 706f727431 0602 0078 0806 706f72742031 0a05 73772d3031 0c0c 4d616e61676564203820 7078
          0e04 0014 0004 100c 05 01 c0000201 02 00000001 00 fe06 0080c2 01 000a fe0a 0080c2 03 000a 03 4f5431
          fe09 00120f 01 03 6c01 001e fe06 00120f 04 05ee fe07 0012bb 01 0033 04 fe09 0012bb 08 5331323334 fe0a 0012bb 0a 4d4f44454c31
          fe08 000ecf 02 0000 0000 fe0a 000ecf 05 020000000001 0000 0000`,
      },
      { from: "client", hex: "0207 04 020000000001 0406 05 706f727431 0602 0000 0000" },
    ],
  },
];
