import assert from "node:assert/strict";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, test } from "node:test";
import { deviceThing, LAWS, makeBatch } from "./laws.ts";
import { StoreProblem, type StoreTrouble } from "./problem.ts";
import { Database } from "./sqlite/database.ts";
import { MIGRATIONS } from "./sqlite/schema.ts";
import { DATABASE_FILE, openMemoryStore, openSqliteStore, restoreSqliteStore, SqliteStore } from "./sqlite/store.ts";

const root = mkdtempSync(join(tmpdir(), "bulkhead-store-"));
after(() => rmSync(root, { recursive: true }));
let folders = 0;
function newFolder(): string {
  folders++;
  return join(root, `store-${folders}`);
}
const clock = (): number => 1000;

for (const backend of ["memory", "sqlite"] as const) {
  describe(`the ${backend} store keeps the laws`, () => {
    for (const [name, law] of Object.entries(LAWS)) {
      test(name, async () => {
        let now = 0;
        const store = backend === "memory" ? openMemoryStore(() => now) : openSqliteStore(newFolder(), () => now);
        try {
          await law({ store, setClock: (value) => (now = value) });
        } finally {
          await store.close();
        }
      });
    }
  });
}

function troubleOf(work: () => unknown): StoreTrouble | undefined {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof StoreProblem, String(error));
    assert.match(error.message, /[.]$/);
    return error.trouble;
  }
  return undefined;
}

describe("a store in a file", () => {
  test("is there again after it was closed", async () => {
    const folder = newFolder();
    const first = openSqliteStore(folder, clock);
    await first.journal.append(makeBatch("a", 10, [{ after: deviceThing("d1") }]));
    await first.close();
    const second = openSqliteStore(folder, clock);
    assert.equal((await second.things.get("a", "device", "d1"))?.id, "d1");
    assert.equal(statSync(folder).mode & 0o077, 0, "others have no business in it");
    await second.close();
  });

  test("belongs to one process at a time", async () => {
    const folder = newFolder();
    const first = openSqliteStore(folder, clock);
    assert.equal(
      troubleOf(() => openSqliteStore(folder, clock)),
      "in use",
    );
    await first.close();
    await openSqliteStore(folder, clock).close();
  });

  test("refuses what is no store, and what a newer version wrote", () => {
    const foreign = newFolder();
    mkdirSync(foreign);
    writeFileSync(join(foreign, DATABASE_FILE), "this is no database at all, whatever its name says ".repeat(40));
    assert.equal(
      troubleOf(() => openSqliteStore(foreign, clock)),
      "not a store",
    );
    const other = newFolder();
    mkdirSync(other);
    const database = new DatabaseSync(join(other, DATABASE_FILE));
    database.exec("CREATE TABLE songs (name TEXT)");
    database.close();
    assert.equal(
      troubleOf(() => openSqliteStore(other, clock)),
      "not a store",
    );
    const newer = newFolder();
    mkdirSync(newer);
    new Database(join(newer, DATABASE_FILE), [...MIGRATIONS, "CREATE TABLE more (x)"]).close();
    assert.equal(
      troubleOf(() => openSqliteStore(newer, clock)),
      "newer version",
    );
  });

  test("is brought up from an older version, its lists made again", async () => {
    const folder = newFolder();
    const old = openSqliteStore(folder, clock);
    await old.journal.append(makeBatch("a", 10, [{ after: deviceThing("d1", { vendor: "ABB" }) }]));
    await old.close();
    const raw = new DatabaseSync(join(folder, DATABASE_FILE));
    raw.exec(
      "UPDATE setting SET value = 'other columns' WHERE name = 'list tables'; DROP TABLE list_device; CREATE TABLE list_device (site, id, old)",
    );
    raw.close();
    const database = new Database(join(folder, DATABASE_FILE), [...MIGRATIONS, "CREATE TABLE later (x)"]);
    assert.equal(database.get("PRAGMA user_version")?.["user_version"], MIGRATIONS.length + 1);
    const store = new SqliteStore(database, clock);
    assert.equal((await store.things.list("a", "device", { limit: 1, where: { vendor: ["ABB"] } })).total, 1);
    assert.deepEqual(await store.check(), []);
    await store.close();
  });

  test("is copied while in use, and put back", async () => {
    const folder = newFolder();
    const store = openSqliteStore(folder, clock);
    await store.journal.append(makeBatch("a", 10, [{ after: deviceThing("d1") }]));
    const file = join(root, "backup.sqlite");
    await store.backup(file);
    await assert.rejects(store.backup(file), StoreProblem);
    await store.journal.append(makeBatch("a", 20, [{ after: deviceThing("d2") }]));
    assert.equal(
      troubleOf(() => restoreSqliteStore(file, folder)),
      "in use",
    );
    await store.close();
    const kept = restoreSqliteStore(file, folder);
    assert.ok(statSync(kept).size > 0);
    const again = openSqliteStore(folder, clock);
    assert.equal((await again.things.list("a", "device", { limit: 9 })).total, 1);
    assert.deepEqual(await again.check(), []);
    await again.close();
    writeFileSync(file, "rubbish that is no database".repeat(50));
    assert.equal(
      troubleOf(() => restoreSqliteStore(file, folder)),
      "not a store",
    );
    const still = openSqliteStore(folder, clock);
    assert.equal((await still.things.list("a", "device", { limit: 9 })).total, 1);
    await still.close();
  });

  test("tells of a full disk and goes on when there is room", async () => {
    const folder = newFolder();
    mkdirSync(folder);
    const database = new Database(join(folder, DATABASE_FILE));
    const store = new SqliteStore(database, clock);
    await store.journal.append(makeBatch("a", 10, [{ after: deviceThing("d1") }]));
    const pages = Number(database.get("PRAGMA page_count")?.["page_count"]);
    database.raw.exec(`PRAGMA max_page_count = ${pages + 4}`);
    const large = makeBatch(
      "a",
      20,
      Array.from({ length: 50 }, (_, index) => ({ after: deviceThing(`e${index}`, { owner: "x".repeat(4000) }) })),
    );
    await assert.rejects(
      store.journal.append(large),
      (error) => error instanceof StoreProblem && error.trouble === "full",
    );
    assert.deepEqual(await store.check(), [], "nothing is half written");
    assert.equal((await store.journal.head("a")).sequence, 1);
    database.raw.exec("PRAGMA max_page_count = 1000000");
    assert.deepEqual(await store.journal.append(large), { first: 2, last: 51 });
    assert.deepEqual(await store.check(), []);
    await store.close();
  });

  test("tells of a file and a folder that cannot be written", async (context) => {
    const folder = newFolder();
    await openSqliteStore(folder, clock).close();
    chmodSync(join(folder, DATABASE_FILE), 0o400);
    chmodSync(folder, 0o500);
    try {
      if (process.getuid?.() === 0) context.skip("root may write anywhere");
      else
        assert.equal(
          troubleOf(() => openSqliteStore(folder, clock)),
          "read-only",
        );
    } finally {
      chmodSync(folder, 0o700);
    }
    const file = join(root, "a file");
    writeFileSync(file, "");
    assert.equal(
      troubleOf(() => openSqliteStore(join(file, "below"), clock)),
      "read-only",
    );
  });

  test("tells of damage", async () => {
    const folder = newFolder();
    const store = openSqliteStore(folder, clock);
    await store.journal.append(
      makeBatch(
        "a",
        10,
        Array.from({ length: 300 }, (_, index) => ({ after: deviceThing(`d${index}`) })),
      ),
    );
    await store.close();
    const file = join(folder, DATABASE_FILE);
    const bytes = readFileSync(file);
    const page = 4096;
    for (let at = 30 * page; at < Math.min(bytes.length, 60 * page); at += 64) bytes.writeUInt32BE(0xdeadbeef, at);
    writeFileSync(file, bytes);
    let told: string[] = [];
    try {
      const broken = openSqliteStore(folder, clock);
      told = await broken.check().catch((error: unknown) => [String(error)]);
      await broken.close();
    } catch (error) {
      assert.ok(error instanceof StoreProblem);
      told = [error.message];
    }
    assert.ok(told.length > 0);
  });

  test("tells when the index of texts misses something", async () => {
    const folder = newFolder();
    const store = openSqliteStore(folder, clock);
    await store.journal.append(makeBatch("a", 10, [{ after: deviceThing("d1", { vendor: "Siemens" }) }]));
    assert.deepEqual(await store.check(), []);
    await store.close();
    const raw = new DatabaseSync(join(folder, DATABASE_FILE));
    raw.exec("INSERT INTO find_device (find_device, rowid, search) SELECT 'delete', rowid, search FROM list_device");
    raw.close();
    const again = openSqliteStore(folder, clock);
    assert.match((await again.check()).join(), /index of texts of the list of device/);
    await again.close();
  });

  test("tells where the audit log was touched", async () => {
    const folder = newFolder();
    const store = openSqliteStore(folder, clock);
    const entry = { when: 1, who: "ada", from: "", act: "create user", target: "bob", detail: "{}" };
    for (let index = 0; index < 6; index++) await store.audit.add({ ...entry, when: index });
    await store.close();
    const file = join(folder, DATABASE_FILE);
    const touch = async (sql: string): Promise<number | undefined> => {
      const copy = newFolder();
      mkdirSync(copy);
      copyFileSync(file, join(copy, DATABASE_FILE));
      const raw = new DatabaseSync(join(copy, DATABASE_FILE));
      raw.exec(sql);
      raw.close();
      const touched = openSqliteStore(copy, clock);
      const broken = await touched.audit.verify();
      assert.equal((await touched.check()).length > 0, broken !== undefined);
      await touched.close();
      return broken?.sequence;
    };
    assert.equal(await touch("UPDATE audit SET time = time"), undefined);
    assert.equal(await touch("UPDATE audit SET who = 'eve' WHERE sequence = 3"), 3);
    assert.equal(await touch("DELETE FROM audit WHERE sequence = 4"), 4);
    assert.equal(await touch("DELETE FROM audit WHERE sequence = 6"), 6);
    assert.equal(await touch("DELETE FROM audit WHERE sequence = 1"), 1);
    assert.equal(
      await touch("UPDATE audit SET hash = (SELECT hash FROM audit WHERE sequence = 2) WHERE sequence = 5"),
      5,
    );
  });
});
