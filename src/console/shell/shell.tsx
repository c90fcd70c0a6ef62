import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Change } from "../../model/journal.ts";
import { call } from "../api/calls.ts";
import type { Work } from "../api/forms.ts";
import { follow, type Hearing } from "../api/stream.ts";
import { Icon } from "../parts/marks.tsx";
import { Pop } from "../parts/pop.tsx";
import { setQuery, useHref } from "../state/address.ts";
import { shortMoment } from "../state/moments.ts";
import { setSettings, useSettings, useZone } from "../state/settings.ts";
import { useFindings, useSite } from "../state/site.tsx";
import { KeyHelp, useKeys } from "./keys.tsx";
import { PastBanner } from "./past.tsx";
import { Search } from "./search.tsx";
import { SensorHealth } from "./sensors.tsx";
import { TimeBar } from "./time-bar.tsx";
import { workSentence } from "./work.ts";

const RAIL = [
  ["overview", "Overview"],
  ["findings", "Findings"],
  ["map", "Map"],
  ["inventory", "Inventory"],
  ["conversations", "Conversations"],
  ["points", "Process points"],
  ["blind-spots", "Blind spots"],
  ["timeline", "Timeline"],
] as const;
const BELOW = [
  ["sources", "Sources"],
  ["settings", "Settings"],
] as const;
/** Pages that belong to an entry of the rail. */
const BELONGS: Readonly<Record<string, string>> = { finding: "findings", device: "inventory", evidence: "" };

/** Everything around a page: rail, top bar, time bar, keys, and the stream of changes. */
export function Shell({ page, leave, children }: { page: string; leave: () => void; children: ReactNode }) {
  const { site, at, session } = useSite();
  const me = session.person?.name;
  const [hearing, setHearing] = useState<Hearing>({ state: "live", last: Date.now() / 1000 });
  const [news, setNews] = useState("");
  const [help, setHelp] = useState(false);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    const tell = (changes: readonly Change[]) => {
      const found = changes.filter(({ kind, what }) => kind === "finding" && what === "added");
      if (found.length > 0) setNews(`New: ${found[0].label}${found.length > 1 ? ` and ${found.length - 1} more` : ""}`);
    };
    const tellWork = (work: Work) => {
      if (work.who !== me) setNews(workSentence(work));
    };
    return follow(site.id, setHearing, tell, tellWork);
  }, [site.id, me]);
  useEffect(() => {
    // Another page begins at its top, and those who listen are told.
    main.current?.scrollTo(0, 0);
    const title = main.current?.querySelector("h1")?.textContent ?? "";
    document.title = title ? `${title} · Bulkhead` : "Bulkhead";
  }, [page]);
  const showHelp = useCallback(() => setHelp(true), []);
  useKeys(showHelp);
  const current = BELONGS[page] ?? page;
  return (
    <div className="shell">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        To the content
      </a>
      <TopBar leave={leave} help={showHelp} />
      <Rail current={current} />
      <main className="main" id="main" ref={main} tabIndex={-1}>
        {hearing.state === "lost" ? <Lost last={hearing.last} /> : null}
        {at === undefined ? null : <PastBanner at={at} />}
        {children}
      </main>
      <TimeBar live={hearing.state === "live"} />
      <div className="polite" aria-live="polite">
        {news}
      </div>
      {help ? <KeyHelp close={() => setHelp(false)} /> : null}
    </div>
  );
}

function Lost({ last }: { last: number }) {
  const zone = useZone();
  return (
    <div className="banner lost" role="status">
      <svg className="mark" aria-hidden="true">
        <use href="#m-high" />
      </svg>
      <span>
        <strong className="strong">Connection lost at {shortMoment(last, last, zone)}.</strong> Values are from then.
        The console tries again by itself.
      </span>
    </div>
  );
}

function Rail({ current }: { current: string }) {
  const href = useHref();
  const findings = useFindings().value;
  const urgent = findings?.open.filter(({ finding }) => finding.severity === "critical" || finding.severity === "high");
  const count = urgent?.length ?? 0;
  const entry = ([name, title]: readonly [keyof typeof ICONS, string]) => (
    <a key={name} href={href(name === "overview" ? [] : [name])} aria-current={current === name ? "page" : undefined}>
      <Icon name={ICONS[name]} />
      {title}
      {name === "findings" && count > 0 ? (
        <span className="badge">
          {count > 99 ? "99+" : count}
          <span className="unseen"> urgent</span>
        </span>
      ) : null}
    </a>
  );
  return (
    <nav className="rail" aria-label="Pages">
      {RAIL.map(entry)}
      <span className="gap" />
      {BELOW.map(entry)}
    </nav>
  );
}

const ICONS = {
  overview: "overview",
  findings: "findings",
  map: "map",
  inventory: "inventory",
  conversations: "conversations",
  points: "points",
  "blind-spots": "blind-spots",
  timeline: "timeline",
  sources: "sources",
  settings: "settings",
} as const;

const THEMES = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

function TopBar({ leave, help }: { leave: () => void; help: () => void }) {
  const { session, site, sites } = useSite();
  const { theme } = useSettings();
  const href = useHref();
  return (
    <header className="top">
      <a className="logo" href={href([])} aria-label="Bulkhead, overview">
        <svg viewBox="0 0 20 22" aria-hidden="true">
          <path className="half" d="M10 2v18.500C4.800 18.500 2 15.500 2 10.500V2z" />
          <path d="M1.500 1.500h17v9c0 5-3.500 8-8.500 10-5-2-8.500-5-8.500-10zM10 1.500v19M1.500 10h17" />
        </svg>
      </a>
      <span className="brand">Bulkhead</span>
      {sites.length > 1 ? (
        <Pop
          label={
            <>
              {site.name} <Icon name="down" />
            </>
          }
          button="button site"
        >
          {(close) =>
            sites.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                className="pop-item"
                onClick={() => {
                  setQuery({ site: id, at: "" }, false);
                  close();
                }}
              >
                {name}
              </button>
            ))
          }
        </Pop>
      ) : (
        <span className="strong cut">{site.name}</span>
      )}
      <Search />
      <div className="facts">
        <SensorHealth />
        <span className="bar passive" />
        <span className="passive">Passive: sends nothing</span>
      </div>
      <Pop label={<Icon name={theme === "dark" ? "moon" : "sun"} />} button="button icon" title="Theme" end>
        {(close) =>
          THEMES.map(([value, title]) => (
            <button
              key={value}
              type="button"
              className="pop-item"
              aria-pressed={theme === value}
              onClick={() => {
                setSettings({ theme: value });
                close();
              }}
            >
              {title} {theme === value ? "✓" : ""}
            </button>
          ))
        }
      </Pop>
      <Pop
        label={
          <>
            <Icon name="person" /> {session.person?.name}
          </>
        }
        end
      >
        {(close) => (
          <>
            <span className="pop-head">
              {session.person?.role} · Bulkhead {session.version}
            </span>
            <a className="pop-item" href={href(["settings"])} onClick={close}>
              Settings
            </a>
            <button
              type="button"
              className="pop-item"
              onClick={() => {
                call.signOut().then(leave, leave);
              }}
            >
              Sign out
            </button>
          </>
        )}
      </Pop>
      <button type="button" className="button icon small" aria-label="Keys" title="Keys" onClick={help}>
        ?
      </button>
    </header>
  );
}
