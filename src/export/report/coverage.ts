import type { AssessedCapture, Assessment } from "../../model/assessment.ts";
import { formatTime } from "../../model/time.ts";
import { formatBytes, formatCount, formatShare, plural } from "../words.ts";
import { deviceLink, evidenceChip, limited, type Page } from "./marks.ts";
import { type Content, html, joined, type Markup } from "./markup.ts";

const MOST_PROTOCOLS = 60;
const MOST_SPOTS = 300;

/** What the captures could not show, and what would help. */
export function blindSpotsSection(page: Page, assessment: Assessment): Markup {
  const { explained, bytes } = assessment.summary;
  const share = Math.min(1, Math.max(0, explained));
  const width = Number((share * 1000).toFixed(1));
  const bar = html`<p class="bar-head"><b>${formatBytes(bytes)}</b> <span class="soft">${formatShare(share)} explained by dissection; hatched is not</span></p><svg class="share" viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="${formatShare(share)} of the bytes are explained"><rect class="share-ground" width="1000" height="20"/><rect fill="url(#hatch)" width="1000" height="20"/><rect class="share-known" width="${width}" height="20"/></svg>`;
  const rows = limited(
    assessment.blindSpots,
    MOST_SPOTS,
    (spot) => html`<tr><th scope="row">${sentence(spot.reason)}</th><td>${spot.amount}</td><td>${spot.where}${
      spot.devices.length > 0
        ? html`<br><span class="soft">${joined(
            limited(
              spot.devices,
              6,
              (id) => deviceLink(page, id),
              (count) => `${formatCount(count)} more`,
            ),
            ", ",
          )}</span>`
        : null
    }</td><td>${spot.hides}</td><td><b>${spot.help}</b></td><td>${evidenceChip(page, spot.evidence)}</td></tr>
`,
    (count) => html`<tr><td colspan="6" class="soft">${formatCount(count)} more in assessment.json</td></tr>`,
  );
  const table =
    assessment.blindSpots.length === 0
      ? html`<p class="empty">No gap was noticed in the captures themselves. What never crossed the captured wires (USB sticks, serial lines, local panels) stays unseen.</p>`
      : html`<div class="scroll"><table class="roomy"><caption class="unseen">Reasons, and what would help</caption><thead><tr><th scope="col">Reason</th><th scope="col">How much</th><th scope="col">Where</th><th scope="col">What it hides</th><th scope="col">What would help</th><th scope="col">Seen in</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<section id="blind-spots" aria-labelledby="blind-head"><h2 id="blind-head">What you did not see <span class="note">it limits every answer in this report</span></h2><div class="card"><div class="padded">${bar}</div>${table}</div></section>`;
}

/** Share of the traffic per protocol, and how far each was understood. */
export function protocolsSection(assessment: Assessment): Markup {
  const total = Math.max(
    1,
    assessment.protocols.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const rows = limited(
    assessment.protocols,
    MOST_PROTOCOLS,
    (item) =>
      html`<tr><th scope="row">${item.title}</th><td>${item.transport}</td><td class="${item.state === "dissected" ? "" : "hatched"}">${item.state}</td><td class="number">${formatShare(item.bytes / total)}</td><td class="number">${formatBytes(item.bytes)}</td><td class="number">${formatCount(item.frames)}</td><td class="number">${formatCount(item.messages)}</td><td class="number">${item.faults > 0 ? formatCount(item.faults) : "–"}</td></tr>`,
    (count) => html`<tr><td colspan="8" class="soft">${formatCount(count)} more in assessment.json</td></tr>`,
  );
  return html`<section id="protocols" aria-labelledby="protocols-head"><h2 id="protocols-head">Protocols <span class="note">by bytes</span></h2><div class="card"><div class="scroll"><table class="dense"><thead><tr><th scope="col">Protocol</th><th scope="col">Over</th><th scope="col">State</th><th scope="col" class="number">Share</th><th scope="col" class="number">Bytes</th><th scope="col" class="number">Frames</th><th scope="col" class="number">Messages</th><th scope="col" class="number">Malformed</th></tr></thead><tbody>${rows}</tbody></table></div></div></section>`;
}

/** The capture files: what they are, how far they were read, and their hashes. */
export function capturesSection(captures: readonly AssessedCapture[]): Markup {
  const body = captures.length === 0 ? html`<p class="empty">No capture was read.</p>` : captures.map(captureBlock);
  return html`<section id="captures" aria-labelledby="captures-head"><h2 id="captures-head">Captures <span class="note">${captures.length}</span></h2><div class="card">${body}</div></section>`;
}

function captureBlock(capture: AssessedCapture): Markup {
  const format = [capture.format, capture.compression].filter((text) => text !== "" && text !== "none").join(", ");
  const facts: [string, Content][] = [
    [
      "File",
      `${formatBytes(capture.size)}, ${format || "unknown form"}${capture.application ? `, written by ${capture.application}` : ""}`,
    ],
    ["Frames", `${formatCount(capture.frames)}, ${formatBytes(capture.bytes)} on the wire`],
    ["Period", `${formatTime(capture.period.from, 6)} to ${formatTime(capture.period.to, 6)} UTC`],
    ["SHA-256", html`<span class="mono hash">${capture.sha256 || "not taken"}</span>`],
    [
      "Interfaces",
      limited(
        capture.interfaces,
        20,
        (card) =>
          html`<span class="line">${[card.name, card.description, card.linkType].filter((text) => text !== "").join(" · ")}: ${plural(card.frames, "frame")}, snap length ${card.snapLength > 0 ? formatCount(card.snapLength) : "not told"}, ${card.dropped === null ? "drops not told" : card.dropped > 0 ? html`<b>${formatCount(card.dropped)} dropped while capturing</b>` : "none dropped"}</span>`,
        (count) => html`<span class="line soft">${formatCount(count)} more in assessment.json</span>`,
      ),
    ],
  ];
  if (capture.comments.length > 0) {
    facts.push([
      "Comments",
      limited(
        capture.comments,
        20,
        (comment) => html`<span class="line">${comment}</span>`,
        (count) => html`<span class="line soft">${formatCount(count)} more in assessment.json</span>`,
      ),
    ]);
  }
  const faults = limited(
    capture.faults,
    40,
    (fault) =>
      html`<li><b>${sentence(fault.name)}.</b> ${fault.detail}${fault.count > 1 ? ` ${formatCount(fault.count)} times.` : ""} <span class="where">${[fault.frame > 0 ? `frame ${formatCount(fault.frame)}` : "", fault.offset >= 0 ? `offset ${formatCount(fault.offset)}` : ""].filter((text) => text !== "").join(" · ")}</span></li>`,
    (count) => html`<li class="soft">${formatCount(count)} more in assessment.json</li>`,
  );
  return html`<div class="capture"><h3 class="mono">${capture.name}</h3>${faults.length > 0 ? html`<ul class="plain faults">${faults}</ul>` : null}<dl class="pairs">${facts.map(([name, content]) => html`<dt>${name}</dt><dd>${content}</dd>`)}</dl></div>`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
