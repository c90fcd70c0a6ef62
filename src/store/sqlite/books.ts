import type { CaptureRecord, Correction, Workflow } from "../../model/journal.ts";
import type {
  CaptureShelf,
  LedgerRow,
  LedgerShelf,
  SensorRecord,
  SettingsBook,
  SiteBook,
  SiteRecord,
} from "../store.ts";
import type { Database } from "./database.ts";

/** Sites and what brings their traffic. */
export class SqliteSites implements SiteBook {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async sites(): Promise<SiteRecord[]> {
    const rows = this.database.all("SELECT id, name, created FROM site ORDER BY created, id");
    return await Promise.resolve(
      rows.map(({ id, name, created }) => ({ id: String(id), name: String(name), created: Number(created) })),
    );
  }

  async putSite({ id, name, created }: SiteRecord): Promise<void> {
    this.database.run("INSERT OR REPLACE INTO site (id, name, created) VALUES (?, ?, ?)", id, name, created);
    await Promise.resolve();
  }

  async sensors(site: string): Promise<SensorRecord[]> {
    const rows = this.database.all("SELECT * FROM sensor WHERE site = ? ORDER BY created, id", site);
    return await Promise.resolve(
      rows.map((row) => ({
        id: String(row["id"]),
        site,
        name: String(row["name"]),
        kind: row["kind"] as SensorRecord["kind"],
        target: String(row["target"]),
        created: Number(row["created"]),
      })),
    );
  }

  async putSensor({ id, site, name, kind, target, created }: SensorRecord): Promise<void> {
    this.database.run(
      "INSERT OR REPLACE INTO sensor (site, id, name, kind, target, created) VALUES (?, ?, ?, ?, ?, ?)",
      site,
      id,
      name,
      kind,
      target,
      created,
    );
    await Promise.resolve();
  }

  async removeSensor(site: string, id: string): Promise<void> {
    this.database.run("DELETE FROM sensor WHERE site = ? AND id = ?", site, id);
    await Promise.resolve();
  }
}

/** Captures of each site and their numbers. */
export class SqliteCaptures implements CaptureShelf {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async list(site: string): Promise<CaptureRecord[]> {
    const rows = this.database.all("SELECT body FROM capture WHERE site = ? ORDER BY number", site);
    return await Promise.resolve(rows.map(({ body }) => JSON.parse(String(body)) as CaptureRecord));
  }

  async get(site: string, number: number): Promise<CaptureRecord | undefined> {
    const row = this.database.get("SELECT body FROM capture WHERE site = ? AND number = ?", site, number);
    return await Promise.resolve(row === undefined ? undefined : (JSON.parse(String(row["body"])) as CaptureRecord));
  }

  async reserve(site: string): Promise<number> {
    const row = this.database.get(
      `INSERT INTO counter (site, name, value) VALUES (?, 'capture', 1)
       ON CONFLICT (site, name) DO UPDATE SET value = value + 1 RETURNING value`,
      site,
    );
    return await Promise.resolve(Number(row?.["value"]) - 1);
  }

  async put(site: string, capture: CaptureRecord): Promise<void> {
    this.database.run(
      "INSERT OR REPLACE INTO capture (site, number, body) VALUES (?, ?, ?)",
      site,
      capture.number,
      JSON.stringify(capture),
    );
    await Promise.resolve();
  }
}

/** What the collector summed up, row by row. */
export class SqliteLedger implements LedgerShelf {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async *rows(site: string): AsyncIterable<LedgerRow> {
    const size = 1000;
    let [lastName, lastKey] = ["", ""];
    for (;;) {
      const rows = this.database.all(
        "SELECT name, key, body FROM ledger WHERE site = ? AND (name, key) > (?, ?) ORDER BY name, key LIMIT ?",
        site,
        lastName,
        lastKey,
        size,
      );
      for (const { name, key, body } of rows) yield { table: String(name), key: String(key), body: String(body) };
      if (rows.length < size) return;
      lastName = String(rows.at(-1)?.["name"]);
      lastKey = String(rows.at(-1)?.["key"]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Corrections, workflow and small named values. */
export class SqliteSettings implements SettingsBook {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async corrections(site: string): Promise<Correction[]> {
    const rows = this.database.all("SELECT body FROM correction WHERE site = ? ORDER BY id", site);
    return await Promise.resolve(rows.map(({ body }) => JSON.parse(String(body)) as Correction));
  }

  async putCorrection(site: string, correction: Correction): Promise<void> {
    this.database.run(
      "INSERT OR REPLACE INTO correction (site, id, body) VALUES (?, ?, ?)",
      site,
      correction.id,
      JSON.stringify(correction),
    );
    await Promise.resolve();
  }

  async removeCorrection(site: string, id: string): Promise<void> {
    this.database.run("DELETE FROM correction WHERE site = ? AND id = ?", site, id);
    await Promise.resolve();
  }

  async workflows(site: string): Promise<Workflow[]> {
    const rows = this.database.all("SELECT body FROM workflow WHERE site = ? ORDER BY finding", site);
    // Entries of earlier versions name no assignee.
    return await Promise.resolve(
      rows.map(({ body }) => ({ assignee: "", ...(JSON.parse(String(body)) as Omit<Workflow, "assignee">) })),
    );
  }

  async putWorkflow(site: string, workflow: Workflow): Promise<void> {
    this.database.run(
      "INSERT OR REPLACE INTO workflow (site, finding, body) VALUES (?, ?, ?)",
      site,
      workflow.finding,
      JSON.stringify(workflow),
    );
    await Promise.resolve();
  }

  async value(name: string): Promise<string | undefined> {
    const row = this.database.get("SELECT value FROM setting WHERE name = ?", `own ${name}`);
    return await Promise.resolve(row === undefined ? undefined : String(row["value"]));
  }

  async putValue(name: string, value: string | null): Promise<void> {
    if (value === null) this.database.run("DELETE FROM setting WHERE name = ?", `own ${name}`);
    else this.database.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", `own ${name}`, value);
    await Promise.resolve();
  }
}
