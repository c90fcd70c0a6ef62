// IEEE C37.118.2-2011 section 6: frames of synchrophasors, values in single precision.
import type { ByteWriter } from "../bytes.ts";

const MICROSECONDS = 1_000_000;
const DATA = 0x01;
const CONFIGURATION = 0x31;
const COMMAND = 0x41;
/** Phasors in polar form, and all values in single precision. */
const FORMAT = 0x000f;

/** When a frame was made: seconds since 1970 UTC and microseconds of the second. */
export interface PhasorTime {
  seconds: number;
  microseconds: number;
}

/** Commands of section 6.6. */
export const TURN_OFF = 1;
export const TURN_ON = 2;
export const SEND_CONFIGURATION = 5;

function begin(out: ByteWriter, type: number, station: number, time: PhasorTime): number {
  const start = out.length;
  out.u8(0xaa, type).u16(0, station).u32(time.seconds).u32(time.microseconds);
  return start;
}

/** The length goes to the front, the check of Annex B to the end. */
function end(out: ByteWriter, start: number): void {
  out.patch16(start + 2, out.length - start + 2);
  let check = 0xffff;
  for (let at = start; at < out.length; at++) {
    check ^= out.buffer[at] << 8;
    for (let bit = 0; bit < 8; bit++) check = check & 0x8000 ? ((check << 1) ^ 0x1021) & 0xffff : (check << 1) & 0xffff;
  }
  out.u16(check);
}

/** Asks a measurement unit for something. */
export function command(out: ByteWriter, station: number, time: PhasorTime, code: number): void {
  const start = begin(out, COMMAND, station, time);
  out.u16(code);
  end(out, start);
}

/** Says what data frames hold: configuration 2 of one unit with its phasors. */
export function configuration(
  out: ByteWriter,
  station: number,
  time: PhasorTime,
  name: string,
  phasors: readonly { name: string; isCurrent: boolean }[],
  rate: number,
): void {
  const start = begin(out, CONFIGURATION, station, time);
  out.u32(MICROSECONDS).u16(1).field(name, 16, 32).u16(station, FORMAT, phasors.length, 0, 0);
  for (const phasor of phasors) out.field(phasor.name, 16, 32);
  for (const phasor of phasors) out.u8(phasor.isCurrent ? 1 : 0).u24(0);
  // 50 Hz, configured once.
  out.u16(1, 1, rate);
  end(out, start);
}

/** Values of one moment: magnitude and angle of each phasor, frequency in Hz and its change. */
export function phasorData(
  out: ByteWriter,
  station: number,
  time: PhasorTime,
  phasors: readonly { magnitude: number; angle: number }[],
  frequency: number,
): void {
  const start = begin(out, DATA, station, time);
  out.u16(0);
  for (const phasor of phasors) out.f32(phasor.magnitude).f32(phasor.angle);
  out.f32(frequency).f32(0);
  end(out, start);
}
