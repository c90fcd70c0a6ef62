import type { Exchange } from "./sample.ts";

function message(type: string, control: string, parameter: string, text: string): string {
  const octets = Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0"));
  return `4853 ${type} ${control} ${parameter} ${octets.length.toString(16).padStart(16, "0")} ${octets.join("")}`;
}

/** Both channels of a client that identifies an instrument, locks it and is refused. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "the synchronous channel",
    over: "tcp",
    port: 4880,
    messages: [
      { from: "client", hex: message("00", "00", "01005858", "hislip0") },
      { from: "server", hex: message("01", "00", "01000007", "") },
      { from: "client", hex: message("07", "00", "ffffff00", "*IDN?\n") },
      { from: "server", hex: message("07", "00", "ffffff00", "Maker,Model 5,123,V1.02\n") },
      { from: "client", hex: message("07", "00", "ffffff02", "*RST\n") },
      { from: "client", hex: message("07", "00", "ffffff04", "SYST:PASS secret\n") },
      { from: "client", hex: message("07", "00", "ffffff06", "meas:volt?\n") },
      { from: "server", hex: message("06", "00", "ffffff06", "1") },
      { from: "server", hex: message("07", "00", "ffffff06", ".5\n") },
      { from: "server", hex: message("03", "04", "00000000", "too large") },
      { from: "server", hex: message("02", "03", "00000000", "") },
    ],
  },
  {
    name: "the asynchronous channel",
    over: "tcp",
    port: 4880,
    messages: [
      { from: "client", hex: message("11", "00", "00000007", "") },
      { from: "server", hex: message("12", "00", "00005253", "") },
      { from: "client", hex: message("04", "01", "00000000", "") },
      { from: "server", hex: message("05", "00", "00000000", "") },
      { from: "client", hex: message("15", "00", "00000000", "") },
      { from: "server", hex: message("16", "10", "00000000", "") },
      { from: "client", hex: message("13", "00", "00000000", "") },
      { from: "server", hex: message("17", "00", "00000000", "") },
      { from: "server", hex: message("14", "40", "00000000", "") },
      { from: "client", hex: message("07", "00", "00000000", `DATA ${"#".repeat(3000)}`) },
      { from: "client", hex: message("0c", "00", "00000000", "") },
    ],
  },
];
