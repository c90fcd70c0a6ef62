import type { Severity } from "../model/assessment.ts";
import type { Bundle, Stroke } from "./bundles.ts";

/** A tile with its place in the grid of rows and columns; x, y, width and height in map units. */
export interface GridTile {
  /** Index of its lane, 0 for level 5 to 6 for level 0; -1 in a side segment. */
  lane: number;
  /** Row over all lanes, or over all side segments. */
  row: number;
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Which edge of a tile a line meets. */
export type Edge = "top" | "bottom";

/** Where one line ends. */
export interface Sink<Tile extends GridTile> {
  tile: Tile;
  edge: Edge;
  gutter: number;
  bundle: Bundle;
  x: number;
}

/**
 * Lines that leave one tile alike and share their way: a stub into the gutter beside the source, perhaps a trunk along
 * a channel or corridor, and a branch to each sink.
 */
export interface Net<Tile extends GridTile> {
  source: Tile;
  edge: Edge;
  gutter: number;
  /** "direct" stays in one gutter, "channel" runs between tiles, "left" and "right" run outside the lanes. */
  route: "direct" | "channel" | "left" | "right";
  /** Column gap of a channel: 0 is left of the first column. */
  channel: number;
  stroke: Stroke;
  severity: Severity | "";
  finding: number;
  sinks: Sink<Tile>[];
  /** Port of the source, once placed. */
  x: number;
}

/** The lane between the bulkheads. */
export const WALL_LANE = 2;

/** Facts about the grid that routing needs. */
export interface Grid {
  columns: number;
  /** Rows of the lanes; gutter `i` lies above row `i`, the last below all. Side gutters follow, one below each side row. */
  rows: number;
}

/** Chooses the way of every bundle and joins bundles that leave the same tile in the same way. */
export function joinNets<Tile extends GridTile>(
  bundles: readonly { bundle: Bundle; from: Tile; to: Tile }[],
  grid: Grid,
): Net<Tile>[] {
  const nets = new Map<string, Net<Tile>>();
  const numbers = new Map<Tile, number>();
  for (const { bundle, from, to } of bundles) {
    if (!numbers.has(from)) numbers.set(from, numbers.size);
    const way = chooseWay(from, to, grid);
    const key = [numbers.get(from), bundle.stroke, bundle.finding, way.route, way.edge, way.gutter].join(" ");
    let net = nets.get(key);
    if (!net) {
      net = {
        source: from,
        edge: way.edge,
        gutter: way.gutter,
        route: way.route,
        channel: 0,
        stroke: bundle.stroke,
        severity: bundle.severity,
        finding: bundle.finding,
        sinks: [],
        x: 0,
      };
      nets.set(key, net);
    }
    net.sinks.push({ tile: to, edge: way.sinkEdge, gutter: way.sinkGutter, bundle, x: 0 });
  }
  for (const net of nets.values()) {
    if (net.route === "channel") net.channel = chooseChannel(net, grid);
  }
  return [...nets.values()];
}

interface Way {
  route: Net<GridTile>["route"];
  edge: Edge;
  gutter: number;
  sinkEdge: Edge;
  sinkGutter: number;
}

function chooseWay(from: GridTile, to: GridTile, grid: Grid): Way {
  const sideGutter = (tile: GridTile) => grid.rows + 1 + tile.row;
  if (from.lane < 0 && to.lane < 0) {
    const route = from.row === to.row ? "direct" : "right";
    return { route, edge: "bottom", gutter: sideGutter(from), sinkEdge: "bottom", sinkGutter: sideGutter(to) };
  }
  if (from.lane < 0) {
    return { route: "right", edge: "bottom", gutter: sideGutter(from), sinkEdge: "top", sinkGutter: to.row };
  }
  if (to.lane < 0) {
    return { route: "right", edge: "bottom", gutter: from.row + 1, sinkEdge: "bottom", sinkGutter: sideGutter(to) };
  }
  if (from.row === to.row) {
    const gutter = from.row + 1;
    return { route: "direct", edge: "bottom", gutter, sinkEdge: "bottom", sinkGutter: gutter };
  }
  const down = to.row > from.row;
  const ends: Way = down
    ? { route: "channel", edge: "bottom", gutter: from.row + 1, sinkEdge: "top", sinkGutter: to.row }
    : { route: "channel", edge: "top", gutter: from.row, sinkEdge: "bottom", sinkGutter: to.row + 1 };
  if (Math.abs(from.lane - to.lane) > 1) {
    const skipsWall = Math.min(from.lane, to.lane) < WALL_LANE && Math.max(from.lane, to.lane) > WALL_LANE;
    ends.route = skipsWall || from.column < grid.columns / 2 ? "left" : "right";
  } else if (ends.gutter === ends.sinkGutter) {
    ends.route = "direct";
  }
  return ends;
}

function chooseChannel(net: Net<GridTile>, grid: Grid): number {
  let sum = 0;
  for (const sink of net.sinks) sum += sink.tile.column;
  const right = sum / net.sinks.length > net.source.column;
  return Math.min(grid.columns, net.source.column + (right ? 1 : 0));
}
