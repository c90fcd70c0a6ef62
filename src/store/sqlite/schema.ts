import type { DatabaseSync } from "node:sqlite";
import type { Kind, Thing } from "../../model/journal.ts";
import { KINDS } from "../../model/journal.ts";
import { COLUMNS, devicesOf, searchText } from "../columns.ts";

/** What a database of Bulkhead says of itself: "BLKH". */
export const APPLICATION = 0x424c4b48;

/** Each step makes the tables of the version after; the number of steps is the version. Steps are never changed, only added. */
export const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE site (id TEXT PRIMARY KEY, name TEXT NOT NULL, created REAL NOT NULL) STRICT;
CREATE TABLE sensor (site TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL,
  created REAL NOT NULL, PRIMARY KEY (site, id)) STRICT;
CREATE TABLE capture (site TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (site, number)) STRICT;
CREATE TABLE counter (site TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (site, name)) STRICT;
CREATE TABLE change (site TEXT NOT NULL, sequence INTEGER NOT NULL, time REAL NOT NULL, recorded REAL NOT NULL,
  kind TEXT NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL, what TEXT NOT NULL, fields TEXT NOT NULL,
  before TEXT, after TEXT, by TEXT NOT NULL, PRIMARY KEY (site, sequence)) STRICT, WITHOUT ROWID;
CREATE INDEX change_of_thing ON change (site, kind, id, sequence);
CREATE INDEX change_in_time ON change (site, time, kind, what);
CREATE TABLE horizon (site TEXT PRIMARY KEY, time REAL NOT NULL, sequence INTEGER NOT NULL) STRICT;
CREATE TABLE ledger (site TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (site, name, key)) STRICT;
CREATE TABLE detail (site TEXT NOT NULL, point TEXT NOT NULL, start REAL NOT NULL, finish REAL NOT NULL,
  count INTEGER NOT NULL, recorded REAL NOT NULL, content BLOB NOT NULL, PRIMARY KEY (site, point, start, finish)) STRICT;
CREATE INDEX detail_recorded ON detail (recorded);
CREATE TABLE summary (site TEXT NOT NULL, point TEXT NOT NULL, start REAL NOT NULL, span REAL NOT NULL,
  minimum REAL NOT NULL, maximum REAL NOT NULL, total REAL NOT NULL, last REAL NOT NULL, count INTEGER NOT NULL,
  recorded REAL NOT NULL, PRIMARY KEY (site, point, start)) STRICT;
CREATE TABLE correction (site TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (site, id)) STRICT;
CREATE TABLE workflow (site TEXT NOT NULL, finding TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (site, finding)) STRICT;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, subject TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX person_subject ON person (subject) WHERE subject <> '';
CREATE TABLE session (id TEXT PRIMARY KEY, person TEXT NOT NULL, expires REAL NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE token (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, person TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE audit (sequence INTEGER PRIMARY KEY, time REAL NOT NULL, who TEXT NOT NULL, origin TEXT NOT NULL,
  act TEXT NOT NULL, target TEXT NOT NULL, detail TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE dropped (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE thing (site TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (site, kind, id)) STRICT;
CREATE TABLE touched (site TEXT NOT NULL, kind TEXT NOT NULL, device TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (site, kind, device, id)) STRICT, WITHOUT ROWID;
CREATE INDEX touched_by ON touched (site, kind, id);
`,
];

/** Name of the table in which a kind is looked up; the bodies are in `thing`. */
export function listTable(kind: Kind): string {
  return `list_${kind.toLowerCase()}`;
}

/** Name of the index of a list table's text, by every three letters: what is typed is found without reading all rows. */
export function searchTable(kind: Kind): string {
  return `find_${kind.toLowerCase()}`;
}

/** Letters of a text from which on the index of text helps. */
export const LEAST_INDEXED = 3;

/** Name of a column in a list table: some columns have names that SQL takes for its own. */
export function sqlColumn(column: string): string {
  return `c_${column}`;
}

/** The list tables as text: it tells whether those in a database are still what `COLUMNS` says. */
export function listTables(): string {
  return KINDS.map((kind) => {
    const table = listTable(kind);
    const columns = Object.keys(COLUMNS[kind]).map(sqlColumn);
    const indexes = columns.map((column) => `CREATE INDEX ${table}_${column} ON ${table} (site, ${column}, id);`);
    const made = `CREATE TABLE ${table} (site TEXT NOT NULL, id TEXT NOT NULL, search TEXT NOT NULL, ${columns.join(", ")}, PRIMARY KEY (site, id));`;
    return [made, ...indexes, searchIndex(table, searchTable(kind))].join("\n");
  }).join("\n");
}

/** The index of a list table's text, kept true by triggers; SQLite FTS5, external content. */
function searchIndex(table: string, name: string): string {
  const forget = `INSERT INTO ${name} (${name}, rowid, search) VALUES ('delete', old.rowid, old.search);`;
  const learn = `INSERT INTO ${name} (rowid, search) VALUES (new.rowid, new.search);`;
  return `CREATE VIRTUAL TABLE ${name} USING fts5(search, content='${table}', tokenize='trigram', columnsize=0);
CREATE TRIGGER ${name}_added AFTER INSERT ON ${table} BEGIN ${learn} END;
CREATE TRIGGER ${name}_removed AFTER DELETE ON ${table} BEGIN ${forget} END;
CREATE TRIGGER ${name}_changed AFTER UPDATE ON ${table} WHEN old.search <> new.search BEGIN ${forget} ${learn} END;`;
}

/** Makes the list tables again from the bodies, after a version with other columns. */
export function rebuildLists(database: DatabaseSync): void {
  const old = database.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'list\\_%' ESCAPE '\\'",
  );
  for (const { name } of old.all()) database.exec(`DROP TABLE ${String(name)}`);
  for (const kind of KINDS) database.exec(`DROP TABLE IF EXISTS ${searchTable(kind)}`);
  database.exec(listTables());
  database.exec("DELETE FROM touched");
  const touch = database.prepare("INSERT INTO touched (site, kind, device, id) VALUES (?, ?, ?, ?)");
  for (const kind of KINDS) {
    const insert = database.prepare(insertIntoList(kind));
    const rows = database.prepare("SELECT site, id, body FROM thing WHERE kind = ?");
    for (const { site, id, body } of rows.iterate(kind)) {
      const thing = JSON.parse(String(body)) as Thing["body"];
      insert.run(...listValues(kind, String(site), String(id), thing));
      for (const device of new Set(devicesOf(kind, thing as never))) touch.run(site, kind, device, id);
    }
  }
}

/** Writes or replaces a row of a list table. */
export function insertIntoList(kind: Kind): string {
  const columns = Object.keys(COLUMNS[kind]).map(sqlColumn);
  const names = ["site", "id", "search", ...columns];
  const sets = ["search", ...columns].map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${listTable(kind)} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})
    ON CONFLICT (site, id) DO UPDATE SET ${sets.join(", ")}`;
}

/** The values of such a row. */
export function listValues(kind: Kind, site: string, id: string, thing: Thing["body"]): (string | number)[] {
  const readers = Object.values(COLUMNS[kind]) as ((thing: never) => string | number)[];
  return [site, id, searchText(kind, thing as never), ...readers.map((read) => read(thing as never))];
}
