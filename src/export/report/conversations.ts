import { ACTS } from "../../model/act.ts";
import type { Link } from "../../model/assessment.ts";
import { formatTime } from "../../model/time.ts";
import { titleOf } from "../order.ts";
import { formatBytes, formatCount, formatMac, operationName, plural, toldWords } from "../words.ts";
import { summarizeOperations } from "./cards.ts";
import {
  actMark,
  deviceLink,
  evidenceChip,
  findingLink,
  levelMark,
  limited,
  type Page,
  severityMark,
} from "./marks.ts";
import { type Content, html, type Markup } from "./markup.ts";

/** Rows beyond this number are in links.csv only; findings and heavy acts come first. */
export const MOST_CONVERSATIONS = 1000;
const MOST_OPERATIONS = 24;
const MOST_TARGETS = 12;

/** Who talks to whom about what: findings first, then by weight of the act. */
export function conversationsSection(page: Page, links: readonly Link[]): Markup {
  const rank = (link: Link) => page.directory.findingsOfLink.get(link.id)?.[0]?.number ?? Number.MAX_SAFE_INTEGER;
  const sorted = links
    .map((link, index) => ({ link, index, rank: rank(link) }))
    .sort(
      (one, other) =>
        one.rank - other.rank || ACTS.indexOf(other.link.act) - ACTS.indexOf(one.link.act) || one.index - other.index,
    )
    .map(({ link }) => link);
  const rows = sorted.slice(0, MOST_CONVERSATIONS);
  const rest = sorted.length - rows.length;
  const body =
    rows.length === 0
      ? html`<p class="empty">No conversation was seen.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Conversations table"><table class="dense" data-sortable data-noun="conversations"><caption class="unseen">Conversations, those of findings first, then by weight of the act</caption><thead><tr>
<th scope="col">Client</th><th scope="col">Act</th><th scope="col">Server</th><th scope="col">Protocol</th><th scope="col">What</th><th scope="col" class="number">Frames</th><th scope="col" class="number">Bytes</th><th scope="col">Remarks</th><th scope="col">Last seen, UTC</th></tr></thead><tbody>
${rows.map((link) => row(page, link))}</tbody></table></div>${rest > 0 ? html`<p class="empty">${plural(rest, "more conversation")}, none of a finding unless listed above, in links.csv.</p>` : null}`;
  return html`<section id="conversations" class="wide" aria-labelledby="conversations-head"><h2 id="conversations-head">Conversations <span class="note">${formatCount(links.length)}; heaviest act first</span></h2><div class="card">${body}</div></section>`;
}

function row(page: Page, link: Link): Markup {
  const { devices, findingsOfLink } = page.directory;
  const findings = findingsOfLink.get(link.id) ?? [];
  const worst = findings[0]?.finding.severity;
  const end = (id: string, address: string) => {
    const level = devices.get(id)?.level.level;
    return html`${level ? levelMark(level) : null} ${id === "" ? html`<span class="soft">${address === "" ? "not told by the capture" : "group"}</span>` : deviceLink(page, id)} <span class="mono soft">${formatMac(address)}</span>`;
  };
  return html`<tr${worst === "critical" ? html` class="critical"` : null}><th scope="row">${end(link.client, link.clientAddress)}</th><td class="nowrap" data-key="${ACTS.indexOf(link.act)}">${actMark(link.act)}</td><td>${end(link.server, link.serverAddress)}</td><td>${titleOf(page.directory, link.protocol)} <span class="soft">${link.transport}${link.port > 0 ? ` ${link.port}` : ""}</span></td><td>${operations(page, link)}</td><td class="number" data-key="${link.frames}">${formatCount(link.frames)}</td><td class="number" data-key="${link.bytes}">${formatBytes(link.bytes)}</td><td>${remarks(link, findings)}</td><td class="time">${formatTime(link.lastSeen)}</td></tr>
`;
}

function remarks(
  link: Link,
  findings: readonly { number: number; finding: { severity: "critical" | "high" | "medium" | "low" } }[],
): Content {
  const parts: Content[] = findings
    .slice(0, 4)
    .map(
      ({ number, finding }) =>
        html`<span class="nowrap">${severityMark(finding.severity)}${findingLink(number, `finding ${number}`)}</span> `,
    );
  if (findings.length > 4) parts.push(html`<span>${findings.length - 4} more findings</span> `);
  if (link.told) parts.push(html`<span class="hatched">${toldWords(link.told)}</span> `);
  if (link.oneSided) parts.push(html`<span class="hatched">one direction</span> `);
  if (link.encrypted) parts.push(html`<span class="soft">encrypted</span> `);
  const refused = link.operations.reduce((sum, operation) => sum + operation.refused, 0);
  if (refused > 0) parts.push(html`<span>${formatCount(refused)} refused</span> `);
  if (link.rolesFrom === "first speaker") parts.push(html`<span class="soft">client guessed</span> `);
  return parts.length > 0 ? parts : "–";
}

function operations(page: Page, link: Link): Content {
  const head = summarizeOperations(link);
  const drawn = limited(
    link.operations.toReversed(),
    MOST_OPERATIONS,
    (operation) => {
      const outcomes = operation.outcomes.map(({ outcome, count }) => `${formatCount(count)} × ${outcome}`).join(", ");
      const more = operation.moreTargets + Math.max(0, operation.targets.length - MOST_TARGETS);
      const targets = operation.targets.slice(0, MOST_TARGETS).join(", ");
      return html`<li>${actMark(operation.act, false)} <b>${operationName(operation.operation, link.protocol)}</b>: ${plural(operation.requests, "request")}, ${plural(operation.responses, "answer")}${operation.refused > 0 ? `, ${formatCount(operation.refused)} refused` : ""}${outcomes ? html` <span class="soft">(${outcomes})</span>` : null}${targets ? html`<br><span class="mono">${targets}</span>${more > 0 ? html` <span class="soft">and ${formatCount(more)} more</span>` : null}` : null} ${evidenceChip(page, operation.evidence)}</li>`;
    },
    (count) => html`<li class="soft">${plural(count, "more function")} in assessment.json</li>`,
  );
  return html`<details class="inline"><summary>${head}</summary><ul class="plain">${drawn}<li class="soft">${plural(link.flows, "flow")}, ${formatBytes(link.bytesToServer)} to the server, client known by ${link.rolesFrom}${link.vlans.length > 0 ? `, VLAN ${link.vlans.join(", ")}` : ""} ${evidenceChip(page, link.evidence)}</li></ul></details>`;
}
