// IEC 61850-9-2 section 8.5 and Annex A, in the profile of the 9-2LE guideline: four currents and four voltages, in BER.
import { type ByteWriter, writer } from "../bytes.ts";

/** One sample of a merging unit. */
export interface SampleSet {
  application: number;
  identifier: string;
  /** Number within the second, 0 to 3999 at 50 Hz. */
  count: number;
  /** Milliamperes of phases A, B, C and neutral, then tens of millivolts of the same. */
  values: readonly number[];
}

/** Destination of the samples of an application. */
export function sampleGroup(application: number): Uint8Array {
  return Uint8Array.of(0x01, 0x0c, 0xcd, 0x04, (application >> 8) & 1, application & 0xff);
}

/** A message of one application service data unit; every value has a good quality. */
export function sampledValues(out: ByteWriter, set: SampleSet): void {
  const unit = writer();
  unit.u8(0x80, set.identifier.length).text(set.identifier);
  unit.u8(0x82, 2).u16(set.count);
  unit.u8(0x83, 4).u32(1);
  unit.u8(0x85, 1, 2);
  unit.u8(0x87, set.values.length * 8);
  for (const value of set.values) unit.u32(Math.round(value) >>> 0).u32(0);
  const units = writer();
  units.u8(0x30, unit.length).add(unit);
  const start = out.length;
  out.u16(set.application, 0, 0, 0);
  out.u8(0x60, units.length + 5, 0x80, 1, 1, 0xa2, units.length).add(units);
  out.patch16(start + 2, out.length - start);
}
