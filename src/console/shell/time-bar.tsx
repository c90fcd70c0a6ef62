import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { Severity } from "../../model/assessment.ts";
import { setQuery, useHref } from "../state/address.ts";
import { useStretch } from "../state/journal.ts";
import { isMoment, midnights, momentOf, wholeMoment } from "../state/moments.ts";
import { useZone } from "../state/settings.ts";
import { useFindings, useSite } from "../state/site.tsx";
import { step } from "./step.ts";

const HEIGHT = 43;
const BOTTOM = 28;

/** Time, on every page: changes as bars, findings as marks, and the moment that is shown. */
export function TimeBar({ live }: { live: boolean }) {
  const { site, at } = useSite();
  const zone = useZone();
  const href = useHref();
  const { from, to, bars, ready } = useStretch();
  const findings = useFindings().value?.open ?? [];
  const track = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const element = track.current;
    if (!element) return;
    const sizes = new ResizeObserver(() => setWidth(element.clientWidth || 600));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  const span = Math.max(1, to - from);
  const x = (time: number) => ((time - from) / span) * (width - 12);
  const most = Math.max(1, ...bars.map(({ count }) => Math.log1p(count)));
  const pick = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box || !ready) return;
    const time = from + ((event.clientX - box.left) / (width - 12)) * span;
    setQuery({ at: time >= to ? "" : time.toFixed(3) }, event.type === "pointermove");
  };
  // The gravest come first; a mark that would lie on one of them is left out.
  const marks: { at: number; severity: Severity; key: string }[] = [];
  for (const { finding } of findings) {
    if (finding.firstSeen < from || finding.firstSeen > to || marks.length === 60) continue;
    const at = Math.max(0, x(finding.firstSeen) - 4.5);
    if (marks.some((mark) => Math.abs(mark.at - at) < 9)) continue;
    marks.push({ at, severity: finding.severity, key: finding.id });
  }
  const shown = at ?? to;
  return (
    <footer className="time" aria-label="Time">
      <button
        type="button"
        className="button small live"
        aria-pressed={at === undefined}
        title={at === undefined ? "What is shown follows the traffic" : "Back to now"}
        onClick={() => setQuery({ at: "" }, false)}
      >
        <span className={at === undefined && live ? "dot" : "dot past"} />{" "}
        {at !== undefined ? "Past" : live ? "Live" : "Lost"}
      </button>
      <span className="steps">
        <button
          type="button"
          className="button small"
          aria-label="Change before"
          title="Change before ( [ )"
          onClick={() => void step(site.id, at, -1)}
        >
          ◂
        </button>
        <button
          type="button"
          className="button small"
          aria-label="Change after"
          title="Change after ( ] )"
          disabled={at === undefined}
          onClick={() => void step(site.id, at, 1)}
        >
          ▸
        </button>
      </span>
      <svg
        className="track"
        ref={track}
        role="img"
        aria-label="Changes over time; press to look at a moment"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pick(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && pick(event)}
      >
        {ticksOf(from, to, zone, width).map(({ time, text }) => (
          <g key={time}>
            <path className="tick" d={`M${x(time).toFixed(1)} 4V38`} />
            <text className="tick-text" x={x(time) + 3} y={HEIGHT - 5}>
              {text}
            </text>
          </g>
        ))}
        {bars.map((bar) => {
          const high = 2 + (Math.log1p(bar.count) / most) * 17;
          return (
            <rect
              key={bar.from}
              className="density"
              x={x(bar.from)}
              y={BOTTOM - high}
              width={Math.max(1.5, (bar.span / span) * (width - 12) - 1)}
              height={high}
            />
          );
        })}
        {marks.map((mark) => (
          <use key={mark.key} href={`#m-${mark.severity}`} x={mark.at} y={1} width={9} height={9} />
        ))}
        {ready ? (
          <g transform={`translate(${Math.max(0, Math.min(width - 6, x(shown))).toFixed(1)} 0)`}>
            <path className="cursor" d="M0 3V30" />
            <circle className="cursor" cx={0} cy={30} r={4.5} />
          </g>
        ) : null}
      </svg>
      <span className="now">{isMoment(shown) ? <Told moment={shown} zone={zone} /> : "No traffic yet"}</span>
      <a
        className="button small"
        href={href(["timeline"], { from: String(at ?? Math.max(1, Math.floor(Math.max(from, to - 3600)))), to: "" })}
      >
        Compare…
      </a>
    </footer>
  );
}

function Told({ moment, zone }: { moment: number; zone: string }) {
  const { weekday, day, month, clock, zone: name } = momentOf(moment, zone);
  return (
    <span title={wholeMoment(moment, zone)}>
      {weekday} {day} {month} {clock} <small>{name}</small>
    </span>
  );
}

function ticksOf(from: number, to: number, zone: string, width: number): { time: number; text: string }[] {
  if (to - from > 2 * 86400) {
    return midnights(from, to, zone).map((time) => {
      const { weekday, day } = momentOf(time, zone);
      return { time, text: `${weekday} ${day}` };
    });
  }
  const room = Math.max(1, Math.floor(width / 90));
  const steps = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 14400, 21600, 43200];
  const step = steps.find((one) => (to - from) / one <= room) ?? 86400;
  const ticks = [];
  for (let time = Math.ceil(from / step) * step; time < to - (to - from) * 0.03; time += step) {
    ticks.push({ time, text: momentOf(time, zone).clock.slice(0, step < 60 ? 8 : 5) });
  }
  return ticks;
}
