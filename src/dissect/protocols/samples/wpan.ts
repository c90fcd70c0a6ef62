import type { Exchange } from "./sample.ts";

/** Least significant byte first. */
export const COORDINATOR = "0102030405060702";
export const DEVICE = "aabbccddeeff1700";

/** A data frame with short addresses in PAN 0x1a2b; acknowledgment asked for. */
export function dataFrame(sequence: string, to: string, from: string, payload: string): string {
  return `6188${sequence}2b1a${to}${from}${payload}`;
}

/** Joining, polling, data with and without security, a beacon of a network that is not Zigbee. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a device joins",
    over: "ethernet",
    port: 0x809a,
    messages: [
      // To all stations of all PANs.
      { from: "client", hex: "030801ffffffff07" },
      { from: "server", hex: "0080022b1a0000ffcf000000" },
      // From the device's own address, with all PANs as its PAN.
      { from: "client", hex: `23c8032b1a0000ffff${DEVICE}018e` },
      { from: "client", hex: `63c8042b1a0000${DEVICE}04` },
      { from: "server", hex: `63cc052b1a${DEVICE}${COORDINATOR}02341200` },
      { from: "server", hex: `63cc062b1a${DEVICE}${COORDINATOR}02ffff01` },
      { from: "server", hex: "020005" },
    ],
  },
  {
    name: "data",
    over: "ethernet",
    port: 0x809a,
    messages: [
      { from: "client", hex: dataFrame("10", "0000", "3412", "ffee0102") },
      // Security level 5, key by index, version of 2006.
      { from: "client", hex: "6998112b1a000034120d0100000001aabbccddeeff11223344" },
      // Version of 2015, sequence number left out, both PANs left out, header elements with a termination.
      { from: "client", hex: `41ef${COORDINATOR}${DEVICE}0200aabb803f7e33aabb` },
      // A multipurpose frame.
      { from: "client", hex: "052100" },
      // A command with security.
      { from: "client", hex: "6b98122b1a000034120d0200000001aabbccdd11223344" },
    ],
  },
  {
    name: "faults",
    over: "ethernet",
    port: 0x809a,
    messages: [
      { from: "client", hex: "6188132b1a00" },
      { from: "client", hex: "6998142b1a000034120d01" },
    ],
  },
];
