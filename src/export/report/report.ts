import type { Assessment, Device } from "../../model/assessment.ts";
import { hidesTraffic } from "../../model/fault.ts";
import { type Directory, makeDirectory, worstByLevel } from "../order.ts";
import { headline, periodPhrase } from "../sentences.ts";
import { formatBytes, formatCount, formatShare, LEVEL_ORDER, levelName, plural } from "../words.ts";
import { deviceCard } from "./cards.ts";
import { conversationsSection } from "./conversations.ts";
import { blindSpotsSection, capturesSection, protocolsSection } from "./coverage.ts";
import { findingsSection } from "./findings.ts";
import { inventorySection, MOST_ROWS } from "./inventory.ts";
import { mapSection } from "./map.ts";
import { levelMark, type Page, severityMark } from "./marks.ts";
import { type Content, html, type Markup, render, trusted } from "./markup.ts";
import { SCRIPT, SCRIPT_HASH } from "./script.ts";
import { STYLE, STYLE_HASH } from "./style.ts";
import { SYMBOLS } from "./symbols.ts";

/** Device cards beyond these bounds are left to assessment.json. */
const MOST_CARDS = 1000;
const MOST_CARD_LETTERS = 6_000_000;

const SECTIONS: readonly (readonly [id: string, name: string])[] = [
  ["findings", "Needs a person"],
  ["map", "Map"],
  ["inventory", "Inventory"],
  ["devices", "Devices"],
  ["conversations", "Conversations"],
  ["blind-spots", "What you did not see"],
  ["protocols", "Protocols"],
  ["captures", "Captures"],
  ["reading", "How to read this"],
];

/**
 * The assessment as one HTML page that needs nothing from outside: no resource is fetched, and its policy lets only its
 * own style and script run. Every text is escaped. Long lists are bounded and say what they leave to the other files.
 */
export function renderReport(assessment: Assessment): string {
  const directory = makeDirectory(assessment);
  const anchors = new Map(directory.inventory.slice(0, MOST_ROWS).map((device, index) => [device.id, `d${index + 1}`]));
  const { cards, carded } = drawCards({ directory, captures: assessment.captures, anchors });
  const page: Page = { directory, captures: assessment.captures, anchors };
  const links = new Map(assessment.links.map((link) => [link.id, link]));
  const { heading, lead } = headline(assessment);
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; script-src 'sha256-${SCRIPT_HASH}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const { generator } = assessment;
  return render(html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${generator.name} ${generator.version}">
<meta name="referrer" content="no-referrer">
<title>Site assessment: ${heading}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to what needs a person</a>
${SYMBOLS}
<header class="top"><svg class="logo" viewBox="0 0 20 22" aria-hidden="true"><path d="M2 2h16v9c0 5-3.5 7.5-8 9-4.5-1.5-8-4-8-9zM10 2v18M2 9h8"/></svg><span class="brand">Bulkhead</span><span class="soft">Site assessment</span><span class="right">${periodPhrase(assessment)}<br>Passive: nothing was sent into the network</span></header>
<nav class="sections" aria-label="Sections">${SECTIONS.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>
<main>
<div class="lead"><h1>${heading}</h1><p>${lead}</p></div>
${captureBanner(assessment)}
<div class="columns">${findingsSection(page, links)}<section aria-labelledby="where-head"><h2 id="where-head">Where things are</h2>${placesCard(assessment, directory)}</section></div>
${numbersStrip(assessment)}
${mapSection(assessment, page)}
${inventorySection(page, carded)}
${devicesSection(cards, carded.size, assessment.devices.length)}
${conversationsSection(page, assessment.links)}
${blindSpotsSection(page, assessment)}
${protocolsSection(assessment)}
${capturesSection(assessment.captures)}
${readingSection()}
</main>
<footer>Made by ${generator.name} ${generator.version} from ${plural(assessment.captures.length, "capture")}. The same captures give the same report, byte for byte. All times are UTC.</footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`);
}

/** Cards in the order of the inventory; where not all fit, devices with the gravest findings come first. */
function drawCards(page: Page): { cards: Markup[]; carded: ReadonlySet<string> } {
  const { inventory, findingsOfDevice } = page.directory;
  const chosen = inventory
    .filter((device) => page.anchors.has(device.id))
    .map((device, index) => ({ device, index, first: findingsOfDevice.get(device.id)?.[0]?.number ?? Infinity }))
    .sort((one, other) => (one.first === other.first ? one.index - other.index : one.first - other.first))
    .slice(0, MOST_CARDS);
  const drawn: { card: Markup; index: number; device: Device }[] = [];
  let letters = 0;
  for (const { device, index } of chosen) {
    if (letters > MOST_CARD_LETTERS) break;
    const card = deviceCard(page, device, page.anchors.get(device.id)!);
    letters += card.markup.length;
    drawn.push({ card, index, device });
  }
  drawn.sort((one, other) => one.index - other.index);
  return { cards: drawn.map(({ card }) => card), carded: new Set(drawn.map(({ device }) => device.id)) };
}

function devicesSection(cards: readonly Markup[], shown: number, total: number): Markup {
  const rest = total - shown;
  return html`<section id="devices" aria-labelledby="devices-head"><h2 id="devices-head">Devices <span class="note">open one to see why</span> <button type="button" class="plain-button" id="unfold-all" hidden>Unfold all</button></h2>${cards}${rest > 0 ? html`<p class="soft">${plural(rest, "device")} without a card here, to keep this page usable. devices.csv and assessment.json hold every device.</p>` : null}</section>`;
}

function captureBanner({ captures }: Assessment): Content {
  const broken = captures.filter(({ faults }) => faults.some(({ name }) => hidesTraffic(name)));
  if (broken.length === 0) return null;
  const names = broken
    .slice(0, 3)
    .map(({ name }) => name)
    .join(", ");
  const rest = broken.length > 3 ? ` and ${formatCount(broken.length - 3)} more` : "";
  return html`<div class="banner">${severityMark("high", false)}<p><b>${broken.length === 1 ? "One capture was not read in full" : `${formatCount(broken.length)} captures were not read in full`}:</b> ${names}${rest}. What could be read is used. <a href="#captures">What was wrong</a></p></div>`;
}

function placesCard(assessment: Assessment, directory: Directory): Markup {
  const counts = new Map(assessment.summary.levels.map(({ level, devices }) => [level, devices]));
  const most = Math.max(1, ...counts.values());
  const worst = worstByLevel(directory);
  const rows = LEVEL_ORDER.filter((level, index) => index < 7 || (counts.get(level) ?? 0) > 0).map((level) => {
    const count = counts.get(level) ?? 0;
    const severity = worst.get(level);
    const width = Number(((count / most) * 100).toFixed(1));
    return html`<div class="place${level === "3.5" ? " idmz" : ""}">${levelMark(level)}<span>${levelName(level)}</span><svg class="count" viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true"><rect width="${width}" height="9"/></svg><span class="amount">${count > 0 ? formatCount(count) : "–"}</span><span>${severity ? severityMark(severity) : null}</span></div>`;
  });
  return html`<div class="card places">${rows}</div>`;
}

function numbersStrip({ summary, protocols, captures }: Assessment): Markup {
  const undissected = protocols.filter(({ state }) => state !== "dissected").length;
  const tiles: [string, string, string][] = [
    [
      formatCount(summary.devices),
      "Devices",
      `${plural(summary.levels.length, "level or segment", "levels and segments")}`,
    ],
    [
      formatCount(summary.links),
      "Conversations",
      `${plural(summary.flows, "flow")}${summary.toldLinks ? `, ${formatCount(summary.toldLinks)} more only told` : ""}`,
    ],
    [formatCount(protocols.length), "Protocols", `${formatCount(undissected)} not dissected`],
    [formatCount(summary.frames), "Frames", `${formatBytes(summary.bytes)}, ${plural(captures.length, "capture")}`],
    [formatShare(summary.explained), "Traffic explained", "the rest under What you did not see"],
  ];
  return html`<div class="card numbers">${tiles.map(([value, name, more]) => html`<div><b>${value}</b><span>${name}<small>${more}</small></span></div>`)}</div>`;
}

function readingSection(): Markup {
  return html`<section id="reading" aria-labelledby="reading-head"><h2 id="reading-head">How to read this report</h2><div class="card padded"><div class="reading">
<div><h3>Evidence</h3><p>A chip shows how sure a value is and who said it: four bars from 0.90, three from 0.70, two from 0.40. It unfolds to the capture, the frame and the bytes. Frames count from 1, bytes from 0 within the frame, as in common analyzers. Values that lost stay visible, with the reason.</p></div>
<div><h3>Levels</h3><p>A level is inferred from what a device does, as a sum of reasons. “Review” means that the two best levels are close: ask somebody who knows the plant. Side segments (Medical, Building, Private 5G, Outside) stand beside the levels.</p></div>
<div><h3>Lines</h3><p>Lines run from client to server. Thin lines read, heavy lines write, double lines program, dotted lines touch no process. Color marks findings only. Hatching always means “not seen”.</p></div>
<div><h3>Severity</h3><p>Critical is a filled square, high a triangle, medium a diamond, low a circle. Severity is weighed for the domain: safety and availability first in OT, privacy in IoT, patients in IoMT. Each finding says when it is a false alarm.</p></div>
<div><h3>Limits</h3><p>The report knows only what crossed the captured wires in this period. No finding is not a proof of health. Passwords and other secrets are never written here, only that they were seen.</p></div>
<div><h3>Other files</h3><p>assessment.json holds everything for machines, devices.csv, links.csv and points.csv the tables for spreadsheets. Cells that would start a formula carry a leading apostrophe.</p></div>
</div></div></section>`;
}
