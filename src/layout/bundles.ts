import type { Act } from "../model/act.ts";
import type { Severity } from "../model/assessment.ts";
import { compareNaturally } from "./order.ts";
import type { TileGroup } from "./tiles.ts";

/** What the map needs to know of a conversation. */
export interface MapLink {
  id: string;
  client: string;
  server: string;
  /** As it is written beside the line. */
  protocol: string;
  /** What carries it: "tcp", "udp", ..., "ip" or "ethernet" where nothing lies between. */
  transport: string;
  act: Act;
}

/** A finding whose conversations are drawn in its color, with its number in the list. */
export interface MapFinding {
  number: number;
  severity: Severity;
  links: readonly string[];
}

/** How a line is drawn; see `strokeOf`. */
export type Stroke = "other" | "read" | "write" | "program";

const STROKES: readonly Stroke[] = ["other", "read", "write", "program"];

/** The line of an act: reads thin, writes heavy, programs double, everything that touches no process dotted. */
export function strokeOf(act: Act): Stroke {
  if (act === "program") return "program";
  if (act === "write" || act === "control" || act === "configure") return "write";
  if (act === "read" || act === "identify" || act === "alarm" || act === "file") return "read";
  return "other";
}

/**
 * Whether a conversation only keeps addresses and reachability up (address resolution, echo): without ports, and
 * finding out at most. Nearly every pair of neighbors has one, so that drawn they would hide what matters.
 */
export function isUpkeep({ transport, act }: MapLink): boolean {
  return (transport === "ethernet" || transport === "ip") && act === "identify";
}

/** All conversations from one tile to another that are drawn alike. */
export interface Bundle {
  from: TileGroup;
  to: TileGroup;
  stroke: Stroke;
  /** Number of the finding that colors it, 0 when none does. */
  finding: number;
  /** How many more findings share the line, because their tiles have too many for a line each. */
  moreFindings: number;
  severity: Severity | "";
  protocols: string[];
  links: string[];
}

/** The bundles to draw, and what was left out and why. */
export interface Bundling {
  bundles: Bundle[];
  /** Conversations between devices that share a tile. */
  inside: number;
  /** Conversations of which an end is no device on the map. */
  unplaced: number;
  /** Conversations that only keep addresses up, but for those of findings; see `isUpkeep`. */
  upkeep: number;
  /** Conversations left out to keep the map readable, by line. Those of findings are counted in `hiddenFindings`. */
  hidden: { stroke: Stroke; links: number }[];
  /** Conversations of findings left out: only beyond twice `most`. */
  hiddenFindings: number;
}

/** From this many findings between two tiles on, the later ones share a line. */
const MOST_FINDING_LINES = 4;

/**
 * Bundles conversations per pair of tiles, the strongest act deciding the line; conversations of critical and high
 * findings stay apart, address upkeep without a finding stays out. At most `most` bundles are kept: the lightest acts go first, those of findings last.
 */
export function bundleLinks(
  tiles: readonly TileGroup[],
  links: readonly MapLink[],
  findings: readonly MapFinding[],
  most: number,
): Bundling {
  const tileOf = new Map<string, TileGroup>();
  const order = new Map<TileGroup, number>();
  for (const tile of tiles) {
    order.set(tile, order.size);
    for (const device of tile.devices) tileOf.set(device, tile);
  }
  const violation = new Map<string, MapFinding>();
  const found = new Set<string>();
  for (const finding of findings) {
    for (const link of finding.links) found.add(link);
    if (finding.severity !== "critical" && finding.severity !== "high") continue;
    for (const link of finding.links) {
      const known = violation.get(link);
      if (!known || finding.number < known.number) violation.set(link, finding);
    }
  }

  const pairOf = (from: TileGroup, to: TileGroup) => `${order.get(from)} ${order.get(to)}`;
  const findingsOf = new Map<string, Map<number, MapFinding>>();
  for (const link of links) {
    const finding = violation.get(link.id);
    const from = tileOf.get(link.client);
    const to = tileOf.get(link.server);
    if (!finding || !from || !to) continue;
    const known = findingsOf.get(pairOf(from, to));
    if (known) known.set(finding.number, finding);
    else findingsOf.set(pairOf(from, to), new Map([[finding.number, finding]]));
  }
  /** The finding whose line stands for each finding of a pair: its own, or that of the first one that shares. */
  const lineOf = new Map<string, Map<number, { finding: MapFinding; more: number }>>();
  for (const [pair, numbered] of findingsOf) {
    const sorted = [...numbered.values()].sort((one, other) => one.number - other.number);
    const first = sorted.length > MOST_FINDING_LINES ? MOST_FINDING_LINES - 1 : sorted.length;
    const lines = new Map<number, { finding: MapFinding; more: number }>();
    for (const [index, finding] of sorted.entries()) {
      const more = index < first ? 0 : sorted.length - first - 1;
      lines.set(finding.number, { finding: index < first ? finding : sorted[first], more });
    }
    lineOf.set(pair, lines);
  }

  const bundles = new Map<string, Bundle>();
  let inside = 0;
  let unplaced = 0;
  let upkeep = 0;
  for (const link of links) {
    const from = tileOf.get(link.client);
    const to = tileOf.get(link.server);
    if (!from || !to) {
      unplaced++;
      continue;
    }
    if (from === to) {
      inside++;
      continue;
    }
    if (isUpkeep(link) && !found.has(link.id)) {
      upkeep++;
      continue;
    }
    const pair = pairOf(from, to);
    const line = lineOf.get(pair)?.get(violation.get(link.id)?.number ?? 0);
    const key = `${pair} ${line?.finding.number ?? 0}`;
    const stroke = strokeOf(link.act);
    const bundle = bundles.get(key);
    if (!bundle) {
      bundles.set(key, {
        from,
        to,
        stroke,
        finding: line?.finding.number ?? 0,
        moreFindings: line?.more ?? 0,
        severity: line?.finding.severity ?? "",
        protocols: [link.protocol],
        links: [link.id],
      });
      continue;
    }
    if (STROKES.indexOf(stroke) > STROKES.indexOf(bundle.stroke)) bundle.stroke = stroke;
    bundle.links.push(link.id);
    if (!bundle.protocols.includes(link.protocol)) bundle.protocols.push(link.protocol);
  }

  const sorted = [...bundles.values()].sort(
    (one, other) =>
      (one.finding === 0 ? 1 : 0) - (other.finding === 0 ? 1 : 0) ||
      one.finding - other.finding ||
      STROKES.indexOf(other.stroke) - STROKES.indexOf(one.stroke) ||
      order.get(one.from)! - order.get(other.from)! ||
      order.get(one.to)! - order.get(other.to)!,
  );
  const kept: Bundle[] = [];
  const hiddenLinks = new Map<Stroke, number>();
  let hiddenFindings = 0;
  for (const bundle of sorted) {
    if (kept.length < (bundle.finding > 0 ? 2 * most : most)) {
      bundle.protocols.sort(compareNaturally);
      bundle.links.sort(compareNaturally);
      kept.push(bundle);
    } else if (bundle.finding > 0) {
      hiddenFindings += bundle.links.length;
    } else {
      hiddenLinks.set(bundle.stroke, (hiddenLinks.get(bundle.stroke) ?? 0) + bundle.links.length);
    }
  }
  const hidden = STROKES.filter((stroke) => hiddenLinks.has(stroke)).map((stroke) => ({
    stroke,
    links: hiddenLinks.get(stroke)!,
  }));
  return { bundles: kept, inside, unplaced, upkeep, hidden, hiddenFindings };
}
