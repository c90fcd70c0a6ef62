import { type TObject, Type } from "typebox";
import type { Kind } from "../../model/journal.ts";
import { COLUMNS } from "../../store/columns.ts";
import { At, among, Count, exactly, Id, named, OfSite, SiteId } from "../forms/common.ts";
import { everyRow, listQueryForm, queryOf } from "../listing.ts";
import { Problem } from "../problem.ts";
import { type Call, type Route, route, Streamed } from "../route.ts";
import { SHELVES, type Shelf } from "../shelves.ts";
import { chosenColumns, csvOf, jsonOf, TABLES, type Table } from "../tables.ts";

type ListCall = Call<{ site: string }, Readonly<Record<string, unknown>>, unknown>;

/** Lists, single things, facets and exports, for each kind of thing alike. */
export const thingRoutes: readonly Route[] = SHELVES.flatMap(routesOf);

function routesOf({ kind, path, one, many, form }: Shelf): Route[] {
  const base = `/api/v1/sites/:site/${path}`;
  const group = "Things";
  const OfThing = exactly({ site: SiteId, id: Id });
  const OfColumn = exactly({ site: SiteId, column: among(Object.keys(COLUMNS[kind])) });
  const words = path.replace("-", " ");
  return [
    route({
      name: `list${many}`,
      method: "GET",
      path: base,
      group,
      summary: `A page of ${words}: filtered, searched, sorted, now or at a moment.`,
      parameters: OfSite,
      query: listQueryForm(kind, true),
      answer: exactly({ rows: Type.Array(named(form)), total: Count, next: Type.String() }),
      handle: async ({ context, parameters, query }) =>
        await context.surroundings.store.things.list(parameters.site, kind, queryOf(kind, query)),
    }),
    route({
      name: `facets${many}`,
      method: "GET",
      path: `${base}/facets/:column`,
      group,
      summary: `How many ${words} have each value of a column, most first.`,
      parameters: OfColumn,
      query: listQueryForm(kind, false),
      answer: Type.Array(exactly({ value: Type.String(), count: Count })),
      handle: async ({ context, parameters, query }) =>
        await context.surroundings.store.things.facets(parameters.site, kind, parameters.column, queryOf(kind, query)),
    }),
    route({
      name: `get${one}`,
      method: "GET",
      path: `${base}/:id`,
      group,
      summary: `One of the ${words} by its id, now or at a moment.`,
      parameters: OfThing,
      query: exactly({ at: At }),
      answer: named(form),
      handle: async ({ context, parameters, query }) => {
        const { site, id } = parameters;
        const thing = await context.surroundings.store.things.get(site, kind, id, query.at);
        if (thing === undefined) throw new Problem("not-found", `There is no such thing among the ${words}.`);
        return thing;
      },
    }),
    exported(`csv${many}`, "csv", path, kind),
    exported(`json${many}`, "json", path, kind),
  ];
}

function exported(name: string, form: "csv" | "json", path: string, kind: Kind): Route {
  return route({
    name,
    method: "GET",
    path: `/api/v1/sites/:site/${path}.${form}`,
    group: "Exports",
    summary: `All ${path.replace("-", " ")} that a list with the same parameters has, as ${form.toUpperCase()}${form === "csv" ? "; only `columns`, in their order, where some are named" : ""}.`,
    parameters: OfSite,
    query: (form === "csv" ? withColumns(kind) : listQueryForm(kind, false)) as TObject,
    media: form === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
    handle: async (call) => await Promise.resolve(exportOf(call as unknown as ListCall, form, path, kind)),
  });
}

/** What a list is asked by, and names of the columns of its CSV. */
function withColumns(kind: Kind): TObject {
  const names = TABLES[kind].map(([name]) => name);
  const columns = Type.Array(among(names), {
    maxItems: 100,
    description: "Columns of the file, in this order; all where none is named.",
  });
  return exactly({ ...listQueryForm(kind, false).properties, columns: Type.Optional(columns) });
}

function exportOf({ context, parameters, query }: ListCall, form: "csv" | "json", path: string, kind: Kind): Streamed {
  const rows = everyRow(context.surroundings.store, parameters.site, kind, queryOf(kind, query));
  const { columns = [] } = query as { columns?: string[] };
  const content = form === "csv" ? csvOf(chosenColumns(TABLES[kind] as Table<unknown>, columns), rows) : jsonOf(rows);
  return new Streamed(content, `${parameters.site}-${path}.${form}`);
}
