import { extendedFrame } from "./can-bytes.ts";
import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const TYPE = 0x010c;
const sent = (identifier: number, data: string): { from: "client"; hex: string } => ({
  from: "client",
  hex: extendedFrame(identifier, data),
});

/** Frames that announce a text to all and bring it in packets of seven octets. */
function broadcast(source: number, group: string, contents: string): { from: "client"; hex: string }[] {
  const size = contents.length / 2;
  const count = Math.ceil(size / 7);
  const word = `${(size & 0xff).toString(16).padStart(2, "0")}${(size >> 8).toString(16).padStart(2, "0")}`;
  const packets = Array.from({ length: count }, (_, index) =>
    sent(
      0x1cebff00 + source,
      (index + 1).toString(16).padStart(2, "0") + contents.slice(index * 14, index * 14 + 14).padEnd(14, "f"),
    ),
  );
  return [sent(0x1cecff00 + source, `20 ${word} ${count.toString(16).padStart(2, "0")} ff ${group}`), ...packets];
}

/** A fast packet of NMEA 2000. */
function fast(identifier: number, contents: string): { from: "client"; hex: string }[] {
  const size = (contents.length / 2).toString(16).padStart(2, "0");
  const frames = [sent(identifier, `40 ${size} ${contents.slice(0, 12)}`)];
  for (let at = 12, number = 1; at < contents.length; at += 14, number++)
    frames.push(sent(identifier, (0x40 + number).toString(16) + contents.slice(at, at + 14).padEnd(14, "f")));
  return frames;
}

const field = (text: string): string => hexText(text.padEnd(32, " "));
const PRODUCT = `3408 9a02 ${field("Sounder 5")}${field("2.10")}${field("rev 3")}${field("00042")} 01 01`.replaceAll(
  " ",
  "",
);

/** A truck starts, is asked, fails and is told to clear its faults; a tractor and a vessel; faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "an engine",
    over: "ethernet",
    port: TYPE,
    messages: [
      // Identity number 0x12345, Cummins, engine, on-highway.
      sent(0x18eeff00, "45 23 41 01 00 00 00 10"),
      sent(0x0cf00400, "f1 7d 8c 80 25 ff ff ff"),
      sent(0x18feee00, "7d 46 80 2d ff ff ff ff"),
      sent(0x18feef00, "64 ff 7d 5a ff ff fa c8"),
      sent(0x18fef100, "ff 00 50 ff ff ff ff ff"),
      sent(0x18fefc17, "ff c8 ff ff ff ff ff ff"),
      sent(0x18fef700, "ff ff ff ff 18 01 fe ff"),
      sent(0x18ea00f9, "eb fe 00"),
      ...broadcast(0, "eb fe 00", hexText("CMMNS*ISX15*00042*UNIT 7*")),
      sent(0x18eafff9, "ec fe 00"),
      ...broadcast(0, "ec fe 00", hexText("1EXAMPLE000000042*")),
      sent(0x18ea00f9, "da fe 00"),
      ...broadcast(0, "da fe 00", `01${hexText("4.2.1 build 7*")}`),
      sent(0x18ea00f9, "c5 fd 00"),
      ...broadcast(0, "c5 fd 00", hexText("PN-42*SN-0007*cab*control unit*Example*HW 2*")),
      sent(0x18feca00, "00 ff 00 00 00 00 ff ff"),
      sent(0x18feca00, "44 ff 64 00 01 05 ff ff"),
      sent(0x18ea00f9, "cc fe 00"),
      sent(0x18e8fff9, "01 ff ff ff f9 cc fe 00"),
      sent(0x18e8ff00, "01 ff ff ff f9 cc fe 00"),
      sent(0x0c000003, "01 80 25 7d ff ff ff ff"),
      sent(0x18ef0003, "01 02 03 04 05 06 07 08"),
      sent(0x18ff1200, "01 02 03 04 05 06 07 08"),
      sent(0x18d900f9, "08 13 00 00 00 00 ff ff"),
      ...broadcast(0x0b, "d8 fe 00", "45 23 41 01 00 00 00 10 05".replaceAll(" ", "")),
      sent(0x18eefffe, "45 23 41 01 00 00 00 10"),
    ],
  },
  {
    name: "a transfer between two, on a tractor",
    over: "ethernet",
    port: TYPE,
    messages: [
      sent(0x18eeff26, "01 00 80 01 00 1d 00 a0"),
      sent(0x1cec2680, "10 09 00 02 02 00 e7 00"),
      sent(0x1cec8026, "11 02 01 ff ff 00 e7 00"),
      sent(0x1ceb2680, "01 a8 01 00 ff 01 00 00"),
      sent(0x1ceb2680, "02 00 00 ff ff ff ff ff"),
      sent(0x1cec8026, "13 09 00 02 ff 00 e7 00"),
      sent(0x1cec2680, "10 09 00 02 02 00 e7 00"),
      sent(0x1cec8026, "ff 03 ff ff ff 00 e7 00"),
      sent(0x14e68026, "00 01 34 12 ff ff 01 ff"),
      sent(0x18e68026, "05 34 12 ff 07 00 00 00"),
      sent(0x18cb80f7, "33 00 01 00 10 27 00 00"),
      sent(0x18cbf780, "33 00 02 00 0c 27 00 00"),
      sent(0x18cbf780, "ff ff ff ff 01 00 00 00"),
      sent(0x0cfe4580, "50 ff ff ff ff ff ff ff"),
      sent(0x0cfe30f0, "64 ff 01 ff ff ff ff ff"),
      sent(0x0cfe1080, "64 ff 01 ff ff ff ff ff"),
      sent(0x18fe0d80, "02 ff ff ff ff ff ff ff"),
    ],
  },
  {
    name: "a vessel",
    over: "ethernet",
    port: TYPE,
    messages: [
      // Garmin, marine.
      sent(0x18eeff23, "07 00 a0 1c 00 82 78 c0"),
      sent(0x09f80123, "00 00 00 00 00 00 00 00"),
      sent(0x0df11223, "01 02 03 ff 7f ff 7f fd"),
      ...fast(0x19f01423, PRODUCT),
      sent(0x19f01423, "61 01 02 03 04 05 06 07"),
    ],
  },
  {
    name: "faults",
    over: "ethernet",
    port: TYPE,
    messages: [
      sent(0x1cecff00, "20 09 00 09 ff eb fe 00"),
      sent(0x18eeff00, "45 23 41"),
      sent(0x18ea00f9, "eb"),
      sent(0x1cec2680, "10 09 00 02 02 00 e7 00"),
      sent(0x1ceb2680, "05 a8 01 00 ff 01 00 00"),
      { from: "client", hex: extendedFrame(0x18feee00, "7d 46 80 2d ff ff ff ff").slice(0, -8) },
    ],
  },
];
