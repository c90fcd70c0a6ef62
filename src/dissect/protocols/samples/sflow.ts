import { lengthOf } from "./dns-bytes.ts";
import { double, opaque, text, word } from "./oncrpc-bytes.ts";
import type { Exchange } from "./sample.ts";

const AGENT = `${word(1)}0a0000fe`;
const ETHERNET = "0200000000aa 0200000000bb";
/** The beginning of a Modbus request from 10.0.0.7 to 10.0.0.50. */
const MODBUS = `${ETHERNET} 0800 4500 0034 0001 4000 40 06 0000 0a000007 0a000032 c350 01f6 00000001 00000001 50 18 ffff 0000 0000 0001 0000 0006 01 03 0000 000a`;
const GOOSE = "010ccd010001 020000000050 88b8 0001 0091 00000000 6181";

/** Digits of a sample or record: format and length. */
export function framed(format: number, hex: string): string {
  const digits = hex.replace(/\s+/g, "");
  return word(format) + lengthOf(digits, 8) + digits;
}

/** Digits of a raw packet header as a record of version 5. */
export function raw(hex: string, length: number, protocol = 1): string {
  return framed(1, word(protocol) + word(length) + word(4) + opaque(hex));
}

/** Digits of a flow sample of version 5. */
export function flowSample(rate: number, ...records: string[]): string {
  return framed(
    1,
    word(9) +
      word(3) +
      word(rate) +
      word(rate * 9) +
      word(0) +
      word(3) +
      word(5) +
      word(records.length) +
      records.join(""),
  );
}

/** Digits of a datagram of version 5, of the agent 10.0.0.254. */
export function datagram(...samples: string[]): string {
  return datagramOf(AGENT, ...samples);
}

/** Digits of a datagram of version 5; `agent` with the type of its address. */
export function datagramOf(agent: string, ...samples: string[]): string {
  return word(5) + agent + word(0) + word(77) + word(60_000) + word(samples.length) + samples.join("");
}

const INTERFACE =
  word(3) +
  word(6) +
  double(1_000_000_000) +
  word(1) +
  word(3) +
  double(5000) +
  word(1).repeat(6) +
  double(7000) +
  word(2).repeat(6);
const IN_FOUR = `${word(200)}${word(17)}0a000008 0a000035 ${word(40_000)}${word(53)}${word(0)}${word(0)}`;
const IN_SIX = `${word(120)}${word(6)}${"20010db8000000000000000000000007"}${"20010db8000000000000000000000032"}${word(50_000)}${word(502)}${word(24)}${word(0)}`;

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a switch tells of packets and interfaces", over: "udp", port: 6343 },
    messages: [
      {
        from: "client",
        hex: datagram(
          flowSample(
            1000,
            raw(MODBUS, 70),
            framed(1001, word(10) + word(0) + word(20) + word(0)),
            framed(1002, `${word(1)}0a000001${word(24)}${word(16)}`),
          ),
          flowSample(1000, raw(GOOSE, 145)),
          framed(2, word(4) + word(3) + word(1) + framed(1, INTERFACE)),
        ),
      },
      {
        from: "client",
        hex: datagram(
          framed(
            3,
            word(9) +
              word(0) +
              word(3) +
              word(400) +
              word(0) +
              word(0) +
              word(0) +
              word(3) +
              word(0) +
              word(5) +
              word(1) +
              framed(3, IN_FOUR),
          ),
          flowSample(1, framed(4, IN_SIX)),
          flowSample(1, framed(2, `${word(64)}020000000050 0000 0200000000ff 0000 ${word(0x8892)}`)),
          framed(
            4,
            word(4) +
              word(2) +
              word(1) +
              word(1) +
              framed(2000, `${text("switch-3")}${"00".repeat(16)}${word(2)}${word(2)}${text("5.10.0")}`),
          ),
          framed(0x1000, "0000000100000002"),
        ),
      },
    ],
  },
  {
    ...{ name: "versions 2 and 4", over: "udp", port: 6343 },
    messages: [
      {
        from: "client",
        hex:
          word(2) +
          AGENT +
          word(5) +
          word(1000) +
          word(2) +
          (word(1) + word(1) + word(3) + word(256) + word(0) + word(0) + word(3) + word(5)) +
          (word(1) + word(1) + word(70) + opaque(MODBUS)) +
          (word(2) + word(1) + word(10) + word(0) + word(20) + word(0)) +
          (word(3) + word(65_001) + word(65_002) + word(65_003) + word(1) + word(65_004)) +
          (word(2) + word(2) + word(3) + word(20) + word(1) + INTERFACE),
      },
      {
        from: "client",
        hex:
          word(4) +
          AGENT +
          word(6) +
          word(2000) +
          word(1) +
          (word(1) + word(2) + word(3) + word(256) + word(0) + word(0) + word(3) + word(5)) +
          (word(2) + IN_FOUR) +
          (word(3) +
            word(3) +
            word(65_001) +
            word(65_002) +
            word(65_003) +
            (word(1) + word(2) + word(1) + word(65_004)) +
            (word(1) + word(7)) +
            word(100)) +
          (word(4) + text("operator") + text("")) +
          (word(5) + word(1) + text("/index")),
      },
    ],
  },
];
