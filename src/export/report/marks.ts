import { strokeOf } from "../../layout/bundles.ts";
import type { Act } from "../../model/act.ts";
import type { AssessedCapture, Candidate, Severity } from "../../model/assessment.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Level } from "../../model/role.ts";
import { formatTime } from "../../model/time.ts";
import { type Directory, labelOf } from "../order.ts";
import { actName, formatCount, levelBox, levelName } from "../words.ts";
import { type Content, html, type Markup } from "./markup.ts";

/** What every section of the report needs. */
export interface Page {
  directory: Directory;
  captures: readonly AssessedCapture[];
  /** Fragment of each device's card or, without a card, of its row; devices without either are missing. */
  anchors: ReadonlyMap<string, string>;
}

/** The shape of a severity, with the word for those who do not see it. */
export function severityMark(severity: Severity, word = true): Markup {
  const hidden = word ? html`<span class="unseen">${severity} </span>` : null;
  return html`<svg class="mark" aria-hidden="true"><use href="#m-${severity}"/></svg>${hidden}`;
}

/** The boxed numeral or short name of a level. */
export function levelMark(level: Level): Markup {
  return html`<span class="level" title="${levelName(level)}">${levelBox(level)}</span>`;
}

/** The line of an act, with its word unless the word stands beside it. */
export function actMark(act: Act, word = true): Markup {
  const name = word ? html` <span class="act-word">${actName(act)}</span>` : null;
  return html`<svg class="act" aria-hidden="true"><use href="#a-${strokeOf(act)}"/></svg>${name}`;
}

/** Bars for a confidence: four from 0.90, three from 0.70, two from 0.40. */
export function confidenceBars(confidence: number): Markup {
  const bars = confidence >= 0.9 ? 4 : confidence >= 0.7 ? 3 : confidence >= 0.4 ? 2 : 1;
  return html`<svg class="bars" aria-hidden="true"><use href="#bars-${bars}"/></svg>`;
}

/** The device's name, leading to its card where it has one. */
export function deviceLink(page: Page, id: string): Markup {
  const anchor = page.anchors.get(id);
  const label = labelOf(page.directory, id);
  return anchor ? html`<a href="#${anchor}">${label}</a>` : html`<span>${label}</span>`;
}

/** Findings beyond this number are counted only; assessment.json holds all. */
export const MOST_FINDINGS = 400;

/** Content that leads to a finding in the list, where the list holds it. */
export function findingLink(number: number, content: Content): Content {
  return number <= MOST_FINDINGS ? html`<a href="#f${number}">${content}</a>` : content;
}

/** Where something was said, in one line: capture, frame, bytes, time. */
export function evidenceLine(page: Page, evidence: Evidence): Markup {
  const capture = page.captures[evidence.capture]?.name ?? `capture ${evidence.capture + 1}`;
  const frame = evidence.frame > 0 ? `frame ${formatCount(evidence.frame)}` : "no single frame";
  const bytes =
    evidence.start < 0
      ? evidence.frame > 0
        ? "put together from several frames"
        : ""
      : evidence.end > evidence.start
        ? `bytes ${evidence.start} to ${evidence.end - 1}`
        : "";
  const time = evidence.time > 0 ? `${formatTime(evidence.time, 6)} UTC` : "";
  const parts = [capture, frame, bytes, time].filter((part) => part !== "");
  return html`<span class="where">${parts.join(" · ")}</span>`;
}

/** The evidence chip: bars, confidence, source; it unfolds to the bytes. */
export function candidateChip(page: Page, candidate: Candidate): Markup {
  const confidence = candidate.confidence.toFixed(2);
  const times = candidate.times === 1 ? "said once" : `said ${formatCount(candidate.times)} times`;
  return html`<details class="ev"><summary class="chip">${confidenceBars(candidate.confidence)}<b>${confidence}</b> ${candidate.method}${paperFrame(candidate.evidence)}</summary><p>${evidenceLine(page, candidate.evidence)} · ${times}</p></details>`;
}

/** The frame beside a chip on paper, where nothing unfolds. */
function paperFrame({ frame }: Evidence): Content {
  return frame > 0 ? html`<span class="paper"> frame ${formatCount(frame)}</span>` : null;
}

/** A chip for evidence without a confidence. */
export function evidenceChip(page: Page, evidence: Evidence | null, text = "evidence"): Content {
  if (!evidence) return html`<span class="soft">by reasoning</span>`;
  const label = text === "evidence" && evidence.frame > 0 ? `frame ${formatCount(evidence.frame)}` : text;
  return html`<details class="ev"><summary class="chip">${label}</summary><p>${evidenceLine(page, evidence)}</p></details>`;
}

/** At most `most` contents, then how many more there are and where. */
export function limited<Item>(
  items: readonly Item[],
  most: number,
  draw: (item: Item) => Content,
  more: (count: number) => Content,
): Content[] {
  const drawn = items.slice(0, most).map(draw);
  return items.length > most ? [...drawn, more(items.length - most)] : drawn;
}
