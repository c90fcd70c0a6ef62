import { crcNext } from "../modbus/crc.ts";

/** Octets with their CRC-16 behind them, low byte first, as two hexadecimal digits each. */
export function withCheck(hex: string, initial = 0xffff): string[] {
  const octets = hex.replace(/\s+/g, "").match(/../g) ?? [];
  let rest = initial;
  for (const octet of octets) rest = crcNext(rest, Number.parseInt(octet, 16));
  return [...octets, two(rest & 0xff), two(rest >>> 8)];
}

function two(value: number): string {
  return value.toString(16).padStart(2, "0");
}
