import { createHash } from "node:crypto";
import type { AuditBook, AuditEntry } from "../store.ts";
import type { Database, Row } from "./database.ts";

/** What the first entry of all is chained to. */
const BEGINNING = "0".repeat(64);

/** The log of what people did, each entry chained to the one before by SHA-256. */
export class SqliteAudit implements AuditBook {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async add(entry: Omit<AuditEntry, "sequence" | "hash">): Promise<AuditEntry> {
    const { database } = this;
    const added = database.transaction((): AuditEntry => {
      const last = database.get("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1") ?? this.anchor();
      const sequence = Number(last.sequence) + 1;
      const hash = chained(String(last.hash), { ...entry, sequence });
      database.run(
        "INSERT INTO audit (sequence, time, who, origin, act, target, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        sequence,
        entry.when,
        entry.who,
        entry.from,
        entry.act,
        entry.target,
        entry.detail,
        hash,
      );
      // The newest hash is kept apart, so that entries cannot be cut off the end unseen.
      database.run("INSERT OR REPLACE INTO setting (name, value) VALUES ('audit head', ?)", `${sequence} ${hash}`);
      return { ...entry, sequence, hash };
    });
    return await Promise.resolve(added);
  }

  async list(before: number, limit: number): Promise<AuditEntry[]> {
    const rows = this.database.all(
      "SELECT * FROM audit WHERE sequence < ? ORDER BY sequence DESC LIMIT ?",
      before === 0 ? Number.MAX_SAFE_INTEGER : before,
      limit,
    );
    return await Promise.resolve(rows.map(entryOf));
  }

  async verify(): Promise<{ sequence: number; problem: string } | undefined> {
    return await Promise.resolve(this.firstBreak());
  }

  /** Drops entries from before a moment; what follows stays verifiable from the hash of the last one dropped. */
  drop(before: number): { count: number; time: number } {
    const { database } = this;
    const last = database.get(
      "SELECT sequence, hash, time FROM audit WHERE time < ? ORDER BY sequence DESC LIMIT 1",
      before,
    );
    if (last === undefined) return { count: 0, time: 0 };
    const sequence = Number(last["sequence"]);
    const count = database.run("DELETE FROM audit WHERE sequence <= ?", sequence);
    database.run(
      "INSERT OR REPLACE INTO setting (name, value) VALUES ('audit anchor', ?)",
      `${sequence} ${String(last["hash"])}`,
    );
    return { count, time: Number(last["time"]) };
  }

  firstBreak(): { sequence: number; problem: string } | undefined {
    let { sequence, hash } = this.anchor();
    for (;;) {
      const rows = this.database.all("SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT 1000", sequence);
      for (const row of rows) {
        const entry = entryOf(row);
        if (entry.sequence !== sequence + 1) return { sequence: sequence + 1, problem: "The entry is missing." };
        if (chained(hash, entry) !== entry.hash)
          return {
            sequence: entry.sequence,
            problem: "The entry is not what was written, or the one before it is not.",
          };
        ({ sequence, hash } = entry);
      }
      if (rows.length === 0) break;
    }
    const head = this.marked("audit head");
    if (head !== undefined && (head.sequence !== sequence || head.hash !== hash)) {
      return { sequence: sequence + 1, problem: `Entries up to ${head.sequence} were written and are missing.` };
    }
    return undefined;
  }

  private anchor(): { sequence: number; hash: string } {
    return this.marked("audit anchor") ?? { sequence: 0, hash: BEGINNING };
  }

  private marked(name: string): { sequence: number; hash: string } | undefined {
    const value = this.database.get("SELECT value FROM setting WHERE name = ?", name)?.["value"];
    if (value === undefined) return undefined;
    const [sequence = "", hash = ""] = String(value).split(" ");
    return { sequence: Number(sequence), hash };
  }
}

function chained(before: string, entry: Omit<AuditEntry, "hash">): string {
  const { sequence, when, who, from, act, target, detail } = entry;
  return createHash("sha256")
    .update(JSON.stringify([before, sequence, when, who, from, act, target, detail]))
    .digest("hex");
}

function entryOf(row: Row): AuditEntry {
  return {
    sequence: Number(row["sequence"]),
    when: Number(row["time"]),
    who: String(row["who"]),
    from: String(row["origin"]),
    act: String(row["act"]),
    target: String(row["target"]),
    detail: String(row["detail"]),
    hash: String(row["hash"]),
  };
}
