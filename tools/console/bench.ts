// npm run bench:console: size of the console, first view, frames per second of table and map. Data is made up in the browser's
/// <reference lib="dom" />
// requests, so that the console alone is measured.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page, Route } from "playwright-core";
import { inventAssessment } from "../../src/export/fixture.ts";
import { LEVELS, ROLES } from "../../src/model/role.ts";
import { startBrowser } from "./browser.ts";
import { buildConsole, consoleFolder } from "./build.mjs";
import { PASSWORD, startHost } from "./host.ts";

const ROWS = 100_000;
const DEVICES = 10_000;
const LINKS = 100_000;
const SECONDS = 2;
/** Stretches measured; the best counts, since other programs on the machine only take away. */
const STRETCHES = 3;

await buildConsole();
const html = readFileSync(join(consoleFolder, "index.html"), "utf8");
const assets = join(consoleFolder, "assets");
const first = [...html.matchAll(/assets\/([\w.-]+\.js)/g)].map((match) => match[1] ?? "");
const overview = readdirSync(assets).filter((name) =>
  /^(overview|site|row|plot|words|list|protocol)-.*\.js$/.test(name),
);
const sizeOf = (names: readonly string[]) =>
  [...new Set(names)].reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0);
print("JavaScript of the first view, gzip", `${(sizeOf([...first, ...overview]) / 1000).toFixed(0)} kB`);
print(
  "JavaScript of all pages, gzip",
  `${(sizeOf(readdirSync(assets).filter((name) => name.endsWith(".js"))) / 1000).toFixed(0)} kB`,
);

const browser = await startBrowser();
const host = await startHost("Bench");
try {
  await host.addPerson("ada", "administrator");
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(host.server.address);
  await page.getByLabel("Name").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  await invent(page);

  await page.goto(`${host.server.address}/#/inventory`);
  await page.reload();
  await page.locator(".grid-body [role=row]").first().waitFor();
  const shown = await page.evaluate(() => performance.now());
  print("first view with rows, from an empty tab", `${(shown / 1000).toFixed(2)} s`);
  const scrolled = await best(page, {
    selector: "[role=grid]",
    seconds: SECONDS,
    how: "scroll" as const,
  });
  print(`scrolling ${ROWS.toLocaleString("en-US")} rows`, `${scrolled.toFixed(0)} frames/s`);

  await page.goto(`${host.server.address}/#/map`);
  const began = Date.now();
  await page.locator(".map-tile").first().waitFor({ timeout: 120_000 });
  print(
    `map of ${DEVICES.toLocaleString("en-US")} devices and ${LINKS.toLocaleString("en-US")} links, until drawn`,
    `${((Date.now() - began) / 1000).toFixed(2)} s`,
  );
  print(
    "tiles and lines drawn",
    `${await page.locator(".map-tile").count()} and ${await page.locator(".map-route").count()}`,
  );
  const panned = await best(page, { selector: ".map-canvas", seconds: SECONDS, how: "pan" as const });
  print("panning it", `${panned.toFixed(0)} frames/s`);
} finally {
  await browser.close();
  await host.close();
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(64)} ${value}\n`);
}

async function best(page: Page, movement: Parameters<typeof countFrames>[0]): Promise<number> {
  let most = 0;
  for (let stretch = 0; stretch < STRETCHES; stretch++)
    most = Math.max(most, await page.evaluate(countFrames, movement));
  return most;
}

/** Runs in the page: frames per second while something is scrolled or dragged without a pause. */
async function countFrames({
  selector,
  seconds,
  how,
}: {
  selector: string;
  seconds: number;
  how: "scroll" | "pan";
}): Promise<number> {
  const element = document.querySelector(selector);
  if (!element) return 0;
  const move = (step: number): void => {
    if (how === "scroll") {
      element.scrollTop += 180;
      return;
    }
    const at = {
      clientX: 500 + 200 * Math.sin(step / 9),
      clientY: 400 + 120 * Math.cos(step / 7),
      buttons: 1,
      button: 0,
      bubbles: true,
      pointerId: 1,
    };
    if (step === 0) element.dispatchEvent(new PointerEvent("pointerdown", at));
    element.dispatchEvent(new PointerEvent("pointermove", at));
  };
  const started = performance.now();
  let frames = 0;
  while (performance.now() - started < seconds * 1000) {
    move(frames);
    await new Promise(requestAnimationFrame);
    frames++;
  }
  return frames / ((performance.now() - started) / 1000);
}

/** Answers lists and the map with made-up things of the sizes to measure. */
async function invent(page: Page): Promise<void> {
  const sample = inventAssessment().devices[0];
  const device = (index: number) => ({
    ...sample,
    id: `d${index}`,
    label: `Device ${index}`,
    ips: [`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`],
  });
  const slim = Array.from({ length: DEVICES }, (_, index) => ({
    ...{
      id: `d${index}`,
      label: `Device ${index}`,
      role: ROLES[Math.floor(index / 13) % 50],
      level: LEVELS[index % 13],
      domain: "ICS",
    },
    ...{
      vendor: `Maker ${index % 12}`,
      model: "M",
      zone: "",
      address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    },
    ...{ needsReview: false, importance: "", presence: "spoke" },
  }));
  const acts = ["read", "write", "program", "other"];
  const links = Array.from({ length: LINKS }, (_, index) => ({
    ...{ id: `l${index}`, client: `d${(index * 7919) % DEVICES}`, server: `d${(index * 104_729 + 13) % DEVICES}` },
    ...{
      protocol: ["modbus", "opcua", "s7comm", "dns"][index % 4],
      transport: "tcp",
      act: acts[index % 4],
      bytes: index,
    },
  }));
  const answer = (route: Route, body: unknown) =>
    route.fulfill({ contentType: "application/json", body: JSON.stringify(body) });
  await page.route("**/map/devices*", (route) => answer(route, slim));
  await page.route("**/map/links*", (route) => answer(route, links));
  await page.route(/\/devices\?/, (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const from = Number(asked.get("after") ?? 0);
    const to = Math.min(ROWS, from + Number(asked.get("limit") ?? 100));
    const rows = Array.from({ length: to - from }, (_, index) => device(from + index));
    return answer(route, { rows, total: ROWS, next: to < ROWS ? String(to) : "" });
  });
}
