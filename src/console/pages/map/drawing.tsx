import { memo } from "react";
import { roleIcon } from "../../../export/report/symbols.ts";
import { formatCount, levelBox, levelName, levelPhrase, plural, roleName } from "../../../export/words.ts";
import { fitText, roundedPath, shortened, tipPath } from "../../../layout/drawing.ts";
import { badgeText, badgeWidth } from "../../../layout/labels.ts";
import type { MapTile, PurdueMap } from "../../../layout/purdue.ts";
import type { MapBox, MapRoute } from "../../../layout/shapes.ts";
import type { MapZone } from "../../../layout/zones.ts";
import type { Severity } from "../../../model/assessment.ts";
import type { SlimDevice } from "../../api/forms.ts";
import { countMarks, countWords, type Mark, tileWords } from "./compare.ts";
import { worstOf } from "./panel-words.ts";

/** The console's narrow letters are this much of the widths that `fitText` counts with. */
const NARROW = 0.84;

/** What the drawing shows, beside geometry. */
export interface DrawingProps {
  map: PurdueMap;
  directory: ReadonlyMap<string, SlimDevice>;
  worst: ReadonlyMap<string, Severity>;
  /** Key of the tile that is selected; its lines stay, others fade. */
  selected: string;
  /** Number of the finding whose line is selected; 0 for none. */
  finding: number;
  canUnfold: ReadonlySet<string>;
  /** What became of devices and conversations between two moments; empty where none are compared. */
  marks: ReadonlyMap<string, Mark>;
}

/** The map as SVG. What was pressed is found by `data-` attributes, so that nothing but this draws. */
export const Drawing = memo(function Drawing(props: DrawingProps) {
  const { map, directory, worst, selected, finding, canUnfold, marks } = props;
  const isQuiet = selected !== "" || finding > 0;
  const near = (route: MapRoute) =>
    finding > 0 ? route.finding === finding : selected === "" || route.from === selected || route.to.includes(selected);
  const usual = map.routes.filter((route) => route.finding === 0);
  const violations = map.routes.filter((route) => route.finding > 0);
  return (
    <>
      <defs>
        <pattern id="map-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path className="hatch-line" d="M0 0v6" />
        </pattern>
      </defs>
      {map.boxes.map((box) => (
        <Box key={box.level} box={box} worst={worstOf(tilesOf(map, box), worst)} />
      ))}
      {map.zones.map((zone) => (
        <Zone key={zone.key} zone={zone} />
      ))}
      {map.walls.map(({ x, y, width }) => (
        <path key={y} className="map-wall" d={`M${x} ${y}h${width}`} />
      ))}
      {usual.map((route, index) => (
        <Route key={index} route={route} marks={marks} faded={isQuiet && !near(route)} />
      ))}
      <path
        className="map-crossing"
        d={map.crossings.map(({ x, y, vertical }) => (vertical ? `M${x} ${y - 3.5}v7` : `M${x - 3.5} ${y}h7`)).join("")}
      />
      {map.tiles.map((tile) => (
        <Tile
          key={tile.key}
          tile={tile}
          directory={directory}
          worst={worstOf(tile.devices, worst)}
          selected={tile.key === selected}
          unfolds={canUnfold.has(tile.key)}
          marks={marks}
        />
      ))}
      {usual.map((route, index) => (
        <Label key={index} route={route} boxes={map.boxes} faded={isQuiet && !near(route)} />
      ))}
      {violations.map((route, index) => (
        <Route key={index} route={route} marks={marks} faded={isQuiet && !near(route)} />
      ))}
      {violations.map((route, index) => (
        <Badge key={index} route={route} />
      ))}
    </>
  );
});

function tilesOf(map: PurdueMap, box: MapBox): string[] {
  return map.tiles.filter((tile) => tile.level === box.level).flatMap((tile) => tile.devices);
}

function Box({ box, worst }: { box: MapBox; worst: Severity | null }) {
  const { x, y, width, height, words, level, devices } = box;
  const middle = y + height / 2;
  return (
    <g>
      <rect className={box.side ? "map-box side" : "map-box"} x={x} y={y} width={width} height={height} rx={4} />
      {devices === 0 ? <rect fill="url(#map-hatch)" x={x} y={y} width={width} height={height} rx={4} /> : null}
      {box.side ? (
        <>
          <text className="map-box-name" x={x + 8} y={y + 15}>
            {levelName(level)}
          </text>
          <text className="map-box-count" x={x + width - 8} y={y + 15}>
            {formatCount(devices)}
          </text>
          {worst ? <use href={`#m-${worst}`} x={x + width - 46} y={y + 5} width={12} height={12} /> : null}
        </>
      ) : (
        <>
          <text className="map-lane" x={words.x + 8} y={middle}>
            {levelBox(level)}
          </text>
          <text className="map-lane-name" x={words.x + 8} y={middle + 15}>
            {levelName(level)}
          </text>
          <text className="map-lane-name" x={words.x + 40} y={middle - 1}>
            {devices === 0 ? "none seen" : formatCount(devices)}
          </text>
          {worst ? <use href={`#m-${worst}`} x={words.x + 74} y={middle - 11} width={12} height={12} /> : null}
        </>
      )}
    </g>
  );
}

function Zone({ zone }: { zone: MapZone }) {
  const { x, y, width, height, words, name, devices } = zone;
  const count = ` ${formatCount(devices)}`;
  const beside = fitText(name, (words.width - count.length * 7) / NARROW, 11);
  // The name goes before the count where there is room for one of them.
  const isWhole = beside === name;
  const full = isWhole ? name : fitText(name, words.width / NARROW, 11);
  return (
    <g className="map-zone">
      <title>{`${name}, ${plural(devices, "device")}`}</title>
      <rect x={x} y={y} width={width} height={height} rx={4} />
      <text x={words.x} y={words.y + 11}>
        {full}
        {isWhole ? <tspan className="map-zone-count">{count}</tspan> : null}
      </text>
    </g>
  );
}

function Tile({
  tile,
  directory,
  worst,
  selected,
  unfolds,
  marks,
}: {
  tile: MapTile;
  directory: ReadonlyMap<string, SlimDevice>;
  worst: Severity | null;
  selected: boolean;
  unfolds: boolean;
  marks: ReadonlyMap<string, Mark>;
}) {
  const single = tile.devices.length === 1;
  const device = single ? directory.get(tile.devices[0]) : undefined;
  const name = device?.label ?? (tile.label || (tile.role ? roleName(tile.role, true) : "Other kinds"));
  const became = marks.size > 0 ? tileWords(tile.devices, marks) : "";
  const kept = device ? device.model || device.vendor || roleName(device.role) : "";
  const second = became === "" ? kept : `${became} · ${kept}`;
  const mark = single ? marks.get(tile.devices[0]) : undefined;
  const isGone = marks.size > 0 && tile.devices.every((id) => marks.get(id) === "gone");
  const count = formatCount(tile.devices.length);
  const more = became !== "" ? ` · ${became}` : tile.vendor !== "" && tile.vendor !== name ? ` · ${tile.vendor}` : "";
  const room = tile.width - 34 - (worst ? 16 : 0) - (unfolds ? 10 : 0);
  const classes = [
    "map-tile",
    worst === "critical" || worst === "high" ? `tile-${worst}` : "",
    selected ? "chosen" : "",
    isGone ? "is-gone" : mark === "new" ? "is-new" : "",
  ];
  const words = `${name}, ${single ? roleName(tile.role ?? "unknown") : plural(tile.devices.length, "device")}, ${levelPhrase(tile.level)}${worst ? `, ${worst}` : ""}${became === "" ? "" : `, ${became}`}`;
  return (
    <g
      className={classes.join(" ")}
      data-tile={tile.key}
      tabIndex={0}
      role="button"
      aria-label={words}
      aria-pressed={selected}
    >
      <title>{words}</title>
      <rect x={tile.x} y={tile.y} width={tile.width} height={tile.height} rx={3} />
      <use href={`#${roleIcon(tile.role)}`} x={tile.x + 7} y={tile.y + 10} width={16} height={16} />
      <text className="map-tile-name" x={tile.x + 29} y={tile.y + 15}>
        {fitText(name, room / NARROW, 12)}
      </text>
      {single ? (
        <text className="map-tile-text" x={tile.x + 29} y={tile.y + 29}>
          {fitText(second, (tile.width - 34) / NARROW, 11)}
        </text>
      ) : (
        <text className="map-tile-text" x={tile.x + 29} y={tile.y + 29}>
          <tspan className="map-tile-count">{count}</tspan>
          {fitText(more, (tile.width - 36 - count.length * 7) / NARROW, 11)}
        </text>
      )}
      {worst ? <use href={`#m-${worst}`} x={tile.x + tile.width - 17} y={tile.y + 5} width={12} height={12} /> : null}
      {unfolds ? (
        <path
          className="map-unfold"
          d={`M${tile.x + tile.width - 12} ${tile.y + 24}h6M${tile.x + tile.width - 9} ${tile.y + 21}v6`}
        />
      ) : null}
    </g>
  );
}

function Route({ route, faded, marks }: { route: MapRoute; faded: boolean; marks: ReadonlyMap<string, Mark> }) {
  const color = route.severity ? ` v-${route.severity}` : "";
  const isHeavy = route.stroke === "write" || route.stroke === "program";
  const isGone = (index: number) =>
    marks.size > 0 && route.ids[index].length > 0 && route.ids[index].every((id) => marks.get(id) === "gone");
  const drawn = (gone: boolean) =>
    route.paths
      .filter((_, index) => isGone(index) === gone)
      .map((path) => roundedPath(shortened(path, isHeavy ? 6 : 1)))
      .join("");
  const line = drawn(false);
  const broken = marks.size > 0 ? drawn(true) : "";
  const counts = countWords(countMarks(marks.size > 0 ? route.ids.flat() : [], marks));
  const tips = route.paths.map((path) => tipPath(path, isHeavy)).join("");
  const isProgram = route.stroke === "program";
  return (
    <g className={faded ? "map-route faded" : "map-route"}>
      <title>{`${route.protocols.join(", ")}: ${plural(route.links, "conversation")}${counts === "" ? "" : ` (${counts})`}${route.finding > 0 ? `, finding ${route.finding}` : ""}`}</title>
      {route.finding > 0 ? <path className={isProgram ? "map-halo wide" : "map-halo"} d={line} /> : null}
      <path className={`map-line l-${route.stroke}${isProgram ? " outer" : ""}${color}`} d={line} />
      {isProgram ? <path className="map-inner" d={line} /> : null}
      {broken === "" ? null : <path className={`map-line l-${route.stroke} broken${color}`} d={broken} />}
      <path className={`map-tip t-${route.stroke}${color}`} d={tips} />
      {marks.size > 0
        ? route.paths.map((path, index) => {
            const count = route.ids[index].filter((id) => marks.get(id) === "new").length;
            if (count === 0) return null;
            const { x, y } = shortened(path, 14)[path.length - 1];
            const isAll = count === route.ids[index].length;
            return <circle key={index} className={isAll ? "map-new" : "map-new some"} cx={x} cy={y} r={4.4} />;
          })
        : null}
    </g>
  );
}

function Label({ route, boxes, faded }: { route: MapRoute; boxes: readonly MapBox[]; faded: boolean }) {
  if (!route.label || faded) return null;
  const { x, y, width, text } = route.label;
  const inside = boxes.some((box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height);
  return (
    <>
      <rect
        className={inside ? "map-label-ground inside" : "map-label-ground"}
        x={x - (width * NARROW) / 2 + 1}
        y={y - 6}
        width={width * NARROW - 2}
        height={12}
      />
      <text className="map-label" x={x} y={y + 3.6}>
        {text}
      </text>
    </>
  );
}

function Badge({ route }: { route: MapRoute }) {
  if (!route.badge) return null;
  const { x, y } = route.badge;
  const text = badgeText(route);
  const width = badgeWidth(route);
  return (
    <g
      data-finding={route.finding}
      tabIndex={0}
      role="button"
      aria-label={`Finding ${text}, ${route.severity}`}
      className="map-badge"
    >
      <rect className={`v-${route.severity}`} x={x - width / 2} y={y - 9} width={width} height={18} rx={2} />
      <text x={x} y={y + 4}>
        {text}
      </text>
    </g>
  );
}
