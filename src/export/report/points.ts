import type { Device, ProcessPoint } from "../../model/assessment.ts";
import { formatCount, formatDuration, plural } from "../words.ts";
import { deviceLink, evidenceChip, limited, type Page } from "./marks.ts";
import { type Content, html, joined, type Markup } from "./markup.ts";

/** Rows beyond this number are in points.csv only; points that were written come first, then those that move most. */
const MOST_POINTS = 24;
const MOST_WRITERS = 3;

/** The process values that a device holds: what was written first, then what moved. */
export function pointsOf(page: Page, device: Device): Content {
  const points = page.directory.pointsOfDevice.get(device.id) ?? [];
  if (points.length === 0) return null;
  const told = points
    .map((point, index) => ({ point, index }))
    .sort(
      (one, other) =>
        other.point.writes - one.point.writes || other.point.changes - one.point.changes || one.index - other.index,
    );
  const rows = limited(
    told,
    MOST_POINTS,
    ({ point }) => row(page, point),
    (count) => html`<tr><td colspan="7" class="soft">${plural(count, "more point")} in points.csv</td></tr>`,
  );
  return html`<h4>Process points <span class="note">${formatCount(points.length)}; written ones first, values as on the wire</span></h4><div class="scroll"><table class="dense"><thead><tr><th scope="col">Point</th><th scope="col" class="number">Last</th><th scope="col" class="number">Range</th><th scope="col">Type</th><th scope="col">Read</th><th scope="col">Written by</th><th scope="col">Evidence</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function row(page: Page, point: ProcessPoint): Markup {
  const moved = point.maximum > point.minimum;
  const range = moved ? `${value(point.minimum)} to ${value(point.maximum)}` : "steady";
  const quality = point.quality === "good" ? null : html` <span class="hatched">${point.quality}</span>`;
  const every = point.period > 0 ? `every ${formatDuration(point.period)}` : plural(point.reads, "time");
  return html`<tr><th scope="row">${point.part === "" ? point.label : `${point.part}, ${point.label}`}</th><td class="number"><b>${value(point.last)}</b>${quality}</td><td class="number">${moved ? range : html`<span class="soft">${range}</span>`}</td><td class="soft">${point.type}</td><td>${point.reads > 0 ? every : "–"}</td><td>${writers(page, point)}</td><td>${evidenceChip(page, point.evidence)}</td></tr>`;
}

function writers(page: Page, point: ProcessPoint): Content {
  if (point.writes === 0) return "–";
  const names = point.writers.slice(0, MOST_WRITERS).map((id) => deviceLink(page, id));
  const rest = point.writers.length - names.length;
  return html`${joined(names, ", ")}${rest > 0 ? ` and ${formatCount(rest)} more` : ""} <span class="soft">${plural(point.writes, "time")}</span>`;
}

/** At most seven significant digits: what a 32-bit float holds. */
function value(number: number): string {
  return Number.isInteger(number) ? String(number) : String(Number(number.toPrecision(7)));
}
