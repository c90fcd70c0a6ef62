import { fitText, roundedPath, shortened, tipPath } from "../../layout/drawing.ts";
import { badgeText, badgeWidth } from "../../layout/labels.ts";
import { layOutPurdue } from "../../layout/purdue.ts";
import type { MapBox, MapRoute, Point } from "../../layout/shapes.ts";
import type { Assessment, Severity } from "../../model/assessment.ts";
import { titleOf, worstOf } from "../order.ts";
import { capitalized, levelBox, levelName, levelPhrase, plural, roleName, SEVERITIES } from "../words.ts";
import { actMark, findingLink, type Page, severityMark } from "./marks.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { roleIcon } from "./symbols.ts";

/** The Purdue map as inline SVG with its legend and what it leaves out. */
export function mapSection(assessment: Assessment, page: Page): Markup {
  const { findings } = page.directory;
  const map = layOutPurdue(
    assessment.devices.map(({ id, label, role, vendor, level }) => ({ id, label, role, vendor, level: level.level })),
    assessment.links.map(({ id, client, server, protocol, transport, act, told }) => {
      const title = titleOf(page.directory, protocol);
      return { id, client, server, protocol: told ? `${title} (told)` : title, transport, act };
    }),
    findings.map(({ number, finding }) => ({ number, severity: finding.severity, links: finding.links })),
  );
  const byLevel = new Map(map.boxes.map((box) => [box.level, [] as string[]]));
  for (const tile of map.tiles) byLevel.get(tile.level)!.push(...tile.devices);

  const usual = map.routes.filter((route) => route.finding === 0);
  const violations = map.routes.filter((route) => route.finding > 0);
  const drawn = html`<svg class="map" viewBox="0 0 ${map.width} ${map.height}" width="${map.width}" height="${map.height}" role="group" aria-labelledby="map-title map-text">
<title id="map-title">Purdue map</title><desc id="map-text">${describeMap(map.boxes, violations.length)}</desc>
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0v6"/></pattern></defs>
${map.boxes.map((box) => drawBox(box, worstOf(page.directory, byLevel.get(box.level)!)))}
${map.walls.map(({ x, y, width }) => html`<path class="wall" d="M${x} ${y}h${width}"/>`)}
${usual.map((route) => drawRoute(route))}
${map.crossings.map(({ x, y, vertical }) => (vertical ? html`<path class="crossing" d="M${x} ${y - 3.5}v7"/>` : html`<path class="crossing" d="M${x - 3.5} ${y}h7"/>`))}
${map.tiles.map((tile) => {
  const worst = worstOf(page.directory, tile.devices);
  const single = tile.devices.length === 1;
  const name = single
    ? page.directory.devices.get(tile.devices[0])!.label
    : tile.role
      ? roleName(tile.role, true)
      : "Other kinds";
  const device = single ? page.directory.devices.get(tile.devices[0])! : null;
  const second = device
    ? device.model || device.vendor || roleName(device.role)
    : `${tile.devices.length}${tile.vendor ? ` · ${tile.vendor}` : ""}`;
  const full = device
    ? `${name}, ${roleName(device.role)}, ${levelPhrase(tile.level)}${worst ? `, ${worst}` : ""}`
    : `${name}, ${plural(tile.devices.length, "device")}, ${levelPhrase(tile.level)}${worst ? `, ${worst}` : ""}`;
  const room = tile.width - 30 - (worst ? 18 : 0);
  const body = html`<title>${full}</title><rect class="tile${worst === "critical" || worst === "high" ? ` tile-${worst}` : ""}" x="${tile.x}" y="${tile.y}" width="${tile.width}" height="${tile.height}" rx="3"/><use class="icon" href="#${roleIcon(tile.role)}" x="${tile.x + 6}" y="${tile.y + 10}" width="16" height="16"/><text class="tile-name" x="${tile.x + 28}" y="${tile.y + 15}">${fitText(name, room, 12)}</text><text class="tile-text" x="${tile.x + 28}" y="${tile.y + 29}">${fitText(second, tile.width - 32, 10.5)}</text>${worst ? html`<use href="#m-${worst}" x="${tile.x + tile.width - 18}" y="${tile.y + 5}" width="12" height="12"/>` : null}`;
  const anchor = single ? page.anchors.get(tile.devices[0]) : undefined;
  return anchor ? html`<a href="#${anchor}">${body}</a>` : html`<g>${body}</g>`;
})}
${usual.map((route) => drawLabel(route, map.boxes))}
${violations.map((route) => html`${drawRoute(route)}`)}
${violations.map((route) => drawLabel(route, map.boxes))}
${violations.map(drawBadge)}
</svg>`;
  return html`<section id="map" class="wide" aria-labelledby="map-head"><h2 id="map-head">Map <span class="note">${map.single ? "one tile per device" : "one tile per kind of device"}; arrows point from client to server</span></h2>
<div class="card map-card"><div class="scroll" tabindex="0" role="region" aria-label="Purdue map">${drawn}</div>${drawLegend()}${drawLeftOut(map.left)}</div></section>`;
}

function describeMap(boxes: readonly MapBox[], violations: number): string {
  const levels = boxes.map(
    ({ level, devices }) => `${capitalized(levelPhrase(level))} has ${plural(devices, "device")}.`,
  );
  return `${levels.join(" ")} ${plural(violations, "line")} belong to findings. The inventory and the conversations hold the same as tables.`;
}

function drawBox(box: MapBox, worst: Severity | null): Markup {
  const { x, y, width, height, words, level, devices } = box;
  const empty = devices === 0;
  const mark = (at: Point) =>
    worst ? html`<use href="#m-${worst}" x="${at.x}" y="${at.y}" width="12" height="12"/>` : null;
  const rect = html`<rect class="${box.side ? "box side" : "box"}" x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>${empty ? html`<rect fill="url(#hatch)" x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>` : null}`;
  if (box.side) {
    return html`<g>${rect}<text class="box-name" x="${x + 8}" y="${y + 15}">${levelName(level)}</text><text class="box-count" x="${x + width - 8}" y="${y + 15}">${devices}</text>${mark({ x: x + width - 44, y: y + 5 })}</g>`;
  }
  const middle = y + height / 2;
  return html`<g>${rect}<text class="lane-number" x="${words.x + 4}" y="${middle}">${levelBox(level)}</text><text class="lane-name" x="${words.x + 4}" y="${middle + 14}">${levelName(level)}</text><text class="lane-count" x="${words.x + 38}" y="${middle - 1}">${empty ? "none seen" : devices}</text>${mark({ x: words.x + 62, y: middle - 11 })}</g>`;
}

function drawRoute(route: MapRoute): Markup {
  const color = route.severity ? ` v-${route.severity}` : "";
  const short = route.stroke === "write" || route.stroke === "program" ? 6 : 1;
  const lines = route.paths.map((path) => roundedPath(shortened(path, short)));
  const halo =
    route.finding > 0
      ? lines.map((line) => html`<path class="${route.stroke === "program" ? "halo wide" : "halo"}" d="${line}"/>`)
      : null;
  const outer = lines.map(
    (line) => html`<path class="l-${route.stroke}${route.stroke === "program" ? " outer" : ""}${color}" d="${line}"/>`,
  );
  const inner = route.stroke === "program" ? lines.map((line) => html`<path class="inner" d="${line}"/>`) : null;
  const solid = route.stroke === "write" || route.stroke === "program";
  const tips = route.paths.map((path) => html`<path class="t-${route.stroke}${color}" d="${tipPath(path, solid)}"/>`);
  const finding = route.finding > 0 ? `, finding ${route.finding}` : "";
  return html`<g><title>${route.protocols.join(", ")}: ${plural(route.links, "conversation")}${finding}</title>${halo}${outer}${inner}${tips}</g>`;
}

function drawLabel(route: MapRoute, boxes: readonly MapBox[]): Content {
  if (!route.label) return null;
  const { x, y, width, text } = route.label;
  const inside = boxes.some((box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height);
  return html`<rect class="label-ground${inside ? " inside" : ""}" x="${x - width / 2 + 2}" y="${y - 6}" width="${width - 4}" height="12"/><text class="label" x="${x}" y="${y + 3.6}">${text}</text>`;
}

function drawBadge(route: MapRoute): Content {
  if (!route.badge) return null;
  const { x, y } = route.badge;
  const text = badgeText(route);
  const width = badgeWidth(route);
  return findingLink(
    route.finding,
    html`<title>Finding ${text}</title><rect class="badge v-${route.severity}" x="${x - width / 2}" y="${y - 9}" width="${width}" height="18" rx="2"/><text class="badge-text v-${route.severity}" x="${x}" y="${y + 4}">${text}</text>`,
  );
}

function drawLegend(): Markup {
  return html`<p class="legend"><span>${actMark("read", false)} Reads</span><span>${actMark("write", false)} Writes</span><span>${actMark("program", false)} Programs</span><span>${actMark("other", false)} Other traffic</span><span><i class="key-wall"></i> Bulkhead (IDMZ wall)</span><span><i class="key-crossing"></i> Crossing of a wall</span><span><i class="key-hatch"></i> Not seen</span>${SEVERITIES.map((severity) => html`<span>${severityMark(severity, false)} ${capitalized(severity)}</span>`)}<span>Number: finding in the list (+ more of the same pair)</span></p>`;
}

function drawLeftOut(left: ReturnType<typeof layOutPurdue>["left"]): Content {
  const parts: string[] = [];
  if (left.inside > 0) parts.push(`${plural(left.inside, "conversation")} inside a tile`);
  if (left.unplaced > 0)
    parts.push(`${plural(left.unplaced, "conversation")} with groups or addresses that are no device`);
  if (left.upkeep > 0)
    parts.push(`${plural(left.upkeep, "conversation")} that only ${left.upkeep === 1 ? "keeps" : "keep"} addresses up`);
  for (const { stroke, links } of left.hidden) {
    parts.push(`${plural(links, "conversation")} of lighter lines (${stroke})`);
  }
  if (left.hiddenFindings > 0)
    parts.push(`${plural(left.hiddenFindings, "conversation")} of findings, for want of room`);
  if (parts.length === 0) return null;
  return html`<p class="left-out">Not drawn: ${parts.join("; ")}. All of them are in the conversations.</p>`;
}
