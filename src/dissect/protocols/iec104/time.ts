// Time tags: IEC 60870-5-4 section 6.8, IEC 60870-5-101:2003 sections 7.2.6.18 to 7.2.6.20.

const LONGEST_MINUTE = 60_000;

/** A CP24Time2a or CP56Time2a for people and machines: the station's own clock, without a zone. */
export interface TimeFields {
  /** "2026-11-23T10:20:30.400", or "20:30.400" where only minutes and less are sent. */
  time: string;
  time_invalid: boolean;
  /** Whether another station put the time there. */
  time_substituted: boolean;
  summer_time?: boolean;
  /** 1 Monday to 7 Sunday; 0 where it is not used. */
  day_of_week?: number;
}

/** Whether the fields of the time tag in `bytes[at..at + size)` are in range, or it says itself that it is invalid. */
export function isPlausibleTime(bytes: Uint8Array, at: number, size: number): boolean {
  const minute = bytes[at + 2] as number;
  if ((minute & 0x80) !== 0) return true;
  if (u16(bytes, at) >= LONGEST_MINUTE || (minute & 0x3f) > 59) return false;
  if (size < 7) return true;
  const hour = (bytes[at + 3] as number) & 0x1f;
  const day = (bytes[at + 4] as number) & 0x1f;
  const month = (bytes[at + 5] as number) & 0x0f;
  return hour <= 23 && day >= 1 && month >= 1 && month <= 12 && ((bytes[at + 6] as number) & 0x7f) <= 99;
}

/** The fields of the time tag in `bytes[at..at + size)`; size 3 or 7. */
export function timeFields(bytes: Uint8Array, at: number, size: number): TimeFields {
  const milliseconds = u16(bytes, at);
  const minute = bytes[at + 2] as number;
  const seconds = `${pad(Math.floor(milliseconds / 1000), 2)}.${pad(milliseconds % 1000, 3)}`;
  const short = `${pad(minute & 0x3f, 2)}:${seconds}`;
  const flags = { time_invalid: (minute & 0x80) !== 0, time_substituted: (minute & 0x40) !== 0 };
  if (size < 7) return { time: short, ...flags };
  const hour = bytes[at + 3] as number;
  const day = bytes[at + 4] as number;
  const month = (bytes[at + 5] as number) & 0x0f;
  const year = (bytes[at + 6] as number) & 0x7f;
  // Two digits of a year: the standard leaves the century open, the field reads 70 to 99 as the last one.
  const date = `${year + (year >= 70 ? 1900 : 2000)}-${pad(month, 2)}-${pad(day & 0x1f, 2)}`;
  return {
    time: `${date}T${pad(hour & 0x1f, 2)}:${short}`,
    ...flags,
    summer_time: (hour & 0x80) !== 0,
    day_of_week: day >> 5,
  };
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function pad(value: number, width: number): string {
  return `${value}`.padStart(width, "0");
}
