import type { AttributeValue, Candidate, Device, Link, Service } from "../../model/assessment.ts";
import { ATTRIBUTES, type Attribute } from "../../model/attribute.ts";
import { formatTime } from "../../model/time.ts";
import { titleOf, worstOf } from "../order.ts";
import {
  attributeName,
  capitalized,
  formatBytes,
  formatCount,
  formatDuration,
  formatMac,
  levelPhrase,
  operationName,
  plural,
  roleName,
} from "../words.ts";
import {
  actMark,
  candidateChip,
  deviceLink,
  evidenceChip,
  findingLink,
  levelMark,
  limited,
  type Page,
  severityMark,
} from "./marks.ts";
import { type Content, html, joined, type Markup } from "./markup.ts";
import { pointsOf } from "./points.ts";

const MOST_LOSERS = 4;
const MOST_PEERS = 16;
const MOST_ROWS = 16;
const MOST_PARTS = 24;

/** Attributes that a reader misses when nothing said them. */
const EXPECTED: readonly Attribute[] = ["vendor", "model", "firmware", "serial"];

/** One device with everything known of it, folded to one line until opened. */
export function deviceCard(page: Page, device: Device, anchor: string): Markup {
  const findings = page.directory.findingsOfDevice.get(device.id) ?? [];
  const worst = worstOf(page.directory, [device.id]);
  const what = [device.vendor, device.model || device.orderNumber].filter((text) => text !== "").join(" ");
  const paper = worst === "critical" || worst === "high" ? html` data-paper` : null;
  return html`<details class="card device" id="${anchor}"${paper}><summary><span class="slot">${worst ? severityMark(worst) : null}</span><span class="device-name">${device.label}</span> ${levelMark(device.level.level)} <span class="device-kind">${roleName(device.role)}${what ? ` · ${what}` : ""}</span> <span class="mono soft">${device.ips[0] ?? formatMac(device.macs[0] ?? "")}</span></summary>
<div class="device-body">
<p class="soft">${presence(device)}</p>
${
  findings.length > 0
    ? html`<p>${joined(
        limited(
          findings,
          MOST_ROWS,
          ({ number, finding }) =>
            html`${severityMark(finding.severity)}${findingLink(number, `${number}. ${finding.title}`)}`,
          (count) => `${formatCount(count)} more`,
        ),
        "  ",
      )}</p>`
    : null
}
<div class="device-columns"><div>${identity(page, device)}${placement(page, device)}</div><div>${peers(page, device)}${services(page, device)}${polls(page, device)}${credentials(page, device)}${faults(page, device)}${parts(page, device)}</div></div>${pointsOf(page, device)}</div></details>
`;
}

function presence(device: Device): string {
  const how = {
    spoke: "It spoke itself",
    "addressed only": "It was only spoken to and never answered",
    "broadcast only": "It is known from broadcasts only",
    "told by an exporter": "It was not seen: an exporter of flows told of it",
    "behind a router": "It sits behind a router; its own MAC address was not seen",
  }[device.presence];
  const counts = `${plural(device.framesSent, "frame")} sent (${formatBytes(device.bytesSent)}), ${formatCount(device.framesReceived)} received (${formatBytes(device.bytesReceived)})`;
  const vlans = device.vlans.length > 0 ? ` VLAN ${device.vlans.join(", ")}.` : "";
  return `${how}. Seen ${formatTime(device.firstSeen)} to ${formatTime(device.lastSeen)} UTC. ${counts}.${vlans} Domain ${device.domain}.`;
}

function identity(page: Page, device: Device): Markup {
  const values = new Map(device.attributes.map((value) => [value.attribute, value]));
  const rows: Content[] = ATTRIBUTES.filter((attribute) => attribute !== "role").map((attribute) => {
    const value = values.get(attribute);
    if (value && value.candidates.length > 0) return attributeRow(page, attributeName(attribute), value.candidates);
    if (!EXPECTED.includes(attribute)) return null;
    return html`<div class="value"><span class="value-name">${attributeName(attribute)}</span><span class="value-text soft">not seen</span><span class="soft value-why">No message in these captures said it.</span></div>`;
  });
  rows.push(attributeRow(page, "Role", device.roleCandidates));
  const bindings = limited(
    device.bindings,
    MOST_ROWS,
    ({ mac, ip, method, evidence }) =>
      html`<div class="value"><span class="value-name">Address</span><span class="value-text mono">${formatMac(mac)} <span class="soft">is</span> ${ip}</span>${evidenceChip(page, evidence, method)}</div>`,
    (count) => html`<p class="soft">${formatCount(count)} more addresses in assessment.json</p>`,
  );
  const bound = new Set(device.bindings.flatMap(({ mac, ip }) => [mac, ip]));
  const loose = [...device.macs, ...device.ips].filter((address) => !bound.has(address));
  const others =
    loose.length > 0
      ? html`<div class="value"><span class="value-name">Address</span><span class="value-text mono">${loose.slice(0, MOST_ROWS).map(formatMac).join(", ")}${loose.length > MOST_ROWS ? ` and ${loose.length - MOST_ROWS} more` : ""}</span></div>`
      : null;
  return html`<h4>Identity <span class="note">a chip unfolds to its packet</span></h4>${rows}${bindings}${others}`;
}

function attributeRow(page: Page, name: string, candidates: readonly Candidate[]): Content {
  if (candidates.length === 0) return null;
  const [winner, ...losers] = candidates;
  const value = name === "Role" ? roleWord(winner.value) : winner.value;
  return html`<div class="value"><span class="value-name">${name}</span><span class="value-text"><b>${value}</b></span>${candidateChip(page, winner)}</div>${
    losers.length > 0
      ? html`<div class="losers">${limited(
          losers,
          MOST_LOSERS,
          (loser) =>
            html`<div class="value loser"><span class="value-text">${name === "Role" ? roleWord(loser.value) : loser.value}</span>${candidateChip(page, loser)}<span class="value-why soft">${whyLost(loser.lost)}</span></div>`,
          (count) => html`<p class="soft">${plural(count, "more candidate")} in assessment.json</p>`,
        )}</div>`
      : null
  }`;
}

function roleWord(role: string): string {
  return roleName(role as Device["role"]);
}

function uncapitalized(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function placement(page: Page, device: Device): Markup {
  const { level, score, runnerUp, runnerUpScore, needsReview, terms } = device.level;
  const next = runnerUp ? html` · next: ${levelPhrase(runnerUp)} <b>${points(runnerUpScore)}</b>` : null;
  const head = html`<h4>Why ${levelPhrase(level)} <span class="note">score <b>${points(score)}</b>${next}</span>${needsReview ? html` <span class="review">needs review</span>` : null}</h4>`;
  const own = terms.filter((term) => term.level === level);
  const others = terms.filter((term) => term.level !== level);
  const largest = Math.max(1, ...terms.map((term) => Math.abs(term.points)));
  const draw = (term: Device["level"]["terms"][number]) => {
    const width = Number(((Math.abs(term.points) / largest) * 60).toFixed(1));
    const bar = html`<svg class="term-bar" viewBox="0 0 100 12" aria-hidden="true"><path class="term-axis" d="M38 0v12"/><rect class="${term.points < 0 ? "term-minus" : "term-plus"}" x="${term.points < 0 ? Number((38 - (width * 36) / 60).toFixed(1)) : 38}" y="2" width="${term.points < 0 ? Number(((width * 36) / 60).toFixed(1)) : width}" height="8"/></svg>`;
    const where = term.level === level ? null : html`<span class="soft">${levelPhrase(term.level)}: </span>`;
    return html`<div class="term"><span>${where}${term.reason}</span>${bar}<b class="term-points">${points(term.points, true)}</b>${evidenceChip(page, term.evidence)}</div>`;
  };
  const more = (count: number) => html`<p class="soft">${plural(count, "more reason")} in assessment.json</p>`;
  if (terms.length === 0) return html`${head}<p class="soft">Nothing seen speaks for a level.</p>`;
  return html`${head}${limited(own, MOST_ROWS, draw, more)}${others.length > 0 ? html`<div class="losers">${limited(others, 6, draw, more)}</div>` : null}`;
}

/** Why a candidate is not the value shown; one that agrees lost only its place. */
function whyLost(reason: string): string {
  if (reason.startsWith("Earlier")) return reason;
  return reason.startsWith("agrees") ? capitalized(reason) : `Lost: ${uncapitalized(reason || "weaker")}`;
}

function points(value: number, signed = false): string {
  const text = Math.abs(value).toFixed(Number.isInteger(value) ? 0 : 1);
  return value < 0 ? `−${text}` : signed ? `+${text}` : text;
}

function peers(page: Page, device: Device): Content {
  const links = page.directory.linksOfDevice.get(device.id) ?? [];
  if (links.length === 0) return html`<h4>Peers and acts</h4><p class="soft">No conversation seen.</p>`;
  const rows = limited(
    links,
    MOST_PEERS,
    (link) => {
      const asClient = link.client === device.id;
      const peer = asClient ? link.server : link.client;
      const findings = page.directory.findingsOfLink.get(link.id) ?? [];
      const level = page.directory.devices.get(peer)?.level.level;
      return html`<tr${findings[0]?.finding.severity === "critical" ? html` class="critical"` : null}><td>${asClient ? "to" : "from"}</td><th scope="row">${peer === "" ? groupName(link) : deviceLink(page, peer)}</th><td>${level ? levelMark(level) : null}</td><td class="nowrap">${actMark(link.act)}</td><td>${titleOf(page.directory, link.protocol)}${link.port > 0 ? html` <span class="soft">${link.port}</span>` : null}</td><td>${summarizeOperations(link)}</td></tr>`;
    },
    (count) =>
      html`<tr><td colspan="6" class="soft">${plural(count, "more conversation")} under Conversations and in links.csv</td></tr>`,
  );
  return html`<h4>Peers and acts <span class="note">${links.length}</span></h4><div class="scroll"><table class="dense"><thead class="unseen"><tr><th scope="col">Direction</th><th scope="col">Peer</th><th scope="col">Level</th><th scope="col">Act</th><th scope="col">Protocol</th><th scope="col">What</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** A group is no device: its address says who listens. */
function groupName(link: Link): Markup {
  if (link.serverAddress === "") return html`<span class="soft">not told by the capture</span>`;
  return html`<span class="soft">group</span> <span class="mono">${formatMac(link.serverAddress)}</span>`;
}

/** What a link does, in a few words: "12 × write single register, 15,680 × read holding registers". */
export function summarizeOperations(link: Link): Content {
  if (link.operations.length === 0) return html`<span class="soft">${plural(link.frames, "frame")}</span>`;
  const heaviest = link.operations.toReversed();
  // What was asked tells more than the answers, which have functions of their own in some protocols.
  const told = [
    ...heaviest.filter(({ requests }) => requests > 0),
    ...heaviest.filter(({ requests }) => requests === 0),
  ];
  const shown = told
    .slice(0, 2)
    .map(
      ({ operation, requests, responses }) =>
        `${formatCount(requests || responses)} × ${operationName(operation, link.protocol)}`,
    );
  const rest = told.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` and ${plural(rest, "other function")}` : ""}`;
}

function services(page: Page, device: Device): Content {
  const line = (service: Service, word: string) =>
    html`<tr><td>${word}</td><th scope="row">${titleOf(page.directory, service.protocol)}</th><td>${service.transport}${service.port > 0 ? ` ${service.port}` : ""}</td><td>${plural(service.peers, "peer")}, ${plural(service.messages, "message")}</td><td>${evidenceChip(page, service.evidence)}</td></tr>`;
  const all = [
    ...device.servicesOffered.map((service) => ({ service, word: "offers" })),
    ...device.servicesUsed.map((service) => ({ service, word: "uses" })),
  ];
  if (all.length === 0) return null;
  const rows = limited(
    all,
    MOST_ROWS,
    ({ service, word }) => line(service, word),
    (count) => html`<tr><td colspan="5" class="soft">${formatCount(count)} more in assessment.json</td></tr>`,
  );
  return html`<h4>Services <span class="note">${all.length}</span></h4><div class="scroll"><table class="dense"><thead class="unseen"><tr><th scope="col">How</th><th scope="col">Protocol</th><th scope="col">Port</th><th scope="col">How much</th><th scope="col">Evidence</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function polls(page: Page, device: Device): Content {
  return list(
    "Cyclic polls",
    device.polls,
    (poll) =>
      html`<li>${deviceLink(page, poll.peer)}: ${titleOf(page.directory, poll.protocol)} ${operationName(poll.operation, poll.protocol)} every ${formatDuration(poll.period)}${poll.target ? html` · ${poll.target}` : null} <span class="soft">${formatCount(poll.times)} times, varies by ${Math.round(poll.variation * 100)} %</span></li>`,
  );
}

function credentials(page: Page, device: Device): Content {
  return list("Credentials seen", device.credentials, (use) => {
    const exposure = { clear: "in clear", challenge: "as a challenge", hashed: "as a hash", encrypted: "encrypted" }[
      use.exposure
    ];
    return html`<li><b>${use.method}</b> ${exposure}${use.user ? html`, account ${use.user}` : null}${use.wellKnown ? html`, the well-known default “${use.wellKnown}”` : null} <span class="soft">with</span> ${deviceLink(page, use.peer)}, ${plural(use.times, "time")} ${evidenceChip(page, use.evidence)}</li>`;
  });
}

function faults(page: Page, device: Device): Content {
  return list(
    "Malformed messages it sent",
    device.faults,
    (fault) =>
      html`<li>${titleOf(page.directory, fault.protocol)}: ${fault.name}, ${plural(fault.count, "time")} ${evidenceChip(page, fault.evidence)}</li>`,
  );
}

function parts(page: Page, device: Device): Content {
  if (device.parts.length === 0) return null;
  const drawn = limited(
    device.parts,
    MOST_PARTS,
    ({ part, attributes }) =>
      html`<details class="part"><summary>${capitalized(part)} <span class="soft">${summarizePart(attributes)}</span></summary>${attributes.map(({ attribute, candidates }) => attributeRow(page, attributeName(attribute), candidates))}</details>`,
    (count) => html`<p class="soft">${plural(count, "more part")} in assessment.json</p>`,
  );
  return html`<h4>Parts <span class="note">${device.parts.length}</span></h4>${drawn}`;
}

function summarizePart(attributes: readonly AttributeValue[]): string {
  return attributes
    .slice(0, 3)
    .map(({ candidates }) => candidates[0]?.value ?? "")
    .filter((value) => value !== "")
    .join(" · ");
}

function list<Item>(title: string, items: readonly Item[], draw: (item: Item) => Content): Content {
  if (items.length === 0) return null;
  const drawn = limited(
    items,
    MOST_ROWS,
    draw,
    (count) => html`<li class="soft">${formatCount(count)} more in assessment.json</li>`,
  );
  return html`<h4>${title} <span class="note">${items.length}</span></h4><ul class="plain">${drawn}</ul>`;
}
