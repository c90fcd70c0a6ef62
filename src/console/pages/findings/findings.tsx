import { useRef } from "react";
import { capitalized, formatCount, levelPhrase, plural, SEVERITIES } from "../../../export/words.ts";
import { SeverityMark } from "../../parts/marks.tsx";
import { Pop } from "../../parts/pop.tsx";
import { Empty, Show } from "../../parts/states.tsx";
import { setQuery, usePlace } from "../../state/address.ts";
import { GROUPINGS, type Grouping, groupFindings, type NumberedFinding } from "../../state/findings.ts";
import { useDirectory, useFindings, useMay, useSite } from "../../state/site.tsx";
import { BulkBar, type Selection, useRowKeys, useSelection } from "./bulk.tsx";
import { FindingRow } from "./row.tsx";
import { needSentence } from "./words.ts";

const STATES = ["open", "acknowledged", "muted", "closed"] as const;
/** Findings drawn per group before it is asked to unfold. */
const FIRST = 5;
const GROUP_WORDS: Readonly<Record<Grouping | "none", string>> = {
  none: "Not grouped",
  detection: "By detection",
  device: "By device",
  level: "By level",
};

/** Everything that a person should look at, by what they decided about it. */
export function Findings() {
  const book = useFindings();
  return (
    <div className="page">
      <Show from={book} rows={8}>
        {({ all, open }) => <List all={all} open={open} />}
      </Show>
    </div>
  );
}

function List({ all, open }: { all: readonly NumberedFinding[]; open: readonly NumberedFinding[] }) {
  const { query } = usePlace();
  const { at, session } = useSite();
  const may = useMay("analyst");
  const devices = useDirectory().value;
  const state = STATES.find((name) => name === query.state) ?? "open";
  const grouping = [...GROUPINGS, "none" as const].find((name) => name === query.group) ?? "detection";
  const severity = SEVERITIES.find((name) => name === query.severity);
  const me = session.person?.name ?? "";
  const isMine = query.who === "me";
  const view = `${state} ${grouping} ${severity ?? ""} ${isMine} ${at ?? ""}`;
  const held = useRef({ view: "", ids: new Set<string>() });
  if (held.current.view !== view) held.current = { view, ids: new Set() };
  const { ids } = held.current;
  const inState = all.filter((one) => one.state === state);
  for (const { finding } of inState) ids.add(finding.id);
  // What another person moves meanwhile stays in its place until the reader looks elsewhere.
  const listed = all.filter(
    (one) => one.state === state || (ids.has(one.finding.id) && one.workflow && one.workflow.who !== me),
  );
  const own = listed.filter(({ workflow }) => workflow?.assignee === me && me !== "");
  const shown = (isMine ? own : listed).filter(({ finding }) => !severity || finding.severity === severity);
  const keyOf = (one: NumberedFinding) => {
    if (grouping === "detection") return { key: one.finding.detection, title: one.finding.detection };
    const device = devices?.get(one.finding.devices[0] ?? "");
    if (grouping === "device") return { key: device?.id ?? "", title: device?.label ?? "No single device" };
    if (grouping === "level") {
      return { key: device?.level ?? "", title: device ? capitalized(levelPhrase(device.level)) : "No level" };
    }
    return { key: "", title: "" };
  };
  const groups = groupFindings(shown, keyOf);
  const selection = useSelection(
    view,
    groups.flatMap(({ members }) => members.map(({ finding }) => finding.id)),
  );
  const box = useRef<HTMLDivElement>(null);
  const onKeyDown = useRowKeys(box);
  const words = needSentence(open, at !== undefined);
  return (
    <>
      <div className="page-head">
        <h1>{words.heading}</h1>
        <p>{words.lead}</p>
        <div className="push">
          <Pop label={<>{GROUP_WORDS[grouping]} ▾</>} end button="button">
            {(close) =>
              (["detection", "device", "level", "none"] as const).map((name) => (
                <button
                  key={name}
                  type="button"
                  className="pop-item"
                  onClick={() => {
                    setQuery({ group: name === "detection" ? "" : name });
                    close();
                  }}
                >
                  {GROUP_WORDS[name]}
                </button>
              ))
            }
          </Pop>
        </div>
      </div>
      <div className="tabs">
        {STATES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={state === name}
            onClick={() => setQuery({ state: name === "open" ? "" : name })}
          >
            {capitalized(name)}{" "}
            <span className="count">{formatCount(all.filter((one) => one.state === name).length)}</span>
          </button>
        ))}
        <span className="push row">
          {own.length > 0 || isMine ? (
            <button
              type="button"
              className={isMine ? "button small on" : "button small"}
              aria-pressed={isMine}
              onClick={() => setQuery({ who: isMine ? "" : "me" })}
            >
              For me {formatCount(own.length)}
            </button>
          ) : null}
          {SEVERITIES.map((name) => (
            <button
              key={name}
              type="button"
              className={severity === name ? "button small on" : "button small"}
              aria-pressed={severity === name}
              onClick={() => setQuery({ severity: severity === name ? "" : name })}
            >
              <SeverityMark severity={name} silent /> {capitalized(name)}{" "}
              {formatCount(inState.filter(({ finding }) => finding.severity === name).length)}
            </button>
          ))}
        </span>
      </div>
      {shown.length === 0 ? (
        <div className="card">
          <Nothing state={state} all={all.length} severity={severity ?? ""} isMine={isMine} />
        </div>
      ) : (
        <>
          <BulkBar selection={selection} listed={shown} />
          <div className="stack" ref={box} onKeyDown={onKeyDown} role="presentation">
            {groups.map((group) => (
              <Group
                key={group.key}
                title={group.title}
                members={group.members}
                state={state}
                selection={may ? selection : undefined}
              />
            ))}
          </div>
        </>
      )}
    </>
  );
}

function Nothing({ state, all, severity, isMine }: { state: string; all: number; severity: string; isMine: boolean }) {
  if (isMine) {
    return (
      <Empty
        title={`No ${state} finding is assigned to you`}
        actions={
          <button type="button" className="button" onClick={() => setQuery({ who: "" })}>
            Show everybody's
          </button>
        }
      />
    );
  }
  if (severity !== "") {
    return (
      <Empty
        title={`No ${state} finding is ${severity}`}
        actions={
          <button type="button" className="button" onClick={() => setQuery({ severity: "" })}>
            Show all severities
          </button>
        }
      />
    );
  }
  if (all === 0) {
    return (
      <Empty title="Nothing was found">
        No detection fired on what was seen. The blind spots say what could not be seen.
      </Empty>
    );
  }
  return <Empty title={`No finding is ${state}`}>{plural(all, "finding")} in all; see the other tabs.</Empty>;
}

function Group({
  title,
  members,
  state,
  selection,
}: {
  title: string;
  members: readonly NumberedFinding[];
  state: NumberedFinding["state"];
  selection: Selection | undefined;
}) {
  const { query } = usePlace();
  // Without groups there is nothing to fold.
  const isOpen = title === "" || query.unfold === title;
  const shown = isOpen ? members.slice(0, 500) : members.slice(0, FIRST);
  const words = capitalized(title.replaceAll("-", " "));
  const chosen = members.filter(({ finding }) => selection?.ids.has(finding.id)).length;
  return (
    <section className="card findings-group">
      {title !== "" ? (
        <header>
          {selection ? (
            <label className="row-tick">
              {" "}
              <input
                type="checkbox"
                aria-label={`Select all ${formatCount(members.length)}: ${words}`}
                checked={chosen === members.length}
                ref={(tick) => {
                  if (tick) tick.indeterminate = chosen > 0 && chosen < members.length;
                }}
                onChange={() =>
                  selection.set(
                    members.map(({ finding }) => finding.id),
                    chosen < members.length,
                  )
                }
              />
            </label>
          ) : null}
          <h2>
            {words} <span className="count">{formatCount(members.length)}</span>
          </h2>
          {members.length > FIRST ? (
            <div className="push">
              <button
                type="button"
                className="button small plain"
                aria-expanded={isOpen}
                onClick={() => setQuery({ unfold: isOpen ? "" : title })}
              >
                {isOpen ? "Fold" : `Show all ${formatCount(members.length)}`}
              </button>
            </div>
          ) : null}
        </header>
      ) : null}
      {shown.map((one) => (
        <FindingRow
          key={one.finding.id}
          one={one}
          isElsewhere={one.state !== state}
          selected={selection?.ids.has(one.finding.id)}
          onSelect={selection ? (on, isStretch) => selection.set([one.finding.id], on, isStretch) : undefined}
        />
      ))}
    </section>
  );
}
