import { type TObject, Type } from "typebox";
import type { Kind, Things } from "../model/journal.ts";
import { COLUMNS, sortableAddress } from "../store/columns.ts";
import type { Query, Store } from "../store/store.ts";
import { At, among, exactly } from "./forms/common.ts";

/** Rows of a page where nothing is said, and at most. */
export const PAGE = { usual: 100, most: 1000 } as const;

const ADDRESSES = ["address", "clientAddress", "serverAddress"];
/** Words of a query that are no columns, even where a column is called alike. */
const WORDS = ["search", "device", "sort", "descending", "after", "limit", "at"];

/** What a list of a kind may be asked by: a parameter per column, repeated for several values, and the rest of `Query`. */
export function listQueryForm(kind: Kind, isPaged: boolean): TObject {
  const columns = Object.keys(COLUMNS[kind]);
  const filters = columns
    .filter((column) => !WORDS.includes(column))
    .map((column) => [
      column,
      Type.Optional(
        Type.Array(Type.String({ maxLength: 500 }), { maxItems: 200, description: "Any of these values." }),
      ),
    ]);
  return exactly({
    ...Object.fromEntries(filters),
    search: Type.Optional(Type.String({ maxLength: 200, description: "Text within names, addresses and the like." })),
    device: Type.Optional(Type.String({ maxLength: 200, description: "Id of a device that they touch." })),
    at: At,
    ...(isPaged
      ? {
          sort: Type.Optional(among(columns)),
          descending: Type.Optional(Type.Boolean()),
          after: Type.Optional(Type.String({ maxLength: 2000, description: "Cursor `next` of the page before." })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.most })),
        }
      : {
          sort: Type.Optional(among(columns)),
          descending: Type.Optional(Type.Boolean()),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.most, description: "Without effect." })),
        }),
  });
}

/** The store's query for the parameters of an address. */
export function queryOf(kind: Kind, asked: Readonly<Record<string, unknown>>): Query {
  const where: Record<string, (string | number)[]> = {};
  for (const column of Object.keys(COLUMNS[kind])) {
    const values = asked[column];
    if (WORDS.includes(column) || !Array.isArray(values)) continue;
    where[column] = (values as string[]).flatMap((value) => meanings(column, value));
  }
  const { search, device, sort, descending, after, limit, at } = asked as Partial<Query>;
  return { where, search, device, sort, descending, after, at, limit: limit ?? PAGE.usual };
}

/** A text may stand for a number or a truth: both are asked for, since a column holds only one of them. */
function meanings(column: string, value: string): (string | number)[] {
  if (ADDRESSES.includes(column)) return [sortableAddress(value)];
  if (value === "true") return [value, 1];
  if (value === "false") return [value, 0];
  return value !== "" && Number.isFinite(Number(value)) ? [value, Number(value)] : [value];
}

/** Every row of a query, page by page: the whole list never lies in memory. */
export async function* everyRow<Of extends Kind>(
  store: Store,
  site: string,
  kind: Of,
  query: Query,
): AsyncGenerator<Things[Of]> {
  let after = "";
  do {
    const page = await store.things.list(site, kind, { ...query, after, limit: PAGE.most });
    yield* page.rows;
    after = page.next;
  } while (after !== "");
}
