import type { Kind, Things } from "../model/journal.ts";
import { idOfThing } from "../model/journal.ts";
import { COLUMNS, type ColumnValue, devicesOf, searchText, USUAL_ORDER } from "./columns.ts";
import { StoreProblem } from "./problem.ts";
import type { Page, Query } from "./store.ts";

export const MOST_ROWS = 10_000;

/** A query whose every name is known. */
export interface CheckedQuery {
  where: [column: string, values: readonly ColumnValue[]][];
  search: string;
  device: string;
  sort: string;
  descending: boolean;
  /** Where the page before ended. */
  after: Cursor | undefined;
  limit: number;
}

/** The last row of a page: its sorted value and id. */
export interface Cursor {
  value: ColumnValue;
  id: string;
}

/** Checks a query against the columns of a kind; throws a StoreProblem that says what is not known. */
export function checkQuery(kind: Kind, query: Query): CheckedQuery {
  const usual = USUAL_ORDER[kind];
  const sort = query.sort ?? usual.sort;
  for (const column of [sort, ...Object.keys(query.where ?? {})]) checkColumn(kind, column);
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > MOST_ROWS) {
    throw new StoreProblem("bad query", `A page has from 1 to ${MOST_ROWS} rows.`);
  }
  return {
    where: Object.entries(query.where ?? {}),
    search: (query.search ?? "").trim().toLowerCase(),
    device: query.device ?? "",
    sort,
    descending: query.descending ?? (query.sort === undefined && usual.descending),
    after: query.after === undefined || query.after === "" ? undefined : readCursor(query.after),
    limit: query.limit,
  };
}

/** Throws a StoreProblem when lists of a kind have no such column. */
export function checkColumn(kind: Kind, column: string): void {
  if (Object.hasOwn(COLUMNS[kind], column)) return;
  const known = Object.keys(COLUMNS[kind]).join(", ");
  throw new StoreProblem("bad query", `A ${kind} has no column "${column}"; there are ${known}.`);
}

/** The text of a cursor. */
export function cursorText({ value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([value, id])).toString("base64url");
}

function readCursor(text: string): Cursor {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [value, id] = parsed as unknown[];
      if ((typeof value === "string" || typeof value === "number") && typeof id === "string") return { value, id };
    }
  } catch {
    // Told below.
  }
  throw new StoreProblem("bad query", "This is no cursor of a page before; ask for the first page again.");
}

/** Answers a query from things in memory. */
export function pageOf<Of extends Kind>(kind: Of, things: Iterable<Things[Of]>, query: CheckedQuery): Page<Of> {
  const value = readerOf(kind, query.sort);
  const rows = Array.from(things)
    .filter((thing) => isAskedFor(kind, thing, query))
    .map((thing) => ({ thing, value: value(thing), id: idOfThing(thing) }))
    .sort((one, other) => (query.descending ? compare(other, one) : compare(one, other)));
  const { after } = query;
  const isPast = (row: Cursor): boolean =>
    after === undefined || (query.descending ? compare(row, after) < 0 : compare(row, after) > 0);
  const left = rows.filter(isPast);
  const page = left.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map(({ thing }) => thing),
    total: rows.length,
    next: last === undefined || left.length <= query.limit ? "" : cursorText(last),
  };
}

/** How many of the things that a query asks for have each value of a column, most first. */
export function facetsOf<Of extends Kind>(
  kind: Of,
  things: Iterable<Things[Of]>,
  column: string,
  query: CheckedQuery,
): { value: string; count: number }[] {
  const value = readerOf(kind, column);
  const counts = new Map<string, number>();
  for (const thing of things) {
    if (!isAskedFor(kind, thing, query)) continue;
    const text = String(value(thing));
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return Array.from(counts, ([text, count]) => ({ value: text, count })).sort(
    (one, other) => other.count - one.count || (one.value < other.value ? -1 : 1),
  );
}

function readerOf<Of extends Kind>(kind: Of, column: string): (thing: Things[Of]) => ColumnValue {
  return COLUMNS[kind][column] as (thing: Things[Of]) => ColumnValue;
}

function isAskedFor<Of extends Kind>(kind: Of, thing: Things[Of], query: CheckedQuery): boolean {
  for (const [column, values] of query.where) if (!values.includes(readerOf(kind, column)(thing))) return false;
  if (query.device !== "" && !devicesOf(kind, thing).includes(query.device)) return false;
  return query.search === "" || searchText(kind, thing).includes(query.search);
}

/** SQLite's order: numbers before texts, texts by code point; then by id. */
function compare(one: Cursor, other: Cursor): number {
  if (one.value !== other.value) {
    if (typeof one.value !== typeof other.value) return typeof one.value === "number" ? -1 : 1;
    return one.value < other.value ? -1 : 1;
  }
  return one.id === other.id ? 0 : one.id < other.id ? -1 : 1;
}
