import { advertisement, CENTRAL, channelPacket, dataPacket, PERIPHERAL } from "./ble-bytes.ts";
import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Advertising of several kinds, a connection with control packets, data in parts, encryption. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "advertising",
    over: "ethernet",
    port: 0x0251,
    messages: [
      // Flags, services (pulse oximeter, one of Wyze), company, name, appearance (pulse oximeter).
      {
        from: "server",
        hex: advertisement(
          "00",
          `${PERIPHERAL} 020106 05022218 7bfd 05ff 7008 0102 08 09 ${hexText("Oxi 500")} 0319 400c 020af8`.replaceAll(
            " ",
            "",
          ),
        ),
      },
      { from: "client", hex: advertisement("c3", `${CENTRAL}${PERIPHERAL}`) },
      { from: "server", hex: advertisement("04", `${PERIPHERAL} 0000`) },
      // An iBeacon and an Eddystone from random addresses.
      {
        from: "server",
        hex: advertisement("42", `${CENTRAL} 1aff4c000215 00112233445566778899aabbccddeeff 0001 0002 c5`),
      },
      {
        from: "server",
        hex: advertisement("42", `${CENTRAL} 0303aafe 1516aafe00e7 000102030405060708090a0b0c0d0e0f`),
      },
      { from: "server", hex: advertisement("46", `${CENTRAL} 110600112233445566778899aabbccddeeff`) },
      { from: "server", hex: advertisement("01", `${PERIPHERAL}${CENTRAL}`) },
      { from: "server", hex: advertisement("07", `07 01 ${PERIPHERAL} 020106`) },
    ],
  },
  {
    name: "a connection",
    over: "ethernet",
    port: 0x0251,
    messages: [
      {
        from: "client",
        hex: advertisement("c5", `${CENTRAL}${PERIPHERAL} 78563412 aabbcc 02 0f00 1800 0000 4800 ffffffff1f a7`),
      },
      { from: "client", hex: dataPacket("03", "0c 09 0f00 0842") },
      { from: "server", hex: dataPacket("07", "0c 0d 5900 0001") },
      { from: "client", hex: dataPacket("01", "") },
      { from: "client", hex: channelPacket(4, "0a0300") },
      // An answer in two parts, the second of which comes twice.
      { from: "server", hex: dataPacket("06", "0800 0400 0b 41424344") },
      { from: "server", hex: dataPacket("0d", "454647") },
      { from: "server", hex: dataPacket("0d", "454647") },
      { from: "client", hex: channelPacket(5, "12010800 0600 0600 0000 4800") },
      { from: "client", hex: dataPacket("03", `03 ${"11".repeat(22)}`) },
      { from: "server", hex: dataPacket("03", `04 ${"22".repeat(12)}`) },
      { from: "server", hex: dataPacket("07", "05") },
      { from: "client", hex: dataPacket("0f", "aabbccdd11") },
      { from: "client", hex: dataPacket("02", "aabbccddeeff00112233") },
      { from: "client", hex: dataPacket("00", "01") },
    ],
  },
  {
    name: "faults",
    over: "ethernet",
    port: 0x0251,
    messages: [
      { from: "server", hex: "d6be898e00403b2a19a05e00" },
      { from: "server", hex: advertisement("00", `${PERIPHERAL} 1f0941`) },
      { from: "client", hex: dataPacket("02", "0200 0400 0a0300ff") },
    ],
  },
];
