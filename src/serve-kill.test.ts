import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assessCaptures } from "./assess.ts";
import type { CaptureRecord } from "./model/journal.ts";
import { simulateSite } from "./simulate/write.ts";
import { openSqliteStore } from "./store/sqlite/store.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const plant = join(dirname(dirname(fileURLToPath(import.meta.url))), "samples", "plant-cell.pcapng");
const KILLS = 20;

interface Running {
  process: ChildProcess;
  address: string;
  firstLink: string | null;
}

describe("the monitor, killed while it reads", () => {
  const directory = mkdtempSync(join(tmpdir(), "bulkhead-serve-kill-"));
  const data = join(directory, "data");
  const water = join(directory, "water.pcapng");
  let token = "";
  let current: Running | undefined;
  before(() => {
    simulateSite({ site: "water", out: water, duration: 240_000_000_000, scale: 1, truth: "" });
  });
  after(() => {
    current?.process.kill("SIGKILL");
    rmSync(directory, { recursive: true });
  });

  async function start(): Promise<Running> {
    const words = [...process.execArgv, main, "serve", "--json", "--data", data, "--listen", "127.0.0.1:0"];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    while (!/"event":"listening".*\n/.test(text)) {
      const ended = once(child, "exit").then(() => assert.fail(`it did not start: ${text}`));
      await Promise.race([once(child.stdout, "data"), ended]);
    }
    const line = text.split("\n").find((entry) => entry.includes('"event":"listening"')) ?? "{}";
    const { address, firstLink } = JSON.parse(line) as { address: string; firstLink: string | null };
    current = { process: child, address, firstLink };
    return current;
  }

  async function ask<Answer>(
    running: Running,
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(`${running.address}/api/v1/${path}`, {
      method,
      headers: { ...(token === "" ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${path} ${answer.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  async function makeToken(running: Running): Promise<void> {
    const secret = running.firstLink?.split("/").at(-1);
    const json = { "content-type": "application/json", "x-bulkhead": "test" };
    const first = await fetch(`${running.address}/api/v1/first-administrator`, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ secret, name: "Ada", password: "a long sentence of mine" }),
    });
    const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
    const body = JSON.stringify({ name: "test", scopes: ["read", "upload"] });
    const made = await ask<{ secret: string }>(running, "POST", "tokens", body, { ...json, cookie });
    token = made.secret;
  }

  test("20 times: nothing acknowledged is lost, and in the end all is told as an assessment tells it", {
    timeout: 240_000,
  }, async (context) => {
    const bytes = [water, plant].map((path) => new Uint8Array(readFileSync(path)));
    const acknowledged: string[] = [];
    let seed = 7;
    for (let kill = 0; kill < KILLS; kill++) {
      seed = (seed * 48_271) % 2_147_483_647;
      const running = await start();
      if (token === "") await makeToken(running);
      const known = await ask<CaptureRecord[]>(running, "GET", "sites/site/captures");
      for (const name of acknowledged)
        assert.ok(
          known.some((capture) => capture.name === name),
          `${name} is lost`,
        );
      const gone = once(running.process, "exit");
      if (kill < 2) {
        const name = `capture ${kill}.pcapng`;
        await ask(running, "POST", `sites/site/intakes?name=${encodeURIComponent(name)}`, bytes[kill], {
          "content-type": "application/octet-stream",
        });
        acknowledged.push(name);
      }
      await new Promise((resolve) => setTimeout(resolve, seed % 700));
      running.process.kill("SIGKILL");
      await gone;
      const store = openSqliteStore(data, () => 0);
      assert.deepEqual(await store.check(), []);
      await store.close();
    }
    const running = await start();
    let captures: CaptureRecord[] = [];
    for (let waited = 0; waited < 600; waited++) {
      captures = await ask<CaptureRecord[]>(running, "GET", "sites/site/captures");
      if (captures.length > 0 && captures.every(({ state }) => state !== "reading")) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(
      captures.map(({ name, state }) => `${name} ${state}`).sort(),
      acknowledged.map((name) => `${name} read`).sort(),
    );
    const { assessment } = await assessCaptures([water, plant], "0");
    for (const [shelf, things] of Object.entries({
      devices: assessment.devices,
      links: assessment.links,
      findings: assessment.findings,
    })) {
      const page = await ask<{ rows: { id: string }[] }>(running, "GET", `sites/site/${shelf}?limit=1000`);
      assert.deepEqual(page.rows.map(({ id }) => id).sort(), things.map(({ id }) => id).sort());
    }
    const gone = once(running.process, "exit");
    running.process.kill("SIGTERM");
    assert.deepEqual(await gone, [0, null], "it ends in order when it is asked to");
    context.diagnostic(`${KILLS} times`);
  });
});
