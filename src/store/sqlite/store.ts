import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { backup } from "node:sqlite";
import type { Kind } from "../../model/journal.ts";
import { KINDS } from "../../model/journal.ts";
import { isAlike } from "../../model/same.ts";
import { StoreProblem } from "../problem.ts";
import type { Dropped, Limits, Measure, Store } from "../store.ts";
import { SqliteAudit } from "./audit.ts";
import { SqliteCaptures, SqliteLedger, SqliteSettings, SqliteSites } from "./books.ts";
import { Database } from "./database.ts";
import { changeOf, SqliteJournal } from "./journal.ts";
import { SqlitePeople } from "./people.ts";
import { SqlitePoints } from "./points.ts";
import { retain, usedBytes } from "./retention.ts";
import { listTable, searchTable } from "./schema.ts";
import { SqliteThings } from "./shelf.ts";

/** The file of the database in a folder of data. */
export const DATABASE_FILE = "bulkhead.sqlite";

/** Everything in one SQLite database. */
export class SqliteStore implements Store {
  readonly sites: SqliteSites;
  readonly journal: SqliteJournal;
  readonly things: SqliteThings;
  readonly ledger: SqliteLedger;
  readonly points: SqlitePoints;
  readonly captures: SqliteCaptures;
  readonly people: SqlitePeople;
  readonly audit: SqliteAudit;
  readonly settings: SqliteSettings;
  private readonly database: Database;

  /** `clock` tells seconds since 1970-01-01 UTC. */
  constructor(database: Database, clock: () => number) {
    this.database = database;
    this.sites = new SqliteSites(database);
    this.journal = new SqliteJournal(database, clock, (site) => this.things.forget(site));
    this.things = new SqliteThings(database, this.journal);
    this.ledger = new SqliteLedger(database);
    this.points = new SqlitePoints(database);
    this.captures = new SqliteCaptures(database);
    this.people = new SqlitePeople(database);
    this.audit = new SqliteAudit(database);
    this.settings = new SqliteSettings(database);
  }

  async retain(limits: Limits, now: number): Promise<Dropped[]> {
    return await Promise.resolve(retain(this.database, this.audit, limits, now));
  }

  async retained(): Promise<Dropped[]> {
    const rows = this.database.all("SELECT body FROM dropped ORDER BY number DESC");
    return await Promise.resolve(rows.map(({ body }) => JSON.parse(String(body)) as Dropped));
  }

  async measure(): Promise<Measure> {
    const tables = ["change", "thing", "ledger", "detail", "summary", "capture", "audit"].map((name) => ({
      name,
      rows: Number(this.database.get(`SELECT count(*) AS count FROM ${name}`)?.["count"]),
    }));
    return await Promise.resolve({ bytes: usedBytes(this.database), tables });
  }

  async backup(path: string): Promise<void> {
    if (existsSync(path)) throw new StoreProblem("failed", `${path} exists already. Name a new file.`);
    const unfinished = `${path}.part`;
    try {
      await backup(this.database.raw, unfinished);
      renameSync(unfinished, path);
    } catch (error) {
      rmSync(unfinished, { force: true });
      const why = error instanceof Error ? error.message : String(error);
      throw new StoreProblem("failed", `The backup could not be written to ${path} (${why}).`, { cause: error });
    }
  }

  async check(): Promise<string[]> {
    const problems: string[] = [];
    for (const row of this.database.all("PRAGMA integrity_check(20)")) {
      const text = String(row["integrity_check"]);
      if (text !== "ok") problems.push(`The database is damaged: ${text}.`);
    }
    this.checkJournals(problems);
    for (const kind of KINDS) this.checkLists(kind, problems);
    const broken = this.audit.firstBreak();
    if (broken !== undefined) problems.push(`The audit log is broken at entry ${broken.sequence}: ${broken.problem}`);
    return await Promise.resolve(problems);
  }

  async close(): Promise<void> {
    this.database.close();
    await Promise.resolve();
  }

  /** Sequence numbers without gaps, and a last change of each thing that agrees with its state. */
  private checkJournals(problems: string[]): void {
    const rows = this.database.all(
      `SELECT site, min(sequence) AS first, max(sequence) AS last, count(*) AS count FROM change GROUP BY site`,
    );
    for (const { site, first, last, count } of rows) {
      const dropped =
        this.database.get("SELECT sequence FROM horizon WHERE site = ?", site as string)?.["sequence"] ?? 0;
      if (Number(first) !== Number(dropped) + 1 || Number(last) - Number(first) + 1 !== Number(count)) {
        problems.push(`The journal of ${String(site)} has gaps between ${Number(dropped) + 1} and ${String(last)}.`);
      }
      const newest = this.database.all(
        "SELECT * FROM change WHERE site = ?1 AND sequence IN (SELECT max(sequence) FROM change WHERE site = ?1 GROUP BY kind, id)",
        site as string,
      );
      for (const row of newest) {
        const change = changeOf(row);
        const body = this.database.get(
          "SELECT body FROM thing WHERE site = ? AND kind = ? AND id = ?",
          change.site,
          change.kind,
          change.id,
        )?.["body"];
        if ((body === undefined) !== (change.what === "gone")) {
          problems.push(
            `${change.kind} ${change.id} of ${change.site} is ${body === undefined ? "missing" : "there"}, against change ${change.sequence}.`,
          );
          continue;
        }
        if (body === undefined) continue;
        const thing = JSON.parse(String(body)) as Record<string, unknown>;
        const differing = change.fields.filter((field) => !isAlike(thing[field], change.after?.[field]));
        if (differing.length > 0) {
          problems.push(
            `${change.kind} ${change.id} of ${change.site} differs from change ${change.sequence} in ${differing.join(", ")}.`,
          );
        }
      }
    }
  }

  private checkLists(kind: Kind, problems: string[]): void {
    const missing = this.database.get(
      `SELECT count(*) AS count FROM thing LEFT JOIN ${listTable(kind)} AS list ON list.site = thing.site AND list.id = thing.id
       WHERE thing.kind = ? AND list.id IS NULL`,
      kind,
    );
    const extra = this.database.get(
      `SELECT count(*) AS count FROM ${listTable(kind)} AS list LEFT JOIN thing ON thing.site = list.site AND thing.kind = ? AND thing.id = list.id
       WHERE thing.id IS NULL`,
      kind,
    );
    if (Number(missing?.["count"]) > 0)
      problems.push(`${String(missing?.["count"])} things of kind ${kind} are in no list.`);
    if (Number(extra?.["count"]) > 0)
      problems.push(`${String(extra?.["count"])} rows of the list of ${kind} stand for nothing.`);
    const index = searchTable(kind);
    try {
      // Compares the index of text with the list; SQLite fails where they differ.
      this.database.run(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`);
    } catch (error) {
      // A disk that cannot be written to leaves this one question open.
      if (!(error instanceof StoreProblem) || error.trouble !== "damaged") return;
      problems.push(`The index of texts of the list of ${kind} does not agree with the list.`);
    }
  }
}

/** Opens the store of a folder, made when it is not there; one process at a time. */
export function openSqliteStore(folder: string, clock: () => number): SqliteStore {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreProblem(
      "read-only",
      `${folder} cannot be made (${why}). Name a folder that the service may write to.`,
      { cause: error },
    );
  }
  return new SqliteStore(new Database(join(folder, DATABASE_FILE)), clock);
}

/** A store that ends with the process. */
export function openMemoryStore(clock: () => number): SqliteStore {
  return new SqliteStore(new Database(":memory:"), clock);
}

/** Puts a backup in the place of a store that is not in use; the store that was there stays beside it. Answers where. */
export function restoreSqliteStore(backupFile: string, folder: string): string {
  const copy = join(folder, `${DATABASE_FILE}.restoring`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  copyFileSync(backupFile, copy);
  // Refuses what is no store, or one of a newer version, before anything is moved.
  new Database(copy).close();
  const target = join(folder, DATABASE_FILE);
  let kept = "";
  if (existsSync(target)) {
    // Refuses while another process has it open.
    new Database(target).close();
    let number = 1;
    while (existsSync(`${target}.before-${number}`)) number++;
    kept = `${target}.before-${number}`;
    renameSync(target, kept);
  }
  for (const rest of ["-wal", "-shm"]) rmSync(target + rest, { force: true });
  renameSync(copy, target);
  for (const rest of ["-wal", "-shm"]) rmSync(copy + rest, { force: true });
  return kept;
}
