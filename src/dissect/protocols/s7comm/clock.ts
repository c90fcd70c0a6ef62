// S7 communication: DATE_AND_TIME in binary-coded decimals, and the six octets of block headers.
import { formatTime } from "../../../model/time.ts";

function decimal(value: number): number {
  const tens = value >> 4;
  const ones = value & 15;
  return tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/**
 * DATE_AND_TIME, eight octets at `at`: year, month, day, hour, minute, second, milliseconds with weekday. Answers ISO
 * text without zone, for the clock may run in local time; "" when a digit is wrong or the time is all zero.
 */
export function dateAndTime(bytes: Uint8Array, at: number): string {
  const parts: number[] = [];
  for (let index = 0; index < 6; index++) parts.push(decimal(bytes[at + index] as number));
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const hundredths = decimal(bytes[at + 6] as number);
  const thousandths = (bytes[at + 7] as number) >> 4;
  if (Math.min(...parts, hundredths) < 0 || thousandths > 9) return "";
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return "";
  const milliseconds = String(hundredths * 10 + thousandths).padStart(3, "0");
  const century = year < 90 ? 2000 : 1900;
  return `${century + year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${milliseconds}`;
}

/** Days from 1970-01-01 to 1984-01-01, where block headers begin to count. */
const FIRST_DAY = 5113;

/** Time of a block header: milliseconds of the day (4 octets) and days since 1984-01-01 (2 octets); ISO text. */
export function headerTime(milliseconds: number, days: number): string {
  const seconds = (FIRST_DAY + days) * 86_400 + (milliseconds % 86_400_000) / 1000;
  return formatTime(seconds, 3).replace(" ", "T");
}
