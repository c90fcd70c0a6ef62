import { bytesOf } from "../../testing.ts";
import type { Exchange } from "./sample.ts";

/** A BVLC message in hexadecimal digits: type, function and length are put before the octets. */
export function link(code: number, hex: string, type = 0x81): string {
  const length = bytesOf(hex).length + 4;
  return `${byte(type)} ${byte(code)} ${byte(length >> 8)}${byte(length & 255)} ${hex}`;
}

/** An APDU to one device on this network; `control` 04 expects an answer. */
export const unicast = (apdu: string, control = "00"): string => link(0x0a, `01 ${control} ${apdu}`);
/** An APDU to everybody on every network. */
export const broadcast = (apdu: string): string => link(0x0b, `01 20 ffff 00 ff ${apdu}`);

/** Context or application tag with text in UTF-8. */
export function textTag(tag: number, isContext: boolean, text: string): string {
  const length = text.length + 1;
  const head = (tag << 4) | (isContext ? 8 : 0);
  const lead = length < 5 ? byte(head | length) : `${byte(head | 5)}${byte(length)}`;
  return `${lead}00${Array.from(text, (letter) => byte(letter.charCodeAt(0))).join("")}`;
}

function byte(value: number): string {
  return value.toString(16).padStart(2, "0");
}

const ask = (apdu: string) => ({ from: "client" as const, hex: unicast(apdu, "04") });
const say = (apdu: string) => ({ from: "client" as const, hex: unicast(apdu) });
const answer = (apdu: string) => ({ from: "server" as const, hex: unicast(apdu) });

const VENDOR = textTag(7, false, "Examplesoft");
const MODEL = textTag(7, false, "AHU-9000");

export const SAMPLES: readonly Exchange[] = [
  {
    name: "discovery: Who-Is, I-Am, Who-Has, I-Have, Who-Am-I, You-Are",
    over: "udp",
    port: 47808,
    messages: [
      { from: "client", hex: broadcast("10 08 0a 03e8 1a 07cf") },
      { from: "client", hex: broadcast("10 08") },
      { from: "server", hex: broadcast("10 00 c4 020004d2 22 05c4 91 03 22 013d") },
      { from: "client", hex: broadcast(`10 07 ${textTag(3, true, "Zone temperature")}`) },
      { from: "client", hex: broadcast("10 07 09 00 1b 3fffff 2c 00000007") },
      { from: "server", hex: broadcast(`10 01 c4 020004d2 c4 00000007 ${textTag(7, false, "Zone temperature")}`) },
      { from: "server", hex: broadcast(`10 0d 22 013d ${MODEL} ${textTag(7, false, "SN-0815")}`) },
      { from: "client", hex: broadcast(`10 0e 22 013d ${MODEL} ${textTag(7, false, "SN-0815")} c4 020004d2`) },
    ],
  },
  {
    name: "reading: one property, several, a range, a file",
    over: "udp",
    port: 47808,
    messages: [
      ask("00 05 01 0c 0c 00000007 19 55"),
      answer("30 01 0c 0c 00000007 19 55 3e 44 41b80000 3f"),
      ask("02 75 02 0e 0c 020004d2 1e 09 79 09 46 09 2c 09 0c 09 4d 0a 0174 1f"),
      answer(
        `30 02 0e 0c 020004d2 1e 29 79 4e ${VENDOR} 4f 29 46 4e ${MODEL} 4f 29 2c 4e ${textTag(7, false, "4.2.1")} 4f
         29 0c 4e ${textTag(7, false, "2.0 b7")} 4f 29 4d 4e ${textTag(7, false, "Roof unit 3")} 4f
         2a 0174 5e 91 02 91 20 5f 1f`,
      ),
      ask("00 05 03 1a 0c 05000002 19 83 3e 21 01 31 0a 3f"),
      answer("30 03 1a 0c 05000002 19 83 3a 05 c0 49 01 5e 0e a4 75 060f 02 b4 0c000000 0f 1e 2c 41a00000 1f 5f 69 01"),
      ask("00 05 04 06 c4 02800001 0e 31 00 21 10 0f"),
      answer("30 04 06 11 0e 31 00 65 04 deadbeef 0f"),
      ask("00 05 05 06 c4 02800001 1e 31 00 21 01 1f"),
      answer("30 05 06 10 1e 31 00 21 01 62 abcd 1f"),
      ask("00 05 06 0c 0c 020004d2 19 4c 29 00"),
      answer("30 06 0c 0c 020004d2 19 4c 29 00 3e 21 21 3f"),
      ask("00 05 07 0c 0c 00800001 19 6f"),
      answer("30 07 0c 0c 00800001 19 6f 3e 82 04 90 3f"),
      ask("00 05 08 0d 0e 09 02 0f 1e 09 55 1f"),
      answer("30 08 0d 0c 00000007 1e 29 55 4e 44 41b80000 4f 1f"),
      ask("00 05 09 0c 0c 01400003 19 57"),
      answer("30 09 0c 0c 01400003 19 57 3e 00 00 91 01 00 55 08 4010000000000000 32 ff38 11 3f"),
    ],
  },
  {
    name: "writing: properties, lists, objects, files, and a program",
    over: "udp",
    port: 47808,
    messages: [
      ask("00 05 10 0f 0c 00800005 19 55 3e 44 42a00000 3f 49 08"),
      answer("20 10 0f"),
      ask("00 05 11 10 0c 01000002 1e 09 55 2e 91 01 2f 39 08 1f 0c 01000003 1e 09 51 2e 11 2f 1f"),
      answer("50 11 10 0e 91 02 91 28 0f 1e 0c 01000003 19 51 1f"),
      ask("00 05 12 08 0c 03c00001 19 66 3e 91 01 3f"),
      answer("50 12 08 0e 91 02 91 25 0f 19 01"),
      ask("00 05 13 09 0c 03c00001 19 66 3e 91 01 3f"),
      answer("20 13 09"),
      ask(`00 05 14 0a 0e 09 02 0f 1e 09 4d 2e ${textTag(7, false, "Spare")} 2f 1f`),
      answer("30 14 0a c4 00800063"),
      ask("00 05 15 0b c4 00800063"),
      answer("50 15 0b 91 01 91 17"),
      ask("00 05 16 07 c4 02800001 0e 31 00 62 0102 0f"),
      answer("30 16 07 09 00"),
      ask("00 05 17 0f 0c 04000001 19 5a 3e 91 01 3f"),
      answer("20 17 0f"),
      ask("00 05 18 0f 0c 04000001 19 5a 3e 91 03 3f"),
      answer("50 18 0f 91 02 91 28"),
      say("10 0a 09 05 19 08 2e 09 01 1e 44 3f800000 1f 2f"),
    ],
  },
  {
    name: "changes of value, events and alarms",
    over: "udp",
    port: 47808,
    messages: [
      ask("00 05 20 05 09 01 1c 00000007 29 01 39 3c"),
      answer("20 20 05"),
      {
        from: "server",
        hex: unicast(
          "00 05 60 01 09 01 1c 020004d2 2c 00000007 39 3c 4e 09 55 2e 44 41b80000 2f 09 6f 2e 82 04 00 2f 4f",
          "04",
        ),
      },
      say("20 60 01"),
      { from: "server", hex: broadcast("10 02 09 00 1c 020004d2 2c 00000007 39 00 4e 09 55 2e 44 41b90000 2f 4f") },
      {
        from: "server",
        hex: unicast(
          `00 05 61 02 09 01 1c 020004d2 2c 00000007 3e 19 10 3f 49 04 59 64 69 05 ${textTag(7, true, "High")}
           89 00 99 01 a9 00 b9 03 ce 5e 0c 42c80000 1a 04 80 2c 3f000000 3c 42b40000 5f cf`,
          "04",
        ),
      },
      say("20 61 02"),
      ask(
        `00 05 21 00 09 01 1c 00000007 29 03 3e 19 10 3f ${textTag(4, true, "desk")} 5e 2e a4 7a0b17 01 b4 0d1e0000 2f 5f`,
      ),
      answer("20 21 00"),
      ask("00 05 22 03"),
      answer("30 22 03 c4 00000007 91 03 82 05 a0"),
      ask("00 05 23 04 09 00"),
      answer("30 23 04 c4 00000007 91 05 91 03 21 64 21 04"),
      ask("00 05 24 1d"),
      answer(
        "30 24 1d 0e 0c 00000007 19 03 2a 05 a0 3e 0c 0d1e0000 19 00 19 00 3f 49 00 5a 05 e0 6e 21 64 21 64 21 64 6f 0f 19 00",
      ),
      ask("00 05 25 1c 09 01 1c 00000007 29 00 39 3c 4e 09 55 4f 5c 3f800000"),
      answer("20 25 1c"),
      ask("00 05 26 1e 09 01 19 01 29 3c 39 05 4e 0c 00000007 1e 0e 09 55 0f 1c 3f000000 29 01 1f 4f"),
      answer("20 26 1e"),
      ask(`00 05 27 1b 09 01 ${textTag(1, true, "panel")} 29 01 3c 05400001`),
      answer("20 27 1b"),
    ],
  },
  {
    name: "device management, with passwords, and time",
    over: "udp",
    port: 47808,
    messages: [
      ask(`00 05 30 11 09 05 19 01 ${textTag(2, true, "secret")}`),
      answer("20 30 11"),
      ask(`00 05 31 14 09 01 ${textTag(1, true, "secret")}`),
      answer("50 31 14 91 05 91 1a"),
      ask("00 05 32 14 09 00"),
      answer("60 32 09"),
      ask("00 05 33 12 09 7b 19 05 2e 21 07 2f"),
      answer("30 33 12 09 7b 19 05 2e 21 08 2f"),
      ask("00 05 34 12 09 7b 19 06"),
      answer("50 34 12 0e 91 05 91 1d 0f 19 7b 29 06"),
      ask(`00 05 35 13 0c 020004d2 1e 09 03 1f 29 01 ${textTag(3, true, "Filter")}`),
      answer("20 35 13"),
      say("10 04 09 7b 19 05"),
      say(`10 05 0c 020004d2 29 00 ${textTag(3, true, "Filter")}`),
      say("10 06 a4 7a0b1701 b4 0d1e0000"),
      say("10 09 a4 7a0b1701 b4 0c1e0000"),
      ask("00 05 36 15 91 01 21 05"),
      answer("30 36 15 21 09"),
      ask("00 05 37 17 21 09 62 6869 21 00"),
      answer("30 37 17 09 01"),
      ask("00 05 38 16 21 09"),
      answer("50 38 16 0e 91 06 91 23 0f 1e 21 09 1f"),
      ask(`00 05 39 18 09 07 ${textTag(2, true, "op")} ${textTag(3, true, "pw")}`),
      answer("71 39 04"),
    ],
  },
  {
    name: "segments of an answer and of a request",
    over: "udp",
    port: 47808,
    messages: [
      ask("02 73 40 0e 0c 020004d2 1e 09 79 09 46 1f"),
      answer(`3c 40 00 02 0e 0c 020004d2 1e 29 79 4e ${VENDOR}`),
      say("40 40 00 02"),
      answer(`38 40 01 02 0e 4f 29 46 4e ${MODEL} 4f 1f`),
      say("40 40 01 02"),
      ask("0c 73 41 00 02 0f 0c 00800005 19 55"),
      answer("41 41 00 02"),
      ask("08 73 41 01 02 0f 3e 44 42a00000 3f"),
      answer("20 41 0f"),
    ],
  },
  {
    name: "devices behind routers, and routers themselves",
    over: "udp",
    port: 47808,
    messages: [
      { from: "client", hex: link(0x0a, "01 24 0005 01 0c ff 00 05 50 0c 0c 0200000c 19 4d") },
      {
        from: "server",
        hex: link(0x0a, `01 08 0005 01 0c 30 50 0c 0c 0200000c 19 4d 3e ${textTag(7, false, "VAV 12")} 3f`),
      },
      { from: "server", hex: link(0x0b, "01 28 ffff 00 0005 01 0c ff 10 00 c4 0200000c 22 01e0 91 03 21 24") },
      { from: "client", hex: link(0x0b, "01 80 00 0005") },
      { from: "client", hex: link(0x0b, "01 80 00") },
      { from: "server", hex: link(0x0b, "01 80 01 0005 0006") },
      { from: "server", hex: link(0x0a, "01 80 02 0007 10") },
      { from: "server", hex: link(0x0a, "01 80 03 01 0009") },
      { from: "server", hex: link(0x0b, "01 80 04 0005") },
      { from: "server", hex: link(0x0b, "01 80 05 0005") },
      { from: "client", hex: link(0x0a, "01 84 06 01 0005 02 00") },
      { from: "server", hex: link(0x0a, "01 80 07 01 0005 02 01 aa") },
      { from: "client", hex: link(0x0a, "01 84 08 0005 1e") },
      { from: "client", hex: link(0x0a, "01 84 09 0005") },
      { from: "client", hex: link(0x0a, "01 80 0a 0102") },
      { from: "client", hex: link(0x0b, "01 80 12") },
      { from: "server", hex: link(0x0b, "01 80 13 0005 01") },
      { from: "client", hex: link(0x0a, "01 80 80 013d 0102") },
    ],
  },
  {
    name: "broadcast management",
    over: "udp",
    port: 47808,
    messages: [
      { from: "client", hex: link(0x05, "003c") },
      { from: "server", hex: link(0x00, "0000") },
      { from: "client", hex: link(0x02, "") },
      { from: "server", hex: link(0x03, "c0000202bac0ffffffff c6336401bac0ffffff00") },
      { from: "client", hex: link(0x06, "") },
      { from: "server", hex: link(0x07, "c0000201bac0003c0050") },
      { from: "client", hex: link(0x01, "c0000202bac0ffffffff") },
      { from: "server", hex: link(0x00, "0010") },
      { from: "client", hex: link(0x08, "c0000201bac0") },
      { from: "client", hex: link(0x09, "01 00 10 08") },
      { from: "server", hex: link(0x04, "c6336407bac0 01 20 ffff 00 ff 10 00 c4 02000063 22 05c4 91 00 21 24") },
      { from: "client", hex: link(0x0c, "0102030405") },
    ],
  },
  {
    name: "BACnet/IPv6",
    over: "udp",
    port: 47808,
    messages: [
      { from: "client", hex: link(0x02, "000001 01 00 10 08", 0x82) },
      { from: "server", hex: link(0x01, "000002 000001 01 00 10 00 c4 02000002 22 05c4 91 00 21 24", 0x82) },
      { from: "client", hex: link(0x03, "000001 000002", 0x82) },
      { from: "server", hex: link(0x04, "000001 000002 20010db8000000000000000000000001 bac0", 0x82) },
      { from: "server", hex: link(0x05, "000002 000001", 0x82) },
      { from: "client", hex: link(0x06, "000001", 0x82) },
      { from: "server", hex: link(0x07, "000002 000001", 0x82) },
      { from: "server", hex: link(0x08, "000003 20010db8000000000000000000000003 bac0 01 00 10 08", 0x82) },
      { from: "client", hex: link(0x09, "000001 003c", 0x82) },
      { from: "server", hex: link(0x00, "000002 0000", 0x82) },
      { from: "client", hex: link(0x0a, "000001 20010db8000000000000000000000003 bac0", 0x82) },
      { from: "server", hex: link(0x00, "000002 00a0", 0x82) },
      { from: "client", hex: link(0x0b, "000001 0102", 0x82) },
      { from: "client", hex: link(0x0c, "000001 01 00 10 08", 0x82) },
    ],
  },
  {
    name: "over Ethernet",
    over: "llc",
    port: 0x82,
    messages: [{ from: "server", hex: "82 82 03 01 20 ffff 00 ff 10 00 c4 02000005 22 05c4 91 00 21 24" }],
  },
  {
    name: "faults: lengths, tags and parameters that are wrong",
    over: "udp",
    port: 47808,
    messages: [
      { from: "client", hex: "810a 000c 01 04 00 05 01 0c 0c 00000007 19 55" },
      { from: "client", hex: unicast("00 05 02 0c 0c 00000007") },
      { from: "client", hex: unicast("00 05 03 0f 0c 00000007 19 55 3e 44 3f800000") },
      { from: "client", hex: unicast("00 05 04 0c 0c 00000007 19 55 29 01 99 00") },
      { from: "client", hex: broadcast("10 00 c4 020004d2 31 05 91 03 21 24") },
      { from: "client", hex: unicast("80") },
      { from: "client", hex: link(0x0a, "02 00 10 08") },
      { from: "client", hex: link(0x0a, "01 50 10 08") },
      { from: "client", hex: link(0x1d, "0102") },
      { from: "client", hex: "810a 0020 01 00 10 08" },
    ],
  },
];
