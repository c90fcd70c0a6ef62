import type { Kind, Things } from "../../model/journal.ts";
import { rewind } from "../fold.ts";
import { type CheckedQuery, checkColumn, checkQuery, cursorText, facetsOf, pageOf } from "../query.ts";
import type { Page, Query, ThingShelf } from "../store.ts";
import type { Bound, Database } from "./database.ts";
import type { SqliteJournal } from "./journal.ts";
import { LEAST_INDEXED, listTable, searchTable, sqlColumn } from "./schema.ts";

/** Past states that are kept at hand. */
const MOST_PASTS = 4;

/** The things of each site, now and at any moment that the journal still reaches. */
export class SqliteThings implements ThingShelf {
  private readonly database: Database;
  private readonly journal: SqliteJournal;
  private readonly pasts = new Map<string, ReadonlyMap<string, Things[Kind]>>();

  constructor(database: Database, journal: SqliteJournal) {
    this.database = database;
    this.journal = journal;
  }

  async list<Of extends Kind>(site: string, kind: Of, query: Query): Promise<Page<Of>> {
    const checked = checkQuery(kind, query);
    if (query.at !== undefined)
      return await Promise.resolve(pageOf(kind, this.past(site, kind, query.at).values(), checked));
    const { sql, values } = condition(kind, site, checked);
    const table = listTable(kind);
    const column = sqlColumn(checked.sort);
    const total = Number(
      this.database.get(`SELECT count(*) AS count FROM ${table} WHERE ${sql}`, ...values)?.["count"],
    );
    const { after, descending, limit } = checked;
    const past = after === undefined ? "" : ` AND (${column}, id) ${descending ? "<" : ">"} (?, ?)`;
    const order = descending ? "DESC" : "ASC";
    const rows = this.database.all(
      `SELECT picked.id AS id, picked.value AS value, body FROM
         (SELECT id, ${column} AS value FROM ${table} WHERE ${sql}${past} ORDER BY ${column} ${order}, id ${order} LIMIT ?) AS picked
       JOIN thing ON thing.site = ? AND thing.kind = ? AND thing.id = picked.id ORDER BY picked.value ${order}, picked.id ${order}`,
      ...values,
      ...(after === undefined ? [] : [after.value, after.id]),
      limit + 1,
      site,
      kind,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return await Promise.resolve({
      rows: page.map(({ body }) => JSON.parse(String(body)) as Things[Of]),
      total,
      next:
        rows.length <= limit || last === undefined
          ? ""
          : cursorText({ value: last["value"] as string | number, id: String(last["id"]) }),
    });
  }

  async get<Of extends Kind>(site: string, kind: Of, id: string, at?: number): Promise<Things[Of] | undefined> {
    if (at !== undefined) return await Promise.resolve(this.past(site, kind, at).get(id));
    const row = this.database.get("SELECT body FROM thing WHERE site = ? AND kind = ? AND id = ?", site, kind, id);
    return await Promise.resolve(row === undefined ? undefined : (JSON.parse(String(row["body"])) as Things[Of]));
  }

  async facets(site: string, kind: Kind, column: string, query: Query): Promise<{ value: string; count: number }[]> {
    checkColumn(kind, column);
    const checked = checkQuery(kind, query);
    if (query.at !== undefined) {
      return await Promise.resolve(facetsOf(kind, this.past(site, kind, query.at).values(), column, checked));
    }
    const { sql, values } = condition(kind, site, checked);
    const rows = this.database.all(
      `SELECT ${sqlColumn(column)} AS value, count(*) AS count FROM ${listTable(kind)} WHERE ${sql} GROUP BY value ORDER BY count DESC, value`,
      ...values,
    );
    return await Promise.resolve(rows.map((row) => ({ value: String(row["value"]), count: Number(row["count"]) })));
  }

  async *all<Of extends Kind>(site: string, kind: Of, at?: number): AsyncIterable<Things[Of]> {
    if (at !== undefined) {
      const past = this.past(site, kind, at);
      for (const id of [...past.keys()].sort()) yield past.get(id) as Things[Of];
      return;
    }
    // In pages, so that writing may go on between them.
    const size = 1000;
    let last = "";
    for (;;) {
      const rows = this.database.all(
        "SELECT id, body FROM thing WHERE site = ? AND kind = ? AND id > ? ORDER BY id LIMIT ?",
        site,
        kind,
        last,
        size,
      );
      for (const { body } of rows) yield JSON.parse(String(body)) as Things[Of];
      if (rows.length < size) return;
      last = String(rows.at(-1)?.["id"]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A site was written: its past is to be made again. */
  forget(site: string): void {
    for (const key of this.pasts.keys()) if (key.startsWith(`${site}\n`)) this.pasts.delete(key);
  }

  private past<Of extends Kind>(site: string, kind: Of, at: number): ReadonlyMap<string, Things[Of]> {
    const key = `${site}\n${kind}\n${at}`;
    const known = this.pasts.get(key);
    if (known !== undefined) return known as ReadonlyMap<string, Things[Of]>;
    const changes = this.journal.since(site, kind, at);
    const rows = this.database.all("SELECT body FROM thing WHERE site = ? AND kind = ?", site, kind);
    const past = rewind(
      rows.map(({ body }) => JSON.parse(String(body)) as Things[Of]),
      changes,
    );
    if (this.pasts.size >= MOST_PASTS) this.pasts.delete(this.pasts.keys().next().value as string);
    this.pasts.set(key, past);
    return past;
  }
}

/** The rows that a query asks for, as SQL. */
function condition(kind: Kind, site: string, query: CheckedQuery): { sql: string; values: Bound[] } {
  const terms = ["site = ?"];
  const values: Bound[] = [site];
  for (const [column, wanted] of query.where) {
    terms.push(`${sqlColumn(column)} IN (${wanted.map(() => "?").join()})`);
    values.push(...wanted);
  }
  if (query.search !== "") {
    const name = searchTable(kind);
    if (Array.from(query.search).length >= LEAST_INDEXED) {
      terms.push(`rowid IN (SELECT rowid FROM ${name} WHERE ${name} MATCH ?)`);
      values.push(`"${query.search.replaceAll('"', '""')}"`);
    }
    // The index folds more letters than the text does.
    terms.push("instr(search, ?) > 0");
    values.push(query.search);
  }
  if (query.device !== "") {
    terms.push("id IN (SELECT id FROM touched WHERE site = ? AND kind = ? AND device = ?)");
    values.push(site, kind, query.device);
  }
  return { sql: terms.join(" AND "), values };
}
