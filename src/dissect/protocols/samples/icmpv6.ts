import type { Exchange } from "./sample.ts";

const ONE = "fe80 0000 0000 0000 0000 0000 0000 0001";
const TWO = "fe80 0000 0000 0000 0000 0000 0000 0002";
const GROUP = "ff02 0000 0000 0000 0000 0000 0000 00fb";
const QUOTE = `6000 0000 000c 11 40 ${ONE} ${TWO} c350 00a1 000c 0000`;

function ascii(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

const NONCE = "0001020304050607";

/** Echo, neighbor and router discovery, errors with the packet they are about, and listeners of groups. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "echo and neighbors",
    over: "ip",
    port: 58,
    messages: [
      { from: "client", hex: "8000 0000 1234 0001 61626364" },
      { from: "server", hex: "8100 0000 1234 0001 61626364" },
      { from: "client", hex: `8700 0000 00000000 ${TWO} 01 01 020000000001 0e 01 010203040506` },
      { from: "server", hex: `8800 0000 e0000000 ${TWO} 02 01 020000000002` },
      { from: "client", hex: "8500 0000 00000000 01 01 020000000001" },
      {
        from: "server",
        hex: `8600 0000 40 c8 0708 00000000 00000000 01 01 020000000002 05 01 0000 000005dc
          03 04 40 c0 00015180 00003840 00000000 2001 0db8 0000 0000 0000 0000 0000 0000
          19 03 0000 00000e10 ${TWO} 1f 03 0000 00000e10 05 706c616e74 07 6578616d706c65 00 00
          18 02 40 08 00000e10 20010db8 00000000
          25 04 ${ascii("https://portal.example/api")} 00000000
          26 02 0258 0064ff9b 00000000 00000000
          90 03 0001 00000e10 0005 03 646e73 00 0000 0000 0000000000
          1a 01 000000000000 07 01 0000 000003e8 08 01 0000 0001 0708`,
      },
      { from: "client", hex: `8700 0000 00000000 ${TWO} 01 02 0201020304050607 000000000000` },
    ],
  },
  {
    name: "errors, redirect and listeners",
    over: "ip",
    port: 58,
    messages: [
      { from: "server", hex: `0104 0000 00000000 ${QUOTE}` },
      { from: "server", hex: `0200 0000 00000500 ${QUOTE}` },
      { from: "server", hex: `0300 0000 00000000 ${QUOTE}` },
      { from: "server", hex: `0401 0000 00000028 ${QUOTE}` },
      { from: "server", hex: `8900 0000 00000000 ${ONE} ${TWO} 02 01 020000000003 04 07 000000000000 ${QUOTE}` },
      { from: "server", hex: `8200 0000 2710 0000 ${GROUP} 02 7d 0001 ${ONE}` },
      { from: "client", hex: `8300 0000 0000 0000 ${GROUP}` },
      { from: "client", hex: `8400 0000 0000 0000 ${GROUP}` },
      { from: "client", hex: `8f00 0000 0000 0002 04 00 0000 ${GROUP} 01 01 0001 ${GROUP} ${ONE} 00000000` },
    ],
  },
  {
    name: "names, interfaces, inverse discovery and mobile nodes",
    over: "ip",
    port: 58,
    messages: [
      { from: "client", hex: `8b00 0000 0002 0000 ${NONCE} ${TWO}` },
      { from: "server", hex: `8c00 0000 0002 0000 ${NONCE} 00000000 05 706c632d37 05 706c616e74 00` },
      { from: "client", hex: `8b01 0000 0003 0000 0001020304050608 05 706c632d37 0000` },
      { from: "server", hex: `8c00 0000 0003 0000 0001020304050608 00000e10 ${TWO}` },
      { from: "server", hex: `8c00 0000 0004 0000 0001020304050609 00000e10 c0000207` },
      { from: "server", hex: `8c01 0000 0002 0000 000102030405060a` },
      { from: "client", hex: `a000 0000 1234 05 01 20000000 000c 0301 ${ascii("eth0")} 00000000` },
      { from: "server", hex: "a100 0000 1234 05 43" },
      { from: "client", hex: "8d00 0000 00000000 01 01 020000000001 02 01 020000000002" },
      { from: "server", hex: `8e00 0000 00000000 01 01 020000000002 02 01 020000000001 0a 03 000000000000 ${TWO}` },
      { from: "client", hex: "9000 0000 0007 0000" },
      { from: "server", hex: `9100 0000 0007 0000 ${TWO}` },
      { from: "client", hex: "9200 0000 0008 0000" },
      { from: "server", hex: "9300 0000 0008 8000 05 01 0000 000005dc" },
      { from: "client", hex: "9400 0000 0009 ffff" },
      { from: "server", hex: "9500 0000 0009 0001 0000 0000" },
      { from: "server", hex: "9714 0000 007d 0002" },
      { from: "client", hex: "9800 0000" },
      { from: "server", hex: "9900 0000" },
    ],
  },
  {
    name: "a mesh of sensors, and renumbering",
    over: "ip",
    port: 58,
    messages: [
      { from: "client", hex: "9b00 0000 00 00" },
      { from: "server", hex: `9b01 0000 1e f0 0100 88 01 00 00 ${TWO}` },
      { from: "client", hex: `9b02 0000 1e c0 00 05 ${TWO}` },
      { from: "server", hex: "9b03 0000 1e 00 05 00" },
      { from: "client", hex: `9d00 0000 00 00 003c ${NONCE} ${ONE}` },
      { from: "server", hex: `9e00 0000 01 00 003c ${NONCE} ${ONE}` },
      { from: "client", hex: `8700 0000 00000000 ${TWO} 21 02 00 000000 003c ${NONCE}` },
      {
        from: "server",
        hex: `8600 0000 40 00 0000 00000000 00000000 22 02 40 13 0000 000a 20010db8 00000000
          23 03 0001 0002 003c ${TWO}`,
      },
      { from: "server", hex: "8a00 0000 00000001 00 40 0000 00000000" },
      { from: "server", hex: "9f00 0000 0102" },
    ],
  },
];
