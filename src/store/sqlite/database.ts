import { existsSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { StoreProblem } from "../problem.ts";
import { APPLICATION, listTables, MIGRATIONS, rebuildLists } from "./schema.ts";

/** A value that can be bound. */
export type Bound = string | number | Uint8Array | null;
/** A row as SQLite answers it. */
export type Row = Record<string, string | number | Uint8Array | null>;

/** One database with its prepared statements; every refusal of SQLite becomes a StoreProblem. */
export class Database {
  readonly file: string;
  readonly raw: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  /** Opens or makes a database; ":memory:" for one that ends with the process. `migrations` is for tests. */
  constructor(file: string, migrations: readonly string[] = MIGRATIONS) {
    this.file = file;
    const isNew = file === ":memory:" || !existsSync(file);
    try {
      this.raw = new DatabaseSync(file, { timeout: 0 });
    } catch (error) {
      throw problemOf(error, file);
    }
    try {
      this.prepareFile(isNew, migrations);
    } catch (error) {
      this.raw.close();
      throw error instanceof StoreProblem ? error : problemOf(error, file);
    }
  }

  /** One row, or undefined. */
  get(sql: string, ...values: Bound[]): Row | undefined {
    return this.guard(() => this.statement(sql).get(...values) as Row | undefined);
  }

  all(sql: string, ...values: Bound[]): Row[] {
    return this.guard(() => this.statement(sql).all(...values) as Row[]);
  }

  /** Runs a statement; answers how many rows it changed. */
  run(sql: string, ...values: Bound[]): number {
    return this.guard(() => Number(this.statement(sql).run(...values).changes));
  }

  /** Does all of it, durably, or nothing. */
  transaction<Result>(work: () => Result): Result {
    return this.guard(() => {
      this.raw.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        this.raw.exec("COMMIT");
        return result;
      } catch (error) {
        if (this.raw.isTransaction) this.raw.exec("ROLLBACK");
        throw error;
      }
    });
  }

  /** Does something with the database itself, with refusals in words. */
  guard<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw error instanceof StoreProblem ? error : problemOf(error, this.file);
    }
  }

  close(): void {
    this.statements.clear();
    if (this.raw.isOpen) this.raw.close();
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.raw.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private prepareFile(isNew: boolean, migrations: readonly string[]): void {
    const { raw, file } = this;
    // One process at a time, which also spares the shared memory file.
    raw.exec("PRAGMA locking_mode = EXCLUSIVE");
    const application = Number(raw.prepare("PRAGMA application_id").get()?.["application_id"]);
    const version = Number(raw.prepare("PRAGMA user_version").get()?.["user_version"]);
    const tables = Number(raw.prepare("SELECT count(*) AS count FROM sqlite_schema").get()?.["count"]);
    if (!isNew && application !== APPLICATION && tables > 0) {
      throw new StoreProblem("not a store", `${file} is a database of another program. Name another folder.`);
    }
    if (version > migrations.length) {
      throw new StoreProblem(
        "newer version",
        `${file} was written by a newer Bulkhead (version ${version} of its tables, this one knows ${migrations.length}). Start that version, or restore a backup made before the update.`,
      );
    }
    if (tables === 0) raw.exec("PRAGMA auto_vacuum = INCREMENTAL");
    raw.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000",
    );
    raw.exec("BEGIN IMMEDIATE");
    for (let step = version; step < migrations.length; step++) raw.exec(migrations[step] as string);
    raw.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${migrations.length}`);
    const lists = listTables();
    const known = raw.prepare("SELECT value FROM setting WHERE name = 'list tables'").get()?.["value"];
    if (known !== lists) {
      rebuildLists(raw);
      raw.prepare("INSERT OR REPLACE INTO setting (name, value) VALUES ('list tables', ?)").run(lists);
    }
    raw.exec("COMMIT");
  }
}

/** What SQLite's refusals mean for a person. */
function problemOf(error: unknown, file: string): StoreProblem {
  const code = (error as { errcode?: number }).errcode ?? 0;
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  switch (code & 0xff) {
    case 13:
      return new StoreProblem(
        "full",
        `${file} cannot grow: the disk is full, or its limit is reached. Make room, or lower what is kept; nothing that was stored is harmed.`,
        options,
      );
    case 8:
      return new StoreProblem(
        "read-only",
        `${file} cannot be written: the disk or the file is read-only. Give the service the right to write there.`,
        options,
      );
    case 14:
      return new StoreProblem(
        "read-only",
        `${file} cannot be opened: check that its folder exists and may be written.`,
        options,
      );
    case 5:
    case 6:
      return new StoreProblem(
        "in use",
        `${file} is in use by another process. Stop that one first, or name another folder.`,
        options,
      );
    case 26:
      return new StoreProblem("not a store", `${file} is no database of Bulkhead. Name another folder.`, options);
    case 11:
      return new StoreProblem("damaged", `${file} is damaged (${message}). Restore a backup.`, options);
    case 10:
      return new StoreProblem(
        "failed",
        `The disk failed under ${file} (${message}). What was acknowledged before is kept.`,
        options,
      );
    default:
      return new StoreProblem("failed", `${file}: ${message}`, options);
  }
}
