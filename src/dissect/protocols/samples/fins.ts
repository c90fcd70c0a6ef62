import type { Exchange } from "./sample.ts";

const ASK = "80 00 02 00 01 00 00 64 00";
const ANSWER = "c0 00 02 00 64 00 00 01 00";

/** Characters as octets, filled with blanks to `length`. */
function text(value: string, length: number): string {
  return Array.from(value.padEnd(length), (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** A frame within FINS/TCP. */
function tcp(frame: string): string {
  const length = frame.replace(/\s+/g, "").length / 2 + 8;
  return `46494e53 ${length.toString(16).padStart(8, "0")} 00000002 00000000 ${frame}`;
}

/** Reading and writing memory, identity, modes, forced bits, protection, files, refusals, and FINS/TCP. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "memory",
    over: "udp",
    port: 9600,
    messages: [
      { from: "client", hex: `${ASK} 01 0101 82 0064 00 0002` },
      { from: "server", hex: `${ANSWER} 01 0101 0000 1234 00ff` },
      { from: "client", hex: `${ASK} 02 0101 30 000a 03 0002` },
      { from: "server", hex: `${ANSWER} 02 0101 0040 01 00` },
      { from: "client", hex: `${ASK} 03 0102 b1 0010 00 0001 abcd` },
      { from: "server", hex: `${ANSWER} 03 0102 2101` },
      { from: "client", hex: `${ASK} 04 0103 82 0000 00 0003 0000` },
      { from: "client", hex: `${ASK} 05 0104 82 0005 00` },
      { from: "server", hex: `${ANSWER} 05 0104 0000 82 0007` },
      { from: "client", hex: `${ASK} 06 0104 82 0005 00 30 0001 04` },
      { from: "server", hex: `${ANSWER} 06 0104 0000 82 0007 30 01` },
      { from: "client", hex: `${ASK} 07 0105 82 0000 00 a0 0010 00 0008` },
    ],
  },
  {
    name: "identity and state",
    over: "udp",
    port: 9600,
    messages: [
      { from: "client", hex: `${ASK} 01 0501` },
      {
        from: "server",
        hex: `${ANSWER} 01 0501 0000 ${text("CJ2M-CPU31", 20)} ${text("02.01", 20)} ${"00".repeat(40)} 0014 17 8000 08 00 0000 00 0000`,
      },
      { from: "client", hex: `${ASK} 02 0502 00 02` },
      { from: "server", hex: `${ANSWER} 02 0502 0000 82 10 ${text("CJ1W-ETN21", 20)} 11 ${text("CJ1W-SCU41", 20)}` },
      { from: "client", hex: `${ASK} 03 0601` },
      { from: "server", hex: `${ANSWER} 03 0601 0000 01 04 0000 0010 0000 0000 ${text("", 16)}` },
      { from: "client", hex: `${ASK} 04 0620 01` },
      { from: "server", hex: `${ANSWER} 04 0620 0000 00000010 00000020 00000008` },
      { from: "client", hex: `${ASK} 05 0701` },
      { from: "server", hex: `${ANSWER} 05 0701 0000 25 03 03 12 30 15 01` },
      { from: "client", hex: `${ASK} 06 2603` },
      { from: "server", hex: `${ANSWER} 06 2603 0000 ${text("LINE1", 8)}` },
    ],
  },
  {
    name: "modes, force, protection, files",
    over: "udp",
    port: 9600,
    messages: [
      { from: "client", hex: `${ASK} 01 0401 ffff 02` },
      { from: "client", hex: `${ASK} 02 0402` },
      { from: "client", hex: `${ASK} 03 0702 25 03 03 12 30` },
      { from: "client", hex: `${ASK} 04 2301 0001 0001 30 0001 04` },
      { from: "client", hex: `${ASK} 05 0305 ffff 00 00000000 ffffffff 31323334` },
      { from: "server", hex: `${ANSWER} 05 0305 2602` },
      { from: "client", hex: `${ASK} 06 0202 8010 0000 0001 0000` },
      { from: "client", hex: `${ASK} 07 0307 ffff 00000000 0004 01020304` },
      { from: "client", hex: `${ASK} 08 2201 8000 0000 0001` },
      { from: "client", hex: `${ASK} 09 2202 8000 ${text("DATA.BIN", 12)} 00000000 0020` },
      { from: "client", hex: `${ASK} 0a 2205 8000 0001 ${text("DATA.BIN", 12)}` },
      { from: "client", hex: `${ASK} 0c 2207 8000 ${text("DATA.BIN", 12)} 8000 ${text("COPY.BIN", 12)}` },
      { from: "client", hex: `${ASK} 0d 220a 0000 82 0001 00 0010 8000 ${text("DATA.BIN", 12)}` },
      { from: "client", hex: `${ASK} 0e 0c02 ffff` },
      { from: "client", hex: `${ASK} 0b 2601 ${text("LINE2", 8)}` },
    ],
  },
  {
    name: "over TCP",
    over: "tcp",
    port: 9600,
    messages: [
      { from: "client", hex: "46494e53 0000000c 00000000 00000000 00000000" },
      { from: "server", hex: "46494e53 00000010 00000001 00000000 00000064 00000001" },
      { from: "client", hex: tcp(`80 00 02 05 01 00 00 64 00 01 0101 82 0064 00 0001`) },
      { from: "server", hex: tcp(`c0 00 02 00 64 00 05 01 00 01 0101 0000 1234`) },
      { from: "server", hex: "46494e53 00000008 00000003 00000003" },
    ],
  },
];
