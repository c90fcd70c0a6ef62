import { LEVELS, type Level, ROLES, type Role } from "../model/role.ts";
import { compareNaturally } from "./order.ts";

/** What the map needs to know of a device. */
export interface MapDevice {
  id: string;
  label: string;
  role: Role;
  level: Level;
  vendor: string;
  /**
   * The tile that it shares with others of its level, when whoever asks decides what belongs together: `key` tells the
   * tile, `label` is its name ("" for the name of the kind). Left out, devices have a tile each or share one per kind.
   */
  group?: { key: string; label: string };
  /** The zone inside its level that it was put into; left out or "" for none. */
  zone?: string;
}

/** One tile before it has a place: a device, or all devices of one kind on one level. */
export interface TileGroup {
  /** Stable: level and device id, or level and role. */
  key: string;
  level: Level;
  /** null when several kinds share the tile because the level has too many kinds. */
  role: Role | null;
  /** Set when the tile stands for exactly one device, or was given a name. */
  label: string;
  /** Maker, when all devices of the tile share one; else "". */
  vendor: string;
  /** Zone, when all devices of the tile share one; else "". */
  zone: string;
  devices: string[];
}

/** Up to this many devices each have a tile of their own. */
export const MOST_SINGLE_TILES = 40;

/** Kinds per level beyond this share one tile, so that no more than 250 tiles are drawn. */
const MOST_KINDS = Math.floor(250 / LEVELS.length);
/** The same where groups are given. */
const MOST_GROUPS = 60;

/** Groups devices into tiles, per level in the order kind, name; the order of the input does not matter. */
export function groupIntoTiles(devices: readonly MapDevice[]): Map<Level, TileGroup[]> {
  const sorted = [...devices].sort(
    (one, other) =>
      ROLES.indexOf(one.role) - ROLES.indexOf(other.role) ||
      compareNaturally(one.label, other.label) ||
      compareNaturally(one.id, other.id),
  );
  const levels = new Map<Level, TileGroup[]>(LEVELS.map((level) => [level, []]));
  if (devices.length <= MOST_SINGLE_TILES && !devices.some(({ group }) => group)) {
    for (const { id, label, role, level, vendor, zone = "" } of sorted) {
      levels.get(level)?.push({ key: `${level}/${id}`, level, role, label, vendor, zone, devices: [id] });
    }
    return levels;
  }
  const kinds = new Map<string, TileGroup>();
  for (const { id, label, role, level, vendor, group, zone = "" } of sorted) {
    const tiles = levels.get(level);
    if (!tiles) continue;
    const most = group ? MOST_GROUPS : MOST_KINDS;
    let tile = kinds.get(`${level}/${group?.key ?? role}`);
    if (!tile && tiles.length >= most) tile = kinds.get(`${level}/several`);
    if (!tile) {
      const several = tiles.length === most - 1;
      tile = {
        key: `${level}/${several ? "several" : (group?.key ?? role)}`,
        level,
        role: several ? null : role,
        label: several ? "" : group?.label || label,
        vendor,
        zone,
        devices: [],
      };
      kinds.set(tile.key, tile);
      tiles.push(tile);
    }
    tile.devices.push(id);
    if (tile.devices.length > 1 && (!group?.label || tile.key === `${level}/several`)) tile.label = "";
    if (tile.role !== role) tile.role = null;
    if (tile.vendor !== vendor) tile.vendor = "";
    if (tile.zone !== zone) tile.zone = "";
  }
  return levels;
}
