/// <reference lib="dom" />
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { root } from "../setup.mjs";
import { startBrowser } from "./browser.ts";
import { buildConsole } from "./build.mjs";
import { type ConsoleHost, PASSWORD, SITE, startHost } from "./host.ts";

const SAMPLE = join(root, "samples", "plant-cell.pcapng");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Milliseconds until something that must appear is missed. */
const PATIENCE = 40_000;

let browser: Browser;
let host: ConsoleHost;
/** What a page complained of: refused by the content security policy, errors, unexpected answers. */
const complaints: string[] = [];

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  return page;
}

/** Who is signed in already: signing in takes as long as a good password hash. */
const signedIn = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();

async function signIn(name: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const storageState = signedIn.get(name);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    timezoneId: "Europe/Berlin",
    ...(storageState ? { storageState } : {}),
    ...options,
  });
  const page = await openPage(context);
  await page.goto(host.server.address);
  if (!storageState) {
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  signedIn.set(name, await context.storageState());
  return page;
}

async function go(page: Page, place: string): Promise<void> {
  await page.goto(`${host.server.address}/#/${place}`);
}

/** The first device that is a PLC with a name, and the gravest finding, as the store has them. */
async function known() {
  const devices = (await host.store.things.list(SITE, "device", { limit: 200, sort: "label" })).rows;
  const findings = (await host.store.things.list(SITE, "finding", { limit: 50 })).rows;
  const plc = devices.find(({ role, vendor }) => role === "plc" && vendor !== "");
  const finding = findings.find(({ severity, evidence }) => severity === "critical" && (evidence[0]?.start ?? -1) >= 0);
  assert.ok(plc && finding, "the sample has a PLC and a critical finding with bytes");
  return { devices, plc, finding };
}

/** Runs in the page: what axe finds. */
async function axeFaults(contrastOnly: boolean): Promise<string[]> {
  interface Axe {
    run(
      what: Document,
      how: object,
    ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
  }
  const { axe } = window as unknown as { axe: Axe };
  const { violations } = await axe.run(document, {
    runOnly: contrastOnly ? ["color-contrast"] : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    // Words on the map are cut with an ellipsis, and the name then holds them whole.
    ...(contrastOnly ? {} : { rules: { "label-content-name-mismatch": { enabled: false } } }),
  });
  return violations.map(({ id, nodes }) => {
    const [first] = nodes;
    return `${id}: ${first?.html.slice(0, 160)} ${first?.failureSummary?.slice(0, 200)} (${nodes.length})`;
  });
}

before(async () => {
  await buildConsole();
  browser = await startBrowser();
});
after(async () => {
  await host?.close();
  await browser?.close();
});

test("the first start: the one-time link makes an administrator, and the empty plant says what to do", async () => {
  host = await startHost("Test plant");
  const page = await openPage(await browser.newContext({ viewport: { width: 1440, height: 900 } }));
  await page.goto(host.server.address);
  await page.getByText("Nobody can sign in yet").waitFor();
  await page.goto(host.server.firstLink ?? "");
  await page.reload();
  await page.getByLabel("Name").fill("root");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Password again").fill("something else entirely");
  await page.getByRole("button", { name: /Make administrator/ }).click();
  await page.getByText("The two passwords differ").waitFor();
  await page.getByLabel("Password again").fill(PASSWORD);
  await page.getByRole("button", { name: /Make administrator/ }).click();
  await page.getByRole("heading", { name: "No traffic yet" }).waitFor();
  assert.ok(!page.url().includes("first/"), "the secret leaves the address");
  await page.context().close();
});

test("an upload can be cancelled, and another is read while the pages follow", async () => {
  const page = await signIn("root");
  await go(page, "sources");
  host.slow(400);
  await page.locator("input[type=file]").setInputFiles({
    name: "cancelled.pcapng",
    mimeType: "application/octet-stream",
    buffer: readFileSync(SAMPLE),
  });
  await page.getByRole("progressbar", { name: /cancelled.pcapng, reading/ }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("row", { name: /cancelled.pcapng Cancelled/ }).waitFor();
  host.slow(0);
  await page.locator("input[type=file]").setInputFiles(SAMPLE);
  await page.getByRole("row", { name: /plant-cell.pcapng Read whole/ }).waitFor();
  await go(page, "");
  await page.getByRole("heading", { name: "Two things need a person now" }).waitFor();
  await page.locator("input[type=file]").waitFor({ state: "detached" });
  await go(page, "sources");
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "x.txt", mimeType: "text/plain", buffer: Buffer.from("hi") });
  await page.getByText("is no capture").waitFor();
  await page.context().close();
});

test("a sensor is paused and resumed, and everybody sees by whom", async () => {
  const page = await signIn("root");
  await go(page, "sources");
  await page.getByRole("button", { name: "Listen on a network card" }).click();
  await page.getByLabel("Name", { exact: true }).fill("SPAN Line A");
  await page.getByRole("button", { name: "Listen", exact: true }).click();
  await page.getByRole("row", { name: /^SPAN Line A network card eth1 watching/ }).waitFor();
  await page.getByRole("button", { name: "Pause SPAN Line A" }).click();
  await page.getByRole("row", { name: /paused by root/ }).waitFor();
  await page.getByText("What passes meanwhile is not seen.").waitFor();
  await page.getByText("0 of 1 sensors, 1 paused").waitFor();
  await page.getByRole("button", { name: "Resume SPAN Line A" }).click();
  await page.getByRole("row", { name: /^SPAN Line A network card eth1 watching/ }).waitFor();
  const acts = (await host.store.audit.list(0, 2)).map(({ act }) => act);
  assert.deepEqual(acts, ["start sensor", "stop sensor"]);
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("button", { name: "Remove sensor" }).click();
  await page.getByText("No network card or folder is watched").waitFor();
  await page.context().close();
});

test("the map shows lanes, unfolds nothing that is single, selects, filters by the address, and is saved as SVG and PNG", async () => {
  const { plc } = await known();
  const page = await signIn("root");
  await go(page, "map");
  const tile = page.locator(`[data-tile$="${plc.id}"]`);
  await tile.waitFor();
  assert.equal(
    await page.locator("svg.map .map-box").count(),
    7 + (await page.locator("svg.map .map-box.side").count()),
  );
  await tile.click();
  await page.getByRole("complementary", { name: plc.label }).waitFor();
  const [svg] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("button", { name: /Export/ })
      .click()
      .then(() => page.getByRole("button", { name: "Picture (SVG)" }).click()),
  ]);
  const drawn = readFileSync(await svg.path(), "utf8");
  assert.ok(drawn.startsWith("<svg") && drawn.includes(plc.label.slice(0, 6)) && !drawn.includes("<use"));
  const [png] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("button", { name: /Export/ })
      .click()
      .then(() => page.getByRole("button", { name: "Picture (PNG)" }).click()),
  ]);
  const bytes = readFileSync(await png.path());
  assert.equal(bytes.toString("latin1", 1, 4), "PNG");
  assert.ok(bytes.length > 20_000);
  await go(page, "map?level=1");
  await page.getByText(/^4 devices/).waitFor();
  await page.getByRole("link", { name: "Inventory" }).click();
  await page.getByText("4 of 16 devices").waitFor();
  await go(page, `map?device=${plc.id}`);
  await page.getByRole("button", { name: "Whole site" }).waitFor();
  await page.context().close();
});

test("the inventory sorts, filters, keeps a view, and sets the owner of several devices at once", async () => {
  const page = await signIn("root");
  await go(page, "inventory?sort=label");
  const rows = page.locator(".grid-body [role=row]");
  await rows.first().waitFor();
  assert.equal(await page.locator("[role=grid]").getAttribute("aria-rowcount"), "17");
  await page.getByLabel("Filter by kind").selectOption("plc");
  await page.getByText(/of 16 devices/).waitFor();
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Controllers");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "All devices" }).click();
  await page.getByRole("button", { name: "Controllers", exact: true }).click();
  await page.waitForFunction(() => location.hash.includes("role=plc"));
  await page.getByLabel("Select all that is loaded").check();
  await page.getByRole("button", { name: "Set owner" }).click();
  await page.getByRole("textbox", { name: "Owner" }).fill("Line A team");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  const { rows: plcs } = await host.store.things.list(SITE, "device", { limit: 50, where: { role: ["plc"] } });
  assert.ok(plcs.length > 1 && plcs.every(({ owner }) => owner === "Line A team"));
  // The file holds the columns that are shown, in their order, and the rows that the filters let through.
  await go(page, "inventory?role=plc&sort=label");
  await page.getByRole("button", { name: /^Columns/ }).click();
  for (const title of ["Firmware", "Importance", "Confidence"]) await page.getByLabel(title, { exact: true }).uncheck();
  await page.getByLabel("Owner", { exact: true }).check();
  await page.keyboard.press("Escape");
  const titles = await page.locator(".grid-head [role=columnheader]").allTextContents();
  assert.deepEqual(
    titles.map((title) => title.replace(/[▲▼]/, "").trim()).filter((title) => title !== ""),
    ["Name", "Address", "Kind", "Maker", "Model", "Level", "Zone", "Owner", "Last seen"],
  );
  await page.getByRole("button", { name: /^Export/ }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV of these 9 columns" }).click(),
  ]);
  const [head, ...lines] = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  assert.equal(head, "label,address,role,vendor,model,level,zone,owner,last_seen");
  assert.equal(lines.length, plcs.length);
  assert.ok(lines.every((line) => line.includes(",plc,") && line.includes(",Line A team,")));
  await go(page, "inventory?role=camera&level=0");
  await page.getByRole("heading", { name: "No device matches 2 filters" }).waitFor();
  await page.getByRole("button", { name: /^Remove/ }).click();
  await rows.first().waitFor();
  await page.context().close();
});

test("a device shows who it is and why it stands where it does, and a correction beside what the traffic says", async () => {
  const { plc } = await known();
  const page = await signIn("root");
  await go(page, `device/${plc.id}`);
  await page.getByRole("heading", { name: plc.label, level: 1 }).waitFor();
  await page.getByRole("heading", { name: "Why level 1" }).waitFor();
  await page.getByRole("button", { name: "Correct" }).click();
  await page.locator("dialog select").first().selectOption("level");
  await page.getByLabel("Is", { exact: true }).selectOption("2");
  await page.getByLabel("Why", { exact: true }).fill("It is a soft controller in the panel.");
  await page.getByRole("button", { name: "Correct", exact: true }).last().click();
  await page.getByRole("heading", { name: "Why level 2" }).waitFor();
  await page.getByText("It is a soft controller in the panel.", { exact: true }).waitFor();
  await page
    .getByRole("row", { name: /^Level 2/ })
    .getByRole("button", { name: "Take back" })
    .click();
  await page.getByRole("heading", { name: "Why level 1" }).waitFor();
  await page.context().close();
});

test("two addresses are merged into one device and split again", async () => {
  const { devices } = await known();
  const [one, other] = devices.filter(({ role, macs }) => role === "plc" && macs.length > 0);
  assert.ok(one && other);
  const page = await signIn("root");
  await go(page, `device/${one.id}`);
  await page.getByRole("button", { name: "Merge or split" }).click();
  await page.getByLabel("The other address").fill(other.ips[0] ?? "");
  await page.getByLabel("Why", { exact: true }).fill("Two cards of one rack.");
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  const merged = await host.store.things.list(SITE, "device", { limit: 50 });
  assert.equal(merged.total, devices.length - 1);
  for (const correction of await host.store.settings.corrections(SITE)) {
    if (correction.attribute !== "same as") continue;
    const answer = await page.evaluate(
      async (path) => (await fetch(path, { method: "DELETE", headers: { "x-bulkhead": "console" } })).status,
      `api/v1/sites/${SITE}/corrections/${correction.id}`,
    );
    assert.equal(answer, 204);
  }
  assert.equal((await host.store.things.list(SITE, "device", { limit: 50 })).total, devices.length);
  await page.context().close();
});

test("a finding leads to its packet: bytes and fields are marked alike, and the packets are saved as pcapng", async () => {
  const { finding } = await known();
  const page = await signIn("root");
  await go(page, `finding/${finding.id}`);
  await page.getByRole("heading", { name: finding.title, level: 1 }).waitFor();
  const [evidence] = finding.evidence;
  assert.ok(evidence);
  await page
    .getByRole("link", { name: evidence.frame.toLocaleString("en-US"), exact: true })
    .first()
    .click();
  await page.getByRole("heading", { name: new RegExp(`^Packet ${evidence.frame.toLocaleString("en-US")}`) }).waitFor();
  assert.equal(await page.locator(".bytes td:not(.text) .marked").count(), evidence.end - evidence.start);
  await page
    .locator(".field-name", { hasText: /^source port$/i })
    .first()
    .hover();
  assert.equal(await page.locator(".bytes td:not(.text) .pointed").count(), 2);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /Download packets/ }).click(),
  ]);
  assert.equal(readFileSync(await download.path()).toString("hex", 0, 4), "0a0d0d0a");
  await page.context().close();
});

test("a finding is acknowledged by key, muted with a reason and an end, closed and opened again", async () => {
  const { finding } = await known();
  const page = await signIn("root");
  await go(page, `finding/${finding.id}`);
  await page.getByRole("button", { name: /Acknowledge/ }).waitFor();
  await page.keyboard.press("a");
  await page.getByText("acknowledged by root").waitFor();
  await page.getByRole("button", { name: "Mute…" }).click();
  await page.getByLabel("Why", { exact: true }).fill("Planned work until Friday.");
  await page.getByRole("button", { name: "Mute", exact: true }).click();
  await page.getByText("Planned work until Friday.").waitFor();
  const [workflow] = await host.store.settings.workflows(SITE);
  assert.ok(workflow && workflow.state === "muted" && workflow.until > Date.now() / 1000 + 6 * 86400);
  await page.getByRole("link", { name: "Findings", exact: true }).first().click();
  await page.getByRole("button", { name: /^Muted 1/ }).click();
  await page.getByRole("link", { name: finding.title }).click();
  await page.getByRole("button", { name: "Open again" }).click();
  await page.getByRole("button", { name: /Acknowledge/ }).waitFor();
  await page.context().close();
});

test("several findings, and a whole group, are decided together by keys and with one comment", async () => {
  await host.addPerson("ana", "analyst");
  const page = await signIn("root");
  await go(page, "findings?group=none");
  const rows = page.locator(".finding-row");
  await rows.nth(3).waitFor();
  const ids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-finding") ?? ""));
  await page.keyboard.press("j");
  await page.keyboard.press("Space");
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  const bar = page.getByRole("toolbar", { name: "Selected" });
  await bar.getByText("2 selected").waitFor();
  await page.keyboard.press("a");
  await page.getByLabel("Comment").fill("Both in the round of Monday.");
  await page.getByRole("button", { name: "Acknowledge 2" }).click();
  await page.locator(`[data-finding="${ids[0]}"]`).waitFor({ state: "detached" });
  const workOf = async (id: string | undefined) =>
    (await host.store.settings.workflows(SITE)).find(({ finding }) => finding === id);
  for (const id of [ids[0], ids[2]]) {
    const work = await workOf(id);
    assert.deepEqual([work?.state, work?.why], ["acknowledged", "Both in the round of Monday."]);
  }
  // A stretch is ticked with Shift, a group by its head.
  await rows.nth(0).getByRole("checkbox").click();
  await rows
    .nth(1)
    .getByRole("checkbox")
    .click({ modifiers: ["Shift"] });
  await bar.getByText("2 selected").waitFor();
  await page.keyboard.press("Escape");
  await bar.getByText("Ticked findings are decided together.").waitFor();
  await go(page, "findings?state=acknowledged");
  await page
    .getByRole("checkbox", { name: /^Select all/ })
    .first()
    .check();
  for (const box of await page.getByRole("checkbox", { name: /^Select all/ }).all()) await box.check();
  await bar.getByText("2 selected").waitFor();
  await bar.getByRole("button", { name: "Assign…" }).click();
  await page.getByLabel("To", { exact: true }).selectOption("ana");
  await page.getByRole("button", { name: "Assign 2" }).click();
  await page.getByText("for ana").nth(1).waitFor();
  for (const box of await page.getByRole("checkbox", { name: /^Select all/ }).all()) await box.check();
  await bar.getByRole("button", { name: "Close…" }).click();
  await page.getByLabel("Why", { exact: true }).fill("Done.");
  await page.getByRole("button", { name: "Close 2" }).click();
  await page.getByText("No finding is acknowledged").waitFor();
  const closed = await workOf(ids[2]);
  assert.deepEqual([closed?.state, closed?.assignee], ["closed", "ana"]);
  const entries = await host.store.audit.list(0, 2);
  assert.deepEqual(
    new Set(entries.map(({ act, target }) => `${act} ${target}`)),
    new Set([ids[0], ids[2]].map((id) => `work on findings ${SITE} ${id}`)),
  );
  await go(page, "findings?state=closed");
  for (const box of await page.getByRole("checkbox", { name: /^Select all/ }).all()) await box.check();
  await bar.getByRole("button", { name: "Open again" }).click();
  await page.getByText("No finding is closed").waitFor();
  const change = { state: "open", why: "", assignee: "" } as const;
  for (const id of [ids[0], ids[2]]) {
    await host.store.settings.putWorkflow(SITE, { ...change, finding: id ?? "", who: "root", when: 1, until: 0 });
  }
  await page.context().close();
});

test("a moment of the past is shown and told, and two moments are compared", async () => {
  const page = await signIn("root");
  const head = await host.store.journal.head(SITE);
  const now = (await host.store.things.list(SITE, "link", { limit: 1 })).total;
  const [first] = await host.store.journal.after(SITE, 0, 1);
  assert.ok(first && first.time < head.time);
  const then = (await host.store.things.list(SITE, "link", { limit: 1, at: first.time })).total;
  assert.ok(then < now, `fewer conversations then: ${then} of ${now}`);
  await go(page, `conversations?at=${first.time}`);
  await page.getByText("Nothing on this page is live.").waitFor();
  await page.getByText(`${then} who ask whom`).waitFor();
  await page.getByRole("button", { name: "Back to now" }).click();
  await page.getByText(`${now} who ask whom`).waitFor();
  // What happened at one moment is one row, and unfolds.
  await go(page, "timeline?kind=device&what=added");
  const folded = page.getByRole("button", { name: /^\d+ devices appeared$/ }).last();
  const count = Number(/^\d+/.exec((await folded.textContent())?.replace(/^\W+/, "") ?? "")?.[0]);
  const before = await page.locator("table.changes tbody tr").count();
  assert.ok(count >= 3);
  await folded.click();
  await page
    .locator("table.changes tr.inside")
    .nth(count - 1)
    .waitFor();
  assert.equal(await page.locator("table.changes tbody tr").count(), before + count);
  assert.equal(await folded.getAttribute("aria-expanded"), "true");
  await folded.press("Enter");
  await page.locator("table.changes tr.inside").first().waitFor({ state: "detached" });
  await go(page, `timeline?from=${first.time}&kind=link`);
  await page.getByRole("heading", { name: "What differs between two moments" }).waitFor();
  await page
    .getByRole("row", { name: /Conversation added/ })
    .first()
    .waitFor();
  await page.getByRole("link", { name: "On the map" }).click();
  await page.getByText(/compared with now\. Devices: .*Conversations: \d+ new/).waitFor();
  assert.ok((await page.locator("svg.map .map-new").count()) > 0, "new lines have a dot");
  const isNew = page.locator("svg.map .map-tile.is-new", { hasText: "+ new" });
  assert.ok((await isNew.count()) > 0, "new devices say so");
  await page.getByRole("button", { name: "Only lines that differ" }).click();
  await page.waitForFunction(() => location.hash.includes("differ=only"));
  await page.getByRole("button", { name: "End the comparison" }).click();
  await page.locator("svg.map .map-new").first().waitFor({ state: "detached" });
  await page.context().close();
});

test("every view follows changes without moving what is being read", async () => {
  const page = await signIn("root", { viewport: { width: 1440, height: 520 } });
  await go(page, "inventory?sort=label");
  await page.locator(".grid-body [role=row]").first().waitFor();
  const grid = page.locator("[role=grid]");
  await grid.evaluate((element) => element.scrollTo(0, 40));
  const { devices } = await known();
  await page.evaluate(
    async ({ path, address }) => {
      await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", "x-bulkhead": "console" },
        body: JSON.stringify({ address, attribute: "zone", value: "Live zone", why: "" }),
      });
    },
    { path: `api/v1/sites/${SITE}/corrections`, address: devices[0]?.ips[0] ?? "" },
  );
  await page.getByRole("gridcell", { name: "Live zone" }).waitFor();
  assert.equal(await grid.evaluate((element) => element.scrollTop), 40);
  await page.context().close();
});

test("what another person decides and corrects comes to every open page, and nothing that is read moves", async () => {
  await host.addPerson("ben", "operator");
  const { finding, devices } = await known();
  const device = devices.find(({ id }) => id === finding.devices[0]);
  assert.ok(device);
  const ben = await signIn("ben");
  const does = async (method: string, path: string, body: unknown): Promise<void> => {
    const status = await ben.evaluate(
      async (asked) => {
        const headers = { "content-type": "application/json", "x-bulkhead": "console" };
        return (await fetch(asked.path, { method: asked.method, headers, body: JSON.stringify(asked.body) })).status;
      },
      { method, path: `api/v1/sites/${SITE}/${path}`, body },
    );
    assert.equal(status, 200);
  };
  const list = await signIn("root", { viewport: { width: 1440, height: 420 } });
  await go(list, "findings?group=none");
  const rows = list.locator(".finding-row");
  await rows.nth(2).waitFor();
  const row = rows.filter({ hasText: finding.title }).first();
  await list.locator("main").evaluate((element) => element.scrollTo(0, 60));
  const place = await row.boundingBox();
  const count = await rows.count();
  const one = await signIn("root");
  await go(one, `finding/${finding.id}`);
  await one.getByRole("button", { name: /Acknowledge/ }).waitFor();
  const page = await signIn("root");
  await go(page, `device/${device.id}`);
  await page.getByRole("heading", { name: device.label, level: 1 }).waitFor();
  const audit = await signIn("root");
  await go(audit, "settings/audit");
  await audit.getByRole("button", { name: "Verify the chain" }).waitFor();

  await does("PUT", `workflows/${finding.id}`, { state: "closed", why: "The drawing was old." });
  await row.getByText("closed by ben").waitFor();
  assert.deepEqual(await row.boundingBox(), place, "the row stays where it was");
  assert.equal(await rows.count(), count);
  await list.locator(".polite", { hasText: "ben closed 1 finding." }).waitFor();
  await list.getByRole("button", { name: /^Closed 1/ }).waitFor();
  await one.getByText("The drawing was old.").waitFor();
  await one.getByRole("button", { name: "Open again" }).waitFor();
  await audit.getByRole("button", { name: "Show newer entries" }).click();
  await audit
    .getByRole("row", { name: /ben .*work on finding/ })
    .first()
    .waitFor();

  const correction = { address: device.ips[0] ?? "", attribute: "owner", value: "Shift B", why: "Asked the foreman." };
  await does("POST", "corrections", correction);
  await page.getByText("Asked the foreman.").waitFor();
  await does("PUT", `workflows/${finding.id}`, { state: "open", why: "" });
  await one.getByRole("button", { name: /Acknowledge/ }).waitFor();
  await row.getByText("closed by ben").waitFor({ state: "detached" });
  for (const opened of [ben, list, one, page, audit]) await opened.context().close();
});

test("people and tokens are managed, each role sees what it may do, and what it may not is refused in words", async () => {
  const page = await signIn("root");
  await go(page, "settings/people");
  for (const role of ["viewer", "analyst"]) {
    await page.getByRole("button", { name: "Add a person" }).click();
    await page.getByLabel("Name").fill(role);
    await page.getByLabel("Role").selectOption(role);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("row", { name: new RegExp(`^${role} `) }).waitFor();
  }
  await go(page, "settings/tokens");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByLabel("Name").fill("SIEM export");
  await page.getByRole("button", { name: "Make", exact: true }).click();
  const secret = await page.locator("[data-secret]").textContent();
  const answer = await fetch(`${host.server.address}/api/v1/sites`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  assert.equal(answer.status, 200);
  await go(page, "settings/audit");
  await page.getByRole("button", { name: "Verify the chain" }).click();
  await page.getByText("The chain holds").waitFor();
  await page.context().close();

  const { finding, plc } = await known();
  const viewer = await signIn("viewer");
  await go(viewer, `finding/${finding.id}`);
  await viewer.getByText("Analysts and above decide on findings.").waitFor();
  assert.equal(await viewer.getByRole("button", { name: /Acknowledge/ }).count(), 0);
  await go(viewer, `device/${plc.id}`);
  await viewer.getByRole("heading", { name: plc.label, level: 1 }).waitFor();
  assert.equal(await viewer.getByRole("button", { name: "Correct" }).count(), 0);
  await go(viewer, "settings/people");
  await viewer.getByRole("heading", { name: "Your role does not manage people" }).waitFor();
  const status = await viewer.evaluate(async (path) => (await fetch(path)).status, "api/v1/people");
  assert.equal(status, 403);
  await viewer.context().close();

  const analyst = await signIn("analyst");
  await go(analyst, `finding/${finding.id}`);
  await analyst.getByRole("button", { name: /Acknowledge/ }).waitFor();
  await go(analyst, "sources");
  await analyst.getByRole("button", { name: "Choose captures" }).waitFor();
  assert.equal(await analyst.getByRole("button", { name: "Watch a folder" }).count(), 0);
  await analyst.context().close();
});

test("keys lead through the pages, and can be switched off", async () => {
  const page = await signIn("root");
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await page.getByRole("heading", { name: "Inventory", level: 1 }).waitFor();
  await page.locator(".grid-body [role=row]").first().waitFor();
  await page.locator("[role=grid]").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.startsWith("#/device/"));
  await page.keyboard.press("/");
  await page.keyboard.type("10.20");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  await go(page, "settings");
  await page.getByLabel(/Single keys work/).uncheck();
  await page.getByRole("heading", { name: "Settings", level: 1 }).click();
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  assert.ok(page.url().endsWith("#/settings"));
  await page.context().close();
});

// Only contrast depends on the theme.
test("no page has an accessibility fault that axe finds, in light and dark, nor scrolls sideways at 400 % zoom", async () => {
  const { plc, finding } = await known();
  const [evidence] = finding.evidence;
  const [first] = await host.store.journal.after(SITE, 0, 1);
  const places = [
    "",
    "findings",
    `finding/${finding.id}`,
    "map",
    `map?tile=${encodeURIComponent(`1/${plc.id}`)}`,
    "inventory",
    `device/${plc.id}`,
    `device/${plc.id}?tab=services`,
    `evidence/${evidence?.capture}/${evidence?.frame}?mark=${evidence?.start}-${evidence?.end}`,
    "conversations",
    "points",
    "blind-spots",
    "timeline",
    "timeline?from=1",
    `map?from=${first?.time ?? 1}`,
    "sources",
    "settings",
    "settings/people",
    "settings/tokens",
    "settings/keeping",
    "settings/audit",
    "nowhere",
  ];
  const faults: string[] = [];
  const looked = await signIn("root", { reducedMotion: "reduce" });
  await looked.evaluate(AXE);
  for (const place of places) {
    await go(looked, place);
    await looked.locator("main h1, main h2").first().waitFor();
    await looked.waitForFunction(() => !document.querySelector(".ghost"));
    for (const colorScheme of ["light", "dark"] as const) {
      await looked.emulateMedia({ colorScheme });
      for (const fault of await looked.evaluate(axeFaults, colorScheme === "dark"))
        faults.push(`${colorScheme} ${place || "overview"}: ${fault}`);
    }
  }
  await looked.context().close();
  assert.deepEqual(faults, []);
  const page = await signIn("root", { viewport: { width: 360, height: 640 } });
  for (const place of [
    "",
    "findings",
    `finding/${finding.id}`,
    "inventory",
    `device/${plc.id}`,
    "blind-spots",
    "sources",
    "settings",
  ]) {
    await go(page, place);
    await page.locator("main h1").waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${place || "overview"} is ${wide} px too wide`);
    const main = await page.locator("main").evaluate((element) => element.scrollWidth - element.clientWidth);
    assert.ok(main <= 1, `the content of ${place || "overview"} is ${main} px too wide`);
  }
  await page.context().close();
});

test("nothing was refused by the content security policy, and no page threw", () => {
  assert.deepEqual(complaints, []);
});
