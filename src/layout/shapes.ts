import type { Severity } from "../model/assessment.ts";
import type { Level } from "../model/role.ts";
import type { Stroke } from "./bundles.ts";

/** A point in map units: 1 unit is 1 CSS pixel when the map is drawn at its own size. */
export interface Point {
  x: number;
  y: number;
}

/** A rectangle in map units. */
export interface Rectangle extends Point {
  width: number;
  height: number;
}

/** One level or segment: its box, the place of its words, and what it holds. */
export interface MapBox extends Rectangle {
  level: Level;
  side: boolean;
  devices: number;
  /** Where its name, count and marks are written; no line enters it. */
  words: Rectangle;
}

/** Lines that leave one tile alike; one path to each tile they reach, all starting at the same point. */
export interface MapRoute {
  from: string;
  to: string[];
  stroke: Stroke;
  severity: Severity | "";
  /** Number of the finding that colors it, 0 when none does. */
  finding: number;
  /** How many more findings share its lines. */
  moreFindings: number;
  protocols: string[];
  links: number;
  paths: Point[][];
  /** Ids of the conversations of each path. */
  ids: string[][];
  /** Middle of the protocol label, when it fits somewhere. */
  label: { x: number; y: number; width: number; text: string } | null;
  /** Middle of the finding's number. */
  badge: Point | null;
}

/** A short bar where a line passes the wall of a box. */
export interface Crossing extends Point {
  vertical: boolean;
}
