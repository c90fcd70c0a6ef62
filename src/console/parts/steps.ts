/**
 * An SVG path of values that stand until the next. Beyond `most` points, the least and the greatest of each stretch
 * stand for it, so that no peak is lost.
 */
export function stepPath(
  times: readonly number[],
  values: readonly number[],
  x: (time: number) => number,
  y: (value: number) => number,
  most: number,
): string {
  if (times.length === 0) return "";
  const kept = thinned(values, most);
  let path = `M${x(times[0]).toFixed(1)} ${y(values[0]).toFixed(1)}`;
  for (const index of kept) {
    if (index === 0) continue;
    path += `H${x(times[index]).toFixed(1)}V${y(values[index]).toFixed(1)}`;
  }
  return path;
}

function thinned(values: readonly number[], most: number): number[] {
  if (values.length <= most) return Array.from(values, (_, index) => index);
  const kept: number[] = [0];
  const stretches = Math.max(1, Math.floor(most / 2));
  for (let stretch = 0; stretch < stretches; stretch++) {
    const start = Math.floor((stretch * values.length) / stretches);
    const end = Math.floor(((stretch + 1) * values.length) / stretches);
    let low = start;
    let high = start;
    for (let index = start; index < end; index++) {
      if (values[index] < values[low]) low = index;
      if (values[index] > values[high]) high = index;
    }
    const [one, other] = low < high ? [low, high] : [high, low];
    if (one !== kept.at(-1)) kept.push(one);
    if (other !== kept.at(-1)) kept.push(other);
  }
  if (kept.at(-1) !== values.length - 1) kept.push(values.length - 1);
  return kept;
}

/** The value that stood at a moment, and since when; null before the first. */
export function valueAt(times: readonly number[], values: readonly number[], moment: number) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= moment) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : { value: values[low - 1], since: times[low - 1] };
}

/** Round numbers between two values, about `count` of them; moments step by round seconds, minutes or hours. */
export function niceSteps(low: number, high: number, count: number, moments = false): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const choices = moments
    ? [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800]
    : [1, 2, 2.5, 5, 10].map((factor) => factor * power);
  const step = choices.find((choice) => choice >= rough) ?? choices[choices.length - 1];
  const steps: number[] = [];
  for (let at = Math.ceil(low / step); at * step <= high && steps.length < 50; at++) steps.push(at * step);
  return steps;
}
