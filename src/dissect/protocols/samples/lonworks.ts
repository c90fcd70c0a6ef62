import type { Exchange } from "./sample.ts";

/** A packet between devices on IP around what it carries. */
export function packet(type: string, contents = "", sequence = 1, flags = "00", more = ""): string {
  const digits = (more + contents).replace(/\s+/g, "");
  const length = digits.length / 2 + 20;
  const extended = (more.replace(/\s+/g, "").length / 8).toString(16).padStart(2, "0");
  return `${length.toString(16).padStart(4, "0")}01${type}${extended}${flags}0000000000a7${sequence.toString(16).padStart(8, "0")}00000010${digits}`;
}

/** Between two nodes of subnet 1 in a domain of one octet: `format` as in the network PDU's head. */
const unicast = (format: number, from: number, to: number, rest: string): string =>
  `00 ${((format << 4) | (2 << 2) | 1).toString(16).padStart(2, "0")} 01 ${(0x80 | from).toString(16)} 01 ${(0x80 | to).toString(16)} 4c ${rest}`;

const IDENTITY = "0500a1b2c3d4 9000010102030405";

/** Variables, identity, management, authentication, administration, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "nodes exchange variables and are managed",
    over: "udp",
    port: 1628,
    messages: [
      { from: "client", hex: packet("01", unicast(0, 5, 9, "03 8012 0bb8")) },
      { from: "server", hex: packet("01", unicast(0, 9, 5, "23")) },
      { from: "client", hex: packet("01", unicast(1, 5, 9, "04 c012"), 2) },
      { from: "server", hex: packet("01", unicast(1, 9, 5, "24 8012 19"), 2) },
      { from: "client", hex: packet("01", unicast(1, 5, 9, "05 61 00"), 3) },
      { from: "server", hex: packet("01", unicast(1, 9, 5, `25 21 ${IDENTITY}`), 3) },
      { from: "client", hex: packet("01", unicast(1, 5, 9, "86 6c 02"), 4) },
      { from: "server", hex: packet("01", unicast(2, 9, 5, "60 1122334455667788"), 4) },
      { from: "client", hex: packet("01", unicast(2, 5, 9, "62 8877665544332211"), 5) },
      { from: "server", hex: packet("01", unicast(1, 9, 5, "26 0c"), 5) },
      { from: "client", hex: packet("01", unicast(1, 5, 9, "07 6e 00 f000 02 01 beef"), 6) },
      { from: "server", hex: packet("01", unicast(1, 9, 5, "27 2e"), 6) },
      { from: "client", hex: packet("01", unicast(1, 5, 9, "08 51"), 7) },
      { from: "server", hex: packet("01", unicast(1, 9, 5, "28 31 000102"), 7) },
      { from: "server", hex: packet("01", `00 30 00 80 00 7f ${IDENTITY}`, 8) },
      { from: "client", hex: packet("01", "00 35 01 85 07 4c 05 01", 9) },
      { from: "client", hex: packet("01", "00 09 01 05 01 89 03 00 4c 43 01 02", 10) },
      { from: "client", hex: packet("63", "", 11, "20") + packet("71", "00", 12, "20", "00000000") },
      { from: "client", hex: packet("01", unicast(0, 5, 9, "03 41 0100"), 13) },
      { from: "client", hex: packet("01", "00 3d 01 85 01 0500a1b2c3d4 4c 62 00", 14) },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 1628,
    messages: [
      { from: "client", hex: packet("55", "0102") },
      { from: "client", hex: packet("01", unicast(0, 5, 9, "73 00"), 2) },
      { from: "client", hex: packet("01", unicast(1, 5, 9, "04 c012"), 3).slice(0, 50) },
    ],
  },
];
