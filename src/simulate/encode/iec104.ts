// IEC 60870-5-104 sections 5 and 6; IEC 60870-5-101 section 7: transport frames and application units.
import type { ByteWriter } from "../bytes.ts";

/** Unnumbered frames. */
export const STARTDT_ACT = 0x07;
export const STARTDT_CON = 0x0b;

/** Causes of transmission. */
export const SPONTANEOUS = 3;
export const ACTIVATION = 6;
export const ACTIVATION_CONFIRM = 7;
export const ACTIVATION_END = 10;
export const INTERROGATED = 20;

/** A frame without numbers: start, stop or test. */
export function unnumbered(out: ByteWriter, control: number): void {
  out.u8(0x68, 4, control, 0, 0, 0);
}

/** Acknowledges what was received up to a number. */
export function supervisory(out: ByteWriter, received: number): void {
  out.u8(0x68, 4, 1, 0).u16le((received << 1) & 0xffff);
}

/** Begins an information frame of one application unit. Answers where it began; `close` sets its length. */
export function information(
  out: ByteWriter,
  sent: number,
  received: number,
  type: number,
  count: number,
  cause: number,
  station: number,
): number {
  const start = out.length;
  out.u8(0x68, 0).u16le((sent << 1) & 0xffff, (received << 1) & 0xffff);
  out.u8(type, count, cause, 0).u16le(station);
  return start;
}

/** Sets the length of the frame that began at `start`. */
export function close(out: ByteWriter, start: number): void {
  out.patch8(start + 1, out.length - start - 2);
}

/** An object address of three bytes. */
export function objectAddress(out: ByteWriter, address: number): ByteWriter {
  return out.u8(address & 0xff, (address >>> 8) & 0xff, address >>> 16);
}
