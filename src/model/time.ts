/**
 * A moment as "2026-03-17 14:21:07" in UTC, with `decimals` (0 to 6) of the second cut off, not rounded; 0 and moments
 * outside the years 1 to 9999 give "not seen".
 */
export function formatTime(seconds: number, decimals = 0): string {
  if (!Number.isFinite(seconds) || seconds === 0 || seconds < -62135596800 || seconds >= 253402300800) {
    return "not seen";
  }
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / 86400);
  const rest = whole - days * 86400;
  const { year, month, day } = civilDate(days);
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map((part) => pad(part, 2)).join(":");
  const micros = Math.min(999_999, Math.round((seconds - whole) * 1e6));
  const fraction = decimals > 0 ? `.${pad(micros, 6).slice(0, decimals)}` : "";
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)} ${clock}${fraction}`;
}

/** The moment as RFC 3339 in UTC with microseconds, for machines; "" where `formatTime` has none. */
export function formatInstant(seconds: number): string {
  const text = formatTime(seconds, 6);
  return text === "not seen" ? "" : `${text.replace(" ", "T")}Z`;
}

/** Year, month and day of a day count since 1970-01-01 in the proleptic Gregorian calendar. */
function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
