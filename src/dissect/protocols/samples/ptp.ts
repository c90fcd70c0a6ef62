import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

const MASTER = "020000fffe000001";
const SLAVE = "020000fffe000002";
const TIME = "0000 65000000 0000000a";

/** A message of version 2 or 2.1 behind EtherType or UDP ports: `head` is its first byte, `body` all behind the header. */
export function ptpMessage(head: string, flags: string, clock: string, sequence: number, ...body: string[]): string {
  const digits = body.join("").replace(/\s+/g, "");
  const length = 34 + digits.length / 2;
  return `${head} 12 ${wide(length, 2)} 00 00 ${flags} 0000000000028000 00000000 ${clock} 0001 ${wide(sequence, 2)} 05 fd ${digits}`;
}

/** A TLV of a type with its contents. */
export function tlv(type: string, ...contents: string[]): string {
  const digits = contents.join("").replace(/\s+/g, "");
  return `${type}${wide(digits.length / 2, 2)}${digits}`;
}

/** A text with its length in front. */
export function text(value: string): string {
  return wide(value.length, 1) + ascii(value);
}

const GRANDMASTER = `80 06 21 4e5d 80 ${MASTER}`;
const ANNOUNCE = `${TIME} 0025 00 ${GRANDMASTER} 0000 20`;
const ALL = "ffffffffffffffff ffff";
const DESCRIPTION = `0001 8000 ${text("IEEE 802.3")} 0006 020000000001 0001 0004 c0000201 1c129d 00
  ${text("Maker;Clock 1;SN7")} ${text("A;1.2;3.4")} ${text("gm-1;hall 2")} 000000000000`;

function managementBody(action: string, ...tlvs: string[]): string {
  return `${ALL} 01 01 ${action} 00 ${tlvs.join("")}`;
}

const VERSION_1 = `0001 0001 5f44464c54${"00".repeat(11)}`;
const UUID = "020000000003";

/** Messages of all types and versions, with their TLVs. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a grandmaster is followed",
    over: "ethernet",
    port: 0x88f7,
    messages: [
      { from: "client", hex: ptpMessage("0b", "003c", MASTER, 1, ANNOUNCE, tlv("0008", MASTER)) },
      { from: "client", hex: `${ptpMessage("00", "0200", MASTER, 1, TIME)} 0000` },
      { from: "client", hex: ptpMessage("08", "0000", MASTER, 1, TIME) },
      { from: "client", hex: ptpMessage("01", "0000", SLAVE, 2, TIME) },
      { from: "server", hex: ptpMessage("09", "0000", MASTER, 2, TIME, SLAVE, "0001") },
      { from: "client", hex: ptpMessage("12", "0000", MASTER, 3, TIME, "00".repeat(10)) },
      { from: "client", hex: ptpMessage("13", "0200", SLAVE, 3, TIME, MASTER, "0001") },
      { from: "client", hex: ptpMessage("1a", "0000", SLAVE, 3, TIME, MASTER, "0001") },
      {
        from: "client",
        hex: ptpMessage(
          "18",
          "0000",
          MASTER,
          4,
          TIME,
          tlv("0003", "0080c2 000001 00000001 0002", "00".repeat(12), "00000003"),
        ),
      },
      {
        from: "client",
        hex: ptpMessage(
          "0b",
          "003c",
          SLAVE,
          5,
          ANNOUNCE,
          tlv("0003", "1c129d 000001 00fe 00000032 00000064 0000"),
          tlv("0003", "1c129d 000002 00fe 00000000 00000064 0000"),
          tlv("0009", "01 00000e10 00000e10 000066000000", text("CET"), "00"),
        ),
      },
    ],
  },
  {
    name: "clocks are managed and asked for unicast",
    over: "udp",
    port: 320,
    messages: [
      { from: "client", hex: ptpMessage("0d", "0400", SLAVE, 1, managementBody("00", tlv("0001", "0001"))) },
      { from: "server", hex: ptpMessage("0d", "0400", MASTER, 1, managementBody("02", tlv("0001", DESCRIPTION))) },
      { from: "client", hex: ptpMessage("0d", "0400", SLAVE, 2, managementBody("01", tlv("0001", "2005 64 00"))) },
      {
        from: "server",
        hex: ptpMessage("0d", "0400", MASTER, 2, managementBody("02", tlv("0002", "0005 2005 00000000", text("no")))),
      },
      { from: "client", hex: ptpMessage("0d", "0400", SLAVE, 3, managementBody("03", tlv("0001", "200e"))) },
      { from: "server", hex: ptpMessage("0d", "0400", MASTER, 3, managementBody("04", tlv("0001", "200e"))) },
      {
        from: "server",
        hex: ptpMessage(
          "0d",
          "0400",
          MASTER,
          4,
          managementBody(
            "02",
            tlv("0001", `2000 01 00 0001 80 06 21 4e5d 80 ${MASTER} 00 00`),
            tlv("0001", "2001 0001 0000000000010000 0000000000020000"),
            tlv("0001", `2002 ${MASTER} 0001 00 00 ffff 7fffffff 80 06 21 4e5d 80 ${MASTER}`),
            tlv("0001", "2003 0025 3c 20"),
            tlv("0001", `2004 ${MASTER} 0001 06 00 0000000000010000 01 03 00 01 00 02`),
            tlv("0001", `0002 ${text("gm-2;yard")} 00`),
            tlv("0001", "2009 01 00"),
            tlv("0001", `200f ${TIME}`),
            tlv("0001", "2011 0025 03 00"),
            tlv("0001", "2018 0001 0001"),
          ),
        ),
      },
      {
        from: "client",
        hex: ptpMessage(
          "0c",
          "0400",
          SLAVE,
          5,
          ALL,
          tlv("0004", "b0 01 0000012c"),
          tlv("0005", "b0 01 0000012c 00 01"),
          tlv("0006", "b0 00"),
          tlv("0003", "0080c2 000002 01 fe 7f 07 0000"),
          tlv("0003", "0080c2 000004 01 00 00000000"),
          tlv("0003", "0080c2 000005 01 0000 00"),
          tlv("0003", "001122 000001 abcd"),
          tlv("8008"),
        ),
      },
    ],
  },
  {
    name: "version 1",
    over: "udp",
    port: 319,
    messages: [
      {
        from: "client",
        hex: `${VERSION_1} 01 01 ${UUID} 0001 0007 00 00 0000 00000000 65000000 0000000a 0000 0025 00 01 ${UUID} 0001 0007
          000000 02 47505300 0000 f060 00 01 00 00 000000 01 0000 f060 0000 0000 000000 02 47505300 00 01 ${UUID} 0000 0001 0000
          f060 00000000 000000 01`,
      },
      { from: "client", hex: `${VERSION_1} 02 01 ${UUID} 0001 0008 02 00 0000 00000000 0000 0007 65000000 0000000a` },
      {
        from: "server",
        hex: `${VERSION_1} 02 01 ${UUID} 0001 0009 03 00 0000 00000000 65000000 0000000a 00 01 ${UUID} 0001 0007`,
      },
      {
        from: "server",
        hex: `${VERSION_1} 02 01 ${UUID} 0001 000a 04 00 0000 00000000 00 01 ${UUID} 0001 0001 0001 00 02 0000 0040
          000000 01 ${UUID} 00000000 0001 ${ascii("Maker Clock 1").padEnd(96, "0")}`,
      },
      {
        from: "client",
        hex: `${VERSION_1} 02 01 ${UUID} 0001 000b 04 00 0000 00000000 00 01 ${UUID} 0001 0001 0001 00 03 0000 0004 00000001`,
      },
    ],
  },
];
