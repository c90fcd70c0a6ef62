import type { ReactNode } from "react";
import { roleIcon } from "../../export/report/symbols.ts";
import { actName, levelBox, levelName } from "../../export/words.ts";
import { strokeOf } from "../../layout/bundles.ts";
import type { Act } from "../../model/act.ts";
import type { Severity } from "../../model/assessment.ts";
import type { Level, Role } from "../../model/role.ts";

/** The shape of a severity, with its word for those who do not see it. */
export function SeverityMark({ severity, big, silent }: { severity: Severity; big?: boolean; silent?: boolean }) {
  return (
    <>
      <svg className={big ? "mark big" : "mark"} aria-hidden="true">
        <use href={`#m-${severity}`} />
      </svg>
      {silent ? null : <span className="unseen">{severity} </span>}
    </>
  );
}

/** The boxed numeral or short name of a level. */
export function LevelBox({ level }: { level: Level }) {
  return (
    <span className="level" title={levelName(level)}>
      {levelBox(level)}
    </span>
  );
}

/** The line of an act, with its word unless the word stands beside it. */
export function ActMark({ act, word = false }: { act: Act; word?: boolean }) {
  return (
    <>
      <svg className="act" aria-hidden="true">
        <use href={`#a-${strokeOf(act)}`} />
      </svg>
      {word ? <> {actName(act)}</> : <span className="unseen">{actName(act)}</span>}
    </>
  );
}

/** The icon of a kind of device. */
export function RoleIcon({ role }: { role: Role | null }) {
  return (
    <svg className="icon" aria-hidden="true">
      <use href={`#${roleIcon(role)}`} />
    </svg>
  );
}

/** Bars for a confidence: four from 0.90, three from 0.70, two from 0.40. */
export function Bars({ confidence }: { confidence: number }) {
  const bars = confidence >= 0.9 ? 4 : confidence >= 0.7 ? 3 : confidence >= 0.4 ? 2 : 1;
  return (
    <svg className="bars" aria-hidden="true">
      <use href={`#bars-${bars}`} />
    </svg>
  );
}

const PATHS = {
  overview: "M2 2h5v5H2zM9 2h5v3H9zM9 7h5v7H9zM2 9h5v5H2z",
  findings: "M8 2 15 14H1zM8 6.500v3.500M8 12v.5",
  map: "M2 4h12M2 8h12M2 12h12M5 2.500v3M11 6.500v3M7 10.500v3",
  inventory: "M2 4h1M5 4h9M2 8h1M5 8h9M2 12h1M5 12h9",
  conversations: "M2 5.500h11M10.500 3 13 5.500 10.500 8M14 10.500H3M5.500 8 3 10.500 5.500 13",
  points: "M2 13V3M2 13h12M4 10l3-4 2.500 2.500L13 4",
  "blind-spots": "M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8zM2.500 13.500l11-11",
  timeline: "M8 2a6 6 0 1 0 .01 0M8 4.500V8l2.500 1.500",
  sources: "M8 2v8M5 7l3 3 3-3M2.500 11v2.500h11V11",
  settings: "M2 4.500h6M11 4.500h3M2 11.500h3M8 11.500h6M9.500 3v3M6.500 10v3",
  people: "M8 8a2.600 2.600 0 1 0-.01 0M3 14c.4-3 2.400-4.500 5-4.500s4.600 1.500 5 4.500",
  audit: "M3.500 2h9v12h-9zM6 5.500h4M6 8h4M6 10.500h2.500",
  search: "M7 2.500a4.500 4.500 0 1 0 .01 0M10.300 10.300 14 14",
  sun: "M8 5a3 3 0 1 0 .01 0M8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  moon: "M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500z",
  down: "M4 6l4 4 4-4",
  close: "M4 4l8 8M12 4l-8 8",
  person: "M8 8a2.600 2.600 0 1 0-.01 0M3 14c.4-3 2.400-4.500 5-4.500s4.600 1.500 5 4.500",
} as const;

/** One of the console's own icons. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** A card with a head. */
export function Card({
  title,
  count,
  note,
  aside,
  children,
  id,
}: {
  title: ReactNode;
  count?: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className="card" id={id}>
      <header>
        <h2>
          {title} {count === undefined ? null : <span className="count">{count}</span>}
        </h2>
        {note ? <span className="soft small">{note}</span> : null}
        {aside ? <div className="push">{aside}</div> : null}
      </header>
      {children}
    </section>
  );
}
