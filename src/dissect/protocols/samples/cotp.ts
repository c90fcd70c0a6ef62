import type { Exchange } from "./sample.ts";

/** A TPKT around a TPDU in hexadecimal digits. */
export function tpkt(tpduHex: string): string {
  const hex = tpduHex.replace(/\s+/g, "");
  return `0300${(4 + hex.length / 2).toString(16).padStart(4, "0")}${hex}`;
}

/** A DT TPDU of class 0 in its TPKT. */
export function dataTpdu(userHex: string, endsTsdu = true): string {
  return tpkt(`02f0${endsTsdu ? "80" : "00"}${userHex}`);
}

/** A TPDU whose length indicator is counted. */
export function tpdu(headerHex: string, userHex = ""): string {
  const hex = headerHex.replace(/\s+/g, "");
  return tpkt((hex.length / 2).toString(16).padStart(2, "0") + hex + userHex);
}

const CONNECT = [
  { from: "client", hex: tpdu("e0 0000 0021 00 c1 02 0100 c2 02 0302 c0 01 0a") },
  { from: "server", hex: tpdu("d0 0021 4401 00 c0 01 09 c1 02 0100 c2 02 0302") },
] as const;

export const SAMPLES: readonly Exchange[] = [
  {
    name: "a controller is connected, asked and left",
    over: "tcp",
    port: 102,
    messages: [
      ...CONNECT,
      // Setup communication, in one TSDU of three DT TPDUs, the first of them empty.
      { from: "client", hex: dataTpdu("", false) + dataTpdu("32010000020000080000f0", false) },
      { from: "client", hex: dataTpdu("0000010001 01e0") },
      { from: "server", hex: dataTpdu("32030000020000080000 0000 f0 00 0001 0001 00f0") },
      { from: "client", hex: tpdu("80 4401 0021 80") },
      { from: "server", hex: tpdu("c0 0021 4401") },
    ],
  },
  {
    name: "several TPKTs in one segment",
    over: "tcp",
    port: 102,
    messages: [
      { from: "client", hex: dataTpdu("a1a2a3") + dataTpdu("b1b2") + dataTpdu("c1") },
      { from: "server", hex: dataTpdu("d1d2d3d4") },
    ],
  },
  {
    name: "selectors in letters",
    over: "tcp",
    port: 102,
    messages: [
      {
        from: "client",
        hex: tpdu("e0 0000 0005 00 c1 02 0600 c2 0f 53494d415449432d524f4f542d4553 c0 01 0a"),
      },
      { from: "server", hex: tpdu("d0 0005 0006 00 c0 01 0a c1 02 0600 c2 0f 53494d415449432d524f4f542d4553") },
    ],
  },
  {
    name: "TPDUs of the higher classes",
    over: "tcp",
    port: 102,
    messages: [
      { from: "client", hex: tpdu("e4 0000 0007 22 c0 01 0b c4 01 01 c6 01 00") },
      { from: "server", hex: tpdu("d4 0007 0008 22") },
      { from: "client", hex: tpdu("f0 0008 81", "cafe") },
      { from: "server", hex: tpdu("65 0007 02") },
      { from: "client", hex: tpdu("10 0008 80", "01") },
      { from: "server", hex: tpdu("20 0007 00") },
      { from: "server", hex: tpdu("53 0007 01") },
      { from: "client", hex: tpdu("f0 0008 80000002", "beef") },
      { from: "server", hex: tpdu("60 0007 00000003 0005") },
    ],
  },
  {
    name: "refusals",
    over: "tcp",
    port: 102,
    messages: [
      { from: "client", hex: tpdu("e0 0000 0031 00 c1 02 0100 c2 02 0103") },
      { from: "server", hex: tpdu("80 0031 0000 03") },
      { from: "client", hex: tpdu("e0 0000 0032 00 c1 02 0100 c2 02 0103") },
      { from: "server", hex: tpdu("70 0032 01 c1 02 e000") },
    ],
  },
  {
    name: "a remote desktop negotiates",
    over: "tcp",
    port: 3389,
    messages: [
      {
        from: "client",
        hex: tpdu("e0 0000 0000 00 436f6f6b69653a206d737473686173683d6f70657261746f720d0a 01000800 0b000000"),
      },
      { from: "server", hex: tpdu("d0 0000 1234 00 02 1f 0800 02000000") },
    ],
  },
  {
    name: "faults: lengths and codes that cannot be",
    over: "tcp",
    port: 102,
    messages: [
      { from: "client", hex: tpkt("09f080") },
      { from: "client", hex: tpdu("90 0000") },
      { from: "client", hex: tpdu("e0 0000 0031 00 c1 05 0100") },
      { from: "client", hex: tpdu("e0 0000 0031 00 c0 01 03") },
    ],
  },
];
