import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";
import { DEVICE, dataFrame } from "./wpan.ts";

const COORDINATOR = "0000";
const LAMP = "3412";
let sequence = 0;

function next(): string {
  sequence = (sequence + 1) & 0xff;
  return sequence.toString(16).padStart(2, "0");
}

/** A frame of the network layer without security; `from` and `to` are also those of the hop. */
function network(to: string, from: string, payload: string, control = "0800"): string {
  return dataFrame(next(), to, from, `${control}${to}${from}1e${next()}${payload}`);
}

/** Data of the application support layer: endpoint 1 to endpoint 1 of home automation. */
function cluster(to: string, from: string, number: string, body: string): string {
  return network(to, from, `0001${number}040101${next()}${body}`);
}

/** The device profile, endpoint 0. */
function profile(to: string, from: string, number: string, body: string): string {
  return network(to, from, `0000${number}000000${next()}${body}`);
}

function textValue(text: string): string {
  const hex = hexText(text);
  return `42${lengthOf(hex, 2)}${hex}`;
}

/** Joining in clear, discovery, reading and switching, locks and alarms, and what is encrypted. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "joining and discovery",
    over: "inside",
    port: 0,
    carrier: "wpan payload",
    messages: [
      { from: "server", hex: "0080c52b1a0000ffcf000000228406b090d1c677f98effffff00" },
      // The network key without encryption, to the device with this EUI-64.
      { from: "server", hex: network(LAMP, COORDINATOR, `01010501${"5a".repeat(16)}00${DEVICE}0102030405060702`) },
      { from: "client", hex: profile("fdff", LAMP, "1300", `01${LAMP}${DEVICE}8e`) },
      { from: "server", hex: profile(LAMP, COORDINATOR, "0200", `02${LAMP}`) },
      { from: "client", hex: profile(COORDINATOR, LAMP, "0280", `0200${LAMP}01408e7c11527f000020000000`) },
      { from: "server", hex: profile(LAMP, COORDINATOR, "0400", `03${LAMP}01`) },
      {
        from: "client",
        hex: profile(COORDINATOR, LAMP, "0480", `0300${LAMP}0e01040101010102000006000008000100190000`),
      },
      { from: "server", hex: profile(LAMP, COORDINATOR, "0500", `04${LAMP}`) },
      { from: "client", hex: profile(COORDINATOR, LAMP, "0580", `0481${LAMP}00`) },
      { from: "server", hex: profile("fcff", COORDINATOR, "3600", "05b400") },
      { from: "client", hex: profile(COORDINATOR, LAMP, "0180", `0600${DEVICE}${LAMP}`) },
      // Leaving and coming again, with the reserved version bits of the network layer.
      { from: "client", hex: network(COORDINATOR, LAMP, "0440", "0900") },
      { from: "client", hex: network(COORDINATOR, LAMP, `068e`, "0900") },
      { from: "server", hex: network(LAMP, COORDINATOR, "07351200", "0900") },
    ],
  },
  {
    name: "clusters",
    over: "inside",
    port: 0,
    carrier: "wpan payload",
    messages: [
      { from: "client", hex: cluster(LAMP, COORDINATOR, "0000", "000100040005000040") },
      {
        from: "server",
        hex: cluster(
          COORDINATOR,
          LAMP,
          "0000",
          `18010104000${`0${textValue("IKEA of Sweden")}`}050000${textValue("LAMP E27")}004000${textValue("2.3.087")}0a0086`,
        ),
      },
      { from: "client", hex: cluster(LAMP, COORDINATOR, "0600", "010202") },
      { from: "server", hex: cluster(COORDINATOR, LAMP, "0600", "18020b0200") },
      { from: "server", hex: cluster(COORDINATOR, LAMP, "0204", "18030a0000291a09010029008002002900ff") },
      { from: "client", hex: cluster(LAMP, COORDINATOR, "0600", "0004020340300100") },
      { from: "server", hex: cluster(COORDINATOR, LAMP, "0600", "1804048803400a") },
      { from: "client", hex: cluster(LAMP, COORDINATOR, "0101", "010501043132333434") },
      { from: "server", hex: cluster(COORDINATOR, LAMP, "0101", "09050101") },
      { from: "server", hex: cluster(COORDINATOR, LAMP, "0005", "0906000100000000000000") },
      { from: "client", hex: cluster(LAMP, COORDINATOR, "1900", "0107010000017c1101020304050600") },
      { from: "server", hex: cluster(COORDINATOR, LAMP, "0203", "05 7c11 08 00 00".replaceAll(" ", "")) },
      { from: "client", hex: cluster(LAMP, COORDINATOR, "00fc", "01094201") },
      { from: "client", hex: network(LAMP, COORDINATOR, "0c05000600040101070101 01".replaceAll(" ", "")) },
      { from: "client", hex: network(LAMP, COORDINATOR, "02010006000401010b") },
      { from: "client", hex: network(LAMP, COORDINATOR, "20010006000401010c1001000000c0ffeec0ffee") },
    ],
  },
  {
    name: "what is encrypted, and faults",
    over: "inside",
    port: 0,
    carrier: "wpan payload",
    messages: [
      // Network security with extended addresses on both ends.
      {
        from: "client",
        hex: dataFrame(
          "90",
          COORDINATOR,
          LAMP,
          `081a${COORDINATOR}${LAMP}1e07${"0102030405060702"}${DEVICE}28010000${"00"}${DEVICE}00${"ab".repeat(20)}`,
        ),
      },
      { from: "client", hex: network(COORDINATOR, LAMP, `2801000000${DEVICE}00${"ab".repeat(8)}`, "0902") },
      // A key that is handed over under the key-transport key.
      { from: "server", hex: network(LAMP, COORDINATOR, `210d3001000000${DEVICE}${"cd".repeat(39)}`) },
      {
        from: "server",
        hex: network(LAMP, COORDINATOR, `2001060004010 10e2001000000${"cd".repeat(12)}`.replace(" ", "")),
      },
      { from: "client", hex: dataFrame("91", COORDINATOR, LAMP, "8c30010203040506") },
      { from: "client", hex: dataFrame("92", COORDINATOR, LAMP, "0b00030006000401aabb") },
      // A relay list that is longer than the frame; a value that is longer than the frame.
      { from: "client", hex: network(COORDINATOR, LAMP, "7f000102", "0804") },
      { from: "server", hex: cluster(COORDINATOR, LAMP, "0000", "180101040000427f41") },
      { from: "client", hex: network(COORDINATOR, LAMP, "0001") },
    ],
  },
];
