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
  const loaded = useLoad(
    to > 0 ? `density/${site.id}/${Math.floor(to / 60)}` : null,
    async () => {
      const wide = await call.density(site.id, to - WEEK, to + 1, WEEK / MOST_BARS);
      const first = Math.min(...wide.map(({ from }) => from));
      if (!Number.isFinite(first)) return { from: to - WEEK, to, bars: [] };
      if (to - first > WEEK / 3) return { from: to - WEEK, to, bars: barsOf(wide, WEEK / MOST_BARS) };
      const from = Math.max(to - WEEK, first - 1);
      const span = Math.max(1, (to - from) / MOST_BARS);
      const near = await call.density(site.id, from, to + 1, span);
      const start = Math.min(to - 60, ...near.map((bar) => bar.from));
      return { from: start - (to - start) * 0.02, to, bars: barsOf(near, span) };
    },
    ["journal"],
  ).value;
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
