import type { Exchange } from "./sample.ts";

/** A frame with one datagram: command, index, four bytes of address, data and working counter. */
function frame(command: string, address: string, data: string, counter: string): string {
  const octets = data.replace(/\s+/g, "").length / 2;
  const word = (value: number): string =>
    `${(value & 255).toString(16).padStart(2, "0")}${(value >> 8).toString(16).padStart(2, "0")}`;
  return `${word(0x1000 + octets + 12)} ${command} 01 ${address} ${word(octets)} 0000 ${data} ${counter}`;
}

/** States, slave information, mailboxes and process data of a segment of two devices. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a segment starts",
    over: "ethernet",
    port: 0x88a4,
    messages: [
      { from: "client", hex: frame("07", "0000 3001", "0000", "0000") },
      { from: "server", hex: frame("07", "0200 3001", "0100", "0200") },
      { from: "client", hex: frame("02", "ffff 1000", "ea03", "0000") },
      { from: "server", hex: frame("02", "0100 1000", "ea03", "0100") },
      { from: "client", hex: frame("05", "ea03 0205", "0001 0800 0000", "0000") },
      { from: "server", hex: frame("05", "ea03 0205", "0001 0800 0000", "0100") },
      { from: "server", hex: frame("04", "ea03 0205", "4000 0800 0000 02000000 5230ec03", "0100") },
      { from: "server", hex: frame("04", "ea03 0205", "4000 0c00 0000 00001200 2a000000", "0100") },
      { from: "server", hex: frame("04", "ea03 0205", "4000 4000 0000 0a00 0400 0206 454c", "0100") },
      { from: "server", hex: frame("04", "ea03 0205", "4000 4400 0000 31303034 00000000", "0100") },
      { from: "client", hex: frame("05", "ea03 2001", "0800", "0000") },
      { from: "server", hex: frame("04", "ea03 3001", "1400 0000 1d00", "0100") },
      { from: "server", hex: frame("04", "ea03 3001", "1400 0000 1d00", "0100") },
      { from: "client", hex: frame("08", "0000 2001", "0300", "0000") },
      { from: "client", hex: frame("05", "ea03 4000", "52", "0000") },
      { from: "client", hex: frame("05", "ea03 0006", "0000 0001 0400 0007 0010 0001 0100 0000", "0000") },
      { from: "client", hex: frame("05", "ea03 0008", "0010 8000 2600 0100", "0000") },
      { from: "client", hex: frame("0e", "ea03 1009", "0000 0000", "0000") },
      { from: "client", hex: frame("0c", "0000 0001", "1122 3344", "0000") },
      { from: "server", hex: frame("0c", "0000 0001", "5566 3344", "0300") },
      {
        from: "client",
        hex: "2710 07 01 0000 3001 0280 0000 0000 0000 0a 02 0000 0001 0d00 0000 00112233445566778899aabbcc 0000",
      },
    ],
  },
  {
    name: "mailboxes",
    over: "ethernet",
    port: 0x88a4,
    messages: [
      { from: "client", hex: frame("05", "ea03 0010", "0a00 0000 00 13 0020 40 1810 01 00000000", "0000") },
      { from: "server", hex: frame("04", "ea03 8010", "0a00 0000 00 23 0030 43 1810 01 02000000", "0100") },
      { from: "server", hex: frame("04", "ea03 8010", "0a00 0000 00 23 0030 43 1810 04 39300000", "0100") },
      {
        from: "server",
        hex: frame("04", "ea03 8010", "1000 0000 00 23 0030 41 0810 00 06000000 454c33313032", "0100"),
      },
      { from: "server", hex: frame("04", "ea03 8010", "0c00 0000 00 33 0030 41 0a10 00 02000000 3135", "0100") },
      { from: "client", hex: frame("05", "ea03 0010", "0a00 0000 00 43 0020 2f 6060 00 08000000", "0000") },
      { from: "server", hex: frame("04", "ea03 8010", "0a00 0000 00 43 0030 80 6060 00 22000008", "0100") },
      { from: "server", hex: frame("04", "ea03 8010", "0a00 0000 00 43 0010 3080 01 0000000000", "0100") },
      { from: "client", hex: frame("05", "ea03 0010", "0b00 0000 00 54 0200 44332211 66772e6566", "0000") },
      { from: "client", hex: frame("05", "ea03 0010", "0a00 0000 00 64 0300 01000000 01020304", "0000") },
      { from: "server", hex: frame("04", "ea03 8010", "0600 0000 00 74 0500 02800000", "0100") },
      { from: "client", hex: frame("05", "ea03 0010", "0600 0000 00 15 0340 2f00 0100", "0000") },
      { from: "client", hex: frame("05", "ea03 0010", "0800 0000 00 22 0001 0000 01020304", "0000") },
      { from: "server", hex: frame("04", "ea03 8010", "0e00 0000 00 23 0080 84 00 0000 1810 2300 04 09 4964", "0100") },
    ],
  },
  {
    name: "through a mailbox gateway",
    over: "udp",
    port: 34980,
    messages: [
      { from: "client", hex: "1050 0a00 ea03 00 13 0020 40 1810 02 00000000" },
      { from: "server", hex: "1050 0a00 ea03 00 13 0030 43 1810 02 5230ec03" },
    ],
  },
];
