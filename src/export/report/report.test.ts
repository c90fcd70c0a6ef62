import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { Assessment } from "../../model/assessment.ts";
import { inventAssessment } from "../fixture.ts";
import { escapeText, html, render } from "./markup.ts";
import { renderReport } from "./report.ts";
import { SCRIPT, SCRIPT_HASH } from "./script.ts";
import { STYLE, STYLE_HASH } from "./style.ts";

const VOID = new Set(["meta", "br", "input"]);

/** Every element of the page by its opening tag; fails on text that breaks out, on duplicate ids and on wrong nesting. */
function readTags(page: string): { name: string; attributes: Map<string, string> }[] {
  const body = page
    .replace(/<!DOCTYPE html>/, "")
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<script>[\s\S]*?<\/script>/, "");
  const tags: { name: string; attributes: Map<string, string> }[] = [];
  const open: string[] = [];
  const ids = new Set<string>();
  for (const piece of body.split(/(?=<)|(?<=>)/)) {
    if (!piece.startsWith("<")) {
      assert.ok(!piece.includes("<") && !piece.includes(">"), `stray bracket in ${piece.slice(0, 80)}`);
      continue;
    }
    const match = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)(\/?)>$/.exec(piece);
    assert.ok(match, `not a tag: ${piece.slice(0, 120)}`);
    const [, end, name, rest, closed] = match;
    if (end) {
      assert.equal(open.pop(), name, `</${name}> closes the wrong element`);
      continue;
    }
    const attributes = new Map(
      [...rest.matchAll(/ ([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [key, value ?? ""]),
    );
    const id = attributes.get("id");
    if (id !== undefined) {
      assert.ok(!ids.has(id), `id ${id} twice`);
      ids.add(id);
    }
    tags.push({ name, attributes });
    if (!closed && !VOID.has(name)) open.push(name);
  }
  assert.deepEqual(open, []);
  for (const { attributes } of tags) {
    const target = attributes.get("href");
    if (target !== undefined) {
      assert.match(target, /^#/, "only fragments are linked");
      assert.ok(ids.has(target.slice(1)), `${target} leads nowhere`);
    }
  }
  return tags;
}

/** The assessment with every text of every depth changed; ids keep agreeing because equal texts change alike. */
function withTexts(assessment: Assessment, change: (text: string) => string): Assessment {
  const keep = new Set([
    "level",
    "runnerUp",
    "role",
    "domain",
    "act",
    "severity",
    "attribute",
    "presence",
    "exposure",
    "tag",
    "weighedAs",
  ]);
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return keep.has(key) ? value : change(value);
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, name)]));
  };
  return walk(assessment, "") as Assessment;
}

/** A site of `count` devices made of copies of the invented one. */
function inventLargeSite(count: number): Assessment {
  const assessment = inventAssessment();
  const { devices, links } = assessment;
  assessment.devices = [];
  assessment.links = [];
  for (let copy = 0; assessment.devices.length < count; copy++) {
    const renamed = (id: string) => (copy === 0 ? id : `${id}-${copy}`);
    for (const device of devices) {
      assessment.devices.push({ ...device, id: renamed(device.id), label: renamed(device.label) });
    }
    for (const link of links) {
      assessment.links.push({
        ...link,
        id: renamed(link.id),
        client: renamed(link.client),
        server: renamed(link.server),
      });
    }
  }
  assessment.summary.devices = assessment.devices.length;
  return assessment;
}

test("the page is well formed, links only within itself, and says what matters", () => {
  const page = renderReport(inventAssessment());
  const tags = readTags(page);
  assert.ok(page.includes("<h1>Two things need a person</h1>"));
  for (const words of [
    "A building station wrote a dosing set-point",
    "Lost: only the web page says so",
    "9f86d081884c",
  ]) {
    assert.ok(page.includes(words), words);
  }
  const levels = tags.filter(({ name }) => /^h[1-6]$/.test(name)).map(({ name }) => Number(name[1]));
  for (const [index, level] of levels.entries()) {
    assert.ok(index === 0 ? level === 1 : level <= levels[index - 1] + 2, "headings descend in order");
  }
  assert.equal(tags.filter(({ name, attributes }) => name === "th" && !attributes.has("scope")).length, 0);
});

test("no resource comes from outside, and only the page's own style and script may run", () => {
  const page = renderReport(inventAssessment());
  for (const { name, attributes } of readTags(page)) {
    assert.ok(!["link", "img", "iframe", "object", "embed", "base", "form", "image"].includes(name), name);
    for (const attribute of attributes.keys()) {
      assert.ok(!attribute.startsWith("on") && attribute !== "src" && attribute !== "style", `${name} ${attribute}`);
    }
  }
  assert.doesNotMatch(page, /url\((?!#)|@import|https?:\/\//);
  const hash = (text: string) => createHash("sha256").update(text).digest("base64");
  assert.equal(STYLE_HASH, hash(STYLE));
  assert.equal(SCRIPT_HASH, hash(SCRIPT));
  assert.ok(page.includes(`<style>${STYLE}</style>`) && page.includes(`<script>${SCRIPT}</script>`));
  assert.ok(
    page.includes(`style-src &#39;sha256-${STYLE_HASH}&#39;`) || page.includes(`style-src 'sha256-${STYLE_HASH}'`),
  );
});

test("hostile texts stay texts wherever they stand", () => {
  for (const hostile of [
    `<script>alert(1)</script>`,
    `"><img src=x onerror=alert(1)>`,
    `' onmouseover='alert(1)`,
    `</style></title></svg><script>`,
    `\u202Egnp.exe\u0000\u001b[31m`,
    `\ud800`,
    "&lt;b&gt;",
    "javascript:alert(1)",
    "__proto__",
  ]) {
    const page = renderReport(withTexts(inventAssessment(), (text) => text + hostile));
    const tags = readTags(page);
    assert.equal(tags.filter(({ name }) => name === "script" || name === "img").length, 0);
    assert.doesNotMatch(page, /[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/);
    assert.ok(page.isWellFormed());
  }
});

test("an empty assessment is a whole page", () => {
  const assessment = inventAssessment();
  const empty: Assessment = {
    ...assessment,
    captures: [],
    devices: [],
    links: [],
    findings: [],
    blindSpots: [],
    protocols: [],
    period: { from: 0, to: 0 },
    summary: { ...assessment.summary, frames: 0, bytes: 0, devices: 0, links: 0, levels: [], explained: 0 },
  };
  const page = renderReport(empty);
  readTags(page);
  assert.ok(page.includes("<h1>No traffic was read</h1>"));
});

test("two renderings are identical, and two thousand devices stay within 24 MB", () => {
  const assessment = inventLargeSite(2000);
  const page = renderReport(assessment);
  assert.equal(page, renderReport(assessment));
  assert.ok(page.length < 24_000_000, `${page.length} letters`);
  readTags(page);
});

test("devices beyond the bound are counted in words and not linked", () => {
  const page = renderReport(inventLargeSite(2600));
  readTags(page);
  assert.match(page, /devices without a card here/);
});

test("findings beyond the bound are counted in words and not linked", () => {
  const assessment = inventAssessment();
  const [first] = assessment.findings;
  assessment.findings = Array.from({ length: 700 }, (_, index) => ({ ...first, id: `${index}`, severity: "high" }));
  const page = renderReport(assessment);
  readTags(page);
  assert.match(page, /300 more findings/);
});

test("templates escape what is inserted and nothing else", () => {
  assert.equal(
    render(html`<b title="${'"<'}">${["a&b", html`<i>c</i>`, null, 1]}</b>`),
    '<b title="&quot;&lt;">a&amp;b<i>c</i>1</b>',
  );
  assert.equal(escapeText("a\u0007b\u2066"), "a\ufffdb\ufffd");
});
