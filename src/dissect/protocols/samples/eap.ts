import type { Exchange } from "./sample.ts";
import { OWN_CERTIFICATE } from "./tls.ts";
import { ascii, be, clientHello, handshake, record, serverHello, sized } from "./tls-bytes.ts";

/** Digits of a packet. */
export function eapPacket(code: number, identifier: number, body = ""): string {
  const digits = body.replace(/\s+/g, "");
  return be(code, 1) + be(identifier, 1) + be(digits.length / 2 + 4, 2) + digits;
}

/** Pieces of a text of digits, each of so many octets. */
function pieces(hex: string, octets: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < hex.length; at += octets * 2) parts.push(hex.slice(at, at + octets * 2));
  return parts;
}

/** Digits of one attribute of Wi-Fi Simple Configuration. */
function setup(type: number, value: string): string {
  return be(type, 2) + sized(2, value);
}

export const HELLO = record(22, clientHello(0x0303, "c02f", ""), 0x0301);
const ANSWER = record(22, serverHello(0x0302, "c013", ""), 0x0302);
const CHAIN = record(22, handshake(11, sized(3, sized(3, OWN_CERTIFICATE))), 0x0302);
const FLIGHT = `${ANSWER}${CHAIN}${record(22, handshake(14, ""), 0x0302)}`;
const FRAGMENTS = pieces(FLIGHT, 300);

/** A station says who it is, declines one method and takes another; what the server sends comes in fragments. */
const BY_CERTIFICATE: Exchange = {
  ...{ name: "a station is let in by its certificate", over: "inside", carrier: "eap", port: 0 },
  messages: [
    { from: "server", hex: eapPacket(1, 1, "01") },
    { from: "client", hex: eapPacket(2, 1, `01${ascii("host/cam-07.plant.example")}`) },
    { from: "server", hex: eapPacket(1, 2, `04 10 ${"5a".repeat(16)}`) },
    { from: "client", hex: eapPacket(2, 2, "03 0d 19") },
    { from: "server", hex: eapPacket(1, 3, "0d 20") },
    { from: "client", hex: eapPacket(2, 3, `0d 80 ${be(HELLO.length / 2, 4)} ${HELLO}`) },
    ...FRAGMENTS.flatMap((fragment, index): Exchange["messages"] => {
      const flags = index === 0 ? `c0 ${be(FLIGHT.length / 2, 4)}` : index < FRAGMENTS.length - 1 ? "40" : "00";
      return [
        { from: "server", hex: eapPacket(1, 4 + index, `0d ${flags} ${fragment}`) },
        { from: "client", hex: eapPacket(2, 4 + index, "0d 00") },
      ];
    }),
    { from: "server", hex: eapPacket(3, 3 + FRAGMENTS.length) },
  ],
};

/** Methods that protect little, and others by their names. */
const WEAK: Exchange = {
  ...{ name: "weak methods", over: "inside", carrier: "eap", port: 0 },
  messages: [
    { from: "client", hex: eapPacket(2, 1, `04 10 ${"a5".repeat(16)}`) },
    { from: "client", hex: eapPacket(2, 2, `05${ascii("0000")}`) },
    { from: "client", hex: eapPacket(2, 3, `06${ascii("0000")}`) },
    { from: "client", hex: eapPacket(2, 4, `11 01 00 18 ${"a5".repeat(24)}`) },
    { from: "server", hex: eapPacket(1, 5, `1a 01 05 0015 10 ${"5a".repeat(16)}`) },
    { from: "client", hex: eapPacket(2, 5, `1a 02 05 0036 31 ${"a5".repeat(49)}`) },
    { from: "server", hex: eapPacket(1, 6, "37 31 00000004 00010002") },
    { from: "server", hex: eapPacket(1, 7, `12 0a 00 00`) },
    { from: "server", hex: eapPacket(1, 8, "fe 000137 00000021") },
    { from: "server", hex: eapPacket(4, 8) },
    { from: "client", hex: eapPacket(5, 9, "02 00") },
  ],
};

/** A device joins a radio network by a pressed button, and says who made it. */
const JOINING: Exchange = {
  ...{ name: "Wi-Fi Simple Configuration", over: "inside", carrier: "eap", port: 0 },
  messages: [
    { from: "server", hex: eapPacket(1, 1, "fe 00372a 00000001 01 00") },
    {
      from: "client",
      hex: eapPacket(
        2,
        1,
        `fe 00372a 00000001 04 00 ${setup(0x1022, "04")}${setup(0x1021, ascii("Exemplar AG"))}${setup(0x1023, ascii("Thermo"))}${setup(0x1024, ascii("T-200"))}${setup(0x1042, ascii("SN-0042"))}${setup(0x1011, ascii("hall sensor"))}`,
      ),
    },
  ],
};

export const SAMPLES: readonly Exchange[] = [BY_CERTIFICATE, WEAK, JOINING];
