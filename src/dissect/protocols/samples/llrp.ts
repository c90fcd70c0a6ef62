import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function message(type: number, identifier: number, body = "", version = 1): string {
  const hex = body.replace(/\s+/g, "");
  const word = ((version << 10) | type).toString(16).padStart(4, "0");
  const length = (hex.length / 2 + 10).toString(16).padStart(8, "0");
  return `${word}${length}${identifier.toString(16).padStart(8, "0")}${hex}`;
}

/** A parameter with its length. */
function parameter(type: number, body = ""): string {
  const hex = body.replace(/\s+/g, "");
  return `${type.toString(16).padStart(4, "0")}${(hex.length / 2 + 4).toString(16).padStart(4, "0")}${hex}`;
}

const OK = parameter(287, "0000 0000");
const UTC = parameter(128, "0006000000000000");
const event = (type: number, body: string): string => parameter(246, UTC + parameter(type, body));
const FIRMWARE = hexText("6.4.1.240");
/** Impinj, a Speedway R420. */
const CAPABILITIES = parameter(137, `0004 c000 0000651a 001e886a ${lengthOf(FIRMWARE)} ${FIRMWARE}`);
const EPC = "8d 300833b2ddd9014000000042";
const tag = (antenna: string, seen: string): string =>
  parameter(240, `${EPC} 81 ${antenna} 86 c4 88 ${seen} 89 00000001 82 0006000000000000`);
const LONG_TAG = parameter(240, `${parameter(241, "0080 30083300000000000000000000000042")} 81 0002`);

/** A reader is opened, asked who it is, set to work and reports tags; refusals; faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a reader at work",
    over: "tcp",
    port: 5084,
    messages: [
      { from: "server", hex: message(63, 0, event(256, "0000")) },
      { from: "client", hex: message(46, 1, "", 2) },
      { from: "server", hex: message(100, 1, parameter(287, "006e 0000")) },
      { from: "client", hex: message(1, 2, "00") },
      { from: "server", hex: message(11, 2, OK + CAPABILITIES) },
      { from: "client", hex: message(2, 3, "0000 00 0000 0000") },
      {
        from: "server",
        hex: message(
          12,
          3,
          OK +
            parameter(218, "00 0008 00162500ff112233") +
            parameter(221, "80 0001 0000") +
            parameter(221, "00 0002 0000") +
            parameter(225, "0001 80 01") +
            parameter(225, "0002 80 02"),
        ),
      },
      { from: "client", hex: message(3, 4, `80 ${parameter(219, "0001 80")}`) },
      { from: "server", hex: message(13, 4, OK) },
      { from: "client", hex: message(20, 5, parameter(177, `00000001 00 00 ${parameter(178)}`)) },
      { from: "server", hex: message(30, 5, OK) },
      { from: "client", hex: message(24, 6, "00000001") },
      { from: "server", hex: message(34, 6, OK) },
      { from: "server", hex: message(61, 7, tag("0001", "0005") + tag("0002", "0001") + LONG_TAG) },
      { from: "server", hex: message(62, 8) },
      { from: "client", hex: message(72, 8) },
      { from: "server", hex: message(63, 9, event(255, "00 0002")) },
      { from: "server", hex: message(63, 10, event(248, "0001 80")) },
      { from: "server", hex: message(63, 11, event(252, `0004 ${hexText("hot!")}`)) },
      { from: "server", hex: message(63, 12, event(251, "")) },
      {
        from: "client",
        hex: message(
          40,
          13,
          parameter(
            207,
            `00000007 0000 01 00 00000000 ${parameter(208, "01 0000")} ${parameter(
              209,
              parameter(342, "0001 12345678 40 0000 0001 0042") + parameter(343, "0002 00000000"),
            )}`,
          ),
        ),
      },
      { from: "server", hex: message(50, 13, parameter(287, "0191 0000")) },
      { from: "client", hex: message(21, 14, "00000000") },
      { from: "server", hex: message(31, 14, OK) },
      { from: "client", hex: message(1023, 15, "0000651a 15 00000000") },
      { from: "client", hex: message(14, 16) },
      { from: "server", hex: message(4, 16, OK) },
    ],
  },
  {
    name: "a second connection is refused",
    over: "tcp",
    port: 5084,
    messages: [{ from: "server", hex: message(63, 0, event(256, "0002")) }],
  },
  {
    name: "faults",
    over: "tcp",
    port: 5084,
    messages: [
      { from: "server", hex: message(63, 0, event(256, "0000")) },
      { from: "server", hex: message(99, 1) },
      { from: "server", hex: message(61, 2, "00f00002") },
      { from: "server", hex: message(61, 3, "ff") },
      { from: "server", hex: message(11, 4, `${OK}0089004000`) },
    ],
  },
];
