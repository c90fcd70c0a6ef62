import { type MapFinding, type Stroke, strokeOf } from "../../../layout/bundles.ts";
import { layOutPurdue, type PurdueMap } from "../../../layout/purdue.ts";
import type { SlimDevice, SlimLink } from "../../api/forms.ts";
import { titleWord } from "../../parts/protocol.ts";
import { type Filters, passes } from "../../state/filters.ts";
import type { NumberedFinding } from "../../state/findings.ts";
import { type Group, groupDevices } from "./groups.ts";

/** What the map is asked to show. */
export interface MapChoice {
  filters: Filters;
  /** Lines that are drawn. */
  strokes: ReadonlySet<Stroke>;
  /** Protocols that are drawn; empty for all. */
  protocols: ReadonlySet<string>;
  group: Group;
  unfolded: ReadonlySet<string>;
  /** Id of the device whose neighborhood is shown; "" for all. */
  device: string;
  /** Only lines of findings. */
  onlyViolations: boolean;
}

/** The map as it is drawn, and what it leaves out. */
export interface MapView {
  map: PurdueMap;
  devices: number;
  links: number;
  canUnfold: ReadonlySet<string>;
  /** Critical and high findings with conversations, and those of them that no line shows. */
  violations: number;
  hiddenViolations: number;
  /** Links that belong to each tile pair, by id; for the panel. */
  shown: readonly SlimLink[];
}

/** Every stroke, heaviest first, with its word. */
export const STROKES: readonly (readonly [Stroke, string])[] = [
  ["program", "Programs"],
  ["write", "Writes"],
  ["read", "Reads"],
  ["other", "Other"],
];

/** Bundles drawn beside each other at most; lighter ones are counted instead. */
const MOST_BUNDLES = 220;

/** Lays out what the choice lets through. */
export function viewMap(
  devices: readonly SlimDevice[],
  links: readonly SlimLink[],
  findings: readonly NumberedFinding[],
  choice: MapChoice,
): MapView {
  let inSight = devices.filter((device) => passes(device, choice.filters));
  let candidates = links;
  if (choice.device !== "") {
    const near = new Set([choice.device]);
    candidates = links.filter(({ client, server }) => client === choice.device || server === choice.device);
    for (const { client, server } of candidates) {
      near.add(client);
      near.add(server);
    }
    inSight = devices.filter(({ id }) => near.has(id));
  }
  const violating = new Map<string, NumberedFinding>();
  for (const one of findings) {
    if (one.finding.severity !== "critical" && one.finding.severity !== "high") continue;
    for (const link of one.finding.links) if (!violating.has(link)) violating.set(link, one);
  }
  const known = new Set(inSight.map(({ id }) => id));
  const shown: SlimLink[] = [];
  for (const link of candidates) {
    if (!known.has(link.client) || !known.has(link.server)) continue;
    if (choice.onlyViolations && !violating.has(link.id)) continue;
    if (!choice.strokes.has(strokeOf(link.act))) continue;
    if (choice.protocols.size > 0 && !choice.protocols.has(link.protocol)) continue;
    shown.push(link);
  }
  const grouped = groupDevices(inSight, choice.group, choice.unfolded);
  const mapFindings = findings.map(
    ({ number, finding }): MapFinding => ({ number, severity: finding.severity, links: finding.links }),
  );
  const map = layOutPurdue(
    grouped.devices,
    shown.map(({ id, client, server, protocol, transport, act, told }) => ({
      id,
      client,
      server,
      protocol: told ? `${titleWord(protocol)} (told)` : titleWord(protocol),
      transport,
      act,
    })),
    mapFindings,
    MOST_BUNDLES,
  );
  const drawn = new Set(map.routes.map((route) => route.finding));
  const more = map.routes.reduce((sum, route) => sum + (route.finding > 0 ? route.moreFindings : 0), 0);
  const withLinks = new Set([...violating.values()].map(({ number }) => number));
  const hidden = [...withLinks].filter((number) => !drawn.has(number)).length - more;
  return {
    map,
    devices: inSight.length,
    links: shown.length,
    canUnfold: grouped.canUnfold,
    violations: withLinks.size,
    hiddenViolations: Math.max(0, hidden),
    shown,
  };
}
