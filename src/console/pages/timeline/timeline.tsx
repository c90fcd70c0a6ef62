import { Fragment, useEffect, useMemo, useState } from "react";
import { capitalized, formatCount, plural } from "../../../export/words.ts";
import { type Change, KINDS, type Kind } from "../../../model/journal.ts";
import { call } from "../../api/calls.ts";
import { Card } from "../../parts/marks.tsx";
import { Pop } from "../../parts/pop.tsx";
import { Empty, Failure, Ghost, Show } from "../../parts/states.tsx";
import { setQuery, useHref, usePlace } from "../../state/address.ts";
import { toggled } from "../../state/filters.ts";
import { useHead, useStretch } from "../../state/journal.ts";
import { onRefresh, useLoad } from "../../state/load.ts";
import { isMoment, shortMoment, wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useNow, useSite } from "../../state/site.tsx";
import { type ChangeGroup, groupFields, groupMoments, groupNames, groupWords } from "./moments.ts";
import { describeFields, KIND_WORDS, WHAT_SIGN } from "./words.ts";

/** Changes of one request: the first moment of a capture has hundreds. */
const PAGE = 500;
const WHATS = ["added", "changed", "gone"] as const;

/** Every change in its order, any moment to look at, and two moments to compare. */
export function Timeline() {
  const { query } = usePlace();
  const comparing = query.from !== undefined;
  const { at } = useSite();
  const href = useHref();
  const head = useHead().value;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{comparing ? "What differs between two moments" : "What changed"}</h1>
        <p>{comparing ? "" : "Newest first. Press a time to see the plant as it was then."}</p>
        <div className="push">
          {comparing ? (
            <>
              <a className="button" href={href(["map"], { from: query.from ?? "", to: query.to ?? "" })}>
                On the map
              </a>
              <button type="button" className="button" onClick={() => setQuery({ from: "", to: "" }, false)}>
                All changes
              </button>
            </>
          ) : (
            <button
              type="button"
              className="button"
              onClick={() => setQuery({ from: String(at ?? Math.max(1, (head?.time ?? 0) - 3600)) }, false)}
            >
              Compare two moments
            </button>
          )}
        </div>
      </div>
      {comparing ? <Compare /> : <Journal />}
    </div>
  );
}

function Filters() {
  const { query } = usePlace();
  const kind = KINDS.find((name) => name === query.kind);
  return (
    <div className="row wrap">
      <Pop label={`${kind ? KIND_WORDS[kind][1] : "Everything"} ▾`} button={kind ? "button small on" : "button small"}>
        {(close) =>
          ["", ...KINDS].map((name) => (
            <button
              key={name}
              type="button"
              className="pop-item"
              onClick={() => {
                setQuery({ kind: name });
                close();
              }}
            >
              {name === "" ? "Everything" : KIND_WORDS[name as Kind][1]}
            </button>
          ))
        }
      </Pop>
      {WHATS.map((what) => (
        <button
          key={what}
          type="button"
          className={query.what === what ? "button small on" : "button small"}
          aria-pressed={query.what === what}
          onClick={() => setQuery({ what: query.what === what ? "" : what })}
        >
          {WHAT_SIGN[what]} {capitalized(what)}
        </button>
      ))}
    </div>
  );
}

function Journal() {
  const { site, at } = useSite();
  const { query } = usePlace();
  const [changes, setChanges] = useState<readonly Change[] | null>(null);
  const [ended, setEnded] = useState(false);
  const [newer, setNewer] = useState(0);
  const [error, setError] = useState<Error | null>(null);
  const [turn, setTurn] = useState(0);
  const filter = {
    kinds: query.kind ? [query.kind] : undefined,
    what: query.what ? [query.what] : undefined,
    to: at,
  };
  const key = JSON.stringify([site.id, filter, turn]);
  useEffect(() => {
    let current = true;
    call.changes(site.id, filter, 0, PAGE).then(
      (found) => {
        if (!current) return;
        setChanges(found);
        setEnded(found.length < PAGE);
        setNewer(0);
        setError(null);
      },
      (problem: unknown) => current && setError(problem instanceof Error ? problem : new Error(String(problem))),
    );
    // New changes do not push what is being read: they are counted until asked for.
    const stop = onRefresh((kinds) => kinds.includes("journal") && setNewer((count) => count + 1));
    return () => {
      current = false;
      stop();
    };
    // The key holds all that the request depends on.
  }, [key]);
  const more = async () => {
    const last = changes?.at(-1);
    if (!last || !changes) return;
    const found = await call.changes(site.id, filter, last.sequence, PAGE);
    setChanges([...changes, ...found]);
    setEnded(found.length < PAGE);
  };
  return (
    <>
      <Filters />
      <Card title="Changes" count={changes ? `${formatCount(changes.length)}${ended ? "" : "+"}` : ""}>
        {newer > 0 && at === undefined ? (
          <p className="body newer">
            <button type="button" className="button small" onClick={() => setTurn(turn + 1)}>
              Show newer changes
            </button>
          </p>
        ) : null}
        {error ? (
          <Failure error={error} retry={() => setTurn(turn + 1)} />
        ) : !changes ? (
          <Ghost rows={10} />
        ) : changes.length === 0 ? (
          <Empty title="No change of this kind">Change the filter, or wait for traffic.</Empty>
        ) : (
          <>
            <ChangeTable changes={changes} isMore={!ended} folds />
            {ended ? null : (
              <p className="body">
                <button type="button" className="button" onClick={() => void more()}>
                  Show earlier changes
                </button>
              </p>
            )}
          </>
        )}
      </Card>
    </>
  );
}

function ChangeTable({
  changes,
  isMore = false,
  folds = false,
}: {
  changes: readonly Change[];
  /** There are earlier changes that are not loaded. */
  isMore?: boolean;
  /** Alike changes of one moment are one row that unfolds. */
  folds?: boolean;
}) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(() => (folds ? groupMoments(changes) : changes.map(alone)), [changes, folds]);
  const last = changes.at(-1)?.time;
  return (
    <div className="scroll">
      <table className="simple changes">
        <thead>
          <tr>
            <th>When</th>
            <th colSpan={2}>What</th>
            <th>Name</th>
            <th>Change</th>
            <th>By</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) =>
            group.changes.length === 1 ? (
              <ChangeRow key={group.key} change={group.changes[0]} />
            ) : (
              <Fragment key={group.key}>
                <GroupRow
                  group={group}
                  isMore={isMore && group.time === last}
                  isOpen={unfolded.has(group.key)}
                  toggle={() => setUnfolded(new Set(toggled([...unfolded], group.key)))}
                />
                {unfolded.has(group.key)
                  ? group.changes.map((change) => (
                      <ChangeRow key={`${change.sequence} ${change.id}`} change={change} inside />
                    ))
                  : null}
              </Fragment>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function alone(change: Change): ChangeGroup {
  const { sequence, time, kind, id, what, by } = change;
  return { key: `${sequence} ${kind} ${id}`, time, kind, what, by, changes: [change] };
}

function When({ time }: { time: number }) {
  const zone = useZone();
  const now = useNow();
  return (
    <button
      type="button"
      className="as-link"
      title={`Look at ${wholeMoment(time, zone)}`}
      onClick={() => setQuery({ at: String(time) }, false)}
    >
      {shortMoment(time, now, zone)}
    </button>
  );
}

function ChangeRow({ change, inside }: { change: Change; inside?: boolean }) {
  return (
    <tr className={inside ? "inside" : undefined}>
      <td className="nowrap">{inside ? null : <When time={change.time} />}</td>
      <td className="sign">{WHAT_SIGN[change.what]}</td>
      <td className="nowrap second">
        {KIND_WORDS[change.kind][0]} {change.what}
      </td>
      <th>
        <Named change={change} />
      </th>
      <td className="second">{change.what === "changed" ? describeFields(change) : ""}</td>
      <td className="soft">{change.by}</td>
    </tr>
  );
}

function GroupRow({
  group,
  isMore,
  isOpen,
  toggle,
}: {
  group: ChangeGroup;
  isMore: boolean;
  isOpen: boolean;
  toggle: () => void;
}) {
  return (
    <tr className="folded">
      <td className="nowrap">
        <When time={group.time} />
      </td>
      <td className="sign">{WHAT_SIGN[group.what]}</td>
      <td className="nowrap">
        <button type="button" className="as-link" aria-expanded={isOpen} onClick={toggle}>
          <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span> {groupWords(group, isMore)}
        </button>
      </td>
      <td className="second">{isOpen ? "" : groupNames(group)}</td>
      <td className="second">{isOpen ? "" : groupFields(group)}</td>
      <td className="soft">{group.by}</td>
    </tr>
  );
}

function Named({ change }: { change: Change }) {
  const href = useHref();
  const label = change.label || change.id;
  if (change.what === "gone") return <span className="second">{label}</span>;
  const to: Partial<Record<Kind, [string[], Record<string, string>]>> = {
    device: [["device", change.id], {}],
    finding: [["finding", change.id], {}],
    point: [["points"], { point: change.id }],
  };
  const target = to[change.kind];
  return target ? (
    <a className="quiet" href={href(target[0], target[1])}>
      {label}
    </a>
  ) : (
    <span>{label}</span>
  );
}

function Compare() {
  const { site, at } = useSite();
  const { query } = usePlace();
  const zone = useZone();
  const head = useHead().value;
  const { from: earliest } = useStretch();
  const newest = head?.time ?? 0;
  const from = Number(query.from) || 0;
  const to = Number(query.to) || at || newest;
  const loaded = useLoad(
    isMoment(from) && isMoment(to) ? `difference/${site.id}/${from}/${query.to ? to : "now"}` : null,
    () => call.difference(site.id, Math.min(from, to), Math.max(from, to)),
    ["journal"],
  );
  const kind = KINDS.find((name) => name === query.kind);
  if (head && !isMoment(newest)) {
    return (
      <div className="card">
        <Empty title="No traffic yet">There are no two moments to compare.</Empty>
      </div>
    );
  }
  return (
    <>
      <div className="card body compare">
        <MomentSlider
          label="From"
          value={from}
          least={Math.min(earliest, from)}
          most={newest}
          set={(value) => setQuery({ from: String(value) })}
        />
        <MomentSlider
          label="To"
          value={to}
          least={Math.min(earliest, from)}
          most={newest}
          set={(value) => setQuery({ to: value >= newest ? "" : String(value) })}
        />
        <p className="second small">
          {wholeMoment(Math.min(from, to), zone)} compared with{" "}
          {to >= newest ? "now" : wholeMoment(Math.max(from, to), zone)}. Sign and word tell what became of a thing,
          never color alone.
        </p>
      </div>
      <Filters />
      <Show from={loaded} rows={8}>
        {(all) => {
          const shown = all.filter(
            (change) => (!kind || change.kind === kind) && (!query.what || change.what === query.what),
          );
          return (
            <Card
              title="Differences"
              count={`${plural(shown.length, "thing")}${shown.length < all.length ? ` of ${formatCount(all.length)}` : ""}`}
            >
              {shown.length === 0 ? (
                <Empty title="Nothing differs">
                  {all.length > 0
                    ? "Other kinds of things do; change the filter."
                    : "The plant was the same at both moments, as far as it was seen."}
                </Empty>
              ) : (
                <ChangeTable changes={shown.slice(0, 2000)} />
              )}
              {shown.length > 2000 ? (
                <p className="body soft small">
                  {formatCount(shown.length - 2000)} more; narrow the stretch or the kind.
                </p>
              ) : null}
            </Card>
          );
        }}
      </Show>
    </>
  );
}

function MomentSlider({
  label,
  value,
  least,
  most,
  set,
}: {
  label: string;
  value: number;
  least: number;
  most: number;
  set: (value: number) => void;
}) {
  const zone = useZone();
  const [held, setHeld] = useState(value);
  useEffect(() => setHeld(value), [value]);
  const take = () => held !== value && set(held);
  return (
    <label className="field">
      <span>
        {label}: <b className="strong">{wholeMoment(held, zone)}</b>
      </span>
      <input
        type="range"
        min={Math.floor(least)}
        max={Math.ceil(most)}
        step={Math.max(1, Math.round((most - least) / 1000))}
        value={held}
        onChange={(event) => setHeld(Number(event.target.value))}
        onPointerUp={take}
        onKeyUp={take}
        onBlur={take}
      />
    </label>
  );
}
