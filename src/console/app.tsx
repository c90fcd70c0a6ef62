import { type ComponentType, lazy, Suspense, useEffect, useMemo, useState } from "react";
import { SYMBOLS } from "../export/report/symbols.ts";
import { call } from "./api/calls.ts";
import type { SessionState, Site } from "./api/forms.ts";
import { onSignedOut } from "./api/request.ts";
import { SignIn } from "./pages/sign-in/sign-in.tsx";
import { learnTitles } from "./parts/protocol.ts";
import { Empty, Ghost, Show } from "./parts/states.tsx";
import { Shell } from "./shell/shell.tsx";
import { useHref, usePlace } from "./state/address.ts";
import { forgetAll, useLoad } from "./state/load.ts";
import { SiteContext } from "./state/site.tsx";

const PAGES: Readonly<Record<string, ComponentType>> = {
  overview: lazy(() => import("./pages/overview/overview.tsx").then((page) => ({ default: page.Overview }))),
  findings: lazy(() => import("./pages/findings/findings.tsx").then((page) => ({ default: page.Findings }))),
  finding: lazy(() => import("./pages/findings/finding.tsx").then((page) => ({ default: page.FindingPage }))),
  map: lazy(() => import("./pages/map/map.tsx").then((page) => ({ default: page.MapPage }))),
  inventory: lazy(() => import("./pages/inventory/inventory.tsx").then((page) => ({ default: page.Inventory }))),
  device: lazy(() => import("./pages/device/device.tsx").then((page) => ({ default: page.DevicePage }))),
  evidence: lazy(() => import("./pages/evidence/evidence.tsx").then((page) => ({ default: page.EvidencePage }))),
  conversations: lazy(() =>
    import("./pages/conversations/conversations.tsx").then((page) => ({ default: page.Conversations })),
  ),
  points: lazy(() => import("./pages/points/points.tsx").then((page) => ({ default: page.Points }))),
  "blind-spots": lazy(() =>
    import("./pages/blind-spots/blind-spots.tsx").then((page) => ({ default: page.BlindSpots })),
  ),
  timeline: lazy(() => import("./pages/timeline/timeline.tsx").then((page) => ({ default: page.Timeline }))),
  sources: lazy(() => import("./pages/sources/sources.tsx").then((page) => ({ default: page.Sources }))),
  settings: lazy(() => import("./pages/settings/settings.tsx").then((page) => ({ default: page.Settings }))),
};

/** The console: signs in, then shows the page that the address says. */
export function App() {
  const [session, setSession] = useState<SessionState | undefined>();
  const [problem, setProblem] = useState<Error | undefined>();
  useEffect(() => {
    const ask = () =>
      call.session().then(
        (state) => {
          setSession(state);
          setProblem(undefined);
        },
        (error: unknown) => setProblem(error instanceof Error ? error : new Error(String(error))),
      );
    onSignedOut(() => setSession((state) => (state?.person ? { ...state, person: null } : state)));
    void ask();
  }, []);
  const symbols = useMemo(() => ({ __html: SYMBOLS.markup }), []);
  return (
    <>
      <div className="symbols" dangerouslySetInnerHTML={symbols} />
      {problem && !session ? (
        <main className="page">
          <Empty title="The server cannot be reached" actions={<Reload />}>
            {problem.message}
          </Empty>
        </main>
      ) : !session ? null : session.person === null ? (
        <SignIn
          session={session}
          entered={(state) => {
            forgetAll();
            setSession(state);
          }}
        />
      ) : (
        <SignedIn session={session} leave={() => setSession({ ...session, person: null })} />
      )}
    </>
  );
}

function Reload() {
  return (
    <button type="button" className="button primary" onClick={() => window.location.reload()}>
      Try again
    </button>
  );
}

/** The sites; what protocols are called is learned before anything of a site is drawn. */
async function sitesWithTitles(): Promise<Site[]> {
  const [sites, titles] = await Promise.all([call.sites(), call.protocolTitles()]);
  learnTitles(titles);
  return sites;
}

function SignedIn({ session, leave }: { session: SessionState; leave: () => void }) {
  const place = usePlace();
  const href = useHref();
  const sites = useLoad("sites", sitesWithTitles, ["site"]);
  const list = sites.value;
  const site = list?.find(({ id }) => id === place.query.site) ?? list?.[0];
  const at = Number(place.query.at) > 0 ? Number(place.query.at) : undefined;
  const state = useMemo(() => (site && list ? { session, sites: list, site, at } : null), [session, list, site, at]);
  if (!state) {
    return (
      <main className="page">
        <Show from={sites}>
          {() => <Empty title="No site yet">The server knows no site. Restart it with a folder it may write.</Empty>}
        </Show>
      </main>
    );
  }
  const name = place.path[0] ?? "overview";
  const Page = PAGES[name];
  return (
    <SiteContext.Provider value={state}>
      <Shell page={name} leave={leave}>
        <Suspense fallback={<Ghost rows={10} />}>
          {Page ? (
            <Page key={`${state.site.id}/${name}`} />
          ) : (
            <Empty
              title="There is no such page"
              actions={
                <a className="button" href={href([])}>
                  Overview
                </a>
              }
            >
              The address may come from another version.
            </Empty>
          )}
        </Suspense>
      </Shell>
    </SiteContext.Provider>
  );
}
