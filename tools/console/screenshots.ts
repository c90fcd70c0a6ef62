// npm run screenshots [-- NAME...]: pictures of the console's pages, light and dark, into docs/pictures/.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { readDuration } from "../../src/simulate/site/check.ts";
import { simulateSite } from "../../src/simulate/write.ts";
import { root } from "../setup.mjs";
import { startBrowser } from "./browser.ts";
import { buildConsole } from "./build.mjs";
import { type ConsoleHost, PASSWORD, SITE, startHost } from "./host.ts";
import { withPalette } from "./palette.ts";

const FOLDER = join(root, "docs", "pictures");
/** Simulated seconds of the campus. */
const DURATION = 600;
/** Zones of the campus by the beginning of their addresses. */
const ZONES = { "10.40.": "Waterworks", "10.41.": "Bottling line", "10.42.": "Substation", "10.46.": "Refinery cell" };
const THEMES = ["light", "dark"] as const;

const chosen = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "bulkhead-pictures-"));
mkdirSync(FOLDER, { recursive: true });
await buildConsole();
const browser = await startBrowser();
const empty = await startHost("Eastbank campus");
const host = await startHost("Eastbank campus");
try {
  const capture = join(scratch, "campus.pcapng");
  simulateSite({
    site: join(root, "samples", "sites", "campus.yaml"),
    out: capture,
    duration: readDuration(`${DURATION}s`),
    truth: "",
  });
  await host.addPerson("ada", "administrator");
  await host.addPerson("ben", "analyst");
  await host.addPerson("cleo", "viewer");
  await host.read(capture, 40);
  await stateZones(host);
  const places = await placesOf(host);
  for (const theme of THEMES) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme });
    const page = await context.newPage();
    if (wanted("first-start")) {
      await page.goto(empty.server.firstLink ?? "");
      await page.getByLabel("Password again").waitFor();
      await picture(page, "first-start", theme);
    }
    await page.goto(host.server.address);
    await page.getByLabel("Name").fill("ada");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    if (wanted("sign-in")) await picture(page, "sign-in", theme);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    if (theme === THEMES[0]) {
      await addSensors(page);
      await page.reload();
    }
    for (const [name, place] of Object.entries(places)) {
      if (!wanted(name)) continue;
      await page.goto(`${host.server.address}/#/${place}`);
      await page.locator("main h1, main h2").first().waitFor();
      await page.locator(".ghost, .ghost-row").first().waitFor({ state: "detached" });
      await page.waitForTimeout(600);
      if (name === "findings") {
        for (const row of [1, 2]) await page.locator(".finding-row input").nth(row).check();
      }
      await picture(page, name, theme);
    }
    await context.close();
  }
} finally {
  await browser.close();
  await host.close();
  await empty.close();
  rmSync(scratch, { recursive: true, force: true });
}

function wanted(name: string): boolean {
  return chosen.length === 0 || chosen.includes(name);
}

async function picture(page: Page, name: string, theme: string): Promise<void> {
  const path = join(FOLDER, `${name}${theme === "dark" ? "-dark" : ""}.png`);
  await page.mouse.move(0, 0);
  writeFileSync(path, withPalette(await page.screenshot()));
  process.stdout.write(`${path.slice(root.length + 1)} ${Math.round(statSync(path).size / 1000)} kB\n`);
}

/** A sensor that watches and one that is paused. */
async function addSensors(page: Page): Promise<void> {
  const names = { eth1: "SPAN Line A", eth2: "Tap of the substation" };
  await page.evaluate(
    async ({ base, named }) => {
      const headers = { "x-bulkhead": "console", "content-type": "application/json" };
      for (const [target, name] of Object.entries(named)) {
        const body = JSON.stringify({ name, kind: "interface", target });
        const made = await fetch(base, { method: "POST", headers, body });
        const { id } = (await made.json()) as { id: string };
        if (target === "eth2") {
          await fetch(`${base}/${id}/stop`, { method: "POST", headers: { "x-bulkhead": "console" } });
        }
      }
    },
    { base: `api/v1/sites/${SITE}/sensors`, named: names },
  );
}

/** Puts the devices of the lines into zones, as a person does who knows the plant. */
async function stateZones({ store, correct }: ConsoleHost): Promise<void> {
  const { rows } = await store.things.list(SITE, "device", { limit: 1000, sort: "label" });
  for (const [prefix, zone] of Object.entries(ZONES)) {
    const members = rows.filter(
      ({ ips, level }) => ips[0]?.startsWith(prefix) && ["0", "1", "2"].includes(level.level),
    );
    await correct(
      members.map(({ ips }) => ips[0] ?? ""),
      "zone",
      zone,
      "ada",
    );
  }
}

/** The pages by the name of their picture, with things in sight that have something to show. */
async function placesOf({ store }: ConsoleHost): Promise<Readonly<Record<string, string>>> {
  const devices = (await store.things.list(SITE, "device", { limit: 1000, sort: "label" })).rows;
  const findings = (await store.things.list(SITE, "finding", { limit: 100 })).rows;
  const points = (await store.things.list(SITE, "point", { limit: 1, sort: "changes", descending: true })).rows;
  const told = devices
    .filter(({ role }) => role === "plc")
    .sort((one, other) => other.attributes.length - one.attributes.length);
  const device = told[0]?.id ?? "";
  const finding = findings.find(({ evidence, links }) => links.length > 0 && (evidence[0]?.start ?? -1) >= 0);
  const [evidence] = finding?.evidence ?? [];
  const head = await store.journal.head(SITE);
  return {
    overview: "",
    findings: "findings",
    finding: `finding/${finding?.id}`,
    map: "map",
    "map-selected": "map?tile=1%2F%40Waterworks%7Cplc",
    "map-neighborhood": `map?device=${device}`,
    inventory: "inventory",
    device: `device/${device}`,
    evidence: `evidence/${evidence?.capture}/${evidence?.frame}?mark=${evidence?.start}-${evidence?.end}&finding=${finding?.id}`,
    conversations: "conversations",
    points: `points?point=${points[0]?.id}`,
    "blind-spots": "blind-spots",
    timeline: "timeline?what=changed&kind=device",
    compare: `timeline?from=${head.time - DURATION / 2}&kind=device`,
    "map-compare": `map?from=${head.time - 0.9 * DURATION}&differ=only`,
    past: `?at=${head.time - DURATION / 2}`,
    sources: "sources",
    settings: "settings",
    people: "settings/people",
    tokens: "settings/tokens",
    keeping: "settings/keeping",
    audit: "settings/audit",
  };
}
