import { ascii, ber, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of an APDU in the wrapper; a client has the lower port. */
export function wrapped(apdu: string, from: "client" | "server" = "client"): string {
  const digits = apdu.replace(/\s+/g, "");
  const ports = from === "client" ? "0010 0001" : "0001 0010";
  return `0001 ${ports} ${wide(digits.length / 2, 2)} ${digits}`;
}

function check(digits: string): string {
  let crc = 0xffff;
  for (let at = 0; at < digits.length; at += 2) {
    crc ^= Number.parseInt(digits.slice(at, at + 2), 16);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0x8408;
  }
  crc ^= 0xffff;
  return wide(crc & 0xff, 1) + wide(crc >> 8, 1);
}

/** Digits of an HDLC frame without its flags. */
export function bare(addresses: string, control: string, information = "", format = 0xa000): string {
  const info = information.replace(/\s+/g, "");
  const length = 2 + (addresses.replace(/\s+/g, "").length + control.length + info.length) / 2 + (info === "" ? 2 : 4);
  const header = `${wide(format | length, 2)}${addresses.replace(/\s+/g, "")}${control}`;
  const body = info === "" ? header : `${header}${check(header)}${info}`;
  return body + check(body);
}

/** Digits of an HDLC frame with both flags. */
export function framed(addresses: string, control: string, information = "", format = 0xa000): string {
  return `7e${bare(addresses, control, information, format)}7e`;
}

const LONG_NAMES = ber("a1", ber("06", "60857405080101"));
const PROPOSAL = ber("be", "040e 01000000 065f1f0400 007e1fffff".replace(/\s+/g, ""));
/** An association without a proof, and one with a password of eight letters. */
export const OPEN_ASSOCIATION = ber("60", LONG_NAMES, PROPOSAL);
export const PASSWORD_ASSOCIATION = ber(
  "60",
  LONG_NAMES,
  ber("8a", "0780"),
  ber("8b", "60857405080201"),
  ber("ac", ber("80", ascii("12345678"))),
  PROPOSAL,
);
/** The answer; `result` 0 accepts. */
export function associated(result = 0): string {
  return ber(
    "61",
    LONG_NAMES,
    ber("a2", ber("02", wide(result, 1))),
    ber("a3", ber("a1", ber("02", "00"))),
    ber("be", "0410 0800065f1f0400 0000101d 007d0007".replace(/\s+/g, "")),
  );
}

/** Digits of a descriptor: class, OBIS code, attribute or method. */
export function named(classId: number, obis: string, attribute: number): string {
  return `${wide(classId, 2)} ${obis} ${wide(attribute, 1)}`;
}

export const ENERGY = named(3, "0100010800ff", 2);
export const SERIAL = named(1, "0000600100ff", 2);
export const VALVE = named(70, "000060030aff", 1);
const TO_METER = "0321";
const TO_CLIENT = "2103";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a meter is read and disconnected over the wrapper",
    over: "tcp",
    port: 4059,
    messages: [
      { from: "client", hex: wrapped(PASSWORD_ASSOCIATION) },
      { from: "server", hex: wrapped(associated(), "server") },
      { from: "client", hex: wrapped(`c00181 ${SERIAL} 00`) },
      { from: "server", hex: wrapped(`c40181 00 0908 ${ascii("42000007")}`, "server") },
      { from: "client", hex: wrapped(`c00182 ${ENERGY} 00`) },
      { from: "server", hex: wrapped("c40182 00 06000186a0", "server") },
      {
        from: "client",
        hex: wrapped(`c00183 ${named(7, "0100620100ff", 2)} 01 02 0204 0600000001 0600000002 120001 120000`),
      },
      { from: "server", hex: wrapped("c40283 00 00000001 00 04 01020304", "server") },
      { from: "client", hex: wrapped("c00283 00000001") },
      { from: "server", hex: wrapped("c40283 01 00000002 00 02 0506", "server") },
      { from: "client", hex: wrapped(`c10184 ${named(8, "0000010000ff", 2)} 00 090c 07ea0b1a 04 101a0000 000000`) },
      { from: "server", hex: wrapped("c50184 03", "server") },
      { from: "client", hex: wrapped(`c30185 ${VALVE} 01 0f00`) },
      { from: "server", hex: wrapped("c70185 00 00", "server") },
      { from: "server", hex: wrapped(`c200 ${ENERGY} 06000186a1`, "server") },
      { from: "client", hex: wrapped("c81e 30 00000001 0102030405060708090a0b0c0d0e0f101112131415161718191a") },
      { from: "server", hex: wrapped("d8 01 02", "server") },
      { from: "client", hex: wrapped("6200") },
      { from: "server", hex: wrapped("6300", "server") },
    ],
  },
  {
    name: "a meter in HDLC frames",
    over: "tcp",
    port: 4059,
    messages: [
      { from: "client", hex: framed(TO_METER, "93") },
      { from: "server", hex: framed(TO_CLIENT, "73", "818012050180060180070400000001080400000001") },
      { from: "client", hex: framed(TO_METER, "10", `e6e600 ${OPEN_ASSOCIATION}`) },
      { from: "server", hex: framed(TO_CLIENT, "30", `e6e700 ${associated()}`) },
      { from: "client", hex: framed("02000321", "32", `e6e600 c00181 ${ENERGY} 00`) },
      { from: "server", hex: framed(TO_CLIENT, "52", "e6e700 c40181 00 020206000186a0 06000186a1", 0xa800) },
      { from: "client", hex: `${framed(TO_METER, "51").slice(0, -2)}${framed(TO_METER, "71")}` },
      { from: "server", hex: framed(TO_CLIENT, "54", "0102030405060708") },
      { from: "client", hex: framed(TO_METER, "53") },
      { from: "server", hex: framed(TO_CLIENT, "1f") },
    ],
  },
];
