import { useState } from "react";
import { call } from "../../api/calls.ts";
import type { SavedView } from "../../api/forms.ts";
import { Dialog, Field } from "../../parts/dialog.tsx";
import { goTo, placeNow, usePlace } from "../../state/address.ts";
import { refresh, useLoad } from "../../state/load.ts";
import { useMay, useSite } from "../../state/site.tsx";

/** Parameters that make up a view. */
const KEPT = ["level", "role", "vendor", "zone", "domain", "q", "sort", "order", "protocol", "act"];

function keptOf(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(KEPT.filter((name) => query[name]).map((name) => [name, query[name]]));
}

function same(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  return KEPT.every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

/** Saved filters and order of a table as tabs, shared by all who see the site. */
export function Views({ table }: { table: string }) {
  const { site, session } = useSite();
  const { query } = usePlace();
  const may = useMay("analyst");
  const [naming, setNaming] = useState(false);
  const loaded = useLoad(`views/${site.id}/${table}`, () => call.views(site.id, table), ["views"]);
  const views = loaded.value ?? [];
  const own = keptOf(query);
  const current = views.find((view) => same(view.query, own));
  const go = (view: Readonly<Record<string, string>>) => {
    const place = placeNow();
    const rest = Object.fromEntries(Object.entries(place.query).filter(([name]) => !KEPT.includes(name)));
    goTo({ path: place.path, query: { ...rest, ...view } });
  };
  const put = async (next: readonly SavedView[]) => {
    await call.putViews(site.id, table, next);
    refresh(["views"]);
  };
  return (
    <div className="tabs">
      <button type="button" aria-pressed={Object.keys(own).length === 0} onClick={() => go({})}>
        All devices
      </button>
      {views.map((view) => (
        <button
          key={view.name}
          type="button"
          aria-pressed={view === current}
          title={`Saved by ${view.by}`}
          onClick={() => go(view.query)}
        >
          {view.name}
        </button>
      ))}
      {may && !current && Object.keys(own).length > 0 ? (
        <button type="button" className="save-view" onClick={() => setNaming(true)}>
          Save this view
        </button>
      ) : null}
      {may && current ? (
        <span className="push">
          <button
            type="button"
            className="button small plain"
            onClick={() => void put(views.filter((view) => view !== current))}
          >
            Remove “{current.name}”
          </button>
        </span>
      ) : null}
      {naming ? (
        <Dialog
          title="Save this view"
          action="Save"
          close={() => setNaming(false)}
          submit={(values) =>
            put([
              ...views.filter(({ name }) => name !== values.name),
              { name: values.name, query: own, by: session.person?.name ?? "" },
            ])
          }
        >
          <p className="second">Filters and order are kept under a name, for everybody who sees this site.</p>
          <Field label="Name" name="name" required />
        </Dialog>
      ) : null}
    </div>
  );
}
