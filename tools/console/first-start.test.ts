import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { root } from "../setup.mjs";
import { startBrowser } from "./browser.ts";
import { buildConsole } from "./build.mjs";

/** Milliseconds until something that must appear is missed. */
const PATIENCE = 40_000;
const PASSWORD = "a long sentence for tests";

const scratch = mkdtempSync(join(tmpdir(), "bulkhead-first-start-"));
const children: ChildProcess[] = [];
let browser: Browser;

before(async () => {
  await buildConsole();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
  rmSync(scratch, { recursive: true, force: true });
});

/** Starts the program as a person does, and answers the link that it prints. */
async function startProgram(words: readonly string[]): Promise<{ child: ChildProcess; link: string }> {
  const child = spawn(process.execPath, [join(root, "bin", "bulkhead.js"), ...words, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, "exit").then(() => assert.fail(`it ended: ${text}`));
  ended.catch(() => undefined);
  for (;;) {
    const link = /^ {2}(http:\S+#\/\S+)\n/m.exec(text)?.[1];
    if (link !== undefined) return { child, link };
    await Promise.race([once(child.stdout, "data"), ended]);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "exit");
}

async function openPage(link: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(link);
  return page;
}

test("the link that `serve` prints makes the first administrator, once, and none is printed afterwards", async () => {
  const data = join(scratch, "serve");
  const { child, link } = await startProgram(["serve", "--data", data]);
  assert.match(link, /#\/first\/[\w-]{40,}$/);
  const page = await openPage(link);
  await page.getByRole("heading", { name: "First start" }).waitFor();
  await page.getByLabel("Name").fill("Ada");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Password again").fill(PASSWORD);
  await page.getByRole("button", { name: /Make administrator/ }).click();
  await page.getByRole("heading", { name: "No traffic yet" }).waitFor();
  assert.ok(!page.url().includes("first"), "the secret leaves the address");
  await page.context().close();

  const again = await openPage(link);
  await again.getByRole("heading", { name: "Bulkhead", level: 1 }).waitFor();
  assert.equal(await again.getByLabel("Password again").count(), 0, "the link makes nobody else");
  await again.getByLabel("Name").fill("Ada");
  await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await again.getByRole("button", { name: "Sign in" }).click();
  await again.getByRole("navigation", { name: "Pages" }).waitFor();
  await again.context().close();
  await stop(child);
});

test("the link that `start` prints signs in without a password, once", async () => {
  const { child, link } = await startProgram(["start", "--data", join(scratch, "start")]);
  assert.match(link, /#\/enter\/[\w-]{40,}$/);
  const page = await openPage(link);
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  assert.ok(!page.url().includes("enter"), "the secret leaves the address");
  await page.getByRole("button", { name: "administrator" }).waitFor();
  await page.context().close();

  const again = await openPage(link);
  await again.getByRole("alert").waitFor();
  await again.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal(await again.getByRole("navigation", { name: "Pages" }).count(), 0);
  await again.context().close();
  await stop(child);
});
