import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openSqliteStore } from "../store/sqlite/store.ts";
import { BACKUPS, Backups } from "./backups.ts";

const folder = mkdtempSync(join(tmpdir(), "bulkhead-backups-"));
const store = openSqliteStore(folder, () => 1_700_000_000);
after(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

test("copies are named by their moment, are whole, and only the newest stay", async () => {
  const backups = new Backups(store, folder, 2);
  assert.deepEqual(backups.list(), []);
  await store.sites.putSite({ id: "plant", name: "Plant", created: 1 });
  const [first, again] = await Promise.all([backups.make(1_700_000_000.5), backups.make(1_700_000_000.5)]);
  assert.equal(first, again);
  assert.equal(first.name, "bulkhead-2023-11-14T22-13-20Z.sqlite");
  await backups.make(1_700_000_000.9);
  writeFileSync(join(folder, BACKUPS, "notes.txt"), "not a copy");
  await backups.make(1_700_000_060);
  assert.deepEqual(
    backups.list().map(({ name }) => name),
    ["bulkhead-2023-11-14T22-14-20Z.sqlite", "bulkhead-2023-11-14T22-13-20Z-2.sqlite"],
  );
  assert.deepEqual(readdirSync(join(folder, BACKUPS)).sort(), [
    "bulkhead-2023-11-14T22-13-20Z-2.sqlite",
    "bulkhead-2023-11-14T22-14-20Z.sqlite",
    "notes.txt",
  ]);
});
