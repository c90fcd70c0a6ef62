import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function message(type: string, body: string): string {
  const hex = body.replace(/\s/g, "");
  return `${lengthOf(`0000${hex}`, 2)}${type}${hex}`;
}

/** A session with every kind of topic, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a session",
    over: "udp",
    port: 1884,
    messages: [
      { from: "client", hex: message("01", "00") },
      { from: "server", hex: message("02", "07") },
      { from: "client", hex: message("04", `0c 01 003c ${hexText("pump-7")}`) },
      { from: "server", hex: message("06", "") },
      { from: "client", hex: message("07", `10 ${hexText("plant/state")}`) },
      { from: "server", hex: message("08", "") },
      { from: "client", hex: message("09", hexText("gone")) },
      { from: "server", hex: message("05", "00") },
      { from: "client", hex: message("0a", `0000 0001 ${hexText("plant/level")}`) },
      { from: "server", hex: message("0b", "0011 0001 00") },
      { from: "client", hex: message("0c", `20 0011 0002 ${hexText("417.5")}`) },
      { from: "server", hex: message("0d", "0011 0002 00") },
      { from: "client", hex: message("12", `20 0003 ${hexText("plant/set")}`) },
      { from: "server", hex: message("13", "20 0012 0003 00") },
      { from: "server", hex: message("0c", `00 0012 0000 ${hexText("1")}`) },
      { from: "client", hex: message("0c", `02 ${hexText("ab")} 0000 ${hexText("x")}`) },
      { from: "client", hex: message("0c", `41 0099 0004 ${hexText("2")}`) },
      { from: "server", hex: message("0f", "0004") },
      { from: "client", hex: message("10", "0004") },
      { from: "server", hex: message("0e", "0004") },
      { from: "server", hex: message("0a", `0013 0005 ${hexText("plant/other")}`) },
      { from: "client", hex: message("0b", "0013 0005 02") },
      { from: "client", hex: message("14", `00 0006 ${hexText("plant/set")}`) },
      { from: "server", hex: message("15", "0006") },
      { from: "client", hex: message("16", hexText("pump-7")) },
      { from: "server", hex: message("17", "") },
      { from: "client", hex: message("18", "003c") },
      { from: "client", hex: `01010a0c 00 0011 0000 ${"41".repeat(257)}` },
      { from: "client", hex: `04fe0001${message("16", "")}` },
      { from: "server", hex: message("00", "07 0384") },
      { from: "client", hex: message("1a", `10 ${hexText("a")}`) },
      { from: "server", hex: message("1b", "00") },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 1884,
    messages: [{ from: "client", hex: message("04", `04 02 003c ${hexText("x")}`) }],
  },
];
