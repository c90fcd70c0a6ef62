import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openSqliteStore } from "./sqlite/store.ts";

const child = fileURLToPath(new URL("kill-child.ts", import.meta.url));
const TIMES = 20;

test("killed at any moment, a store has all that was acknowledged and opens clean", {
  timeout: 120_000,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "bulkhead-kill-"));
  // Moments differ from run to run by nature; the seed only spreads them.
  let seed = 1;
  let whole = 0;
  try {
    for (let time = 0; time < TIMES; time++) {
      seed = (seed * 48_271) % 2_147_483_647;
      const writer = spawn(process.execPath, [...process.execArgv, child, folder], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let acknowledged = "";
      writer.stdout.on("data", (text: Buffer) => (acknowledged = (acknowledged + text.toString()).slice(-100)));
      await once(writer.stdout, "data");
      await new Promise((resolve) => setTimeout(resolve, seed % 150));
      const gone = once(writer, "close");
      writer.kill("SIGKILL");
      await gone;
      const last = Number(acknowledged.slice(0, acknowledged.lastIndexOf("\n")).split("\n").at(-1));
      const store = openSqliteStore(folder, () => 1000);
      const { sequence } = await store.journal.head("a");
      assert.ok(sequence >= last, `${sequence} is in the store, ${last} was acknowledged`);
      assert.ok(last > whole, "it went on from where it was");
      whole = sequence;
      assert.equal((await store.things.list("a", "device", { limit: 1 })).total, sequence);
      assert.deepEqual(await store.check(), []);
      await store.close();
    }
    context.diagnostic(`${TIMES} times; ${whole} changes kept`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
