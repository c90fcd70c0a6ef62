// KNX Standard 03_08_05 (KNXnet/IP routing), 03_06_03 (cEMI) and 03_03_04, 03_03_07 (transport and application layer).
import type { ByteWriter } from "../bytes.ts";

/** The group to which routers send, and its port. */
export const KNX_GROUP = 0xe000170c;
export const KNX_PORT = 3671;

/** Data point type 9: two bytes of floating number. */
function float16(value: number): number {
  let mantissa = Math.round(value * 100);
  let exponent = 0;
  while (mantissa < -2048 || mantissa > 2047) {
    mantissa = Math.trunc(mantissa / 2);
    exponent++;
  }
  return ((mantissa < 0 ? 0x8000 : 0) | (exponent << 11) | (mantissa & 0x7ff)) & 0xffff;
}

/** A routed group write of a floating number. */
export function groupWrite(out: ByteWriter, source: number, group: number, value: number): void {
  out.u8(6, 0x10).u16(0x0530, 19);
  out.u8(0x29, 0, 0xbc, 0xe0).u16(source, group).u8(3, 0, 0x80).u16(float16(value));
}
