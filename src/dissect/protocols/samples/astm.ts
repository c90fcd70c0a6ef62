import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** A frame of LIS1-A around text, with its checksum. */
function frame(number: number, text: string, end = "\x03"): string {
  const body = `${number}${text}${end}`;
  let sum = 0;
  for (const letter of body) sum += letter.charCodeAt(0);
  const check = (sum & 0xff).toString(16).toUpperCase().padStart(2, "0");
  return hexText(`\x02${body}${check}\r\n`);
}

const ENQ = "05";
const ACK = "06";
const NAK = "15";
const EOT = "04";
const HEADER = "H|\\^&|M1|HIDDEN|Chem 900^V2.1.4^SN-004711^host|||||LIS||P|LIS2-A2|20260101120000";

/** Results with acknowledgments, a frame sent again, a record over two frames, a query and its orders, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "results frame by frame",
    over: "tcp",
    port: 0,
    messages: [
      { from: "client", hex: ENQ },
      { from: "server", hex: ACK },
      { from: "client", hex: frame(1, `${HEADER}\r`) },
      { from: "server", hex: ACK },
      { from: "client", hex: frame(2, "P|1||HIDDEN||Hidden^Person\r") },
      { from: "server", hex: NAK },
      { from: "client", hex: frame(2, "P|1||HIDDEN||Hidden^Person\r") },
      { from: "server", hex: ACK },
      { from: "client", hex: frame(3, "O|1|S1||^^^GLU|R\r") },
      { from: "server", hex: ACK },
      { from: "client", hex: frame(4, "R|1|^^^GLU|5.4|mmol/L|||N", "\x17") },
      { from: "server", hex: ACK },
      { from: "client", hex: frame(5, "||F\rC|1|I|checked\r") },
      { from: "server", hex: ACK },
      { from: "client", hex: frame(6, "L|1|N\r") },
      { from: "server", hex: ACK },
      { from: "client", hex: EOT },
    ],
  },
  {
    name: "a whole message in one frame, and a query",
    over: "tcp",
    port: 0,
    messages: [
      { from: "client", hex: ENQ + frame(1, "H|\\^&|||Gas 3^7\rQ|1|^S1||ALL\rL|1\r") },
      { from: "server", hex: ACK + ACK },
      { from: "client", hex: EOT },
      { from: "server", hex: ENQ },
      { from: "client", hex: ACK },
      { from: "server", hex: frame(1, "H|\\^&|||LIS\rP|1\rO|1|S1||^^^GLU\rM|1|x\rS|1\rL|1\r") },
    ],
  },
  {
    name: "faults",
    over: "tcp",
    port: 0,
    messages: [
      { from: "client", hex: ENQ },
      { from: "client", hex: hexText("\x021H|\\^&\r\x0300\r\n") },
      { from: "client", hex: frame(4, "L|1\r") },
      { from: "client", hex: frame(5, "z|1\r") },
      { from: "client", hex: frame(6, "") },
    ],
  },
];
