import { useEffect, useRef, useState } from "react";
import { momentOf, preciseClock } from "../state/moments.ts";
import { useZone } from "../state/settings.ts";
import { niceSteps, stepPath, valueAt } from "./steps.ts";

/** A small line without axes: values stand until the next. */
export function Spark({ times, values }: { times: readonly number[]; values: readonly number[] }) {
  const from = times[0];
  const to = times[times.length - 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const path = stepPath(
    times,
    values,
    (time) => ((time - from) / Math.max(1e-9, to - from)) * 150,
    (value) => 20 - ((value - low) / Math.max(1e-9, high - low)) * 17,
    400,
  );
  return (
    <svg className="spark" viewBox="0 0 150 23" preserveAspectRatio="none" aria-hidden="true">
      <rect className="spark-ground" width="150" height="23" />
      <path d={path} />
    </svg>
  );
}

/** Values of a point over time, with axes, the stretch without values hatched, and the value under the pointer told. */
export function Plot({
  times,
  values,
  from,
  to,
  marks = [],
  label,
  height = 220,
}: {
  times: readonly number[];
  values: readonly number[];
  from: number;
  to: number;
  /** Moments to mark at the foot: writes, for instance. */
  marks?: readonly number[];
  label: string;
  height?: number;
}) {
  const zone = useZone();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  const [pointed, setPointed] = useState<number | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const sizes = new ResizeObserver(() => setWidth(Math.max(200, element.clientWidth)));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  const left = 58;
  const bottom = height - 24;
  const right = width - 10;
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (low === high) {
    low -= 1;
    high += 1;
  }
  const margin = (high - low) * 0.06;
  const x = (time: number) => left + ((time - from) / Math.max(1e-9, to - from)) * (right - left);
  const y = (value: number) => bottom - ((value - low + margin) / (high - low + 2 * margin)) * (bottom - 8);
  const path = stepPath(times, values, x, y, width * 2);
  const told = pointed === null ? null : valueAt(times, values, pointed);
  const ticks = niceSteps(low, high, 5);
  const span = to - from;
  const timeTicks = niceSteps(from, to, Math.max(2, Math.floor(width / 120)), true);
  return (
    <div className="plot" ref={box}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={label}
        onPointerMove={(event) => {
          const rectangle = event.currentTarget.getBoundingClientRect();
          setPointed(from + ((event.clientX - rectangle.left - left) / (right - left)) * span);
        }}
        onPointerLeave={() => setPointed(null)}
      >
        <defs>
          <pattern id="plot-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0v6" className="hatch-line" />
          </pattern>
        </defs>
        {ticks.map((value) => (
          <g key={value}>
            <path className="plot-line" d={`M${left} ${y(value).toFixed(1)}H${right}`} />
            <text className="plot-text end" x={left - 8} y={y(value) + 4}>
              {String(Number(value.toPrecision(6)))}
            </text>
          </g>
        ))}
        {timeTicks.map((time) => (
          <text key={time} className="plot-text middle" x={x(time)} y={height - 6}>
            {momentOf(time, zone).clock.slice(0, span < 600 ? 8 : 5)}
          </text>
        ))}
        {times.length > 0 && times[0] > from + span * 0.01 ? (
          <rect fill="url(#plot-hatch)" x={left} y={8} width={Math.max(0, x(times[0]) - left)} height={bottom - 8} />
        ) : null}
        <path className="plot-value" d={times.length > 0 ? `${path}H${x(to).toFixed(1)}` : ""} />
        {marks
          .filter((time) => time >= from && time <= to)
          .slice(0, 400)
          .map((time) => (
            <path key={time} className="plot-mark" d={`M${x(time).toFixed(1)} ${bottom + 1}v7`} />
          ))}
        {told && pointed !== null && pointed >= from && pointed <= to ? (
          <g>
            <path className="plot-cursor" d={`M${x(pointed).toFixed(1)} 8V${bottom}`} />
            <circle className="plot-dot" cx={x(pointed)} cy={y(told.value)} r={3} />
            <text
              className={pointed > from + span / 2 ? "plot-told end" : "plot-told"}
              x={x(pointed) + (pointed > from + span / 2 ? -8 : 8)}
              y={18}
            >
              {`${told.value} since ${preciseClock(told.since, zone)}`}
            </text>
          </g>
        ) : null}
      </svg>
    </div>
  );
}
