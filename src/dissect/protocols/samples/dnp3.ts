import { bytesOf } from "../../testing.ts";
import { crcOf } from "../dnp3/crc.ts";
import type { Exchange } from "./sample.ts";

const MASTER = 1;
const OUTSTATION = 10;

/** A link frame in hexadecimal digits: check values are put in after the header and after every 16 octets. */
export function linkFrame(control: number, destination: number, source: number, userHex = ""): string {
  const user = bytesOf(userHex);
  const header = [0x05, 0x64, 5 + user.length, control, destination & 255, destination >> 8, source & 255, source >> 8];
  const octets = [...header, ...checkOf(header)];
  for (let at = 0; at < user.length; at += 16) {
    const block = [...user.slice(at, at + 16)];
    octets.push(...block, ...checkOf(block));
  }
  return octets.map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

function checkOf(octets: readonly number[]): [number, number] {
  const check = crcOf(Uint8Array.from(octets), 0, octets.length);
  return [check & 255, check >> 8];
}

/** A whole fragment from the master in one frame. */
export function fromMaster(fragmentHex: string, outstation = OUTSTATION): string {
  return linkFrame(0xc4, outstation, MASTER, `c0${fragmentHex}`);
}

/** A whole fragment from the outstation in one frame. */
export function fromOutstation(fragmentHex: string, outstation = OUTSTATION): string {
  return linkFrame(0x44, MASTER, outstation, `c0${fragmentHex}`);
}

/** Text as hexadecimal digits. */
export function asHex(text: string): string {
  return Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function little(value: number, octets: number): string {
  let digits = "";
  for (let at = 0; at < octets; at++) digits += (Math.floor(value / 256 ** at) % 256).toString(16).padStart(2, "0");
  return digits;
}

/** An attribute of group 0 that is text. */
function attribute(variation: number, text: string): string {
  return `00${little(variation, 1)}000000 01${little(text.length, 1)}${asHex(text)}`;
}

/** 2025-01-01 00:00:00 UTC in milliseconds. */
const MOMENT = little(1_735_689_600_000, 6);
const RELAY = "0c01 28 0100 0500 03 01 f4010000 00000000";
const FILE_NAME = "conf/relay7.cfg";

const LONG_RESPONSE =
  `e2 81 0000 0a02 00 00c7 ${"01".repeat(100)}${"81".repeat(100)} 1402 00 0063 ${"010500".repeat(100)}`.replace(
    /\s+/g,
    "",
  );

/** The fragment cut into transport segments of at most 249 octets, one link frame each. */
export function segmented(fragmentHex: string, sequence: number): string[] {
  const frames: string[] = [];
  for (let at = 0; at < fragmentHex.length; at += 498) {
    const last = at + 498 >= fragmentHex.length;
    const header = (last ? 0x80 : 0) | (at === 0 ? 0x40 : 0) | ((sequence + at / 498) & 0x3f);
    frames.push(linkFrame(0x44, MASTER, OUTSTATION, little(header, 1) + fragmentHex.slice(at, at + 498)));
  }
  return frames;
}

/** A master and an outstation: link start, polls, controls, time, events, files, attributes, authentication, errors. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "link start, integrity poll in segments, events confirmed",
    over: "tcp",
    port: 20000,
    messages: [
      { from: "client", hex: linkFrame(0xc0, OUTSTATION, MASTER) },
      { from: "server", hex: linkFrame(0x00, MASTER, OUTSTATION) },
      { from: "client", hex: linkFrame(0xc9, OUTSTATION, MASTER) },
      { from: "server", hex: linkFrame(0x0b, MASTER, OUTSTATION) },
      { from: "client", hex: fromMaster("c2 01 3c02 06 3c03 06 3c04 06 3c01 06") },
      { from: "server", hex: segmented(LONG_RESPONSE, 62).join("") },
      { from: "client", hex: fromMaster("c2 00") },
      {
        from: "server",
        hex: fromOutstation(
          `f5 82 8000 3301 07 01 ${MOMENT} 0203 28 0200 0300 81 6400 0400 01 c800 2003 17 01 07 01 d2040000 ${MOMENT}`,
        ),
      },
      { from: "client", hex: fromMaster("d5 00") },
    ],
  },
  {
    name: "select, operate, direct operate and set points",
    over: "tcp",
    port: 20000,
    messages: [
      { from: "client", hex: fromMaster(`c3 03 ${RELAY} 00`) },
      { from: "server", hex: fromOutstation(`c3 81 0000 ${RELAY} 00`) },
      { from: "client", hex: fromMaster(`c4 04 ${RELAY} 00`) },
      { from: "server", hex: fromOutstation(`c4 81 0000 ${RELAY} 02`) },
      { from: "client", hex: fromMaster("c5 05 2903 17 02 01 0000c841 00 02 0000c8c1 00") },
      { from: "server", hex: fromOutstation("c5 81 0000 2903 17 02 01 0000c841 00 02 0000c8c1 0c") },
      { from: "client", hex: fromMaster("c6 06 2902 28 0100 0700 2c01 00") },
    ],
  },
  {
    name: "time, restart indication, classes, freezes and restarts",
    over: "udp",
    port: 20000,
    messages: [
      { from: "client", hex: fromMaster(`c7 02 3201 07 01 ${MOMENT}`) },
      { from: "server", hex: fromOutstation("c7 81 0000") },
      { from: "client", hex: fromMaster("c8 02 5001 00 0707 00") },
      { from: "server", hex: fromOutstation("c8 81 0000") },
      { from: "client", hex: fromMaster("c9 17") },
      { from: "server", hex: fromOutstation("c9 81 0000 3402 07 01 0a00") },
      { from: "client", hex: fromMaster("ca 16 3c02 06 0100 00 0009 1e00 06") },
      { from: "server", hex: fromOutstation("ca 81 0004") },
      { from: "client", hex: fromMaster("cb 15 3c02 06 3c03 06 3c04 06") },
      { from: "client", hex: fromMaster(`cc 0b 3202 07 01 ${MOMENT} 10270000 1400 06`) },
      { from: "client", hex: fromMaster("cd 0d") },
      { from: "server", hex: fromOutstation("cd 81 0000 3401 07 01 1e00") },
      { from: "client", hex: fromMaster("ce 01 0100 17 03 02 03 09") },
    ],
  },
  {
    name: "every kind of point",
    over: "tcp",
    port: 20000,
    messages: [
      { from: "client", hex: fromMaster("c0 01 3c01 06") },
      {
        from: "server",
        hex: fromOutstation(
          `c0 81 0000 0101 00 0009 a502 0301 00 0003 e4 0a01 01 0000 0300 05 1405 00 0000 ffffffff 1506 00 0000 01 3412 ${MOMENT}`,
        ),
      },
      { from: "client", hex: fromMaster("c1 01 3c01 06") },
      {
        from: "server",
        hex: fromOutstation(
          "c1 81 0000 1e04 00 0001 ffff 0080 1e05 00 0000 01 0000c07f 1e06 00 0000 01 182d4454fb210940 2802 00 0000 01 0500",
        ),
      },
      { from: "client", hex: fromMaster("c2 01 3c03 06") },
      {
        from: "server",
        hex: fromOutstation(
          `c2 81 0000 2b05 17 01 04 00 0000803f 0d02 17 01 05 80 ${MOMENT} 6e05 00 0000 68656c6c6f 6503 00 0000 7856341200000000`,
        ),
      },
      { from: "client", hex: fromMaster("c3 02 2201 28 0100 0200 6400") },
      { from: "server", hex: fromOutstation("c3 81 0000 7901 28 0100 0300 01 0a00 2a000000 7002 07 01 6869") },
    ],
  },
  {
    name: "device attributes of two outstations behind one address",
    over: "tcp",
    port: 20000,
    messages: [
      { from: "client", hex: fromMaster("c1 01 00fe 00 0000") },
      {
        from: "server",
        hex: fromOutstation(
          `c1 81 0000 ${attribute(252, "Examplar Relays")} ${attribute(250, "XR-7 Feeder")} ${attribute(242, "3.2.1")} 00f0 000000 02020008`,
        ),
      },
      { from: "client", hex: fromMaster("c2 01 00f8 00 0000", 11) },
      { from: "server", hex: fromOutstation(`c2 81 0000 ${attribute(248, "SN-00417")}`, 11) },
      { from: "client", hex: fromMaster(`c3 02 ${attribute(247, "Bay 7")}`) },
    ],
  },
  {
    name: "files with authentication, transfer and refusal",
    over: "tcp",
    port: 20000,
    messages: [
      {
        from: "client",
        hex: fromMaster(`c1 1d 4602 5b 01 1a00 0c00 0600 1200 0800 00000000 ${asHex("editor")}${asHex("hush-now")}`),
      },
      { from: "server", hex: fromOutstation("c1 81 0000 4602 5b 01 0c00 0c00 0000 0c00 0000 78563412") },
      {
        from: "client",
        hex: fromMaster(
          `c2 19 4603 5b 01 2900 1a00 ${little(FILE_NAME.length, 2)} ${MOMENT} b601 78563412 00000000 0100 0004 0100 ${asHex(FILE_NAME)}`,
        ),
      },
      { from: "server", hex: fromOutstation("c2 81 0000 4604 5b 01 0d00 05000000 e8030000 0004 0100 00") },
      { from: "client", hex: fromMaster("c3 01 4605 5b 01 0800 05000000 00000000") },
      { from: "server", hex: fromOutstation("c3 81 0000 4605 5b 01 0c00 05000000 00000080 61626364") },
      { from: "client", hex: fromMaster("c4 02 4605 5b 01 0a00 05000000 01000080 6162") },
      { from: "server", hex: fromOutstation("c4 81 0000 4606 5b 01 0900 05000000 01000000 06") },
      {
        from: "client",
        hex: fromMaster(
          `c5 1c 4607 5b 01 2300 1400 ${little(FILE_NAME.length, 2)} 0100 e8030000 ${MOMENT} b601 0200 ${asHex(FILE_NAME)}`,
        ),
      },
      { from: "client", hex: fromMaster(`c6 1f 4608 5b 01 ${little(FILE_NAME.length, 2)} ${asHex(FILE_NAME)}`) },
      { from: "client", hex: fromMaster(`c7 12 5a01 5b 01 0400 ${asHex("main")}`) },
    ],
  },
  {
    name: "secure authentication",
    over: "tcp",
    port: 20000,
    messages: [
      { from: "client", hex: fromMaster(`c1 05 ${RELAY} 00`) },
      { from: "server", hex: fromOutstation("c1 83 0000 7801 5b 01 0c00 01000000 0100 04 01 a1b2c3d4") },
      { from: "client", hex: fromMaster("c1 20 7802 5b 01 0e00 01000000 0100 0102030405060708") },
      { from: "server", hex: fromOutstation(`c1 81 0000 ${RELAY} 00`) },
      { from: "client", hex: fromMaster("c2 20 7804 07 01 0100") },
      { from: "server", hex: fromOutstation("c2 83 0000 7805 5b 01 0f00 02000000 0100 01 02 00 0400 a1b2c3d4") },
      { from: "client", hex: fromMaster("c3 20 7806 5b 01 0e00 02000000 0100 1111111111111111") },
      { from: "client", hex: fromMaster("c4 01 7803 07 01 03000000 0200 3c02 06 7809 5b 01 0800 0102030405060708") },
      { from: "server", hex: fromOutstation(`c4 83 0000 7807 5b 01 1100 03000000 0200 0a00 07 ${MOMENT} 6e6f`) },
      { from: "client", hex: fromMaster("c5 20 780b 5b 01 0d00 03 0400 0400 616c6578 01020304") },
      { from: "server", hex: fromOutstation("c5 83 0000 780c 5b 01 0c00 04000000 0300 0400 01020304") },
      { from: "client", hex: fromMaster("c6 20 780d 5b 01 0c00 04000000 0300 0400 01020304 780f 5b 01 0400 01020304") },
    ],
  },
];
