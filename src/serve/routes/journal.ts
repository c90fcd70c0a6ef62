import { Type } from "typebox";
import { type Change, KINDS } from "../../model/journal.ts";
import type { ChangeFilter, Store } from "../../store/store.ts";
import { among, exactly, OfSite } from "../forms/common.ts";
import { ChangeForm, DensityForm, HeadForm } from "../forms/site.ts";
import { PAGE } from "../listing.ts";
import { Problem } from "../problem.ts";
import { type Route, route, Streamed } from "../route.ts";
import { CHANGE_TABLE, csvOf, jsonOf } from "../tables.ts";

const group = "Journal";
const base = "/api/v1/sites/:site/journal";
const Moment = Type.Number({ minimum: 0, maximum: 1e12 });
const filters = {
  kinds: Type.Optional(Type.Array(among(KINDS), { maxItems: 10 })),
  id: Type.Optional(Type.String({ maxLength: 200, description: "Id of a thing." })),
  what: Type.Optional(Type.Array(among(["added", "changed", "gone"]), { maxItems: 3 })),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
};
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.most }));
/** Bars of one time line at most. */
const BARS = 2000;

/** What changed. */
export const journalRoutes: readonly Route[] = [
  route({
    name: "journal",
    method: "GET",
    path: base,
    group,
    summary: "Changes by filter, newest first; go on with `before` set to the last sequence number.",
    parameters: OfSite,
    query: exactly({ ...filters, before: Type.Optional(Type.Integer({ minimum: 0 })), limit: Limit }),
    answer: Type.Array(ChangeForm),
    handle: async ({ context, parameters, query: { before, limit, ...filter } }) =>
      await context.surroundings.store.journal.search(parameters.site, filter, before ?? 0, limit ?? PAGE.usual),
  }),
  route({
    name: "journalAfter",
    method: "GET",
    path: `${base}/after`,
    group,
    summary: "Changes after a sequence number, oldest first.",
    parameters: OfSite,
    query: exactly({ sequence: Type.Integer({ minimum: 0 }), limit: Limit }),
    answer: Type.Array(ChangeForm),
    handle: async ({ context, parameters, query }) =>
      await context.surroundings.store.journal.after(parameters.site, query.sequence, query.limit ?? PAGE.usual),
  }),
  route({
    name: "journalHead",
    method: "GET",
    path: `${base}/head`,
    group,
    summary: "The newest change, and how far back can be looked.",
    parameters: OfSite,
    answer: HeadForm,
    handle: async ({ context, parameters }) => await headOf(context.surroundings.store, parameters.site),
  }),
  route({
    name: "journalDensity",
    method: "GET",
    path: `${base}/density`,
    group,
    summary: "Changes per kind and what, in stretches of `span` seconds.",
    parameters: OfSite,
    query: exactly({ from: Moment, to: Moment, span: Type.Number({ exclusiveMinimum: 0, maximum: 1e10 }) }),
    answer: Type.Array(DensityForm),
    handle: async ({ context, parameters, query: { from, to, span } }) => {
      if (to < from) throw new Problem("bad-request", "The end lies before the begin.");
      if ((to - from) / span > BARS)
        throw new Problem("bad-request", `These are over ${BARS} bars: take a longer span.`);
      return await context.surroundings.store.journal.density(parameters.site, from, to, span);
    },
  }),
  route({
    name: "journalDifference",
    method: "GET",
    path: `${base}/difference`,
    group,
    summary: "What differs between two moments.",
    parameters: OfSite,
    query: exactly({ from: Moment, to: Moment }),
    answer: Type.Array(ChangeForm),
    handle: async ({ context, parameters, query: { from, to } }) => {
      if (to < from) throw new Problem("bad-request", "The end lies before the begin.");
      return await context.surroundings.store.journal.difference(parameters.site, from, to);
    },
  }),
  ...(["csv", "json"] as const).map((form) =>
    route({
      name: `${form}Journal`,
      method: "GET",
      path: `${base}.${form}`,
      group: "Exports",
      summary: `Changes by filter, newest first, as ${form.toUpperCase()}.`,
      parameters: OfSite,
      query: exactly(filters),
      media: form === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
      handle: async ({ context, parameters, query }) => {
        const rows = everyChange(context.surroundings.store, parameters.site, query);
        const content = form === "csv" ? csvOf(CHANGE_TABLE, rows) : jsonOf(rows);
        return await Promise.resolve(new Streamed(content, `${parameters.site}-changes.${form}`));
      },
    }),
  ),
];

/** Where a site's journal stands. */
export async function headOf(store: Store, site: string): Promise<{ sequence: number; time: number; horizon: number }> {
  return { ...(await store.journal.head(site)), horizon: await store.journal.horizon(site) };
}

async function* everyChange(store: Store, site: string, filter: ChangeFilter): AsyncGenerator<Change> {
  for (let before = 0; ; ) {
    const changes = await store.journal.search(site, filter, before, PAGE.most);
    yield* changes;
    before = changes.at(-1)?.sequence ?? 0;
    if (changes.length < PAGE.most || before <= 1) return;
  }
}
