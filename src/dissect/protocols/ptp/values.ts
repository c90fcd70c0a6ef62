// Derived data types of precision time: IEEE 1588-2019 section 5.3.
import type { Reader } from "../../reader.ts";
import { accuracyName } from "./names.ts";

/** Seconds (48 bits) and nanoseconds of the PTP or an arbitrary time scale. */
export function timestamp(reader: Reader): { seconds: number; nanoseconds: number } {
  const high = reader.u16();
  return { seconds: high * 4_294_967_296 + reader.u32(), nanoseconds: reader.u32() };
}

/** A clock's identity as 16 hex digits. */
export function clockIdentity(reader: Reader): string {
  return reader.hex(8);
}

/** A clock's identity and its port. */
export function portIdentity(reader: Reader): { clock_identity: string; port_number: number } {
  return { clock_identity: clockIdentity(reader), port_number: reader.u16() };
}

/** A time interval in nanoseconds, from units of 2^-16 ns; rounded where 53 bits do not hold it. */
export function interval(reader: Reader): number {
  const high = reader.i32();
  return (high * 4_294_967_296 + reader.u32()) / 65_536;
}

/** Class, accuracy and variance of a clock. */
export function clockQuality(reader: Reader): object {
  const clockClass = reader.u8();
  const accuracy = reader.u8();
  return {
    clock_class: clockClass,
    clock_accuracy: accuracy,
    within: accuracyName(accuracy),
    offset_scaled_log_variance: reader.u16(),
  };
}

/** A text with its length in front. */
export function ptpText(reader: Reader): string {
  return reader.utf8(reader.u8()).trim();
}
