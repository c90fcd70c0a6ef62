import { call } from "../api/calls.ts";
import { useLoad } from "./load.ts";
import { useSite } from "./site.tsx";

/** The journal's newest moment and the earliest that can be shown. */
export function useHead() {
  const { site } = useSite();
  return useLoad(`head/${site.id}`, () => call.head(site.id), ["journal"]);
}

/** Bars of the time line. */
export interface Bar {
  from: number;
  span: number;
  count: number;
}

/** Days that the bar of time shows at most, seconds. */
const WEEK = 7 * 86400;
const MOST_BARS = 160;

/** The stretch of time that the bar shows: a week up to the newest packet, or less when all came in less. */
export function useStretch(): { from: number; to: number; bars: Bar[]; ready: boolean } {
  const { site } = useSite();
  const head = useHead().value;
  const to = head?.time ?? 0;
  const loaded = useLoad(to > 0 ? `density/${site.id}/${Math.floor(to / 60)}` : null, async () => {
    // Looked at closer until the first change no longer stands far from the begin: a site may be minutes or weeks old.
    let from = to - WEEK;
    for (let look = 0; ; look++) {
      const span = (to - from) / MOST_BARS;
      const found = await call.density(site.id, from, to + span, span);
      const first = Math.min(...found.map((bar) => bar.from));
      const isClose = !Number.isFinite(first) || to - first > (to - from) / 3 || to - from < 120 || look === 3;
      if (isClose) return { from, to, bars: barsOf(found, span) };
      from = Math.min(to - 60, first - (to - first) * 0.02 - 1);
    }
  }, ["journal"]).value;
  return loaded ? { ...loaded, ready: true } : { from: to - WEEK, to, bars: [], ready: false };
}

function barsOf(density: readonly { from: number; count: number }[], span: number): Bar[] {
  const bars = new Map<number, Bar>();
  for (const { from, count } of density) {
    const bar = bars.get(from);
    if (bar) bar.count += count;
    else bars.set(from, { from, span, count });
  }
  return [...bars.values()].sort((one, other) => one.from - other.from);
}
