import { resolve } from "node:path";
import { type FolderOptions, now, withFolder, withStore } from "./data-folder.ts";
import { limitsOf } from "./serve/routes/keeping.ts";
import { restoreSqliteStore } from "./store/sqlite/store.ts";
import type { AuditEntry, Store } from "./store/store.ts";
import { DONE, FAILED, print } from "./terminal.ts";

/** Entries of the audit log that are read at once. */
const AT_ONCE = 1000;

/** Writes a copy of the database to a new file; answers the exit code. */
export async function backUp(file: string, options: FolderOptions): Promise<number> {
  return await withStore(options, async (store) => {
    await store.backup(resolve(file));
    const { bytes } = await store.measure();
    print(`${file} holds all of it, ${megabytes(bytes)}. Captured packets are files of their own and are not in it.\n`);
    return DONE;
  });
}

/** Puts a copy into the place of the database; what was there stays beside it. Answers the exit code. */
export async function restore(file: string, options: FolderOptions): Promise<number> {
  return await withFolder(options, async ({ folder }) => {
    const kept = restoreSqliteStore(resolve(file), folder);
    print(`${folder} is as it was when ${file} was written.\n`);
    if (kept !== "") print(`What was there before is kept as ${kept}.\n`);
    return await Promise.resolve(DONE);
  });
}

/** Looks for contradictions and damage; answers the exit code. */
export async function checkStore(options: FolderOptions): Promise<number> {
  return await withStore(options, async (store) => {
    const problems = await store.check();
    for (const problem of problems) print(`${problem}\n`);
    if (problems.length > 0) return FAILED;
    const { bytes, tables } = await store.measure();
    print(`The store is sound: ${megabytes(bytes)}.\n`);
    for (const { name, rows } of tables) print(`  ${name.padEnd(8)} ${String(rows).padStart(10)} rows\n`);
    return DONE;
  });
}

/** Drops what the limits do not allow any more, and tells what; answers the exit code. */
export async function retainNow(options: FolderOptions): Promise<number> {
  return await withStore(options, async (store, configuration) => {
    const dropped = await store.retain(await limitsOf(store, configuration.limits), now());
    for (const { what, count, why } of dropped) print(`Dropped ${count} ${what}: ${why}.\n`);
    if (dropped.length === 0) print("Nothing is over the limits.\n");
    return DONE;
  });
}

/** Checks the chain of the audit log, and prints its entries where that is wished; answers the exit code. */
export async function verifyAudit(options: FolderOptions & { print?: boolean }): Promise<number> {
  return await withStore(options, async (store) => {
    let count = 0;
    for await (const entry of entriesOf(store)) {
      count++;
      if (options.print === true) print(`${JSON.stringify(entry)}\n`);
    }
    const broken = await store.audit.verify();
    const tell = (line: string): unknown => (options.print === true ? process.stderr : process.stdout).write(line);
    if (broken === undefined) {
      tell(`The audit log is whole: ${count} ${count === 1 ? "entry" : "entries"}, each chained to the one before.\n`);
      return DONE;
    }
    tell(`The audit log is broken at entry ${broken.sequence}: ${broken.problem}\n`);
    return FAILED;
  });
}

/** All entries, newest first. */
async function* entriesOf(store: Store): AsyncGenerator<AuditEntry> {
  for (let before = 0; ; ) {
    const entries = await store.audit.list(before, AT_ONCE);
    yield* entries;
    before = entries.at(-1)?.sequence ?? 0;
    if (entries.length < AT_ONCE || before <= 1) return;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
