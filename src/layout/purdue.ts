import type { Level, Role } from "../model/role.ts";
import { type Bundling, bundleLinks, type MapFinding, type MapLink } from "./bundles.ts";
import {
  makeRows,
  makeRuns,
  PADDING,
  type Placed,
  placeColumns,
  placeCorridors,
  placePorts,
  placeRows,
  placeSides,
  type Run,
  SIDE_COLUMNS,
  SIDE_HEADER,
  SIDE_TILE_WIDTH,
} from "./grid.ts";
import { findCrossings, placeLabels } from "./labels.ts";
import { type Edge, joinNets, type Net, WALL_LANE } from "./nets.ts";
import type { Crossing, MapBox, MapRoute, Point, Rectangle } from "./shapes.ts";
import { groupIntoTiles, type MapDevice, type TileGroup } from "./tiles.ts";
import { boxZones, type MapZone } from "./zones.ts";

/** One tile: a device, or all devices of a kind. */
export interface MapTile extends Rectangle {
  key: string;
  level: Level;
  role: Role | null;
  label: string;
  vendor: string;
  zone: string;
  devices: string[];
}

/** The Purdue map as geometry: whoever draws it needs no further placing. */
export interface PurdueMap {
  width: number;
  height: number;
  boxes: MapBox[];
  /** Zones inside levels. */
  zones: MapZone[];
  tiles: MapTile[];
  /** The bulkheads above and below the IDMZ. */
  walls: { x: number; y: number; width: number }[];
  routes: MapRoute[];
  crossings: Crossing[];
  /** Whether a tile is one device rather than a kind. */
  single: boolean;
  left: Omit<Bundling, "bundles">;
}

/** Lanes from the top. */
const LANES: readonly Level[] = ["5", "4", "3.5", "3", "2", "1", "0"];
/** Segments beside the lanes, from the top. */
const SIDES: readonly Level[] = ["Outside", "Not placed", "Boundary", "IoMT", "Building", "5G"];

const WORDS_WIDTH = 92;
/** Most bundles drawn; lighter acts are left out first and counted. */
export const MOST_BUNDLES = 300;

/**
 * Lays out the Purdue map: lanes 5 to 0, segments at the right, one tile per device up to 40 devices and per kind
 * beyond, tiles of one zone inside a box. Lines keep to gutters, channels and corridors and so never run over a tile or its words. The result depends
 * neither on the order of the input nor, for boxes and tiles, on the conversations beyond the room that lines need.
 */
export function layOutPurdue(
  devices: readonly MapDevice[],
  links: readonly MapLink[],
  findings: readonly MapFinding[],
  most: number = MOST_BUNDLES,
): PurdueMap {
  const levels = groupIntoTiles(devices);
  const widest = Math.max(...LANES.map((level) => levels.get(level)!.length));
  const columns = widest > 12 ? 5 : 4;
  const tileWidth = columns === 5 ? 138 : 150;

  const laneRows = LANES.flatMap((level, lane) => makeRows(levels.get(level)!, lane, columns, tileWidth));
  for (const [index, row] of laneRows.entries()) for (const tile of row.tiles) tile.row = index;
  const sides = SIDES.filter((level) => levels.get(level)!.length > 0);
  const sideRows = sides.flatMap((level) => makeRows(levels.get(level)!, -1, SIDE_COLUMNS, SIDE_TILE_WIDTH));
  for (const [index, row] of sideRows.entries()) for (const tile of row.tiles) tile.row = index;

  const placed = [...laneRows, ...sideRows].flatMap((row) => row.tiles);
  const { bundles, ...left } = bundleLinks(
    placed.map((tile) => tile.group),
    links,
    findings,
    most,
  );
  const byGroup = new Map(placed.map((tile) => [tile.group, tile]));
  const nets = joinNets(
    bundles.map((bundle) => ({ bundle, from: byGroup.get(bundle.from)!, to: byGroup.get(bundle.to)! })),
    { columns, rows: laneRows.length },
  );

  const channels = placeColumns(laneRows, nets, columns, tileWidth);
  const laneWidth = channels.width;
  for (const row of sideRows) {
    for (const tile of row.tiles) tile.x = PADDING + tile.column * (SIDE_TILE_WIDTH + PADDING);
  }
  placePorts(placed, nets, columns);

  const runs = makeRuns(nets, laneRows.length + 1 + sideRows.length, channels.trunks);
  const laneBottom = placeRows(laneRows, runs);
  const sideHeaders = placeSides(sideRows, sides, runs, laneRows, laneRows[0].y - laneRows[0].above - PADDING);

  const corridors = placeCorridors(nets, runs, laneWidth);
  const laneLeft = WORDS_WIDTH + corridors.leftWidth;
  const sideLeft = laneLeft + laneWidth + corridors.rightWidth;
  for (const tile of placed) tile.x += tile.lane < 0 ? sideLeft : laneLeft;
  const sideWidth = PADDING + SIDE_COLUMNS * (SIDE_TILE_WIDTH + PADDING);
  const shift = (tile: Placed) => (tile.lane < 0 ? sideLeft : laneLeft);

  const boxes: MapBox[] = LANES.map((level, lane) => {
    const rows = laneRows.filter((row) => row.lane === lane);
    const last = rows.at(-1)!;
    const top = rows[0].y - rows[0].above - PADDING;
    const bottom = last.y + last.height + last.below + PADDING;
    return {
      level,
      side: false,
      devices: countDevices(levels.get(level)!),
      x: laneLeft,
      y: top,
      width: laneWidth,
      height: bottom - top,
      words: { x: 0, y: top, width: WORDS_WIDTH, height: bottom - top },
    };
  });
  for (const { level, top, bottom } of sideHeaders) {
    boxes.push({
      level,
      side: true,
      devices: countDevices(levels.get(level)!),
      x: sideLeft,
      y: top,
      width: sideWidth,
      height: bottom - top,
      words: { x: sideLeft, y: top, width: sideWidth, height: SIDE_HEADER },
    });
  }
  const wallBox = boxes[WALL_LANE];
  const routes = nets.map((net) => drawNet(net, runs, corridors.trunks, channels.trunks, laneLeft, shift));
  const tiles = placed.map(({ group, x, y, width, height }) => ({ ...group, x, y, width, height }));
  const zones = boxZones(tiles, routes);
  placeLabels(
    routes,
    zones.map(({ words }) => words),
  );
  const lastSide = sideHeaders.at(-1);
  return {
    width: sideHeaders.length > 0 ? sideLeft + sideWidth : sideLeft,
    height: Math.max(laneBottom, lastSide ? lastSide.bottom : 0) + 4,
    boxes,
    zones,
    tiles,
    walls: [wallBox.y - 8, wallBox.y + wallBox.height + 8].map((y) => ({ x: 0, y, width: laneLeft + laneWidth })),
    routes,
    crossings: findCrossings(routes, [...boxes, ...zones]),
    single: placed.every((tile) => tile.group.devices.length === 1),
    left,
  };
}

function countDevices(groups: readonly TileGroup[]): number {
  return groups.reduce((sum, group) => sum + group.devices.length, 0);
}

function drawNet(
  net: Net<Placed>,
  runs: readonly Run[][],
  corridors: ReadonlyMap<Net<Placed>, number>,
  channels: ReadonlyMap<Net<Placed>, number>,
  laneLeft: number,
  shift: (tile: Placed) => number,
): MapRoute {
  const trunk = corridors.get(net) ?? channels.get(net);
  const trunkX = trunk === undefined ? undefined : trunk + laneLeft;
  const yOf = (gutter: number) => runs[gutter].find((run) => run.net === net)?.y;
  const startX = net.x + shift(net.source);
  const startY = edgeOf(net.source, net.edge);
  const paths = net.sinks.map((sink) => {
    const endX = sink.x + shift(sink.tile);
    const endY = edgeOf(sink.tile, sink.edge);
    const points: Point[] = [{ x: startX, y: startY }];
    const outY = yOf(net.gutter);
    const inY = yOf(sink.gutter);
    if (outY !== undefined) points.push({ x: startX, y: outY });
    if (trunkX !== undefined && outY !== undefined && inY !== undefined) {
      points.push({ x: trunkX, y: outY }, { x: trunkX, y: inY });
    }
    if (inY !== undefined) points.push({ x: endX, y: inY });
    points.push({ x: endX, y: endY });
    return withoutNeedless(points);
  });
  const bundles = net.sinks.map((sink) => sink.bundle);
  const protocols = [...new Set(bundles.flatMap((bundle) => bundle.protocols))].sort();
  const links = bundles.reduce((sum, bundle) => sum + bundle.links.length, 0);
  return {
    from: net.source.group.key,
    to: net.sinks.map((sink) => sink.tile.group.key),
    stroke: net.stroke,
    severity: net.severity,
    finding: net.finding,
    moreFindings: Math.max(...bundles.map((bundle) => bundle.moreFindings)),
    protocols,
    links,
    paths,
    ids: bundles.map((bundle) => bundle.links),
    label: null,
    badge: null,
  };
}

function edgeOf(tile: Placed, edge: Edge): number {
  return edge === "top" ? tile.y : tile.y + tile.height;
}

/** The points without repeats and without those in the middle of a straight stretch. */
function withoutNeedless(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last && last.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    if (
      last &&
      before &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y)) &&
      (point.x - last.x) * (last.x - before.x) + (point.y - last.y) * (last.y - before.y) > 0
    ) {
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}
