import type { Level } from "../model/role.ts";
import { type Edge, type GridTile, type Net, WALL_LANE } from "./nets.ts";
import type { TileGroup } from "./tiles.ts";
import { assignTracks, type Stretch } from "./tracks.ts";
import { arrangeCells, ZONE_HEADER, ZONE_PAD, ZONE_WORDS } from "./zones.ts";

const TILE_HEIGHT = 36;
const EMPTY_HEIGHT = 24;
/** Tiles beside each other in a side segment. */
export const SIDE_COLUMNS = 2;
/** Width of a tile in a side segment, in map units. */
export const SIDE_TILE_WIDTH = 142;
/** Height of the name above the tiles of a side segment, in map units. */
export const SIDE_HEADER = 22;
const SIDE_GAP = 14;
/** Room between a box and its tiles, in map units. */
export const PADDING = 8;
const TRACK = 10;
const FAR = 1e6;

/** A tile with its place and the ends of lines at its edges. */
export interface Placed extends GridTile {
  group: TileGroup;
  ports: Record<Edge, Port[]>;
  /** Room from the left that lines to its upper edge leave to the name of a zone. */
  words: number;
  /** The same for its lower edge, where a line falls straight to such a tile. */
  wordsBelow: number;
}

interface Port {
  /** Column the line comes from or goes to, to cross little. */
  toward: number;
  place: (x: number) => void;
}

/** Tiles beside each other; a lane without devices has one row without tiles. */
export interface Row {
  lane: number;
  tiles: Placed[];
  y: number;
  height: number;
  /** Room for the names of zones over its tiles, and under its tiles for the boxes that end with it. */
  above: number;
  below: number;
}

/** A horizontal stretch of one net in one gutter. */
export interface Run extends Stretch {
  net: Net<Placed>;
  y: number;
}

/** Breaks the tiles of one level into rows, those of one zone beside each other. */
export function makeRows(groups: readonly TileGroup[], lane: number, columns: number, width: number): Row[] {
  const rows: Row[] = [];
  const last = new Map<string, Row>();
  for (const { group, column, row: index, isFirst } of arrangeCells(groups, columns)) {
    rows[index] ??= { lane, tiles: [], y: 0, height: TILE_HEIGHT, above: 0, below: 0 };
    const row = rows[index];
    const words = isFirst ? ZONE_WORDS.usual : 0;
    row.tiles.push({
      ...{ group, lane, row: 0, column, x: 0, y: 0, width, height: TILE_HEIGHT, words, wordsBelow: 0 },
      ports: { top: [], bottom: [] },
    });
    if (isFirst) row.above = ZONE_HEADER;
    if (group.zone !== "") last.set(group.zone, row);
  }
  for (const row of last.values()) row.below = ZONE_PAD;
  for (const { tiles } of rows) tiles.sort((one, other) => one.column - other.column);
  if (rows.length === 0 && lane >= 0) rows.push({ lane, tiles: [], y: 0, height: EMPTY_HEIGHT, above: 0, below: 0 });
  return rows;
}

/** Gives columns their x, with channels between them as wide as their trunks need. */
export function placeColumns(rows: readonly Row[], nets: readonly Net<Placed>[], columns: number, tileWidth: number) {
  const trunks = new Map<Net<Placed>, number>();
  const starts: number[] = [];
  // The boxes of two zones have room between them.
  const least = rows.some(({ below }) => below > 0) ? 2 * ZONE_PAD + 6 : PADDING;
  let x = 0;
  for (let channel = 0; channel <= columns; channel++) {
    const inside = nets.filter((net) => net.route === "channel" && net.channel === channel);
    const stretches = inside.map((net): Stretch => {
      const gutters = [net.gutter, ...net.sinks.map((sink) => sink.gutter)];
      return { from: Math.min(...gutters), to: Math.max(...gutters), track: -1 };
    });
    const tracks = assignTracks(stretches, 1);
    const width = Math.max(tracks > 0 ? PADDING : least, 12 + (tracks - 1) * TRACK + (tracks > 0 ? 4 : 0));
    for (const [index, net] of inside.entries()) {
      trunks.set(net, x + (width - (tracks - 1) * TRACK) / 2 + stretches[index].track * TRACK);
    }
    x += width;
    starts.push(x);
    if (channel < columns) x += tileWidth;
  }
  for (const row of rows) for (const tile of row.tiles) tile.x = starts[tile.column];
  return { trunks, width: x };
}

/**
 * Spreads the ends of lines over the edges of tiles. Upper and lower edges use interleaved positions, so that lines
 * that meet in one gutter from both sides never lie on each other.
 */
export function placePorts(tiles: readonly Placed[], nets: readonly Net<Placed>[], columns: number): void {
  for (const net of nets) {
    const first = net.sinks[0];
    const straight =
      net.route === "direct" &&
      net.sinks.length === 1 &&
      first.tile.column === net.source.column &&
      first.edge !== net.edge;
    if (straight && net.edge === "bottom") net.source.wordsBelow = Math.max(net.source.wordsBelow, first.tile.words);
    const sum = net.sinks.reduce((total, sink) => total + columnOf(sink.tile, columns), 0);
    const corridor = net.route === "left" ? -1 : net.route === "right" ? columns : -2;
    net.source.ports[net.edge].push({
      toward: corridor > -2 ? corridor : sum / net.sinks.length,
      place: (x) => {
        net.x = x;
        if (straight) first.x = x;
      },
    });
    if (straight) continue;
    for (const sink of net.sinks) {
      sink.tile.ports[sink.edge].push({
        toward: corridor > -2 ? corridor : columnOf(net.source, columns),
        place: (x) => {
          sink.x = x;
        },
      });
    }
  }
  const most = Math.max(1, ...tiles.flatMap(({ ports }) => [ports.top.length, ports.bottom.length]));
  const narrowest = Math.min(...tiles.map((tile) => tile.width));
  // Where a zone's name takes room, the rest must do for the lines: one slot more, since that room is whole slots.
  const tightest = tiles.flatMap(({ width, words, wordsBelow, ports }) => [
    words > 0 ? (width - 24 - ZONE_WORDS.least) / (ports.top.length + 1) : FAR,
    wordsBelow > 0 ? (width - 24 - ZONE_WORDS.least) / (ports.bottom.length + 1) : FAR,
  ]);
  const room = Math.min((narrowest - 24) / most, ...tightest);
  const pitch = Math.max(4, Math.min(12, 2 * Math.floor(room / 2)));
  for (const tile of tiles) {
    for (const edge of ["top", "bottom"] as const) {
      const all = Math.floor((tile.width - 24) / pitch);
      // Lines that do not find room beside the name shorten it rather than lie on each other.
      const spare = Math.max(ZONE_WORDS.least / pitch, all - tile.ports[edge].length);
      const kept = Math.ceil(Math.min((edge === "top" ? tile.words : tile.wordsBelow) / pitch, spare));
      const slots = all - kept;
      const ports = tile.ports[edge]
        .map((port, index) => ({ port, index }))
        .sort((one, other) => one.port.toward - other.port.toward || one.index - other.index);
      const first = Math.max(0, Math.floor((slots - ports.length) / 2));
      for (const [index, { port }] of ports.entries()) {
        const slot = ports.length > slots ? Math.floor((index * slots) / ports.length) : first + index;
        port.place(tile.x + 12 + (kept + slot) * pitch + (edge === "bottom" ? pitch / 2 : 0));
      }
    }
  }
}

function columnOf(tile: Placed, columns: number): number {
  return tile.lane < 0 ? columns + tile.column : tile.column;
}

/** The horizontal runs of every gutter; a run without length is left out. */
export function makeRuns(
  nets: readonly Net<Placed>[],
  gutters: number,
  channelTrunks: ReadonlyMap<Net<Placed>, number>,
): Run[][] {
  const runs: Run[][] = Array.from({ length: gutters }, () => []);
  for (const net of nets) {
    const reach = new Map<number, { from: number; to: number }>();
    const touch = (gutter: number, x: number) => {
      const known = reach.get(gutter);
      if (!known) reach.set(gutter, { from: x, to: x });
      else {
        known.from = Math.min(known.from, x);
        known.to = Math.max(known.to, x);
      }
    };
    touch(net.gutter, net.x);
    for (const sink of net.sinks) touch(sink.gutter, sink.x);
    if (net.route !== "direct") {
      for (const gutter of reach.keys()) touch(gutter, trunkAcross(net, gutter, channelTrunks));
    }
    for (const [gutter, { from, to }] of reach) {
      if (from < to) runs[gutter].push({ from, to, track: -1, net, y: 0 });
    }
  }
  return runs;
}

/** Where the trunk lies as seen from a gutter, before corridors have their x: far left or far right. */
function trunkAcross(net: Net<Placed>, gutter: number, channelTrunks: ReadonlyMap<Net<Placed>, number>): number {
  if (net.route === "channel") return channelTrunks.get(net)!;
  if (net.route === "left") return -FAR;
  const sinkHere = net.sinks.find((sink) => sink.gutter === gutter);
  const tile = net.gutter === gutter ? net.source : sinkHere!.tile;
  return tile.lane < 0 ? -FAR : FAR;
}

/** Gives lane rows and the runs between them their y and returns the bottom of all. */
export function placeRows(rows: readonly Row[], runs: Run[][]): number {
  let y = 0;
  for (let gutter = 0; gutter <= rows.length; gutter++) {
    const above = rows[gutter - 1];
    const below = rows[gutter];
    const withinLane = above && below && above.lane === below.lane;
    const beside = (row: Row | undefined, room: number) =>
      row ? PADDING + room + (withinLane ? 0 : row.lane === WALL_LANE ? 16 : 6) : 2;
    const least = withinLane ? 10 : above && below ? 40 : 12;
    y = placeRuns(runs[gutter], y, beside(above, above?.below ?? 0), beside(below, below?.above ?? 0), least, 0);
    if (below) {
      below.y = y;
      for (const tile of below.tiles) tile.y = y;
      y += below.height;
    }
  }
  return y;
}

/** Gives side segments, their tiles and runs their y. */
export function placeSides(
  rows: readonly Row[],
  sides: readonly Level[],
  runs: Run[][],
  laneRows: readonly Row[],
  start: number,
): { level: Level; top: number; bottom: number }[] {
  const placed: { level: Level; top: number; bottom: number }[] = [];
  let y = start;
  let index = 0;
  for (const level of sides) {
    const top = y;
    y += SIDE_HEADER;
    for (; rows[index]?.tiles[0]?.group.level === level; index++) {
      const row = rows[index];
      y += row.above;
      row.y = y;
      for (const tile of row.tiles) tile.y = y;
      y = placeRuns(
        runs[laneRows.length + 1 + index],
        y + row.height,
        PADDING + row.below,
        PADDING,
        PADDING + row.below,
        TRACK / 2,
      );
    }
    placed.push({ level, top, bottom: y });
    y += SIDE_GAP;
  }
  return placed;
}

/**
 * Puts the runs of one gutter on tracks and returns the gutter's lower end. Lane gutters use multiples of TRACK and
 * side gutters lie half a track off, so that runs of both never coincide in the corridor between them.
 */
function placeRuns(runs: Run[], top: number, before: number, after: number, least: number, offset: number): number {
  const tracks = assignTracks(runs, 8);
  if (tracks === 0) return top + Math.max(least, before + after);
  const span = (tracks - 1) * TRACK;
  const slack = Math.max(2, (least - before - after - span) / 2);
  const first = Math.ceil((top + before + slack - offset) / TRACK) * TRACK + offset;
  for (const run of runs) run.y = first + run.track * TRACK;
  return Math.max(top + least, first + span + 2 + after);
}

/** Gives the trunks that run outside the lanes their x, relative to the lanes' left edge. */
export function placeCorridors(nets: readonly Net<Placed>[], runs: readonly Run[][], laneWidth: number) {
  const ys = new Map<Net<Placed>, { from: number; to: number }>();
  for (const run of runs.flat()) {
    const known = ys.get(run.net);
    if (!known) ys.set(run.net, { from: run.y, to: run.y });
    else {
      known.from = Math.min(known.from, run.y);
      known.to = Math.max(known.to, run.y);
    }
  }
  const trunks = new Map<Net<Placed>, number>();
  const widths = { left: 16, right: 24 };
  for (const route of ["left", "right"] as const) {
    const inside = nets.filter((net) => net.route === route);
    const stretches = inside.map((net): Stretch => ({ ...ys.get(net)!, track: -1 }));
    const tracks = assignTracks(stretches, 8);
    if (tracks > 0) widths[route] = 28 + (tracks - 1) * TRACK;
    for (const [index, net] of inside.entries()) {
      const away = 14 + stretches[index].track * TRACK;
      trunks.set(net, route === "left" ? -away : laneWidth + away);
    }
  }
  return { trunks, leftWidth: widths.left, rightWidth: widths.right };
}
