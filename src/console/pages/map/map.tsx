import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { formatCount, plural } from "../../../export/words.ts";
import type { Stroke } from "../../../layout/bundles.ts";
import { call } from "../../api/calls.ts";
import type { SlimDevice } from "../../api/forms.ts";
import { FilterMenus } from "../../parts/filter-menus.tsx";
import { DeviceLink } from "../../parts/links.tsx";
import { ActMark, SeverityMark } from "../../parts/marks.tsx";
import { Pop } from "../../parts/pop.tsx";
import { titleWord } from "../../parts/protocol.ts";
import { Empty, Failure, Ghost } from "../../parts/states.tsx";
import { TextFilter } from "../../parts/text-filter.tsx";
import { useKey } from "../../shell/keys.tsx";
import { goTo, placeNow, setQuery, useHref, usePlace } from "../../state/address.ts";
import { filtersOf, toggled } from "../../state/filters.ts";
import { type Loaded, useLoad } from "../../state/load.ts";
import { isMoment, wholeMoment } from "../../state/moments.ts";
import { goingTo } from "../../state/place.ts";
import { useZone } from "../../state/settings.ts";
import { useDirectory, useFindings, useSite } from "../../state/site.tsx";
import { Canvas } from "./canvas.tsx";
import { type Comparison, compareMoments, countWords, type Mark, type Moment } from "./compare.ts";
import { Drawing } from "./drawing.tsx";
import { GROUPS } from "./groups.ts";
import { Panel, Trouble } from "./panel.tsx";
import { pngBlob, save, svgText } from "./picture.ts";
import { STROKES, viewMap } from "./view.ts";
import "./map.css";

const ALL_STROKES: ReadonlySet<Stroke> = new Set(STROKES.map(([stroke]) => stroke));
const NO_MARKS: ReadonlyMap<string, Mark> = new Map();
const GROUP_WORDS = {
  kind: "Level, kind",
  zone: "Level, zone",
  maker: "Level, maker",
  network: "Level, network",
} as const;

/** Where everything stands, who speaks with whom, and what goes where it should not. */
export function MapPage() {
  const { site, at } = useSite();
  const { query } = usePlace();
  const href = useHref();
  const directory = useDirectory();
  const links = useLoad(`links/${site.id}/${at ?? ""}`, () => call.slimLinks(site.id, at), ["link"]);
  const findings = useFindings();
  const stage = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(1);
  const strokes = useMemo(() => {
    const named = (query.acts ?? "").split("~").filter((word): word is Stroke => ALL_STROKES.has(word as Stroke));
    return named.length > 0 ? new Set(named) : ALL_STROKES;
  }, [query.acts]);
  const group = GROUPS.find((name) => name === query.group) ?? "kind";
  const unfolded = query.unfold ?? "";
  const isComparing = isMoment(Number(query.from));
  const to = Number(query.to) || at;
  const [earlier, later] = [Number(query.from), to ?? Number.POSITIVE_INFINITY].sort((one, other) => one - other);
  const before = useMomentOf(isComparing ? earlier : undefined);
  const after = useMomentOf(isComparing && Number.isFinite(later) && later !== at ? later : undefined);
  const now = useMemo(
    () => (directory.value && links.value ? { devices: [...directory.value.values()], links: links.value } : undefined),
    [directory.value, links.value],
  );
  const comparison = useMemo(() => {
    const shown = Number.isFinite(later) && later !== at ? after.value : now;
    return isComparing && before.value && shown ? compareMoments(before.value, shown) : undefined;
  }, [isComparing, before.value, after.value, now, later, at]);
  const picture = isComparing ? comparison : now;
  const known = useMemo(
    () =>
      comparison
        ? new Map(comparison.devices.map((device) => [device.id, device]))
        : (directory.value ?? new Map<string, SlimDevice>()),
    [comparison, directory.value],
  );
  const isDiffering = isComparing && query.differ === "only";
  const key = JSON.stringify([
    filtersOf(query),
    query.acts,
    query.protocol,
    group,
    unfolded,
    query.device,
    query.only,
    isDiffering,
  ]);
  const view = useMemo(() => {
    if (!picture || !findings.value) return null;
    const shown =
      isDiffering && comparison ? picture.links.filter(({ id }) => comparison.marks.has(id)) : picture.links;
    return viewMap(picture.devices, shown, findings.value.open, {
      filters: filtersOf(query),
      strokes,
      protocols: new Set(query.protocol ? query.protocol.split("~") : []),
      group,
      unfolded: new Set(unfolded === "" ? [] : unfolded.split("~")),
      device: query.device ?? "",
      onlyViolations: query.only === "violations",
    });
    // The key holds all of the address that matters; selecting draws nothing anew.
  }, [picture, comparison, findings.value, key]);
  const selectedFinding = Number(query.finding) || 0;
  const tile =
    view?.map.tiles.find((one) => one.key === query.tile) ??
    (query.device
      ? view?.map.tiles.find(
          (one) => one.devices.length === 1 && one.devices[0] === query.device && query.tile === undefined,
        )
      : undefined);
  const unfold = useCallback((key: string) => {
    const { query: now } = placeNow();
    setQuery({ unfold: toggled((now.unfold ?? "").split("~").filter(Boolean), key).join("~"), tile: "" }, false);
  }, []);
  const canUnfold = view?.canUnfold;
  const press = useCallback(
    (target: Element | null, twice: boolean) => {
      const key = target?.getAttribute("data-tile");
      const number = target?.getAttribute("data-finding");
      if (number) setQuery({ finding: number, tile: "" });
      else if (key && twice) {
        if (canUnfold?.has(key)) unfold(key);
        else {
          const [, id] = /\|([^|]+)$/.exec(key) ?? /\/(.+)$/.exec(key) ?? [];
          if (id && known.has(id)) goTo(goingTo(placeNow(), ["device", id]));
        }
      } else setQuery({ tile: key ?? "none", finding: "" });
    },
    [canUnfold, unfold, known],
  );
  useKey(
    "v",
    useCallback(() => {
      const numbers = [...new Set(view?.map.routes.map(({ finding }) => finding).filter((number) => number > 0))].sort(
        (one, other) => one - other,
      );
      if (numbers.length === 0) return;
      setQuery({ finding: String(numbers[(numbers.indexOf(selectedFinding) + 1) % numbers.length]), tile: "" });
    }, [view, selectedFinding]),
  );
  useKey(
    "Escape",
    useCallback(() => {
      const { query: now } = placeNow();
      if (now.tile && now.tile !== "none") setQuery({ tile: now.device ? "none" : "", finding: "" });
      else if (now.finding) setQuery({ finding: "" });
      else if (now.device) setQuery({ device: "", tile: "" }, false);
    }, []),
  );
  useEffect(() => {
    // The list of tiles that are unfolded means nothing for another grouping.
    if (
      unfolded !== "" &&
      view &&
      ![...unfolded.split("~")].some((one) => view.map.tiles.some((drawn) => drawn.key.startsWith(one)))
    ) {
      setQuery({ unfold: "" });
    }
  }, [unfolded, view]);
  const tell = (word: string) =>
    stage.current?.querySelector(".map-canvas")?.dispatchEvent(new CustomEvent("map-zoom", { detail: word }));
  const error =
    directory.error ?? links.error ?? findings.error ?? (isComparing ? (before.error ?? after.error) : undefined);
  const one = selectedFinding > 0 ? findings.value?.open.find(({ number }) => number === selectedFinding) : undefined;
  const exportPicture = async (form: "svg" | "png") => {
    const drawing = stage.current?.querySelector<SVGSVGElement>("svg.map");
    if (!drawing) return;
    const name = `${site.id}-map.${form}`;
    if (form === "svg") save(new Blob([svgText(drawing)], { type: "image/svg+xml" }), name);
    else save(await pngBlob(drawing), name);
  };
  return (
    <div className="map-page">
      <div className="map-bar">
        <h1>Map</h1>
        <span className="second small">
          {view ? `${plural(view.devices, "device")}, ${plural(view.links, "conversation")}` : ""}
          {query.device ? (
            <>
              {" "}
              around <DeviceLink id={query.device} />{" "}
              <button
                type="button"
                className="button small plain"
                onClick={() => setQuery({ device: "", tile: "" }, false)}
              >
                Whole site
              </button>
            </>
          ) : null}
        </span>
        <span className="map-sep" />
        <span className="map-find">
          <TextFilter name="q" label="Show only devices that match" placeholder="name, address, maker…" />
        </span>
        <Pop
          label={strokes.size === ALL_STROKES.size ? "Acts: all ▾" : `Acts: ${[...strokes].join(", ")} ▾`}
          button={strokes.size === ALL_STROKES.size ? "button small" : "button small on"}
        >
          {() =>
            STROKES.map(([stroke, word]) => (
              <label key={stroke} className="pop-item">
                <input
                  type="checkbox"
                  checked={strokes.has(stroke)}
                  onChange={() => {
                    const next = toggled([...strokes], stroke);
                    setQuery({ acts: next.length === ALL_STROKES.size || next.length === 0 ? "" : next.join("~") });
                  }}
                />
                {word}
                <span className="push">
                  <ActMark act={stroke} />
                </span>
              </label>
            ))
          }
        </Pop>
        <Protocols links={links.value ?? []} />
        <FilterMenus filters={["level", "role", "vendor", "zone", "domain"]} />
        <button
          type="button"
          className={query.only === "violations" ? "button small on" : "button small"}
          aria-pressed={query.only === "violations"}
          onClick={() => setQuery({ only: query.only === "violations" ? "" : "violations" })}
        >
          Only violations {view ? formatCount(view.violations) : ""}
        </button>
        {view && view.hiddenViolations > 0 ? (
          <span className="hidden-violations">
            <SeverityMark severity="high" /> {plural(view.hiddenViolations, "violation")} hidden
          </span>
        ) : null}
        <span className="push row">
          <Pop label={`${GROUP_WORDS[group]} ▾`} end>
            {(close) =>
              GROUPS.map((name) => (
                <button
                  key={name}
                  type="button"
                  className="pop-item"
                  onClick={() => {
                    setQuery({ group: name === "kind" ? "" : name, unfold: "", tile: "" });
                    close();
                  }}
                >
                  {GROUP_WORDS[name]}
                </button>
              ))
            }
          </Pop>
          <span className="zoomer">
            <button type="button" aria-label="Zoom out" onClick={() => tell("out")}>
              −
            </button>
            <span>{Math.round(scale * 100)} %</span>
            <button type="button" aria-label="Zoom in" onClick={() => tell("in")}>
              +
            </button>
          </span>
          <button type="button" className="button small" onClick={() => tell("fit")}>
            Fit <kbd>0</kbd>
          </button>
          <Pop label="Export ▾" end>
            {(close) => (
              <>
                {(["svg", "png"] as const).map((form) => (
                  <button
                    key={form}
                    type="button"
                    className="pop-item"
                    onClick={() => {
                      void exportPicture(form);
                      close();
                    }}
                  >
                    Picture ({form.toUpperCase()})
                  </button>
                ))}
                <a className="pop-item" href={href(["conversations"])} onClick={close}>
                  The same as a table
                </a>
              </>
            )}
          </Pop>
        </span>
      </div>
      {isComparing ? <Comparing earlier={earlier} later={later} comparison={comparison} /> : <span />}
      <div className={tile || one ? "map-stage with-panel" : "map-stage"} ref={stage}>
        {view && view.devices > 0 ? (
          <Canvas
            width={view.map.width}
            height={view.map.height}
            label={`Purdue map of ${plural(view.devices, "device")}; the inventory and the conversations hold the same as tables`}
            press={press}
            told={`${site.id} ${group} ${query.device ?? ""} ${unfolded === "" ? "" : "unfolded"}`}
            zoomed={setScale}
          >
            <Drawing
              map={view.map}
              directory={known}
              worst={findings.value?.worst ?? new Map()}
              selected={tile?.key ?? ""}
              finding={one?.number ?? 0}
              canUnfold={view.canUnfold}
              marks={comparison?.marks ?? NO_MARKS}
            />
          </Canvas>
        ) : view ? (
          <Empty
            title={directory.value?.size === 0 ? "No device yet" : "No device matches the filters"}
            actions={
              directory.value?.size === 0 ? (
                <a className="button primary" href={href(["sources"])}>
                  Add a capture
                </a>
              ) : (
                <button
                  type="button"
                  className="button"
                  onClick={() => setQuery({ level: "", role: "", vendor: "", zone: "", domain: "", q: "", device: "" })}
                >
                  Clear filters
                </button>
              )
            }
          >
            {directory.value?.size === 0 ? "Devices appear as soon as traffic is read." : ""}
          </Empty>
        ) : error ? (
          <Failure
            error={error}
            retry={() => [directory, links, findings, before, after].map(({ reload }) => reload())}
          />
        ) : (
          <Ghost rows={8} />
        )}
        {one ? (
          <aside className="map-panel" aria-label="Finding">
            <Trouble one={one} />
            <div className="panel-part row">
              <span className="small second">
                Finding {one.number} · press <kbd>v</kbd> for the next
              </span>
              <button type="button" className="button small push" onClick={() => setQuery({ finding: "" })}>
                Close
              </button>
            </div>
            <section className="panel-part">
              <h3>Devices</h3>
              <ul>
                {one.finding.devices.slice(0, 20).map((id) => (
                  <li key={id} className="panel-device">
                    <span />
                    <DeviceLink id={id} />
                  </li>
                ))}
              </ul>
            </section>
          </aside>
        ) : tile && view ? (
          <Panel
            tile={tile}
            directory={known}
            links={view.shown}
            findings={findings.value?.open ?? []}
            unfold={view.canUnfold.has(tile.key) ? () => unfold(tile.key) : undefined}
            close={() => setQuery({ tile: query.device ? "none" : "" })}
          />
        ) : null}
      </div>
      <div className="map-foot">
        <span className="map-legend">
          <span>
            <ActMark act="read" /> Reads
          </span>
          <span>
            <ActMark act="write" /> Writes
          </span>
          <span>
            <ActMark act="program" /> Programs
          </span>
          <span>
            <ActMark act="other" /> Other
          </span>
          <span>
            <i className="key-wall" /> Bulkhead (IDMZ wall)
          </span>
          <span>
            <i className="key-crossing" /> Crossing of a wall
          </span>
          <span>
            <i className="key-hatch hatched" /> Not seen
          </span>
          <span>
            <SeverityMark severity="critical" silent /> Critical
          </span>
          <span>
            <SeverityMark severity="high" silent /> High
          </span>
          {isComparing ? (
            <>
              <span>
                <i className="key-new" /> New
              </span>
              <span>
                <i className="key-gone" /> Gone
              </span>
            </>
          ) : null}
          <span className="soft">Arrow: to the server</span>
        </span>
        <span className="push row">
          {unfolded !== "" ? (
            <button type="button" className="button small" onClick={() => setQuery({ unfold: "", tile: "" }, false)}>
              Fold all
            </button>
          ) : null}
          {view ? <span className="soft small">{leftOut(view.map.left)}</span> : null}
        </span>
      </div>
    </div>
  );
}

/** Devices and conversations at a moment; nothing is asked for without one. */
function useMomentOf(at: number | undefined): Loaded<Moment> {
  const { site } = useSite();
  return useLoad(at === undefined ? null : `moment/${site.id}/${at}`, async () => {
    const [devices, links] = await Promise.all([call.slimDevices(site.id, at), call.slimLinks(site.id, at)]);
    return { devices, links };
  });
}

function Comparing({
  earlier,
  later,
  comparison,
}: {
  earlier: number;
  later: number;
  comparison: Comparison | undefined;
}) {
  const { query } = usePlace();
  const zone = useZone();
  const href = useHref();
  const isOnly = query.differ === "only";
  const told = (counts: Comparison["linkCounts"]) => countWords(counts) || "none differ";
  return (
    <div className="map-compare" role="status">
      <span>
        <b className="strong">
          {wholeMoment(earlier, zone)} compared with {Number.isFinite(later) ? wholeMoment(later, zone) : "now"}.
        </b>{" "}
        {comparison
          ? `Devices: ${told(comparison.deviceCounts)}. Conversations: ${told(comparison.linkCounts)}.`
          : "Both moments are being looked up."}
      </span>
      <span className="push row">
        <button
          type="button"
          className={isOnly ? "button small on" : "button small"}
          aria-pressed={isOnly}
          onClick={() => setQuery({ differ: isOnly ? "" : "only" })}
        >
          Only lines that differ
        </button>
        <a className="button small" href={href(["timeline"], { from: query.from ?? "", to: query.to ?? "" })}>
          As a list
        </a>
        <button
          type="button"
          className="button small"
          onClick={() => setQuery({ from: "", to: "", differ: "" }, false)}
        >
          End the comparison
        </button>
      </span>
    </div>
  );
}

function Protocols({ links }: { links: readonly { protocol: string }[] }) {
  const { query } = usePlace();
  const set = query.protocol ? query.protocol.split("~") : [];
  return (
    <Pop
      label={
        <span className="cut filter-word">
          {set.length > 0 ? `Protocol: ${set.map(titleWord).join(", ")} ▾` : "Protocol ▾"}
        </span>
      }
      button={set.length > 0 ? "button small on" : "button small"}
    >
      {() => {
        const counts = new Map<string, number>();
        for (const { protocol } of links) counts.set(protocol, (counts.get(protocol) ?? 0) + 1);
        return (
          <>
            {set.length > 0 ? (
              <button type="button" className="pop-item" onClick={() => setQuery({ protocol: "" })}>
                Any
              </button>
            ) : null}
            {[...counts]
              .sort(([, one], [, other]) => other - one)
              .slice(0, 60)
              .map(([protocol, count]) => (
                <label key={protocol} className="pop-item">
                  <input
                    type="checkbox"
                    checked={set.includes(protocol)}
                    onChange={() => setQuery({ protocol: toggled(set, protocol).join("~") })}
                  />
                  {titleWord(protocol)}
                  <span className="count">{formatCount(count)}</span>
                </label>
              ))}
          </>
        );
      }}
    </Pop>
  );
}

function leftOut(left: {
  inside: number;
  unplaced: number;
  upkeep: number;
  hidden: readonly { links: number }[];
}): string {
  const hidden = left.hidden.reduce((sum, { links }) => sum + links, 0);
  const parts = [
    left.inside > 0 ? `${formatCount(left.inside)} inside a tile` : "",
    left.upkeep > 0 ? `${formatCount(left.upkeep)} that keep addresses up` : "",
    left.unplaced > 0 ? `${formatCount(left.unplaced)} with groups` : "",
    hidden > 0 ? `${formatCount(hidden)} of the lightest` : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? `Not drawn: ${parts.join(", ")}` : "";
}
