const clocks = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let known = clocks.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      weekday: "short",
      year: "numeric",
      month: "short",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      timeZoneName: "short",
    });
    clocks.set(zone, known);
  }
  return known;
}

/** A moment in parts, in a zone. */
export interface Moment {
  weekday: string;
  day: string;
  month: string;
  year: string;
  /** "14:21:07" */
  clock: string;
  /** "CET", "GMT+5:30" */
  zone: string;
}

/** A moment in parts; `zone` is an IANA name. */
export function momentOf(seconds: number, zone: string): Moment {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter(zone).formatToParts(Math.floor(seconds) * 1000)) parts[type] = value;
  return {
    weekday: parts.weekday,
    day: String(Number(parts.day)),
    month: parts.month,
    year: parts.year,
    clock: `${parts.hour}:${parts.minute}:${parts.second}`,
    zone: parts.timeZoneName,
  };
}

/** Whether a number of seconds is a moment that can be shown. */
export function isMoment(seconds: number): boolean {
  return Number.isFinite(seconds) && seconds > 0 && seconds < 253_402_300_800;
}

/** The whole moment: "Tue 17 Mar 2026 14:32:08 CET"; "not seen" for none. */
export function wholeMoment(seconds: number, zone: string): string {
  if (!isMoment(seconds)) return "not seen";
  const { weekday, day, month, year, clock, zone: name } = momentOf(seconds, zone);
  return `${weekday} ${day} ${month} ${year} ${clock} ${name}`;
}

/** The moment as short as it stays clear beside `now`: "14:32:08", "Mon 14:32", "12 Mar 14:32", "12 Mar 2024". */
export function shortMoment(seconds: number, now: number, zone: string): string {
  if (!isMoment(seconds)) return "not seen";
  const moment = momentOf(seconds, zone);
  const today = momentOf(now, zone);
  if (moment.day === today.day && moment.month === today.month && moment.year === today.year) return moment.clock;
  if (Math.abs(now - seconds) < 6 * 86400) return `${moment.weekday} ${moment.clock.slice(0, 5)}`;
  if (moment.year === today.year) return `${moment.day} ${moment.month} ${moment.clock.slice(0, 5)}`;
  return `${moment.day} ${moment.month} ${moment.year}`;
}

/** How long ago: "11 min ago", "4 days ago"; "now" for less than a minute, "" beyond two weeks. */
export function ago(seconds: number, now: number): string {
  if (!isMoment(seconds)) return "";
  const passed = now - seconds;
  if (passed < 60) return "now";
  if (passed < 3600) return `${Math.floor(passed / 60)} min ago`;
  if (passed < 86400) return `${Math.floor(passed / 3600)} h ago`;
  const days = Math.floor(passed / 86400);
  if (days > 14) return "";
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** The clock with milliseconds, cut off: "14:21:07.124". */
export function preciseClock(seconds: number, zone: string): string {
  if (!isMoment(seconds)) return "not seen";
  const milliseconds = Math.min(999, Math.floor((seconds - Math.floor(seconds)) * 1000 + 1e-6));
  return `${momentOf(seconds, zone).clock}.${String(milliseconds).padStart(3, "0")}`;
}

/** Days within a stretch of time as their midnights in UTC seconds, at most `most`; for marks on an axis. */
export function midnights(from: number, to: number, zone: string, most = 40): number[] {
  const found: number[] = [];
  // From hour to hour, since days with a change of clocks are not 24 hours long.
  let at = Math.ceil(from / 3600) * 3600;
  for (let step = 0; at <= to && found.length < most && step < 24 * 400; step++, at += 3600) {
    if (momentOf(at, zone).clock.startsWith("00:")) found.push(at);
  }
  return found;
}
