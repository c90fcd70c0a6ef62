import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const number = (value: number, octets: number): string => value.toString(16).padStart(octets * 2, "0");
const padded = (text: string, octets = 32): string => hexText(text).padEnd(octets * 2, "0");

/** A message with its invoke identifier in the trailer; `kind` is the protocol times four and the type of message. */
export function message(kind: number, service: number, contents = "", invoke = 1, options = 0x40): string {
  const trailer = (options & 0x40) !== 0 ? number(invoke, 4) : "";
  const digits = contents.replace(/\s+/g, "");
  return `01${number(options, 1)}${number(kind, 1)}${number(service, 1)}00000007${number(12 + (digits.length + trailer.length) / 2, 4)}${digits}${trailer}`;
}

const FDA = 4;
const SM = 8;
const FMS = 12;
const ID = "0011513051_ROSEMOUNT-0042";

/** What a device says of itself. */
const DEVICE = `05 a0 00 00 0007 0020 00000000000000000000ffffc0000207 ${padded(ID)} ${padded("LD-7")} 00002710 0000 0000 00000003 00000009 00000000`;

const datagrams: Exchange["messages"] = [
  { from: "server", hex: message(SM, 0x10, DEVICE, 0, 0) },
  { from: "client", hex: message(SM, 0x83, "") },
  { from: "server", hex: message(SM + 1, 0x83, DEVICE) },
  { from: "client", hex: message(SM, 0x01, `00 000000 00000000 ${padded("FT-101")} ${padded("")}`, 0, 0) },
  {
    from: "server",
    hex: message(
      SM,
      0x02,
      `00 10 0001 00000000 00000000 00000000000000000000ffffc0000209 00000001 ${padded("4834860001-XY")} ${padded("FT-101")} 00 00 0000`,
      0,
      0,
    ),
  },
  {
    from: "client",
    hex: message(
      SM,
      0x8e,
      `${padded(ID)} ${padded("LD-8")} 00 00 0000 00002710 0007 0020 ${"00".repeat(16)} 000000 00`,
      2,
    ),
  },
  { from: "client", hex: message(SM, 0x8c, `${padded(ID)}${padded("LD-8")}00000000`, 3) },
  { from: "client", hex: message(FMS, 0x00, "000001f4 80 42c80000", 0, 0) },
];

/** Annunciation, identification, assignment; a session with reading and writing; refusals and faults. */
export const SAMPLES: readonly Exchange[] = [
  { name: "devices announce themselves and are assigned", over: "udp", port: 1089, messages: datagrams },
  {
    name: "a session reads and writes",
    over: "tcp",
    port: 1090,
    messages: [
      { from: "client", hex: message(FDA, 0x81, `00000000 00001000 00001000 00 01 0000 00000000 ${padded("HOST-1")}`) },
      {
        from: "server",
        hex: message(FDA + 1, 0x81, `00000001 00001000 00001000 00 01 0000 00000000 ${padded("LD-7")}`),
      },
      { from: "client", hex: message(FMS, 0x81, "", 2) },
      {
        from: "server",
        hex: message(FMS + 1, 0x81, `${padded("Example Controls")}${padded("LD 800")}${padded("R2.1")}`, 2),
      },
      { from: "client", hex: message(FMS, 0xd2, "000001f4 00000007", 3) },
      { from: "server", hex: message(FMS + 1, 0xd2, "80 41200000", 3) },
      { from: "client", hex: message(FMS, 0x83, "000001f5 40 41a00000", 4) },
      { from: "server", hex: message(FMS + 2, 0x83, `06 03 0000 ${padded("locked", 16)}`, 4) },
      { from: "client", hex: message(FMS, 0x94, "00000002", 5) + message(FDA, 0x83, "", 6) },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 1090,
    messages: [
      { from: "client", hex: message(FMS, 0xf0, "") },
      { from: "client", hex: message(SM, 0x10, DEVICE.replace("05 a0 00 00", "05 a0 00 02"), 0, 0) },
      { from: "client", hex: "0140 0c82 00000007 0000000d 00" },
      { from: "client", hex: message(FMS, 0x82, "0000") },
    ],
  },
];
