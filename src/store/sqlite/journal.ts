import type { Change, Kind, NewChange, PointDetail, Thing } from "../../model/journal.ts";
import { devicesOf } from "../columns.ts";
import { sumUp } from "../fold.ts";
import { StoreProblem } from "../problem.ts";
import type { Batch, ChangeFilter, Density, Journal } from "../store.ts";
import type { Bound, Database, Row } from "./database.ts";
import { putDetail } from "./points.ts";
import { insertIntoList, listTable, listValues } from "./schema.ts";

const INSERT_CHANGE = `INSERT INTO change (site, sequence, time, recorded, kind, id, label, what, fields, before, after, by)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const PUT_THING = `INSERT INTO thing (site, kind, id, body) VALUES (?, ?, ?, ?)
  ON CONFLICT (site, kind, id) DO UPDATE SET body = excluded.body`;

/** The journal of a database and the state that it folds to. */
export class SqliteJournal implements Journal {
  private readonly database: Database;
  private readonly clock: () => number;
  /** Told of each site whose state of the past is not what it was. */
  private readonly written: (site: string) => void;

  constructor(database: Database, clock: () => number, written: (site: string) => void) {
    this.database = database;
    this.clock = clock;
    this.written = written;
  }

  async append(batch: Batch): Promise<{ first: number; last: number }> {
    const { database } = this;
    const recorded = this.clock();
    const range = database.transaction(() => {
      const head = this.headOf(batch.site);
      let sequence = head.sequence;
      let { time } = head;
      for (const change of batch.changes) {
        sequence++;
        // Packet time of a site never runs back, whatever the order in which captures come.
        time = Math.max(time, change.time);
        this.putChange(batch.site, sequence, time, recorded, change);
      }
      const changed = new Set(batch.changes.map(({ kind, id }) => `${kind} ${id}`));
      for (const thing of batch.things) this.putThing(batch.site, thing, changed.has(`${thing.kind} ${thing.id}`));
      for (const { kind, id } of batch.gone) this.removeThing(batch.site, kind, id);
      for (const { table, key, body } of batch.ledger) {
        if (body === null)
          database.run("DELETE FROM ledger WHERE site = ? AND name = ? AND key = ?", batch.site, table, key);
        else {
          database.run(
            "INSERT INTO ledger (site, name, key, body) VALUES (?, ?, ?, ?) ON CONFLICT (site, name, key) DO UPDATE SET body = excluded.body",
            batch.site,
            table,
            key,
            body,
          );
        }
      }
      for (const capture of batch.captures) {
        database.run(
          "INSERT OR REPLACE INTO capture (site, number, body) VALUES (?, ?, ?)",
          batch.site,
          capture.number,
          JSON.stringify(capture),
        );
      }
      for (const detail of batch.history) putDetail(database, batch.site, detail satisfies PointDetail, recorded);
      return sequence === head.sequence ? { first: 0, last: 0 } : { first: head.sequence + 1, last: sequence };
    });
    this.written(batch.site);
    return await Promise.resolve(range);
  }

  async after(site: string, sequence: number, limit: number): Promise<Change[]> {
    const rows = this.database.all(
      "SELECT * FROM change WHERE site = ? AND sequence > ? ORDER BY sequence LIMIT ?",
      site,
      sequence,
      limit,
    );
    return await Promise.resolve(rows.map(changeOf));
  }

  async search(site: string, filter: ChangeFilter, before: number, limit: number): Promise<Change[]> {
    const terms = ["site = ?"];
    const values: Bound[] = [site];
    const add = (term: string, ...bound: Bound[]): void => {
      terms.push(term);
      values.push(...bound);
    };
    if (before > 0) add("sequence < ?", before);
    if (filter.kinds !== undefined) add(`kind IN (${filter.kinds.map(() => "?").join()})`, ...filter.kinds);
    if (filter.id !== undefined) add("id = ?", filter.id);
    if (filter.what !== undefined) add(`what IN (${filter.what.map(() => "?").join()})`, ...filter.what);
    if (filter.from !== undefined) add("time >= ?", filter.from);
    if (filter.to !== undefined) add("time <= ?", filter.to);
    const sql = `SELECT * FROM change WHERE ${terms.join(" AND ")} ORDER BY sequence DESC LIMIT ?`;
    return await Promise.resolve(this.database.all(sql, ...values, limit).map(changeOf));
  }

  async head(site: string): Promise<{ sequence: number; time: number }> {
    return await Promise.resolve(this.headOf(site));
  }

  async horizon(site: string): Promise<number> {
    return await Promise.resolve(this.horizonOf(site));
  }

  async density(site: string, from: number, to: number, span: number): Promise<Density[]> {
    if (!(span > 0) || (to - from) / span > 10_000) {
      throw new StoreProblem(
        "bad query",
        "A stretch must be longer than 0 seconds, and at most 10,000 fit between the two moments.",
      );
    }
    const rows = this.database.all(
      `SELECT CAST((time - ?) / ? AS INTEGER) AS stretch, kind, what, count(*) AS count FROM change
       WHERE site = ? AND time >= ? AND time <= ? GROUP BY stretch, kind, what ORDER BY stretch, kind, what`,
      from,
      span,
      site,
      from,
      to,
    );
    return await Promise.resolve(
      rows.map((row) => ({
        from: from + Number(row["stretch"]) * span,
        kind: row["kind"] as Kind,
        what: row["what"] as Change["what"],
        count: Number(row["count"]),
      })),
    );
  }

  async difference(site: string, from: number, to: number): Promise<Change[]> {
    if (from > to) throw new StoreProblem("bad query", "The first moment must be before the second.");
    this.checkHorizon(site, from);
    const rows = this.database.all(
      "SELECT * FROM change WHERE site = ? AND time > ? AND time <= ? ORDER BY sequence",
      site,
      from,
      to,
    );
    return await Promise.resolve(sumUp(rows.map(changeOf)));
  }

  /** Changes of a kind after a moment, newest first. */
  since(site: string, kind: Kind, moment: number): Change[] {
    this.checkHorizon(site, moment);
    const sql = "SELECT * FROM change WHERE site = ? AND time > ? AND kind = ? ORDER BY sequence DESC";
    return this.database.all(sql, site, moment, kind).map(changeOf);
  }

  private checkHorizon(site: string, moment: number): void {
    const horizon = this.horizonOf(site);
    if (moment >= horizon) return;
    const day = new Date(horizon * 1000).toISOString().slice(0, 16).replace("T", " ");
    throw new StoreProblem(
      "before the horizon",
      `Changes before ${day} UTC are no longer kept. Choose a later moment.`,
    );
  }

  private headOf(site: string): { sequence: number; time: number } {
    const row =
      this.database.get("SELECT sequence, time FROM change WHERE site = ? ORDER BY sequence DESC LIMIT 1", site) ??
      this.database.get("SELECT sequence, time FROM horizon WHERE site = ?", site);
    return { sequence: Number(row?.["sequence"] ?? 0), time: Number(row?.["time"] ?? 0) };
  }

  private horizonOf(site: string): number {
    return Number(this.database.get("SELECT time FROM horizon WHERE site = ?", site)?.["time"] ?? 0);
  }

  private putChange(site: string, sequence: number, time: number, recorded: number, change: NewChange): void {
    const { kind, id, label, what, fields, before, after, by } = change;
    this.database.run(
      INSERT_CHANGE,
      site,
      sequence,
      time,
      recorded,
      kind,
      id,
      label,
      what,
      JSON.stringify(fields),
      before === null ? null : JSON.stringify(before),
      after === null ? null : JSON.stringify(after),
      by,
    );
  }

  private putThing(site: string, { kind, id, body }: Thing, isChanged: boolean): void {
    const { database } = this;
    database.run(PUT_THING, site, kind, id, JSON.stringify(body));
    database.run(insertIntoList(kind), ...listValues(kind, site, id, body));
    if (!isChanged) return;
    database.run("DELETE FROM touched WHERE site = ? AND kind = ? AND id = ?", site, kind, id);
    for (const device of new Set(devicesOf(kind, body as never))) {
      database.run("INSERT INTO touched (site, kind, device, id) VALUES (?, ?, ?, ?)", site, kind, device, id);
    }
  }

  private removeThing(site: string, kind: Kind, id: string): void {
    this.database.run("DELETE FROM thing WHERE site = ? AND kind = ? AND id = ?", site, kind, id);
    this.database.run(`DELETE FROM ${listTable(kind)} WHERE site = ? AND id = ?`, site, id);
    this.database.run("DELETE FROM touched WHERE site = ? AND kind = ? AND id = ?", site, kind, id);
  }
}

/** A change as it was written. */
export function changeOf(row: Row): Change {
  const parsed = (value: Row[string]): Record<string, unknown> | null =>
    value === null ? null : (JSON.parse(String(value)) as Record<string, unknown>);
  return {
    sequence: Number(row["sequence"]),
    site: String(row["site"]),
    time: Number(row["time"]),
    recorded: Number(row["recorded"]),
    kind: row["kind"] as Kind,
    id: String(row["id"]),
    label: String(row["label"]),
    what: row["what"] as Change["what"],
    fields: JSON.parse(String(row["fields"])) as string[],
    before: parsed(row["before"] ?? null),
    after: parsed(row["after"] ?? null),
    by: String(row["by"]),
  };
}
