import type { Crossing, MapRoute, Point, Rectangle } from "./shapes.ts";

/**
 * One label per route on its longest free horizontal stretch, and a number on every route of a finding; none lies on the
 * `words` that stand on the map.
 */
export function placeLabels(routes: MapRoute[], words: readonly Rectangle[]): void {
  const verticals: { x: number; from: number; to: number }[] = [];
  for (const route of routes) {
    for (const path of route.paths) {
      for (let i = 1; i < path.length; i++) {
        if (path[i].x !== path[i - 1].x) continue;
        const [from, to] = [path[i - 1].y, path[i].y].sort((a, b) => a - b);
        verticals.push({ x: path[i].x, from, to });
      }
    }
  }
  verticals.sort((one, other) => one.x - other.x);
  const taken: Rectangle[] = [...words];
  const free = (place: Rectangle) => taken.every((other) => !overlaps(place, other));
  for (const route of routes) {
    if (route.finding === 0) continue;
    const width = badgeWidth(route);
    route.badge = placeBadge(route, width, free);
    taken.push({ x: route.badge.x - width / 2, y: route.badge.y - 9, width, height: 18 });
  }
  for (const route of routes) {
    const shown = route.protocols.slice(0, 2).join(", ");
    const more = route.protocols.length - 2;
    const text = more > 0 ? `${shown} +${more}` : shown;
    const width = Math.ceil(text.length * 6.4) + 12;
    let longest = 0;
    for (const path of route.paths) {
      for (let i = 1; i < path.length; i++) {
        if (path[i].y !== path[i - 1].y) continue;
        const y = path[i].y;
        const start = Math.min(path[i].x, path[i - 1].x);
        const end = Math.max(path[i].x, path[i - 1].x);
        let from = start + 6;
        const stops = verticals.filter(
          (line) => line.x > start && line.x < end && line.from < y + 6 && line.to > y - 6,
        );
        for (const stop of [...stops.map((line) => line.x - 3), end - 6]) {
          const place = { x: from + (stop - from - width) / 2, y: y - 6, width, height: 12 };
          if (stop - from >= width && stop - from > longest && free(place)) {
            longest = stop - from;
            route.label = { x: place.x + width / 2, y, width, text };
          }
          from = Math.max(from, stop + 6);
        }
      }
    }
    if (route.label) taken.push({ x: route.label.x - width / 2, y: route.label.y - 6, width, height: 12 });
  }
}

/** What stands on the number of a finding: "17", or "17+2" where two more share its line. */
export function badgeText({ finding, moreFindings }: Pick<MapRoute, "finding" | "moreFindings">): string {
  return `${finding}${moreFindings > 0 ? `+${moreFindings}` : ""}`;
}

/** Width of a badge in map units. */
export function badgeWidth(route: Pick<MapRoute, "finding" | "moreFindings">): number {
  return Math.max(18, 6 + badgeText(route).length * 7);
}

/** Where along a stretch a badge is tried, the middle first. */
const SHARES = [0.5, 0.35, 0.65, 0.2, 0.8, 0.27, 0.73, 0.42, 0.58, 0.12, 0.88];

function placeBadge(route: MapRoute, width: number, free: (place: Rectangle) => boolean): Point {
  const segments = route.paths
    .flatMap((path) => path.slice(1).map((to, index) => ({ from: path[index], to })))
    .map((segment) => ({
      ...segment,
      length: Math.abs(segment.to.x - segment.from.x) + Math.abs(segment.to.y - segment.from.y),
    }))
    .sort((one, other) => other.length - one.length);
  for (const { from, to } of segments) {
    for (const share of SHARES) {
      const x = Math.round(from.x + (to.x - from.x) * share);
      const y = Math.round(from.y + (to.y - from.y) * share);
      if (free({ x: x - width / 2, y: y - 9, width, height: 18 })) return { x, y };
    }
  }
  const { from, to } = segments[0];
  return { x: Math.round((from.x + to.x) / 2), y: Math.round((from.y + to.y) / 2) };
}

function overlaps(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** Every place where a line passes the wall of a box, once. */
export function findCrossings(routes: readonly MapRoute[], boxes: readonly Rectangle[]): Crossing[] {
  const found = new Map<string, Crossing>();
  const add = (x: number, y: number, vertical: boolean) => found.set(`${x} ${y}`, { x, y, vertical });
  for (const route of routes) {
    for (const path of route.paths) {
      for (let i = 1; i < path.length; i++) {
        const one = path[i - 1];
        const other = path[i];
        for (const box of boxes) {
          if (one.x === other.x && one.x > box.x && one.x < box.x + box.width) {
            for (const y of [box.y, box.y + box.height]) {
              if (Math.min(one.y, other.y) < y && Math.max(one.y, other.y) > y) add(one.x, y, true);
            }
          } else if (one.y === other.y && one.y > box.y && one.y < box.y + box.height) {
            for (const x of [box.x, box.x + box.width]) {
              if (Math.min(one.x, other.x) < x && Math.max(one.x, other.x) > x) add(x, one.y, false);
            }
          }
        }
      }
    }
  }
  return [...found.values()];
}
