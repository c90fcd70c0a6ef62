import { ascii, connected, handed, le, multiple, routed, symbol, unconnected } from "./enip-bytes.ts";
import type { Exchange } from "./sample.ts";

const PRODUCT = "1756-EN2T/D";

/** The Identity object's attributes 1 to 8 of a made-up communication module. */
export const MODULE = `0100 0c00 a600 0b1c 3000 11c0ffee ${le(PRODUCT.length, 1)} ${ascii(PRODUCT)} 03`;

const ask = (hex: string, context?: string) => ({ from: "client" as const, hex: handed(unconnected(hex, context)) });
const answer = (hex: string, context?: string) => ({ from: "server" as const, hex: handed(unconnected(hex, context)) });
const OUT = 0x20001234;
const IN = 0x80000042;
const send = (sequence: number, hex: string) => ({
  from: "client" as const,
  hex: handed(connected(OUT, sequence, hex)),
});
const reply = (sequence: number, hex: string) => ({
  from: "server" as const,
  hex: handed(connected(IN, sequence, hex)),
});

/** Forward_Open to the message router in slot 0, by vendor 9999 with serial number 0x0BADCAFE. */
const OPEN = `54 02 2006 2401 0a0e 00000000 ${le(IN, 4)} 3412 0f27 fecaad0b 02 000000 80841e00 f443 80841e00 f443 a3 03 0100 2002 2401`;
const OPENED = `d4 00 00 00 ${le(OUT, 4)} ${le(IN, 4)} 3412 0f27 fecaad0b 80841e00 80841e00 00 00`;

export const SAMPLES: readonly Exchange[] = [
  {
    name: "identity, directly and by way of the backplane",
    over: "inside",
    carrier: "enip",
    port: 0xb2,
    messages: [
      ask("01 02 2001 2401", "0100000000000000"),
      answer(`81 00 00 00 ${MODULE}`, "0100000000000000"),
      ask(routed("01 02 2001 2401", 3), "0200000000000000"),
      answer(
        `81 00 00 00 0100 0e00 3700 1422 6030 78563412 14 ${ascii("1756-L72/B LOGIX5572")} 03`,
        "0200000000000000",
      ),
      ask(routed("01 02 2001 2401", 9), "0300000000000000"),
      answer("d2 00 01 01 0402 01", "0300000000000000"),
      ask("03 02 2001 2401 0200 0100 0600", "0400000000000000"),
      answer("83 00 00 00 0200 0100 0000 0100 0600 0000 11c0ffee", "0400000000000000"),
      ask("0e 03 20f5 2401 3006", "0500000000000000"),
      answer(`8e 00 00 00 0700 ${ascii("mixer-1")}`, "0500000000000000"),
      ask("0e 03 20f5 2401 3005", "0600000000000000"),
      answer(
        `8e 00 00 00 150aa8c0 00ffffff 010aa8c0 00000000 00000000 0900 ${ascii("plant.lan")} 00`,
        "0600000000000000",
      ),
      ask("01 02 20f6 2401", "0700000000000000"),
      answer("81 00 00 00 64000000 0f000000 02005e102030", "0700000000000000"),
      ask("0e 03 2001 2401 3063", "0800000000000000"),
      answer("8e 00 14 00", "0800000000000000"),
    ],
  },
  {
    name: "a connection, tags by name, several at once, and its end",
    over: "inside",
    carrier: "enip",
    port: 0xb2,
    messages: [
      ask(OPEN, "1000000000000000"),
      answer(OPENED, "1000000000000000"),
      send(1, `4c 05 ${symbol("Pump1")} 2803 0100`),
      reply(1, "cc 00 00 00 c400 2a000000"),
      send(2, `4d 07 ${symbol("Line")} ${symbol("Speed")} ca00 0100 0000c03f`),
      reply(2, "cd 00 00 00"),
      send(3, multiple("0a 02 2002 2401", [`4c 04 ${symbol("LevelA")} 0100`, `4c 05 ${symbol("Missing")} 0100`])),
      reply(3, multiple("8a 00 1e 00", ["cc 00 00 00 c300 0102", "cc 00 05 01 0000"])),
      send(4, "55 03 206b 2500 0000 0200 0100 0200"),
      reply(4, `d5 00 06 00 01000000 0500 ${ascii("Pump1")} c400 17000000 0400 ${ascii("Line")} 9c82`),
      send(5, `52 04 ${symbol("Recipe")} 6400 00000000`),
      reply(5, "d2 00 06 00 a002 1234 0102030405060708"),
      send(6, `53 04 ${symbol("Recipe")} a002 1234 0200 00000000 aabbccdd`),
      reply(6, "d3 00 00 00"),
      send(7, `4e 04 ${symbol("Flags1")} 0400 01000000 ffffffff`),
      reply(7, "ce 00 00 00"),
      send(8, "07 02 208e 2401"),
      reply(8, "87 00 10 00"),
      send(9, "04 02 208b 2401 0100 0600 0040f4c7e3580500"),
      reply(9, "84 00 00 00 0100 0600 0000"),
      send(10, "05 02 2001 2401 01"),
      reply(10, "85 00 0f 00"),
      send(11, "10 03 2004 2464 3003 01020304"),
      reply(11, "90 00 00 00"),
      send(12, "4c 03 206c 2500 3412 00000000 6400"),
      reply(12, "cc 00 00 00 00112233"),
      ask("4e 02 2006 2401 0a0e 3412 0f27 fecaad0b 03 00 0100 2002 2401", "1100000000000000"),
      answer("ce 00 00 00 3412 0f27 fecaad0b 00 00", "1100000000000000"),
    ],
  },
  {
    name: "answers whose requests were not captured",
    over: "inside",
    carrier: "enip",
    port: 0xb2,
    messages: [reply(1, "cc 00 00 00 c400 2a000000"), answer("8e 00 00 00 0100"), reply(2, "d2 00 08 00")],
  },
  {
    name: "a large connection with an electronic key, and extended port segments",
    over: "inside",
    carrier: "enip",
    port: 0xb2,
    messages: [
      ask(
        `5b 02 2006 2401 0a0e 00000000 01000080 0100 0100 01020304 00 000000 10270000 f40f0043 10270000 f40f0043 01
         0f 0101 120b ${ascii("192.0.2.200")} 00 3404 0100 0c00 a600 8b1c 2004 2464`,
      ),
      answer("db 00 01 01 1301 0100 0100 01020304 00 00"),
    ],
  },
];
