import { lazy, Suspense } from "react";
import { Ghost } from "../../parts/states.tsx";
import { useHref, usePlace } from "../../state/address.ts";
import { useMay, useSite } from "../../state/site.tsx";
import { OwnPage } from "./own.tsx";

const People = lazy(() => import("./people.tsx").then((page) => ({ default: page.People })));
const Tokens = lazy(() => import("./tokens.tsx").then((page) => ({ default: page.Tokens })));
const Audit = lazy(() => import("./audit.tsx").then((page) => ({ default: page.Audit })));
const Keeping = lazy(() => import("./keeping.tsx").then((page) => ({ default: page.KeepingPage })));

/** Settings of this browser, of the server, and who may use it. */
export function Settings() {
  const { path } = usePlace();
  const { session } = useSite();
  const href = useHref();
  const administers = useMay("administrator");
  const tabs: readonly (readonly [string, string])[] = [
    ["", "This browser"],
    ["tokens", "Tokens"],
    ["keeping", "What is kept"],
    ...(administers
      ? ([
          ["people", "People"],
          ["audit", "Audit"],
        ] as const)
      : []),
  ];
  const tab = path[1] ?? "";
  return (
    <div className="page">
      <div className="page-head">
        <h1>Settings</h1>
        <p>
          Signed in as {session.person?.name}, {session.person?.role}.
        </p>
      </div>
      <nav className="tabs" aria-label="Settings">
        {tabs.map(([name, title]) => (
          <a
            key={name}
            href={href(name === "" ? ["settings"] : ["settings", name])}
            aria-current={tab === name ? "page" : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      <Suspense fallback={<Ghost />}>
        {tab === "people" ? (
          <People />
        ) : tab === "tokens" ? (
          <Tokens />
        ) : tab === "audit" ? (
          <Audit />
        ) : tab === "keeping" ? (
          <Keeping />
        ) : (
          <OwnPage />
        )}
      </Suspense>
    </div>
  );
}
