import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

const TIME = "65000000 0f 07a120";

/** Digits of a frame of a type (upper four bits) with its checksum; `body` stands between time and checksum. */
export function frame(type: number, body: string, id = 7): string {
  const digits = `aa${wide(type * 16 + 1, 1)} 0000 ${wide(id, 2)} ${TIME} ${body}`.replace(/\s+/g, "");
  const size = digits.length / 2 + 2;
  const sized = digits.slice(0, 4) + wide(size, 2) + digits.slice(8);
  let crc = 0xffff;
  for (let at = 0; at < sized.length; at += 2) {
    crc ^= Number.parseInt(sized.slice(at, at + 2), 16) << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc & 0x8000) === 0 ? 0 : 0x1021)) & 0xffff;
  }
  return sized + wide(crc, 2);
}

function name(text: string): string {
  return ascii(text.padEnd(16));
}

/** Digits of a unit in a configuration with one phasor, one analog and one digital channel. */
export function unit(station: string, format: number): string {
  const bits = Array.from({ length: 16 }, (_, bit) => name(`BIT ${bit}`)).join("");
  const channels = `${name("VA")} ${name("TEMP")} ${bits}`;
  return `${name(station)} 0007 ${wide(format, 2)} 0001 0001 0001 ${channels} 000186a0 00000001 0000ffff 0001 0002`;
}

/** Digits of configuration 2 of some units, 50 frames per second. */
export function configuration(...units: string[]): string {
  return frame(3, `000f4240 ${wide(units.length, 2)} ${units.join(" ")} 0032`);
}

/** A unit's block with polar floating point: 230 at an angle of 0.5, 50.02 Hz, analog 21.5. */
export const FLOAT_BLOCK = "0000 43660000 3f000000 4248147b 3dcccccd 41ac0000 0003";
/** With rectangular integers: 3 + 4i, -20 mHz; out of synchronism. */
export const INTEGER_BLOCK = "2000 0003 0004 ffec 0001 0015 8000";

/** A configuration 3 of one unit. */
const THIRD = frame(
  5,
  `0000 000f4240 0001 05${ascii("BUS 3")} 0007 ${"ab".repeat(16)} 000f 0001 0000 0000 02${ascii("VA")} ${"00".repeat(12)} 42480000 41200000 43fa0000 4d 00000001 00000000 0001 0001 0032`,
);

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a concentrator asks a unit",
    over: "tcp",
    port: 4712,
    messages: [
      { from: "client", hex: frame(4, "0001") },
      { from: "client", hex: frame(4, "0003") },
      { from: "server", hex: frame(1, ascii("Example PMU, bay 7")) },
      { from: "client", hex: frame(4, "0005") },
      { from: "server", hex: configuration(unit("BUS 1", 15)) },
      { from: "client", hex: frame(4, "0002") },
      { from: "server", hex: frame(0, FLOAT_BLOCK) },
      { from: "server", hex: frame(0, FLOAT_BLOCK) },
      { from: "client", hex: frame(4, "0008 00000000") },
    ],
  },
  {
    name: "two units in one stream of datagrams",
    over: "udp",
    port: 4713,
    messages: [
      { from: "server", hex: configuration(unit("BUS 1", 15), unit("BUS 2", 0)) },
      { from: "server", hex: frame(0, `${FLOAT_BLOCK} ${INTEGER_BLOCK}`) },
      { from: "server", hex: THIRD },
      { from: "server", hex: frame(0, "0000 43660000 3f000000 4248147b 3dcccccd") },
    ],
  },
];
