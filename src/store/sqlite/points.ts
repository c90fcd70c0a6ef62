import type { PointDetail, PointSummary } from "../../model/journal.ts";
import type { PointHistory } from "../store.ts";
import type { Database } from "./database.ts";

/** Values in one row at most, and seconds that a summary covers. */
const MOST_IN_ROW = 512;
export const SUMMARY_SPAN = 3600;

/** Adds values to what is kept of a point: into its newest row while that has room. */
export function putDetail(
  database: Database,
  site: string,
  { point, times, values }: PointDetail,
  recorded: number,
): void {
  let from = 0;
  const newest = database.get(
    "SELECT rowid, count, start, finish, content FROM detail WHERE site = ? AND point = ? ORDER BY start DESC, finish DESC LIMIT 1",
    site,
    point,
  );
  if (newest !== undefined && Number(newest["count"]) < MOST_IN_ROW) {
    const known = unpack(newest["content"] as Uint8Array);
    from = Math.min(times.length, MOST_IN_ROW - known.times.length);
    const joined = {
      times: [...known.times, ...times.slice(0, from)],
      values: [...known.values, ...values.slice(0, from)],
    };
    database.run(
      "UPDATE detail SET finish = ?, count = ?, recorded = ?, content = ? WHERE rowid = ?",
      joined.times.at(-1) ?? 0,
      joined.times.length,
      recorded,
      pack(joined),
      Number(newest["rowid"]),
    );
  }
  for (; from < times.length; from += MOST_IN_ROW) {
    const part = { times: times.slice(from, from + MOST_IN_ROW), values: values.slice(from, from + MOST_IN_ROW) };
    database.run(
      "INSERT OR REPLACE INTO detail (site, point, start, finish, count, recorded, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
      site,
      point,
      part.times[0] ?? 0,
      part.times.at(-1) ?? 0,
      part.times.length,
      recorded,
      pack(part),
    );
  }
}

/** Turns details that were recorded before a moment into summaries; answers how many values and up to which packet time. */
export function summarize(database: Database, before: number, most: number): { count: number; time: number } {
  let count = 0;
  let time = 0;
  const rows = database.all("SELECT rowid, * FROM detail WHERE recorded < ? ORDER BY recorded LIMIT ?", before, most);
  for (const row of rows) {
    const { times, values } = unpack(row["content"] as Uint8Array);
    for (let index = 0; index < times.length; index++) {
      const start = Math.floor((times[index] as number) / SUMMARY_SPAN) * SUMMARY_SPAN;
      const value = values[index] as number;
      database.run(
        `INSERT INTO summary (site, point, start, span, minimum, maximum, total, last, count, recorded)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5, ?5, 1, ?6) ON CONFLICT (site, point, start) DO UPDATE SET
         minimum = min(minimum, ?5), maximum = max(maximum, ?5), total = total + ?5, last = ?5, count = count + 1, recorded = ?6`,
        String(row["site"]),
        String(row["point"]),
        start,
        SUMMARY_SPAN,
        value,
        Number(row["recorded"]),
      );
    }
    count += times.length;
    time = Math.max(time, times.at(-1) ?? 0);
    database.run("DELETE FROM detail WHERE rowid = ?", Number(row["rowid"]));
  }
  return { count, time };
}

/** What is kept of process points' past. */
export class SqlitePoints implements PointHistory {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async detail(site: string, point: string, from: number, to: number, limit: number): Promise<PointDetail> {
    const rows = this.database.all(
      "SELECT content FROM detail WHERE site = ? AND point = ? AND finish >= ? AND start <= ? ORDER BY start DESC, finish DESC LIMIT ?",
      site,
      point,
      from,
      to,
      Math.ceil(limit / MOST_IN_ROW) + limit,
    );
    const times: number[] = [];
    const values: number[] = [];
    for (const row of rows.reverse()) {
      const part = unpack(row["content"] as Uint8Array);
      part.times.forEach((time, index) => {
        if (time < from || time > to) return;
        times.push(time);
        values.push(part.values[index] as number);
      });
    }
    return await Promise.resolve({ point, times: times.slice(-limit), values: values.slice(-limit) });
  }

  async summaries(site: string, point: string, from: number, to: number): Promise<PointSummary[]> {
    const rows = this.database.all(
      "SELECT * FROM summary WHERE site = ? AND point = ? AND start + span > ? AND start <= ? ORDER BY start",
      site,
      point,
      from,
      to,
    );
    return await Promise.resolve(
      rows.map((row) => ({
        point,
        from: Number(row["start"]),
        span: Number(row["span"]),
        minimum: Number(row["minimum"]),
        maximum: Number(row["maximum"]),
        mean: Number(row["total"]) / Number(row["count"]),
        last: Number(row["last"]),
        count: Number(row["count"]),
      })),
    );
  }
}

/** Times and values, one after the other, as 64-bit floats of the machine's order (little endian everywhere we run). */
function pack({ times, values }: { times: readonly number[]; values: readonly number[] }): Uint8Array {
  const content = new Float64Array(times.length * 2);
  content.set(times, 0);
  content.set(values, times.length);
  return new Uint8Array(content.buffer);
}

function unpack(bytes: Uint8Array): { times: number[]; values: number[] } {
  // Copied: a blob need not lie on a boundary of 8.
  const content = new Float64Array(bytes.slice().buffer);
  const count = content.length / 2;
  return { times: [...content.subarray(0, count)], values: [...content.subarray(count)] };
}
