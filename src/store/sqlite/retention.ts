import type { Dropped, Limits } from "../store.ts";
import type { SqliteAudit } from "./audit.ts";
import type { Database } from "./database.ts";
import { summarize } from "./points.ts";

/** Rows that one transaction drops at most, so that writing never waits long. */
const AT_ONCE = 2000;
/** Records of what was dropped that are kept. */
const MOST_TOLD = 1000;

/** Drops what the limits do not allow any more; answers what, one record per kind and reason. */
export function retain(database: Database, audit: SqliteAudit, limits: Limits, now: number): Dropped[] {
  const told = new Map<string, Dropped>();
  const tell = (what: string, why: string, { count, time }: { count: number; time: number }): boolean => {
    if (count === 0) return false;
    const known = told.get(what + why) ?? { when: now, what, count: 0, before: 0, why };
    told.set(what + why, { ...known, count: known.count + count, before: Math.max(known.before, time) });
    return true;
  };
  const inSteps = (what: string, why: string, step: () => { count: number; time: number }): void => {
    while (tell(what, why, database.transaction(step)));
  };
  const { journalAge, detailAge, summaryAge, auditAge, databaseSize } = limits;
  if (journalAge > 0) inSteps("changes", "older than changes are kept", () => dropChanges(database, now - journalAge));
  if (detailAge > 0)
    inSteps("point details", "older than values are kept one by one; summed up", () =>
      summarize(database, now - detailAge, 50),
    );
  if (summaryAge > 0)
    inSteps("point summaries", "older than sums of values are kept", () => dropSummaries(database, now - summaryAge));
  if (auditAge > 0)
    tell(
      "audit entries",
      "older than the audit log is kept",
      database.transaction(() => audit.drop(now - auditAge)),
    );
  if (databaseSize > 0) keepSize(database, databaseSize, tell);
  const dropped = [...told.values()];
  database.transaction(() => {
    for (const entry of dropped) database.run("INSERT INTO dropped (body) VALUES (?)", JSON.stringify(entry));
    database.run("DELETE FROM dropped WHERE number <= (SELECT max(number) FROM dropped) - ?", MOST_TOLD);
  });
  database.guard(() => {
    database.raw.exec("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
  });
  return dropped;
}

/** Bytes that the content takes, without pages that are free. */
export function usedBytes(database: Database): number {
  const number = (name: string): number => Number(database.get(`PRAGMA ${name}`)?.[name]);
  return (number("page_count") - number("freelist_count")) * number("page_size");
}

/** Drops oldest first until the database is small enough: sums of values, then values, then changes, in turn. */
function keepSize(
  database: Database,
  most: number,
  tell: (what: string, why: string, gone: { count: number; time: number }) => boolean,
): void {
  const why = "the database had reached its size";
  while (usedBytes(database) > most) {
    const summaries = tell(
      "point summaries",
      why,
      database.transaction(() => dropSummaries(database, Number.POSITIVE_INFINITY, AT_ONCE)),
    );
    const details = tell(
      "point details",
      `${why}; summed up`,
      database.transaction(() => summarize(database, Number.POSITIVE_INFINITY, 50)),
    );
    const changes = tell(
      "changes",
      why,
      database.transaction(() => dropChanges(database, Number.POSITIVE_INFINITY)),
    );
    // What is left is the present state, which is never dropped.
    if (!summaries && !details && !changes) return;
  }
}

function dropChanges(database: Database, before: number): { count: number; time: number } {
  let count = 0;
  let latest = 0;
  for (const { id } of database.all("SELECT DISTINCT site AS id FROM change")) {
    const site = String(id);
    const last = database.get(
      `SELECT max(sequence) AS sequence, max(time) AS time FROM
         (SELECT sequence, time FROM change WHERE site = ? AND recorded < ? ORDER BY sequence LIMIT ?)`,
      site,
      before,
      AT_ONCE,
    );
    if (last === undefined || last["sequence"] === null) continue;
    const sequence = Number(last["sequence"]);
    const time = Number(last["time"]);
    count += database.run("DELETE FROM change WHERE site = ? AND sequence <= ?", site, sequence);
    database.run("INSERT OR REPLACE INTO horizon (site, time, sequence) VALUES (?, ?, ?)", site, time, sequence);
    latest = Math.max(latest, time);
  }
  return { count, time: latest };
}

function dropSummaries(database: Database, before: number, most = -1): { count: number; time: number } {
  const last = database.get(
    "SELECT max(start + span) AS time FROM (SELECT start, span FROM summary WHERE recorded < ? ORDER BY recorded LIMIT ?)",
    before,
    most,
  );
  if (last === undefined || last["time"] === null) return { count: 0, time: 0 };
  const count = database.run(
    "DELETE FROM summary WHERE rowid IN (SELECT rowid FROM summary WHERE recorded < ? ORDER BY recorded LIMIT ?)",
    before,
    most,
  );
  return { count, time: Number(last["time"]) };
}
