import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** One block with its padding: option and suboption in four digits, contents in digits and blanks. */
export function block(code: string, ...contents: string[]): string {
  const digits = contents.join("").replace(/\s+/g, "");
  const length = digits.length / 2;
  return `${code}${wide(length, 2)}${digits}${length % 2 === 1 ? "00" : ""}`;
}

/** A DCP message from its frame id on, padded as frames are. */
export function dcp(frame: string, service: string, xid: number, ...blocks: string[]): string {
  const data = blocks.join("").replace(/\s+/g, "");
  return `${frame}${service}${wide(xid, 4)}0001${wide(data.length / 2, 2)}${data}`.padEnd(92, "0");
}

const PLAIN = "0000";

/** Stations are searched, asked, named, signalled and reset. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a station is found and told its name and address",
    over: "inside",
    carrier: "profinet_rt",
    port: 0xfefd,
    messages: [
      { from: "client", hex: dcp("fefe", "0500", 1, block("ffff")) },
      { from: "client", hex: dcp("fefe", "0500", 2, block("0202", ascii("pump-7"))) },
      { from: "client", hex: dcp("fefe", "0500", 2, block("0206", ascii("port-001.switch"))) },
      {
        from: "server",
        hex: dcp(
          "feff",
          "0501",
          1,
          block("0205", PLAIN, "0101 0102 0201 0503"),
          block("0201", PLAIN, ascii("ET200SP")),
          block("0202", PLAIN, ascii("pump-7")),
          block("0203", PLAIN, "002a 0313"),
          block("0204", PLAIN, "01 00"),
          block("0207", PLAIN, "00 01"),
          block("0208", PLAIN, "00b0 0001"),
          block("0209", PLAIN, "c0000201"),
          block("020a", PLAIN, "003f"),
          block("0101", PLAIN, "020000000001"),
          block("0102", "0001", "c0000207 ffffff00 c0000201"),
        ),
      },
      { from: "client", hex: dcp("fefd", "0300", 3, "0202 0103 033d 0601 0701") },
      {
        from: "server",
        hex: dcp(
          "fefd",
          "0301",
          3,
          block("0202", PLAIN, ascii("pump-7")),
          block("0103", "0002", "c0000207 ffffff00 c0000201 c0000235 c0000236 00000000 00000000"),
          block("033d", PLAIN, "3d 03 00 7878"),
          block("03ff", PLAIN, "ff 01 02"),
          block("0601", PLAIN, "0001"),
          block("0701", PLAIN, ascii("cell")),
          block("0702", PLAIN, "1234"),
          block("8001", PLAIN, "55"),
          block("0504", "0705 02"),
        ),
      },
      { from: "client", hex: dcp("fefd", "0400", 4, block("0202", "0001", ascii("pump-8"))) },
      { from: "server", hex: dcp("fefd", "0401", 4, block("0504", "0202 00")) },
      {
        from: "client",
        hex: dcp(
          "fefd",
          "0400",
          5,
          block("0501", "0000"),
          block("0102", "0000", "c0000208 ffffff00 c0000201"),
          block("0502", "0000"),
        ),
      },
      { from: "server", hex: dcp("fefd", "0401", 5, block("0504", "0102 00")) },
      { from: "client", hex: dcp("fefd", "0400", 6, block("0503", "0000 0100")) },
      { from: "server", hex: dcp("fefd", "0401", 6, block("0504", "0503 00")) },
      { from: "client", hex: dcp("fefd", "0400", 7, block("0506", "0004")) },
      { from: "server", hex: dcp("fefd", "0401", 7, block("0504", "0506 06")) },
      { from: "client", hex: dcp("fefd", "0400", 8, block("0505", "0000")) },
      { from: "server", hex: dcp("fefd", "0405", 8) },
      {
        from: "server",
        hex: dcp(
          "fefc",
          "0600",
          9,
          block("0202", PLAIN, ascii("drive-1")),
          block("0204", PLAIN, "02 00"),
          block("0601", PLAIN, "0001"),
        ),
      },
    ],
  },
];
