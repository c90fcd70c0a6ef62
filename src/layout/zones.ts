import { compareNaturally } from "./order.ts";
import type { MapRoute, Rectangle } from "./shapes.ts";
import type { TileGroup } from "./tiles.ts";

/** Height of a zone's name above its tiles, in map units. */
export const ZONE_HEADER = 17;
/** Room between a zone's box and its tiles at the other sides, in map units. */
export const ZONE_PAD = 4;
/** Room from the left edge of a zone's first tile that lines leave to the name where they can, and at least, in map units. */
export const ZONE_WORDS = { usual: 72, least: 44 } as const;

/** A zone inside a level: its box, and the place of its name that no line crosses. */
export interface MapZone extends Rectangle {
  key: string;
  name: string;
  devices: number;
  words: Rectangle;
}

/** A tile's cell among the columns and rows of its level. */
export interface Cell {
  group: TileGroup;
  column: number;
  row: number;
  /** Begins a zone: the name stands over it. */
  isFirst: boolean;
}

/**
 * Puts the tiles of a level into cells. Tiles of one zone form a block, zones side by side in the order of their names while
 * the columns suffice; tiles without a zone fill what is left beside the last block, then rows of their own.
 */
export function arrangeCells(groups: readonly TileGroup[], columns: number): Cell[] {
  const zones = new Map<string, TileGroup[]>();
  const free: TileGroup[] = [];
  for (const group of groups) {
    const known = zones.get(group.zone);
    if (group.zone === "") free.push(group);
    else if (known) known.push(group);
    else zones.set(group.zone, [group]);
  }
  const cells: Cell[] = [];
  let [top, height, used] = [0, 0, 0];
  for (const [, members] of [...zones].sort(([one], [other]) => compareNaturally(one, other))) {
    // As wide as needed for rows of the same length.
    const width = Math.ceil(members.length / Math.ceil(members.length / columns));
    if (used + width > columns) [top, height, used] = [top + height, 0, 0];
    for (const [index, group] of members.entries()) {
      const row = top + Math.floor(index / width);
      cells.push({ group, column: used + (index % width), row, isFirst: index === 0 });
    }
    height = Math.max(height, Math.ceil(members.length / width));
    used += width;
  }
  const beside = height * (columns - used);
  for (const [index, group] of free.entries()) {
    const rest = index - beside;
    const width = columns - used;
    const cell =
      rest < 0
        ? { column: used + (index % width), row: top + Math.floor(index / width) }
        : { column: rest % columns, row: top + height + Math.floor(rest / columns) };
    cells.push({ group, ...cell, isFirst: false });
  }
  return cells;
}

/** The boxes around the tiles of each zone, with room for the name up to the first line that crosses the head. */
export function boxZones(tiles: readonly (TileGroup & Rectangle)[], routes: readonly MapRoute[]): MapZone[] {
  const zones = new Map<string, MapZone & { right: number; bottom: number }>();
  for (const { level, zone, devices, x, y, width, height } of tiles) {
    if (zone === "") continue;
    const key = `${level}/${zone}`;
    const known = zones.get(key);
    const box = known ?? {
      ...{ key, name: zone, devices: 0, x, y, width: 0, height: 0, right: 0, bottom: 0 },
      words: { x, y, width: 0, height: 0 },
    };
    if (!known) zones.set(key, box);
    box.devices += devices.length;
    box.x = Math.min(box.x, x);
    box.y = Math.min(box.y, y);
    box.right = Math.max(box.right, x + width);
    box.bottom = Math.max(box.bottom, y + height);
  }
  return [...zones.values()].map(({ key, name, devices, x, y, right, bottom }) => {
    const box = {
      x: x - ZONE_PAD,
      y: y - ZONE_HEADER,
      width: right - x + 2 * ZONE_PAD,
      height: bottom - y + ZONE_HEADER + ZONE_PAD,
    };
    const words = { x, y: box.y + 1, width: 0, height: ZONE_HEADER - 2 };
    words.width = firstLine(routes, words, right) - x;
    return { key, name, devices, ...box, words };
  });
}

/** Where the first upright line crosses a band, with a little room before it; `right` where none does. */
function firstLine(routes: readonly MapRoute[], band: Rectangle, right: number): number {
  let first = right;
  for (const { paths } of routes) {
    for (const path of paths) {
      for (let index = 1; index < path.length; index++) {
        const [one, other] = [path[index - 1], path[index]];
        if (one.x !== other.x || one.x <= band.x || one.x - 5 >= first) continue;
        if (Math.min(one.y, other.y) < band.y + band.height && Math.max(one.y, other.y) > band.y) first = one.x - 5;
      }
    }
  }
  return first;
}
