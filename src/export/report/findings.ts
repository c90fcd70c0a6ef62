import type { Finding, Link } from "../../model/assessment.ts";
import { formatTime } from "../../model/time.ts";
import type { NumberedFinding } from "../order.ts";
import { capitalized, formatCount, formatShare, plural } from "../words.ts";
import { deviceLink, evidenceLine, levelMark, limited, MOST_FINDINGS, type Page, severityMark } from "./marks.ts";
import { type Content, html, joined, type Markup } from "./markup.ts";

const MOST_DEVICES = 24;
const MOST_EVIDENCE = 12;

/** What needs a person: every finding with why, check, advice and evidence, gravest first. */
export function findingsSection(page: Page, links: ReadonlyMap<string, Link>): Markup {
  const { findings } = page.directory;
  const shown = findings.slice(0, MOST_FINDINGS);
  const rest = findings.length - shown.length;
  const body =
    findings.length === 0
      ? html`<p class="empty">No detection fired. That is not a proof of health: see what was not seen.</p>`
      : html`${shown.map((numbered) => findingCard(page, numbered, links))}${rest > 0 ? html`<p class="empty">${plural(rest, "more finding")} of lesser severity in assessment.json.</p>` : null}`;
  return html`<section id="findings" aria-labelledby="findings-head"><h2 id="findings-head">Needs a person <span class="note">${findings.length}</span></h2><div class="card">${body}</div></section>`;
}

function findingCard(page: Page, { number, finding }: NumberedFinding, links: ReadonlyMap<string, Link>): Markup {
  const urgent = finding.severity === "critical" || finding.severity === "high";
  const facts = [
    finding.threatens.length > 0
      ? html`<span><span class="soft">Threatens</span> <b>${capitalized(finding.threatens.join(", "))}</b></span>`
      : null,
    finding.check ? html`<span><span class="soft">First check</span> <b>${finding.check}</b></span>` : null,
  ];
  return html`<article class="finding ${finding.severity}" id="f${number}" aria-labelledby="f${number}-head">
<div class="finding-mark">${severityMark(finding.severity, false)}<span class="finding-number">${number}</span></div>
<div class="finding-body"><h3 id="f${number}-head"><span class="unseen">${finding.severity}: </span>${finding.title}</h3>
${finding.detail ? html`<p class="detail">${finding.detail}</p>` : null}<p class="facts">${facts}</p>
<details${urgent ? html` data-paper` : null}><summary>Why it matters, what to do, evidence</summary>${findingDepth(page, finding)}</details></div>
<div class="finding-side">${levelsOf(page, finding, links)}<br><span class="soft">${finding.severity}${finding.count > 1 ? ` · ${formatCount(finding.count)} times` : ""}</span><br>${when(finding)}</div></article>`;
}

function findingDepth(page: Page, finding: Finding): Markup {
  const ids = [...finding.techniques, ...finding.checks];
  const rows: [string, Content][] = [];
  if (finding.why) rows.push(["Why it matters", finding.why]);
  if (finding.advice.length > 0) {
    rows.push([
      "What to do",
      html`<ul class="plain">${finding.advice.map(({ action, tag }) => html`<li><span class="tag ${tag === "Do not" ? "tag-not" : tag === "Safe now" ? "tag-safe" : "tag-room"}">${tag}</span> ${action}</li>`)}</ul>`,
    ]);
  }
  if (finding.falseAlarm) rows.push(["False alarm when", finding.falseAlarm]);
  if (finding.devices.length > 0) {
    const drawn = limited(
      finding.devices,
      MOST_DEVICES,
      (id) => deviceLink(page, id),
      (count) => `${formatCount(count)} more in assessment.json`,
    );
    rows.push(["Devices", joined(drawn, ", ")]);
  }
  const evidence = limited(
    finding.evidence,
    MOST_EVIDENCE,
    (item) => html`<li>${evidenceLine(page, item)}</li>`,
    (count) => html`<li>${formatCount(count)} more in assessment.json</li>`,
  );
  rows.push([
    "Evidence",
    evidence.length > 0
      ? html`<ul class="plain">${evidence}</ul>`
      : "Follows from several facts; no single packet says it.",
  ]);
  rows.push([
    "Weighed as",
    `${finding.weighedAs}, ${formatShare(finding.confidence)} sure. Detection “${finding.detection}”${ids.length > 0 ? `, ${ids.join(", ")}` : ""}.`,
  ]);
  return html`<dl class="pairs">${rows.map(([name, content]) => html`<dt>${name}</dt><dd>${content}</dd>`)}</dl>`;
}

function levelsOf(page: Page, finding: Finding, links: ReadonlyMap<string, Link>): Content {
  const { devices } = page.directory;
  const link = finding.links.length > 0 ? links.get(finding.links[0]) : undefined;
  const client = link && devices.get(link.client);
  const server = link && devices.get(link.server);
  if (client && server) {
    return html`<span class="levels">${levelMark(client.level.level)}<span aria-hidden="true"> → </span><span class="unseen"> to </span>${levelMark(server.level.level)}</span>`;
  }
  const levels = [...new Set(finding.devices.slice(0, 50).map((id) => devices.get(id)?.level.level))];
  return html`<span class="levels">${levels.slice(0, 3).map((level) => (level ? levelMark(level) : null))}</span>`;
}

function when({ firstSeen, lastSeen }: Finding): string {
  const first = formatTime(firstSeen);
  if (first === "not seen") return "";
  return Math.floor(firstSeen) === Math.floor(lastSeen) ? first : `${first} to ${formatTime(lastSeen).slice(11)}`;
}
