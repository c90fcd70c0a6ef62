import type { Device } from "../../model/assessment.ts";
import { formatTime } from "../../model/time.ts";
import { worstOf } from "../order.ts";
import { formatCount, formatMac, LEVEL_ORDER, levelName, plural, roleName } from "../words.ts";
import { confidenceBars, levelMark, type Page, severityMark } from "./marks.ts";
import { type Content, html, type Markup } from "./markup.ts";

/** Rows beyond this number are in devices.csv only. */
export const MOST_ROWS = 5000;

/** The inventory: one row per device, sortable and filterable where scripts run; rows of `carded` lead to their card. */
export function inventorySection(page: Page, carded: ReadonlySet<string>): Markup {
  const { inventory } = page.directory;
  const rows = inventory.slice(0, MOST_ROWS);
  const rest = inventory.length - rows.length;
  const body =
    rows.length === 0
      ? html`<p class="empty">No device was seen.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Inventory table"><table class="dense" data-sortable data-noun="devices"><caption class="unseen">Every device by level and name</caption><thead><tr>
<th scope="col">Name</th><th scope="col">Address</th><th scope="col">Kind</th><th scope="col">Maker</th><th scope="col">Model or system</th><th scope="col">Firmware</th><th scope="col">Level</th><th scope="col">Domain</th><th scope="col" class="number">Certainty</th><th scope="col">Last seen, UTC</th></tr></thead><tbody>
${rows.map((device) => row(page, device, carded.has(device.id)))}</tbody></table></div>${rest > 0 ? html`<p class="empty">${plural(rest, "more device")} in devices.csv.</p>` : null}`;
  return html`<section id="inventory" class="wide" aria-labelledby="inventory-head"><h2 id="inventory-head">Inventory <span class="note">${plural(inventory.length, "device")}; a name leads to its evidence</span></h2><div class="card">${body}</div></section>`;
}

function row(page: Page, device: Device, carded: boolean): Markup {
  const worst = worstOf(page.directory, [device.id]);
  const anchor = page.anchors.get(device.id);
  const certainty = device.roleCandidates[0]?.confidence;
  const { level, needsReview } = device.level;
  return html`<tr${worst === "critical" ? html` class="critical"` : null}${carded ? null : html` id="${anchor ?? ""}"`}><th scope="row"><span class="slot">${worst ? severityMark(worst) : null}</span>${carded ? html`<a href="#${anchor ?? ""}">${device.label}</a>` : device.label}</th><td class="mono">${addresses(device)}</td><td>${device.role === "unknown" ? html`<span class="soft">unknown</span>` : roleName(device.role)}</td><td>${orUnknown(device.vendor)}</td><td>${orNotSeen(device.model || device.orderNumber || device.operatingSystem)}</td><td>${device.firmware || "–"}</td><td data-key="${LEVEL_ORDER.indexOf(level)}">${levelMark(level)}<span class="unseen"> ${levelName(level)}</span>${needsReview ? html` <span class="review">review</span>` : null}</td><td>${device.domain}</td><td class="number" data-key="${certainty ?? 0}">${certainty === undefined ? "–" : html`${confidenceBars(certainty)} ${certainty.toFixed(2)}`}</td><td class="time">${formatTime(device.lastSeen)}</td></tr>
`;
}

function addresses(device: Device): Content {
  const first = device.ips[0] ?? (device.macs[0] ? formatMac(device.macs[0]) : "–");
  const rest = (device.ips.length > 0 ? device.ips.length : device.macs.length) - 1;
  return rest > 0 ? html`${first} <span class="soft">+${formatCount(rest)}</span>` : first;
}

function orUnknown(text: string): Content {
  return text || html`<span class="soft">unknown</span>`;
}

function orNotSeen(text: string): Content {
  return text || html`<span class="soft">not seen</span>`;
}
