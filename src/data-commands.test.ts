import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Passwords } from "./serve/signin/passwords.ts";
import { DATABASE_FILE, openSqliteStore } from "./store/sqlite/store.ts";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "bulkhead-data-"));
after(() => rmSync(scratch, { recursive: true }));
const data = join(scratch, "data");
const SENTENCE = "quiet valves keep their word";

function bulkhead(words: readonly string[], input = ""): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words, "--data", data], {
    input,
    encoding: "utf8",
  });
  return { code: status, out: stdout, error: stderr };
}

async function opened<Of>(work: (store: ReturnType<typeof openSqliteStore>) => Promise<Of>): Promise<Of> {
  const store = openSqliteStore(data, () => 1_700_000_000);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

test("a folder without data is named, not made", () => {
  const ended = bulkhead(["store", "check"]);
  assert.equal(ended.code, 1);
  assert.match(ended.error, /holds no data of Bulkhead/);
});

test("people are added, listed and given passwords, and the audit log tells of it", async () => {
  await opened(async (store) => await store.sites.putSite({ id: "plant", name: "Plant", created: 1 }));
  assert.match(bulkhead(["people", "list"]).out, /Nobody can sign in yet/);
  const added = bulkhead(["people", "add", "ada", "--role", "administrator"]);
  assert.equal(added.code, 0, added.error);
  const password = /\n {2}(\S+)\n/.exec(added.out)?.[1] ?? "";
  assert.equal(password.length, 24);
  assert.match(bulkhead(["people", "add", "ada"]).error, /There is a person named ada already/);
  assert.match(bulkhead(["people", "add", "bob", "--stdin"], "short\n").error, /at least 12 characters/);
  assert.equal(bulkhead(["people", "add", "bob", "--role", "king"]).code, 2);
  assert.equal(bulkhead(["people", "add", "bob", "--stdin"], `${SENTENCE}\n`).out, "Done.\n");
  assert.equal(bulkhead(["people", "list"]).out, "ada, administrator\nbob, viewer\n");
  await opened(async ({ people }) => {
    const ada = await people.personNamed("ada");
    const bob = await people.personNamed("bob");
    assert.ok(ada !== undefined && bob !== undefined);
    assert.ok(await new Passwords().matches(password, ada.password));
    assert.ok(await new Passwords().matches(SENTENCE, bob.password));
    await people.putPerson({ ...bob, disabled: true, lockedUntil: 9e9, failures: 9 });
    await people.putSession({ id: "aa", person: bob.id, created: 1, lastUsed: 1, expires: 9e9 });
  });
  assert.match(bulkhead(["people", "list"]).out, /bob, viewer, disabled, locked/);
  assert.equal(bulkhead(["people", "password", "bob"]).code, 0);
  assert.match(bulkhead(["people", "password", "eve"]).error, /Nobody is named eve/);
  await opened(async ({ people }) => {
    const bob = await people.personNamed("bob");
    assert.deepEqual([bob?.disabled, bob?.failures, bob?.lockedUntil], [false, 0, 0]);
    assert.equal(await people.session("aa"), undefined);
  });
  const audit = bulkhead(["audit", "--print"]);
  const acts = audit.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { act: string; target: string; detail: string });
  assert.deepEqual(
    acts.map(({ act, target }) => `${act} ${target}`),
    ["change person bob", "create person bob", "create person ada"],
  );
  assert.ok(!audit.out.includes(password) && !audit.out.includes(SENTENCE));
  assert.match(audit.error, /whole: 3 entries/);
});

test("a copy is made, brought back, and what was there stays beside it", async () => {
  const copy = join(scratch, "copy.sqlite");
  assert.equal(bulkhead(["store", "backup", copy]).code, 0);
  assert.match(bulkhead(["store", "backup", copy]).error, /exists already/);
  await opened(async ({ sites }) => await sites.putSite({ id: "later", name: "Later", created: 2 }));
  const restored = bulkhead(["store", "restore", copy]);
  assert.equal(restored.code, 0, restored.error);
  assert.match(restored.out, /before-1/);
  const sites = await opened(async (store) => await store.sites.sites());
  assert.deepEqual(
    sites.map(({ id }) => id),
    ["plant"],
  );
  const checked = bulkhead(["store", "check"]);
  assert.equal(checked.code, 0);
  assert.match(checked.out, /sound/);
  assert.match(bulkhead(["store", "retain"]).out, /Nothing is over the limits/);
});

test("a store in use is left alone", () => {
  const holder = openSqliteStore(data, () => 1);
  try {
    const ended = bulkhead(["store", "check"]);
    assert.equal(ended.code, 1);
    assert.match(ended.error, /in use by another process/);
  } finally {
    void holder.close();
  }
});

test("an entry of the audit log that was changed is found", () => {
  const database = new DatabaseSync(join(data, DATABASE_FILE));
  database.exec("UPDATE audit SET target = 'mallory' WHERE sequence = 2");
  database.close();
  const ended = bulkhead(["audit"]);
  assert.equal(ended.code, 1);
  assert.match(ended.out, /broken at entry 2/);
  assert.equal(bulkhead(["store", "check"]).code, 1);
});
